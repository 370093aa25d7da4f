/** Configuration values with the place where each one was read. */
import type { Provenance } from '../schema/index.ts';

/** A value that only running the project would tell. */
export class NotKnown {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** Keys as in PHP: decimal integers are numbers, order is kept. */
export type ConfigArray = ReadonlyMap<string | number, Located>;

export interface Located {
  readonly value: null | boolean | number | string | ConfigArray | NotKnown;
  readonly from: Provenance;
}

/** The same without places. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | NotKnown
  | ReadonlyMap<string | number, PlainValue>;

export function plain(located: Located): PlainValue {
  const { value } = located;
  if (!(value instanceof Map)) return value as PlainValue;
  return new Map([...(value as ConfigArray)].map(([key, item]) => [key, plain(item)]));
}

/** The entry at `a.b.c`; undefined where there is none. A NotKnown on the way is the answer. */
export function at(located: Located, keys: readonly (string | number)[]): Located | undefined {
  let here: Located | undefined = located;
  for (const key of keys) {
    if (here === undefined || here.value instanceof NotKnown) return here;
    if (!(here.value instanceof Map)) return undefined;
    here = (here.value as ConfigArray).get(phpKey(key));
  }
  return here;
}

export function phpKey(key: string | number): string | number {
  return typeof key === 'string' && /^(0|-?[1-9][0-9]{0,14})$/.test(key) ? Number(key) : key;
}

/** PHP's truth of a known value. */
export function truthy(value: Located['value']): boolean {
  if (value instanceof Map) return value.size > 0;
  return value !== null && value !== false && value !== 0 && value !== '' && value !== '0';
}

/** A value as PHP puts it into a string; undefined for arrays and what is not known. */
export function asText(value: Located['value']): string | undefined {
  if (value === null || value === false) return '';
  if (value === true) return '1';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
