/**
 * Views, triggers, routines, types and all else that is no table. What later statements can meet again is
 * `notUnderstood`, with the names that it stands for; what changes no table and surely works is `noSchemaChange`.
 */
import type { TableName } from '../../schema/index.ts';
import { type Cursor, NotRead } from './cursor.ts';
import { createType, dropType } from './enum-types.ts';
import { namedTables } from './named-tables.ts';
import type { Unsent } from './statement.ts';

/** Why a table with a trigger may not be what it was. */
export const TRIGGER_NOT_READ = 'the body of a trigger is not read';

/** In the packages that every distribution has: https://www.postgresql.org/docs/current/contrib.html */
const CONTRIB = new Set(
  (
    'plpgsql citext uuid-ossp pgcrypto hstore pg_trgm btree_gin btree_gist unaccent ltree intarray cube earthdistance ' +
    'fuzzystrmatch tablefunc isn lo seg dict_int dict_xsyn tsm_system_rows tsm_system_time pg_stat_statements postgres_fdw ' +
    'file_fdw dblink pgrowlocks pgstattuple pg_buffercache intagg tcn xml2 bloom autoinc moddatetime'
  ).split(' '),
);

/** CREATE of anything but a table or an index; from behind CREATE [OR REPLACE] on. */
export function createOther(cursor: Cursor): Unsent {
  const { engine } = cursor;
  const object = objectWord(cursor);
  switch (object) {
    case 'extension': {
      cursor.only(engine === 'postgres', 'CREATE EXTENSION', 1);
      const safe = cursor.take('if', 'not', 'exists');
      const name = cursor.identifier();
      if (!CONTRIB.has(name))
        throw new NotRead(`whether the server has the extension ${name} is not known`, []);
      if (!safe) throw new NotRead('CREATE EXTENSION without IF NOT EXISTS', []);
      cursor.take('with');
      while (cursor.takeOneOf('schema', 'version') !== undefined) cursor.label();
      cursor.take('cascade');
      return { kind: 'noSchemaChange', what: 'CREATE EXTENSION' };
    }
    case 'view':
      return createView(cursor);
    case 'sequence':
      // It shares the tables' names on PostgreSQL and MariaDB.
      cursor.only(engine === 'postgres' || engine === 'mariadb', 'CREATE SEQUENCE', 1);
      cursor.take('if', 'not', 'exists');
      throw new NotRead('a sequence', [cursor.tableName()]);
    case 'trigger':
      return createTrigger(cursor);
    case 'function':
    case 'procedure':
      if (engine === 'sqlite') cursor.refuse(`CREATE ${object.toUpperCase()}`, 1);
      return unread(cursor, `CREATE ${object.toUpperCase()}`, `the body of a ${object} is not read`);
    case 'aggregate':
    case 'event':
    case 'package':
      if (engine === 'sqlite') cursor.refuse(`CREATE ${object.toUpperCase()}`, 1);
      if (engine === 'postgres' && object === 'event') throw new NotRead('an event trigger', null);
      throw new NotRead(`the body of ${object === 'event' ? 'an event' : `a ${object}`} is not read`, []);
    case 'type':
      cursor.only(engine === 'postgres', 'CREATE TYPE', 1);
      return createType(cursor);
    case 'domain':
    case 'collation':
    case 'cast':
    case 'operator':
      cursor.only(engine === 'postgres', `CREATE ${object.toUpperCase()}`, 1);
      throw new NotRead(`CREATE ${object.toUpperCase()}`, []);
    case 'schema':
    case 'database':
      if (engine === 'sqlite') cursor.refuse(`CREATE ${object.toUpperCase()}`, 1);
      throw new NotRead(`CREATE ${object.toUpperCase()}`, []);
    case 'role':
    case 'user':
    case 'policy':
    case 'publication':
    case 'subscription':
    case 'tablespace':
    case 'server':
    case 'statistics':
    case 'text':
      if (engine === 'sqlite') cursor.refuse(`CREATE ${object.toUpperCase()}`, 1);
      throw new NotRead(`CREATE ${object.toUpperCase()}`, []);
    case 'rule':
      throw new NotRead('a rule', null);
    case 'virtual':
      cursor.only(engine === 'sqlite', 'CREATE VIRTUAL TABLE', 1);
      throw new NotRead('a virtual table', namedTables(cursor) ?? null);
    case 'foreign':
      throw new NotRead('CREATE FOREIGN …', namedTables(cursor) ?? null);
    default:
      return cursor.fail();
  }
}

