/**
 * Doctrine\DBAL\Platforms\SqlitePlatform::getAlterTableSQL: the rows go to a temporary table, the table is made anew and
 * filled again, and so are its indexes, with one more for each foreign key that has none.
 */
import type { ForeignKeySpec, Origin, Statement } from '../../../schema/index.ts';
import { FrameworkError } from '../framework-error.ts';
import type { DoctrineColumn } from './column.ts';
import type { ColumnDiff } from './compare.ts';
import { declaration, quotedName } from './platform.ts';
import { brokenName, type Source, unreadable } from './source.ts';
import { specOf } from './spec.ts';
import { type DoctrineTable, orderedColumns } from './table.ts';

export interface SqliteDiff {
  readonly modified?: readonly ColumnDiff[];
  readonly renamed?: { readonly from: string; readonly column: DoctrineColumn };
  readonly dropped?: readonly string[];
}

/** SqlitePlatform::getSimpleAlterTableSQL takes integers that count on any way out of the list. */
export function withoutCounters(diffs: readonly ColumnDiff[]): ColumnDiff[] {
  return diffs.filter(({ old, column, changed }) => {
    if (!column.autoincrement || column.type !== 'integer') return true;
    if (!changed.has('type') && changed.has('unsigned')) return false;
    return old.type !== 'smallint' && old.type !== 'bigint';
  });
}

/** The columns after the change, by their name in lower case (SqlitePlatform::replaceColumn). */
function replaced(
  table: string,
  columns: Map<string, DoctrineColumn>,
  from: string,
  column: DoctrineColumn,
): Map<string, DoctrineColumn> {
  if (!columns.has(from)) {
    throw new FrameworkError(`There is no column with name "${from}" on table "${table}".`);
  }
  // Two columns of one name become one, in the first one's place, as the last one is.
  const entries = [...columns].map(([key, old]): [string, DoctrineColumn] =>
    key === from ? [column.name.toLowerCase(), column] : [key, old],
  );
  return new Map(entries);
}

