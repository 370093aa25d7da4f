/**
 * One engine's way through the migrations, run by the application itself: its own framework, providers, models and
 * seeders, in a PHP process that may connect to the replay's databases only (runners/artisan.php).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Snapshot, snapshotOf } from '../comparison/snapshot.ts';
import { gaveUp, isFault } from '../engines/server-faults.ts';
import { temporaryFolder } from '../engines/temporary-folder.ts';
import {
  type Direction,
  EngineFault,
  type Kept,
  type MigrationSource,
  type RealAddress,
  type RealDatabase,
  type RealEngine,
  type ReplayOutcome,
  type Target,
} from '../schema/index.ts';
import type { Moment } from './catalog-reader.ts';
import { fillNewTables } from './fill.ts';
import { type Around, FaultingLane, type Lane, leftovers } from './lane.ts';

export interface ArtisanLaneOptions {
  readonly target: Target;
  readonly engine: RealEngine;
  /** The application's folder; absolute. */
  readonly root: string;
  /** Absolute path of artisan.php. */
  readonly script: string;
  /** The PHP command, with its first arguments. */
  readonly php: readonly string[];
  /** Connections that the migrations are known to use besides the default one. */
  readonly connections: readonly string[];
  /** For how long one migration may run, in milliseconds. */
  readonly timeout: number;
}

interface Described {
  readonly sqlstate: string | null;
  readonly errno: number | null;
  readonly message: string;
  readonly sql: string | null;
  readonly class: string;
  readonly line: number | null;
}

type Answer =
  | { readonly event: 'ready'; readonly version: string; readonly table: string }
  | { readonly event: 'unusable' | 'foreign'; readonly message: string }
  | {
      readonly event: 'ran';
      readonly nothing?: true;
      readonly error?: Described;
      readonly statements: number;
      readonly ms: number;
    };

export class ArtisanLane extends FaultingLane implements Lane {
  readonly target: Target;
  /** Nothing is predicted statement by statement here. */
  readonly predictions: Lane['predictions'] = { agree: 0, disagree: [] };
  readonly #options: ArtisanLaneOptions;
  #database: RealDatabase | undefined;
  #php: PhpProcess | undefined;
  /** The framework's own table, in which it notes what has been run. */
  #table = 'migrations';

  constructor(options: ArtisanLaneOptions) {
    super();
    this.target = options.target;
    this.#options = options;
  }

  async fresh(): Promise<Lane> {
    return new ArtisanLane(this.#options);
  }

  async drop(): Promise<void> {
    await this.#php?.end();
    this.#php = undefined;
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
    await this.#php?.end();
    return await this.#options.engine.leave();
  }

  async #ready(): Promise<{ readonly database: RealDatabase; readonly php: PhpProcess }> {
    const { engine, target } = this.#options;
    this.#database ??= await engine.create(target.settings);
    if (this.#php === undefined) {
      const php = new PhpProcess(this.#options, this.#database.name);
      this.#php = php;
      const answer = await php.answer();
      if (answer.event !== 'ready') throw new EngineFault(toldBy(answer));
      this.#table = answer.table;
    }
    return { database: this.#database, php: this.#php };
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
      tables.filter(({ name }) => name !== this.#table),
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
    const { php } = await this.#ready();
    php.order({ path: migration.path, direction });
    const answer = await php.answer();
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
  const { sqlstate, errno, message, sql, line } = error;
  const code =
    errno === null && sqlstate === null
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

class PhpProcess {
  readonly #process: ChildProcess;
  readonly #lines: Interface;
  readonly #timeout: number;
  readonly #folder: string;
  readonly #answers: Answer[] = [];
  #waiting: ((answer: Answer | undefined) => void) | undefined;
  #ended = false;
  #errors = '';

  constructor(
    { root, script, php, target, engine, connections, timeout }: ArtisanLaneOptions,
    database: string,
  ) {
    const address = engine.address ?? null;
    this.#timeout = timeout;
    this.#folder = temporaryFolder('artisan');
    const [command = 'php', ...args] = php;
    const job = {
      root,
      driver: target.driver,
      databases: [database],
      host: address?.host ?? '',
      port: address?.port ?? 0,
      connections,
    };
    this.#process = spawn(command, [...args, script], {
      cwd: root,
      env: {
        ...process.env,
        ...environment(target, address, database, this.#folder),
        DIALINT_JOB: JSON.stringify(job),
      },
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    });
    this.#process.on('error', (error) => this.#end(error.message));
    this.#process.on('exit', (code, signal) => this.#end(signal ?? `exit code ${code}`));
    this.#process.stdin?.on('error', () => {});
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-4000);
    });
    this.#lines = createInterface({ input: this.#process.stdio[3] as Readable });
    this.#lines.on('line', (line) => this.#take(JSON.parse(line) as Answer));
  }

  #take(answer: Answer): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#answers.push(answer);
    else waiting(answer);
  }

