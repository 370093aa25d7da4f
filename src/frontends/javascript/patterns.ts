/** Destructuring: the names of a pattern, and what each is given. */
import type { ts } from 'ts-morph';
import { type Evaluator, NOWHERE } from './evaluator.ts';
import { evaluate } from './expressions.ts';
import { entriesOf } from './iteration.ts';
import { getMember, keyOf } from './members.ts';
import type { Scope } from './scope.ts';
import { isPlain, type JsValue, setOwn, Unknown } from './values.ts';

type Bind = (name: string, value: JsValue) => void;

export function bindPattern(
  ev: Evaluator,
  pattern: ts.BindingName,
  value: JsValue,
  scope: Scope,
  bind: Bind,
): void {
  if (ev.ts.isIdentifier(pattern)) {
    bind(pattern.text, value);
    return;
  }
  if (ev.ts.isObjectBindingPattern(pattern)) {
    const taken = new Set<string>();
    for (const element of pattern.elements) {
      if (element.dotDotDotToken !== undefined) {
        bindPattern(ev, element.name, rest(value, taken), scope, bind);
        continue;
      }
      const key = element.propertyName ?? (ev.ts.isIdentifier(element.name) ? element.name : undefined);
      const name = key === undefined ? '' : propertyKey(ev, key, scope);
      if (typeof name === 'string') taken.add(name);
      const found =
        name instanceof Unknown
          ? name
          : value === undefined || value === null
            ? undefined
            : getMember(ev, value, name, NOWHERE);
      bindPattern(ev, element.name, orDefault(ev, found, element.initializer, scope), scope, bind);
    }
    return;
  }
  const items = entriesOf(value);
  pattern.elements.forEach((element, index) => {
    if (ev.ts.isOmittedExpression(element)) return;
    const item =
      items instanceof Unknown
        ? items
        : element.dotDotDotToken === undefined
          ? items[index]
          : items.slice(index);
    bindPattern(ev, element.name, orDefault(ev, item, element.initializer, scope), scope, bind);
  });
}

function orDefault(
  ev: Evaluator,
  value: JsValue,
  initializer: ts.Expression | undefined,
  scope: Scope,
): JsValue {
  return value === undefined && initializer !== undefined ? evaluate(ev, initializer, scope) : value;
}

function rest(value: JsValue, taken: ReadonlySet<string>): JsValue {
  if (!isPlain(value)) return value instanceof Unknown ? value : {};
  const result: Record<string, JsValue> = {};
  for (const key of Object.keys(value)) if (!taken.has(key)) setOwn(result, key, value[key]);
  return result;
}

/** The key that a property's name stands for. */
export function propertyKey(
  ev: Evaluator,
  name: ts.PropertyName | ts.BindingName,
  scope: Scope,
): string | Unknown {
  if (ev.ts.isComputedPropertyName(name)) return keyOf(evaluate(ev, name.expression, scope));
  return 'text' in name ? name.text : '';
}
