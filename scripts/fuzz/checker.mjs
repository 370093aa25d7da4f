/** Has cases checked by a process that is ended when a case takes too long, and replaced when it is gone. */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processorMs } from './processor-time.mjs';

const WORKER = new URL('./worker.mjs', import.meta.url);
const START_MS = 30_000;
/** How long a case that hangs is looked at to find out where. */
const LOCATE_MS = 3000;
/** A process that is given no processor time at all is waited for no longer than this many times the limit. */
const MOST_PATIENCE = 20;

export class Checker {
  #dist;
  #limitMs;
  #heapMegabytes;
  #work = mkdtempSync(join(tmpdir(), 'dialint-fuzz-'));
  #child;
  #stderr = '';
  #waiting;
  #sent = 0;
  /** Of all cases so far. */
  peakKilobytes = 0;
  restarts = 0;

  constructor({ dist, limitMs, heapMegabytes }) {
    this.#dist = dist;
    this.#limitMs = limitMs;
    this.#heapMegabytes = heapMegabytes;
  }

  /** @returns {Promise<{ ms: number, failure?: { what: string, detail: string } }>} */
  async check({ files, engines }, twice) {
    if (this.#child === undefined) await this.#start();
    const started = performance.now();
    const answer = await this.#ask({ files, engines, twice }, twice ? 2 * this.#limitMs : this.#limitMs);
    const ms = performance.now() - started;
    switch (answer.kind) {
      case 'message':
        this.peakKilobytes = Math.max(this.peakKilobytes, answer.message.peakKilobytes);
        return { ms: answer.message.ms, failure: answer.message.failure };
      case 'timeout':
        await this.stop();
        return { ms, failure: { what: 'hang', detail: `no result after ${Math.round(ms / 1000)} s` } };
      default: {
        this.#child = undefined;
        const memory = /heap out of memory|Array buffer allocation failed/.test(this.#stderr);
        const what = memory ? 'out of memory' : `the process ended (${answer.code ?? answer.signal})`;
        return { ms, failure: { what, detail: this.#stderr.slice(memory ? -300 : -2000) } };
      }
    }
  }

  /** The functions in which a case that hangs is met, the innermost first; none where that cannot be found out. */
  async locate({ files, engines }) {
    if (this.#child === undefined) await this.#start();
    const answer = await this.#ask({ files, engines, locateMs: LOCATE_MS }, this.#limitMs);
    if (answer.kind === 'message') return answer.message.place;
    await this.stop();
    return [];
  }

  #ask(message, ms) {
    this.#child.send({ id: ++this.#sent, ...message });
    return this.#answer(ms);
  }

  async #start() {
    this.restarts += 1;
    this.#stderr = '';
    this.#child = fork(WORKER, [this.#dist, this.#work], {
      execArgv: [`--max-old-space-size=${this.#heapMegabytes}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr.on('data', (data) => {
      this.#stderr = (this.#stderr + data).slice(-20_000);
    });
    this.#child.on('message', (message) => this.#waiting?.({ kind: 'message', message }));
    this.#child.on('exit', (code, signal) => this.#waiting?.({ kind: 'exit', code, signal }));
    const answer = await this.#answer(START_MS);
    if (answer.kind !== 'message') throw new Error(`the checking process does not start:\n${this.#stderr}`);
  }

  /** Waits for so long, in processor time where that is known. */
  #answer(ms) {
    const { pid } = this.#child;
    const before = processorMs(pid);
    const deadline = performance.now() + MOST_PATIENCE * ms;
    return new Promise((resolve) => {
      let timer;
      const done = (answer) => {
        clearTimeout(timer);
        this.#waiting = undefined;
        resolve(answer);
      };
      const look = () => {
        const spent = before === undefined ? ms : (processorMs(pid) ?? before + ms) - before;
        if (spent >= ms || performance.now() > deadline) done({ kind: 'timeout' });
        else timer = setTimeout(look, Math.max(100, ms - spent));
      };
      timer = setTimeout(look, ms);
      this.#waiting = done;
    });
  }

  async stop() {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.removeAllListeners('message');
    child.kill('SIGKILL');
    await gone;
  }

  async close() {
    await this.stop();
    rmSync(this.#work, { recursive: true, force: true });
  }
}
