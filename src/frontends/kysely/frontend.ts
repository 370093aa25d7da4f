/** Kysely's migrations: what they are handed, and which function of a file is run. */
import type { Project } from '../../schema/index.ts';
import { HostObject, JsFunction, type JsValue, type Site, Unknown } from '../javascript/values.ts';
import { memberOf } from '../script-migrations/exports.ts';
import { type ScriptFramework, versionNotes } from '../script-migrations/framework.ts';
import { ScriptFrontend } from '../script-migrations/frontend.ts';
import { inner, toReal } from '../script-migrations/membrane.ts';
import { BuilderHost, DatabaseHost, fromReal } from './hosts.ts';
import { databaseFor, type KyselyTools } from './library.ts';
import { KyselyRun } from './run.ts';

const DIALECTS = { sqlite: 'Sqlite', mysql: 'Mysql', mariadb: 'Mysql', postgres: 'Postgres' } as const;

export function kyselyFrontend(project: Project, tools: KyselyTools): ScriptFrontend<KyselyRun> {
  return new ScriptFrontend(project, kyselyFramework(project, tools));
}

function kyselyFramework(project: Project, tools: KyselyTools): ScriptFramework<KyselyRun> {
  return {
    tools,
    handle: 'db',
    stateFor: (target) => ({
      target,
      tools,
      written: new Set(),
      database: databaseFor(tools.kysely, DIALECTS[target.engine]),
    }),
    runOf: (start) => new KyselyRun(start),
    packageModule: (name, run) => (name === 'kysely' ? { sql: new SqlHost(run) } : undefined),
    isDatabase: (value, within) => value instanceof DatabaseHost || (!within && value instanceof BuilderHost),
    migrationIn: (run, exports, direction) => {
      // Migrator: only PostgreSQL's adapter says that DDL can be taken back
      run.inTransaction = run.target.engine === 'postgres' && project.withoutTransaction === undefined;
      return {
        method: memberOf(run.ev, exports, direction),
        args: [new DatabaseHost(run, run.state.database)],
        inTransaction: run.inTransaction,
      };
    },
    notes: ({ frameworkVersion: { value } }) => versionNotes('Kysely', tools.version, value, 2),
  };
}

/** The tag `sql`, and what it has besides: `sql.ref()`, `sql.raw()`. */
class SqlHost extends HostObject {
  readonly #run: () => KyselyRun;

  constructor(run: () => KyselyRun) {
    super();
    this.#run = run;
  }

  override get(name: string): JsValue {
    const run = this.#run;
    if (!/^(?:ref|val|value|table|id|lit|literal|raw|join)$/.test(name)) return undefined;
    return new JsFunction(name, (_self, args, site) =>
      this.#made(args, site, run().state.tools.kysely.sql[name]),
    );
  }

  override invoke = (args: readonly JsValue[], site: Site): JsValue =>
    this.#made(args, site, this.#run().state.tools.kysely.sql);

  #made(args: readonly JsValue[], site: Site, real: unknown): JsValue {
    const run = this.#run();
    if (typeof real !== 'function') return new Unknown('a part of sql');
    try {
      const given = args.map((arg) => toReal(run, arg, (value) => fromReal(run, value), site));
      return fromReal(run, (real as (...values: readonly unknown[]) => unknown)(...given));
    } catch (error) {
      throw inner(error) ?? run.libraryError(error, site);
    }
  }
}
