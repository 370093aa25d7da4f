/**
 * What an engine holds: tables with their columns, indexes and keys. One catalog per connection and target.
 * It keeps what the engine's own introspection would answer (declared type text, default text, order of indexes),
 * since frameworks compile table rebuilds from it. Immutable; a change gives a new catalog that shares the rest.
 */
import { type NotedReads, reading, type TablesAskedFor } from './catalog-reads.ts';
import { PersistentMap } from './persistent-map.ts';
import type { Origin } from './source.ts';
import type {
  CheckSpec,
  ColumnType,
  DefaultValue,
  IndexKind,
  KeyPart,
  ReferentialAction,
  TableName,
} from './statement.ts';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** May it hold NULL, after everything the engine implies (a primary key, SERIAL)? */
  readonly nullable: boolean;
  readonly default?: DefaultValue;
  readonly autoIncrement: boolean;
  /** Character set in force (MySQL, MariaDB): the column's own, else the table's. Absent for other types. */
  readonly charset?: string;
  readonly collation?: string;
  readonly comment?: string;
  readonly generated?: { readonly expression: string; readonly stored: boolean };
  readonly onUpdate?: string;
  readonly check?: string;
  readonly invisible?: boolean;
  /** The sequence that the engine made for it (PostgreSQL: SERIAL, IDENTITY); it shares the name space of tables. */
  readonly sequence?: string;
  readonly origin?: Origin;
}

export interface Index {
  readonly name: string;
  readonly kind: IndexKind;
  readonly parts: readonly KeyPart[];
  /** Made as a constraint (PostgreSQL), or by the engine itself for a UNIQUE in CREATE TABLE (SQLite's autoindex). */
  readonly constraint?: boolean;
  readonly where?: string;
  readonly method?: string;
  readonly deferrable?: boolean;
  /** Columns that it holds besides its parts (PostgreSQL). */
  readonly include?: readonly string[];
  /** What its own columns are called where that is no longer what its parts are (PostgreSQL: columns were renamed). */
  readonly columnNames?: readonly string[];
  /** Made by the engine for a foreign key; it goes when an explicit index covers the columns (MySQL, MariaDB). */
  readonly implicit?: boolean;
  readonly origin?: Origin;
}

export interface ForeignKey {
  /** Absent where the engine keeps none (SQLite). */
  readonly name?: string;
  readonly columns: readonly string[];
  readonly parent: TableName;
  readonly parentColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  /** Written in the column's own definition (REFERENCES …): SQLite drops it along with the column. */
  readonly inline?: boolean;
  /** PostgreSQL: the key of the parent's, of several over these columns, that was chosen when it was made. */
  readonly restsOn?: string;
  readonly origin?: Origin;
}

export interface PrimaryKey {
  readonly name?: string;
  readonly parts: readonly KeyPart[];
  /** As an index has them. */
  readonly columnNames?: readonly string[];
  readonly deferrable?: boolean;
  readonly origin?: Origin;
}

