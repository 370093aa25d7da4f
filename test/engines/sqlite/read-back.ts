/** What SQLite's own introspection answers, and the same of a predicted catalog. */
import type BetterSqlite3 from 'better-sqlite3';
import { type Catalog, keyColumns } from '../../../src/schema/index.ts';

interface Summary {
  readonly columns: readonly string[];
  readonly key: readonly string[];
  readonly indexes: readonly string[];
  readonly foreignKeys: readonly string[];
}

export function summary(catalog: Catalog): Record<string, Summary> {
  const all: Record<string, Summary> = {};
  for (const table of catalog.tables()) {
    all[table.name] = {
      columns: table.columns.map((column) => `${column.name} ${column.type.text}`),
      key: keyColumns(table.primaryKey?.parts ?? []).filter((name, i, names) => names.indexOf(name) === i),
      indexes: table.indexes
        .map(
          (index) => `${index.kind === 'unique' ? 'unique ' : ''}${index.name}(${keyColumns(index.parts)})`,
        )
        .sort(),
      foreignKeys: table.foreignKeys
        .map((key) => `${key.columns} -> ${key.parent.name}(${key.parentColumns}) ${key.onDelete}`)
        .sort(),
    };
  }
  return all;
}

export function readBack(database: BetterSqlite3.Database): Record<string, Summary> {
  const rows = <T>(sql: string, ...values: unknown[]) => database.prepare(sql).all(...values) as T[];
  const all: Record<string, Summary> = {};
  const tables = rows<{ name: string }>(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\'",
  );
  for (const { name } of tables) {
    const columns = rows<{ name: string; type: string; pk: number }>(
      'select name, type, pk from pragma_table_xinfo(?)',
      name,
    );
    const indexes = rows<{ name: string; unique: number }>('select * from pragma_index_list(?)', name);
    const keys = rows<{
      id: number;
      seq: number;
      table: string;
      from: string;
      to: string;
      on_delete: string;
    }>('select * from pragma_foreign_key_list(?) order by id, seq', name);
    const ids = [...new Set(keys.map((key) => key.id))];
    all[name] = {
      columns: columns.map((column) => `${column.name} ${column.type}`),
      key: columns
        .filter((column) => column.pk > 0)
        .sort((a, b) => a.pk - b.pk)
        .map((column) => column.name),
      indexes: indexes
        .map((index) => {
          const parts = rows<{ name: string | null }>('select name from pragma_index_info(?)', index.name);
          const over = parts.map((part) => part.name).filter((part) => part !== null);
          return `${index.unique === 1 ? 'unique ' : ''}${index.name}(${over})`;
        })
        .sort(),
      foreignKeys: ids
        .map((id) => {
          const parts = keys.filter((key) => key.id === id);
          const [first] = parts;
          const to = parts.map((part) => part.to).filter((part) => part !== null);
          return `${parts.map((part) => part.from)} -> ${first?.table}(${to}) ${first?.on_delete.toLowerCase()}`;
        })
        .sort(),
    };
  }
  return all;
}
