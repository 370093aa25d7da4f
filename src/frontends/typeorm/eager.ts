/**
 * Files of the typeorm package whose methods are asynchronous, made so that they run at once: evaluation has no event
 * loop. The compiler turns their async functions into generators, and `await` takes what is there already.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import type { TypeormTools } from './library.ts';

/** Files that are read so; what they require besides is the package's own. */
const FILES: ReadonlySet<string> = new Set([
  'query-runner/BaseQueryRunner.js',
  'driver/better-sqlite3/BetterSqlite3QueryRunner.js',
  'driver/sqlite-abstract/AbstractSqliteQueryRunner.js',
  'driver/mysql/MysqlQueryRunner.js',
  'driver/postgres/PostgresQueryRunner.js',
]);

/** A promise that is settled when it is made: to this code it stands for `Promise`. */
export class Eager {
  #state: 'pending' | 'fulfilled' | 'rejected' = 'pending';
  #value: unknown;

  constructor(executor: (resolve: (value?: unknown) => void, reject: (reason?: unknown) => void) => unknown) {
    const reject = (reason?: unknown): void => {
      if (this.#state !== 'pending') return;
      this.#state = 'rejected';
      this.#value = reason;
    };
    const resolve = (value?: unknown): void => {
      if (this.#state !== 'pending') return;
      try {
        this.#value = taken(value);
        this.#state = 'fulfilled';
      } catch (error) {
        reject(error);
      }
    };
    try {
      executor(resolve, reject);
    } catch (error) {
      reject(error);
    }
  }

  static of(action: () => unknown): Eager {
    return new Eager((resolve) => resolve(action()));
  }

  static resolve(value?: unknown): Eager {
    return Eager.of(() => value);
  }

  static reject(reason?: unknown): Eager {
    return new Eager((_resolve, reject) => reject(reason));
  }

  static all(items: Iterable<unknown>): Eager {
    return Eager.of(() => [...items].map(taken));
  }

  /** Its value. Throws what it was rejected with. */
  take(): unknown {
    if (this.#state === 'rejected') throw this.#value;
    if (this.#state === 'pending') throw new NotAtOnce();
    return this.#value;
  }

  // biome-ignore lint/suspicious/noThenProperty: it stands for a promise
  then(fulfilled?: (value: unknown) => unknown, rejected?: (reason: unknown) => unknown): Eager {
    return Eager.of(() => {
      let value: unknown;
      try {
        value = this.take();
      } catch (error) {
        if (rejected === undefined) throw error;
        return rejected(error);
      }
      return fulfilled === undefined ? value : fulfilled(value);
    });
  }

  catch(rejected?: (reason: unknown) => unknown): Eager {
    return this.then(undefined, rejected);
  }

  finally(action: () => unknown): Eager {
    return Eager.of(() => {
      try {
        return this.take();
      } finally {
        taken(action());
      }
    });
  }
}

/** Something of the library needs the event loop after all. */
class NotAtOnce extends Error {
  override readonly message = 'it waits for something that only a run could bring';
}

/** What `await` gives. */
function taken(value: unknown): unknown {
  if (value instanceof Eager) return value.take();
  if (value instanceof Promise) throw new NotAtOnce();
  return value;
}

/** TypeScript's own helper for async functions, but for waiting. */
function awaiter(
  self: unknown,
  args: readonly unknown[] | undefined,
  _promise: unknown,
  body: (...given: readonly unknown[]) => Generator<unknown, unknown, unknown>,
): Eager {
  return Eager.of(() => {
    const steps = body.apply(self, [...(args ?? [])]);
    let step = steps.next();
    while (step.done !== true) {
      let value: unknown;
      try {
        value = taken(step.value);
      } catch (error) {
        step = steps.throw(error);
        continue;
      }
      step = steps.next(value);
    }
    return step.value;
  });
}

type Exports = Record<string, unknown>;

export class EagerFiles {
  readonly #tools: TypeormTools;
  readonly #loaded = new Map<string, Exports>();

  constructor(tools: TypeormTools) {
    this.#tools = tools;
  }

  /** Loads a file of the package, its asynchronous methods made to run at once. */
  load(file: string): Exports {
    const known = this.#loaded.get(file);
    if (known !== undefined) return known;
    const { ts, folder } = this.#tools;
    const full = path.join(folder, file);
    const { outputText } = ts.transpileModule(readFileSync(full, 'utf8'), {
      fileName: file,
      compilerOptions: {
        // the last language without async functions
        target: ts.ScriptTarget.ES2016,
        module: ts.ModuleKind.CommonJS,
        noEmitHelpers: true,
      },
    });
    const exports: Exports = {};
    this.#loaded.set(file, exports);
    const outer = createRequire(full);
    const require = (name: string): unknown => {
      if (!name.startsWith('.')) return outer(name);
      const wanted = path.posix.join(path.posix.dirname(file), name);
      const own = wanted.endsWith('.js') ? wanted : `${wanted}.js`;
      return FILES.has(own) ? this.load(own) : outer(name);
    };
    const run = compileFunction(outputText, ['exports', 'require', 'module', 'Promise', '__awaiter'], {
      filename: full,
    }) as (...given: readonly unknown[]) => void;
    run(exports, require, { exports }, Eager, awaiter);
    return exports;
  }
}
