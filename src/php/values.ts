/** The values that evaluated PHP works with. */
import type { NameSlot, Origin, Span } from '../schema/index.ts';
import { spend } from './work.ts';

/** PHP's int and float are both JavaScript numbers; strings are JavaScript strings. */
export type PhpValue = null | boolean | number | string | PhpArray | PhpObject | Unknown;

const LONGEST_REASON = 300;

/** A value that cannot be known without running the project. It is contagious, and never guessed. */
export class Unknown {
  /** Why, for the report: "config('app.x') is not defined in the project". */
  readonly reason: string;
  /** Where it arose, in the file being evaluated. */
  readonly span: Span | undefined;

  constructor(reason: string, span?: Span) {
    // it is printed, and may quote the code
    this.reason = reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason;
    this.span = span;
  }
}

/** PHP's ordered hash map. Keys that are decimal integers are numbers, as in PHP. Mutable; copy on assignment. */
export class PhpArray {
  readonly #entries = new Map<string | number, PhpValue>();
  #next = 0;
  #numbered = false;
  /** Are the keys 0 … n−1 in order, as far as that shows without going over them? */
  #plain = true;
  /** Nested arrays that nobody else can hold, so that a write may go into them; see `writable`. */
  #owned: Set<PhpArray> | null = null;

  /** Whoever goes over the entries may keep the nested arrays. */
  get entries(): Map<string | number, PhpValue> {
    this.#owned = null;
    spend(this.#entries.size);
    return this.#entries;
  }

  static list(values: Iterable<PhpValue>): PhpArray {
    const array = new PhpArray();
    for (const value of values) array.push(value);
    spend(array.size);
    return array;
  }

  static of(entries: Iterable<readonly [string | number, PhpValue]>): PhpArray {
    const array = new PhpArray();
    for (const [key, value] of entries) array.set(key, value);
    spend(array.size);
    return array;
  }

  static key(key: string | number): string | number {
    return typeof key === 'string' && /^(0|-?[1-9][0-9]{0,14})$/.test(key) ? Number(key) : key;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The index that the next element without a key gets. */
  get next(): number {
    return this.#next;
  }

  get(key: string | number): PhpValue | undefined {
    const value = this.#entries.get(PhpArray.key(key));
    if (this.#owned !== null && value instanceof PhpArray) this.#owned.delete(value);
    return value;
  }

  /** As `get`, for a look that keeps nothing of a nested array. */
  peek(key: string | number): PhpValue | undefined {
    return this.#entries.get(PhpArray.key(key));
  }

  /**
   * A nested array to write into. Arrays are values, so it is copied first unless it is this array's alone:
   * `copy()` shares what is nested, and copies of it come about only where somebody writes.
   */
  writable(key: string | number): PhpValue | undefined {
    const value = this.#entries.get(PhpArray.key(key));
    if (!(value instanceof PhpArray) || this.#owned?.has(value)) return value;
    const own = value.copy();
    this.#entries.set(PhpArray.key(key), own);
    this.#owned ??= new Set();
    this.#owned.add(own);
    return own;
  }

  has(key: string | number): boolean {
    return this.#entries.has(PhpArray.key(key));
  }

  set(key: string | number, value: PhpValue): void {
    const normal = PhpArray.key(key);
    if (normal !== this.#entries.size && !this.#entries.has(normal)) this.#plain = false;
    this.#entries.set(normal, value);
    if (typeof normal !== 'number') return;
    // a negative first key counts on from there, as recorded
    if (normal >= this.#next || (normal < 0 && !this.#numbered)) this.#next = Math.floor(normal) + 1;
    this.#numbered = true;
  }

  /** Takes the last element off; a new one gets its index again. */
  pop(): PhpValue | undefined {
    if (this.#entries.size === 0) return undefined;
    const key = this.#plain ? this.#entries.size - 1 : this.keys().at(-1)!;
    const value = this.#entries.get(key);
    this.#entries.delete(key);
    if (key === this.#next - 1) this.#next -= 1;
    return value;
  }

  delete(key: string | number): void {
    const normal = PhpArray.key(key);
    if (this.#entries.delete(normal) && normal !== this.#entries.size) this.#plain = false;
  }

  push(value: PhpValue): void {
    if (this.#next !== this.#entries.size) this.#plain = false;
    this.#entries.set(this.#next, value);
    this.#next += 1;
    this.#numbered = true;
  }

  copy(): PhpArray {
    const array = new PhpArray();
    this.#owned = null;
    spend(this.#entries.size);
    for (const [key, value] of this.#entries) array.#entries.set(key, value);
    array.#next = this.#next;
    array.#numbered = this.#numbered;
    array.#plain = this.#plain;
    return array;
  }

  values(): PhpValue[] {
    return [...this.entries.values()];
  }

  keys(): (string | number)[] {
    spend(this.#entries.size);
    return [...this.#entries.keys()];
  }

  /** Are the keys 0 … n−1 in order? */
  isList(): boolean {
    if (this.#plain) return true;
    spend(this.#entries.size);
    let expected = 0;
    for (const key of this.#entries.keys()) if (key !== expected++) return false;
    return true;
  }
}

/** Arguments of a call, unpacked. */
export interface CallArguments {
  readonly positional: readonly PhpValue[];
  readonly named: ReadonlyMap<string, PhpValue>;
}

/** Where a call stands, and what the called code may ask of the interpreter. */
export interface CallSite {
  readonly origin: Origin;
  /** Where the author could write the argument `parameter` (the `position`-th, from 0); undefined: nowhere. */
  nameSlot(position: number, parameter: string): NameSlot | undefined;
  /** Calls a closure or other callable; `refs` are the places of arguments that it may take by reference. */
  invoke(
    callable: PhpValue,
    args: readonly PhpValue[],
    refs?: readonly ({ value: PhpValue } | undefined)[],
  ): PhpValue;
}

/** An object. Subclasses give the framework's classes their behaviour; the project's own are instances of a class declaration. */
export abstract class PhpObject {
  /** Fully qualified, without leading backslash. */
  abstract readonly className: string;

  /** Returns undefined where the class has no such method. */
  callMethod(_name: string, _args: CallArguments, _call: CallSite): PhpValue | undefined {
    return undefined;
  }

  getProperty(_name: string): PhpValue | undefined {
    return undefined;
  }

  /** Returns false where the property cannot be set. */
  setProperty(_name: string, _value: PhpValue): boolean {
    return false;
  }

  /** The object as a string (`__toString`); undefined: it has none. */
  toText(): string | undefined {
    return undefined;
  }

  /** A copy, for `clone`; undefined: none can be made. */
  clone(): PhpObject | undefined {
    return undefined;
  }

  /** Is the object an instance of this class or interface (fully qualified, case ignored)? */
  isInstanceOf(name: string): boolean {
    return name.toLowerCase() === this.className.toLowerCase();
  }
}

/** A PHP exception on its way; the interpreter's try/catch sees it. */
export class PhpThrow extends Error {
  readonly exception: PhpObject;

  constructor(exception: PhpObject, message: string) {
    super(message);
    this.exception = exception;
  }
}

/** The argument for a parameter: by name, else by position; undefined where it was not passed. */
export function argument(args: CallArguments, position: number, name: string): PhpValue | undefined {
  return args.named.has(name) ? args.named.get(name) : args.positional[position];
}

export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}

/** The value, or what `otherwise` gives where there is none. PHP's null is a value: `??` would lose it. */
export function orElse(value: PhpValue | undefined, otherwise: () => PhpValue): PhpValue {
  return value === undefined ? otherwise() : value;
}