export interface Table {
  readonly name: string;
  readonly schema?: string;
  readonly columns: readonly Column[];
  readonly primaryKey?: PrimaryKey;
  readonly indexes: readonly Index[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly CheckSpec[];
  /** Storage engine, lower case (MySQL, MariaDB). */
  readonly engine?: string;
  readonly charset?: string;
  readonly collation?: string;
  /** Lower case: dynamic, compact, redundant, compressed (MySQL, MariaDB). */
  readonly rowFormat?: string;
  readonly comment?: string;
  readonly temporary: boolean;
  readonly view?: boolean;
  /** A view that keeps its rows (PostgreSQL). */
  readonly materialized?: boolean;
  /** Of a view that a migration makes: what its query reads, and its text. */
  readonly query?: { readonly reads: readonly TableName[]; readonly sql: string };
  /**
   * Why this table may hold more, or other, columns and keys than are listed: it is external, or something touched
   * it that was not understood. Absent: everything about it is known.
   */
  readonly open?: string;
  /** Why this table may not exist at all (it is made in a branch whose condition is not known). Absent: it does. */
  readonly maybe?: string;
  /** Declared by configuration, not made by a migration. */
  readonly external?: boolean;
  readonly origin?: Origin;
}

/** How an engine compares the names of tables. */
export type NameFolding = 'exact' | 'ignore-case';

/** What a name in a shared name space belongs to. */
export interface NamedObject {
  readonly kind: 'table' | 'index' | 'foreignKey' | 'sequence';
  /** The key of the table that owns it. */
  readonly table: string;
}

/** An open transaction or savepoint. */
export interface Transaction {
  /** What a rollback goes back to; holds the outer transaction, if any. */
  readonly start: Catalog;
  /** Absent: the transaction itself. */
  readonly savepoint?: string;
  /** A statement was refused: PostgreSQL refuses all others until the rollback. */
  readonly failed: boolean;
}

interface CatalogParts {
  readonly tables: PersistentMap<Table>;
  /** How many of them are views whose query is known. */
  readonly views: number;
  readonly names: PersistentMap<NamedObject>;
  /** Are the names of the space `relation` kept? Not where each table has a name space of its own for its indexes. */
  readonly relations: boolean;
  /** By the key of a parent: the keys of the tables whose foreign keys point to it. */
  readonly children: PersistentMap<readonly string[]>;
  /** By the exact name of a constraint: the keys of the tables that have one. null: nobody asks. */
  readonly constraints: PersistentMap<readonly string[]> | null;
  readonly folding: NameFolding;
  readonly open: string | null;
  readonly foreignKeyChecks: boolean;
  readonly openTypes: string | null;
  readonly enums: PersistentMap<EnumType>;
  readonly transaction: Transaction | null;
  readonly withRows: PersistentMap<Rows>;
}

/** A type whose values are listed (PostgreSQL). */
export interface EnumType {
  readonly name: string;
  /** In their order. */
  readonly labels: readonly string[];
}

/** What is known of a table's rows: it certainly holds some, or some that it held may be left. */
export type Rows = 'some' | 'maybe';

/** How a catalog was made of another. */
interface Making {
  readonly from: Catalog;
  /** Does the same to another catalog; `image` gives what stands for a catalog that it mentions. */
  readonly again: (from: Catalog, image: (catalog: Catalog) => Catalog) => Catalog;
}

/** Are catalogs being made once more on others? These may have to be replayed as well. */
let replaying = false;

export class Catalog {
  readonly #parts: CatalogParts;
  /** Kept only while reads are: see `replayed`. */
  #making: Making | undefined;

  private constructor(parts: CatalogParts) {
    this.#parts = parts;
  }

  /**
   * A fresh, empty database. `folding`: how table names compare. `constraints`: will `hasConstraint` be asked?
   * `relations`: do indexes share the name space of tables?
   */
  static empty(
    folding: NameFolding,
    foreignKeyChecks = true,
    { constraints = false, relations = true }: { constraints?: boolean; relations?: boolean } = {},
  ): Catalog {
    return new Catalog({
      tables: PersistentMap.empty(),
      views: 0,
      names: PersistentMap.empty(),
      relations,
      children: PersistentMap.empty(),
      constraints: constraints ? PersistentMap.empty() : null,
      folding,
      open: null,
      foreignKeyChecks,
      openTypes: null,
      enums: PersistentMap.empty(),
      transaction: null,
      withRows: PersistentMap.empty(),
    });
  }

  /** Why tables may exist that are not listed here; null: every table is known. */
  get open(): string | null {
    return this.#parts.open;
  }

  /** Are foreign keys being checked in this session? */
  get foreignKeyChecks(): boolean {
    return this.#parts.foreignKeyChecks;
  }

  /** Why column types and functions may exist that the engine does not have by itself (an extension); null: none do. */
  get openTypes(): string | null {
    return this.#parts.openTypes;
  }

  /** A type that migrations have made; `name` as the server keeps it, which is in lower case unless it was quoted. */
  enumType(name: string): EnumType | undefined {
    return this.#parts.enums.get(name);
  }

  /** The innermost transaction or savepoint that is open; null: each statement stands alone. */
  get transaction(): Transaction | null {
    return this.#parts.transaction;
  }

  /** Does the table certainly hold rows? A fresh database has only those that the migrations write themselves. */
  hasRows(table: TableName): boolean {
    const key = this.key(table);
    reading?.rows.add(key);
    return this.#parts.withRows.get(key) === 'some';
  }

