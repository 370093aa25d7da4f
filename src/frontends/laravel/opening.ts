/**
 * What `migrate` does before the first migration of a fresh database (MigrateCommand::prepareDatabase): it makes the
 * table of migrations, or loads the squashed schema of its connection, which holds that table.
 */
import { type CallSite, PhpArray, type PhpValue } from '../../php/values.ts';
import type { Origin, Project, SchemaDump, Session, Statement, Target } from '../../schema/index.ts';
import { readProjectText } from '../project-text.ts';
import { SourceCalls } from '../source-calls.ts';
import { readDump } from '../sql/dump.ts';
import { Blueprint } from './blueprint.ts';
import { DatabaseConnection } from './database.ts';
import type { FrameworkState } from './framework-state.ts';
import { Models } from './models.ts';
import { Recorder } from './recorder.ts';

export interface Opening {
  readonly statements: readonly Statement[];
  /** Names of migrations that have been run, as the dump says. */
  readonly done: ReadonlySet<string>;
  /** The framework's own table of migrations, with the connection's prefix. */
  readonly table: string;
}

/** The dump that is loaded on this target; undefined: none. Connection::getName() names it, `.dump` comes first. */
export function dumpOf(project: Project, target: Target): SchemaDump | undefined {
  const own = (project.schemaDumps ?? []).filter(({ connection }) => connection === target.settings.name);
  return own.find(({ file }) => file.endsWith('.dump')) ?? own[0];
}

export function openingOf(state: FrameworkState, set: string, session: Session): Opening {
  const { application, target } = state;
  const table = migrationsTable(application.config('database.migrations'));
  const prefixed = `${target.settings.prefix}${table}`;
  const dump = set === 'default' ? dumpOf(application.project, target) : undefined;
  // what pg_dump writes in a format of its own, only pg_restore reads
  const text = dump === undefined ? undefined : readProjectText(application.project.root, dump.file);
  if (dump === undefined || text === undefined) {
    return { statements: repository(state, table, session), done: new Set(), table: prefixed };
  }
  const { statements, copied } = readDump(text, target, dump.file);
  const done = new Set<string>();
  const note = (values: readonly unknown[]) => {
    for (const value of values) if (typeof value === 'string') done.add(value);
  };
  for (const statement of statements) {
    if (statement.kind === 'data' && statement.verb === 'insert' && statement.table?.name === prefixed)
      for (const row of statement.rows ?? []) note(row);
  }
  for (const { table: name, rows } of copied) if (name === prefixed) for (const row of rows) note(row);
  // the session that loads it has foreign keys of its own
  const checks: Statement = {
    kind: 'foreignKeyChecks',
    enabled: target.settings.foreignKeyChecks,
    sql: '',
    origin: originIn(dump.file),
  };
  return { statements: [...statements, checks], done, table: prefixed };
}

/** `'migrations'`, or since Laravel 11 `['table' => 'migrations', …]`. */
function migrationsTable(configured: PhpValue | undefined): string {
  const name = configured instanceof PhpArray ? configured.get('table') : configured;
  return typeof name === 'string' && name !== '' ? name : 'migrations';
}

function originIn(file: string): Origin {
  const start = { line: 1, column: 1 };
  return { file, span: { start, end: start, startOffset: 0, endOffset: 0 }, call: 'migrate' };
}

/** DatabaseMigrationRepository::createRepository. */
function repository(state: FrameworkState, table: string, session: Session): Statement[] {
  const context = {
    file: '',
    text: '',
    namespace: '',
    classes: new Map<string, string>(),
    functions: new Map<string, string>(),
    constants: new Map<string, string>(),
  };
  const recorder = new Recorder(session, new SourceCalls(), context);
  const database = new DatabaseConnection(state, recorder, new Models(state.application), undefined);
  const blueprint = new Blueprint(table, database.schema.blueprintConnection(), originIn(''));
  const call: CallSite = { origin: originIn(''), nameSlot: () => undefined, invoke: () => null };
  const tell = (method: string, ...positional: PhpValue[]) =>
    blueprint.callMethod(method, { positional, named: new Map() }, call);
  tell('create');
  tell('increments', 'id');
  tell('string', 'migration');
  tell('integer', 'batch');
  return blueprint.compile().statements;
}
