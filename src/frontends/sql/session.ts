/** Settings, transactions and maintenance: statements that leave the tables' structure alone. */
import type { StatementOf } from '../../schema/index.ts';
import { type Cursor, NotRead } from './cursor.ts';
import type { Unsent } from './statement.ts';

type Session = Unsent<StatementOf<'noSchemaChange' | 'transaction' | 'foreignKeyChecks'>>;

const nothing = (what: string): Session => ({ kind: 'noSchemaChange', what });

/** undefined: no such statement begins here. */
export function readSession(cursor: Cursor): Session | undefined {
  return transaction(cursor) ?? setting(cursor) ?? maintenance(cursor);
}

// ---- Transactions

function transaction(cursor: Cursor): Session | undefined {
  const { engine, isMySql } = cursor;
  const done = (action: 'begin' | 'commit' | 'rollback'): Session => ({ kind: 'transaction', action });
  if (cursor.take('start')) {
    cursor.only(engine !== 'sqlite', 'START TRANSACTION', 1);
    cursor.expect('transaction');
    modes(cursor);
    return done('begin');
  }
  if (cursor.take('begin')) {
    if (isMySql) cursor.take('work');
    else if (engine === 'sqlite') {
      cursor.takeOneOf('deferred', 'immediate', 'exclusive');
      cursor.take('transaction');
    } else {
      cursor.takeOneOf('work', 'transaction');
      modes(cursor);
    }
    return done('begin');
  }
  if (cursor.is('commit') || (!isMySql && cursor.is('end'))) {
    cursor.next();
    ending(cursor);
    return done('commit');
  }
  if (cursor.is('rollback') || (engine === 'postgres' && cursor.is('abort'))) {
    cursor.next();
    ending(cursor);
    if (cursor.take('to')) {
      cursor.take('savepoint');
      cursor.identifier();
    }
    return done('rollback');
  }
  if (cursor.take('savepoint')) {
    cursor.identifier();
    return done('begin');
  }
  if (cursor.take('release')) {
    if (!cursor.take('savepoint')) cursor.only(!isMySql, 'RELEASE without SAVEPOINT');
    cursor.identifier();
    return done('commit');
  }
  return undefined;
}

function ending(cursor: Cursor): void {
  if (cursor.isMySql) cursor.take('work');
  else if (cursor.engine === 'sqlite') cursor.take('transaction');
  else cursor.takeOneOf('work', 'transaction');
}

const MODES =
  'isolation level serializable repeatable read committed uncommitted only write with consistent snapshot'.split(
    ' ',
  );

function modes(cursor: Cursor): void {
  while (cursor.takeOneOf(...MODES, ',') !== undefined);
}

// ---- SET, PRAGMA

/** Settings on which it depends what later statements are taken for. */
const CHANGES_RULES =
  /^(?:sql_mode|(?:default_)?storage_engine|innodb_strict_mode|explicit_defaults_for_timestamp|sql_require_primary_key|sql_generate_invisible_primary_key|(?:character_set|collation)_(?:server|database)|restrict_fk_on_non_standard_key|system_versioning_alter_history|default_collation_for_utf8mb4|lower_case_table_names|search_path|standard_conforming_strings|default_tablespace|default_table_access_method|role|session_authorization)$/;

/** Settings that every server has and that later DDL does not depend on. */
const KNOWN: Readonly<Record<'mysql' | 'postgres', RegExp>> = {
  mysql:
    /^(?:unique_checks|autocommit|time_zone|sql_safe_updates|sql_notes|sql_warnings|sql_log_bin|sql_big_selects|group_concat_max_len|(?:net_(?:read|write)|wait|interactive|lock_wait|innodb_lock_wait)_timeout|(?:character_set_(?:client|results|connection)|collation_connection)|sql_quote_show_create|tx_isolation|transaction_isolation|old_alter_table|cte_max_recursion_depth|max_execution_time|max_statement_time|foreign_key_checks)$/,
  postgres:
    /^(?:statement_timeout|lock_timeout|idle_in_transaction_session_timeout|client_encoding|client_min_messages|log_min_messages|timezone|datestyle|intervalstyle|session_replication_role|check_function_bodies|row_security|xmloption|work_mem|maintenance_work_mem|synchronous_commit|application_name|bytea_output|extra_float_digits|jit|escape_string_warning|constraint_exclusion|names)$/,
};

