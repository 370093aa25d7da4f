/**
 * One engine's way through the migrations. The framework's part is worked out migration by migration, from what this
 * engine really holds and says: where it disagrees with the judge, the migration is worked out anew from that statement
 * on.
 */
import { setImmediate } from 'node:timers/promises';
import { type Snapshot, snapshotDifferences } from '../comparison/snapshot.ts';
import {
  type Catalog,
  type Direction,
  type Disagreement,
  EngineFault,
  firstRefusal,
  type Judge,
  type Kept,
  type MigrationRun,
  type MigrationSource,
  type RealDatabase,
  type RealEngine,
  type RealRefusal,
  type ReplayOutcome,
  type Statement,
  type Step,
  type Target,
  type Verdict,
} from '../schema/index.ts';
import type { Frontend } from '../timeline/build.ts';
import { JudgeSession } from '../timeline/session.ts';
import { DEFAULT_CONNECTION } from '../timeline/uncertain.ts';
import { beyondBounds } from './bounds.ts';
import { CatalogReader, type Moment } from './catalog-reader.ts';
import { fillNewTables } from './fill.ts';
import { ForcedJudge, type Said } from './forced-judge.ts';
import { touchedBy } from './touched.ts';

/** One engine's way through the migrations, whoever runs them. */
export interface Lane {
  readonly target: Target;
  /** What `check` said of each statement, and what the engine said. */
  readonly predictions: { agree: number; disagree: Disagreement[] };
  /** Why the engine is gone, or nothing more can be run on it; undefined: it is there. */
  readonly fault: string | undefined;
  gaveUp(reason: string): void;
  /** The same engine, with a new, empty database. */
  fresh(): Promise<Lane>;
  /** Removes its databases, and leaves the engine running. */
  drop(): Promise<void>;
  /** What the engine holds now; it may be read later, as long as it is still the same. Throws EngineFault. */
  mark(): Promise<Moment>;
  /** The same, read now; `whole`: described anew, whatever has been sent since the last time. Throws EngineFault. */
  snapshot(whole?: boolean): Promise<Snapshot>;
  /** A squashed schema, before the first migration of a set. Gives the names of the migrations that it stands for. */
  open(set: string): Promise<{ readonly done: ReadonlySet<string>; readonly refusal?: RealRefusal }>;
  /**
   * One migration. Never throws for an engine that is gone: it is `unavailable` from then on. undefined: there is nothing
   * in this direction.
   */
  run(migration: MigrationSource, direction: Direction, around?: Around): Promise<ReplayOutcome | undefined>;
  /** Rows for the tables that are new in `after`. Gives one sentence for each table that got none. Throws EngineFault. */
  fill(before: Snapshot, after: Snapshot): Promise<readonly string[]>;
  /** The database of the default connection, to be asked and left as it is. Throws EngineFault. */
  toProbe(): Promise<RealDatabase>;
  close(): Promise<void>;
  /** Instead of `close`: leaves everything; see RealEngine. */
  leave(): Promise<Kept | string>;
}

/** What is known of the time around a migration's run. */
export interface Around {
  /** What the engine holds; with it, a refusal tells what it left behind. */
  readonly before?: Moment | undefined;
  /** What is likely to run next, so that it can be worked out while the engine is at work. */
  readonly next?: Planned | undefined;
}

export interface Planned {
  readonly migration: MigrationSource;
  readonly direction: Direction;
}

export interface LaneOptions {
  readonly target: Target;
  readonly engine: RealEngine;
  readonly judge: Judge;
  readonly initial: Catalog;
  /** A new one, which has seen no migration yet. */
  readonly frontend: () => Frontend;
}

/** A migration as it goes where the engine does what the judge says. */
interface Evaluation {
  readonly planned: Planned;
  /** What connections held before. */
  readonly from: ReadonlyMap<string, Catalog>;
  /** false: there is nothing in this direction. */
  readonly ran: boolean;
  readonly run: MigrationRun;
  /** The judge's own verdicts, by statement. */
  readonly own: readonly Verdict[];
  /** What connections hold after it. */
  readonly held: ReadonlyMap<string, Catalog>;
}

/** Nothing of it could be asked of the engine. */
export function unasked(outcome: 'not-run' | 'unavailable', message: string): ReplayOutcome {
  return { outcome, code: null, message, line: null, sql: null, ms: 0, statements: 0, rowsNotSent: 0 };
}

/** An engine that has given up once is asked nothing more. */
export abstract class FaultingLane {
  #fault: string | undefined;

  get fault(): string | undefined {
    return this.#fault;
  }

  gaveUp(reason: string): void {
    this.#fault ??= reason;
  }

