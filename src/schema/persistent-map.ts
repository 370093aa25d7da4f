/**
 * An immutable string-keyed map that shares structure: `set` and `delete` give a new map and cost about as much as
 * the changes since the last merge, not as much as the whole. A timeline keeps one catalog per step.
 *
 * Keys come in the order in which they were first set; one that was deleted and is set again may take its old place.
 */
export class PersistentMap<V> {
  // Layers, each laid over those before; a merge copies one into the one under it.
  readonly #base: Layer<V>;
  readonly #middle: Layer<V>;
  readonly #top: Layer<V>;
  readonly size: number;

  private constructor(base: Layer<V>, middle: Layer<V>, top: Layer<V>, size: number) {
    this.#base = base;
    this.#middle = middle;
    this.#top = top;
    this.size = size;
  }

  static empty<V>(): PersistentMap<V> {
    return new PersistentMap<V>(NOTHING, NOTHING, NOTHING, 0);
  }

  get(key: string): V | undefined {
    const found = this.#top.get(key) ?? this.#middle.get(key) ?? this.#base.get(key);
    return found === DELETED ? undefined : (found as V | undefined);
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
    let size = this.size;
    let base = this.#base;
    let middle: Layer<V> = this.#middle;
    const changes = copied(this.#top);
    for (const [key, value] of edits) {
      const own = changes.get(key);
      const old = own ?? middle.get(key) ?? base.get(key);
      const wasThere = old !== undefined && old !== DELETED;
      size += Number(value !== undefined) - Number(wasThere);
      if (own === DELETED) changes.delete(key);
      changes.set(key, value === undefined ? DELETED : value);
    }
    if (changes.size <= LARGEST_TOP) return new PersistentMap(base, middle, changes, size);
    middle = merged(middle, changes);
    // A merge costs as much as the whole: the larger the base, the longer it waits.
    if (middle.size > Math.sqrt(2 * LARGEST_TOP * base.size)) {
      base = withoutDeleted(merged(base, middle));
      middle = NOTHING;
    }
    return new PersistentMap(base, middle, NOTHING, size);
  }

  /** The keys under which the two hold different values. Layers that both share are not looked at. */
  static changedKeys<V>(first: PersistentMap<V>, second: PersistentMap<V>): Set<string> {
    const keys = new Set<string>();
    const compare = (one: Layer<V>, other: Layer<V>): void => {
      if (one === other) return;
      for (const layer of [one, other])
        for (const key of layer.keys()) if (first.get(key) !== second.get(key)) keys.add(key);
    };
    compare(first.#base, second.#base);
    compare(first.#middle, second.#middle);
    compare(first.#top, second.#top);
    return keys;
  }

  /** Do both hold the same, in the same order now and after the same changes to come? */
  static alike<V>(first: PersistentMap<V>, second: PersistentMap<V>, same: (a: V, b: V) => boolean): boolean {
    return (
      first === second ||
      (sameEntries(first.#top, second.#top, same) &&
        sameEntries(first.#middle, second.#middle, same) &&
        sameEntries(first.#base, second.#base, same))
    );
  }

  /** The first value, in order, of which `test` holds. */
  find(test: (value: V, key: string) => boolean): V | undefined {
    const [base, middle, top] = [this.#base, this.#middle, this.#top];
    for (const [key, value] of base) {
      const now = top.get(key) ?? middle.get(key) ?? value;
      if (now !== DELETED && test(now as V, key)) return now as V;
    }
    for (const [key, value] of middle) {
      if (base.has(key)) continue;
      const now = top.get(key) ?? value;
      if (now !== DELETED && test(now as V, key)) return now as V;
    }
    for (const [key, value] of top) {
      if (value === DELETED || base.has(key) || middle.has(key)) continue;
      if (test(value as V, key)) return value as V;
    }
    return undefined;
  }

  entries(): [string, V][] {
    const entries: [string, V][] = [];
    this.find((value, key) => {
      entries.push([key, value]);
      return false;
    });
    return entries;
  }

  values(): V[] {
    const values: V[] = [];
    this.find((value) => {
      values.push(value);
      return false;
    });
    return values;
  }
}

type Layer<V> = ReadonlyMap<string, V | typeof DELETED>;

/** Stands over a value of an older layer. */
const DELETED = Symbol('deleted');

/** An empty map of its own for each version would take more memory than what most of them hold. */
const NOTHING: Layer<never> = new Map();

/** Every edit copies the newest layer: as few entries as make its merges rare. */
const LARGEST_TOP = 16;

/** By forEach: the iterator that a Map is made of gives a pair for each entry. */
function copied<V>(layer: Layer<V>): Map<string, V | typeof DELETED> {
  const copy = new Map<string, V | typeof DELETED>();
  layer.forEach((value, key) => {
    copy.set(key, value);
  });
  return copy;
}

function merged<V>(under: Layer<V>, over: Layer<V>): Map<string, V | typeof DELETED> {
  const result = copied(under);
  over.forEach((value, key) => {
    if (result.get(key) === DELETED) result.delete(key);
    result.set(key, value);
  });
  return result;
}

function withoutDeleted<V>(layer: Map<string, V | typeof DELETED>): Map<string, V | typeof DELETED> {
  for (const [key, value] of layer) if (value === DELETED) layer.delete(key);
  return layer;
}

function sameEntries<V>(first: Layer<V>, second: Layer<V>, same: (a: V, b: V) => boolean): boolean {
  if (first === second) return true;
  if (first.size !== second.size) return false;
  const others = second.entries();
  for (const [key, value] of first) {
    const [otherKey, other] = others.next().value!;
    if (key !== otherKey) return false;
    if (value === other) continue;
    if (value === DELETED || other === DELETED || !same(value, other as V)) return false;
  }
  return true;
}
