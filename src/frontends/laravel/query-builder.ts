/** A query on a table (Illuminate\Database\Query\Builder): what it asks of the engine, and what a fresh database answers. */
import type { CallSiteAt } from '../../php/call-site.ts';
import { PhpClosure } from '../../php/closures.ts';
import { speculateCallables } from '../../php/invoke.ts';
import { compare, toText } from '../../php/operators.ts';
import {
  argument,
  type CallArguments,
  type CallSite,
  PhpArray,
  PhpObject,
  type PhpValue,
  Unknown,
} from '../../php/values.ts';
import type { Origin, StatementOf, TableName } from '../../schema/index.ts';
import { capabilitiesOf } from './capabilities.ts';
import type { Collection } from './collection.ts';
import type { DatabaseConnection } from './database.ts';
import { Expression } from './expression.ts';
import { grammarFor } from './grammars/index.ts';
import { type Compiled, type Conditions, QueryGrammar, type Record_ } from './query/query-grammar.ts';
import { NotFollowed, type Where, wheresOf } from './query/wheres.ts';

type Row = readonly (string | number | boolean | null)[];

export class QueryBuilder extends PhpObject {
  readonly className: string;
  readonly database: DatabaseConnection;
  readonly table: TableName | Unknown;
  readonly origin: Origin;
  /** The table as the migration names it, without the prefix; undefined: it is not known. */
  readonly #from: string | undefined;
  #lock: 'update' | 'share' | undefined;
  readonly #wheres: Where[] = [];
  readonly #orders: { column: PhpValue; direction: 'asc' | 'desc' }[] = [];
  #limit: number | undefined;
  /** What of the query is not followed, so that the text of an update or delete is not known. */
  #notFollowed: string | undefined;

  constructor(
    database: DatabaseConnection,
    table: TableName | Unknown,
    origin: Origin,
    from: string | undefined,
    className = 'Illuminate\\Database\\Query\\Builder',
  ) {
    super();
    this.database = database;
    this.table = table;
    this.origin = origin;
    this.#from = from;
    this.className = className;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const method = name.toLowerCase();
    if (/^(or)?where/.test(method)) return this.#where(method, args, call);
    const get = (position: number, parameter: string) => argument(args, position, parameter);
    switch (method) {
      case 'insert':
      case 'insertorignore':
      case 'insertgetid':
      case 'upsert':
      case 'insertusing':
      case 'insertorignoreusing':
      case 'create':
      case 'forcecreate':
      case 'createquietly':
      case 'firstorcreate':
      case 'updateorcreate':
      case 'updateorinsert':
      case 'createmany':
      case 'save':
        return this.#insert(method, args, call);
      case 'update':
      case 'increment':
      case 'decrement':
      case 'incrementeach':
      case 'touch':
      case 'updatequietly':
        this.#send({ verb: 'update' }, call, () => [this.#compiledUpdate(method, args)]);
        return this.#rows() instanceof Unknown ? new Unknown('the number of rows changed') : 0;
      case 'delete':
      case 'forcedelete':
      case 'destroy':
        this.#send({ verb: 'delete' }, call, () => [this.#compiledDelete(method, args)]);
        return this.#rows() instanceof Unknown ? new Unknown('the number of rows deleted') : 0;
      case 'truncate':
        // SQLite has no TRUNCATE; its query grammar deletes the rows (SQLiteGrammar::compileTruncate)
        this.#send(
          { verb: this.database.state.target.driver === 'sqlite' ? 'delete' : 'truncate' },
          call,
          () => this.#grammar().truncate(this.#table()),
        );
        return null;
      case 'get':
      case 'all':
      case 'pluck':
      case 'cursor':
      case 'lazy':
      case 'lazybyid':
      case 'lazybyiddesc':
      case 'paginate':
        this.#select(call);
        return this.#rows();
      case 'find':
      case 'findmany':
        this.#select(call);
        // several keys give a collection, one a row or nothing
        return get(0, 'id') instanceof PhpArray || method === 'findmany' ? this.#rows() : this.#empty(null);
      case 'first':
      case 'value':
      case 'max':
      case 'min':
      case 'firstwhere':
      case 'soleorvalue':
        this.#select(call);
        return this.#empty(null);
      case 'exists':
        this.#select(call);
        return this.#empty(false);
      case 'doesntexist':
        this.#select(call);
        return this.#empty(true);
      case 'count':
      case 'sum':
      case 'avg':
        this.#select(call);
        return this.#empty(0);
      case 'chunk':
      case 'chunkbyid':
      case 'chunkbyiddesc':
      case 'each':
      case 'eachbyid':
      case 'chunkmap':
        return this.#each(args, call);
      case 'lockforupdate':
        this.#lock = 'update';
        return this;
      case 'sharedlock':
        this.#lock = 'share';
        return this;
      case 'when':
      case 'unless':
        return this.#conditional(method === 'when', args, call);
      case 'tap':
        call.invoke(get(0, 'callback') ?? null, [this]);
        return this;
      case 'tosql':
      case 'torawsql':
      case 'getbindings':
      case 'getquery':
      case 'tobase':
        return method === 'tobase' || method === 'getquery' ? this : new Unknown('the text of a query');
      case 'findorfail':
      case 'firstorfail':
      case 'sole':
        this.#select(call);
        return new Unknown('a row that must be there');
      case 'getconnection':
        return this.database;
      case 'gettable':
        return this.table instanceof Unknown ? this.table : this.table.name;
      default:
        if (NARROWING.test(method) && !this.#narrowed(method, args)) this.#notFollowed ??= `${method}()`;
        return /^(having|orhaving|join|leftjoin|rightjoin|crossjoin|joinsub|leftjoinsub|order|latest|oldest|select|addselect|distinct|limit|take|skip|offset|groupby|from|union|use|inrandomorder|reorder|with|without|has|doesnthave|or|on|new|lock|for|scope|query|ignore|by|active|published|on)/.test(
          method,
        )
          ? this
          : undefined;
    }
  }

