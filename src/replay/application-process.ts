/**
 * A process in which an application runs its migrations one by one (runners/). The job stands in its environment
 * (DIALINT_JOB, JSON); orders go to its standard input, answers come from its file descriptor 3, a line of JSON each.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { temporaryFolder } from '../engines/temporary-folder.ts';
import { type Direction, EngineFault } from '../schema/index.ts';

/** How an application is started that runs its migrations itself. */
export interface Application {
  /** What executes its code, for messages: `PHP`. */
  readonly runtime: string;
  /** The command, with its arguments. */
  readonly command: readonly string[];
  /** The application's folder; absolute. */
  readonly root: string;
  /** `folder`: what the process may write, until it ends. */
  toRunOn(
    database: string,
    folder: string,
  ): { readonly environment: Readonly<Record<string, string>>; readonly job: object };
}

/** An error as the application met it. */
export interface Described {
  readonly sqlstate: string | null;
  readonly errno: number | null;
  /** SQLite's name of its code; absent: the number tells. */
  readonly name?: string;
  readonly message: string;
  readonly sql: string | null;
  readonly class: string;
  readonly line: number | null;
}

export type Answer =
  | {
      readonly event: 'ready';
      readonly version: string;
      /** Those in which the framework notes what has been run. */
      readonly tables: readonly string[];
    }
  /** `stopped`: what has been started cannot go on, for a reason that is no refusal of the engine. */
  | { readonly event: 'unusable' | 'foreign' | 'stopped'; readonly message: string }
  | {
      readonly event: 'ran';
      readonly nothing?: true;
      readonly error?: Described;
      readonly statements: number;
      readonly ms: number;
    };

export class ApplicationProcess {
  readonly #process: ChildProcess;
  readonly #lines: Interface;
  readonly #runtime: string;
  readonly #timeout: number;
  readonly #folder: string;
  readonly #answers: Answer[] = [];
  #waiting: ((answer: Answer | undefined) => void) | undefined;
  #ended = false;
  #errors = '';

  constructor(application: Application, database: string, timeout: number) {
    this.#runtime = application.runtime;
    this.#timeout = timeout;
    this.#folder = temporaryFolder('application');
    const [command = '', ...args] = application.command;
    const { environment, job } = application.toRunOn(database, this.#folder);
    this.#process = spawn(command, args, {
      cwd: application.root,
      env: { ...process.env, ...environment, DIALINT_JOB: JSON.stringify(job) },
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

  /** Throws EngineFault where the process ends, or does not answer in time. */
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
    if (answer === undefined) throw new EngineFault(`${this.#runtime} ended: ${lastLine(this.#errors)}`);
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
