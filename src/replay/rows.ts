/**
 * A few plausible rows for a table that has just been made, since most accidents with data need some: the same values on
 * each engine, so that what differs later is the engine's doing.
 */

import { typeFacts } from '../comparison/type-class.ts';
import type { Column, EngineName, Table } from '../schema/index.ts';

/** So many rows a table gets; fewer where a unique key leaves no room for more. */
export const ROWS = 3;

/** Values that a parent's column holds already. */
export type ParentValues = (table: string, column: string) => Promise<readonly unknown[]>;

/**
 * Tables before those that point to them. In a circle, one that may point to nothing comes before the one that it would
 * point to; where each must point to another, they come in the order given.
 */
export function parentsFirst(tables: readonly Table[]): Table[] {
  const left = new Map(tables.map((table) => [table.name, table]));
  const ordered: Table[] = [];
  const waits = (table: Table, all: boolean): boolean =>
    table.foreignKeys.some(
      ({ parent, columns }) =>
        parent.name !== table.name && left.has(parent.name) && (all || !mayBeNull(table, columns)),
    );
  while (left.size > 0) {
    const rest = [...left.values()];
    const free = rest.filter((table) => !waits(table, true));
    const next = free.length > 0 ? free : rest.filter((table) => !waits(table, false)).slice(0, 1);
    for (const table of next.length > 0 ? next : [rest[0]!]) {
      ordered.push(table);
      left.delete(table.name);
    }
  }
  return ordered;
}

function mayBeNull({ columns }: Table, names: readonly string[]): boolean {
  return columns.some(({ name, nullable }) => nullable && names.includes(name));
}

/** The INSERT of the `n`th row, counted from 1; null: a parent has no row that it could point to. */
export async function insertOf(
  engine: EngineName,
  table: Table,
  n: number,
  parents: ParentValues,
): Promise<string | null> {
  const row = await rowOf(engine, table, n, parents);
  return row === null ? null : insertionOf(engine, table.name, row);
}

/** The `n`th row as literals by column, without what the engine makes by itself; null: as above. */
export async function rowOf(
  engine: EngineName,
  table: Table,
  n: number,
  parents: ParentValues,
): Promise<Map<string, string> | null> {
  const row = new Map<string, string>();
  for (const column of table.columns) {
    if (column.autoIncrement || column.generated !== undefined) continue;
    const key = table.foreignKeys.find((foreign) => foreign.columns.includes(column.name));
    let value: string | undefined;
    if (column.nullable && (n === 2 || key?.parent.name === table.name)) value = 'NULL';
    else if (key !== undefined) {
      const there = await parents(
        key.parent.name,
        key.parentColumns[key.columns.indexOf(column.name)] ?? 'id',
      );
      const held = there[(n - 1) % Math.max(1, there.length)];
      if (held === undefined || held === null) {
        if (!column.nullable) return null;
        value = 'NULL';
      } else value = literal(held);
    } else value = plausible(engine, table, column, n);
    if (value === undefined) {
      // a type of which nothing plausible is known
      if (!column.nullable && column.default === undefined) return null;
      continue;
    }
    row.set(column.name, value);
  }
  return row;
}

export function insertionOf(engine: EngineName, table: string, row: ReadonlyMap<string, string>): string {
  const into = `insert into ${quoted(engine, table)}`;
  if (row.size > 0) {
    const columns = [...row.keys()].map((name) => quoted(engine, name));
    return `${into} (${columns.join(', ')}) values (${[...row.values()].join(', ')})`;
  }
  return engine === 'mysql' || engine === 'mariadb' ? `${into} () values ()` : `${into} default values`;
}

export function quoted(engine: EngineName, name: string): string {
  return engine === 'mysql' || engine === 'mariadb'
    ? `\`${name.replaceAll('`', '``')}\``
    : `"${name.replaceAll('"', '""')}"`;
}

function literal(value: unknown): string {
  return typeof value === 'number' || typeof value === 'bigint'
    ? String(value)
    : `'${String(value).replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** undefined: none is known. */
function plausible(engine: EngineName, table: Table, column: Column, n: number): string | undefined {
  const type = typeFacts(engine, table, column);
  const day = `2024-01-0${n}`;
  switch (type.class) {
    case 'integer':
      return String(n);
    case 'boolean':
      return engine === 'postgres' ? (n % 2 === 1 ? 'true' : 'false') : String(n % 2);
    case 'decimal':
    case 'float':
      // one digit, as nobody knows how many fit
      return type.scale !== undefined && type.precision === type.scale ? '0' : String(n);
    case 'char':
    case 'string':
    case 'text':
      return /uuid|ulid|guid/i.test(column.name) && (type.length ?? 36) >= 36
        ? `'${uuid(n)}'`
        : (type.length ?? 2) < 2
          ? `'${n}'`
          : `'a${n}'`;
    case 'uuid':
      return `'${uuid(n)}'`;
    case 'json':
      return `'{"n": ${n}}'`;
    case 'date':
      return `'${day}'`;
    case 'datetime':
    case 'timestamp':
      return `'${day} 10:00:00'`;
    case 'time':
      return `'10:00:0${n}'`;
    case 'year':
      return String(2020 + n);
    case 'binary':
      return engine === 'postgres' ? `'\\x0${n}'` : `x'0${n}'`;
    case 'enum':
    case 'set': {
      const members = type.members ?? column.type.members ?? [];
      const member = members[(n - 1) % Math.max(1, members.length)];
      return member === undefined ? undefined : literal(member);
    }
    case 'network':
      return /mac/i.test(column.type.name) ? `'00:00:5e:00:53:0${n}'` : `'192.0.2.${n}'`;
    case 'spatial':
      return engine === 'mysql' || engine === 'mariadb' ? `st_geomfromtext('POINT(1 ${n})')` : undefined;
    case 'bit':
    case 'vector':
    case 'other':
      return undefined;
  }
}

function uuid(n: number): string {
  return `00000000-0000-4000-8000-00000000000${n}`;
}