/** What no table is changed by, though not all of it is read. */
function unread(cursor: Cursor, what: string, unsure: string): Unsent {
  while (!cursor.done) cursor.next();
  return { kind: 'noSchemaChange', what, unsure };
}

/** A trigger that minds certain columns stands in their way, and SQLite reads each anew when a table changes. */
function createTrigger(cursor: Cursor): Unsent {
  const reason = TRIGGER_NOT_READ;
  // SQLite reads triggers anew when a table changes.
  if (cursor.engine === 'sqlite') throw new NotRead(reason, namedTables(cursor) ?? null);
  const minds = cursor.tokens.some(
    ({ key }, i) => key === 'when' || (key === 'update' && cursor.tokens[i + 1]?.key === 'of'),
  );
  if (cursor.engine === 'postgres' && minds) throw new NotRead(reason, []);
  return unread(cursor, 'CREATE TRIGGER', reason);
}

/** DEFINER, MATERIALIZED, CONSTRAINT and their like stand before the object's word. */
function objectWord(cursor: Cursor): string {
  for (let i = 0; i < 12 && !cursor.done; i++) {
    const { key } = cursor.peek()!;
    if (OBJECTS.has(key) && !(key === 'user' && cursor.peek(-1)?.key === '=')) {
      cursor.next();
      return key;
    }
    cursor.next();
  }
  return '';
}

const OBJECTS = new Set(
  (
    'extension view sequence trigger function procedure aggregate event package type domain collation cast operator schema ' +
    'database role user policy publication subscription tablespace server statistics text rule virtual foreign'
  ).split(' '),
);

/** Words before VIEW that make it another thing. */
const NO_PLAIN_VIEW = /^(?:temp|temporary|materialized|recursive)$/;

function createView(cursor: Cursor): Unsent {
  const start = cursor.at;
  const before = cursor.tokens.slice(0, start);
  const materialized = cursor.engine === 'postgres' && before.some(({ key }) => key === 'materialized');
  const plain = !before.some(
    ({ key }) => NO_PLAIN_VIEW.test(key) && !(materialized && key === 'materialized'),
  );
  const ifNotExists = cursor.take('if', 'not', 'exists');
  // PostgreSQL has none, MySQL has it from 9.1 on.
  const known = !ifNotExists || materialized || cursor.engine === 'sqlite' || cursor.engine === 'mariadb';
  const view = cursor.tableName();
  if (cursor.is('(')) cursor.skipParenthesised();
  const isNew = cursor.take('as') ? commonTables(cursor) : undefined;
  const isQuery = isNew !== undefined && (cursor.is('select') || cursor.is('('));
  const named = plain && known && isQuery ? namedTables(cursor) : undefined;
  if (named === undefined) {
    cursor.at = start;
    throw new NotRead('a view', viewTables(cursor));
  }
  while (!cursor.done) cursor.next();
  const reads = named.filter(
    (one) =>
      (one.name !== view.name || one.schema !== view.schema) &&
      !(one.schema === undefined && isNew?.has(one.name) === true),
  );
  const replace = cursor.tokens[1]?.key === 'or';
  const kind = { kind: 'createView', ...(materialized ? { materialized } : {}) } as const;
  return { ...kind, view, reads, replace, ifNotExists };
}

