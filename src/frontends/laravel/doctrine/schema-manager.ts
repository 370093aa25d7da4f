/**
 * doctrine/dbal's schema manager, asked by hand: `DB::getDoctrineSchemaManager()->listTableIndexes('t')` (Laravel below
 * 11, doctrine/dbal 3). It answers from the catalog. Names are given as the engine knows them, prefix included.
 */

import { PhpException } from '../../../php/exceptions.ts';
import { toText } from '../../../php/operators.ts';
import {
  argument,
  type CallArguments,
  type CallSite,
  PhpArray,
  PhpObject,
  PhpThrow,
  type PhpValue,
  Unknown,
} from '../../../php/values.ts';
import type { Catalog, ForeignKey, Table } from '../../../schema/index.ts';
import type { BlueprintConnection } from '../connection.ts';
import { FrameworkError } from '../framework-error.ts';
import { rootCause } from '../root-cause.ts';
import type { DoctrineColumn } from './column.ts';
import { platformOf } from './platform.ts';
import { type DoctrineIndex, type DoctrineTable, orderedColumns, readIndexes, readTable } from './table.ts';

/** AbstractAsset::trimQuotes and lower case: how names are compared. */
const normal = (name: string): string => name.toLowerCase().replace(/[`"[\]]/g, '');

/** Doctrine\DBAL\Connection, as far as the way to the schema manager. */
export class DoctrineConnection extends PhpObject {
  readonly className = 'Doctrine\\DBAL\\Connection';
  readonly #manager: SchemaManager;

  constructor(manager: SchemaManager) {
    super();
    this.#manager = manager;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    switch (name.toLowerCase()) {
      case 'getschemamanager':
      case 'createschemamanager':
        return this.#manager;
      case 'getdatabaseplatform':
        return this.#manager.callMethod(name, args, call);
      default:
        return undefined;
    }
  }
}

/** Its mappings are read from the project's text, whether they are reached or not (./additions.ts). */
class PlatformObject extends PhpObject {
  readonly className: string;

  constructor(className: string) {
    super();
    this.className = `Doctrine\\DBAL\\Platforms\\${className}`;
  }

  override callMethod(name: string): PhpValue | undefined {
    return name.toLowerCase() === 'registerdoctrinetypemapping'
      ? null
      : new Unknown(`what doctrine/dbal's platform answers to ${name}()`);
  }
}

export class SchemaManager extends PhpObject {
  readonly className = 'Doctrine\\DBAL\\Schema\\AbstractSchemaManager';
  readonly #connection: BlueprintConnection;
  /** Why a table that is not listed may be there all the same; null: it is not. */
  readonly #mayBeThere: (catalog: Catalog) => string | null;

  constructor(connection: BlueprintConnection, mayBeThere: (catalog: Catalog) => string | null) {
    super();
    this.#connection = connection;
    this.#mayBeThere = mayBeThere;
  }

