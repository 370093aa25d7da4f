/** What the engines have made of the same migrations, table by table, and what explains where they differ. */
import type {
  CheckSpec,
  Column,
  Difference,
  DifferenceKind,
  ForeignKey,
  FrameworkName,
  Index,
  Table,
  Target,
} from '../schema/index.ts';
import { keyColumns } from '../schema/index.ts';
import { explanation, type LedgerEntry, type Side } from './ledger.ts';
import { partText } from './snapshot.ts';
import { defaultKey, isJsonCheck, membersOfCheck, type TypeFacts, typeFacts, typeKey } from './type-class.ts';

export interface Held {
  readonly target: Target;
  readonly snapshot: { readonly tables: ReadonlyMap<string, Table> };
}

export interface Comparison {
  /** Whose ways may explain a difference; absent: the author has written what each engine is sent. */
  readonly framework?: FrameworkName;
}

/** `leaveOut`: tables of migrations that not every engine has taken. */
export function compareEngines(
  held: readonly Held[],
  leaveOut: ReadonlySet<string>,
  options: Comparison = {},
): Difference[] {
  const names = new Set(held.flatMap(({ snapshot }) => [...snapshot.tables.keys()]));
  const differences: Difference[] = [];
  for (const name of [...names].sort()) {
    if (leaveOut.has(name)) continue;
    const sides = held.map(({ target, snapshot }) => ({ target, table: snapshot.tables.get(name) ?? null }));
    differences.push(...new TableComparison(name, sides, options.framework).differences());
  }
  return differences;
}

interface TableSide {
  readonly target: Target;
  readonly table: Table | null;
}

/** What one engine has of an object: `key` is equal where two engines agree. */
interface Facet extends Side {
  readonly key: string;
}

class TableComparison {
  readonly #name: string;
  readonly #sides: readonly TableSide[];
  readonly #framework: FrameworkName | undefined;
  readonly #found: Difference[] = [];

  constructor(name: string, sides: readonly TableSide[], framework: FrameworkName | undefined) {
    this.#name = name;
    this.#sides = sides;
    this.#framework = framework;
  }

  differences(): readonly Difference[] {
    const missing = this.#sides.some(({ table }) => table === null);
    if (missing) {
      this.#add(
        'table',
        null,
        this.#sides.map(({ target, table }) =>
          facet(target, table, { value: table === null ? '' : this.#name }),
        ),
      );
      return this.#found;
    }
    const tables = this.#sides.flatMap(({ target, table }) => (table === null ? [] : [{ target, table }]));
    if (tables.every(({ table }) => table.view === true)) return this.#found;
    this.#columns(tables);
    this.#primaryKey(tables);
    this.#indexes(tables);
    this.#foreignKeys(tables);
    this.#checks(tables);
    return this.#found;
  }

  #add(kind: DifferenceKind, object: string | null, facets: readonly Facet[]): void {
    if (new Set(facets.map(({ key }) => key)).size < 2) return;
    const values = Object.fromEntries(facets.map(({ target, value }) => [target.id, value]));
    let worst: LedgerEntry | undefined;
    for (const [i, a] of facets.entries()) {
      for (const b of facets.slice(i + 1)) {
        if (a.key === b.key) continue;
        const entry = explanation(kind, a, b, this.#framework);
        if (entry === undefined) {
          this.#found.push({ kind, table: this.#name, object, values, class: 'unexplained', entry: null });
          return;
        }
        if (worst === undefined || (worst.class === 'harmless' && entry.class === 'biting')) worst = entry;
      }
    }
    if (worst !== undefined)
      this.#found.push({ kind, table: this.#name, object, values, class: worst.class, entry: worst.id });
  }