function setting(cursor: Cursor): Session | undefined {
  const { engine } = cursor;
  if (cursor.take('pragma')) {
    cursor.only(engine === 'sqlite', 'PRAGMA', 1);
    return pragma(cursor);
  }
  if (engine === 'postgres' && cursor.take('reset')) {
    const name = cursor.next().key;
    if (name === 'all' || CHANGES_RULES.test(name)) throw new NotRead(`RESET ${name.toUpperCase()}`, null);
    if (!KNOWN.postgres.test(name)) throw new NotRead(`RESET ${name}: the setting is not known`, []);
    return nothing(`RESET ${name}`);
  }
  if (!cursor.take('set')) return undefined;
  cursor.only(engine !== 'sqlite', 'SET', 1);
  return engine === 'postgres' ? postgresSet(cursor) : mysqlSet(cursor);
}

const ON = new Set(['1', 'on', 'true', 'yes']);
const OFF = new Set(['0', 'off', 'false', 'no']);

function switched(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return ON.has(word) ? true : OFF.has(word) ? false : undefined;
}

function pragma(cursor: Cursor): Session {
  const name = cursor.objectName().toLowerCase();
  const what = `PRAGMA ${name}`;
  if (cursor.done) return nothing(what);
  let value: string;
  if (cursor.take('=')) {
    cursor.takeOneOf('+', '-');
    value = cursor.next().value;
  } else {
    cursor.expect('(');
    cursor.takeOneOf('+', '-');
    value = cursor.next().value;
    cursor.expect(')');
  }
  if (name === 'foreign_keys') {
    const enabled = switched(value);
    // Any other word is off, any other number on: sqlite3GetBoolean.
    if (enabled === undefined) cursor.fail(`the value ${value}`);
    return { kind: 'foreignKeyChecks', enabled };
  }
  if (/^(?:writable_schema|legacy_alter_table|trusted_schema)$/.test(name)) throw new NotRead(what, []);
  return nothing(what);
}

function mysqlSet(cursor: Cursor): Session {
  if (cursor.take('names')) {
    if (cursor.next().key === '') cursor.at = cursor.at + 0;
    if (cursor.take('collate')) cursor.next();
    return nothing('SET NAMES');
  }
  if (cursor.take('character', 'set') || cursor.take('charset')) {
    cursor.next();
    return nothing('SET CHARACTER SET');
  }
  const { at } = cursor;
  cursor.takeOneOf('session', 'global', 'local');
  if (cursor.take('transaction')) {
    modes(cursor);
    return nothing('SET TRANSACTION');
  }
  cursor.at = at;
  if (cursor.isOneOf('password', 'role', 'default', 'statement'))
    throw new NotRead(`SET ${cursor.peek()!.text}`, []);
  let checks: boolean | undefined;
  const names: string[] = [];
  do {
    const { name, global, value } = assignment(cursor);
    names.push(name);
    if (name.startsWith('@')) continue;
    if (CHANGES_RULES.test(name))
      throw new NotRead(`SET ${name}: later statements may be judged by other rules`, []);
    if (!KNOWN.mysql.test(name)) throw new NotRead(`SET ${name}: the setting is not known`, []);
    if (name !== 'foreign_key_checks' || global) continue;
    // mysqldump puts the old value aside and back.
    checks = /^@old_foreign_key_checks$/i.test(value) ? true : switched(value);
    if (checks === undefined)
      throw new NotRead(`the value of FOREIGN_KEY_CHECKS is not known: ${value}`, null);
  } while (cursor.take(','));
  return checks === undefined
    ? nothing(`SET ${names.join(', ')}`)
    : { kind: 'foreignKeyChecks', enabled: checks };
}

interface Assignment {
  readonly name: string;
  readonly global: boolean;
  readonly value: string;
}

function assignment(cursor: Cursor): Assignment {
  let scope = cursor.takeOneOf('session', 'global', 'local', 'persist', 'persist_only');
  const token = cursor.next();
  let name = token.text.toLowerCase();
  if (token.kind === 'variable') {
    const system = /^@@(?:(session|global|local|persist)\.)?(\w+)$/i.exec(token.text);
    if (system !== null) {
      scope = system[1]?.toLowerCase();
      name = system[2]!.toLowerCase();
    }
  } else if (token.kind !== 'word' && token.kind !== 'quoted') {
    cursor.at -= 1;
    cursor.fail();
  }
  if (!cursor.take(':=')) cursor.expect('=');
  const from = cursor.at;
  while (!cursor.done && !cursor.is(',')) {
    if (cursor.is('(')) cursor.skipParenthesised();
    else cursor.next();
  }
  if (cursor.at === from) cursor.fail();
  const only = cursor.at === from + 1 ? cursor.tokens[from]! : undefined;
  const value = only?.kind === 'string' ? only.value : cursor.slice(from, cursor.at);
  return { name, global: scope !== undefined && /global|persist/.test(scope), value };
}

