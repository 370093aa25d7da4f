/**
 * Values of evaluated JavaScript. Primitives, arrays, Map, Set, Date and RegExp are themselves, objects are plain ones,
 * and what a program cannot know without being run is `Unknown`.
 */

export type JsValue = unknown;

/** What cannot be known; contagious. `reason` in a sentence. */
export class Unknown {
  readonly reason: string;
  /** Of a text that is known in part: what it is put together from. */
  readonly pieces: readonly (string | Unknown)[] | undefined;

  constructor(reason: string, pieces?: readonly (string | Unknown)[]) {
    this.reason = reason;
    this.pieces = pieces;
  }

  /** Texts and unknown values one after the other; a text where all is known. */
  static joined(parts: readonly (string | Unknown)[]): string | Unknown {
    const unknown = parts.find((part) => part instanceof Unknown);
    if (unknown === undefined) return parts.join('');
    const pieces = parts.flatMap((part) => (typeof part === 'string' ? [part] : (part.pieces ?? [part])));
    // what is put together without end is no text that anybody reads
    return pieces.length > MAX_PIECES ? new Unknown(unknown.reason) : new Unknown(unknown.reason, pieces);
  }
}

const MAX_PIECES = 1000;

/** Where a call stands: the frontend makes an origin of it. */
export interface Site {
  readonly file: string;
  /** UTF-16, from 0. */
  readonly start: number;
  readonly end: number;
  /** As written, shortened: `table.index()`. */
  readonly call: string;
  /** Of the call's arguments as written: where each begins and ends, and the closing bracket. */
  readonly argumentSpans: readonly { readonly start: number; readonly end: number }[];
  readonly close: number;
}

/** A function, of the evaluated code or of the host. */
export class JsFunction {
  readonly name: string;
  readonly #invoke: (self: JsValue, args: readonly JsValue[], site: Site) => JsValue;
  /** Static members, and what is assigned to the function. */
  readonly members = new Map<string, JsValue>();
  /** Of a class: makes an instance. */
  construct?: (args: readonly JsValue[], site: Site) => JsValue;

  constructor(name: string, invoke: (self: JsValue, args: readonly JsValue[], site: Site) => JsValue) {
    this.name = name;
    this.#invoke = invoke;
  }

  invoke(self: JsValue, args: readonly JsValue[], site: Site): JsValue {
    return this.#invoke(self, args, site);
  }
}

/** Something that the host makes, with its own members. */
export abstract class HostObject {
  /** undefined: there is no such member. */
  abstract get(name: string, site: Site): JsValue;

  set(_name: string, _value: JsValue): void {}

  /** What `await` makes of it; absent: it is itself. */
  settle?(site: Site): JsValue;
  /** Called as a function. */
  invoke?(args: readonly JsValue[], site: Site): JsValue;
  /** Called with `new`. */
  construct?(args: readonly JsValue[], site: Site): JsValue;
}

/** A promise: evaluation runs to the end of what it stands for at once. */
export class JsPromise {
  readonly state: 'fulfilled' | 'rejected';
  readonly value: JsValue;
  /** Where it was rejected, as far as that is known. */
  readonly site: Site | undefined;

  constructor(state: 'fulfilled' | 'rejected', value: JsValue, site?: Site) {
    this.state = state;
    this.value = value;
    this.site = site;
  }
}

/** An exception of the evaluated code. */
export class JsThrow extends Error {
  readonly value: JsValue;
  /** Where it was thrown. */
  readonly site: Site | undefined;

  constructor(value: JsValue, site?: Site) {
    super(messageOf(value));
    this.value = value;
    this.site = site;
  }
}

/** The names of the error's class and those above it, by the error object. */
export const errorClasses = new WeakMap<object, readonly string[]>();

export function makeError(message: JsValue, name = 'Error'): object {
  const error = { name, message: message instanceof Unknown ? message : String(message ?? ''), stack: '' };
  errorClasses.set(error, name === 'Error' ? ['Error'] : [name, 'Error']);
  return error;
}

export function messageOf(value: JsValue): string {
  if (value instanceof Unknown) return value.reason;
  if (typeof value === 'object' && value !== null && 'message' in value) {
    const { message } = value as { message: unknown };
    return message instanceof Unknown ? message.reason : String(message);
  }
  return typeof value === 'string' ? value : 'an exception';
}

/** The first unknown in the value, or in what it holds. */
export function unknownIn(value: JsValue, depth = 4): Unknown | undefined {
  if (value instanceof Unknown) return value;
  if (depth === 0 || typeof value !== 'object' || value === null) return undefined;
  if (value instanceof HostObject || value instanceof JsFunction) return undefined;
  const inner = Array.isArray(value) ? value : isPlain(value) ? Object.values(value) : [];
  for (const item of inner) {
    const found = unknownIn(item, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function isPlain(value: JsValue): value is Record<string, JsValue> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Sets a property of a plain object, whatever its name. */
export function setOwn(target: object, key: string, value: JsValue): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else (target as Record<string, JsValue>)[key] = value;
}

/** Is there something in the value that can be called, or leads out of the evaluated code? */
export function holdsObjects(value: JsValue, depth = 6): boolean {
  if (typeof value !== 'object' || value === null) return value instanceof JsFunction;
  if (value instanceof HostObject || value instanceof JsFunction || depth === 0) return true;
  return Object.values(value).some((item) => holdsObjects(item, depth - 1));
}