  override getProperty(_name: string): PhpValue | undefined {
    return new Unknown('a property of a query or model');
  }

  /** `compile`: what is sent for it, the last being the statement itself; absent: its text is for people only. */
  #send(
    what: Omit<StatementOf<'data'>, 'kind' | 'sql' | 'origin' | 'table'>,
    call: CallSite,
    compile?: () => readonly Compiled[],
  ): void {
    const { recorder, state } = this.database;
    recorder.count(call.origin);
    if (this.table instanceof Unknown) return;
    const { table } = this;
    if (what.verb === 'insert') state.tablesWithRows.add(table.name.toLowerCase());
    const text = this.#text(what.verb, table, compile);
    for (const { sql, bindings } of text.before ?? [])
      recorder.send(
        { kind: 'data', verb: 'delete', table: null, origin: call.origin, sql, bindings },
        this.database.name,
      );
    const { before: _before, ...own } = text;
    recorder.send({ kind: 'data', table, origin: call.origin, ...own, ...what }, this.database.name);
  }

  #text(
    verb: StatementOf<'data'>['verb'],
    table: TableName,
    compile: (() => readonly Compiled[]) | undefined,
  ): Pick<StatementOf<'data'>, 'sql' | 'bindings' | 'unknownText'> & {
    readonly before?: readonly Compiled[];
  } {
    // It tells a person which statement it was.
    const sql = `${{ select: 'select * from', insert: 'insert into', update: 'update', delete: 'delete from', truncate: 'truncate table' }[verb]} ${table.name}`;
    if (compile === undefined) return { sql, unknownText: 'the text of a question' };
    try {
      const compiled = compile();
      const own = compiled.at(-1);
      if (own === undefined) return { sql };
      return {
        sql: own.sql,
        ...(own.bindings.length === 0 ? {} : { bindings: own.bindings }),
        before: compiled.slice(0, -1),
      };
    } catch (error) {
      if (!(error instanceof NotFollowed)) throw error;
      return { sql, unknownText: error.message };
    }
  }

  #grammar(): QueryGrammar {
    const { schema, state } = this.database;
    const connection = schema.blueprintConnection();
    const can = capabilitiesOf(connection.frameworkVersion);
    return new QueryGrammar(grammarFor(connection, can), state.target, can);
  }

  /** Throws NotFollowed. */
  #table(): string {
    if (this.#from === undefined) throw new NotFollowed('a table that is not known');
    return this.#from;
  }

  /** A model's builder adds timestamps, events and scopes of its own, which are not followed. */
  get #isModels(): boolean {
    return this.className !== 'Illuminate\\Database\\Query\\Builder';
  }

  /** orderBy() and limit() of plain forms; false: of another. */
  #narrowed(method: string, { positional, named }: CallArguments): boolean {
    const [first = null, second = 'asc'] = positional;
    if (named.size > 0) return false;
    if ((method === 'limit' || method === 'take') && typeof first === 'number') {
      if (first >= 0) this.#limit = first;
      return true;
    }
    if (method !== 'orderby' && method !== 'orderbydesc') return false;
    if (typeof first !== 'string' || typeof second !== 'string') return false;
    const direction = method === 'orderbydesc' ? 'desc' : second.toLowerCase();
    if (direction !== 'asc' && direction !== 'desc') return false;
    this.#orders.push({ column: first, direction });
    return true;
  }

  #where(method: string, args: CallArguments, call: CallSite): PhpValue {
    try {
      const grammar = this.#grammar();
      const added = wheresOf(method, args, {
        nest: (closure) => {
          const inner = new QueryBuilder(this.database, this.table, this.origin, this.#from, this.className);
          call.invoke(closure, [inner]);
          if (inner.#notFollowed !== undefined) throw new NotFollowed(inner.#notFollowed);
          return inner.#wheres;
        },
        isOperator: (text) => grammar.isOperator(text),
      });
      this.#wheres.push(...(added ?? []));
    } catch (error) {
      if (!(error instanceof NotFollowed)) throw error;
      this.#notFollowed ??= error.message;
    }
    return this;
  }

  /** Throws NotFollowed. */
  #conditions(): Conditions {
    if (this.#notFollowed !== undefined) throw new NotFollowed(this.#notFollowed);
    if (this.#isModels)
      throw new NotFollowed('a model writes it: its scopes, events and timestamps are not followed');
    return { wheres: this.#wheres, orders: this.#orders, limit: this.#limit };
  }

  #compiledUpdate(method: string, args: CallArguments): Compiled {
    const grammar = this.#grammar();
    const conditions = this.#conditions();
    const [first = null, second = null, third = null] = args.positional;
    if (args.named.size > 0) throw new NotFollowed('named arguments');
    switch (method) {
      case 'update':
        return grammar.update(this.#table(), assigned(first), conditions);
      case 'increment':
      case 'decrement': {
        const column = typeof first === 'string' ? first : undefined;
        if (column === undefined) throw new NotFollowed('a column that is not known');
        const amount = args.positional.length > 1 ? second : 1;
        const changed = new Expression(grammar.changedBy(column, method === 'increment' ? '+' : '-', amount));
        const more = third === null ? [] : assigned(third);
        return grammar.update(this.#table(), [[column, changed], ...more], conditions);
      }
      default:
        throw new NotFollowed(`${method}()`);
    }
  }

  #compiledDelete(method: string, args: CallArguments): Compiled {
    const { wheres, ...end } = this.#conditions();
    const all = [...wheres];
    if (method !== 'delete') throw new NotFollowed(`${method}()`);
    const [id] = args.positional;
    if (id !== undefined && id !== null)
      all.push({
        type: 'basic',
        boolean: 'and',
        column: `${this.#table()}.id`,
        operator: '=',
        value: id,
      });
    return this.#grammar().delete(this.#table(), { wheres: all, ...end });
  }

  #select(call: CallSite): void {
    // SQLite's query grammar leaves the lock out (Illuminate\Database\Query\Grammars\SQLiteGrammar::compileLock).
    const lock = this.database.state.target.driver === 'sqlite' ? undefined : this.#lock;
    this.#send({ verb: 'select', ...(lock === undefined ? {} : { lock }) }, call);
  }

  #rows(): Collection | Unknown {
    return this.database.rowsOf(this.table);
  }

  #empty(answer: PhpValue): PhpValue {
    const rows = this.#rows();
    return rows instanceof Unknown ? rows : answer;
  }

  #insert(method: string, args: CallArguments, call: CallSite): PhpValue {
    const values = argument(args, 0, 'values') ?? null;
    const hadRows = this.#rows() instanceof Unknown;
    const known = method.startsWith('insert') && !method.endsWith('using') ? knownRows(values) : undefined;
    // Builder::insert() sends nothing for an empty list.
    const nothing =
      values instanceof PhpArray && values.size === 0 && /^(insert|insertorignore|upsert)$/.test(method);
    if (nothing) this.database.recorder.count(call.origin);
    else this.#send({ verb: 'insert', ...known }, call, () => [this.#compiledInsert(method, args, hadRows)]);
    if (method === 'insert' || method === 'save') return true;
    // the first row of a table that was empty
    if (method === 'insertgetid' && !hadRows) return 1;
    return new Unknown('the row that was written');
  }

  #compiledInsert(method: string, args: CallArguments, hadRows: boolean): Compiled {
    if (args.named.size > 0) throw new NotFollowed('named arguments');
    const grammar = this.#grammar();
    const table = this.#table();
    const [first = null, second = null, third = null] = args.positional;
    // insert() and insertOrIgnore() of a model's builder are those of the query's.
    if (this.#isModels && method !== 'insert' && method !== 'insertorignore' && method !== 'insertgetid')
      throw new NotFollowed('a model writes it: its events and timestamps are not followed');
    switch (method) {
      case 'insert':
        return grammar.insert(table, records(first));
      case 'insertorignore':
        return grammar.insertOrIgnore(table, records(first));
      case 'insertgetid':
        return grammar.insertGetId(table, assigned(first), typeof second === 'string' ? second : 'id');
      case 'updateorinsert': {
        if (hadRows || this.#wheres.length > 0) throw new NotFollowed('whether the row is there');
        return grammar.insert(table, [
          [...new Map([...assigned(first), ...(second === null ? [] : assigned(second))])],
        ]);
      }
      case 'upsert': {
        const rows = records(first);
        const uniqueBy = (second instanceof PhpArray ? second.values() : [second]).map(columnName);
        if (third === null)
          return grammar.upsert(
            table,
            rows,
            uniqueBy,
            (rows[0] ?? []).map(([column]) => column),
          );
        if (!(third instanceof PhpArray)) throw new NotFollowed('columns that are not known');
        if (third.size === 0) return grammar.insert(table, records(first));
        const update = [...third.entries].map(([key, value]) =>
          typeof key === 'number' ? columnName(value) : ([key, value] as const),
        );
        return grammar.upsert(table, rows, uniqueBy, update);
      }
      default:
        throw new NotFollowed(`${method}()`);
    }
  }

  #each(args: CallArguments, call: CallSite): PhpValue {
    this.#select(call);
    const rows = this.#rows();
    const callback = args.positional.find(
      (value) => value instanceof PhpObject && value.isInstanceOf('Closure'),
    );
    const { recorder } = this.database;
    const php = recorder.interpreter;
    if (!(rows instanceof Unknown) && callback instanceof PhpClosure)
      php?.passOver(callback.node.body, { said: 'there are no rows' }, callback.madeIn);
    if (rows instanceof Unknown) {
      // rows that are not known: the callback may run
      if (callback === undefined || php === undefined) return rows;
      const before = recorder.effects;
      const outer = php.uncertain;
      php.uncertain ??= rows.reason;
      try {
        call.invoke(callback, [new Unknown(rows.reason)]);
      } finally {
        php.uncertain = outer;
      }
      if (recorder.effects > before)
        recorder.notUnderstood(`whether this runs cannot be known: ${rows.reason}`, call.origin);
    }
    return true;
  }

  #conditional(wanted: boolean, args: CallArguments, call: CallSite): PhpValue {
    const [condition = null, callback = null] = args.positional;
    if (condition instanceof Unknown) {
      const { interpreter } = this.database.recorder;
      if (interpreter !== undefined)
        speculateCallables(interpreter, condition.reason, args, call as CallSiteAt);
      return this;
    }
    const holds = condition !== null && condition !== false && condition !== '' && condition !== 0;
    if (holds === wanted && callback !== null) call.invoke(callback, [this, condition]);
    return this;
  }
}

