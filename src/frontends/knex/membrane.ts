/**
 * Between evaluated code and the real builders: what the code hands over becomes the library's, what the library gives
 * becomes the code's. Only methods of builders are called, and nothing that would connect.
 */
import { callPromise } from '../javascript/promises.ts';
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
import type { RealObject } from './library.ts';
import type { KnexRun } from './run.ts';

/** Methods that would ask a database, or lead to the program's own objects. */
export const FORBIDDEN =
  /^(?:_.*|then|catch|finally|asCallback|stream|pipe|on|once|emit|off|\w*Listeners?|eventNames|listenerCount|constructor|client|__.*|toQuery|toString|toSQL|generateDdlCommands)$/;

/** Where and how a query is run, which is all the same here. */
const NO_MATTER = new Set(['connection', 'transacting', 'timeout', 'debug', 'options']);

export abstract class BuilderHost extends HostObject {
  readonly run: KnexRun;
  readonly real: RealObject;

  constructor(run: KnexRun, real: RealObject) {
    super();
    this.run = run;
    this.real = real;
  }

  override get(name: string, _site: Site): JsValue {
    if (name === 'then' || name === 'catch' || name === 'finally') {
      if (this.settle === undefined) return undefined;
      return new JsFunction(name, (_self, args, site) => callPromise(this.run.ev, this, name, args, site));
    }
    if (name === 'toString' || name === 'toQuery')
      return new JsFunction(name, (_self, _args, site) => this.text(site));
    if (name === 'toSQL' || name === 'toNative')
      return new JsFunction(name, () => ({ sql: this.text({ ...NO_SITE }), bindings: [] }));
    if (NO_MATTER.has(name)) return new JsFunction(name, () => this);
    if (FORBIDDEN.test(name) || typeof this.real[name] !== 'function') return undefined;
    return new JsFunction(name, (_self, args, site) => this.call(name, args, site));
  }

  abstract call(name: string, args: readonly JsValue[], site: Site): JsValue;

  /** The SQL with its values put in. */
  text(site: Site): JsValue {
    try {
      const text = (this.real.toString as () => string).call(this.real);
      const unknown = this.run.marked(text);
      return unknown === undefined ? text : new Unknown(unknown);
    } catch (error) {
      throw inner(error) ?? this.run.libraryError(error, site);
    }
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

const NO_SITE: Site = { file: '', start: 0, end: 0, call: '', argumentSpans: [], close: 0 };

/** What is not the library's own mistake goes its way: exceptions of the evaluated code, limits of evaluation. */
export function inner(error: unknown): Error | undefined {
  if (error instanceof JsThrow) return error;
  return error instanceof Error &&
    (error.constructor.name === 'EvaluationLimit' || error instanceof RangeError)
    ? error
    : undefined;
}

/** As the library is handed it. `wrap` gives what the evaluated code sees of what the library hands to its functions. */
export function toReal(run: KnexRun, value: JsValue, wrap: (real: unknown) => JsValue, site: Site): unknown {
  if (value instanceof Unknown) return run.mark(value);
  if (value instanceof BuilderHost) return value.real;
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
