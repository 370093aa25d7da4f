/**
 * `DB::select()` on the engine's own tables, and SHOW: answered from the catalog, as far as code asks by hand what
 * Schema::hasIndex() and its kin would say. Anything beyond plain comparisons joined by AND is not answered.
 */
import type { Catalog, EngineName, Origin, Table, Target } from '../../schema/index.ts';
import { Cursor, NotRead } from '../sql/cursor.ts';
import {
  allTables,
  columns,
  type Row,
  type RowsOf,
  SCHEMA_COLUMNS,
  statistics,
  systemTable,
  TABLE_COLUMNS,
} from './system-rows.ts';

/** What is bound to a placeholder; undefined: not known. */
export type Binding = string | number | boolean | null | undefined;

export interface Question {
  readonly sql: string;
  readonly target: Target;
  readonly origin: Origin;
  readonly catalog: Catalog;
  /** By position, or by name without the colon. */
  readonly bindings: ReadonlyMap<string | number, Binding>;
  /** Why tables may be there that the catalog does not list; null: there are none. */
  readonly open: string | null;
}

export type Answer =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** undefined: the text asks something else. */
export function answerFromCatalog(question: Question): Answer | undefined {
  try {
    return ask(question);
  } catch (error) {
    if (error instanceof NotRead) return undefined;
    throw error;
  }
}

function ask(question: Question): Answer | undefined {
  const cursor = new Cursor(question.sql, question.target, question.origin);
  if (cursor.take('show')) return show(cursor, question);
  if (!cursor.take('select')) return undefined;
  const items = selected(cursor);
  const { name, schema } = cursor.tableName();
  const rowsOf = systemTable(question.target.engine, schema, name);
  if (rowsOf === undefined) return undefined;
  if (cursor.take('as') || (cursor.peek()?.kind === 'word' && !cursor.isOneOf('where', 'limit', 'order')))
    cursor.identifier();
  const answer = filtered(cursor, question, rowsOf);
  return answer.kind === 'rows' ? { kind: 'rows', rows: projected(answer.rows, items) } : answer;
}

// ---- SHOW

/** The rows under the names that SHOW gives their columns; conditions compare without case. */
const SHOWS: Readonly<
  Record<string, { readonly rows: RowsOf; readonly names: Readonly<Record<string, string>> }>
> = {
  index: {
    rows: (table, engine) => statistics(table, engine === 'postgres' ? 'mysql' : engine),
    names: {
      table_name: 'Table',
      non_unique: 'Non_unique',
      index_name: 'Key_name',
      seq_in_index: 'Seq_in_index',
      column_name: 'Column_name',
    },
  },
  columns: {
    rows: columns,
    names: {
      column_name: 'Field',
      column_type: 'Type',
      is_nullable: 'Null',
      column_default: 'Default',
      extra: 'Extra',
    },
  },
};

/** SHOW INDEX FROM t [WHERE …], SHOW COLUMNS FROM t [LIKE 'c'] */
function show(cursor: Cursor, question: Question): Answer | undefined {
  cursor.take('full');
  const word = cursor.takeOneOf('index', 'indexes', 'keys', 'columns', 'fields');
  const shown = SHOWS[word === 'columns' || word === 'fields' ? 'columns' : 'index']!;
  if (word === undefined || cursor.takeOneOf('from', 'in') === undefined) return undefined;
  const table = question.catalog.table({ name: cursor.next().value });
  if (cursor.is('.')) return undefined;
  // an engine that has no SHOW refuses it; what the code makes of the answer is judged as if it had one
  const unsure = unsureOf(table, question.open);
  if (unsure !== null) return { kind: 'unknown', reason: unsure };
  const rows = (table === undefined ? [] : shown.rows(table, question.target.engine)).map((row) =>
    Object.fromEntries(Object.entries(shown.names).map(([own, name]) => [name.toLowerCase(), row[own]])),
  );
  let conditions: Condition[];
  if (cursor.take('like')) {
    conditions = [{ column: 'field', values: [cursor.string()] }];
    if (!cursor.done) cursor.fail();
  } else conditions = where(cursor, question);
  const answer = select(rows, conditions, question.target.engine);
  if (answer.kind !== 'rows') return answer;
  const spelled = new Map(Object.values(shown.names).map((name) => [name.toLowerCase(), name]));
  return {
    kind: 'rows',
    rows: answer.rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [spelled.get(key) ?? key, value])),
    ),
  };
}

// ---- SELECT

interface Item {
  /** null: the number of rows. */
  readonly column: string | null;
  readonly name: string;
  readonly constant?: number;
}

/** `*` is an empty list. */
function selected(cursor: Cursor): Item[] {
  cursor.take('distinct');
  const items: Item[] = [];
  if (cursor.take('*')) {
    cursor.expect('from');
    return items;
  }
  do items.push(item(cursor));
  while (cursor.take(','));
  cursor.expect('from');
  return items;
}

