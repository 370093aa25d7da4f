/**
 * A judge as a session: statements of one target in order, one catalog per connection.
 *
 * Two catalogs are kept where they differ: what the migrations mean (a refused statement counts as done, so that one
 * cause gives one finding), and what a server would really hold (a refused migration stops where it is refused).
 * The way down starts from the latter.
 */
import {
  Catalog,
  type Direction,
  type Executed,
  type ExecuteOptions,
  firstRefusal,
  type Judge,
  type MigrationRun,
  type MigrationSource,
  type OpeningRefusal,
  type Session,
  type Statement,
  type Step,
  type Target,
  type Verdict,
} from '../schema/index.ts';
import { divide } from './divide.ts';
import { ExploringSession } from './explore.ts';
import { type Catalogs, sameMaps, sameSets } from './memory.ts';
import { DEFAULT_CONNECTION, uncertainVerdict } from './uncertain.ts';

interface OpenRun {
  readonly migration: MigrationSource;
  readonly direction: Direction;
  readonly steps: { step: Step; caught: boolean }[];
  readonly before: Catalog;
  readonly meantBefore: ReadonlyMap<string, Catalog>;
  readonly realBefore: ReadonlyMap<string, Catalog>;
  stopped: boolean;
  /** A server that has refused something earlier refuses a statement of this one for that alone. */
  spoiled: boolean;
}

export class JudgeSession implements Session {
  readonly target: Target;
  readonly #judge: Judge;
  readonly #initial: Catalog;
  /** As the migrations mean it, by connection. */
  readonly #meant = new Map<string, Catalog>();
  /** As a server would hold it; a connection that is missing here is as meant. */
  readonly #real = new Map<string, Catalog>();
  /** Keys of tables that are not as the migrations mean them, since something was refused. */
  readonly #spoilt = new Set<string>();
  /** Keys of tables that were changed when nothing was known of them. */
  readonly #early = new Set<string>();
  #catalogs: Catalogs = { meant: new Map(), real: new Map(), spoilt: new Set(), early: new Set() };
  #run: OpenRun | undefined;

  /** `held`: what connections hold already; the others are as `initial`. */
  constructor(
    target: Target,
    judge: Judge,
    initial: Catalog,
    held: ReadonlyMap<string, Catalog> = new Map(),
  ) {
    this.target = target;
    this.#judge = judge;
    this.#initial = initial;
    for (const [connection, catalog] of held) this.#meant.set(connection, catalog);
  }

  catalog(connection: string = DEFAULT_CONNECTION): Catalog {
    return this.#meant.get(connection) ?? this.#initial;
  }

  /** Sends what comes before all migrations, on the default connection; gives what is refused of it. */
  load(statements: readonly Statement[]): OpeningRefusal[] {
    let catalog = this.catalog();
    const refusals: OpeningRefusal[] = [];
    for (const statement of statements) {
      const verdict = this.#judge.judge(catalog, statement, this.target);
      catalog = verdict.after;
      const problem = firstRefusal(verdict);
      if (verdict.outcome === 'refuses' && problem !== undefined)
        refusals.push({ origin: statement.origin, code: problem.code, message: problem.message });
    }
    this.#meant.set(DEFAULT_CONNECTION, catalog);
    return refusals;
  }

