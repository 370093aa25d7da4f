/**
 * What Laravel sends for the query builder's writes (Illuminate\Database\Query\Grammars, Laravel 8 to 13), SQL and
 * bindings. The names are written by the schema grammar, which shares Illuminate\Database\Grammar with this one.
 */
import { toText } from '../../../php/operators.ts';
import { PhpArray, PhpObject, type PhpValue, Unknown } from '../../../php/values.ts';
import type { StatementBinding, Target } from '../../../schema/index.ts';
import type { Capabilities } from '../capabilities.ts';
import { enumValue } from '../enum-value.ts';
import { isExpression } from '../expression.ts';
import type { Grammar } from '../grammars/grammar.ts';
import { NotFollowed, type Where } from './wheres.ts';

export interface Compiled {
  readonly sql: string;
  readonly bindings: readonly StatementBinding[];
}

/** Which rows an update or a delete reaches. */
export interface Conditions {
  readonly wheres: readonly Where[];
  readonly orders: readonly { readonly column: PhpValue; readonly direction: 'asc' | 'desc' }[];
  readonly limit: number | undefined;
}

/** A row: its columns and values, in the order in which they are written. */
export type Record_ = readonly (readonly [column: string, value: PhpValue])[];

/** Builder::$operators. */
const OPERATORS = new Set([
  ...[
    '=',
    '<',
    '>',
    '<=',
    '>=',
    '<>',
    '!=',
    '<=>',
    'like',
    'like binary',
    'not like',
    'ilike',
    '&',
    '|',
    '^',
    '<<',
  ],
  ...['>>', '&~', 'is', 'is not', 'rlike', 'not rlike', 'regexp', 'not regexp', '~', '~*', '!~', '!~*'],
  ...['similar to', 'not similar to', 'not ilike', '~~*', '!~~*'],
]);

const OWN_OPERATORS: Partial<Record<Target['driver'], ReadonlySet<string>>> = {
  mysql: new Set(['sounds like']),
  mariadb: new Set(['sounds like']),
  pgsql: new Set([
    ...['between', '#', '<<=', '>>=', '&&', '@>', '<@', '?', '?|', '?&', '||', '-', '@?', '@@', '#-'],
    ...['is distinct from', 'is not distinct from'],
  ]),
};

export class QueryGrammar {
  readonly #grammar: Grammar;
  readonly #driver: Target['driver'];
  readonly #can: Capabilities;
  readonly #prefix: string;
  readonly #upsertAlias: boolean;

  constructor(grammar: Grammar, { driver, settings }: Target, can: Capabilities) {
    this.#grammar = grammar;
    this.#driver = driver;
    this.#can = can;
    this.#prefix = settings.prefix;
    this.#upsertAlias = can.upsertAlias && settings.upsertAlias === true;
  }