/** The names that WITH gives to queries, for this statement; undefined: they may refer to themselves. */
function commonTables(cursor: Cursor): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  if (!cursor.take('with')) return names;
  if (cursor.is('recursive')) return undefined;
  do {
    names.add(cursor.identifier());
    if (cursor.is('(')) cursor.skipParenthesised();
    cursor.expect('as');
    if (!cursor.take('not', 'materialized')) cursor.take('materialized');
    cursor.skipParenthesised();
  } while (cursor.take(','));
  return names;
}

/** The view itself; where the engine minds, what it is made from as well. */
function viewTables(cursor: Cursor): readonly TableName[] {
  cursor.take('if', 'not', 'exists');
  const view = cursor.tableName();
  if (cursor.isMySql) return [view];
  const others = namedTables(cursor) ?? [];
  return [view, ...others.filter((other) => other.name !== view.name)];
}

function dropSequence(cursor: Cursor, ifExists: boolean): Unsent {
  const sequences: TableName[] = [];
  do sequences.push(cursor.tableName());
  while (cursor.take(','));
  const cascade = cursor.takeOneOf('cascade', 'restrict') === 'cascade';
  return { kind: 'dropSequence', sequences, ifExists, cascade };
}

/** DROP of anything but a table or an index; from behind DROP on. */
export function dropOther(cursor: Cursor): Unsent {
  const { engine, isMySql } = cursor;
  const materialized = cursor.take('materialized');
  const object = cursor.peek()?.key ?? '';
  if (!OBJECTS.has(object)) return cursor.fail();
  cursor.next();
  const what = `DROP ${object.toUpperCase()}`;
  if (engine === 'sqlite' && object !== 'view' && object !== 'trigger') cursor.refuse(what, 1);
  const ifExists = cursor.take('if', 'exists');
  const cascade = cursor.tokens.at(-1)?.key === 'cascade';
  switch (object) {
    case 'view': {
      const names: TableName[] = [];
      do names.push(cursor.tableName());
      while (cursor.take(','));
      if (materialized && engine !== 'postgres') throw new NotRead('DROP MATERIALIZED VIEW', names);
      if (engine === 'sqlite' && names.length > 1) throw new NotRead('DROP VIEW', names);
      cursor.takeOneOf('cascade', 'restrict');
      const kept = materialized ? { materialized } : {};
      return { kind: 'dropView', ...kept, views: names, ifExists, cascade };
    }
    case 'trigger':
    case 'event':
    case 'procedure':
      if (cascade) throw new NotRead(`whether there is something for ${what} is not known`, []);
      cursor.tableName();
      if (engine === 'postgres' && cursor.take('on')) cursor.tableName();
      if (cursor.is('(')) cursor.skipParenthesised();
      return ifExists
        ? { kind: 'noSchemaChange', what }
        : { kind: 'noSchemaChange', what, unsure: `whether there is something for ${what} is not known` };
    case 'function':
      if (isMySql && !ifExists) throw new NotRead(what, []);
      if (cascade) throw new NotRead(what, null);
      if (!isMySql) return unread(cursor, what, 'what a function is used by is not known');
      cursor.tableName();
      return { kind: 'noSchemaChange', what };
    case 'sequence':
      cursor.only(engine !== 'mysql', what, ifExists ? 3 : 1);
      if (engine !== 'postgres') throw new NotRead(what, [cursor.tableName()]);
      return dropSequence(cursor, ifExists);
    case 'type':
      cursor.only(engine === 'postgres', what, ifExists ? 3 : 1);
      return dropType(cursor, ifExists);
    case 'extension':
      cursor.only(engine === 'postgres', what, ifExists ? 3 : 1);
      if (cascade) throw new NotRead(what, null);
      return unread(cursor, what, 'what an extension is used by is not known');
    case 'domain':
    case 'collation':
    case 'operator':
    case 'aggregate':
    case 'cast':
      cursor.only(engine === 'postgres', what, ifExists ? 3 : 1);
      // CASCADE takes columns along.
      throw new NotRead(what, cascade ? null : []);
    case 'schema':
    case 'database':
      throw new NotRead(what, null);
    default:
      throw new NotRead(what, cascade ? null : []);
  }
}