  #columns(tables: readonly { target: Target; table: Table }[]): void {
    const names = new Set(tables.flatMap(({ table }) => table.columns.map(({ name }) => name)));
    for (const name of names) {
      const sides = tables.map(({ target, table }) => ({
        target,
        table,
        column: table.columns.find((column) => column.name === name) ?? null,
      }));
      if (sides.some(({ column }) => column === null)) {
        this.#add(
          'column',
          name,
          sides.map(({ target, table, column }) =>
            facet(target, table, { column, value: column?.type.text ?? '' }),
          ),
        );
        continue;
      }
      this.#column(
        name,
        sides.flatMap(({ target, table, column }) => (column === null ? [] : [{ target, table, column }])),
      );
    }
    this.#add(
      'column-order',
      null,
      tables.map(({ target, table }) => {
        const value = table.columns.map(({ name }) => name).join(', ');
        // The same columns, or there is another difference that says so.
        const all = table.columns.length === names.size;
        return facet(target, table, { value, key: all ? value : '' });
      }),
    );
  }

  #column(name: string, sides: readonly { target: Target; table: Table; column: Column }[]): void {
    const typed = sides.map(({ target, table, column }) => ({
      target,
      table,
      column,
      type: typeFacts(target.engine, table, column),
    }));
    const make = (text: (side: (typeof typed)[number]) => { value: string; key?: string }) =>
      typed.map((side) =>
        facet(side.target, side.table, { column: side.column, type: side.type, ...text(side) }),
      );
    const classes = new Set(typed.map(({ type }) => type.class));
    this.#add(
      classes.size > 1 || typed.every(({ type }) => type.length === undefined) ? 'type' : 'length',
      name,
      make(({ column, type }) => ({ value: column.type.text, key: typeKey(type) })),
    );
    this.#add(
      'nullability',
      name,
      make(({ column }) => ({ value: column.nullable ? 'null' : 'not null' })),
    );
    this.#add(
      'default',
      name,
      make(({ column, type }) => ({ value: column.default?.sql ?? '', key: defaultKey(column, type) })),
    );
    this.#add(
      'auto-increment',
      name,
      make(({ column }) => ({ value: column.autoIncrement ? 'automatic' : '' })),
    );
    this.#add(
      'generated',
      name,
      make(({ column: { generated } }) => ({
        value: generated === undefined ? '' : generated.stored ? 'stored' : 'virtual',
      })),
    );
    if (typed.every(({ type }) => ['char', 'string', 'text'].includes(type.class)))
      this.#add(
        'collation',
        name,
        make(({ column }) => ({ value: column.collation ?? '' })),
      );
  }

  #primaryKey(tables: readonly { target: Target; table: Table }[]): void {
    this.#add(
      'primary-key',
      null,
      tables.map(({ target, table }) =>
        facet(target, table, {
          value: table.primaryKey === undefined ? '' : keyColumns(table.primaryKey.parts).join(', '),
        }),
      ),
    );
  }

  #indexes(tables: readonly { target: Target; table: Table }[]): void {
    const groups: { index: Index | undefined }[][] = [];
    const open = tables.map(
      ({ target, table }) =>
        new Set(table.indexes.filter((index) => !standsForPrimaryKey(target, table, index))),
    );
    // First what bears the same name, then what is over the same columns; what is left, only one engine has.
    const sameColumns = (a: Index, b: Index) => a.kind === b.kind && columnsText(a) === columnsText(b);
    for (const [fits, alone] of [
      [(a: Index, b: Index) => a.name.toLowerCase() === b.name.toLowerCase(), false],
      [sameColumns, true],
    ] as const) {
      for (const indexes of open) {
        for (const index of [...indexes]) {
          const group = open.map((others) => ({
            index: others === indexes ? index : [...others].find((other) => fits(index, other)),
          }));
          if (!alone && group.filter((one) => one.index !== undefined).length === 1) continue;
          // where the others agree on a name, the last one may have another for the same
          for (const [at, one] of group.entries())
            one.index ??= [...open[at]!].find((other) => sameColumns(index, other));
          for (const [at, one] of group.entries()) if (one.index !== undefined) open[at]!.delete(one.index);
          groups.push(group);
        }
      }
    }
    for (const group of groups) this.#index(group, tables);
  }

  #index(
    group: readonly { readonly index: Index | undefined }[],
    tables: readonly { target: Target; table: Table }[],
  ): void {
    const object = group.find(({ index }) => index !== undefined)?.index?.name ?? '';
    const make = (text: (index: Index) => string) =>
      tables.map(({ target, table }, at) => {
        const index = group[at]?.index;
        return facet(target, table, {
          value: index === undefined ? '' : text(index),
          ...(index === undefined ? {} : { columns: keyColumns(index.parts), index }),
        });
      });
    this.#add(
      'index',
      object,
      make(({ name }) => name),
    );
    if (group.some(({ index }) => index === undefined)) return;
    // SQLite's pragmas tell no expression: there is nothing to hold against the others'
    const told = make(({ parts, kind }) =>
      kind === 'fulltext' ? keyColumns(parts).join(', ') : parts.map(partText).join(', '),
    ).filter(
      ({ index }) => index?.parts.every((part) => 'column' in part || part.expression !== '') === true,
    );
    this.#add('index-parts', object, told);
    this.#add(
      'unique',
      object,
      make(({ kind }) => (kind === 'unique' ? 'unique' : 'not unique')),
    );
  }

  #foreignKeys(tables: readonly { target: Target; table: Table }[]): void {
    const signature = ({ columns, parent }: ForeignKey) => `${columns.join(', ')} to ${parent.name}`;
    const all = new Set(tables.flatMap(({ table }) => table.foreignKeys.map(signature)));
    for (const one of all) {
      const sides = tables.map(({ target, table }) => ({
        target,
        table,
        key: table.foreignKeys.find((key) => signature(key) === one),
      }));
      if (sides.some(({ key }) => key === undefined)) {
        this.#add(
          'foreign-key',
          one,
          sides.map(({ target, table, key }) =>
            facet(target, table, {
              value: key === undefined ? '' : (key.name ?? one),
              key: key === undefined ? '' : one,
            }),
          ),
        );
        continue;
      }
      const named = sides.filter(({ key }) => key?.name !== undefined);
      this.#add(
        'foreign-key',
        one,
        named.map(({ target, table, key }) => facet(target, table, { value: key?.name ?? '' })),
      );
      this.#add(
        'foreign-key-actions',
        one,
        sides.map(({ target, table, key }) =>
          facet(target, table, { value: `on delete ${key?.onDelete}, on update ${key?.onUpdate}` }),
        ),
      );
    }
  }

  /** Those that stand for an enum or for JSON belong to the type. */
  #checks(tables: readonly { target: Target; table: Table }[]): void {
    const own = tables.map(({ target, table }) => ({
      target,
      table,
      checks: new Map(
        [...table.checks, ...table.columns.flatMap(checkOfColumn)]
          .filter(
            (check) =>
              !table.columns.some(
                ({ name }) => isJsonCheck([check], name) || membersOfCheck([check], name) !== undefined,
              ),
          )
          .map((check) => [checkKey(check), check] as const),
      ),
    }));
    for (const key of new Set(own.flatMap(({ checks }) => [...checks.keys()]))) {
      this.#add(
        'check',
        own.map(({ checks }) => checks.get(key)?.name).find((name) => name !== undefined) ?? null,
        own.map(({ target, table, checks }) =>
          facet(target, table, { value: checks.get(key)?.expression ?? '', key: checks.has(key) ? key : '' }),
        ),
      );
    }
  }
}

