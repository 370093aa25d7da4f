/** Hand-built timelines, for tests of rules that need no frontend and no judge. */
import type { LintInput, MigrationView } from '../../src/lint/rule.ts';
import {
  Catalog,
  type Column,
  type ConnectionSettings,
  type Direction,
  type EngineName,
  type MigrationRun,
  type MigrationSource,
  type Origin,
  type Owner,
  type Problem,
  type ProblemFact,
  type Project,
  type Span,
  type Statement,
  type StatementOf,
  type Step,
  type Table,
  type Target,
  type Verdict,
} from '../../src/schema/index.ts';

const SETTINGS: ConnectionSettings = {
  name: 'default',
  charset: 'utf8mb4',
  collation: null,
  prefix: '',
  prefixIndexes: true,
  strict: true,
  storageEngine: null,
  foreignKeyChecks: true,
};

const DRIVERS: Readonly<Record<EngineName, Target['driver']>> = {
  sqlite: 'sqlite',
  mysql: 'mysql',
  mariadb: 'mariadb',
  postgres: 'pgsql',
};

/** `mysql@8.4`. */
export function target(id: string, settings: Partial<ConnectionSettings> = {}): Target {
  const [engine, version = ''] = id.split('@') as [EngineName, string?];
  return { id, engine, version, driver: DRIVERS[engine], settings: { ...SETTINGS, ...settings } };
}

export const SQLITE = target('sqlite@3.45');
export const MYSQL = target('mysql@8.4');
export const MARIADB = target('mariadb@10.11');
export const POSTGRES = target('postgres@16');

/** A span of one line, whose offset follows from line and column. */
export function span(line: number, column = 1, width = 10): Span {
  const startOffset = line * 1000 + column;
  return {
    start: { line, column },
    end: { line, column: column + width },
    startOffset,
    endOffset: startOffset + width,
  };
}

export function origin(file: string, line: number, call: string, more: Partial<Origin> = {}): Origin {
  return { file, span: span(line), call, ...more };
}

/** An origin with an automatic name, and a slot to write one. */
export function unnamed(file: string, line: number): Origin {
  return origin(file, line, '->index([...])', {
    nameGiven: false,
    nameSlot: {
      span: { ...span(line, 40, 0) },
      before: ", '",
      after: "'",
      exampleBefore: "->index([...], '",
      exampleAfter: "')",
    },
  });
}

export const APP: Owner = { kind: 'app' };

export function moduleOwner(
  slug: string,
  layout: Extract<Owner, { kind: 'module' }>['layout'] = 'modules',
): Owner {
  return { kind: 'module', slug, layout };
}

export function migration(name: string, more: Partial<MigrationSource> = {}): MigrationSource {
  const owner = more.owner ?? APP;
  const folder =
    owner.kind === 'module' ? `modules/${owner.slug}/database/migrations` : 'database/migrations';
  const file = more.file ?? `${folder}/${name}.php`;
  return { file, path: `/project/${file}`, name, owner, set: 'default', reported: true, ...more };
}

export function refusal(code: string | null, fact: ProblemFact, message: string, at?: Origin): Problem {
  return { fact, effect: 'refuses', code, message, ...(at === undefined ? {} : { origin: at }) };
}

export function silentChange(fact: ProblemFact, message: string, at?: Origin): Problem {
  return { fact, effect: 'changes', code: null, message, ...(at === undefined ? {} : { origin: at }) };
}

export const EMPTY = Catalog.empty('ignore-case');

export function createTable(
  name: string,
  at: Origin,
  more: Partial<StatementOf<'createTable'>> = {},
): StatementOf<'createTable'> {
  return {
    kind: 'createTable',
    sql: `create table ${name} ()`,
    origin: at,
    table: { name },
    columns: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
    options: {},
    temporary: false,
    ifNotExists: false,
    ...more,
  };
}

export function createIndex(
  table: string,
  name: string,
  columns: readonly string[],
  at: Origin,
  kind: 'index' | 'unique' = 'index',
): StatementOf<'createIndex'> {
  return {
    kind: 'createIndex',
    sql: `create index ${name} on ${table} (${columns.join(', ')})`,
    origin: at,
    table: { name: table },
    index: { kind, name, parts: columns.map((column) => ({ column })), origin: at },
    ifNotExists: false,
  };
}

