/** The `DB` facade: a connection (Illuminate\Database\Connection), its raw statements and its query builders. */
import { standardObject } from '../../php/classes.ts';
import { PhpException } from '../../php/exceptions.ts';
import { toText } from '../../php/operators.ts';
import {
  argument,
  type CallArguments,
  type CallSite,
  PhpArray,
  PhpObject,
  PhpThrow,
  type PhpValue,
  Unknown,
} from '../../php/values.ts';
import { spend } from '../../php/work.ts';
import {
  lastRelease,
  type Origin,
  type Statement,
  type StatementBinding,
  type TableName,
} from '../../schema/index.ts';
import { answerFromCatalog, type Binding } from '../catalog-queries/query.ts';
import type { Row } from '../catalog-queries/system-rows.ts';
import { readPrepared, readSql } from '../sql/read.ts';
import { capabilitiesOf } from './capabilities.ts';
import { Collection } from './collection.ts';
import { DoctrineConnection, SchemaManager } from './doctrine/schema-manager.ts';
import { Expression } from './expression.ts';
import type { FrameworkState } from './framework-state.ts';
import { GrammarObject } from './grammar-object.ts';
import { grammarFor } from './grammars/index.ts';
import type { Models } from './models.ts';
import { Pdo } from './pdo.ts';
import { bound } from './query/query-grammar.ts';
import { QueryBuilder } from './query-builder.ts';
import type { Recorder } from './recorder.ts';
import { rootCause } from './root-cause.ts';
import { SchemaBuilder } from './schema-builder.ts';

export class DatabaseConnection extends PhpObject {
  readonly className = 'Illuminate\\Database\\Connection';
  readonly state: FrameworkState;
  readonly recorder: Recorder;
  readonly models: Models;
  /** undefined: the default connection. */
  readonly name: string | undefined;
  readonly schema: SchemaBuilder;

  constructor(state: FrameworkState, recorder: Recorder, models: Models, name: string | undefined) {
    super();
    this.state = state;
    this.recorder = recorder;
    this.models = models;
    this.name = name;
    this.schema = new SchemaBuilder(this);
  }

  /** Another connection by name; the default one where the name is the default's, or null. */
  sibling(name: PhpValue): DatabaseConnection {
    if (typeof name !== 'string' || name === '' || name === this.state.defaultConnection) {
      return new DatabaseConnection(this.state, this.recorder, this.models, undefined);
    }
    return new DatabaseConnection(this.state, this.recorder, this.models, name);
  }

  get serverVersion(): string {
    return lastRelease(this.state.target.version);
  }

  /** The table's name as the engine is told it. */
  tableName(name: string): TableName {
    const bare = name.replace(/\s+as\s+.*$/i, '');
    const dot = bare.lastIndexOf('.');
    if (dot < 0) return { name: this.state.settings.prefix + bare };
    return { schema: bare.slice(0, dot), name: this.state.settings.prefix + bare.slice(dot + 1) };
  }

  setForeignKeyChecks(enabled: boolean, origin: Origin): void {
    const { target, frameworkVersion } = this.state;
    // Builder::disableForeignKeyConstraints sends what the grammar compiles; SQLite's text changed with Laravel 11.
    const sql =
      target.driver === 'sqlite'
        ? capabilitiesOf(frameworkVersion).sqlitePragmaLowerCase
          ? `pragma foreign_keys = ${enabled ? 1 : 0}`
          : `PRAGMA foreign_keys = ${enabled ? 'ON' : 'OFF'};`
        : target.driver === 'pgsql'
          ? `SET CONSTRAINTS ALL ${enabled ? 'IMMEDIATE' : 'DEFERRED'};`
          : `SET FOREIGN_KEY_CHECKS=${enabled ? 1 : 0};`;
    this.recorder.count(origin);
    this.recorder.send({ kind: 'foreignKeyChecks', enabled, sql, origin }, this.name);
  }

  /** Sends SQL text as the migration wrote it. */
  raw(sql: PhpValue, call: CallSite, prepared = true, bindings: PhpValue = null): PhpValue {
    const text = sql instanceof Expression ? sql.toText() : toText(sql);
    this.recorder.count(call.origin);
    if (text === undefined || text instanceof Unknown) {
      const reason = `the SQL cannot be known: ${text instanceof Unknown ? text.reason : 'it is an object'}`;
      this.recorder.notUnderstood(reason, call.origin);
      this.recorder.send({ kind: 'notUnderstood', sql: '', origin: call.origin, reason }, this.name);
      return new Unknown(reason);
    }
    for (const statement of this.#read(text, call, prepared)) {
      if (statement.kind === 'notUnderstood') this.recorder.notUnderstood(statement.reason, call.origin);
      this.recorder.send({ ...statement, ...givenBindings(bindings) }, this.name);
    }
    return true;
  }

