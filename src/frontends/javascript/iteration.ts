/** What a value gives when it is gone over. */
import { HostObject, JsFunction, type JsValue, Unknown } from './values.ts';

export function entriesOf(value: JsValue): readonly JsValue[] | Unknown {
  if (value instanceof Unknown) return value;
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return [...value];
  if (value instanceof Map) return [...value].map(([key, item]) => [key, item]);
  if (value instanceof Set) return [...value];
  if (value instanceof HostObject || value instanceof JsFunction) return new Unknown('what an object gives');
  return [];
}
