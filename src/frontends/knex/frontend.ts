/** Knex's migrations: what they are handed, and which function of a file is run. */
import type { Direction, Project } from '../../schema/index.ts';
import { classInfo, inherited } from '../javascript/classes.ts';
import { type Evaluator, NOWHERE } from '../javascript/evaluator.ts';
import { getMember } from '../javascript/members.ts';
import { JsFunction, type JsValue, Unknown } from '../javascript/values.ts';
import { memberOf } from '../script-migrations/exports.ts';
import { type ScriptFramework, type ScriptMigration, versionNotes } from '../script-migrations/framework.ts';
import { ScriptFrontend } from '../script-migrations/frontend.ts';
import { packagesOf } from '../script-migrations/packages.ts';
import { BuilderHost } from './builder-host.ts';
import { clientFor } from './clients.ts';
import { KnexHost } from './hosts.ts';
import type { KnexTools } from './library.ts';
import { lodashModule } from './lodash.ts';
import { LUCID_MODULES, lucidMigration } from './lucid.ts';
import { OBJECTION } from './objection.ts';
import { KnexRun, type KnexState } from './run.ts';
import { SqliteTables } from './sqlite-tables.ts';

export function knexFrontend(project: Project, tools: KnexTools): ScriptFrontend<KnexRun> {
  return new ScriptFrontend(project, knexFramework(project, tools));
}

function knexFramework(project: Project, tools: KnexTools): ScriptFramework<KnexRun> {
  const packages = packagesOf(project.root);
  const isMigrator = packages.has('knex-migrator');
  return {
    tools,
    handle: 'knex',
    stateFor: (target) => {
      const quiet = (): void => {};
      const { wrapIdentifier, nullAsDefault = target.engine === 'sqlite' } = project.knexSettings ?? {};
      const state: KnexState = {
        target,
        tools,
        written: new Set(),
        sqlite: new SqliteTables(tools),
        wrapIdentifier,
        names: new Map(),
        knex: tools.knex({
          client: clientFor(target.engine, packages),
          useNullAsDefault: nullAsDefault,
          ...(wrapIdentifier && {
            wrapIdentifier: (name: string, original: (name: string) => string) =>
              original(state.run?.identifier(name) ?? name),
          }),
          log: { warn: quiet, error: quiet, debug: quiet, deprecate: quiet },
        }),
      };
      return state;
    },
    begin: ({ sqlite }) => sqlite.clear(),
    runOf: (start) => {
      const run = new KnexRun(start);
      start.state.run = run;
      return run;
    },
    packageModule: (name) =>
      LUCID_MODULES.has(name)
        ? { BaseSchema: new Unknown('what BaseSchema has besides') }
        : name === 'objection'
          ? OBJECTION
          : lodashModule(name, () => tools.dependency('lodash')),
    isDatabase: (value, within) => value instanceof KnexHost || (!within && value instanceof BuilderHost),
    migrationIn: (run, exports, direction) => {
      if (isMigrator) return migratorsIn(run, exports, direction);
      const { ownTransaction, ...migration } = migrationIn(run, exports, direction);
      const migrates = project.withoutTransaction === undefined;
      return {
        ...migration,
        inTransaction: migrates && run.target.engine === 'postgres' && !ownTransaction,
      };
    },
    notes: ({ frameworkVersion: { value } }) => versionNotes('Knex', tools.version, value),
  };
}

/**
 * knex-migrator (https://github.com/TryGhost/knex-migrator) hands over the connection, and the transaction where the file
 * asks for one.
 */
function migratorsIn(run: KnexRun, exports: JsValue, direction: Direction): ScriptMigration {
  const { ev } = run;
  const knex = new KnexHost(run);
  const wanted = transactionOf(ev, exports) === true;
  return {
    method: memberOf(ev, exports, direction),
    args: [{ connection: knex, ...(wanted ? { transacting: knex } : {}) }],
    inTransaction: wanted && run.target.engine === 'postgres',
  };
}

/** `ownTransaction`: does the file turn the migrator's transaction off? */
type Found = Omit<ScriptMigration, 'inTransaction'> & { readonly ownTransaction: boolean };

/** The function of the file in this direction: an export, or a method of Lucid's class. */
function migrationIn(run: KnexRun, exports: JsValue, direction: Direction): Found {
  const { ev } = run;
  const knex = new KnexHost(run);
  const args = [knex, new Unknown('Promise')];
  const made =
    exports === undefined || exports === null ? undefined : getMember(ev, exports, 'default', NOWHERE);
  const info = classInfo(made);
  if (made instanceof JsFunction && info !== undefined) {
    const method = inherited(info, 'methods', direction);
    if (method === undefined) return { method, args, ownTransaction: false };
    const { self, finish } = lucidMigration(run, made, knex, NOWHERE);
    return {
      method,
      self,
      args,
      finish,
      ownTransaction: made.members.get('disableTransactions') === true,
    };
  }
  return {
    method: memberOf(ev, exports, direction),
    args,
    ownTransaction: transactionOf(ev, exports) === false,
  };
}

/** What the file says of a transaction in `exports.config`. */
function transactionOf(ev: Evaluator, exports: JsValue): JsValue {
  const config = memberOf(ev, exports, 'config');
  return typeof config === 'object' && config !== null
    ? getMember(ev, config, 'transaction', NOWHERE)
    : undefined;
}
