/** Promises: what they stand for is worked out at once, in the order in which it is asked for. */
import type { Evaluator } from './evaluator.ts';
import { entriesOf } from './iteration.ts';
import { JsFunction, JsPromise, type JsValue, type Site, Unknown } from './values.ts';

/** `then`, `catch` and `finally`, also of the host's objects that can be awaited. */
export function callPromise(
  ev: Evaluator,
  promised: JsValue,
  name: string,
  args: readonly JsValue[],
  site: Site,
): JsValue {
  const [first, second] = args;
  const promise = promised instanceof JsPromise ? promised : ev.promise(() => promised, site);
  if (name === 'finally') {
    if (first instanceof JsFunction) ev.promise(() => first.invoke(undefined, [], site), site);
    return promise;
  }
  const handler =
    promise.state === 'rejected' ? (name === 'catch' ? first : second) : name === 'then' ? first : undefined;
  if (!(handler instanceof JsFunction)) return handler instanceof Unknown ? handler : promise;
  if (promise.state === 'rejected') ev.caught(promise.value);
  return ev.promise(() => handler.invoke(undefined, [promise.value], site), site);
}

/** `Promise.all` and its kin. */
export function callPromiseClass(ev: Evaluator, name: string, args: readonly JsValue[], site: Site): JsValue {
  const [first] = args;
  switch (name) {
    case 'resolve':
      return ev.promise(() => first, site);
    case 'reject':
      return new JsPromise('rejected', first);
    case 'all':
    case 'allSettled':
    case 'race':
    case 'any':
    case 'each':
    case 'mapSeries':
    case 'map': {
      const items = entriesOf(ev.settle(first, site));
      if (items instanceof Unknown) return items;
      const [, callback] = args;
      const each = callback instanceof JsFunction && /^(?:each|map)/.test(name) ? callback : null;
      const results: JsValue[] = [];
      let rejected: JsPromise | undefined;
      items.forEach((item, index) => {
        const promise = ev.promise(
          () =>
            each === null ? item : each.invoke(undefined, [ev.settle(item, site), index, items.length], site),
          site,
        );
        if (promise.state === 'rejected') rejected ??= promise;
        results.push(
          name === 'allSettled'
            ? promise.state === 'fulfilled'
              ? { status: 'fulfilled', value: promise.value }
              : { status: 'rejected', reason: promise.value }
            : promise.value,
        );
      });
      if (name === 'allSettled') return new JsPromise('fulfilled', results);
      if (rejected !== undefined) return rejected;
      return new JsPromise('fulfilled', name === 'race' || name === 'any' ? results[0] : results);
    }
    default:
      return new Unknown(`what Promise.${name}() gives`);
  }
}

/** `new Promise((resolve, reject) => …)`; one that nobody settles is not known. */
export function makePromise(ev: Evaluator, executor: JsValue, site: Site): JsValue {
  if (!(executor instanceof JsFunction)) return new Unknown('a promise');
  let settled: JsPromise | undefined;
  const resolve = new JsFunction('resolve', (_self, [value]) => {
    settled ??= ev.promise(() => value, site);
    return undefined;
  });
  const reject = new JsFunction('reject', (_self, [value]) => {
    settled ??= new JsPromise('rejected', value);
    return undefined;
  });
  const run = ev.promise(() => executor.invoke(undefined, [resolve, reject], site), site);
  if (run.state === 'rejected') settled ??= run;
  return settled ?? new Unknown('a promise that something else settles');
}