  /** undefined: none are known of. */
  rowsOf(table: TableName): Rows | undefined {
    const key = this.key(table);
    reading?.rows.add(key);
    return this.#parts.withRows.get(key);
  }

  get size(): number {
    reading?.all('any');
    return this.#parts.tables.size;
  }

  /** The key under which a table is kept. */
  key(table: TableName): string {
    const text = table.schema === undefined ? table.name : `${table.schema}.${table.name}`;
    return this.#parts.folding === 'exact' ? text : text.toLowerCase();
  }

  table(table: TableName | string): Table | undefined {
    return this.tableAt(this.key(typeof table === 'string' ? { name: table } : table));
  }

  /** Whoever asks for all tables depends on each; `find` and `filter` say what matters. */
  tables(askedFor: TablesAskedFor = 'any'): readonly Table[] {
    reading?.all(askedFor);
    return this.#parts.tables.values();
  }

  /** The first table of which something holds that follows from the table alone. */
  find(test: (table: Table) => boolean, askedFor: TablesAskedFor = 'any'): Table | undefined {
    reading?.firsts.push(test);
    reading?.note(askedFor);
    return this.#parts.tables.find(test);
  }

  /** The same of any table. */
  some(test: (table: Table) => boolean, askedFor: TablesAskedFor = 'any'): boolean {
    reading?.tests.push(test);
    reading?.note(askedFor);
    return this.#parts.tables.find(test) !== undefined;
  }

  /** All such tables, for those who do not care for their order. */
  filter(test: (table: Table) => boolean, askedFor: TablesAskedFor = 'any'): Table[] {
    reading?.tests.push(test);
    reading?.note(askedFor);
    return this.#parts.tables.values().filter(test);
  }

  /**
   * Who bears this name in the name space `space`. Index names are kept in the space `relation` (with tables; where
   * they are an engine's to share) and foreign keys' names in `foreignKey`; both are folded to lower case unless table names compare exactly and the
   * engine keeps relations by exact name (PostgreSQL).
   */
  named(space: 'relation' | 'foreignKey', name: string): NamedObject | undefined {
    const key = `${space}:${this.#fold(space, name)}`;
    reading?.names.add(key);
    return this.#parts.names.get(key);
  }

  /** Does any table of this schema have a constraint of exactly that name? */
  hasConstraint(name: string, schema: string | undefined): boolean {
    const { constraints, tables } = this.#parts;
    if (constraints === null) throw new Error('the names of constraints are not kept');
    reading?.constraints.add(name);
    reading?.note({ named: name });
    return constraints.get(name)?.some((key) => tables.get(key)?.schema === schema) ?? false;
  }

  #fold(space: 'relation' | 'foreignKey', name: string): string {
    return space === 'foreignKey' || this.#parts.folding === 'ignore-case' ? name.toLowerCase() : name;
  }