  override callMethod(name: string, args: CallArguments, _call: CallSite): PhpValue | undefined {
    const first = (parameter: string) => argument(args, 0, parameter) ?? null;
    switch (name.toLowerCase()) {
      case 'listtableindexes':
        return this.#of(first('table'), (table) => indexObjects(this.#indexes(table)), new PhpArray());
      case 'listtableforeignkeys':
        return this.#of(first('table'), (table) => foreignKeyObjects(table.foreignKeys), new PhpArray());
      case 'listtablecolumns':
        return this.#of(first('table'), (table) => columnObjects(this.#read(table)), new PhpArray());
      case 'introspecttable':
      case 'listtabledetails': {
        const table = first('name');
        return this.#of(
          table,
          (known) => new TableObject(this.#read(known)),
          () => {
            if (name.toLowerCase() === 'listtabledetails') return new TableObject(nothing(String(table)));
            return throwing(`There is no table with name "${String(table)}" in the schema.`);
          },
        );
      }
      case 'tablesexist': {
        const names = first('names');
        return this.#exist(names instanceof PhpArray ? names.values() : [names]);
      }
      case 'listtablenames': {
        const catalog = this.#connection.catalog();
        const reason = this.#mayBeThere(catalog);
        if (reason !== null) return new Unknown(`which tables there are: ${rootCause(reason)}`);
        return PhpArray.list(
          catalog
            .tables()
            .filter(({ view }) => view !== true)
            .map((table) => table.name),
        );
      }
      case 'getdatabaseplatform':
        return new PlatformObject(platformOf(this.#connection).className);
      default:
        return new Unknown(`what doctrine/dbal answers to ${name}()`);
    }
  }

  /** `DB::getDoctrineColumn($table, $column)`: the column, or dbal's exception. */
  column(table: PhpValue, column: PhpValue): PhpValue {
    const name = toText(column);
    if (name instanceof Unknown) return name;
    return this.#of(
      table,
      (known) => new TableObject(this.#read(known)).column(name),
      () => throwing(`There is no column with name "${name}" on table "${String(table)}".`),
    );
  }

  #exist(names: readonly PhpValue[]): PhpValue {
    for (const name of names) {
      const there = this.#of(name, () => true, false);
      if (there !== true) return there;
    }
    return true;
  }

  #of(name: PhpValue, answer: (table: Table) => PhpValue, missing: PhpValue | (() => PhpValue)): PhpValue {
    const text = toText(name);
    if (text instanceof Unknown) return text;
    const catalog = this.#connection.catalog();
    const dot = text.lastIndexOf('.');
    const bare = text.slice(dot + 1);
    const table = catalog.table(dot < 0 ? { name: bare } : { schema: text.slice(0, dot), name: bare });
    const unsure = table === undefined ? this.#mayBeThere(catalog) : table.maybe;
    if (unsure != null) return new Unknown(`whether the table ${text} exists: ${rootCause(unsure)}`);
    if (table === undefined) return typeof missing === 'function' ? missing() : missing;
    if (table.open !== undefined)
      return new Unknown(`what the table ${text} holds: ${rootCause(table.open)}`);
    return answer(table);
  }

  #read(table: Table): DoctrineTable {
    return caught(() => readTable(platformOf(this.#connection), table.name, table, false));
  }

  #indexes(table: Table): readonly DoctrineIndex[] {
    return caught(() => readIndexes(platformOf(this.#connection), table));
  }
}

function nothing(name: string): DoctrineTable {
  return { name, columns: new Map(), indexes: [], foreignKeys: [] };
}

function throwing(message: string): never {
  throw new PhpThrow(new PhpException('Doctrine\\DBAL\\Exception', message), message);
}

/** What dbal cannot read, such as a type without a mapping, it throws at whoever has asked. */
function caught<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FrameworkError) throwing(error.message);
    throw error;
  }
}

/** By name in lower case; the primary key's is `primary`. */
function indexObjects(indexes: readonly DoctrineIndex[]): PhpArray {
  return PhpArray.of(
    indexes.map((index) => [index.primary ? 'primary' : normal(index.name), new IndexObject(index)] as const),
  );
}

function foreignKeyObjects(keys: readonly ForeignKey[]): PhpArray {
  return PhpArray.list(keys.map((key) => new ForeignKeyObject(key)));
}

function columnObjects(table: DoctrineTable): PhpArray {
  return PhpArray.of([...table.columns].map(([key, column]) => [key, new ColumnObject(column)] as const));
}

class TableObject extends PhpObject {
  readonly className = 'Doctrine\\DBAL\\Schema\\Table';
  readonly #table: DoctrineTable;

  constructor(table: DoctrineTable) {
    super();
    this.#table = table;
  }

  column(name: string): PhpValue {
    const found = this.#table.columns.get(normal(name));
    if (found === undefined)
      return throwing(`There is no column with name "${normal(name)}" on table "${this.#table.name}".`);
    return new ColumnObject(found);
  }