  #end(why: string): void {
    this.#ended = true;
    this.#errors ||= why;
    // What it wrote last may still be on its way.
    setTimeout(() => {
      this.#waiting?.(undefined);
      this.#waiting = undefined;
    }, 50);
  }

  order(order: { readonly path: string; readonly direction: Direction }): void {
    this.#process.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  /** Throws EngineFault where PHP ends, or does not answer in time. */
  async answer(): Promise<Answer> {
    const ready = this.#answers.shift();
    if (ready !== undefined) return ready;
    let timer: NodeJS.Timeout | undefined;
    const answer = this.#ended
      ? undefined
      : await new Promise<Answer | undefined>((resolve) => {
          this.#waiting = resolve;
          timer = setTimeout(() => {
            this.#errors = `a migration ran longer than ${this.#timeout / 1000} s`;
            this.#process.kill('SIGKILL');
          }, this.#timeout);
        });
    clearTimeout(timer);
    if (answer === undefined) throw new EngineFault(`PHP ended: ${lastLine(this.#errors)}`);
    return answer;
  }

  async end(): Promise<void> {
    if (!this.#ended) {
      const gone = new Promise<void>((resolve) => this.#process.once('exit', () => resolve()));
      this.#process.kill('SIGKILL');
      await gone;
    }
    this.#lines.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}

/**
 * What leads the application to the replay's database and keeps it to itself: no cached configuration, no URL that would
 * overrule the host, nothing sent by mail, queue or broadcast.
 */
function environment(
  { driver }: Target,
  address: RealAddress | null,
  database: string,
  folder: string,
): Record<string, string> {
  const connection =
    address === null
      ? { DB_DATABASE: database }
      : {
          DB_HOST: address.host,
          DB_PORT: String(address.port),
          DB_DATABASE: database,
          DB_USERNAME: address.user,
          DB_PASSWORD: address.password,
          DB_SOCKET: '',
        };
  const cache = (name: string) => path.join(folder, `${name}.php`);
  return {
    DB_CONNECTION: driver,
    ...connection,
    DB_URL: '',
    DATABASE_URL: '',
    APP_CONFIG_CACHE: cache('config'),
    APP_ROUTES_CACHE: cache('routes'),
    APP_EVENTS_CACHE: cache('events'),
    APP_SERVICES_CACHE: cache('services'),
    APP_PACKAGES_CACHE: cache('packages'),
    MAIL_MAILER: 'array',
    MAIL_DRIVER: 'array',
    QUEUE_CONNECTION: 'sync',
    QUEUE_DRIVER: 'sync',
    CACHE_STORE: 'array',
    CACHE_DRIVER: 'array',
    SESSION_DRIVER: 'array',
    BROADCAST_CONNECTION: 'null',
    BROADCAST_DRIVER: 'null',
    TELESCOPE_ENABLED: 'false',
    PULSE_ENABLED: 'false',
    SCOUT_DRIVER: 'null',
  };
}
