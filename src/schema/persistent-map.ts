/**
 * An immutable string-keyed map that shares structure: `set` and `delete` give a new map and cost about as much as
 * the changes since the last merge, not as much as the whole. A timeline keeps one catalog per step.
 */
export class PersistentMap<V> {
  readonly #base: ReadonlyMap<string, V>;
  readonly #changes: ReadonlyMap<string, V | undefined>;
  readonly size: number;

  private constructor(
    base: ReadonlyMap<string, V>,
    changes: ReadonlyMap<string, V | undefined>,
    size: number,
  ) {
    this.#base = base;
    this.#changes = changes;
    this.size = size;
  }

  static empty<V>(): PersistentMap<V> {
    return new PersistentMap<V>(new Map(), new Map(), 0);
  }

  get(key: string): V | undefined {
    return this.#changes.has(key) ? this.#changes.get(key) : this.#base.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: V): PersistentMap<V> {
    return this.get(key) === value ? this : this.with([[key, value]]);
  }

  delete(key: string): PersistentMap<V> {
    return this.has(key) ? this.with([[key, undefined]]) : this;
  }

  /** Several changes at once; undefined deletes. */
  with(edits: readonly (readonly [string, V | undefined])[]): PersistentMap<V> {
    if (edits.length === 0) return this;
    let { size } = this;
    const changes = new Map(this.#changes);
    for (const [key, value] of edits) {
      const old = changes.has(key) ? changes.get(key) : this.#base.get(key);
      size += Number(value !== undefined) - Number(old !== undefined);
      // A key that is set again moves to the end, as insertion order is what callers see.
      changes.delete(key);
      changes.set(key, value);
    }
    // A merge costs as much as the whole: the larger the map, the longer it waits.
    if (changes.size <= Math.max(16, Math.sqrt(this.#base.size)))
      return new PersistentMap(this.#base, changes, size);
    const base = new Map(this.#base);
    for (const [key, value] of changes) {
      if (value === undefined) base.delete(key);
      else base.set(key, value);
    }
    return new PersistentMap(base, new Map(), size);
  }

  /** The keys under which the two hold different values. Of maps that share a base, only the changes are looked at. */
  static changedKeys<V>(first: PersistentMap<V>, second: PersistentMap<V>): Set<string> {
    const keys = new Set<string>();
    const compare = (key: string): void => {
      if (first.get(key) !== second.get(key)) keys.add(key);
    };
    if (first.#base !== second.#base) {
      for (const key of first.#base.keys()) compare(key);
      for (const key of second.#base.keys()) compare(key);
    }
    for (const key of first.#changes.keys()) compare(key);
    for (const key of second.#changes.keys()) compare(key);
    return keys;
  }

  /** Do both hold the same, in the same order now and after the same changes to come? */
  static alike<V>(first: PersistentMap<V>, second: PersistentMap<V>, same: (a: V, b: V) => boolean): boolean {
    return (
      first === second ||
      (sameEntries(first.#changes, second.#changes, same) && sameEntries(first.#base, second.#base, same))
    );
  }

  *entries(): IterableIterator<[string, V]> {
    for (const [key, value] of this.#base) {
      if (!this.#changes.has(key)) yield [key, value];
      else {
        const changed = this.#changes.get(key);
        if (changed !== undefined) yield [key, changed];
      }
    }
    for (const [key, value] of this.#changes) {
      if (value !== undefined && !this.#base.has(key)) yield [key, value];
    }
  }

  *values(): IterableIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }
}

function sameEntries<V>(
  first: ReadonlyMap<string, V | undefined>,
  second: ReadonlyMap<string, V | undefined>,
  same: (a: V, b: V) => boolean,
): boolean {
  if (first === second) return true;
  if (first.size !== second.size) return false;
  const others = second.entries();
  for (const [key, value] of first) {
    const [otherKey, other] = others.next().value!;
    if (key !== otherKey) return false;
    if (value !== other && (value === undefined || other === undefined || !same(value, other))) return false;
  }
  return true;
}