function item(cursor: Cursor): Item {
  const named = (otherwise: string) => {
    if (cursor.take('as')) return cursor.label();
    return cursor.isOneOf(',', 'from') ? otherwise : cursor.label();
  };
  if (cursor.is('count', '(')) {
    const from = cursor.at;
    cursor.next();
    cursor.skipParenthesised();
    return { column: null, name: named(cursor.slice(from, cursor.at)) };
  }
  if (cursor.peek()?.kind === 'number') {
    const constant = cursor.integer();
    return { column: '', name: named(String(constant)), constant };
  }
  if (cursor.take('true')) return { column: '', name: named('true'), constant: 1 };
  let column = cursor.label();
  if (cursor.take('.')) column = cursor.label();
  return { column: column.toLowerCase(), name: named(column) };
}

function projected(rows: readonly Row[], items: readonly Item[]): Row[] {
  if (items.length === 0) return [...rows];
  if (items.some(({ column }) => column === null)) {
    return [
      Object.fromEntries(items.map(({ column, name }) => [name, column === null ? rows.length : undefined])),
    ];
  }
  return rows.map((row) =>
    Object.fromEntries(items.map(({ column, name, constant }) => [name, constant ?? row[column ?? '']])),
  );
}

// ---- WHERE

interface Condition {
  readonly column: string;
  /** undefined: any value, as of the schema at hand. */
  readonly values: readonly Binding[] | undefined;
}

function filtered(cursor: Cursor, question: Question, rowsOf: RowsOf): Answer {
  const conditions = where(cursor, question);
  const { catalog, target, open } = question;
  const about = conditions.find(
    ({ column, values }) => TABLE_COLUMNS.includes(column) && values?.length === 1,
  );
  const name = about?.values?.[0];
  if (typeof name === 'string') {
    const table = catalog.table({ name });
    const unsure = unsureOf(table, open);
    if (unsure !== null) return { kind: 'unknown', reason: unsure };
    return select(table === undefined ? [] : rowsOf(table, target.engine), conditions, target.engine);
  }
  const all = allTables(catalog);
  const found = select(
    all.flatMap((table) => rowsOf(table, target.engine)),
    conditions,
    target.engine,
  );
  if (found.kind !== 'rows' || found.rows.length > 0) return found;
  // nothing of that name is known: is everything known?
  const unsure = open ?? all.map((table) => table.maybe ?? table.open).find((reason) => reason !== undefined);
  return unsure === undefined ? found : { kind: 'unknown', reason: unsure };
}

function select(rows: readonly Row[], conditions: readonly Condition[], engine: EngineName): Answer {
  const fold = (value: unknown) => (engine === 'postgres' ? String(value) : String(value).toLowerCase());
  const kept: Row[] = [];
  for (const row of rows) {
    let holds = true;
    for (const { column, values } of conditions) {
      if (values === undefined) continue;
      if (values.includes(undefined)) return { kind: 'unknown', reason: 'what a query is asked with' };
      const own = row[column];
      if (own === undefined) return { kind: 'unknown', reason: 'the rows that a query gives' };
      holds &&= values.some((value) => value !== null && own !== null && fold(value) === fold(own));
    }
    if (holds) kept.push(row);
  }
  return { kind: 'rows', rows: kept };
}

/** Conditions joined by AND, up to the end of the statement. */
function where(cursor: Cursor, question: Question): Condition[] {
  const conditions: Condition[] = [];
  let placeholders = 0;
  const value = (): Binding | 'schema' => {
    const token = cursor.next();
    if (token.kind === 'string' || (token.kind === 'quoted' && cursor.isMySql)) return token.value;
    if (token.kind === 'number') return Number(token.text);
    if (token.text === '?') return question.bindings.get(placeholders++);
    if (token.text === ':') return question.bindings.get(cursor.label());
    if (/^:\w+$/.test(token.text)) return question.bindings.get(token.text.slice(1));
    if (/^(?:database|schema|current_schema|current_database)$/.test(token.key)) {
      if (cursor.is('(')) cursor.expect('(', ')');
      return 'schema';
    }
    return cursor.fail();
  };
  if (cursor.take('where')) {
    do {
      const enclosed = cursor.take('(');
      let column = cursor.label().toLowerCase();
      if (cursor.take('.')) column = cursor.label().toLowerCase();
      const schema = SCHEMA_COLUMNS.includes(column);
      if (cursor.take('in')) {
        cursor.expect('(');
        const values: Binding[] = [];
        do values.push(value() as Binding);
        while (cursor.take(','));
        cursor.expect(')');
        conditions.push({ column, values: schema ? undefined : values });
        if (enclosed) cursor.expect(')');
        continue;
      }
      const like = cursor.take('like');
      if (!like) cursor.expect('=');
      const wanted = value();
      // a pattern; `_` stands for itself in all names that anybody asks for
      if (like && typeof wanted === 'string' && wanted.includes('%')) cursor.fail();
      conditions.push({ column, values: schema || wanted === 'schema' ? undefined : [wanted] });
      if (enclosed) cursor.expect(')');
    } while (cursor.take('and'));
  }
  if (cursor.take('limit')) cursor.integer();
  if (cursor.take('order', 'by')) cursor.at = cursor.tokens.length;
  if (!cursor.done) cursor.fail();
  return conditions;
}

function unsureOf(table: Table | undefined, open: string | null): string | null {
  return table === undefined ? open : (table.maybe ?? table.open ?? null);
}