  #with(parts: CatalogParts, again: Making['again']): Catalog {
    const made = new Catalog(parts);
    if (reading !== null || replaying) made.#making = { from: this, again };
    return made;
  }

  /**
   * What a catalog would be, had it been made of others: `images` holds what stands for the catalogs that it was made
   * of, and takes up what is made on the way. undefined: it was not made of them while reads were kept.
   */
  static replayed(catalog: Catalog, images: Map<Catalog, Catalog>): Catalog | undefined {
    const outer = replaying;
    replaying = true;
    try {
      return Catalog.#replayed(catalog, images);
    } finally {
      replaying = outer;
    }
  }

  static #replayed(catalog: Catalog, images: Map<Catalog, Catalog>): Catalog | undefined {
    const known = images.get(catalog);
    if (known !== undefined) return known;
    const chain: Catalog[] = [];
    let at: Catalog = catalog;
    let image: Catalog | undefined;
    while (image === undefined) {
      chain.push(at);
      if (at.#making === undefined) return undefined;
      at = at.#making.from;
      image = images.get(at);
    }
    for (const next of chain.reverse()) {
      let whole = true;
      const mentioned = (other: Catalog): Catalog => {
        const found = Catalog.#replayed(other, images);
        if (found === undefined) whole = false;
        return found ?? other;
      };
      image = next.#making!.again(image, mentioned);
      if (!whole) return undefined;
      images.set(next, image);
    }
    return image;
  }

  /** Would reads of the second give what they gave of the first? */
  static sameFor(reads: NotedReads, first: Catalog, second: Catalog): boolean {
    if (first === second) return true;
    const [a, b] = [first.#parts, second.#parts];
    if (
      a.folding !== b.folding ||
      a.open !== b.open ||
      a.openTypes !== b.openTypes ||
      a.enums !== b.enums ||
      a.foreignKeyChecks !== b.foreignKeyChecks ||
      a.transaction !== b.transaction
    )
      return false;
    for (const key of reads.tables) if (a.tables.get(key) !== b.tables.get(key)) return false;
    for (const key of reads.names) {
      const [old, now] = [a.names.get(key), b.names.get(key)];
      if (old !== now && (old?.kind !== now?.kind || old?.table !== now?.table)) return false;
    }
    for (const key of reads.parents) if (!sameKeys(a.children.get(key), b.children.get(key))) return false;
    for (const name of reads.constraints)
      if (!sameKeys(a.constraints?.get(name), b.constraints?.get(name))) return false;
    for (const key of reads.rows) if (a.withRows.get(key) !== b.withRows.get(key)) return false;
    if (!reads.everything && reads.tests.length === 0 && reads.firsts.length === 0) return true;
    const changed = PersistentMap.changedKeys(a.tables, b.tables);
    if (changed.size === 0) return !reads.everything || sameOrder(a.tables, b.tables);
    if (reads.everything) return false;
    for (const key of changed) {
      const tables = [a.tables.get(key), b.tables.get(key)];
      for (const test of reads.tests)
        if (tables.some((table) => table !== undefined && test(table))) return false;
    }
    // which of several comes first depends on all that has been done
    for (const test of reads.firsts)
      for (const tables of [a.tables, b.tables]) if (tables.find(test) !== undefined) return false;
    return true;
  }

  /** Do both hold the same, down to the order in which it is listed? Tables are compared by `same`. */
  static alike(first: Catalog, second: Catalog, same: (a: Table, b: Table) => boolean): boolean {
    if (first === second) return true;
    const [a, b] = [first.#parts, second.#parts];
    return (
      a.folding === b.folding &&
      a.open === b.open &&
      a.openTypes === b.openTypes &&
      PersistentMap.alike(a.enums, b.enums, (x, y) => x.labels.join('\0') === y.labels.join('\0')) &&
      a.foreignKeyChecks === b.foreignKeyChecks &&
      a.transaction === b.transaction &&
      PersistentMap.alike(a.tables, b.tables, same) &&
      PersistentMap.alike(a.names, b.names, (x, y) => x.kind === y.kind && x.table === y.table) &&
      PersistentMap.alike(a.children, b.children, sameKeys) &&
      (a.constraints === b.constraints ||
        (a.constraints !== null &&
          b.constraints !== null &&
          PersistentMap.alike(a.constraints, b.constraints, sameKeys))) &&
      PersistentMap.alike(a.withRows, b.withRows, (x, y) => x === y)
    );
  }

  /** The keys of the tables that are not the same in both. */
  static changedTables(first: Catalog, second: Catalog): Set<string> {
    return PersistentMap.changedKeys(first.#parts.tables, second.#parts.tables);
  }

  /** The table that is kept under this key. */
  tableAt(key: string): Table | undefined {
    reading?.tables.add(key);
    return this.#parts.tables.get(key);
  }

  /** Adds the table, or replaces the one of that name. */
  withTable(given: Table): Catalog {
    const key = this.key(given);
    const old = this.#parts.tables.get(key);
    if (old === given) return this;
    const table = reading?.making(key, given, old) ?? given;
    return this.#with(this.#replaced(key, old, table), (from) => from.withTable(table));
  }

  withoutTable(table: TableName): Catalog {
    const key = this.key(table);
    const old = this.#parts.tables.get(key);
    if (old === undefined) {
      reading?.tables.add(key);
      return this;
    }
    return this.#with(this.#replaced(key, old, undefined), (from) => from.withoutTable(table));
  }

  /**
   * The parts once a table has taken another's place. Written out, as each statement comes by here: a spread of what a
   * spread has made gives each catalog a hidden class of its own.
   */
  #replaced(key: string, old: Table | undefined, table: Table | undefined): CatalogParts {
    const parts = this.#parts;
    return {
      tables: table === undefined ? parts.tables.delete(key) : parts.tables.set(key, table),
      views: parts.views + viewsAs(table) - viewsAs(old),
      names: this.#renamed(key, old, table),
      relations: parts.relations,
      children: this.#withChild(key, old, table),
      constraints: this.#withConstraints(key, old, table),
      folding: parts.folding,
      open: parts.open,
      foreignKeyChecks: parts.foreignKeyChecks,
      openTypes: parts.openTypes,
      enums: parts.enums,
      transaction: parts.transaction,
      withRows: table === undefined ? parts.withRows.delete(key) : parts.withRows,
    };
  }

  /** Gives the table another name; keys of other tables that point to it follow. */
  withRenamed(from: TableName, to: TableName): Catalog {
    const table = this.table(from);
    if (table === undefined) return this;
    const { schema: _schema, ...rest } = table;
    let next = this.withoutTable(from)
      .withTable({ ...rest, ...to })
      .withRows(to, this.rowsOf(from));
    const key = this.key(from);
    for (const view of this.viewsOf(from)) {
      const { query } = view;
      if (query === undefined) continue;
      const reads = query.reads.map((read) => (this.key(read) === key ? to : read));
      next = next.withTable({ ...view, query: { ...query, reads } });
    }
    for (const other of next.#childrenOf(key)) {
      next = next.withTable({
        ...other,
        foreignKeys: other.foreignKeys.map((foreignKey) =>
          this.key(foreignKey.parent) === key ? { ...foreignKey, parent: to } : foreignKey,
        ),
      });
    }
    return next;
  }

  /** Are there views that migrations have made? */
  get hasViews(): boolean {
    reading?.all('irregular');
    return this.#parts.views > 0;
  }

  /** The views that migrations have made whose query reads this table or view. */
  viewsOf(table: TableName): Table[] {
    if (!this.hasViews) return [];
    const key = this.key(table);
    return this.tables('irregular').filter(
      ({ query }) => query?.reads.some((read) => this.key(read) === key) === true,
    );
  }

  /** From here on, tables may exist that are not listed. */
  withOpen(reason: string): Catalog {
    return this.open === null
      ? this.#with({ ...this.#parts, open: reason }, (from) => from.withOpen(reason))
      : this;
  }

  /** From here on the table certainly holds rows, may hold some of those that it held, or (undefined) none are known of. */
  withRows(table: TableName, rows: Rows | undefined): Catalog {
    const key = this.key(table);
    const old = this.#parts.withRows;
    if (old.get(key) === rows) {
      reading?.rows.add(key);
      return this;
    }
    return this.#with(
      { ...this.#parts, withRows: rows === undefined ? old.delete(key) : old.set(key, rows) },
      (from) => from.withRows(table, rows),
    );
  }

  /**
   * What another database of the same project may hold: each of these tables or not, with these columns and keys or
   * others, and tables that are not listed; none of them certainly with rows.
   */
  doubted(reason: string): Catalog {
    const doubt = (table: Table): Table => ({
      ...table,
      maybe: table.maybe ?? reason,
      open: table.open ?? reason,
    });
    const edits = this.#parts.tables.entries().map(([key, table]) => [key, doubt(table)] as const);
    return this.#with(
      {
        ...this.#parts,
        tables: PersistentMap.empty<Table>().with(edits),
        open: reason,
        withRows: PersistentMap.empty(),
      },
      (from) => from.doubted(reason),
    );
  }

  withForeignKeyChecks(enabled: boolean): Catalog {
    return enabled === this.foreignKeyChecks
      ? this
      : this.#with({ ...this.#parts, foreignKeyChecks: enabled }, (from) =>
          from.withForeignKeyChecks(enabled),
        );
  }

  withOpenTypes(reason: string): Catalog {
    return this.openTypes === null
      ? this.#with({ ...this.#parts, openTypes: reason }, (from) => from.withOpenTypes(reason))
      : this;
  }

  /** `type` absent: there is none of this name from here on. */
  withEnumType(name: string, type: EnumType | undefined): Catalog {
    const { enums } = this.#parts;
    return this.#with(
      { ...this.#parts, enums: type === undefined ? enums.delete(name) : enums.set(name, type) },
      (from) => from.withEnumType(name, type),
    );
  }

  /** With the types that the other knows, or does not know of. */
  withTypesOf(other: Catalog): Catalog {
    const { enums, openTypes } = other.#parts;
    if (enums === this.#parts.enums && openTypes === this.openTypes) return this;
    return this.#with({ ...this.#parts, enums, openTypes }, (from, image) => from.withTypesOf(image(other)));
  }

  withTransaction(transaction: Transaction | null): Catalog {
    if (transaction === this.transaction) return this;
    return this.#with({ ...this.#parts, transaction }, (from, image) =>
      from.withTransaction(imageOf(transaction, image)),
    );
  }

  /** The foreign keys, of any table, that point to this one. */
  *referencesTo(
    table: TableName,
  ): IterableIterator<{ readonly child: Table; readonly foreignKey: ForeignKey }> {
    const key = this.key(table);
    for (const child of this.#childrenOf(key)) {
      for (const foreignKey of child.foreignKeys) {
        if (this.key(foreignKey.parent) === key) yield { child, foreignKey };
      }
    }
  }

  #childrenOf(key: string): Table[] {
    const tables: Table[] = [];
    reading?.parents.add(key);
    for (const child of this.#parts.children.get(key) ?? []) {
      const table = this.tableAt(child);
      if (table !== undefined) tables.push(table);
    }
    return tables;
  }

  /** The children of each parent after a table has taken another's place. */
  #withChild(
    key: string,
    old: Table | undefined,
    table: Table | undefined,
  ): PersistentMap<readonly string[]> {
    const { children } = this.#parts;
    const was = old?.foreignKeys ?? [];
    const is = table?.foreignKeys ?? [];
    if (sameKeysOf(was, is)) return children;
    const before = new Set(was.map((foreignKey) => this.key(foreignKey.parent)));
    const after = new Set(is.map((foreignKey) => this.key(foreignKey.parent)));
    return withBearer(children, key, before, after);
  }

  /** The bearers of each constraint's name after a table has taken another's place. */
  #withConstraints(
    key: string,
    old: Table | undefined,
    table: Table | undefined,
  ): PersistentMap<readonly string[]> | null {
    const { constraints } = this.#parts;
    if (constraints === null) return null;
    const before = constraintNames(old, table);
    const after = constraintNames(table, old);
    // What goes from one list may stand in another that stays, and the other way round.
    for (const name of before) if (!after.has(name) && constraintNames(table).has(name)) before.delete(name);
    for (const name of after) if (!before.has(name) && constraintNames(old).has(name)) after.delete(name);
    return withBearer(constraints, key, before, after);
  }

  /** The names that a table bears, with their name space; those only that are not in the same list of `other`. */
  #namesOf(table: Table, other?: Table): Named[] {
    const names: Named[] = [];
    const add = (space: 'relation' | 'foreignKey', name: string, kind: NamedObject['kind']) =>
      names.push([`${space}:${this.#fold(space, name)}`, kind]);
    if (this.#parts.relations) {
      if (table.schema === undefined && table.name !== other?.name) add('relation', table.name, 'table');
      if (table.indexes !== other?.indexes)
        for (const index of table.indexes) add('relation', index.name, 'index');
      if (table.primaryKey?.name !== undefined && table.primaryKey !== other?.primaryKey)
        add('relation', table.primaryKey.name, 'index');
      if (table.columns !== other?.columns)
        for (const { sequence } of table.columns)
          if (sequence !== undefined) add('relation', sequence, 'sequence');
    }
    if (table.foreignKeys !== other?.foreignKeys)
      for (const { name } of table.foreignKeys) if (name !== undefined) add('foreignKey', name, 'foreignKey');
    return names;
  }

  /** The names after a table has taken another's place; only what differs is touched. */
  #renamed(key: string, old: Table | undefined, table: Table | undefined): PersistentMap<NamedObject> {
    const { names, relations } = this.#parts;
    // most changes leave all names as they are
    if (!relations && sameKeysOf(old?.foreignKeys, table?.foreignKeys)) return names;
    const now = table === undefined ? [] : this.#namesOf(table, old);
    const edits: [string, NamedObject | undefined][] = [];
    const gone = old === undefined ? [] : this.#namesOf(old, table);
    // it may stand in another list
    const left = gone.length === 0 || table === undefined ? NO_NAMES : namesIn(this.#namesOf(table));
    for (const [name] of gone)
      if (!left.has(name) && names.get(name)?.table === key) edits.push([name, undefined]);
    for (const [name, kind] of now) {
      const known = old === undefined ? undefined : names.get(name);
      if (known?.table !== key || known.kind !== kind) edits.push([name, { kind, table: key }]);
    }
    return names.with(edits);
  }
}

