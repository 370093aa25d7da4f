/** Methods of arrays. Those that take a function call it as JavaScript would, and meet unknown answers. */
import { spend } from '../../php/work.ts';
import type { Evaluator } from './evaluator.ts';
import { textOf, truth } from './expressions.ts';
import { JsFunction, type JsValue, type Site, Unknown, unknownIn } from './values.ts';

export const ARRAY_METHODS: ReadonlySet<string> = new Set(
  `at concat entries every fill filter find findIndex findLast flat flatMap forEach includes indexOf join keys
   lastIndexOf map pop push reduce reduceRight reverse shift slice some sort splice toSorted toReversed toString unshift
   values`.split(/\s+/),
);

export function callArray(
  ev: Evaluator,
  self: JsValue[],
  name: string,
  args: readonly JsValue[],
  site: Site,
): JsValue {
  spend(self.length);
  const [first, second] = args;
  if (first instanceof JsFunction) return withFunction(ev, self, name, first, args, site);
  if (first instanceof Unknown && /^(?:map|filter|find|some|every|reduce|flatMap|sort)/.test(name))
    return first;
  switch (name) {
    case 'push':
      return self.push(...args);
    case 'pop':
      return self.pop();
    case 'shift':
      return self.shift();
    case 'unshift':
      return self.unshift(...args);
    case 'concat':
      return self.concat(...(args as JsValue[][]));
    case 'reverse':
      return self.reverse();
    case 'toReversed':
      return [...self].reverse();
    case 'keys':
      return [...self.keys()];
    case 'values':
      return [...self];
    case 'entries':
      return self.map((item, index) => [index, item]);
    case 'flat':
      return self.flat(typeof first === 'number' ? first : 1);
    case 'fill':
      return self.fill(first);
    case 'join':
    case 'toString':
      return join(ev, self, name === 'join' && first !== undefined ? String(first) : ',');
    case 'includes':
    case 'indexOf':
    case 'lastIndexOf': {
      if (first instanceof Unknown) return first;
      const found = name === 'lastIndexOf' ? self.lastIndexOf(first) : self.indexOf(first);
      const unknown = found < 0 ? self.find((item) => item instanceof Unknown) : undefined;
      return unknown ?? (name === 'includes' ? found >= 0 : found);
    }
    case 'sort':
    case 'toSorted': {
      const unknown = unknownIn(self);
      if (unknown !== undefined) return unknown;
      return (name === 'sort' ? self : [...self]).sort();
    }
    case 'slice':
    case 'at':
    case 'splice': {
      const unknown = [first, second].find((arg) => arg instanceof Unknown);
      if (unknown !== undefined) return unknown;
      const numbers = [first, second].map((arg) => (arg === undefined ? undefined : Number(arg)));
      if (name === 'slice') return self.slice(numbers[0], numbers[1]);
      if (name === 'at') return self.at(numbers[0] ?? 0);
      return args.length < 2
        ? self.splice(numbers[0] ?? 0)
        : self.splice(numbers[0] ?? 0, numbers[1] ?? 0, ...args.slice(2));
    }
    default:
      return new Unknown(`what ${name}() gives`);
  }
}

function join(ev: Evaluator, items: readonly JsValue[], separator: string): JsValue {
  const parts: string[] = [];
  for (const item of items) {
    const text = item === null || item === undefined ? '' : textOf(ev, item);
    if (text instanceof Unknown) return text;
    parts.push(text);
  }
  return parts.join(separator);
}

function withFunction(
  ev: Evaluator,
  self: JsValue[],
  name: string,
  callback: JsFunction,
  args: readonly JsValue[],
  site: Site,
): JsValue {
  const ask = (item: JsValue, index: number): JsValue => {
    ev.step();
    return callback.invoke(undefined, [item, index, self], site);
  };
  switch (name) {
    case 'map':
      return self.map(ask);
    case 'forEach':
      for (const [index, item] of self.entries()) ask(item, index);
      return undefined;
    case 'flatMap':
      return self.flatMap(ask);
    case 'filter':
    case 'find':
    case 'findIndex':
    case 'findLast':
    case 'some':
    case 'every': {
      const answers: boolean[] = [];
      const items = name === 'findLast' ? [...self].reverse() : self;
      for (const [index, item] of items.entries()) {
        const answer = truth(ask(item, index));
        if (answer instanceof Unknown) return answer;
        answers.push(answer);
        if (name !== 'filter' && answer === (name !== 'every')) break;
      }
      const at = answers.indexOf(true);
      if (name === 'filter') return self.filter((_, index) => answers[index] === true);
      if (name === 'find' || name === 'findLast') return at < 0 ? undefined : items[at];
      if (name === 'findIndex') return at;
      return name === 'some' ? at >= 0 : !answers.includes(false);
    }
    case 'reduce':
    case 'reduceRight': {
      const items = name === 'reduce' ? [...self] : [...self].reverse();
      let total = args.length > 1 ? args[1] : items.shift();
      for (const [index, item] of items.entries()) {
        ev.step();
        total = callback.invoke(undefined, [total, item, index, self], site);
      }
      return total;
    }
    case 'sort':
    case 'toSorted': {
      let unknown: Unknown | undefined;
      const sorted = (name === 'sort' ? self : [...self]).sort((a, b) => {
        ev.step();
        const order = callback.invoke(undefined, [a, b], site);
        if (order instanceof Unknown) unknown ??= order;
        return typeof order === 'number' ? order : 0;
      });
      return unknown ?? sorted;
    }
    default:
      return callArray(ev, self, name, [new Unknown('a function'), ...args.slice(1)], site);
  }
}
