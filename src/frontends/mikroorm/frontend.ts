/** MikroORM's migrations: classes whose methods ask for SQL, which is sent when they have ended (MigrationRunner, 6.4). */
import type { Direction, Project } from '../../schema/index.ts';
import { classInfo, inherited } from '../javascript/classes.ts';
import { NOWHERE } from '../javascript/evaluator.ts';
import { getMember } from '../javascript/members.ts';
import { JsFunction, type JsValue, type Site, Unknown } from '../javascript/values.ts';
import { memberOf } from '../script-migrations/exports.ts';
import type { ScriptFramework, ScriptMigration } from '../script-migrations/framework.ts';
import { ScriptFrontend } from '../script-migrations/frontend.ts';
import { executed, UnfollowedHost } from '../script-migrations/plain-sql.ts';
import { ScriptRun } from '../script-migrations/run.ts';
import type { ScriptTools } from '../script-migrations/tools.ts';

/** Where projects have the base class from; Medusa hands it on. */
const MODULE = /^@mikro-orm\/migrations(?:-mongodb)?$|\/mikro-orm\/migrations$/;

export function mikroOrmFrontend(project: Project, tools: ScriptTools): ScriptFrontend<ScriptRun> {
  return new ScriptFrontend(project, mikroOrmFramework(project, tools));
}

function mikroOrmFramework(project: Project, tools: ScriptTools): ScriptFramework<ScriptRun> {
  return {
    tools,
    handle: 'the migration',
    stateFor: (target) => ({ target, written: new Set() }),
    runOf: (start) => new ScriptRun(start),
    packageModule: (name) =>
      MODULE.test(name) ? { Migration: new Unknown('what MikroORM’s Migration has besides') } : undefined,
    isDatabase: (value) => value instanceof UnfollowedHost,
    migrationIn: (run, exports, direction) => migrationIn(run, exports, direction, project),
    notes: () => [],
  };
}

function migrationIn(
  run: ScriptRun,
  exports: JsValue,
  direction: Direction,
  { withoutTransaction }: Project,
): ScriptMigration {
  const { ev } = run;
  const made = migrationClass(run, exports);
  const info = classInfo(made);
  const none = {
    args: [],
    inTransaction: false,
    missing: 'the file exports no class that extends Migration',
  };
  if (!(made instanceof JsFunction) || info === undefined) return { method: undefined, ...none };
  const method = inherited(info, 'methods', direction);
  if (method === undefined) return { method, ...none };
  const self = made.construct?.([], NOWHERE);
  if (typeof self !== 'object' || self === null) return { method: new Unknown('the migration'), ...none };
  const asked: (() => void)[] = [];
  addMembers(run, self as Record<string, JsValue>, asked);
  const transactional = inherited(info, 'methods', 'isTransactional')?.invoke(self, [], NOWHERE);
  const wanted = withoutTransaction === undefined && transactional !== false;
  return {
    method,
    self,
    args: [],
    finish: () => {
      for (const send of asked) send();
    },
    // MySQL and MariaDB commit before each statement of DDL, whatever has begun
    inTransaction: wanted && /^(?:postgres|sqlite)$/.test(run.target.engine),
    missing: `the migration has no ${direction}()`,
  };

  function migrationClass(of: ScriptRun, all: JsValue): JsValue {
    if (typeof all !== 'object' || all === null) return undefined;
    const named = Object.keys(all).map((name) => getMember(ev, all, name, NOWHERE));
    return named.find((one) => classInfo(one) !== undefined) ?? memberOf(of.ev, all, 'default');
  }
}

/** What the base class gives: https://mikro-orm.io/docs/migrations#migration-class */
function addMembers(run: ScriptRun, self: Record<string, JsValue>, asked: (() => void)[]): void {
  const method = (name: string, invoke: (args: readonly JsValue[], site: Site) => JsValue): void => {
    self[name] = new JsFunction(name, (_self, args, site) => invoke(args, site));
  };
  method('addSql', ([sql], site) => {
    const origin = run.origin(site);
    run.called(origin);
    asked.push(() => {
      if (typeof sql === 'string') run.sendSql(sql, origin, { several: run.target.engine === 'postgres' });
      else
        run.giveUp(
          `the SQL cannot be known: ${sql instanceof Unknown ? sql.reason : 'it is no text'}`,
          origin,
        );
    });
    return undefined;
  });
  method('reset', () => {
    asked.length = 0;
    return undefined;
  });
  method('getQueries', () => new Unknown('the queries that the migration has asked for'));
  method('isTransactional', () => true);
  method('execute', (args, site) => run.ev.promise(() => executed(run, args, site), site));
  method('getKnex', () => new UnfollowedHost(run, 'getKnex()'));
  method('getEntityManager', () => new UnfollowedHost(run, 'getEntityManager()'));
  self.driver = new UnfollowedHost(run, 'this.driver');
  self.config = new Unknown('the configuration of MikroORM');
  self.ctx = new UnfollowedHost(run, 'this.ctx');
}