/** Parts of a query that decide which rows an update or delete reaches. */
const NARROWING =
  /^(having|orhaving|join|leftjoin|rightjoin|crossjoin|joinsub|leftjoinsub|order|latest|oldest|limit|take|skip|offset|from|union|use|has|doesnthave|scope|by|active|published|on|ignore|for|reorder|inrandomorder)/;

/** `['column' => value, …]`. Throws NotFollowed. */
function assigned(values: PhpValue): Record_ {
  if (!(values instanceof PhpArray)) throw new NotFollowed('values that are not known');
  return [...values.entries].map(([column, value]) => [String(column), value] as const);
}

/** One row as it is, several with their keys sorted (Builder::insert()). Throws NotFollowed. */
function records(values: PhpValue): Record_[] {
  if (!(values instanceof PhpArray)) throw new NotFollowed('values that are not known');
  const all = values.values();
  if (!(all[0] instanceof PhpArray)) return [assigned(values)];
  return all.map((row) =>
    [...assigned(row)].sort(([a], [b]) => {
      const order = compare(PhpArray.key(a), PhpArray.key(b));
      return typeof order === 'number' ? order : 0;
    }),
  );
}

function columnName(value: PhpValue): string {
  if (typeof value !== 'string') throw new NotFollowed('a column that is not known');
  return value;
}

/** The columns of insert()'s argument where its shape is known, and the values where all of them are plain. */
function knownRows(values: PhpValue): { readonly columns: string[]; readonly rows?: Row[] } | undefined {
  if (!(values instanceof PhpArray) || values.size === 0) return undefined;
  const first = values.values()[0];
  const list = first instanceof PhpArray ? values.values() : [values];
  if (!list.every((item) => item instanceof PhpArray)) return undefined;
  // Laravel takes the columns from the first row, each row's keys sorted
  const columns = (list[0] as PhpArray).keys().map(String).sort();
  const rows: Row[] = [];
  for (const item of list) {
    const row = columns.map((column) => plainValue((item as PhpArray).get(column) ?? null));
    if (row.some((value) => value === undefined)) return { columns };
    rows.push(row as Row);
  }
  return { columns, rows };
}

function plainValue(value: PhpValue): string | number | boolean | null | undefined {
  if (value instanceof Unknown || value instanceof PhpArray) return undefined;
  if (!(value instanceof PhpObject)) return value;
  const text = toText(value);
  return text instanceof Unknown ? undefined : text;
}
