/** Reads back what a server holds after a history, in the terms of a Catalog, to compare the two. */
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Catalog, KeyPart, Table } from '../../../src/schema/index.ts';

export interface Shape {
  /** In their order. */
  readonly columns: readonly {
    name: string;
    nullable: boolean;
    autoIncrement: boolean;
    collation: string | null;
  }[];
  /** `name: kind a(20), b` in the order of names. */
  readonly keys: readonly string[];
  readonly foreignKeys: readonly string[];
}

const BLOBS = new Set(['json']);

function partText(part: KeyPart): string {
  if (!('column' in part)) return `(${part.expression})`;
  return part.length === undefined ? part.column : `${part.column}(${part.length})`;
}

/** information_schema.referential_constraints cuts the longer names that MariaDB gives where a table is renamed. */
const shownName = (name: string) => [...name].slice(0, 64).join('');

function shapeOf(table: Table): Shape {
  const keys = table.indexes.map(
    (index) =>
      `${index.name}: ${index.kind}${index.method === 'hash' ? ' hash' : ''} ${index.parts.map(partText).join(', ')}`,
  );
  if (table.primaryKey !== undefined)
    keys.push(`PRIMARY: unique ${table.primaryKey.parts.map(partText).join(', ')}`);
  return {
    columns: table.columns.map((column) => ({
      name: column.name,
      nullable: column.nullable,
      autoIncrement: column.autoIncrement,
      // Strings of bytes have the collation `binary`, of which information_schema says NULL.
      collation:
        BLOBS.has(column.type.name) || column.collation === 'binary' ? null : (column.collation ?? null),
    })),
    keys: keys.sort(),
    foreignKeys: table.foreignKeys
      .map((key) =>
        `${shownName(key.name ?? '')}: ${key.columns.join(', ')} -> ${key.parent.name}(${key.parentColumns.join(', ')}) ${key.onDelete} ${key.onUpdate}`.replaceAll(
          'no action',
          'restrict',
        ),
      )
      .sort(),
  };
}

export function predictedShape(catalog: Catalog): Record<string, Shape> {
  const shapes: Record<string, Shape> = {};
  for (const table of [...catalog.tables()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    shapes[table.name] = shapeOf(table);
  }
  return shapes;
}

async function query(connection: Connection, sql: string, values: unknown[]): Promise<RowDataPacket[]> {
  const [rows] = await connection.query<RowDataPacket[]>(sql, values);
  return rows;
}

export async function observedShape(
  connection: Connection,
  database: string,
): Promise<Record<string, Shape>> {
  const columns = await query(
    connection,
    `select table_name t, column_name c, is_nullable n, extra e, collation_name k from information_schema.columns
     where table_schema = ? order by table_name, ordinal_position`,
    [database],
  );
  const statistics = await query(
    connection,
    `select table_name t, index_name i, column_name c, sub_part p, non_unique u, index_type y
     from information_schema.statistics where table_schema = ? order by table_name, index_name, seq_in_index`,
    [database],
  );
  const references = await query(
    connection,
    `select k.table_name t, k.constraint_name n, k.column_name c, k.referenced_table_name pt, k.referenced_column_name pc,
            lower(r.delete_rule) d, lower(r.update_rule) u
     from information_schema.key_column_usage k
     join information_schema.referential_constraints r
       on r.constraint_schema = k.constraint_schema and r.constraint_name = k.constraint_name and r.table_name = k.table_name
     where k.table_schema = ? and k.referenced_table_name is not null order by k.table_name, k.constraint_name, k.ordinal_position`,
    [database],
  );
  const shapes: Record<string, Shape> = {};
  for (const table of [...new Set(columns.map((row) => String(row.t)))].sort()) {
    const own = (rows: readonly RowDataPacket[]) => rows.filter((row) => row.t === table);
    const grouped = (rows: readonly RowDataPacket[], by: string) =>
      [...new Set(rows.map((row) => String(row[by])))].map((name) => rows.filter((row) => row[by] === name));
    shapes[table] = {
      columns: own(columns).map((row) => ({
        name: String(row.c),
        nullable: row.n === 'YES',
        autoIncrement: /auto_increment/i.test(String(row.e)),
        // Older servers still say utf8 for utf8mb3.
        collation: row.k?.replace(/^utf8_/, 'utf8mb3_') ?? null,
      })),
      keys: grouped(own(statistics), 'i')
        .map((rows) => {
          const first = rows[0];
          const type = String(first?.y).toLowerCase();
          const kind = type === 'fulltext' || type === 'spatial' ? type : first?.u ? 'index' : 'unique';
          // A spatial index says 32: the bytes of a bounding box, nobody's length.
          const parts = rows.map((row) =>
            row.p === null || type === 'spatial' ? row.c : `${row.c}(${row.p})`,
          );
          return `${first?.i}: ${kind}${type === 'hash' ? ' hash' : ''} ${parts.join(', ')}`;
        })
        .sort(),
      foreignKeys: grouped(own(references), 'n')
        .map((rows) => {
          const first = rows[0];
          const list = (field: string) => rows.map((row) => row[field]).join(', ');
          const rule = (field: string) => String(first?.[field]).replaceAll('no action', 'restrict');
          return `${first?.n}: ${list('c')} -> ${first?.pt}(${list('pc')}) ${rule('d')} ${rule('u')}`;
        })
        .sort(),
    };
  }
  return shapes;
}