  override callMethod(name: string, args: CallArguments, call: CallSite): PhpValue | undefined {
    const get = (position: number, parameter: string) => argument(args, position, parameter);
    switch (name.toLowerCase()) {
      case 'unprepared':
        return this.raw(get(0, 'query') ?? null, call, false);
      case 'statement':
      case 'affectingstatement':
      case 'insert':
      case 'update':
      case 'delete':
        return this.raw(get(0, 'query') ?? null, call, true, get(1, 'bindings') ?? null);
      case 'select':
      case 'selectone':
      case 'scalar':
      case 'cursor':
      case 'selectfromwriteconnection':
        return this.#select(name.toLowerCase(), get(0, 'query') ?? null, get(1, 'bindings') ?? null, call);
      case 'table':
      case 'query':
        return this.#table(get(0, 'table') ?? null, call);
      case 'raw':
        return new Expression(get(0, 'value') ?? null);
      case 'transaction':
        return call.invoke(get(0, 'callback') ?? null, [this]);
      case 'begintransaction':
      case 'commit':
      case 'rollback':
        return null;
      case 'connection':
        return this.sibling(get(0, 'name') ?? null);
      case 'getdrivername':
        return this.state.driverName;
      case 'getdrivertitle':
        return { sqlite: 'SQLite', mysql: 'MySQL', mariadb: 'MariaDB', pgsql: 'PostgreSQL' }[
          this.state.target.driver
        ];
      case 'ismaria':
        return this.state.target.engine === 'mariadb';
      case 'getserverversion':
        return this.serverVersion;
      case 'getname':
      case 'getdefaultconnection':
        return this.name ?? this.state.defaultConnection;
      case 'gettableprefix':
        return this.state.settings.prefix;
      case 'getdatabasename':
        return new Unknown('the name of the database');
      case 'getconfig': {
        const key = get(0, 'option');
        return key === 'driver'
          ? this.state.driverName
          : key === 'prefix'
            ? this.state.settings.prefix
            : new Unknown(`the connection's setting ${String(key)}`);
      }
      case 'getschemabuilder':
        return this.schema;
      case 'getdoctrineschemamanager':
        return this.#doctrine(name);
      case 'getdoctrineconnection':
        return new DoctrineConnection(this.#doctrine(name));
      case 'getdoctrinecolumn':
        return this.#doctrine(name).column(get(0, 'table') ?? null, get(1, 'column') ?? null);
      case 'getpdo':
      case 'getreadpdo':
      case 'getrawpdo':
        return new Pdo(this);
      case 'getschemagrammar':
      case 'getquerygrammar':
      case 'getgrammar':
        return this.grammar;
      case 'registerdoctrinetype':
      case 'enablequerylog':
      case 'disablequerylog':
      case 'flushquerylog':
      case 'purge':
      case 'reconnect':
      case 'disconnect':
      case 'listen':
      case 'setdefaultconnection':
      case 'aftercommit':
        return null;
      case 'getquerylog':
        return new PhpArray();
      case 'transactionlevel':
        return 0;
      case 'usingconnection':
        return call.invoke(get(1, 'callback') ?? null, []);
      case 'withoutforeignkeyconstraints':
        return this.schema.callMethod(name, args, call);
      case 'pretend':
      case 'quote':
      case 'escape':
        return new Unknown(`what DB::${name}() gives`);
      default:
        return undefined;
    }
  }

  #read(text: string, call: CallSite, prepared: boolean): Statement[] {
    // it costs more for each character than most of what PHP does with texts
    spend(text.length);
    return (prepared ? readPrepared : readSql)(text, this.state.target, call.origin);
  }

