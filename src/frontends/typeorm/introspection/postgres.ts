/** PostgresQueryRunner's questions: information_schema and pg_catalog (typeorm 1.1). */
import { type Catalog, type Column, keyColumns, type Table } from '../../../schema/index.ts';
import { DATABASE, SCHEMA } from '../data-source.ts';
import { type Asked, certain, type Known, type Row, upper } from './rows.ts';

/** undefined: it is none of these questions. */
export function answerPostgres(asked: Asked): readonly Row[] | undefined {
  const { sql, parameters, target, catalog } = asked;
  if (/^SELECT (?:\* FROM )?current_schema\(\)/i.test(sql))
    return [{ current_schema: SCHEMA, currentSchema: SCHEMA }];
  if (/^SELECT \* FROM current_database\(\)/i.test(sql)) return [{ current_database: DATABASE }];
  if (/^SELECT version\(\)/i.test(sql)) return [{ version: `PostgreSQL ${target.version}` }];
  // tables may be divided since PostgreSQL 10
  if (/column_name = 'relispartition'/.test(sql)) return [{ '?column?': true }];
  if (/^SELECT \* FROM "information_schema"\."(?:tables|columns)" WHERE "table_schema" = \$1/.test(sql)) {
    const table = found(asked, String(parameters[1]), String(parameters[0]));
    if (table === undefined) return [];
    if (!/"column_name" = \$3/.test(sql)) return [{ table_name: table.name }];
    return table.columns
      .filter(({ name }) => name === parameters[2])
      .map(({ name }) => ({ column_name: name }));
  }
  const enumName = /"t"\."typname" = '([^']*)'/.exec(sql)?.[1];
  if (enumName !== undefined) {
    const known = catalog.enumType(enumName);
    if (sql.includes('"pg_enum"')) return (known?.labels ?? []).map((value) => ({ value }));
    return known === undefined ? [] : [{ nspname: SCHEMA, typname: enumName }];
  }
  const type = /^SELECT "udt_schema", "udt_name" .*"table_name" = '([^']*)' AND "column_name"='([^']*)'/.exec(
    sql,
  );
  if (type !== null) {
    const column = found(asked, type[1] ?? '')?.columns.find(({ name }) => name === type[2]);
    return column === undefined ? [] : [{ udt_schema: SCHEMA, udt_name: udtName(column) }];
  }
  const tables = named(sql, asked);
  if (tables === undefined) return undefined;
  if (sql.startsWith('SELECT "table_schema", "table_name", obj_description'))
    return tables.map(({ name, schema, comment }) => ({
      table_schema: schema ?? SCHEMA,
      table_name: name,
      table_comment: comment ?? null,
    }));
  if (sql.startsWith('SELECT columns.*')) return tables.flatMap((table) => columnsOf(table, catalog));
  if (sql.includes('pg_get_constraintdef')) return tables.flatMap(constraints);
  if (sql.includes('"pg_index"')) return tables.flatMap(indexes);
  if (sql.includes('"confdeltype"')) return tables.flatMap(foreignKeys);
  return undefined;
}

function found(known: Known, name: string, schema = SCHEMA): Table | undefined {
  return certain(known, name, schema === SCHEMA ? undefined : schema);
}

/** The tables that the conditions name. */
function named(sql: string, asked: Known): readonly Table[] | undefined {
  const pairs = [
    ...sql.matchAll(
      /(?:"table_schema"|"ns"\."nspname") = '([^']*)' AND (?:"table_name"|"t"\."relname"|"cl"\."relname") = '([^']*)'/g,
    ),
  ];
  if (pairs.length === 0) return undefined;
  return pairs.flatMap(([, schema = '', name = '']) => found(asked, name, schema) ?? []);
}

const base = (table: Table): Row => ({ table_schema: table.schema ?? SCHEMA, table_name: table.name });

/** As PostgreSQL itself calls its types. */
const CANONICAL: Readonly<Record<string, string>> = {
  varchar: 'character varying',
  char: 'character',
  bpchar: 'character',
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  int2: 'smallint',
  serial: 'integer',
  bigserial: 'bigint',
  smallserial: 'smallint',
  decimal: 'numeric',
  bool: 'boolean',
  float: 'double precision',
  float8: 'double precision',
  float4: 'real',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  time: 'time without time zone',
  timetz: 'time with time zone',
  varbit: 'bit varying',
};

function regtype({ type }: Column): string {
  const bare = type.name.replace(/\[\]$/, '').replaceAll('"', '');
  const name = CANONICAL[bare] ?? bare;
  return isArray(type.text) ? `${name}[]` : name;
}

const isArray = (text: string): boolean => /\[\d*\]\s*$/.test(text);

function udtName({ type }: Column): string {
  const written = (/^"?([^"(]+?)"?(?:\(|\[|$)/.exec(type.text)?.[1] ?? type.name).split('.').at(-1) ?? '';
  // without quotes a name is kept in lower case
  const name = type.text.includes('"') ? written.replace(/^"/, '') : written.toLowerCase();
  return isArray(type.text) ? `_${name}` : name;
}

function columnsOf(table: Table, catalog: Catalog): Row[] {
  return table.columns.map((column, at) => {
    const isOwn = catalog.enumType(udtName(column).replace(/^_/, '')) !== undefined;
    const name = regtype(column).replace(/\[\]$/, '');
    return {
      ...base(table),
      column_name: column.name,
      ordinal_position: at + 1,
      data_type: isArray(column.type.text) ? 'ARRAY' : isOwn ? 'USER-DEFINED' : name,
      regtype: regtype(column),
      format_type: column.type.text,
      udt_name: udtName(column),
      column_default: defaultOf(column, table),
      is_nullable: column.nullable ? 'YES' : 'NO',
      is_identity: 'NO',
      is_generated: column.generated === undefined ? 'NEVER' : 'ALWAYS',
      generation_expression: column.generated?.expression ?? null,
      character_maximum_length: /^character/.test(name) ? (column.type.length ?? null) : null,
      numeric_precision: name === 'numeric' ? (column.type.precision ?? null) : null,
      numeric_scale:
        name === 'numeric' && column.type.precision !== undefined ? (column.type.scale ?? 0) : null,
      datetime_precision: /^(?:time|interval)/.test(name) ? (column.type.precision ?? 6) : null,
      description: column.comment ?? null,
    };
  });
}

function defaultOf(column: Column, table: Table): string | null {
  const kept = column.default;
  if (column.autoIncrement) {
    const sequence = column.sequence ?? `${table.name}_${column.name}_seq`;
    return `nextval('${sequence}'::regclass)`;
  }
  if (kept === undefined) return null;
  if (kept.kind !== 'literal') return /^now\s*\(\s*\)$/i.test(kept.sql) ? 'now()' : kept.sql;
  if (kept.value === null) return null;
  return /^'/.test(kept.sql.trim()) ? `'${kept.value.replaceAll("'", "''")}'::${regtype(column)}` : kept.sql;
}

function constraints(table: Table): Row[] {
  const rows: Row[] = [];
  const add = (
    name: string | undefined,
    type: string,
    columns: readonly string[],
    expression: string,
  ): void => {
    // one without columns still has a row
    for (const column of columns.length === 0 ? [null] : columns)
      rows.push({
        ...base(table),
        constraint_name: name,
        constraint_type: type,
        column_name: column,
        expression,
      });
  };
  const primary = table.primaryKey;
  if (primary !== undefined)
    add(primary.name ?? `${table.name}_pkey`, 'PRIMARY', keyColumns(primary.parts), '');
  for (const { name, kind, parts, constraint } of table.indexes)
    if (kind === 'unique' && constraint === true) add(name, 'UNIQUE', keyColumns(parts), '');
  for (const { name, expression } of table.checks) {
    const columns = table.columns.filter((column) =>
      new RegExp(`(?<![\\w])"?${column.name.replace(/\W/g, '\\$&')}"?(?![\\w])`).test(expression),
    );
    add(
      name,
      'CHECK',
      columns.map((column) => column.name),
      `CHECK (${expression})`,
    );
  }
  return rows;
}

/** But for those of constraints. The columns come in the order of the table. */
function indexes(table: Table): Row[] {
  return table.indexes
    .filter(({ constraint }) => constraint !== true)
    .flatMap(({ name, kind, parts, where, method }) => {
      const own = new Set(keyColumns(parts));
      return table.columns
        .filter((column) => own.has(column.name))
        .map((column) => ({
          ...base(table),
          constraint_name: name,
          column_name: column.name,
          is_unique: kind === 'unique' ? 'TRUE' : 'FALSE',
          condition: where ?? null,
          index_type: method ?? (kind === 'spatial' ? 'gist' : 'btree'),
        }));
    });
}

function foreignKeys(table: Table): Row[] {
  return table.foreignKeys.flatMap((key) =>
    key.columns.map((column, at) => ({
      ...base(table),
      constraint_name: key.name,
      column_name: column,
      referenced_table_schema: key.parent.schema ?? SCHEMA,
      referenced_table_name: key.parent.name,
      referenced_column_name: key.parentColumns[at],
      on_delete: upper(key.onDelete),
      on_update: upper(key.onUpdate),
      deferrable: false,
      deferred: 'INITIALLY IMMEDIATE',
    })),
  );
}
