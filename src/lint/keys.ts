/** The keys that statements make, whichever statement makes them. */
import type { IndexKind, KeyPart, Origin, Statement, TableName } from '../schema/index.ts';

/** An index, a primary key or a foreign key in the making. */
export interface NewKey {
  readonly kind: IndexKind | 'primary' | 'foreign';
  readonly table: TableName;
  readonly name?: string;
  readonly parts: readonly KeyPart[];
  /** Of a partial index: the rows that it holds. */
  readonly where?: string;
  readonly origin: Origin;
}

function* keys(statement: Statement): IterableIterator<Omit<NewKey, 'origin'> & { origin?: Origin }> {
  if (statement.kind === 'createIndex') {
    yield { ...statement.index, table: statement.table };
    return;
  }
  if (statement.kind !== 'createTable' && statement.kind !== 'alterTable') return;
  const { table } = statement;
  const foreign = (columns: readonly string[]): KeyPart[] => columns.map((column) => ({ column }));
  if (statement.kind === 'createTable') {
    for (const column of statement.columns) {
      const { origin } = column;
      const own = { table, parts: [{ column: column.name }], ...(origin === undefined ? {} : { origin }) };
      if (column.primaryKey === true) yield { kind: 'primary', ...own };
      if (column.unique === true) yield { kind: 'unique', ...own };
    }
    if (statement.primaryKey !== undefined) yield { kind: 'primary', table, ...statement.primaryKey };
    for (const index of statement.indexes) yield { ...index, table };
    for (const key of statement.foreignKeys) {
      const { name, origin } = key;
      yield {
        kind: 'foreign',
        table,
        parts: foreign(key.columns),
        ...(name === undefined ? {} : { name }),
        ...(origin === undefined ? {} : { origin }),
      };
    }
    return;
  }
  for (const action of statement.actions) {
    if (action.kind === 'addIndex') yield { ...action.index, table };
    else if (action.kind === 'addPrimaryKey') yield { kind: 'primary', table, ...action.primaryKey };
    else if (action.kind === 'addForeignKey') {
      const { name, origin, columns } = action.foreignKey;
      yield {
        kind: 'foreign',
        table,
        parts: foreign(columns),
        ...(name === undefined ? {} : { name }),
        ...(origin === undefined ? {} : { origin }),
      };
    } else if (action.kind === 'addColumn' || action.kind === 'modifyColumn') {
      const { column } = action;
      const own = {
        table,
        parts: [{ column: column.name }],
        ...(column.origin === undefined ? {} : { origin: column.origin }),
      };
      if (column.primaryKey === true) yield { kind: 'primary', ...own };
      if (column.unique === true) yield { kind: 'unique', ...own };
    }
  }
}

export function keysMadeBy(statement: Statement): NewKey[] {
  return [...keys(statement)].map((key) => ({ ...key, origin: key.origin ?? statement.origin }));
}

/** A place where an index, a unique or a foreign key is spoken of by its name, to drop or rename it. */
export interface NameUse {
  readonly name: string;
  /** The name that it gets instead. */
  readonly newName?: string;
  readonly origin: Origin;
}

export function namesUsedBy(statement: Statement): NameUse[] {
  const { origin } = statement;
  if (statement.kind === 'dropIndex') return [{ name: statement.name, origin }];
  if (statement.kind === 'renameIndex') return [{ name: statement.from, newName: statement.to, origin }];
  if (statement.kind !== 'alterTable') return [];
  const uses: NameUse[] = [];
  for (const action of statement.actions) {
    if (action.kind === 'dropIndex' || action.kind === 'dropForeignKey' || action.kind === 'dropConstraint') {
      uses.push({ name: action.name, origin });
    } else if (action.kind === 'renameIndex' || action.kind === 'renameConstraint') {
      uses.push({ name: action.from, newName: action.to, origin: action.origin ?? origin });
    }
  }
  return uses;
}
