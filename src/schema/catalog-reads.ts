/** What was asked of catalogs, so that it can be told later whether another one would have given the same answers. */
import type { Table } from './catalog.ts';

/** Tables by their keys, in the order in which they were put into catalogs. */
export type MadeTables = ReadonlyMap<string, readonly Table[]>;

/** What was asked, when nothing more will be. */
export type NotedReads = Readonly<
  Pick<CatalogReads, 'tests' | 'firsts' | 'everything' | 'anyTable' | 'made'> &
    Record<'tables' | 'names' | 'constraints' | 'parents' | 'rows' | 'anyNames', ReadonlySet<string>>
>;

/** Most runs ask for little, and thousands are kept: what holds nothing is one object for all. */
const NOTHING: { readonly set: ReadonlySet<string>; readonly list: []; readonly made: MadeTables } = {
  set: new Set(),
  list: [],
  made: new Map(),
};

/** By the keys of the catalogs that were asked; one key is one thing in all of them. */
export class CatalogReads {
  readonly tables = new Set<string>();
  /** With their name space. */
  readonly names = new Set<string>();
  /** Names that were looked for among the constraints of all tables. */
  readonly constraints = new Set<string>();
  /** Tables that were asked for the keys that point to them. */
  readonly parents = new Set<string>();
  readonly rows = new Set<string>();
  /** Of all tables only those were asked for of which one of these holds. */
  readonly tests: ((table: Table) => boolean)[] = [];
  /** The same, where the first of them was wanted. */
  readonly firsts: ((table: Table) => boolean)[] = [];
  /** Were all tables looked at? */
  everything = false;
  /** Could the answer have come from any table, and not only from an irregular one? See `TablesAskedFor`. */
  anyTable = false;
  /** Asked for in whatever name space. */
  readonly anyNames = new Set<string>();

  /** Not read but put into a catalog. */
  readonly #made = new Map<string, Table[]>();
  readonly #earlier: MadeTables;

  /** `earlier`: what was put into catalogs the last time. Where it is the same again, the same object is. */
  constructor(earlier: MadeTables = new Map()) {
    this.#earlier = earlier;
  }

  get made(): MadeTables {
    return this.#made;
  }

  /** For keeping: without what is empty, and without what was there earlier. */
  noted(): NotedReads {
    const set = (of: ReadonlySet<string>): ReadonlySet<string> => (of.size === 0 ? NOTHING.set : of);
    return {
      tables: set(this.tables),
      names: set(this.names),
      constraints: set(this.constraints),
      parents: set(this.parents),
      rows: set(this.rows),
      anyNames: set(this.anyNames),
      tests: this.tests.length === 0 ? NOTHING.list : this.tests,
      firsts: this.firsts.length === 0 ? NOTHING.list : this.firsts,
      everything: this.everything,
      anyTable: this.anyTable,
      made: this.#made.size === 0 ? NOTHING.made : this.#made,
    };
  }

  /**
   * The table that a catalog is to take up under this key in place of `old`: the given one, or its like that was made at
   * this point the last time. What is no change without this stays none, and the other way round.
   */
  making(key: string, given: Table, old: Table | undefined): Table {
    let made = this.#made.get(key);
    if (made === undefined) {
      made = [];
      this.#made.set(key, made);
    }
    const earlier = this.#earlier.get(key)?.[made.length];
    const table = earlier !== undefined && earlier !== old && sameData(earlier, given) ? earlier : given;
    made.push(table);
    return table;
  }

  all(askedFor: TablesAskedFor): void {
    this.everything = true;
    this.note(askedFor);
  }

  note(askedFor: TablesAskedFor): void {
    if (askedFor === 'any') this.anyTable = true;
    else if (askedFor !== 'irregular') this.anyNames.add(askedFor.named);
  }
}

/**
 * Of which tables an answer can come. `irregular`: of those only that are views, or uncertain, or hold expressions or
 * indexes over what is no column; never of one that plain calls of a schema builder make. `named`: of those only that
 * own something of this name.
 */
export type TablesAskedFor = 'any' | 'irregular' | { readonly named: string };

/** Notes that something was looked up by its name, in whatever name space, elsewhere than in a catalog. */
export function noteName(name: string): void {
  reading?.anyNames.add(name);
}

/** Where reads are noted at the moment; null: nowhere. */
export let reading: CatalogReads | null = null;

/** Notes every read of a catalog while `action` runs. */
export function noteReads<T>(reads: CatalogReads, action: () => T): T {
  const outer = reading;
  reading = reads;
  try {
    return action();
  } finally {
    reading = outer;
  }
}

/** Are these equal, down to the last property? For plain data, such as tables are with all that they hold. */
export function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(right).length) return false;
  for (const key of keys) if (!Object.hasOwn(right, key) || !sameData(left[key], right[key])) return false;
  return true;
}
