/** What PostgreSQL says of its own tables: the system catalogs, chapter "System Catalogs" of its manual. */
import type {
  CheckSpec,
  Column,
  DefaultValue,
  ForeignKey,
  Index,
  KeyPart,
  PrimaryKey,
  ReferentialAction,
  Table,
} from '../../schema/index.ts';
import { describedType } from '../column-type.ts';
import { grouped, type Row } from '../grouped-rows.ts';

export type PostgresQuery = (sql: string) => Promise<readonly Row[]>;

function inSchema(only: ReadonlySet<string> | undefined): string {
  const schema = 'c.relnamespace = (select oid from pg_namespace where nspname = current_schema())';
  if (only === undefined) return schema;
  const names = [...only].map((name) => `'${name.replaceAll("'", "''")}'`);
  return `${schema} and c.relname in (${names.join(', ')})`;
}

const ACTIONS: Readonly<Record<string, ReferentialAction>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

/**
 * Every query gives texts only, so that clients which turn values into types of their own make no difference. `only`: the
 * tables of these names; absent: all.
 */
export async function postgresTables(query: PostgresQuery, only?: ReadonlySet<string>): Promise<Table[]> {
  const wanted = inSchema(only);
  const tables = await query(
    `select c.oid::text o, c.relname::text t, c.relkind::text k, obj_description(c.oid, 'pg_class') m
     from pg_class c where ${wanted} and c.relkind in ('r', 'p', 'v', 'm') order by c.relname collate "C"`,
  );
  const columns = await query(
    `select a.attrelid::text o, a.attname::text c, format_type(a.atttypid, a.atttypmod) y, a.attnotnull::text n,
            pg_get_expr(d.adbin, d.adrelid) d, a.attidentity::text i, a.attgenerated::text g,
            (select collname::text from pg_collation k where k.oid = a.attcollation) l,
            col_description(a.attrelid, a.attnum) m, (t.typtype = 'e')::text e,
            (select json_agg(enumlabel order by enumsortorder)::text from pg_enum where enumtypid = a.atttypid) w,
            pg_get_serial_sequence(quote_ident(c.relname), a.attname) s
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where ${wanted} and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped
     order by a.attrelid, a.attnum`,
  );
  const indexes = await query(
    `select x.indrelid::text o, i.relname::text n, x.indisunique::text u, x.indisprimary::text p, m.amname::text a,
            pg_get_expr(x.indpred, x.indrelid) w, (exists (select 1 from pg_constraint where conindid = x.indexrelid
            and contype in ('p', 'u', 'x')))::text r,
            (select json_agg(json_build_object('c', (select attname from pg_attribute where attrelid = x.indrelid
               and attnum = k.num and k.num > 0), 'x', pg_get_indexdef(x.indexrelid, k.pos::int, true),
               'd', (x.indoption[k.pos - 1] & 1)) order by k.pos)::text
             from unnest(x.indkey::int2[]) with ordinality k(num, pos) where k.pos <= x.indnkeyatts) k
     from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
     join pg_am m on m.oid = i.relam where ${wanted} order by i.relname collate "C"`,
  );
  const constraints = await query(
    `select n.conrelid::text o, n.conname::text n, n.contype::text y, p.relname::text pt, n.confdeltype::text d,
            n.confupdtype::text u, pg_get_constraintdef(n.oid) x,
            (select json_agg(attname order by k.pos)::text from unnest(n.conkey) with ordinality k(num, pos)
             join pg_attribute a on a.attrelid = n.conrelid and a.attnum = k.num) k,
            (select json_agg(attname order by k.pos)::text from unnest(n.confkey) with ordinality k(num, pos)
             join pg_attribute a on a.attrelid = n.confrelid and a.attnum = k.num) f
     from pg_constraint n join pg_class c on c.oid = n.conrelid left join pg_class p on p.oid = n.confrelid
     where ${wanted} and n.contype in ('f', 'c') order by n.conname collate "C"`,
  );
  const columnsOf = grouped(columns, 'o');
  const indexesOf = grouped(indexes, 'o');
  const constraintsOf = grouped(constraints, 'o');
  return tables.map((row) => {
    const table = String(row.o);
    const view = row.k === 'v' || row.k === 'm';
    const keys = indexesOf.get(table) ?? [];
    const own = constraintsOf.get(table) ?? [];
    const primary = keys.find(({ p }) => p === 'true');
    const primaryKey: PrimaryKey | undefined = primary && {
      name: String(primary.n),
      parts: partsOf(primary),
    };
    return {
      name: String(row.t),
      columns: (columnsOf.get(table) ?? []).map(columnOf),
      ...(primaryKey === undefined ? {} : { primaryKey }),
      indexes: keys.filter((key) => key !== primary).map(indexOf),
      foreignKeys: own.filter(({ y }) => y === 'f').map(foreignKeyOf),
      checks: own.filter(({ y }) => y === 'c').map(checkOf),
      ...(typeof row.m === 'string' ? { comment: row.m } : {}),
      temporary: false,
      ...(view ? { view: true } : {}),
      ...(row.k === 'm' ? { materialized: true } : {}),
    };
  });
}