  /** The catalogs of all connections that have been used. What is the same as the last time is the same object. */
  get catalogs(): Catalogs {
    const last = this.#catalogs;
    const map = (of: ReadonlyMap<string, Catalog>, known: ReadonlyMap<string, Catalog>) =>
      sameMaps(of, known) ? known : new Map(of);
    const set = (of: ReadonlySet<string>, known: ReadonlySet<string>) =>
      sameSets(of, known) ? known : new Set(of);
    this.#catalogs = {
      meant: map(this.#meant, last.meant),
      real: map(this.#real, last.real),
      spoilt: set(this.#spoilt, last.spoilt),
      early: set(this.#early, last.early),
    };
    return this.#catalogs;
  }

  /** What connections hold that have not been used. */
  get initial(): Catalog {
    return this.#initial;
  }

  /** Goes on from here, as if a migration had led there. */
  goOnFrom({ meant, real, spoilt, early }: Catalogs): void {
    replace(this.#meant, meant);
    replace(this.#real, real);
    replaceAll(this.#spoilt, spoilt);
    replaceAll(this.#early, early);
  }

  begin(migration: MigrationSource, direction: Direction): void {
    this.#run = {
      migration,
      direction,
      steps: [],
      before: this.catalog(),
      meantBefore: new Map(this.#meant),
      realBefore: new Map(this.#real),
      stopped: false,
      spoiled: false,
    };
  }

  /** What the migration at hand would do where a fresh database does not get; nothing comes of it here. */
  explored(explore: (elsewhere: Session) => void): Step[] {
    const run = this.#run;
    if (run === undefined) throw new Error('no migration is running');
    const session = new ExploringSession({
      migration: run.migration,
      direction: run.direction,
      target: this.target,
      judge: this.#judge,
      catalog: (connection) => run.meantBefore.get(connection) ?? this.#initial,
    });
    explore(session);
    return session.steps;
  }

  /** What is done from here on starts from what a server would really hold. */
  settle(): void {
    for (const [connection, catalog] of this.#real) {
      const meant = this.catalog(connection);
      for (const key of Catalog.changedTables(meant, catalog)) {
        // What was done to both is the same, though made twice.
        if (JSON.stringify(meant.tableAt(key)) !== JSON.stringify(catalog.tableAt(key)))
          this.#spoilt.add(key);
      }
      this.#meant.set(connection, catalog);
    }
    this.#real.clear();
  }

  execute(statement: Statement, options: ExecuteOptions = {}): Executed {
    const { doubt, ...rest } = options;
    if (doubt === undefined || options.uncertain !== undefined) return this.#execute(statement, rest);
    const { certain, doubtful } = divide(statement, doubt);
    let executed = certain === null ? undefined : this.#execute(certain, rest);
    for (const { reason, statement: part } of doubtful) {
      const perhaps = this.#execute(part, { ...rest, uncertain: reason });
      executed ??= perhaps;
    }
    return executed ?? this.#execute(statement, rest);
  }

  #execute(statement: Statement, options: ExecuteOptions): Executed {
    const run = this.#run;
    if (run === undefined) throw new Error('a statement outside of a migration');
    const connection = options.connection ?? DEFAULT_CONNECTION;
    const before = this.catalog(connection);
    const judged = this.#judge.judge(before, statement, this.target);
    const uncertain = options.uncertain;
    const verdict = this.#inOtherOrder(
      before,
      statement,
      uncertain === undefined ? judged : uncertainVerdict(before, statement, judged, uncertain),
    );
    const realBefore = this.#real.get(connection);
    this.#meant.set(connection, verdict.after);
    this.#advance(connection, before, statement, verdict, uncertain, run);
    const entry = {
      step: {
        migration: run.migration,
        direction: run.direction,
        target: this.target,
        statement,
        verdict,
        before,
        connection,
        caught: false,
        reached: uncertain === undefined,
      },
      caught: false,
    };
    run.steps.push(entry);
    return {
      verdict,
      caught: () => {
        // the migration goes on from what the refusal left
        entry.caught = true;
        run.stopped = false;
        this.#meant.set(connection, verdict.left);
        if (realBefore === undefined) this.#real.delete(connection);
      },
      passedOn: () => {
        entry.caught = false;
        run.stopped = true;
        this.#real.set(connection, this.catalog(connection));
      },
    };
  }

  /**
   * A table that is changed before it is made: whoever runs these migrations takes them in another order than by name
   * (each package's own for itself). What was changed then is part of the table, too.
   */
  #inOtherOrder(before: Catalog, statement: Statement, verdict: Verdict): Verdict {
    if (statement.kind === 'alterTable' || statement.kind === 'createIndex') {
      if (verdict.outcome === 'unknown' && before.table(statement.table) === undefined)
        this.#early.add(before.key(statement.table));
      return verdict;
    }
    if (statement.kind !== 'createTable' || !this.#early.has(before.key(statement.table))) return verdict;
    const made = verdict.after.table(statement.table);
    if (made === undefined) return verdict;
    const reason = `the table ${made.name} is changed by migrations that come before the one that makes it`;
    return { ...verdict, after: verdict.after.withTable({ ...made, open: made.open ?? reason }) };
  }

  /** Keeps up what a server would hold. */
  #advance(
    connection: string,
    before: Catalog,
    statement: Statement,
    verdict: Verdict,
    uncertain: string | undefined,
    run: OpenRun,
  ): void {
    const real = this.#real.get(connection);
    if (run.stopped) {
      // a server is never sent what comes after a refusal
      if (real === undefined && verdict.after !== before) this.#real.set(connection, before);
      return;
    }
    if (real === undefined) {
      if (verdict.outcome !== 'refuses' || uncertain !== undefined) return;
      this.#real.set(connection, verdict.left);
    } else {
      const judged = this.#judge.judge(real, statement, this.target);
      const really = uncertain === undefined ? judged : uncertainVerdict(real, statement, judged, uncertain);
      this.#real.set(connection, really.outcome === 'refuses' ? really.left : really.after);
      if (really.outcome === 'refuses' && verdict.outcome === 'accepts') run.spoiled = true;
      if (verdict.outcome !== 'refuses' || uncertain !== undefined) return;
    }
    run.stopped = true;
  }

  end(): MigrationRun {
    const run = this.#run;
    if (run === undefined) throw new Error('no migration is running');
    this.#run = undefined;
    const steps = run.steps.map(({ step, caught }) => (caught ? { ...step, caught } : step));
    const refusal = steps.find((step) => step.reached && !step.caught && step.verdict.outcome === 'refuses');
    if (refusal !== undefined && steps.some((step) => step.statement.kind === 'transaction')) {
      // transactional DDL: nothing of a refused migration stays
      for (const connection of new Set(steps.map((step) => step.connection))) {
        const first = steps.find((step) => step.connection === connection)!;
        this.#real.set(connection, run.realBefore.get(connection) ?? first.before);
      }
    }
    if (run.direction === 'up' && (refusal !== undefined || run.spoiled)) {
      for (const key of Catalog.changedTables(run.before, this.catalog())) this.#spoilt.add(key);
    }
    const unknown = steps.some((step) => step.verdict.outcome === 'unknown');
    return {
      migration: run.migration,
      direction: run.direction,
      target: this.target,
      steps,
      outcome: refusal !== undefined ? 'refuses' : unknown ? 'unknown' : 'accepts',
      ...(refusal === undefined ? {} : { refusal }),
      ...(run.spoiled ? { spoiled: true } : {}),
      ...(run.direction === 'down' && this.#spoilt.size > 0 ? { spoilt: new Set(this.#spoilt) } : {}),
      before: run.before,
      after: this.catalog(),
    };
  }
}

function replaceAll(set: Set<string>, by: ReadonlySet<string>): void {
  set.clear();
  for (const item of by) set.add(item);
}

function replace(map: Map<string, Catalog>, by: ReadonlyMap<string, Catalog>): void {
  map.clear();
  for (const [connection, catalog] of by) map.set(connection, catalog);
}
