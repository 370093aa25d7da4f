/** A PersistentMap holds what a Map would after the same edits, and leaves the maps that it was made of as they are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PersistentMap } from '../../src/schema/persistent-map.ts';

/** An edit: keys are few, so that many are met again; undefined deletes. */
const edit = fc.tuple(
  fc.integer({ min: 0, max: 150 }).map((key) => `key${key}`),
  fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined, freq: 3 }),
);
const history = fc.array(fc.array(edit, { minLength: 1, maxLength: 40 }), { maxLength: 60 });

function apply(model: Map<string, number>, edits: readonly (readonly [string, number | undefined])[]): void {
  for (const [key, value] of edits) {
    if (value === undefined) model.delete(key);
    else model.set(key, value);
  }
}

/** The versions of both after each group of edits. */
function versions(groups: readonly (readonly (readonly [string, number | undefined])[])[]) {
  const model = new Map<string, number>();
  let map = PersistentMap.empty<number>();
  return groups.map((edits) => {
    apply(model, edits);
    map = map.with(edits);
    return { map, model: new Map(model) };
  });
}

describe('PersistentMap', () => {
  it('holds in every version what a Map held then', () => {
    fc.assert(
      fc.property(history, (groups) => {
        for (const { map, model } of versions(groups)) {
          expect(map.size).toBe(model.size);
          expect(new Map(map.entries())).toEqual(model);
          expect([...map.values()].sort()).toEqual([...model.values()].sort());
          for (let key = 0; key <= 150; key += 1) expect(map.get(`key${key}`)).toBe(model.get(`key${key}`));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lists keys in the order in which they were first set, where none is deleted', () => {
    const onlySet = history.map((groups) =>
      groups.map((edits) => edits.map(([key, value]) => [key, value ?? 0] as const)),
    );
    fc.assert(
      fc.property(onlySet, (groups) => {
        for (const { map, model } of versions(groups)) expect([...map.entries()]).toEqual([...model]);
      }),
      { numRuns: 60 },
    );
  });

  it('tells which keys differ between any two versions', () => {
    fc.assert(
      fc.property(history, (groups) => {
        const all = versions(groups);
        const last = all.at(-1);
        for (const { map, model } of all) {
          const keys = new Set([...model.keys(), ...last!.model.keys()]);
          const differ = [...keys].filter((key) => model.get(key) !== last!.model.get(key));
          expect([...PersistentMap.changedKeys(map, last!.map)].sort()).toEqual(differ.sort());
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds two alike that were made by the same edits, and no others', () => {
    const same = (a: number, b: number): boolean => a === b;
    fc.assert(
      fc.property(history, edit, (groups, [key, value]) => {
        const [one, other] = [versions(groups).at(-1), versions(groups).at(-1)];
        if (one === undefined || other === undefined) return;
        expect(PersistentMap.alike(one.map, other.map, same)).toBe(true);
        const changed = other.map.with([[key, value]]);
        if (other.model.get(key) !== value) expect(PersistentMap.alike(one.map, changed, same)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same map after an edit that changes nothing', () => {
    const map = PersistentMap.empty<number>().set('a', 1);
    expect(map.set('a', 1)).toBe(map);
    expect(map.delete('b')).toBe(map);
    expect(map.with([])).toBe(map);
  });
});