  async run(
    migration: MigrationSource,
    direction: Direction,
    around: Around = {},
  ): Promise<ReplayOutcome | undefined> {
    if (this.#fault !== undefined) return unasked('unavailable', this.#fault);
    try {
      return await this.attempt(migration, direction, around);
    } catch (error) {
      if (!(error instanceof EngineFault)) throw error;
      this.#fault = error.message;
      return unasked('unavailable', error.message);
    }
  }

  /** `run` on an engine that is there. Throws EngineFault. */
  protected abstract attempt(
    migration: MigrationSource,
    direction: Direction,
    around: Around,
  ): Promise<ReplayOutcome | undefined>;
}

/** What a refused migration has left. */
export function leftovers(before: Snapshot, after: Snapshot): Pick<ReplayOutcome, 'leftBehind' | 'touched'> {
  const left = snapshotDifferences(before, after);
  return {
    leftBehind: left.map(({ what }) => what),
    touched: [...new Set(left.map(({ table }) => table))],
  };
}

export class SqlLane extends FaultingLane implements Lane {
  readonly target: Target;
  readonly predictions = { agree: 0, disagree: [] as Disagreement[] };
  readonly #engine: RealEngine;
  readonly #judge: ForcedJudge;
  readonly #frontend: Frontend;
  readonly #initial: Catalog;
  readonly #options: LaneOptions;
  /** As the judge has it, by connection. */
  #held: ReadonlyMap<string, Catalog> = new Map();
  readonly #databases = new Map<string, RealDatabase>();
  /** The framework's own table, of which no migration is told. */
  #table: string | undefined;
  /** The next migration, worked out while this one's statements are under way. */
  #ahead: Evaluation | undefined;
  /** Of the default connection's database. */
  #catalog: CatalogReader | undefined;

  constructor(options: LaneOptions) {
    super();
    const { target, engine, judge, initial, frontend } = options;
    this.#options = options;
    this.target = target;
    this.#engine = engine;
    this.#judge = new ForcedJudge(judge);
    this.#initial = initial;
    this.#frontend = frontend();
  }

  async fresh(): Promise<Lane> {
    return new SqlLane(this.#options);
  }

  async drop(): Promise<void> {
    for (const database of this.#databases.values()) await database.drop();
  }

  /** The name of the database that the default connection leads to. */
  get database(): string | undefined {
    return this.#databases.get(DEFAULT_CONNECTION)?.name;
  }

  async #databaseOf(connection: string): Promise<RealDatabase> {
    const known = this.#databases.get(connection);
    if (known !== undefined) return known;
    const made = await this.#engine.create(this.target.settings);
    this.#databases.set(connection, made);
    return made;
  }

  /** An engine within this process takes its time from lanes that have an answer of a server to go on with. */
  async #othersFirst(): Promise<void> {
    if (this.#engine.address === undefined) await setImmediate();
  }

  async mark(): Promise<Moment> {
    await this.#othersFirst();
    return await (await this.#reader()).mark();
  }

  async snapshot(whole = false): Promise<Snapshot> {
    const reader = await this.#reader();
    return whole ? await reader.readAll() : await (await reader.mark()).snapshot();
  }

  async #reader(): Promise<CatalogReader> {
    const database = await this.#databaseOf(DEFAULT_CONNECTION);
    this.#catalog ??= new CatalogReader({
      engine: this.target.engine,
      read: async (only) => (await database.tables(only)).filter(({ name }) => name !== this.#table),
      later: database.readsApart,
    });
    return this.#catalog;
  }

