/** A real builder as evaluated code sees it. Only its methods are called, and nothing that would connect. */
import { callPromise } from '../javascript/promises.ts';
import { JsFunction, type JsValue, type Site, Unknown } from '../javascript/values.ts';
import { inner, RealHost } from '../script-migrations/membrane.ts';
import type { KnexRun } from './run.ts';

/** Methods that would ask a database, or lead to the program's own objects. */
export const FORBIDDEN =
  /^(?:_.*|then|catch|finally|asCallback|stream|pipe|on|once|emit|off|\w*Listeners?|eventNames|listenerCount|constructor|client|__.*|toQuery|toString|toSQL|generateDdlCommands)$/;

/** Where and how a query is run, which is all the same here. */
const NO_MATTER = new Set(['connection', 'transacting', 'timeout', 'debug', 'options']);

export abstract class BuilderHost extends RealHost<KnexRun> {
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
}

const NO_SITE: Site = { file: '', start: 0, end: 0, call: '', argumentSpans: [], close: 0 };