function postgresSet(cursor: Cursor): Session {
  if (cursor.take('constraints')) {
    if (!cursor.take('all')) throw new NotRead('SET CONSTRAINTS of some constraints', []);
    const word = cursor.takeOneOf('deferred', 'immediate');
    if (word === undefined) cursor.fail();
    return { kind: 'foreignKeyChecks', enabled: word === 'immediate' };
  }
  cursor.takeOneOf('session', 'local');
  if (cursor.take('transaction') || cursor.take('characteristics', 'as', 'transaction')) {
    modes(cursor);
    return nothing('SET TRANSACTION');
  }
  if (cursor.take('time', 'zone')) {
    while (!cursor.done) cursor.next();
    return nothing('SET TIME ZONE');
  }
  const token = cursor.next();
  const name = token.key;
  const rest = cursor.slice(cursor.at, cursor.tokens.length);
  if (name === 'search_path' && /^(?:to|=)\s*'?"?public"?'?$/i.test(rest)) {
    cursor.at = cursor.tokens.length;
    return nothing('SET search_path');
  }
  if (/^(?:foreign_key_checks|unique_checks|sql_mode|autocommit|sql_safe_updates)$/.test(name)) {
    cursor.refuse(`the setting ${token.text}`, 1, 'setting');
  }
  // Every name may mean another table from here on.
  if (CHANGES_RULES.test(name)) throw new NotRead(`SET ${name}`, null);
  if (!KNOWN.postgres.test(name) && !cursor.is('.'))
    throw new NotRead(`SET ${name}: the setting is not known`, []);
  while (cursor.take('.')) cursor.label();
  if (name !== 'names' && !cursor.take('to')) cursor.expect('=');
  if (cursor.done) cursor.fail();
  while (!cursor.done) cursor.next();
  return nothing(`SET ${name}`);
}

// ---- Maintenance

const MAINTENANCE: Readonly<Record<'sqlite' | 'mysql' | 'mariadb' | 'postgres', ReadonlySet<string>>> = {
  sqlite: new Set(['analyze', 'vacuum', 'reindex']),
  mysql: new Set(['analyze', 'optimize', 'check', 'repair', 'checksum', 'flush', 'lock', 'unlock']),
  mariadb: new Set(['analyze', 'optimize', 'check', 'repair', 'checksum', 'flush', 'lock', 'unlock']),
  postgres: new Set([
    'analyze',
    'analyse',
    'vacuum',
    'reindex',
    'checkpoint',
    'lock',
    'discard',
    'notify',
    'cluster',
  ]),
};

const OTHERS = new Set(['optimize', 'repair', 'lock', 'unlock', 'flush', 'vacuum', 'reindex', 'analyze']);

/** LOCK TABLE a, b IN … MODE NOWAIT */
function lockTables(cursor: Cursor): Session {
  cursor.expect('lock');
  cursor.take('table');
  do {
    cursor.take('only');
    cursor.tableName();
  } while (cursor.take(','));
  if (cursor.take('in')) {
    while (cursor.takeOneOf('access', 'row', 'share', 'update', 'exclusive') !== undefined);
    cursor.expect('mode');
  }
  cursor.take('nowait');
  return nothing('LOCK');
}

function maintenance(cursor: Cursor): Session | undefined {
  const word = cursor.peek()?.key ?? '';
  if (!MAINTENANCE[cursor.engine].has(word)) {
    if (OTHERS.has(word)) cursor.refuse(word.toUpperCase());
    return undefined;
  }
  if (
    cursor.isMySql &&
    word === 'analyze' &&
    !cursor.tokens.slice(0, 4).some((token) => token.key === 'table')
  ) {
    cursor.fail();
  }
  if (word === 'unlock') {
    cursor.next();
    if (cursor.takeOneOf('tables', 'table') === undefined) cursor.fail();
    return nothing('UNLOCK');
  }
  if (word === 'lock' && cursor.engine === 'postgres') return lockTables(cursor);
  cursor.at = cursor.tokens.length;
  return nothing(word.toUpperCase());
}
