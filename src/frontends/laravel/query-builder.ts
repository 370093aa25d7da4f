/** A query on a table (Illuminate\Database\Query\Builder): what it asks of the engine, and what a fresh database answers. */
import type { CallSiteAt } from '../../php/call-site.ts';
import { PhpClosure } from '../../php/closures.ts';
import { speculateCallables } from '../../php/invoke.ts';
import { toText } from '../../php/operators.ts';
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
import type { Collection } from './collection.ts';
import type { DatabaseConnection } from './database.ts';

type Row = readonly (string | number | boolean | null)[];

export class QueryBuilder extends PhpObject {
  readonly className: string;
  readonly database: DatabaseConnection;
  readonly table: TableName | Unknown;
  readonly origin: Origin;
  #lock: 'update' | 'share' | undefined;

  constructor(
    database: DatabaseConnection,
    table: TableName | Unknown,
    origin: Origin,
    className = 'Illuminate\\Database\\Query\\Builder',
  ) {
    super();
    this.database = database;
    this.table = table;
    this.origin = origin;
    this.className = className;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const method = name.toLowerCase();
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
        return this.#insert(method, get(0, 'values') ?? null, call);
      case 'update':
      case 'increment':
      case 'decrement':
      case 'incrementeach':
      case 'touch':
      case 'updatequietly':
        this.#send({ verb: 'update' }, call);
        return this.#rows() instanceof Unknown ? new Unknown('the number of rows changed') : 0;
      case 'delete':
      case 'forcedelete':
      case 'destroy':
        this.#send({ verb: 'delete' }, call);
        return this.#rows() instanceof Unknown ? new Unknown('the number of rows deleted') : 0;
      case 'truncate':
        // SQLite has no TRUNCATE; its query grammar deletes the rows (SQLiteGrammar::compileTruncate)
        this.#send({ verb: this.database.state.target.driver === 'sqlite' ? 'delete' : 'truncate' }, call);
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
      case 'first':
      case 'find':
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
        return /^(where|orwhere|having|orhaving|join|leftjoin|rightjoin|crossjoin|joinsub|leftjoinsub|order|latest|oldest|select|addselect|distinct|limit|take|skip|offset|groupby|from|union|use|inrandomorder|reorder|with|without|has|doesnthave|or|on|new|lock|for|scope|query|ignore|by|active|published|on)/.test(
          method,
        )
          ? this
          : undefined;
    }
  }

  override getProperty(_name: string): PhpValue | undefined {
    return new Unknown('a property of a query or model');
  }

  #send(what: Omit<StatementOf<'data'>, 'kind' | 'sql' | 'origin' | 'table'>, call: CallSite): void {
    const { recorder, state } = this.database;
    recorder.count(call.origin);
    if (this.table instanceof Unknown) return;
    // The text is not byte-exact yet; it tells a person which statement it was.
    const sql = `${{ select: 'select * from', insert: 'insert into', update: 'update', delete: 'delete from', truncate: 'truncate table' }[what.verb]} ${this.table.name}`;
    recorder.send({ kind: 'data', table: this.table, sql, origin: call.origin, ...what }, this.database.name);
    if (what.verb === 'insert') state.tablesWithRows.add(this.table.name.toLowerCase());
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

  #insert(method: string, values: PhpValue, call: CallSite): PhpValue {
    const hadRows = this.#rows() instanceof Unknown;
    const known = method.startsWith('insert') && !method.endsWith('using') ? knownRows(values) : undefined;
    this.#send({ verb: 'insert', ...known }, call);
    if (method === 'insert' || method === 'save') return true;
    // the first row of a table that was empty
    if (method === 'insertgetid' && !hadRows) return 1;
    return new Unknown('the row that was written');
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
