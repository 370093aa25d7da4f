/** How far a replay is: a line for each engine, renewed in place, on a terminal; plain lines where CI keeps a log. */
import type { ProbeProgress, Progress } from '../replay/run.ts';
import type { Io } from './io.ts';

const PHASES = { up: 'up', down: 'down', again: 'up again' } as const;

export class ReplayProgress {
  readonly #io: Io;
  readonly #live: boolean;
  readonly #log: boolean;
  readonly #engines = new Map<string, string>();
  #drawn = 0;

  constructor(io: Io) {
    this.#io = io;
    this.#live = io.stderr.isTTY && io.env.TERM !== 'dumb';
    this.#log = !io.stderr.isTTY && io.env.CI !== undefined && io.env.CI !== '' && io.env.CI !== 'false';
  }

  say(line: string): void {
    if (!this.#live && !this.#log) return;
    this.#clear();
    this.#io.stderr.write(`${line}\n`);
    this.#draw();
  }

  step({ engine, phase, file, outcome, done, of }: Progress): void {
    const text = `${engine}  ${PHASES[phase]} ${done}/${of}  ${file}`;
    if (this.#log) {
      const code = outcome.code === null ? '' : ` ${outcome.code}`;
      this.#io.stderr.write(`${text}: ${outcome.outcome}${code}\n`);
    }
    this.#renew(engine, text);
  }

  probe({ engine, done, of, table }: ProbeProgress): void {
    const text = `${engine}  probes ${done}/${of}${table === '' ? '' : `  ${table}`}`;
    if (this.#log && done === of) this.#io.stderr.write(`${text}\n`);
    this.#renew(engine, text);
  }

  #renew(engine: string, text: string): void {
    if (!this.#live) return;
    const width = (this.#io.stderr.columns ?? 80) - 1;
    this.#engines.set(engine, text.slice(0, width));
    this.#clear();
    this.#draw();
  }

  /** Nothing of the list stays. */
  end(): void {
    this.#clear();
    this.#engines.clear();
  }

  #clear(): void {
    if (this.#drawn === 0) return;
    this.#io.stderr.write(`\u001B[${this.#drawn}A\u001B[0J`);
    this.#drawn = 0;
  }

  #draw(): void {
    if (!this.#live) return;
    for (const line of this.#engines.values()) this.#io.stderr.write(`${line}\n`);
    this.#drawn = this.#engines.size;
  }
}
