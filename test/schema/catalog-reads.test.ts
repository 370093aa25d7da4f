/** What a catalog remembers of how it was made, and what was asked of it. */
import { describe, expect, it } from 'vitest';
import { Catalog, CatalogReads, noteReads, type Table } from '../../src/schema/index.ts';

function table(name: string, more: Partial<Table> = {}): Table {
  return { name, columns: [], indexes: [], foreignKeys: [], checks: [], temporary: false, ...more };
}

const EMPTY = Catalog.empty('ignore-case');

describe('reads of a catalog', () => {
  const base = EMPTY.withTable(table('users')).withTable(table('posts'));
  const changed = base.withTable(table('posts', { comment: 'other' }));

  it('are the same on another catalog where what was asked for is', () => {
    const reads = new CatalogReads();
    noteReads(reads, () => base.table('Users'));
    expect(Catalog.sameFor(reads, base, changed)).toBe(true);
    noteReads(reads, () => base.table('posts'));
    expect(Catalog.sameFor(reads, base, changed)).toBe(false);
  });

  it('of all tables rest on each, or on those of which the question holds', () => {
    const all = new CatalogReads();
    noteReads(all, () => [...base.tables()]);
    expect(Catalog.sameFor(all, base, changed)).toBe(false);
    const commented = new CatalogReads();
    noteReads(commented, () => base.some(({ comment }) => comment !== undefined));
    expect(Catalog.sameFor(commented, base, changed)).toBe(false);
    const open = new CatalogReads();
    noteReads(open, () => base.find((one) => one.open !== undefined));
    expect(Catalog.sameFor(open, base, changed)).toBe(true);
    expect(Catalog.sameFor(open, base, changed.withOpen('who knows'))).toBe(false);
  });
});

describe('a catalog that is made once more', () => {
  it('on another one has that one’s other tables', () => {
    const [first, second] = [EMPTY.withTable(table('users')), EMPTY.withTable(table('people'))];
    const made = noteReads(new CatalogReads(), () =>
      first
        .withTransaction({ start: first, failed: false })
        .withTable(table('posts'))
        .withRows({ name: 'posts' }, 'some'),
    );
    const images = new Map([[first, second]]);
    const again = Catalog.replayed(made, images);
    expect([...(again?.tables() ?? [])].map(({ name }) => name)).toEqual(['people', 'posts']);
    expect(again?.hasRows({ name: 'posts' })).toBe(true);
    expect(again?.transaction?.start).toBe(second);
    expect(Catalog.replayed(EMPTY.withOpen('not noted'), images)).toBeUndefined();
  });

  it('takes up the tables of the last time, each at its place', () => {
    const twice = (reads: CatalogReads): Catalog[] =>
      noteReads(reads, () => {
        const once = EMPTY.withTable(table('users'));
        return [once, once.withTable(table('users'))];
      });
    const reads = new CatalogReads();
    const [a, b] = twice(reads);
    const [c, d] = twice(new CatalogReads(reads.made));
    expect(c?.table('users')).toBe(a?.table('users'));
    expect(d?.table('users')).toBe(b?.table('users'));
    // putting an equal table in its place is a change, then as now
    expect(d).not.toBe(c);
  });
});
