/**
 * Removes what a replay has made even where the replay itself is killed: a process of its own that waits until the pipe
 * to it is closed, and then ends servers, removes containers and folders, and drops databases.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { RealEngine } from '../schema/index.ts';
import type { EngineChoice, Started } from './engine-choice.ts';

/** What the janitor is told, a line of JSON each. */
export type Order =
  | { readonly kind: 'started'; readonly what: Started }
  | { readonly kind: 'database'; readonly url: string; readonly name: string }
  | { readonly kind: 'done' };

export class Janitor {
  readonly #process: ChildProcess | undefined;

  private constructor(process: ChildProcess | undefined) {
    this.#process = process;
  }

  /** `script`: the built janitor-process.js. */
  static start(script: string): Janitor {
    // Run from its sources, dialint has none to start: what is made is removed at the end of the replay only.
    if (!existsSync(script)) return new Janitor(undefined);
    const child = spawn(process.execPath, [script], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    // It is a safety net: where it cannot be started, a replay that ends by itself cleans up all the same.
    child.on('error', () => {});
    child.stdin?.on('error', () => {});
    child.unref();
    return new Janitor(child);
  }

  watch(what: Started): void {
    this.#tell({ kind: 'started', what });
  }

  /** The engine, with its databases noted as they are made. */
  guarding(engine: RealEngine, choice: EngineChoice): RealEngine {
    if (choice.kind !== 'url') return engine;
    return {
      ...engine,
      create: (settings) =>
        engine.create(settings, (name) => this.#tell({ kind: 'database', url: choice.url.href, name })),
    };
  }

  /** Everything is removed: there is nothing left to do. */
  done(): void {
    this.#tell({ kind: 'done' });
    this.#process?.stdin?.end();
  }

  #tell(order: Order): void {
    this.#process?.stdin?.write(`${JSON.stringify(order)}\n`);
  }
}
