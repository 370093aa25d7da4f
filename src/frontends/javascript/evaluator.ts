/**
 * Evaluates JavaScript and TypeScript without running it: the compiler's syntax tree is walked, and only what is known
 * to have no effect outside is done. What cannot be known is a value (docs/decisions/0004); a promise is what it stands
 * for, worked out at once.
 */
import type { ts } from 'ts-morph';
import { bounded, EvaluationLimit, spendSteps } from '../../php/work.ts';
import { classOfInstance } from './classes.ts';
import { getMember } from './members.ts';
import { type ModuleSource, Modules } from './modules.ts';
import { makePromise } from './promises.ts';
import type { Binding } from './scope.ts';
import { HostObject, JsFunction, JsPromise, JsThrow, type JsValue, type Site, Unknown } from './values.ts';

export type Ts = typeof ts;

/** What evaluated code may ask of its surroundings. */
export interface Surroundings {
  /** A module that is no file of the project's; undefined: it is not known. `from`: the file that asks. */
  packageModule(name: string, from: string): JsValue | undefined;
  /** A variable that nothing declares; undefined: it is not known. */
  globalVariable(name: string): JsValue | undefined;
  /** Something unknown was called with these arguments. `reason` says why it is unknown. */
  unknownCalled(reason: string, args: readonly JsValue[], site: Site): void;
  /** The text of a file of the project's (relative to its root), as migrations read SQL; null: it cannot be read. */
  readFile(file: string): string | null;
  /** Which file a relative import means; null: none that is there. */
  resolve(specifier: string, from: string): ModuleSource | null;
}

/** See `Executed` in src/schema/verdict.ts. */
export interface Refusal {
  caught(): void;
  passedOn(): void;
}

const STEPS = 150_000;
export const MAX_DEPTH = 120;

export class Evaluator {
  readonly ts: Ts;
  readonly surroundings: Surroundings;
  readonly modules: Modules;
  /** Why what is evaluated now may not be run at all; null: it is. */
  uncertain: string | null = null;
  /** How many try statements, and handlers of promises, would catch what is thrown here. */
  catching = 0;
  /** The migration's own file, and the last call in it that led here. */
  entry: string | null = null;
  through: Site | undefined;
  /** The label of the statement that is about to be executed. */
  label: string | undefined;
  /** How many calls are open. */
  depth = 0;
  /** How often a function is being called within itself. */
  readonly open = new Map<object, number>();
  /** What was refused behind an exception, by its value. */
  readonly #refusals = new WeakMap<object, Refusal>();
  /** Values before what an uncertain branch made of them. */
  #journal: Map<Binding, JsValue> | null = null;

  constructor(ts: Ts, surroundings: Surroundings) {
    this.ts = ts;
    this.surroundings = surroundings;
    this.modules = new Modules(this);
  }

  /** Runs an evaluation within the limits of one migration. Throws EvaluationLimit. */
  bounded<T>(action: () => T): T {
    return bounded(STEPS, action);
  }

  step(): void {
    spendSteps(1);
  }

  enter(depth: number): void {
    if (depth > MAX_DEPTH) throw new EvaluationLimit('evaluation was given up: calls are nested too deep');
  }

  assign(binding: Binding, value: JsValue): void {
    if (this.#journal !== null && !this.#journal.has(binding)) this.#journal.set(binding, binding.value);
    binding.value = value;
  }

  /** The exception stands for something that an engine has refused. */
  refusedBy(value: object, refusal: Refusal): void {
    this.#refusals.set(value, refusal);
  }

  refusalBehind(value: JsValue): Refusal | undefined {
    return typeof value === 'object' && value !== null ? this.#refusals.get(value) : undefined;
  }

  caught(value: JsValue): void {
    this.refusalBehind(value)?.caught();
  }

  /** Does what is certain, wherever it is asked for: the code of a module. */
  apart(action: () => void): void {
    const { uncertain } = this;
    const journal = this.#journal;
    this.uncertain = null;
    this.#journal = null;
    try {
      action();
    } finally {
      this.uncertain = uncertain;
      this.#journal = journal;
    }
  }

  /** Does what may be run or not. */
  perhaps<T>(reason: string, action: () => T): T {
    const outer = this.uncertain;
    this.uncertain = outer ?? reason;
    try {
      return action();
    } finally {
      this.uncertain = outer;
    }
  }

  /**
   * Takes every way from where it is not known which is taken; gives what each came to, undefined where it threw.
   * Variables that one of them sets are unknown afterwards.
   */
  branches<T>(reason: string, ways: readonly (() => T)[]): (T | undefined)[] {
    const outer = this.#journal;
    const changed = new Map<Binding, JsValue>();
    const results: (T | undefined)[] = [];
    for (const way of ways) {
      const journal = new Map<Binding, JsValue>();
      this.#journal = journal;
      try {
        results.push(this.perhaps(reason, way));
      } catch (error) {
        if (!(error instanceof JsThrow)) throw error;
        results.push(undefined);
      } finally {
        this.#journal = outer;
      }
      for (const [binding, before] of journal) {
        if (!changed.has(binding)) changed.set(binding, before);
        binding.value = before;
      }
    }
    for (const [binding, before] of changed) {
      if (outer !== null && !outer.has(binding)) outer.set(binding, before);
      binding.value = new Unknown(reason);
    }
    return results;
  }

  /** What `await` gives. Throws JsThrow where the promise is rejected. */
  settle(value: JsValue, site: Site): JsValue {
    let settled = value;
    for (let turns = 0; turns < 20; turns++) {
      if (settled instanceof JsPromise) {
        if (settled.state === 'rejected') throw new JsThrow(settled.value, settled.site ?? site);
        settled = settled.value;
      } else if (settled instanceof HostObject && settled.settle !== undefined) {
        const before: JsValue = settled;
        settled = settled.settle(site);
        if (settled === before) return settled;
      } else {
        const then = thenOf(this, settled, site);
        if (then === undefined) return settled;
        settled = makePromise(
          this,
          new JsFunction('then', (_self, args, at) => then.invoke(settled, args, at)),
          site,
        );
      }
    }
    return settled;
  }

  /** What becomes of it, as a promise. */
  promise(action: () => JsValue, site: Site): JsPromise {
    try {
      return new JsPromise('fulfilled', this.settle(action(), site));
    } catch (error) {
      if (!(error instanceof JsThrow)) throw error;
      return new JsPromise('rejected', error.value, error.site);
    }
  }
}

/** The method `then` of an instance that can be awaited. */
function thenOf(ev: Evaluator, value: JsValue, site: Site): JsFunction | undefined {
  if (typeof value !== 'object' || value === null || classOfInstance(value) === undefined) return undefined;
  const then = getMember(ev, value, 'then', site);
  return then instanceof JsFunction ? then : undefined;
}

/** Where nothing of the source is meant. */
export const NOWHERE: Site = { file: '', start: 0, end: 0, call: '', argumentSpans: [], close: 0 };