export function rebuildSqlite(
  source: Source,
  table: DoctrineTable,
  diff: SqliteDiff,
  origin: Origin,
): Statement[] {
  const { platform } = source;
  const write = (name: string): string => quotedName(platform, name);
  let columns = orderedColumns(table.columns, table.indexes, table.foreignKeys);
  const oldNames = new Map([...columns].map(([key, column]) => [key, column.name]));
  const newNames = new Map(oldNames);
  /** The new name of each old one, for keys. */
  const names = new Map(oldNames);
  for (const name of diff.dropped ?? []) {
    const key = name.toLowerCase();
    for (const map of [columns, oldNames, newNames, names]) map.delete(key);
  }
  const replacements = [
    ...(diff.renamed === undefined ? [] : [diff.renamed]),
    ...(diff.modified ?? []).map(({ old, column }) => ({ from: old.name, column })),
  ];
  for (const { from, column } of replacements) {
    const key = from.toLowerCase();
    columns = replaced(table.name, columns, key, column);
    if (newNames.has(key)) newNames.set(key, column.name);
    names.set(key, column.name);
    names.set(column.name.toLowerCase(), column.name);
  }
  const follow = (old: readonly string[]): string[] | undefined => {
    const found = old.map((name) => names.get(name.toLowerCase()));
    return found.includes(undefined) ? undefined : (found as string[]);
  };
  const indexes = table.indexes.flatMap((index) => {
    const followed = follow(index.columns);
    return followed === undefined ? [] : [{ ...index, columns: followed }];
  });
  const foreignKeys = table.foreignKeys.flatMap((key) => {
    const followed = follow(key.columns);
    return followed === undefined ? [] : [{ ...key, columns: followed }];
  });
  const made = [...orderedColumns(columns, indexes, foreignKeys).values()];
  const primary = indexes.find((index) => index.primary);
  const counts = primary?.columns.some((name) => columns.get(name.toLowerCase())?.autoincrement === true);
  const from = [...oldNames.values()].map(write).join(', ');
  const to = [...newNames.values()].map(write).join(', ');
  const temporary = `__temp__${source.name.replace(/^[^.]*\./, '')}`;
  const name = source.sql;

  const fields = made.map((column) => `${write(column.name)} ${declaration(platform, column)}`);
  if (primary !== undefined && counts !== true) {
    fields.push(`PRIMARY KEY(${[...new Set(primary.columns)].map(write).join(', ')})`);
  }
  const specs: ForeignKeySpec[] = foreignKeys.map((key) => {
    const { inline: _inline, name: _name, onDelete, onUpdate, ...rest } = key;
    return {
      ...rest,
      ...(onDelete === 'restrict' ? {} : { onDelete }),
      ...(onUpdate === 'restrict' ? {} : { onUpdate }),
    };
  });
  fields.push(...specs.map((key) => foreignKeySql(write, key)));

  const statements: Statement[] = [
    {
      kind: 'noSchemaChange',
      sql: `CREATE TEMPORARY TABLE ${temporary} AS SELECT ${from} FROM ${name}`,
      origin,
      what: 'a temporary copy of the rows',
    },
    {
      kind: 'dropTable',
      sql: `DROP TABLE ${name}`,
      origin,
      tables: [source.table],
      ifExists: false,
      cascade: false,
    },
    {
      kind: 'createTable',
      sql: `CREATE TABLE ${name} (${fields.join(', ')})`,
      origin,
      table: source.table,
      columns: made.map((column) => specOf(platform, column)),
      ...(primary === undefined || counts === true
        ? {}
        : { primaryKey: { parts: primary.columns.map((column) => ({ column })) } }),
      indexes: [],
      foreignKeys: specs,
      checks: [],
      options: {},
      temporary: false,
      ifNotExists: false,
    },
    {
      kind: 'data',
      verb: 'insert',
      sql: `INSERT INTO ${name} (${to}) SELECT ${from} FROM ${temporary}`,
      origin,
      table: source.table,
      columns: [...newNames.values()],
    },
    { kind: 'noSchemaChange', sql: `DROP TABLE ${temporary}`, origin, what: 'the temporary copy goes' },
  ];
  for (const index of indexes) {
    if (index.primary) continue;
    const sql =
      `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${write(index.name)} ON ${name} ` +
      `(${index.columns.map(write).join(', ')})`;
    const broken = brokenName(platform, [{ name: index.name }]);
    if (broken !== undefined) {
      statements.push(unreadable(platform, sql, broken, origin));
      continue;
    }
    statements.push({
      kind: 'createIndex',
      sql,
      origin,
      table: source.table,
      index: {
        kind: index.unique ? 'unique' : 'index',
        name: index.name,
        parts: index.columns.map((column) => ({ column })),
        origin: index.from?.origin ?? origin,
      },
      ifNotExists: false,
    });
  }
  return readable(source, statements, [...oldNames.values()], [...newNames.values()]);
}

/** The first statement that SQLite cannot read stands as a refusal. */
function readable(
  source: Source,
  statements: Statement[],
  from: readonly string[],
  to: readonly string[],
): Statement[] {
  const { platform } = source;
  const written = (names: readonly string[]) => names.map((name) => ({ name }));
  const first = brokenName(platform, written([...from, source.name]));
  const later = brokenName(platform, written(to));
  const position = first !== undefined ? 0 : later !== undefined ? 2 : -1;
  const statement = statements[position];
  if (statement === undefined) return statements;
  return statements.with(position, unreadable(platform, statement.sql, (first ?? later)!, statement.origin));
}

function foreignKeySql(write: (name: string) => string, key: ForeignKeySpec): string {
  const parent = write(key.parent.name);
  const action = (word: 'UPDATE' | 'DELETE', value: string | undefined): string =>
    value === undefined ? '' : ` ON ${word} ${value.toUpperCase()}`;
  return (
    `FOREIGN KEY (${key.columns.map(write).join(', ')}) REFERENCES ${parent} ` +
    `(${key.parentColumns.map(write).join(', ')})${action('UPDATE', key.onUpdate)}${action('DELETE', key.onDelete)}` +
    ' NOT DEFERRABLE INITIALLY IMMEDIATE'
  );
}