  async open(set: string): Promise<{ readonly done: ReadonlySet<string>; readonly refusal?: RealRefusal }> {
    const session = new JudgeSession(this.target, this.#judge, this.#initial, this.#held);
    const opening = this.#frontend.open?.(set, session);
    if (opening === undefined) return { done: new Set() };
    this.#table = opening.table;
    this.#judge.begin([]);
    session.load(opening.statements);
    this.#held = session.catalogs.meant;
    const database = await this.#databaseOf(DEFAULT_CONNECTION);
    for (const statement of opening.statements) {
      await (await this.#reader()).changing(null);
      const refusal = await this.#send(database, statement);
      if (refusal !== null && refusal !== 'unsent') return { done: opening.done, refusal };
    }
    return { done: opening.done };
  }

  protected async attempt(
    migration: MigrationSource,
    direction: Direction,
    { before, next }: Around,
  ): Promise<ReplayOutcome | undefined> {
    const { run, said, ms, sent } = await this.#follow(migration, direction, next);
    if (run === undefined) return undefined;
    const counts = { ms: Math.round(ms), statements: sent, rowsNotSent: rowsNotSent(run.steps, said) };
    const refused = run.steps.findIndex(
      (step, i) => step.reached && !step.caught && isRefusal(said[i], step),
    );
    if (refused !== -1) {
      const step = run.steps[refused]!;
      const problem = firstRefusal(step.verdict);
      const outcome: ReplayOutcome = {
        outcome: 'refuses',
        code: problem?.code ?? null,
        message: problem?.message ?? null,
        line: lineOf(step, migration),
        sql: step.statement.sql === '' ? null : step.statement.sql,
        ...counts,
      };
      return before === undefined
        ? outcome
        : { ...outcome, ...(await this.#afterRefusal(migration, before)) };
    }
    const unknown = run.steps.find((step, i) => isMissing(step, said[i]));
    if (unknown !== undefined) {
      return {
        outcome: 'unavailable',
        code: null,
        message: reasonOf(unknown),
        line: lineOf(unknown, migration),
        sql: unknown.statement.sql === '' ? null : unknown.statement.sql,
        ...counts,
      };
    }
    return { outcome: 'accepts', code: null, message: null, line: null, sql: null, ...counts };
  }

  /** What stays of a refused migration, and what the next attempt meets. */
  async #afterRefusal(
    migration: MigrationSource,
    before: Moment,
  ): Promise<Pick<ReplayOutcome, 'leftBehind' | 'secondAttempt' | 'touched'>> {
    const left = leftovers(await before.snapshot(), await this.snapshot());
    const { run, said } = await this.#follow(migration, 'up');
    const again = run?.steps.find((step, i) => step.reached && !step.caught && isRefusal(said[i], step));
    const problem = again && firstRefusal(again.verdict);
    return {
      ...left,
      secondAttempt: problem === undefined ? null : { code: problem.code, message: problem.message },
    };
  }

  /** Evaluates, sends, and evaluates anew from where the engine disagrees, until the migration is through. */
  async #follow(
    migration: MigrationSource,
    direction: Direction,
    next?: Planned,
  ): Promise<{ run: MigrationRun | undefined; said: readonly Said[]; ms: number; sent: number }> {
    const said: Said[] = [];
    let ms = 0;
    let sent = 0;
    for (;;) {
      const { ran, run, own, held } = this.#workedOut({ migration, direction }, said);
      if (!ran) return { run: undefined, said, ms, sent };
      let disagrees = false;
      while (said.length < run.steps.length && !disagrees) {
        const at = said.length;
        const step = run.steps[at]!;
        if (!step.reached) {
          said.push('unsent');
          continue;
        }
        const database = await this.#databaseOf(step.connection);
        if (step.connection === DEFAULT_CONNECTION)
          await (await this.#reader()).changing(touchedBy(step.statement));
        await this.#othersFirst();
        const started = performance.now();
        const sending = this.#send(database, step.statement).finally(() => {
          ms += performance.now() - started;
        });
        const [answer] = await Promise.all([sending, this.#workAhead(next, held)]);
        said.push(answer);
        if (answer === 'unsent') continue;
        sent++;
        disagrees = this.#compare(step, own[at], answer, migration, direction);
        if (answer !== null && !disagrees && !step.caught) {
          await this.#afterStop(run.steps);
          break;
        }
      }
      if (disagrees) continue;
      this.#held = held;
      if (run.steps.some((step, i) => step.statement.kind === 'notUnderstood' && said[i] === null))
        await this.#learn();
      return { run, said, ms, sent };
    }
  }

  /** `held`: before it, by connection. `said`: what the engine said of its first statements. */
  #evaluate(planned: Planned, held: ReadonlyMap<string, Catalog>, said: readonly Said[]): Evaluation {
    const { migration, direction } = planned;
    this.#judge.begin(said);
    const session = new JudgeSession(this.target, this.#judge, this.#initial, held);
    session.begin(migration, direction);
    const { ran } = this.#frontend.evaluate(migration, direction, session);
    const run = session.end();
    session.settle();
    return { planned, from: held, ran, run, own: this.#judge.verdicts(), held: session.catalogs.meant };
  }

  #workedOut(planned: Planned, said: readonly Said[]): Evaluation {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const holds =
      said.length === 0 &&
      ahead?.from === this.#held &&
      ahead.planned.migration === planned.migration &&
      ahead.planned.direction === planned.direction;
    return holds ? ahead : this.#evaluate(planned, this.#held, said);
  }

  /** Once for a migration, while its first statement is under way. `held`: after it, if all goes as the judge says. */
  async #workAhead(next: Planned | undefined, held: ReadonlyMap<string, Catalog>): Promise<void> {
    if (next === undefined || this.#ahead?.from === held) return;
    // What is to be sent has left by then.
    await setImmediate();
    this.#ahead = this.#evaluate(next, held, []);
  }

  /** The migrator's own transaction ends with a rollback. */
  async #afterStop(steps: readonly Step[]): Promise<void> {
    for (const connection of new Set(steps.map((step) => step.connection))) {
      if (!steps.some((step) => step.connection === connection && step.statement.kind === 'transaction'))
        continue;
      if (connection === DEFAULT_CONNECTION) await (await this.#reader()).changing(null);
      await (await this.#databaseOf(connection)).execute('rollback', []);
    }
  }

  /** true: the migration goes on in another way than was worked out. */
  #compare(
    step: Step,
    own: Verdict | undefined,
    answer: RealRefusal | null,
    migration: MigrationSource,
    direction: Direction,
  ): boolean {
    const { verdict } = step;
    const first = own && firstRefusal(own);
    const predicted = own?.outcome ?? 'unknown';
    const real = answer === null ? 'accepts' : `refuses ${answer.code}`;
    if (predicted !== 'unknown') {
      const said = predicted === 'refuses' ? `refuses ${first?.code}` : predicted;
      if (said === real) this.predictions.agree++;
      else
        this.predictions.disagree.push({
          file: migration.file,
          direction,
          engine: this.target.id,
          predicted: first === undefined || predicted === 'accepts' ? said : `${said}: ${first.message}`,
          real: answer === null ? real : `${real}: ${answer.message}`,
          sql: step.statement.sql,
          line: lineOf(step, migration),
        });
    }
    if ((verdict.outcome === 'refuses') !== (answer !== null)) return true;
    const told = firstRefusal(verdict);
    return answer !== null && told?.code !== answer.code;
  }

  async #send(database: RealDatabase, statement: Statement): Promise<Said> {
    const { kind, sql, bindings = [] } = statement;
    if (kind === 'frameworkRefuses' || sql === '' || statement.unknownText !== undefined) return 'unsent';
    // What a query gives was worked out already.
    if (kind === 'data' && statement.verb === 'select') return 'unsent';
    if (bindings.some((value) => typeof value === 'object' && value !== null)) return 'unsent';
    const beyond = beyondBounds(this.target.engine, sql, database.name);
    if (beyond !== null)
      throw new EngineFault(`a statement is not sent, since ${beyond}: ${sql.slice(0, 200)}`);
    return await database.execute(sql, bindings);
  }

  /** After SQL that was not read: the tables as the engine itself describes them. */
  async #learn(): Promise<void> {
    const tables = await (await this.#databaseOf(DEFAULT_CONNECTION)).tables();
    const known = this.#held.get(DEFAULT_CONNECTION) ?? this.#initial;
    // types are not read back
    let catalog = this.#initial.withTypesOf(known);
    for (const table of tables) {
      const own = known.table(table.name);
      catalog = catalog
        .withTable(own !== undefined && own.open === undefined ? own : table)
        .withRows(table, known.rowsOf(table));
    }
    this.#held = new Map([...this.#held, [DEFAULT_CONNECTION, catalog]]);
  }

  async fill(before: Snapshot, after: Snapshot): Promise<readonly string[]> {
    const { tables, notes } = await fillNewTables(
      await this.#databaseOf(DEFAULT_CONNECTION),
      this.target,
      before,
      after,
    );
    let catalog = this.#held.get(DEFAULT_CONNECTION) ?? this.#initial;
    for (const name of tables) catalog = catalog.withRows({ name }, 'some');
    this.#held = new Map([...this.#held, [DEFAULT_CONNECTION, catalog]]);
    return notes;
  }

  async toProbe(): Promise<RealDatabase> {
    return await this.#databaseOf(DEFAULT_CONNECTION);
  }

  async close(): Promise<void> {
    await this.#engine.close();
  }

  async leave(): Promise<Kept | string> {
    return await this.#engine.leave();
  }
}

/** What was not sent, as its values are known to the run only, is refused where the judge says so whatever they are. */
function isRefusal(said: Said | undefined, step: Step): boolean {
  if (step.statement.kind === 'frameworkRefuses') return true;
  if (said === 'unsent') return step.reached && step.verdict.outcome === 'refuses';
  return said !== null && said !== undefined;
}

/** Something that changes the schema and was not sent. */
function isMissing(step: Step, said: Said | undefined): boolean {
  if (said !== 'unsent' || step.statement.kind === 'frameworkRefuses') return false;
  if (!step.reached) return true;
  return step.statement.kind !== 'data';
}

function rowsNotSent(steps: readonly Step[], said: readonly Said[]): number {
  return steps.filter(
    ({ statement }, i) => said[i] === 'unsent' && statement.kind === 'data' && statement.verb !== 'select',
  ).length;
}

function reasonOf({ statement, verdict, reached }: Step): string {
  if (!reached) return `may be sent or not: ${verdict.reason ?? 'its condition is not known'}`;
  if (statement.kind === 'notUnderstood') return statement.reason;
  return statement.unknownText ?? 'a value of it is known to the run only';
}

function lineOf({ statement, verdict }: Step, migration: MigrationSource): number | null {
  const origin = firstRefusal(verdict)?.origin ?? statement.origin;
  return origin.call === '' || origin.file !== migration.file ? null : origin.span.start.line;
}
