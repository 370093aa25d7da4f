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
    if (this.get(key) === value) return this;
    return this.#with(key, value);
  }

  delete(key: string): PersistentMap<V> {
    return this.has(key) ? this.#with(key, undefined) : this;
  }

  #with(key: string, value: V | undefined): PersistentMap<V> {
    const size = this.size + (value === undefined ? -1 : this.has(key) ? 0 : 1);
    const changes = new Map(this.#changes);
    // A key that is set again moves to the end, as insertion order is what callers see.
    changes.delete(key);
    changes.set(key, value);
    if (changes.size <= 24) return new PersistentMap(this.#base, changes, size);
    const base = new Map(this.#base);
    for (const [name, changed] of changes) {
      if (changed === undefined) base.delete(name);
      else base.set(name, changed);
    }
    return new PersistentMap(base, new Map(), size);
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
