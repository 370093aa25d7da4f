/** How two catalogs of one target differ in what migrations make. The order of columns and keys does not count. */
import type { Catalog, Column, DefaultValue, EngineName, KeyPart, Table } from '../schema/index.ts';

export interface Difference {
  /** `extra`: only the second has it; `missing`: only the first; `changed`: both, but not alike. */
  readonly kind: 'extra' | 'missing' | 'changed';
  readonly object: 'table' | 'column' | 'index' | 'foreignKey' | 'primaryKey';
  readonly table: string;
  /** Of a table: its own name. Of a key without a name: its columns. */
  readonly name: string;
  /** What it was, and what it is: `varchar(64)` → `varchar(255)`. */
  readonly detail?: string;
}

export function differenceKey(difference: Difference): string {
  const { kind, object, table, name, detail = '' } = difference;
  return [kind, object, table, name, detail].join('\0').toLowerCase();
}

/** Types as they are compared: what a target makes no difference between is the same. */
export type SameType = (a: string, b: string) => boolean;

/**
 * SQLite keeps the text of a type and looks only at its affinity (datatype3.html, 3.1): a rebuild that writes
 * `varchar(255)` for `varchar` has changed nothing.
 */
function sameAffinity(a: string, b: string): boolean {
  return affinity(a) === affinity(b);
}

/**
 * The width of an integer says only how a client may show it, but with ZEROFILL (MySQL manual, Numeric Type Attributes).
 * `tinyint(1)` is kept apart: drivers and doctrine/dbal take it for a boolean.
 */
function sameToMySql(a: string, b: string): boolean {
  return mySqlType(a) === mySqlType(b);
}

function mySqlType(type: string): string {
  const plain = type.replace(/^integer\b/, 'int').replace(/^(?:dec|numeric|fixed)\b/, 'decimal');
  if (/zerofill/.test(plain) || /^tinyint\(1\)/.test(plain)) return plain;
  return plain.replace(/^((?:tiny|small|medium|big)?int)\(\d+\)/, '$1').replace(/, /g, ',');
}

/** PostgreSQL's names for the same type: https://www.postgresql.org/docs/current/datatype.html, table 8.1. */
const POSTGRES_TYPES: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  serial: 'integer',
  serial4: 'integer',
  int8: 'bigint',
  bigserial: 'bigint',
  serial8: 'bigint',
  int2: 'smallint',
  smallserial: 'smallint',
  serial2: 'smallint',
  bool: 'boolean',
  float8: 'double precision',
  float: 'double precision',
  float4: 'real',
  decimal: 'numeric',
  'character varying': 'varchar',
  character: 'char',
  bpchar: 'char',
  timestamptz: 'timestamp with time zone',
  'timestamp without time zone': 'timestamp',
  timetz: 'time with time zone',
  'time without time zone': 'time',
  varbit: 'bit varying',
};

function sameToPostgres(a: string, b: string): boolean {
  return postgresType(a) === postgresType(b);
}

function postgresType(type: string): string {
  // timestamp(0) without time zone: the arguments stand in the middle
  const args = /\(([^)]*)\)/.exec(type)?.[1]?.replace(/\s+/g, '') ?? '';
  const name = type
    .replace(/\([^)]*\)/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `${POSTGRES_TYPES[name] ?? name}(${args})`;
}

/** What each engine makes no difference between. */
export const SAME_TYPE: Readonly<Record<EngineName, SameType>> = {
  sqlite: sameAffinity,
  mysql: sameToMySql,
  mariadb: sameToMySql,
  postgres: sameToPostgres,
};

function affinity(type: string): string {
  // INTEGER and NUMERIC differ in a CAST only, says the same page.
  if (/int/i.test(type)) return 'numeric';
  if (/char|clob|text/i.test(type)) return 'text';
  if (type === '' || /blob/i.test(type)) return 'blob';
  return /real|floa|doub/i.test(type) ? 'real' : 'numeric';
}

/** Tables of which not everything is known are left out, and others than those in `only`. */
export function catalogDifferences(
  first: Catalog,
  second: Catalog,
  only: ReadonlySet<string>,
  sameType: SameType = (a, b) => a === b,
): Difference[] {
  const found: Difference[] = [];
  for (const key of only) {
    const before = first.tableAt(key);
    if (before === undefined || !isKnown(before)) continue;
    const after = second.tableAt(key);
    if (after === before) continue;
    if (after === undefined) {
      if (second.open === null)
        found.push({ kind: 'missing', object: 'table', table: before.name, name: before.name });
    } else if (isKnown(after)) compareTables(before, after, found, sameType);
  }
  for (const key of only) {
    const after = second.tableAt(key);
    if (after === undefined || !isKnown(after)) continue;
    if (first.tableAt(key) === undefined && first.open === null)
      found.push({ kind: 'extra', object: 'table', table: after.name, name: after.name });
  }
  return found;
}