  /** Sends a query, and gives its rows as far as the catalog, or an empty table, says what they are. */
  #select(method: string, sql: PhpValue, bindings: PhpValue, call: CallSite): PhpValue {
    this.recorder.asked = true;
    this.recorder.count(call.origin);
    const text = sql instanceof Expression ? sql.toText() : toText(sql);
    if (text === undefined || text instanceof Unknown) return new Unknown('the rows that a query gives');
    const [statement] = this.#read(text, call, true);
    // what is not read may be any question: it changes nothing
    if (statement?.kind === 'data' || statement?.kind === 'foreignSyntax')
      this.recorder.send(statement, this.name);
    const rows = this.#rowsFor(text, statement, bindings, call.origin);
    if (rows instanceof Unknown) return rows;
    const [first] = rows;
    if (method === 'scalar')
      return first === undefined ? null : (Object.values(first)[0] ?? new Unknown('a value'));
    const objects = rows.map((row) =>
      standardObject(
        Object.entries(row).map(
          ([key, value]) => [key, value === undefined ? new Unknown(key) : value] as const,
        ),
      ),
    );
    return method === 'selectone' ? (objects[0] ?? null) : PhpArray.list(objects);
  }

  #rowsFor(
    sql: string,
    statement: Statement | undefined,
    bindings: PhpValue,
    origin: Origin,
  ): readonly Row[] | Unknown {
    const { target } = this.state;
    const catalog = this.recorder.session.catalog(this.name);
    const answer = answerFromCatalog({
      sql,
      target,
      origin,
      catalog,
      bindings: bindingsOf(bindings),
      open: this.state.mayBeThere(catalog.open),
    });
    if (answer?.kind === 'rows') return answer.rows;
    if (answer !== undefined) return new Unknown(rootCause(answer.reason));
    const plain = statement?.kind === 'data' && statement.verb === 'select' && statement.table !== null;
    // without a row to count or to group, one row comes back all the same
    if (!plain || /\b(?:count|sum|min|max|avg|group_concat|string_agg|union|exists)\b/i.test(sql))
      return new Unknown('the rows that a query gives');
    const rows = this.rowsOf(statement.table);
    return rows instanceof Unknown ? rows : [];
  }

  get grammar(): GrammarObject {
    const connection = this.schema.blueprintConnection();
    const grammar = grammarFor(connection, capabilitiesOf(connection.frameworkVersion));
    return new GrammarObject(grammar, this.state.settings.prefix);
  }

  /** Gone with Laravel 11 (Illuminate\Database\Connection::getDoctrineSchemaManager). */
  #doctrine(method: string): SchemaManager {
    if (capabilitiesOf(this.state.frameworkVersion).nativeChange) {
      const { driver } = this.state.target;
      const name = { sqlite: 'SQLite', mysql: 'MySql', mariadb: 'MariaDb', pgsql: 'Postgres' }[driver];
      const message = `Method Illuminate\\Database\\${name}Connection::${method} does not exist.`;
      throw new PhpThrow(new PhpException('BadMethodCallException', message), message);
    }
    this.recorder.asked = true;
    return new SchemaManager(this.schema.blueprintConnection(), ({ open }) => this.state.mayBeThere(open));
  }

  #table(table: PhpValue, call: CallSite): PhpValue {
    const text = table instanceof Expression ? new Unknown('a raw table') : toText(table);
    return new QueryBuilder(
      this,
      text instanceof Unknown ? text : this.tableName(text),
      call.origin,
      text instanceof Unknown || / as /i.test(text) ? undefined : text,
    );
  }

  /** What a query on this table gives in a fresh database: nothing, unless a migration wrote rows. */
  rowsOf(table: TableName | Unknown): Collection | Unknown {
    this.recorder.asked = true;
    if (table instanceof Unknown) return table;
    if (this.state.mayHaveRows(table.name))
      return new Unknown(`the rows of the table ${table.name}, which migrations write`);
    return new Collection(new PhpArray());
  }
}

/** The values that a prepared statement is given, in their order. */
function givenBindings(bindings: PhpValue): { readonly bindings?: readonly StatementBinding[] } {
  if (!(bindings instanceof PhpArray) || bindings.size === 0) return {};
  return {
    bindings: bindings
      .values()
      .map((value) => (value instanceof PhpArray ? { unknown: 'a list' } : bound(value))),
  };
}

function bindingsOf(bindings: PhpValue): Map<string | number, Binding> {
  const found = new Map<string | number, Binding>();
  if (!(bindings instanceof PhpArray)) return found;
  for (const [key, value] of bindings.entries) {
    const name = typeof key === 'string' ? key.replace(/^:/, '') : key;
    found.set(name, value instanceof PhpObject || value instanceof PhpArray ? undefined : (value as Binding));
  }
  return found;
}
