/** The `DB` facade: a connection (Illuminate\Database\Connection), its raw statements and its query builders. */
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
import type { Origin, Statement, TableName, Target } from '../../schema/index.ts';
import { readSql } from '../sql/read.ts';
import { capabilitiesOf } from './capabilities.ts';
import { Collection } from './collection.ts';
import { Expression } from './expression.ts';
import type { FrameworkState } from './framework-state.ts';
import type { Models } from './models.ts';
import { QueryBuilder } from './query-builder.ts';
import type { Recorder } from './recorder.ts';
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
    return this.state.target.version;
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
  raw(sql: PhpValue, call: CallSite, prepared = true): PhpValue {
    const text = sql instanceof Expression ? sql.toText() : toText(sql);
    this.recorder.count(call.origin);
    if (text === undefined || text instanceof Unknown) {
      const reason = `the SQL cannot be known: ${text instanceof Unknown ? text.reason : 'it is an object'}`;
      this.recorder.notUnderstood(reason, call.origin);
      this.recorder.send({ kind: 'notUnderstood', sql: '', origin: call.origin, reason }, this.name);
      return new Unknown(reason);
    }
    const statements = readSql(text, this.state.target, call.origin);
    for (const statement of prepared
      ? preparable(statements, text, this.state.target, call.origin)
      : statements) {
      if (statement.kind === 'notUnderstood') this.recorder.notUnderstood(statement.reason, call.origin);
      this.recorder.send(statement, this.name);
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
        return this.raw(get(0, 'query') ?? null, call);
      case 'select':
      case 'selectone':
      case 'scalar':
      case 'cursor':
      case 'selectfromwriteconnection':
        return new Unknown('the rows that a query gives');
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
      case 'getdoctrineconnection':
      case 'getdoctrinecolumn':
      case 'getpdo':
      case 'getreadpdo':
      case 'getschemagrammar':
      case 'getquerygrammar':
      case 'getgrammar':
        return new Unknown(`what DB::${name}() gives`);
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

  #table(table: PhpValue, call: CallSite): PhpValue {
    const text = table instanceof Expression ? new Unknown('a raw table') : toText(table);
    return new QueryBuilder(this, text instanceof Unknown ? text : this.tableName(text), call.origin);
  }

  /** What a query on this table gives in a fresh database: nothing, unless a migration wrote rows. */
  rowsOf(table: TableName | Unknown): Collection | Unknown {
    if (table instanceof Unknown) return table;
    if (this.state.mayHaveRows(table.name))
      return new Unknown(`the rows of the table ${table.name}, which migrations write`);
    return new Collection(new PhpArray());
  }
}

/**
 * What is sent where text of several statements is prepared: PDO's SQLite driver runs the first and drops the rest;
 * the servers refuse it (MySQL and MariaDB 1064, PostgreSQL 42601).
 */
function preparable(
  statements: readonly Statement[],
  sql: string,
  target: Target,
  origin: Origin,
): readonly Statement[] {
  if (statements.length <= 1) return statements;
  if (target.driver === 'sqlite') return statements.slice(0, 1);
  return [
    {
      kind: 'notUnderstood',
      reason: 'several SQL statements in one prepared text, which the server refuses',
      tables: [],
      sql,
      origin,
    },
  ];
}
