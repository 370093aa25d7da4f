/**
 * One engine's way through the migrations, run by the application itself: its own framework and its own code, in a process
 * that may connect to the replay's databases only.
 */
import { type Snapshot, snapshotOf } from '../comparison/snapshot.ts';
import { gaveUp, isFault } from '../engines/server-faults.ts';
import {
  type Direction,
  EngineFault,
  type Kept,
  type MigrationSource,
  type RealDatabase,
  type RealEngine,
  type ReplayOutcome,
  type Target,
} from '../schema/index.ts';
import { type Answer, type Application, ApplicationProcess } from './application-process.ts';
import type { Moment } from './catalog-reader.ts';
import { fillNewTables } from './fill.ts';
import { type Around, FaultingLane, type Lane, leftovers } from './lane.ts';

export interface ApplicationLaneOptions {
  readonly target: Target;
  readonly engine: RealEngine;
  readonly application: Application;
  /** For how long one migration may run, in milliseconds. */
  readonly timeout: number;
}

export class ApplicationLane extends FaultingLane implements Lane {
  readonly target: Target;
  /** Nothing is predicted statement by statement here. */
  readonly predictions: Lane['predictions'] = { agree: 0, disagree: [] };
  readonly #options: ApplicationLaneOptions;
  #database: RealDatabase | undefined;
  #process: ApplicationProcess | undefined;
  /** The framework's own tables, in which it notes what has been run. */
  #tables: readonly string[] = [];

  constructor(options: ApplicationLaneOptions) {
    super();
    this.target = options.target;
    this.#options = options;
  }

  async fresh(): Promise<Lane> {
    return new ApplicationLane(this.#options);
  }

  async drop(): Promise<void> {
    await this.#process?.end();
    this.#process = undefined;
    await this.#database?.drop();
    this.#database = undefined;
  }

  async toProbe(): Promise<RealDatabase> {
    return (await this.#ready()).database;
  }

  async close(): Promise<void> {
    await this.drop();
    await this.#options.engine.close();
  }

  async leave(): Promise<Kept | string> {
    await this.#process?.end();
    return await this.#options.engine.leave();
  }

  async #ready(): Promise<{ readonly database: RealDatabase; readonly process: ApplicationProcess }> {
    const { application, engine, target, timeout } = this.#options;
    this.#database ??= await engine.create(target.settings);
    if (this.#process === undefined) {
      const process = new ApplicationProcess(application, this.#database.name, timeout);
      this.#process = process;
      const answer = await process.answer();
      if (answer.event !== 'ready') throw new EngineFault(toldBy(answer));
      this.#tables = answer.tables;
    }
    return { database: this.#database, process: this.#process };
  }

  /** What the application sends is not seen, so that everything is read at once. */
  async mark(): Promise<Moment> {
    const known = await this.snapshot();
    return { known, snapshot: async () => known };
  }

  async snapshot(): Promise<Snapshot> {
    const { database } = await this.#ready();
    const tables = await database.tables();
    return snapshotOf(
      this.target.engine,
      tables.filter(({ name }) => !this.#tables.includes(name)),
    );
  }

  /** The framework loads it with the engine's own client program, which is not asked for here. */
  async open(): Promise<{ readonly done: ReadonlySet<string> }> {
    return { done: new Set() };
  }

  async fill(before: Snapshot, after: Snapshot): Promise<readonly string[]> {
    const { database } = await this.#ready();
    return (await fillNewTables(database, this.target, before, after)).notes;
  }

  protected async attempt(
    migration: MigrationSource,
    direction: Direction,
    { before }: Around,
  ): Promise<ReplayOutcome | undefined> {
    const outcome = await this.#ask(migration, direction);
    if (outcome?.outcome !== 'refuses' || before === undefined) return outcome;
    const left = leftovers(await before.snapshot(), await this.snapshot());
    const second = await this.#ask(migration, direction);
    return {
      ...outcome,
      ...left,
      secondAttempt:
        second?.outcome === 'refuses' ? { code: second.code, message: second.message ?? '' } : null,
    };
  }

  /** undefined: there is nothing in this direction. */
  async #ask(migration: MigrationSource, direction: Direction): Promise<ReplayOutcome | undefined> {
    const { process } = await this.#ready();
    process.order({ path: migration.path, direction });
    const answer = await process.answer();
    if (answer.event !== 'ran') throw new EngineFault(toldBy(answer));
    return answer.nothing === true ? undefined : outcomeOf(this.target, answer);
  }
}

function toldBy(answer: Answer): string {
  switch (answer.event) {
    case 'foreign':
      return `the application is not run: ${answer.message}`;
    case 'unusable':
      return `the application cannot be started: ${answer.message}`;
    case 'stopped':
      return answer.message;
    case 'ready':
    case 'ran':
      return 'the application answers out of turn';
  }
}

/** SQLite's primary result codes, by number: https://www.sqlite.org/rescode.html */
const SQLITE_CODES: Readonly<Record<number, string>> = {
  1: 'SQLITE_ERROR',
  5: 'SQLITE_BUSY',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  18: 'SQLITE_TOOBIG',
  19: 'SQLITE_CONSTRAINT',
  20: 'SQLITE_MISMATCH',
};

function outcomeOf(
  { engine }: Target,
  { error, statements, ms }: Extract<Answer, { event: 'ran' }>,
): ReplayOutcome {
  const shared = { statements, ms, rowsNotSent: 0 };
  if (error === undefined)
    return { outcome: 'accepts', code: null, message: null, line: null, sql: null, ...shared };
  const { sqlstate, errno, name, message, sql, line } = error;
  const code =
    name !== undefined
      ? name
      : errno === null && sqlstate === null
        ? null
        : engine === 'postgres'
          ? sqlstate
          : engine === 'sqlite'
            ? (SQLITE_CODES[errno ?? 0] ?? `SQLITE_${errno}`)
            : String(errno);
  // The application meets a full disk, or a server that is gone, as an error like any other.
  if (code !== null && isFault(engine, { code, message })) throw gaveUp({ message });
  return { outcome: 'refuses', code, message, line, sql, ...shared };
}