  override callMethod(name: string, args: CallArguments): PhpValue | undefined {
    const { columns, indexes, foreignKeys } = this.#table;
    const given = toText(argument(args, 0, 'name') ?? null);
    const named = given instanceof Unknown ? given : normal(given);
    const has = (test: (wanted: string) => boolean): PhpValue =>
      named instanceof Unknown ? named : test(named);
    const primary = indexes.find((index) => index.primary);
    switch (name.toLowerCase()) {
      case 'getname':
        return this.#table.name;
      case 'hasindex':
        return has((wanted) => indexes.some((index) => normal(index.name) === wanted));
      case 'getindexes':
        return indexObjects(indexes);
      case 'getindex': {
        const found = indexes.find((index) => normal(index.name) === named);
        if (named instanceof Unknown) return named;
        if (found !== undefined) return new IndexObject(found);
        return throwing(`Index "${named}" does not exist on table "${this.#table.name}".`);
      }
      case 'hascolumn':
        return has((wanted) => columns.has(wanted));
      case 'getcolumns': {
        const ordered = orderedColumns(columns, indexes, foreignKeys);
        return columnObjects({ ...this.#table, columns: ordered });
      }
      case 'getcolumn':
        return given instanceof Unknown ? given : this.column(given);
      case 'hasforeignkey':
        return has((wanted) => foreignKeys.some((key) => normal(key.name ?? '') === wanted));
      case 'getforeignkeys':
        return PhpArray.of(
          foreignKeys.map((key) => [normal(key.name ?? ''), new ForeignKeyObject(key)] as const),
        );
      case 'hasprimarykey':
        return primary !== undefined;
      case 'getprimarykey':
        return primary === undefined ? null : new IndexObject(primary);
      default:
        return new Unknown(`what doctrine/dbal's table answers to ${name}()`);
    }
  }
}

class IndexObject extends PhpObject {
  readonly className = 'Doctrine\\DBAL\\Schema\\Index';
  readonly #index: DoctrineIndex;

  constructor(index: DoctrineIndex) {
    super();
    this.#index = index;
  }

  override callMethod(name: string): PhpValue | undefined {
    const { columns, unique, primary } = this.#index;
    switch (name.toLowerCase()) {
      case 'getname':
        return this.#index.name;
      case 'getcolumns':
      case 'getunquotedcolumns':
        return PhpArray.list(columns);
      case 'isunique':
        return unique;
      case 'isprimary':
        return primary;
      case 'issimpleindex':
        return !unique && !primary;
      default:
        return new Unknown(`what doctrine/dbal's index answers to ${name}()`);
    }
  }
}

class ForeignKeyObject extends PhpObject {
  readonly className = 'Doctrine\\DBAL\\Schema\\ForeignKeyConstraint';
  readonly #key: ForeignKey;

  constructor(key: ForeignKey) {
    super();
    this.#key = key;
  }

  override callMethod(name: string): PhpValue | undefined {
    const { columns, parent, parentColumns } = this.#key;
    switch (name.toLowerCase()) {
      case 'getname':
        return this.#key.name ?? '';
      case 'getlocalcolumns':
      case 'getcolumns':
      case 'getunquotedlocalcolumns':
        return PhpArray.list(columns);
      case 'getforeigntablename':
        return parent.name;
      case 'getforeigncolumns':
      case 'getunquotedforeigncolumns':
        return PhpArray.list(parentColumns);
      default:
        return new Unknown(`what doctrine/dbal's foreign key answers to ${name}()`);
    }
  }
}

class ColumnObject extends PhpObject {
  readonly className = 'Doctrine\\DBAL\\Schema\\Column';
  readonly #column: DoctrineColumn;

  constructor(column: DoctrineColumn) {
    super();
    this.#column = column;
  }

  override callMethod(name: string): PhpValue | undefined {
    const { type, length, precision, scale, unsigned, fixed, notnull, autoincrement, comment } = this.#column;
    switch (name.toLowerCase()) {
      case 'getname':
        return this.#column.name;
      case 'gettype':
        return new TypeObject(type);
      case 'getlength':
        return length;
      case 'getprecision':
        return precision;
      case 'getscale':
        return scale;
      case 'getunsigned':
        return unsigned;
      case 'getfixed':
        return fixed;
      case 'getnotnull':
        return notnull;
      case 'getdefault':
        return this.#column.default;
      case 'getautoincrement':
        return autoincrement;
      case 'getcomment':
        return comment;
      default:
        return new Unknown(`what doctrine/dbal's column answers to ${name}()`);
    }
  }
}

class TypeObject extends PhpObject {
  readonly className = 'Doctrine\\DBAL\\Types\\Type';
  readonly #name: string;

  constructor(name: string) {
    super();
    this.#name = name;
  }

  override callMethod(name: string): PhpValue | undefined {
    return name.toLowerCase() === 'getname' ? this.#name : new Unknown(`a type of doctrine/dbal`);
  }
}
