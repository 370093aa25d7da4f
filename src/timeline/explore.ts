/**
 * A session for what a fresh database does not reach: nothing is certain of its catalogs, and nothing of what is done
 * there leaves it. Of what is wrong it keeps what holds in any database.
 */
import { NOTHING_THROWN } from '../php/passed-over.ts';
import {
  type Catalog,
  type Direction,
  definedColumns,
  type Executed,
  type ExecuteOptions,
  findColumn,
  type Judge,
  type MigrationSource,
  type Problem,
  type ProblemFact,
  type Session,
  type Statement,
  type Step,
  type Target,
  type Verdict,
} from '../schema/index.ts';
import { onlyStep, type Part, partsOf } from './parts.ts';
import { DEFAULT_CONNECTION, uncertainVerdict } from './uncertain.ts';

/**
 * Does a problem hold whatever the database holds? `defined`: where the columns in question are defined by the same
 * code; `created`: where the whole table is.
 */
const HOLDS: Readonly<Record<ProblemFact['kind'], 'always' | 'defined' | 'created' | 'never'>> = {
  'identifier-too-long': 'always',
  'too-many-key-parts': 'always',
  'key-too-long': 'defined',
  'key-on-unindexable-type': 'defined',
  'column-too-long': 'defined',
  'default-not-allowed': 'defined',
  'invalid-default': 'defined',
  'unknown-type': 'defined',
  'unknown-collation': 'always',
  'row-too-large': 'created',
  'nullable-primary-key': 'created',
  // What is there already, or is not, or is in use; the other end of a key.
  'object-exists': 'never',
  'object-missing': 'never',
  'object-in-use': 'never',
  'foreign-key': 'never',
  'rows-without-value': 'never',
  'type-not-cast': 'never',
  'transaction-aborted': 'never',
  // But for a missing package, the framework refuses for what it finds in the database.
  'framework-refuses': 'never',
  // SQL for another engine: whether this one gets there is often just what cannot be seen (a try block for each).
  'foreign-syntax': 'never',
  // Among others what is there already: its kinds are not told apart.
  other: 'never',
};

/** Rows, and what says nothing about the schema. */
const NOT_LINTED: ReadonlySet<Statement['kind']> = new Set([
  'data',
  'notUnderstood',
  'transaction',
  'foreignKeyChecks',
  'noSchemaChange',
]);

export interface Exploration {
  readonly migration: MigrationSource;
  readonly direction: Direction;
  readonly target: Target;
  readonly judge: Judge;
  /** The catalog of a connection on a fresh database. */
  catalog(connection: string): Catalog;
}

export class ExploringSession implements Session {
  readonly target: Target;
  /** What a fresh database does not reach. */
  readonly steps: Step[] = [];
  readonly #of: Exploration;
  readonly #catalogs = new Map<string, Catalog>();
  /** Types by column, of the columns that are defined where a fresh database does not get; by the reason and table. */
  readonly #defined = new Map<string, Map<string, string>>();

  constructor(of: Exploration) {
    this.target = of.target;
    this.#of = of;
  }

  catalog(connection: string = DEFAULT_CONNECTION): Catalog {
    let catalog = this.#catalogs.get(connection);
    if (catalog === undefined) {
      catalog = this.#of.catalog(connection).doubted('another database may hold something else');
      this.#catalogs.set(connection, catalog);
    }
    return catalog;
  }

  execute(statement: Statement, options: ExecuteOptions = {}): Executed {
    const connection = options.connection ?? DEFAULT_CONNECTION;
    const before = this.catalog(connection);
    const judged = this.#of.judge.judge(before, statement, this.target);
    const { uncertain } = options;
    const verdict = uncertain === undefined ? judged : uncertainVerdict(before, statement, judged, uncertain);
    this.#catalogs.set(connection, verdict.after);
    if (!NOT_LINTED.has(statement.kind)) this.#keep(statement, judged, before, connection, options);
    return { verdict, caught: () => {}, passedOn: () => {} };
  }

  /** Keeps what a fresh database does not reach of the statement, by the reasons why. */
  #keep(
    statement: Statement,
    judged: Verdict,
    before: Catalog,
    connection: string,
    { unreached }: ExecuteOptions,
  ): void {
    const why = (part: Part): string | undefined => unreached?.(part.origin);
    for (const reason of new Set(partsOf(statement).map(why))) {
      if (reason === undefined) continue;
      const { migration, direction, target } = this.#of;
      const verdict: Verdict = { ...judged, outcome: 'unknown', reason };
      const whole: Step = {
        migration,
        direction,
        target,
        statement,
        verdict,
        before,
        connection,
        caught: false,
        reached: false,
        unreached: reason,
      };
      const step = onlyStep(whole, (part) => why(part) === reason);
      if (step === undefined) continue;
      this.#define(step.statement, reason);
      const problems = step.verdict.problems.filter((problem) => this.#holds(problem, step, reason));
      this.steps.push({ ...step, verdict: { ...verdict, problems } });
    }
  }

  #define(statement: Statement, reason: string): void {
    for (const { name, type } of definedColumns(statement)) {
      const table = 'table' in statement ? (statement.table?.name ?? '') : '';
      const key = `${reason}\0${table}`;
      const types = this.#defined.get(key) ?? new Map<string, string>();
      this.#defined.set(key, types.set(name.toLowerCase(), type.text));
    }
  }

  #holds({ fact }: Problem, { statement, verdict }: Step, reason: string): boolean {
    const holds = HOLDS[fact.kind];
    if (holds === 'always' || holds === 'never') return holds === 'always';
    // a catch block is often there for the engines that refuse what stands in the try block, with their types and defaults
    if (reason === NOTHING_THROWN) return false;
    if (holds === 'created') return statement.kind === 'createTable';
    if (!('table' in fact)) return false;
    const types = this.#defined.get(`${reason}\0${fact.table}`);
    const table = verdict.after.table(fact.table);
    // a key that was there before may not be there elsewhere
    if ('name' in fact && !makesKey(statement, fact)) return false;
    const columns =
      'column' in fact && fact.column !== null
        ? [fact.column]
        : 'parts' in fact
          ? fact.parts.map((part) => part.column)
          : [];
    return columns.every((name) => {
      const type = types?.get(name.toLowerCase());
      // a column of that name that was there before counts for the judge, and may be another
      return type !== undefined && table !== undefined && findColumn(table, name)?.type.text === type;
    });
  }
}

/** Does the statement itself make the key? */
function makesKey(
  statement: Statement,
  { name, object }: { readonly name: string | null; readonly object?: string },
): boolean {
  if (object !== 'primaryKey') return partsOf(statement).some((part) => part.name === name);
  if (statement.kind === 'createTable') return true;
  return statement.kind === 'alterTable' && statement.actions.some(({ kind }) => kind === 'addPrimaryKey');
}