const viewsAs = (table: Table | undefined): number => (table?.query === undefined ? 0 : 1);

/** Certainly the same, or certainly none on either side. */
function sameKeysOf(was: readonly ForeignKey[] = [], is: readonly ForeignKey[] = []): boolean {
  return was === is || was.length + is.length === 0;
}

/** A name with its name space, and what bears it. */
type Named = readonly [string, NamedObject['kind']];

const NO_NAMES: ReadonlySet<string> = new Set();

const namesIn = (names: readonly Named[]): ReadonlySet<string> => new Set(names.map(([name]) => name));

/** The keys under each name, once this one is under the names `after` in place of those `before`. */
function withBearer(
  map: PersistentMap<readonly string[]>,
  key: string,
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): PersistentMap<readonly string[]> {
  const edits: [string, readonly string[] | undefined][] = [];
  for (const name of before) {
    if (after.has(name)) continue;
    const rest = (map.get(name) ?? []).filter((bearer) => bearer !== key);
    edits.push([name, rest.length === 0 ? undefined : rest]);
  }
  for (const name of after) {
    if (!before.has(name)) edits.push([name, [...(map.get(name) ?? []), key]]);
  }
  return map.with(edits);
}

/** The names of a table's constraints; those only that are not in the same list of `other`. */
export function constraintNames(table: Table | undefined, other?: Table): Set<string> {
  const names = new Set<string>();
  if (table === undefined) return names;
  if (table.primaryKey?.name !== undefined && table.primaryKey !== other?.primaryKey)
    names.add(table.primaryKey.name);
  if (table.indexes !== other?.indexes)
    for (const index of table.indexes) if (index.constraint === true) names.add(index.name);
  if (table.foreignKeys !== other?.foreignKeys)
    for (const foreignKey of table.foreignKeys) if (foreignKey.name !== undefined) names.add(foreignKey.name);
  if (table.checks !== other?.checks)
    for (const check of table.checks) if (check.name !== undefined) names.add(check.name);
  return names;
}

