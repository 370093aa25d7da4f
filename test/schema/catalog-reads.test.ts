/** What a catalog remembers of how it was made, what was asked of it, and the names in it. */
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

describe('names that tables bear', () => {
  const index = (name: string) => ({ name, kind: 'index', parts: [{ column: 'a' }] }) as const;
  const key = (name: string) => ({ name, parts: [{ column: 'a' }] });

  it('come and go with the lists that hold them', () => {
    const one = EMPTY.withTable(table('t', { indexes: [index('i'), index('j')], primaryKey: key('p') }));
    expect(one.named('relation', 'I')).toEqual({ kind: 'index', table: 't' });
    const without = one.withTable({ ...one.table('t')!, indexes: [index('j'), index('k')] });
    expect(without.named('relation', 'i')).toBeUndefined();
    expect(['j', 'k', 'p', 't'].map((name) => without.named('relation', name)?.table)).toEqual(
      Array(4).fill('t'),
    );
    // one that moves to another list stays
    const moved = without.withTable({ ...without.table('t')!, indexes: [index('j')], primaryKey: key('k') });
    expect(moved.named('relation', 'k')?.kind).toBe('index');
    expect(moved.named('relation', 'p')).toBeUndefined();
    const twice = one.withTable({ ...one.table('t')!, indexes: [index('i'), index('p')] });
    const once = twice.withTable({ ...twice.table('t')!, indexes: [index('i')] });
    expect(once.named('relation', 'p')?.table).toBe('t');
    expect(one.withoutTable({ name: 't' }).named('relation', 'p')).toBeUndefined();
  });

  it('of constraints may be those of several tables, each in its schema', () => {
    const empty = Catalog.empty('exact', true, { constraints: true });
    const checked = (name: string, more: Partial<Table> = {}) =>
      table(name, { checks: [{ name: 'c', expression: 'true' }], ...more });
    const both = empty.withTable(checked('t')).withTable(checked('u'));
    const second = both.withoutTable({ name: 't' });
    expect([empty, both, second].map((one) => one.hasConstraint('c', undefined))).toEqual([
      false,
      true,
      true,
    ]);
    expect(second.withTable(table('u')).hasConstraint('c', undefined)).toBe(false);
    expect(second.withRenamed({ name: 'u' }, { name: 'v' }).hasConstraint('c', undefined)).toBe(true);
    const elsewhere = empty.withTable(checked('t', { schema: 's' }));
    expect(['s', undefined].map((schema) => elsewhere.hasConstraint('c', schema))).toEqual([true, false]);
    expect(() => EMPTY.hasConstraint('c', undefined)).toThrow();
  });

  it('of constraints are reads of their own', () => {
    const empty = Catalog.empty('exact', true, { constraints: true });
    const named = empty.withTable(table('t', { checks: [{ name: 'c', expression: 'true' }] }));
    const reads = new CatalogReads();
    noteReads(reads, () => empty.hasConstraint('d', undefined));
    expect(Catalog.sameFor(reads, empty, named)).toBe(true);
    noteReads(reads, () => empty.hasConstraint('c', undefined));
    expect(Catalog.sameFor(reads, empty, named)).toBe(false);
    expect(Catalog.alike(named, named.withTable({ ...named.table('t')! }), () => true)).toBe(true);
    expect(Catalog.alike(named, empty.withTable(table('t')), () => true)).toBe(false);
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
