/** Migrations of db-migrate (1.0): functions that are handed the driver; of its methods those are followed that take SQL. */
import type { Project } from '../../schema/index.ts';
import { JsFunction, type JsValue, type Site } from '../javascript/values.ts';
import { memberOf } from '../script-migrations/exports.ts';
import type { ScriptFramework } from '../script-migrations/framework.ts';
import { ScriptFrontend } from '../script-migrations/frontend.ts';
import { executed, UnfollowedHost } from '../script-migrations/plain-sql.ts';
import { ScriptRun } from '../script-migrations/run.ts';
import type { ScriptTools } from '../script-migrations/tools.ts';

export function dbMigrateFrontend(project: Project, tools: ScriptTools): ScriptFrontend<ScriptRun> {
  return new ScriptFrontend(project, dbMigrateFramework(tools));
}

function dbMigrateFramework(tools: ScriptTools): ScriptFramework<ScriptRun> {
  return {
    tools,
    handle: 'db',
    stateFor: (target) => ({ target, written: new Set() }),
    runOf: (start) => new ScriptRun(start),
    isDatabase: (value) => value instanceof UnfollowedHost,
    migrationIn(run, exports, direction) {
      const method = memberOf(run.ev, exports, direction);
      return {
        method,
        args: [new Driver(run, 'db'), done()],
        // startMigration() and endMigration() of the drivers; MySQL and MariaDB commit before each statement of DDL
        inTransaction: /^(?:postgres|sqlite)$/.test(run.target.engine),
      };
    },
    notes: () => [],
  };
}

/** What a migration calls when it has ended: an error that it hands over is the migration's. */
const done = (): JsFunction => new JsFunction('callback', () => undefined);

/** Methods that take SQL, values for its placeholders and a callback; all of them give a promise as well. */
const SQL = new Set(['runSql', 'all', '_runSql']);

class Driver extends UnfollowedHost {
  override get(name: string): JsValue {
    if (!SQL.has(name)) return super.get(name);
    return new JsFunction(name, (_self, args, site) => this.#sql(args, site));
  }

  #sql(args: readonly JsValue[], site: Site): JsValue {
    const { ev } = this.run;
    const callback = args.findLast((arg) => arg instanceof JsFunction);
    const [sql, ...values] = args.filter((arg) => arg !== callback);
    const given = values.length === 1 && Array.isArray(values[0]) ? values[0] : values;
    const answer = executed(this.run, [sql, given as JsValue], site);
    if (callback instanceof JsFunction) ev.settle(callback.invoke(undefined, [null, answer], site), site);
    return ev.promise(() => answer, site);
  }
}