function sameKeys(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a === b || (a.length === b.length && a.every((key, i) => key === b[i]));
}

function sameOrder(a: PersistentMap<Table>, b: PersistentMap<Table>): boolean {
  const others = b.values();
  return a.values().every((table, i) => table === others[i]);
}

/** A transaction as another catalog would hold it; one that began before the other catalog is the same. */
function imageOf(transaction: Transaction | null, image: (catalog: Catalog) => Catalog): Transaction | null {
  return transaction === null ? null : { ...transaction, start: image(transaction.start) };
}

/** Column names compare without case on SQLite, MySQL and MariaDB; PostgreSQL's quoted names exactly. */
export function findColumn(
  table: Table,
  name: string,
  folding: NameFolding = 'ignore-case',
): Column | undefined {
  if (folding === 'exact') return table.columns.find((column) => column.name === name);
  const wanted = name.toLowerCase();
  return table.columns.find((column) => column.name.toLowerCase() === wanted);
}

export function findIndex(
  table: Table,
  name: string,
  folding: NameFolding = 'ignore-case',
): Index | undefined {
  if (folding === 'exact') return table.indexes.find((index) => index.name === name);
  const wanted = name.toLowerCase();
  return table.indexes.find((index) => index.name.toLowerCase() === wanted);
}