function columnOf(row: Row): Column {
  const expression = row.d === null || row.d === undefined ? undefined : String(row.d);
  const generated = String(row.g ?? '') !== '';
  const sequence = typeof row.s === 'string' ? row.s : undefined;
  const fills = row.i !== '' || (sequence !== undefined && /^nextval\(/.test(expression ?? ''));
  const type = describedType(String(row.y));
  return {
    name: String(row.c),
    type:
      row.e === 'true' && typeof row.w === 'string'
        ? { ...type, name: 'enum', members: JSON.parse(row.w) as string[] }
        : type,
    nullable: row.n !== 'true',
    ...(expression === undefined || generated || fills ? {} : { default: defaultOf(expression) }),
    autoIncrement: fills,
    ...(typeof row.l === 'string' ? { collation: row.l } : {}),
    ...(typeof row.m === 'string' ? { comment: row.m } : {}),
    ...(generated ? { generated: { expression: expression ?? '', stored: row.g === 's' } } : {}),
    ...(sequence === undefined ? {} : { sequence: sequence.replace(/^.*\./, '').replaceAll('"', '') }),
  };
}

/** `'draft'::character varying`, `0`, `'0'::numeric`, `true`, `CURRENT_TIMESTAMP`. */
function defaultOf(sql: string): DefaultValue {
  const quoted = /^'((?:[^']|'')*)'(?:::[\w ."[\](),]+)?$/.exec(sql);
  if (quoted !== null) return { kind: 'literal', value: (quoted[1] ?? '').replaceAll("''", "'"), sql };
  if (/^NULL(::[\w ."[\](),]+)?$/i.test(sql)) return { kind: 'literal', value: null, sql };
  const number = /^\(?([+-]?\d+(?:\.\d+)?)\)?(?:::[\w ]+)?$/.exec(sql);
  if (number !== null) return { kind: 'literal', value: number[1]!, sql };
  if (sql === 'true' || sql === 'false') return { kind: 'literal', value: sql, sql };
  return { kind: 'expression', sql };
}

function partsOf(row: Row): KeyPart[] {
  const parts = JSON.parse(String(row.k)) as { c: string | null; x: string; d: number }[];
  return parts.map(({ c, x, d }) =>
    c === null ? { expression: x } : { column: c, ...(d === 1 ? { descending: true } : {}) },
  );
}

function indexOf(row: Row): Index {
  const method = String(row.a);
  return {
    name: String(row.n),
    kind: row.u === 'true' ? 'unique' : 'index',
    parts: partsOf(row),
    ...(row.r === 'true' ? { constraint: true } : {}),
    ...(typeof row.w === 'string' ? { where: row.w } : {}),
    ...(method === 'btree' ? {} : { method }),
  };
}

function foreignKeyOf(row: Row): ForeignKey {
  return {
    name: String(row.n),
    columns: JSON.parse(String(row.k)) as string[],
    parent: { name: String(row.pt) },
    parentColumns: JSON.parse(String(row.f)) as string[],
    onDelete: ACTIONS[String(row.d)] ?? 'no action',
    onUpdate: ACTIONS[String(row.u)] ?? 'no action',
  };
}

function checkOf(row: Row): CheckSpec {
  return { name: String(row.n), expression: String(row.x).replace(/^CHECK \(([\s\S]*)\)$/, '$1') };
}
