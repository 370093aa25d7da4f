/** TypeORM's migrations: classes with up() and down(), which are handed a query runner. */
import type { Direction, Origin, Project, Target } from '../../schema/index.ts';
import { classInfo, inherited } from '../javascript/classes.ts';
import { NOWHERE } from '../javascript/evaluator.ts';
import { getMember } from '../javascript/members.ts';
import { HostObject, isPlain, JsFunction, type JsValue, Unknown } from '../javascript/values.ts';
import { type ScriptFramework, type ScriptMigration, versionNotes } from '../script-migrations/framework.ts';
import { ScriptFrontend } from '../script-migrations/frontend.ts';
import { startSpan } from '../script-migrations/origins.ts';
import { packagesOf } from '../script-migrations/packages.ts';
import { dataSourceFor } from './data-source.ts';
import type { TypeormTools } from './library.ts';
import { helpersOf, n8nPackage, wrap } from './n8n.ts';
import { TypeormRun } from './run.ts';
import { DataSourceHost, QueryRunnerHost } from './runner-host.ts';
import { TypeormModule } from './schema-objects.ts';
import { SqliteTexts } from './sqlite-texts.ts';

export function typeormFrontend(project: Project, tools: TypeormTools): ScriptFrontend<TypeormRun> {
  return new ScriptFrontend(project, typeormFramework(project, tools));
}

function typeormFramework(project: Project, tools: TypeormTools): ScriptFramework<TypeormRun> {
  const packages = packagesOf(project.root);
  return {
    tools,
    handle: 'the query runner',
    stateFor: (target) => ({
      target,
      tools,
      written: new Set(),
      source: dataSourceFor(target, tools),
      texts: new SqliteTexts(),
      type: driverName(target, packages),
      runner: undefined,
    }),
    begin: (state) => {
      state.texts.clear();
      state.runner = undefined;
    },
    opening: ({ engine }) =>
      engine === 'postgres'
        ? (project.extensions ?? []).map((name) => `CREATE EXTENSION IF NOT EXISTS "${name}"`)
        : [],
    runOf: (start) => new TypeormRun(start),
    packageModule: (name, run) =>
      /^(?:@[\w-]+\/)?typeorm(?:\/|$)/.test(name) ? new TypeormModule(name, run) : n8nPackage(name, run),
    isDatabase: (value) => value instanceof QueryRunnerHost || value instanceof DataSourceHost,
    migrationIn: (run, exports, direction) =>
      migrationIn(run, exports, direction, project.withoutTransaction === undefined),
    notes: ({ frameworkVersion: { value } }) => versionNotes('TypeORM', tools.version, value),
  };
}

/** What `connection.options.type` says. */
function driverName({ engine }: Target, packages: ReadonlySet<string>): string {
  if (engine !== 'sqlite') return engine;
  return packages.has('sqlite3') && !packages.has('better-sqlite3') ? 'sqlite' : 'better-sqlite3';
}

/** The class of the file, and its method in this direction. */
function migrationIn(
  run: TypeormRun,
  exports: JsValue,
  direction: Direction,
  inTransactions: boolean,
): ScriptMigration {
  const made = migrationClasses(exports);
  const [first] = made;
  const missing = 'the file exports no class with up()';
  if (first === undefined) return { method: undefined, args: [], inTransaction: false, missing };
  if (made.length > 1)
    return {
      method: new Unknown('the file exports several migrations, of which the order is not known'),
      args: [],
      inTransaction: false,
    };
  wrap(first, () => helpersOf(run));
  const self = first.construct?.([], NOWHERE);
  const method =
    typeof self === 'object' && self !== null ? getMember(run.ev, self, direction, NOWHERE) : undefined;
  if (!(method instanceof JsFunction)) return { method, args: [], inTransaction: false };
  const own = getMember(run.ev, self, 'transaction', NOWHERE);
  const inTransaction = own === false ? false : own === true || inTransactions;
  const runner = new QueryRunnerHost(run, direction === 'up');
  const origin: Origin = { file: run.entry, span: startSpan(), call: '' };
  // on SQLite foreign keys are not checked meanwhile
  if (inTransaction) runner.around('beforeMigration', origin);
  return {
    method,
    self,
    args: [runner],
    inTransaction,
    ...(inTransaction ? { after: () => runner.around('afterMigration', origin) } : {}),
  };
}

/** The classes with an up() that a module exports, each once. */
function migrationClasses(exports: JsValue): JsFunction[] {
  const found = new Set<JsFunction>();
  const look = (value: JsValue, depth: number): void => {
    if (value instanceof JsFunction) {
      const info = classInfo(value);
      if (info !== undefined && inherited(info, 'methods', 'up') !== undefined) found.add(value);
    } else if (!(value instanceof HostObject) && (isPlain(value) || Array.isArray(value)) && depth < 3)
      for (const item of Object.values(value)) look(item, depth + 1);
  };
  look(exports, 0);
  return [...found];
}
