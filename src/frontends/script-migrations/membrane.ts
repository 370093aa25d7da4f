/**
 * Between evaluated code and the real objects of a library: what the code hands over becomes the library's, what the
 * library gives becomes the code's.
 */
import {
  HostObject,
  isPlain,
  JsFunction,
  JsThrow,
  type JsValue,
  type Site,
  setOwn,
  Unknown,
} from '../javascript/values.ts';
import type { ScriptRun } from './run.ts';

/** An object of the library's; its methods are called by name. */
export type RealObject = object & Readonly<Record<string, unknown>>;

/** What evaluated code sees of an object of the library's. */
export abstract class RealHost<Run extends ScriptRun = ScriptRun> extends HostObject {
  readonly run: Run;
  readonly real: RealObject;

  constructor(run: Run, real: RealObject) {
    super();
    this.run = run;
    this.real = real;
  }

  /** Calls the real method. Throws what the library throws as an exception of the evaluated code. */
  callReal(name: string, args: readonly unknown[], site: Site): unknown {
    try {
      return (this.real[name] as (...given: readonly unknown[]) => unknown).apply(this.real, [...args]);
    } catch (error) {
      throw inner(error) ?? this.run.libraryError(error, site);
    }
  }
}

/** What is not the library's own mistake goes its way: exceptions of the evaluated code, limits of evaluation. */
export function inner(error: unknown): Error | undefined {
  if (error instanceof JsThrow) return error;
  return error instanceof Error &&
    (error.constructor.name === 'EvaluationLimit' || error instanceof RangeError)
    ? error
    : undefined;
}

/** As the library is handed it. `wrap` gives what the evaluated code sees of what the library hands to its functions. */
export function toReal(
  run: ScriptRun,
  value: JsValue,
  wrap: (real: unknown) => JsValue,
  site: Site,
): unknown {
  if (value instanceof Unknown) return run.mark(value);
  if (value instanceof RealHost) return value.real;
  if (value instanceof JsFunction) {
    return function (this: unknown, ...given: readonly unknown[]): unknown {
      const result = value.invoke(wrap(this), given.map(wrap), site);
      return toReal(run, result, wrap, site);
    };
  }
  if (value instanceof HostObject) return run.mark(new Unknown('an object'));
  if (Array.isArray(value)) return value.map((item) => toReal(run, item, wrap, site));
  if (isPlain(value)) {
    const object = {};
    for (const key of Object.keys(value)) setOwn(object, key, toReal(run, value[key], wrap, site));
    return object;
  }
  return value;
}
