/**
 * An immutable string-keyed map that shares structure: `set` and `delete` give a new map and cost about as much as
 * the changes since the last merge, not as much as the whole. A timeline keeps one catalog per step.
 *
 * Keys come in the order in which they were first set; one that was deleted and is set again may take its old place.
 */
export class PersistentMap<V> {
  // Two layers, and the latest edits laid over them: a merge copies one into the one under it.
  readonly #base: Layer<V>;
  readonly #middle: Layer<V>;
  readonly #latest: Edit<V> | undefined;
  /** The latest edits as a layer, once somebody has asked for all entries. */
  #top: Layer<V> | undefined;
  readonly size: number;

  private constructor(base: Layer<V>, middle: Layer<V>, latest: Edit<V> | undefined, size: number) {
    this.#base = base;
    this.#middle = middle;
    this.#latest = latest;
    this.size = size;
  }

  static empty<V>(): PersistentMap<V> {
    return new PersistentMap<V>(NOTHING, NOTHING, undefined, 0);
  }

  get(key: string): V | undefined {
    const found = valueIn(this.#latest, this.#middle, this.#base, key);
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
    let [base, middle, latest, size] = [this.#base, this.#middle, this.#latest, this.size];
    for (const [key, value] of edits) {
      const old = valueIn(latest, middle, base, key);
      size += Number(value !== undefined) - Number(old !== undefined && old !== DELETED);
      // a value that stood for the same key just before is seen no more
      const older = latest?.key === key && latest.value !== DELETED ? latest.older : latest;
      latest = { key, value: value ?? DELETED, older, count: (older?.count ?? 0) + 1 };
      if (latest.count <= MOST_EDITS) continue;
      middle = merged(middle, layerOf(latest));
      latest = undefined;
      // A merge costs as much as the whole: the larger the base, the longer it waits.
      if (middle.size <= Math.sqrt(2 * MOST_EDITS * base.size)) continue;
      base = withoutDeleted(merged(base, middle));
      middle = NOTHING;
    }
    return new PersistentMap(base, middle, latest, size);
  }

  /** The keys under which the two hold different values, by age. What both share is not looked at. */
  static changedKeys<V>(first: PersistentMap<V>, second: PersistentMap<V>): Set<string> {
    const keys = new Set<string>();
    const compare = (key: string): void => {
      if (first.get(key) !== second.get(key)) keys.add(key);
    };
    const compareLayers = (one: Layer<V>, other: Layer<V>): void => {
      if (one === other) return;
      for (const layer of [one, other]) for (const key of layer.keys()) compare(key);
    };
    compareLayers(first.#base, second.#base);
    compareLayers(first.#middle, second.#middle);
    const ofOne: string[] = [];
    const ofOther: string[] = [];
    let [one, other] = [first.#latest, second.#latest];
    while (one !== other) {
      // the longer of the two first: they may meet below
      if (other === undefined || (one !== undefined && one.count >= other.count)) {
        ofOne.push(one!.key);
        one = one!.older;
      } else {
        ofOther.push(other.key);
        other = other.older;
      }
    }
    // the oldest first
    for (const key of [...ofOne.reverse(), ...ofOther.reverse()]) compare(key);
    return keys;
  }

  /** Do both hold the same, in the same order now and after the same changes to come? */
  static alike<V>(first: PersistentMap<V>, second: PersistentMap<V>, same: (a: V, b: V) => boolean): boolean {
    return (
      first === second ||
      (sameEdits(first.#latest, second.#latest, same) &&
        sameEntries(first.#middle, second.#middle, same) &&
        sameEntries(first.#base, second.#base, same))
    );
  }

  /** The first value, in order, of which `test` holds. */
  find(test: (value: V, key: string) => boolean): V | undefined {
    const [base, middle] = [this.#base, this.#middle];
    this.#top ??= layerOf(this.#latest);
    const top = this.#top;
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

/** One change, upon those before it. */
interface Edit<V> {
  readonly key: string;
  readonly value: V | typeof DELETED;
  readonly older: Edit<V> | undefined;
  /** Of this and all older ones. */
  readonly count: number;
}

/** Every look goes through these one by one: as few as make merges rare. */
const MOST_EDITS = 16;

function valueIn<V>(
  latest: Edit<V> | undefined,
  middle: Layer<V>,
  base: Layer<V>,
  key: string,
): V | typeof DELETED | undefined {
  for (let edit = latest; edit !== undefined; edit = edit.older) if (edit.key === key) return edit.value;
  return middle.get(key) ?? base.get(key);
}

function layerOf<V>(latest: Edit<V> | undefined): Layer<V> {
  if (latest === undefined) return NOTHING;
  const edits: Edit<V>[] = [];
  for (let edit: Edit<V> | undefined = latest; edit !== undefined; edit = edit.older) edits.push(edit);
  const layer = new Map<string, V | typeof DELETED>();
  for (const { key, value } of edits.reverse()) put(layer, key, value);
  return layer;
}

/** What is set anew comes last. */
function put<V>(layer: Map<string, V | typeof DELETED>, key: string, value: V | typeof DELETED): void {
  if (layer.get(key) === DELETED) layer.delete(key);
  layer.set(key, value);
}

function merged<V>(under: Layer<V>, over: Layer<V>): Map<string, V | typeof DELETED> {
  const result = new Map<string, V | typeof DELETED>();
  // by forEach: the iterator that a Map is made of gives a pair for each entry
  under.forEach((value, key) => {
    result.set(key, value);
  });
  over.forEach((value, key) => {
    put(result, key, value);
  });
  return result;
}

function withoutDeleted<V>(layer: Map<string, V | typeof DELETED>): Map<string, V | typeof DELETED> {
  for (const [key, value] of layer) if (value === DELETED) layer.delete(key);
  return layer;
}

function sameEdits<V>(
  first: Edit<V> | undefined,
  second: Edit<V> | undefined,
  same: (a: V, b: V) => boolean,
): boolean {
  let [one, other] = [first, second];
  while (one !== other) {
    if (one === undefined || other === undefined) return false;
    if (one.key !== other.key || !sameValues(one.value, other.value, same)) return false;
    one = one.older;
    other = other.older;
  }
  return true;
}

function sameValues<V>(a: V | typeof DELETED, b: V | typeof DELETED, same: (a: V, b: V) => boolean): boolean {
  return a === b || (a !== DELETED && b !== DELETED && same(a as V, b as V));
}

function sameEntries<V>(first: Layer<V>, second: Layer<V>, same: (a: V, b: V) => boolean): boolean {
  if (first === second) return true;
  if (first.size !== second.size) return false;
  const others = second.entries();
  for (const [key, value] of first) {
    const [otherKey, other] = others.next().value!;
    if (key !== otherKey || !sameValues(value, other, same)) return false;
  }
  return true;
}
