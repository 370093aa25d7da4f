/** What PostgreSQL's own catalogs answer, and the same of a predicted catalog. */
import type pg from 'pg';
import { typeName } from '../../../src/engines/postgres/types.ts';
import { type Catalog, keyColumns } from '../../../src/schema/index.ts';

interface Summary {
  columns: string[];
  indexes: string[];
  constraints: string[];
  sequences: string[];
}

type Rows = readonly Record<string, string & string[]>[];

const parts = (columns: readonly string[]) => `(${columns})`;

export function summary(catalog: Catalog): Record<string, Summary> {
  const all: Record<string, Summary> = {};
  for (const table of catalog.tables()) {
    const { primaryKey } = table;
    const unique = table.indexes.filter((index) => index.constraint === true);
    all[table.name] = {
      columns: table.columns.map((column) => {
        const type = typeName(column.type);
        return `${column.name} ${type.name}${type.array ? '[]' : ''}${column.nullable ? '' : ' not null'}`;
      }),
      indexes: [
        ...(primaryKey === undefined
          ? []
          : [`unique ${primaryKey.name}${parts(keyColumns(primaryKey.parts))}`]),
        ...table.indexes.map(
          (index) =>
            `${index.kind === 'unique' ? 'unique ' : ''}${index.name}${parts(keyColumns(index.parts))}`,
        ),
      ].sort(),
      constraints: [
        ...(primaryKey === undefined ? [] : [`p ${primaryKey.name}`]),
        ...unique.map((index) => `u ${index.name}`),
        ...table.checks.map((check) => `c ${check.name}`),
        ...table.foreignKeys.map(
          (key) => `f ${key.name}${parts(key.columns)} -> ${key.parent.name}${parts(key.parentColumns)}`,
        ),
      ].sort(),
      sequences: table.columns.flatMap((column) => column.sequence ?? []).sort(),
    };
  }
  return all;
}

export async function readBack(client: pg.Client): Promise<Record<string, Summary>> {
  const all: Record<string, Summary> = {};
  const space = "relnamespace = 'public'::regnamespace";
  const names = `(select array_agg(a.attname::text order by k.n) from unnest(%) with ordinality k(num, n)
    join pg_attribute a on a.attrelid = @ and a.attnum = k.num)`;
  const over = (keys: string, relation: string) => names.replace('%', keys).replace('@', relation);
  const results = await client.query(
    [
      `select relname from pg_class where ${space} and relkind = 'r'`,
      `select relname, attname, format_type(atttypid, null) as type, attnotnull
    from pg_attribute join pg_class c on c.oid = attrelid
    where ${space} and relkind = 'r' and attnum > 0 and not attisdropped order by attnum`,
      `select c.relname, i.relname as name, indisunique,
    ${over('indkey::int2[]', 'indrelid')} as keys
    from pg_index join pg_class c on c.oid = indrelid join pg_class i on i.oid = indexrelid where c.${space}`,
      `select relname, conname, contype, p.parent,
    ${over('conkey', 'conrelid')} as keys, ${over('confkey', 'confrelid')} as far
    from pg_constraint join pg_class c on c.oid = conrelid
    left join lateral (select relname as parent from pg_class where oid = confrelid) p on true
    where ${space} and contype in ('p', 'u', 'c', 'f')`,
      `select t.relname, s.relname as name from pg_class s
    join pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i') and d.refobjsubid > 0
    join pg_class t on t.oid = d.refobjid where s.relkind = 'S' and s.${space}`,
    ].join(';'),
  );
  // Several statements in one text give a list.
  const [tables, columns, indexes, constraints, sequences] = (results as unknown as pg.QueryResult[]).map(
    ({ rows }) => rows as Rows,
  ) as [Rows, Rows, Rows, Rows, Rows];

  for (const { relname } of tables) {
    all[relname ?? ''] = { columns: [], indexes: [], constraints: [], sequences: [] };
  }
  for (const row of columns) {
    all[row.relname ?? '']?.columns.push(`${row.attname} ${row.type}${row.attnotnull ? ' not null' : ''}`);
  }
  for (const row of indexes) {
    all[row.relname ?? '']?.indexes.push(
      `${row.indisunique ? 'unique ' : ''}${row.name}${parts(row.keys ?? [])}`,
    );
  }
  for (const row of constraints) {
    const foreign = `${parts(row.keys ?? [])} -> ${row.parent}${parts(row.far ?? [])}`;
    const { contype, conname } = row;
    all[row.relname ?? '']?.constraints.push(`${contype} ${conname}${contype === 'f' ? foreign : ''}`);
  }
  for (const row of sequences) {
    all[row.relname ?? '']?.sequences.push(row.name ?? '');
  }
  for (const table of Object.values(all)) {
    table.indexes.sort();
    table.constraints.sort();
    table.sequences.sort();
  }
  return all;
}