export function dropIndex(table: string, name: string, at: Origin): StatementOf<'dropIndex'> {
  return {
    kind: 'dropIndex',
    sql: `drop index ${name}`,
    origin: at,
    name,
    table: { name: table },
    ifExists: false,
  };
}

export function varchar(name: string, length: number, at: Origin, more: Partial<Column> = {}): Column {
  return {
    name,
    type: { name: 'varchar', text: `varchar(${length})`, length },
    nullable: false,
    autoIncrement: false,
    origin: at,
    ...more,
  };
}

export function table(name: string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  return { name, columns, indexes: [], foreignKeys: [], checks: [], temporary: false, ...more };
}

export interface StepOptions {
  readonly problems?: readonly Problem[];
  readonly outcome?: Verdict['outcome'];
  readonly before?: Catalog;
  readonly after?: Catalog;
  readonly caught?: boolean;
  readonly reached?: boolean;
}

export interface StepSpec extends StepOptions {
  readonly statement: Statement;
}

export function step(statement: Statement, options: StepOptions = {}): StepSpec {
  return { statement, ...options };
}

/** One migration in one direction on one target. */
export function run(
  source: MigrationSource,
  on: Target,
  specs: readonly StepSpec[],
  direction: Direction = 'up',
): MigrationRun {
  const steps = specs.map((spec): Step => {
    const problems = spec.problems ?? [];
    const before = spec.before ?? EMPTY;
    const after = spec.after ?? before;
    const refuses = problems.some((problem) => problem.effect === 'refuses');
    return {
      migration: source,
      direction,
      target: on,
      statement: spec.statement,
      verdict: {
        outcome: spec.outcome ?? (refuses ? 'refuses' : 'accepts'),
        problems,
        after,
        left: refuses ? before : after,
      },
      before,
      connection: on.settings.name,
      caught: spec.caught ?? false,
      reached: spec.reached ?? true,
    };
  });
  const refusing = steps.find((one) => one.verdict.outcome === 'refuses' && !one.caught && one.reached);
  return {
    migration: source,
    direction,
    target: on,
    steps,
    outcome: refusing === undefined ? 'accepts' : 'refuses',
    ...(refusing === undefined ? {} : { refusal: refusing }),
    before: steps[0]?.before ?? EMPTY,
    after: steps.at(-1)?.verdict.after ?? EMPTY,
  };
}

export function view(source: MigrationSource, ...runs: readonly MigrationRun[]): MigrationView {
  return { migration: source, runs };
}

export function project(migrations: readonly MigrationSource[], more: Partial<Project> = {}): Project {
  const assumed = { note: 'test' };
  const connection = { value: SETTINGS, from: assumed };
  const modules = new Map<string, Project['modules'][number]>();
  for (const { owner } of migrations) {
    if (owner.kind === 'module') {
      modules.set(owner.slug, {
        slug: owner.slug,
        layout: owner.layout,
        directory: `modules/${owner.slug}`,
      });
    }
  }
  return {
    root: '/project',
    framework: { value: 'laravel', from: assumed },
    frameworkVersion: { value: '12', from: assumed },
    testEngine: { engine: 'sqlite', driver: 'sqlite', from: assumed },
    productionEngines: [{ engine: 'mysql', driver: 'mysql', from: assumed }],
    connections: { mysql: connection, mariadb: connection, pgsql: connection, sqlite: connection },
    mariadbDriver: false,
    defaultConnection: { value: 'mysql', from: assumed },
    modules: [...modules.values()],
    migrations,
    notices: [],
    ...more,
  };
}

/** The targets are those of the runs, in the order in which they are met, unless others are given. */
export function input(views: readonly MigrationView[], more: Partial<LintInput> = {}): LintInput {
  const targets = new Map<string, Target>();
  for (const one of views) for (const { target: on } of one.runs) targets.set(on.id, on);
  return {
    project: project(views.map((one) => one.migration)),
    targets: [...targets.values()],
    views,
    facts: [],
    syntaxProblems: [],
    coverage: { statements: 0, unknown: [] },
    sources: new Map(),
    ...more,
  };
}