function isKnown(table: Table): boolean {
  return table.open === undefined && table.maybe === undefined && table.external !== true && !table.temporary;
}

function compareTables(before: Table, after: Table, found: Difference[], sameType: SameType): void {
  const table = before.name;
  const compare = <T>(
    object: Difference['object'],
    left: ReadonlyMap<string, readonly [name: string, item: T]>,
    right: ReadonlyMap<string, readonly [name: string, item: T]>,
    change: (a: T, b: T) => string | undefined,
  ): void => {
    for (const [key, [name, item]] of left) {
      const other = right.get(key);
      if (other === undefined) {
        found.push({ kind: 'missing', object, table, name });
        continue;
      }
      const detail = change(item, other[1]);
      if (detail !== undefined) found.push({ kind: 'changed', object, table, name, detail });
    }
    for (const [key, [name]] of right) {
      if (!left.has(key)) found.push({ kind: 'extra', object, table, name });
    }
  };
  const columns = (of: Table) =>
    new Map(of.columns.map((column) => [column.name.toLowerCase(), [column.name, column] as const]));
  compare('column', columns(before), columns(after), (a, b) => columnChange(a, b, sameType));
  compare('index', indexes(before), indexes(after), (a, b) => (a === b ? undefined : `${a} → ${b}`));
  compare('foreignKey', foreignKeys(before), foreignKeys(after), (a, b) =>
    a === b ? undefined : `${a} → ${b}`,
  );
  const left = parts(before.primaryKey?.parts ?? []);
  const right = parts(after.primaryKey?.parts ?? []);
  if (left !== right) {
    const kind = right === '' ? 'missing' : left === '' ? 'extra' : 'changed';
    found.push({
      kind,
      object: 'primaryKey',
      table,
      name: left === '' ? right : left,
      ...(kind === 'changed' ? { detail: `(${left}) → (${right})` } : {}),
    });
  }
}

function parts(list: readonly KeyPart[]): string {
  return list
    .map((part) => ('column' in part ? part.column : part.expression))
    .join(', ')
    .toLowerCase();
}

/** What an engine makes of itself is left out: indexes for foreign keys, SQLite's autoindexes. */
function indexes(table: Table): Map<string, readonly [string, string]> {
  return new Map(
    table.indexes
      .filter((index) => index.implicit !== true && !/^sqlite_autoindex_/i.test(index.name))
      .map((index) => [
        index.name.toLowerCase(),
        [index.name, `${index.kind} (${parts(index.parts)})`] as const,
      ]),
  );
}

/** By columns and parent, as SQLite keeps no names. */
function foreignKeys(table: Table): Map<string, readonly [string, string]> {
  return new Map(
    table.foreignKeys.map((key) => {
      const text = `${key.columns.join(', ')} → ${key.parent.name} (${key.parentColumns.join(', ')})`;
      const name = key.name ?? text;
      return [
        text.toLowerCase(),
        [name, `on delete ${plain(key.onDelete)}, on update ${plain(key.onUpdate)}`] as const,
      ];
    }),
  );
}

/** RESTRICT and NO ACTION are the same but for the moment of the check. */
function plain(action: string): string {
  return action === 'restrict' ? 'no action' : action;
}

function columnChange(a: Column, b: Column, sameType: SameType): string | undefined {
  const changes: string[] = [];
  const type = (column: Column): string => column.type.text.toLowerCase().replace(/\s+/g, ' ');
  if (!sameType(type(a), type(b))) changes.push(`${type(a)} → ${type(b)}`);
  if (a.nullable !== b.nullable) changes.push(a.nullable ? 'nullable → not null' : 'not null → nullable');
  const [left, right] = [defaultText(a.default), defaultText(b.default)];
  const alike = left === right || (isNumber(a) && isNumber(b) && sameNumber(left, right));
  if (!alike && a.default?.kind !== 'unknown' && b.default?.kind !== 'unknown')
    changes.push(`default ${left} → ${right}`);
  return changes.length === 0 ? undefined : changes.join(', ');
}

const isNumber = ({ type }: Column): boolean =>
  /int|serial|dec|numeric|fixed|float|double|real/i.test(type.name);

/** `0` and `0.00`: the engine keeps the digits that the type has. */
function sameNumber(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) =>
    /^'[-+]?[\d.]+'$/.test(text) ? Number(text.slice(1, -1)) : Number.NaN,
  );
  return left === right;
}

/** A default as it counts: quotes and parentheses around it do not, and NULL is none. */
function defaultText(value: DefaultValue | undefined): string {
  if (value === undefined) return 'none';
  if (value.kind === 'literal') return value.value === null ? 'none' : `'${value.value}'`;
  // The sequence of PostgreSQL's SERIAL keeps the name that its table once had.
  if (/^nextval\(/i.test(value.sql)) return 'nextval(…)';
  const text = value.sql.replace(/^\(+|\)+$/g, '').replace(/^'(.*)'$/, '$1');
  return /^null$/i.test(text) ? 'none' : `'${text}'`;
}