function facet(
  target: Target,
  table: Table | null,
  rest: {
    readonly value: string;
    readonly key?: string;
    readonly column?: Column | null;
    readonly type?: TypeFacts;
    readonly columns?: readonly string[];
    readonly index?: Index;
  },
): Facet {
  const { value, key, column, type, columns, index } = rest;
  return {
    target,
    table,
    column: column ?? null,
    type: type ?? null,
    value,
    key: key ?? value,
    ...(columns === undefined ? {} : { columns }),
    ...(index === undefined ? {} : { index }),
  };
}

/** SQLite keeps a primary key that is no rowid in an index of its own: https://www.sqlite.org/fileformat2.html#intschema */
function standsForPrimaryKey({ engine }: Target, table: Table, index: Index): boolean {
  return (
    engine === 'sqlite' &&
    index.name.startsWith('sqlite_autoindex_') &&
    table.primaryKey !== undefined &&
    columnsText(index) === keyColumns(table.primaryKey.parts).join(', ')
  );
}

/** One that stands in the column's own definition. */
function checkOfColumn({ check }: Column): CheckSpec[] {
  return check === undefined ? [] : [{ expression: check }];
}

function columnsText({ parts }: Index): string {
  return parts.map((part) => ('column' in part ? part.column : part.expression)).join(', ');
}

function checkKey({ expression }: CheckSpec): string {
  return expression
    .toLowerCase()
    .replaceAll(/::[a-z]+( [a-z]+)*(\(\d+\))?/g, '')
    .replaceAll(/_utf8mb[34]/g, '')
    .replaceAll('!=', '<>')
    .replaceAll(/\\?'/g, "'")
    .replaceAll(/[`"()\s]/g, '');
}