  /** Does this grammar take it for an operator? Each adds some of its own (Grammar::$operators). */
  isOperator(text: string): boolean {
    return OPERATORS.has(text) || (OWN_OPERATORS[this.#driver]?.has(text) ?? false);
  }

  get #mysql(): boolean {
    return this.#driver === 'mysql' || this.#driver === 'mariadb';
  }

  /** Grammar::compileInsert(). Throws NotFollowed. */
  insert(table: string, rows: readonly Record_[]): Compiled {
    const into = `insert into ${this.#grammar.wrapTable(table)}`;
    const [first] = rows;
    if (first === undefined || first.length === 0)
      return { sql: this.#mysql ? `${into} () values ()` : `${into} default values`, bindings: [] };
    const columns = first.map(([column]) => this.#column(column)).join(', ');
    const bindings: StatementBinding[] = [];
    const values = rows.map((row) => `(${row.map(([, value]) => this.#value(value, bindings)).join(', ')})`);
    return { sql: `${into} (${columns}) values ${values.join(', ')}`, bindings };
  }

  /** Grammar::compileInsertOrIgnore(). */
  insertOrIgnore(table: string, rows: readonly Record_[]): Compiled {
    const { sql, bindings } = this.insert(table, rows);
    if (this.#driver === 'pgsql') return { sql: `${sql} on conflict do nothing`, bindings };
    return { sql: sql.replace('insert', this.#mysql ? 'insert ignore' : 'insert or ignore'), bindings };
  }

  /** Grammar::compileInsertGetId(). */
  insertGetId(table: string, row: Record_, key: string): Compiled {
    const { sql, bindings } = this.insert(table, [row]);
    return { sql: this.#driver === 'pgsql' ? `${sql} returning ${this.#column(key)}` : sql, bindings };
  }

  /** Grammar::compileUpsert(). `update`: columns that take the new row's value, and columns with a value of their own. */
  upsert(
    table: string,
    rows: readonly Record_[],
    uniqueBy: readonly string[],
    update: readonly (string | readonly [string, PhpValue])[],
  ): Compiled {
    const { sql, bindings } = this.insert(table, rows);
    const all = [...bindings];
    const alias = this.#grammar.wrap('laravel_upsert_alias');
    const taken = (column: string): string => {
      const name = this.#column(column);
      if (!this.#mysql) return `${name} = ${this.#grammar.wrap('excluded')}.${name}`;
      return this.#upsertAlias ? `${name} = ${alias}.${name}` : `${name} = values(${name})`;
    };
    const columns = update
      .map((item) =>
        typeof item === 'string' ? taken(item) : `${this.#column(item[0])} = ${this.#value(item[1], all)}`,
      )
      .join(', ');
    const between = this.#mysql
      ? `${this.#upsertAlias ? ' as laravel_upsert_alias' : ''} on duplicate key update `
      : ` on conflict (${uniqueBy.map((column) => this.#column(column)).join(', ')}) do update set `;
    return { sql: `${sql}${between}${columns}`, bindings: all };
  }

  /** Grammar::compileUpdate() without joins. */
  update(table: string, values: Record_, { wheres, ...end }: Conditions): Compiled {
    const bindings: StatementBinding[] = [];
    const columns = values.map(([column, value]) => {
      // PostgreSQL and SQLite take a column's last segment: the table is named before.
      const name = this.#mysql ? column : (column.split('.').at(-1) ?? column);
      return `${this.#column(name)} = ${this.#updated(value, bindings)}`;
    });
    const where = this.#wheres(wheres, bindings);
    return {
      sql: `update ${this.#grammar.wrapTable(table)} set ${columns.join(', ')} ${where}${this.#end(end)}`.trim(),
      bindings,
    };
  }

  /** Grammar::compileDelete() without joins. Without conditions two blanks stand before an order or a limit, as there. */
  delete(table: string, { wheres, ...end }: Conditions): Compiled {
    const bindings: StatementBinding[] = [];
    const where = this.#wheres(wheres, bindings);
    return {
      sql: `delete from ${this.#grammar.wrapTable(table)} ${where}${this.#end(end)}`.trim(),
      bindings,
    };
  }

  /** MySqlGrammar::compileUpdateWithoutJoins(); the others leave an order out, and select the rows of a limit. */
  #end({ orders, limit }: Omit<Conditions, 'wheres'>): string {
    if (!this.#mysql) {
      if (limit !== undefined) throw new NotFollowed('a limit');
      return '';
    }
    const order = orders.map(({ column, direction }) => `${this.#column(column)} ${direction}`).join(', ');
    return `${order === '' ? '' : ` order by ${order}`}${limit === undefined ? '' : ` limit ${limit}`}`;
  }

  /** Grammar::compileTruncate(): SQLite has none, and forgets its counters by hand. */
  truncate(table: string): Compiled[] {
    const wrapped = this.#grammar.wrapTable(table);
    if (this.#driver === 'pgsql')
      return [{ sql: `truncate ${wrapped} restart identity cascade`, bindings: [] }];
    if (this.#mysql) return [{ sql: `truncate table ${wrapped}`, bindings: [] }];
    const name = this.#can.sqliteTruncatePrefixed ? `${this.#prefix}${table}` : table;
    return [
      { sql: 'delete from sqlite_sequence where name = ?', bindings: [name] },
      { sql: `delete from ${wrapped}`, bindings: [] },
    ];
  }

  /** `"column" + 1`, as Builder::increment() writes it. */
  changedBy(column: string, sign: '+' | '-', amount: PhpValue): string {
    if (typeof amount !== 'number') throw new NotFollowed('an amount that is not known');
    return `${this.#column(column)} ${sign} ${amount}`;
  }

  #column(column: PhpValue): string {
    if (typeof column === 'string' && column.includes('->')) throw new NotFollowed('a JSON path');
    return this.#grammar.wrap(column);
  }

  #wheres(wheres: readonly Where[], bindings: StatementBinding[]): string {
    if (wheres.length === 0) return '';
    return `where ${this.#conditions(wheres, bindings)}`;
  }

  #conditions(wheres: readonly Where[], bindings: StatementBinding[]): string {
    return wheres
      .map((where, at) => `${at === 0 ? '' : `${where.boolean} `}${this.#condition(where, bindings)}`)
      .join(' ');
  }

  #condition(where: Where, bindings: StatementBinding[]): string {
    switch (where.type) {
      case 'basic': {
        // PostgresGrammar::whereBasic()
        const cast =
          this.#driver === 'pgsql' && where.operator.toLowerCase().includes('like') ? '::text' : '';
        return `${this.#column(where.column)}${cast} ${where.operator} ${this.#value(where.value, bindings)}`;
      }
      case 'null':
        return `${this.#column(where.column)} is ${where.not ? 'not ' : ''}null`;
      case 'in': {
        if (where.values.length === 0) return where.not ? '1 = 1' : '0 = 1';
        const list = where.values.map((value) => this.#value(value, bindings)).join(', ');
        return `${this.#column(where.column)} ${where.not ? 'not in' : 'in'} (${list})`;
      }
      case 'between': {
        const low = this.#value(where.low, bindings);
        const high = this.#value(where.high, bindings);
        return `${this.#column(where.column)} ${where.not ? 'not between' : 'between'} ${low} and ${high}`;
      }
      case 'column':
        return `${this.#column(where.first)} ${where.operator} ${this.#column(where.second)}`;
      case 'raw':
        for (const value of where.bindings) bindings.push(bound(value));
        return where.sql;
      case 'nested':
        return `(${this.#conditions(where.wheres, bindings)})`;
    }
  }

  /** Grammar::parameter(): a placeholder, or raw SQL. */
  #value(value: PhpValue, bindings: StatementBinding[]): string {
    if (isExpression(value)) {
      if (typeof value.value !== 'string' && typeof value.value !== 'number')
        throw new NotFollowed('raw SQL that is not known');
      return String(value.value);
    }
    bindings.push(bound(value));
    return '?';
  }

  /** The grammars' prepareBindingsForUpdate(): a list is written as JSON. */
  #updated(value: PhpValue, bindings: StatementBinding[]): string {
    if (!(value instanceof PhpArray)) return this.#value(value, bindings);
    const text = jsonOf(value);
    bindings.push(text === undefined ? { unknown: 'a list whose values are not known' } : text);
    return '?';
  }
}

/** Connection::prepareBindings(), and what PDO makes of the rest. */
export function bound(value: PhpValue): StatementBinding {
  const plain = enumValue(value);
  if (plain === null || typeof plain === 'string' || typeof plain === 'number') return plain;
  if (typeof plain === 'boolean') return plain ? 1 : 0;
  if (plain instanceof Unknown) return { unknown: plain.reason };
  if (plain instanceof PhpArray) throw new NotFollowed('a list where a value belongs');
  const text = plain instanceof PhpObject ? toText(plain) : undefined;
  if (typeof text === 'string') return text;
  return { unknown: text instanceof Unknown ? text.reason : 'an object' };
}

/** json_encode(); undefined: a value of it is not known. */
function jsonOf(value: PhpValue): string | undefined {
  if (value instanceof Unknown || (value instanceof PhpObject && !(value instanceof PhpArray)))
    return undefined;
  if (value instanceof PhpArray) {
    const entries = [...value.entries];
    const items = entries.map(([, item]) => jsonOf(item));
    if (items.includes(undefined)) return undefined;
    if (entries.every(([key], at) => key === at)) return `[${items.join(',')}]`;
    return `{${entries.map(([key], at) => `${encoded(String(key))}:${items[at]}`).join(',')}}`;
  }
  if (typeof value === 'string') return encoded(value);
  return JSON.stringify(value);
}

/** PHP escapes slashes and everything beyond ASCII. */
function encoded(text: string): string {
  return JSON.stringify(text)
    .replaceAll('/', '\\/')
    .replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
