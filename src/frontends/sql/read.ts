/** SQL text as the statements that it holds: the structure that judges understand, or why it was not read. */
import {
  ENGINE_TITLES,
  type Origin,
  type Statement,
  type TableName,
  type Target,
} from '../../schema/index.ts';
import { alterTable } from './alter-table.ts';
import { createTable } from './create-table.ts';
import { Cursor, NotRead, type Place, Refused, shorten } from './cursor.ts';
import { readData } from './data.ts';
import { alterType } from './enum-types.ts';
import { alterIndex, createIndex, dropIndex } from './index-statements.ts';
import { meantBy } from './meant-by.ts';
import { namedTables } from './named-tables.ts';
import { createOther, dropOther } from './other-objects.ts';
import { isMySql } from './scan.ts';
import { readSession } from './session.ts';
import { type SqlPiece, splitSql } from './split.ts';
import type { Part, Unsent } from './statement.ts';

export { lockOf } from './lock.ts';
export { type SqlPiece, splitSql } from './split.ts';

/**
 * What each statement of the text is. One that the target's own parser does not read is `foreignSyntax`; one that only
 * this reader does not read is `notUnderstood`, with the tables it may touch.
 */
export function readSql(text: string, target: Target, origin: Origin): Statement[] {
  return readPieces(splitSql(text, target.engine), text, target, origin);
}

function readPieces(pieces: readonly SqlPiece[], text: string, target: Target, origin: Origin): Statement[] {
  const command = /^[ \t]*delimiter[ \t]+\S/im.exec(text);
  if (command !== null && isMySql(target.engine)) {
    const reason = `DELIMITER is a command of the mysql client, which the server does not know: ${shorten(text)}`;
    return [{ kind: 'foreignSyntax', fault: 'syntax', at: command.index, reason, sql: text, origin }];
  }
  if (pieces.length === 0) return [empty(text, target, origin)];
  return pieces.flatMap((piece) => readOne(piece.sql, target, origin));
}

/**
 * The same where the text is prepared before it is run, which only one statement can be: PDO's SQLite driver runs the
 * first and drops the rest, the servers refuse the text.
 */
export function readPrepared(text: string, target: Target, origin: Origin): Statement[] {
  const pieces = splitSql(text, target.engine);
  const [first, second] = pieces;
  if (first !== undefined && second !== undefined && target.engine === 'sqlite')
    return readOne(first.sql, target, origin).slice(0, 1);
  const statements = readPieces(pieces, text, target, origin);
  if (second === undefined || statements.length === 1) return statements;
  const reason = 'several SQL statements in one prepared text, which the server refuses';
  const tables: TableName[] = [];
  const fault = 'several';
  return [
    { kind: 'foreignSyntax', fault, at: second.start, reason, meant: statements, tables, sql: text, origin },
  ];
}

/** Blanks and comments. */
function empty(sql: string, target: Target, origin: Origin): Statement {
  if (isMySql(target.engine)) {
    const reason = `${ENGINE_TITLES[target.engine]} refuses a text without a statement`;
    return { kind: 'foreignSyntax', fault: 'empty', at: 0, reason, meant: [], sql, origin };
  }
  return { kind: 'noSchemaChange', what: 'nothing', sql, origin };
}

/** One statement of a file: `place` tells where its parts stand there. */
export function readPiece(sql: string, target: Target, origin: Origin, place: Place): Statement[] {
  return readOne(sql, target, origin, place);
}

function readOne(sql: string, target: Target, origin: Origin, place?: Place): Statement[] {
  const cursor = new Cursor(sql, target, origin, place);
  try {
    return readWhole(cursor);
  } catch (error) {
    if (!(error instanceof NotRead)) throw error;
    const named = error.tables === undefined ? namedTables(cursor) : (error.tables ?? undefined);
    const reason = `${error.message}: ${shorten(sql)}`;
    const tables = named === undefined ? {} : { tables: named };
    if (!(error instanceof Refused)) {
      return [{ kind: 'notUnderstood', reason, ...tables, ...takesAway(cursor), sql, origin }];
    }
    const { statements, tables: touched } = meantBy(cursor, readWhole);
    return [
      {
        kind: 'foreignSyntax',
        fault: error.fault,
        at: error.offset,
        reason,
        ...(statements === undefined ? {} : { meant: statements }),
        ...(touched === undefined ? tables : touched === null ? {} : { tables: touched }),
        sql,
        origin,
      },
    ];
  }
}

/** Statements that leave what a table has, whatever they make besides. */
const ADDS_ONLY = new Set(
  (
    'create comment insert replace update delete merge with select values explain analyze vacuum set reset show pragma ' +
    'grant revoke lock unlock load copy listen unlisten notify deallocate kill refresh security begin commit'
  ).split(' '),
);

/** Words without which ALTER and the body of DO leave what is there as it is. */
const TAKES = /\b(?:drop|rename|modify|change|convert|exchange|detach|type|execute|call|perform)\b/i;

/** Objects that are tables, or that tables go with. */
const OWN_NAMES = /^(?:table|view|materialized|sequence|temporary|temp|foreign|schema|database|owned)$/;

function takesAway({ tokens, text }: Cursor): { readonly takesAway?: 'parts' | 'tables' } {
  const [first = '', second = '', third, fourth] = tokens.map(({ key }) => key);
  const replaces = first === 'create' && second === 'or' && third === 'replace' && fourth === 'table';
  if (ADDS_ONLY.has(first) && !replaces) return {};
  if (/^(?:alter|do)$/.test(first) && !TAKES.test(text)) return {};
  const only = first === 'alter' ? second === 'table' : first === 'drop' && !OWN_NAMES.test(second);
  return { takesAway: only ? 'parts' : 'tables' };
}

/** Throws NotRead. */
function readWhole(cursor: Cursor): Statement[] {
  const { target, text, whole: origin } = cursor;
  if (cursor.tokens.some((token) => token.kind === 'unread')) {
    cursor.fail('a quote or comment that is not closed, or not decoded');
  }
  const backtick = cursor.tokens.findIndex((token) => token.key === '`');
  if (target.engine === 'postgres' && backtick >= 0) cursor.refuse('backticks', -backtick);
  const cast = cursor.tokens.findIndex((token) => token.key === '::');
  if (target.engine !== 'postgres' && cast >= 0) cursor.refuse('a cast with ::', -cast, 'token');
  const parts = parse(cursor);
  if (!cursor.done) cursor.fail();
  return parts.map((part) => ({ ...part, sql: part.sql ?? text, origin }));
}

/** The words that a statement of SQLite begins with: https://www.sqlite.org/lang.html. */
const SQLITE_STATEMENTS = new Set(
  (
    'alter analyze attach begin commit create delete detach drop end explain insert pragma reindex release replace ' +
    'rollback savepoint select update vacuum values with'
  ).split(' '),
);

/** The first words of the others' statements, each tried on the server that does not know it. */
const FOREIGN_STATEMENTS: Readonly<Record<'mysql' | 'postgres', ReadonlySet<string>>> = {
  mysql: new Set(
    (
      'pragma attach detach cluster refresh listen unlisten notify discard reassign vacuum reindex comment copy ' +
      'checkpoint security'
    ).split(' '),
  ),
  postgres: new Set(
    'rename replace pragma use optimize repair describe desc handler flush unlock delimiter attach detach'.split(
      ' ',
    ),
  ),
};

function refuseForeign(cursor: Cursor): void {
  const first = cursor.peek();
  if (first?.kind !== 'word') return;
  const { engine, isMySql } = cursor;
  const foreign =
    engine === 'sqlite'
      ? !SQLITE_STATEMENTS.has(first.key)
      : FOREIGN_STATEMENTS[isMySql ? 'mysql' : 'postgres'].has(first.key);
  if (foreign) cursor.refuse(first.text.toUpperCase());
}

function parse(cursor: Cursor): Part[] {
  refuseForeign(cursor);
  if (cursor.take('create')) return [create(cursor)];
  if (cursor.take('drop')) return drop(cursor);
  if (cursor.take('alter')) return [alter(cursor)];
  if (cursor.take('rename')) return rename(cursor);
  if (cursor.take('comment', 'on')) return [comment(cursor)];
  const read = readData(cursor) ?? readSession(cursor);
  if (read !== undefined) return [read];
  const word = cursor.peek()?.key ?? '';
  // These can do anything.
  if (/^(?:call|execute|exec|prepare|use|attach|detach|import|source|perform)$/.test(word)) {
    throw new NotRead(`${word.toUpperCase()} is not followed`, null);
  }
  if (word === 'do') throw new NotRead('the body of DO is not read', doTables(cursor));
  if (
    /^(?:grant|revoke|kill|reset|xa|load|copy|listen|unlisten|deallocate|reassign|security|refresh)$/.test(
      word,
    )
  ) {
    throw new NotRead(`${word.toUpperCase()} is not read`, []);
  }
  return cursor.fail();
}

/** A body that puts its SQL together itself may name anything. */
function doTables(cursor: Cursor): readonly TableName[] | null {
  return /\bexecute\b/i.test(cursor.text) ? null : (namedTables(cursor) ?? null);
}

function create(cursor: Cursor): Part {
  const { at } = cursor;
  if (cursor.engine === 'sqlite' && cursor.is('or')) cursor.refuse('CREATE OR REPLACE');
  const replace = cursor.take('or', 'replace');
  for (const words of [['table'], ['temporary', 'table'], ['temp', 'table'], ['unlogged', 'table']]) {
    if (!cursor.is(...words)) continue;
    if (replace) {
      cursor.only(cursor.engine === 'mariadb', 'CREATE OR REPLACE TABLE');
      cursor.fail('CREATE OR REPLACE TABLE');
    }
    return createTable(cursor);
  }
  if (cursor.isOneOf('global', 'local')) return createTable(cursor);
  if (
    cursor.is('index') ||
    (cursor.isOneOf('unique', 'fulltext', 'spatial') && cursor.peek(1)?.key === 'index')
  ) {
    if (replace) cursor.fail('CREATE OR REPLACE INDEX');
    return createIndex(cursor);
  }
  cursor.at = at;
  return createOther(cursor);
}

function drop(cursor: Cursor): Part[] {
  const { engine, isMySql } = cursor;
  if (cursor.take('index')) return dropIndex(cursor);
  const temporary = isMySql && cursor.take('temporary');
  if (!cursor.take('table') && !(isMySql && cursor.take('tables'))) return [dropOther(cursor)];
  const ifExists = cursor.take('if', 'exists');
  const tables: TableName[] = [];
  do tables.push(cursor.tableName());
  while (cursor.take(','));
  const cascade = cursor.takeOneOf('cascade', 'restrict') === 'cascade';
  if (temporary) throw new NotRead('DROP TEMPORARY TABLE', tables);
  if (engine === 'sqlite' && cursor.tokens.at(-1)?.key === 'restrict') cursor.refuse('RESTRICT', 1);
  return [{ kind: 'dropTable', tables, ifExists, cascade }];
}

function alter(cursor: Cursor): Unsent {
  if (cursor.take('index')) return alterIndex(cursor);
  const words = cursor.engine === 'mariadb' ? ['table', 'online', 'ignore'] : ['table'];
  if (cursor.isOneOf(...words)) return alterTable(cursor);
  const { engine } = cursor;
  if (engine === 'sqlite') cursor.refuse(`ALTER ${cursor.peek()?.text.toUpperCase() ?? ''}`);
  if (engine === 'postgres' && cursor.take('materialized', 'view')) {
    const from = cursor.tableName();
    if (!cursor.take('rename', 'to')) throw new NotRead('ALTER MATERIALIZED VIEW', [from]);
    const to = cursor.tableName();
    return { kind: 'renameTable', from, to: from.schema === undefined ? to : { ...to, schema: from.schema } };
  }
  if (cursor.isOneOf('view', 'materialized', 'foreign'))
    throw new NotRead(`ALTER ${cursor.next().text}`, null);
  if (cursor.take('sequence')) {
    cursor.take('if', 'exists');
    const sequence = cursor.tableName();
    if (!cursor.take('restart')) throw new NotRead('ALTER SEQUENCE', [sequence]);
    cursor.take('with');
    cursor.integer();
    return { kind: 'noSchemaChange', what: 'ALTER SEQUENCE' };
  }
  if (engine === 'postgres' && cursor.take('type')) return alterType(cursor);
  if (cursor.isOneOf('database', 'schema')) throw new NotRead(`ALTER ${cursor.next().text}`, null);
  const routine = cursor.takeOneOf('function', 'procedure', 'trigger');
  if (routine !== undefined) {
    while (!cursor.done) cursor.next();
    const what = `ALTER ${routine.toUpperCase()}`;
    return { kind: 'noSchemaChange', what, unsure: `whether there is something for ${what} is not known` };
  }
  throw new NotRead(`ALTER ${cursor.peek()?.text ?? ''}`, []);
}

/** RENAME TABLE a TO b, c TO d: one after another. */
function rename(cursor: Cursor): Part[] {
  if (!cursor.isMySql) cursor.refuse('RENAME TABLE', 1);
  if (!cursor.take('table') && !cursor.take('tables')) throw new NotRead('RENAME', []);
  if (cursor.is('if', 'exists')) cursor.fail();
  const parts: { readonly from: TableName; readonly to: TableName; readonly text: string }[] = [];
  do {
    const start = cursor.at;
    const from = cursor.tableName();
    cursor.expect('to');
    const to = cursor.tableName();
    if (from.schema !== to.schema) throw new NotRead('RENAME into another database', [from, to]);
    parts.push({ from, to, text: cursor.slice(start, cursor.at) });
  } while (cursor.take(','));
  return parts.map(({ from, to, text }) => ({
    kind: 'renameTable',
    from,
    to,
    ...(parts.length === 1 ? {} : { sql: `RENAME TABLE ${text}` }),
  }));
}

function comment(cursor: Cursor): Unsent {
  cursor.only(cursor.engine === 'postgres', 'COMMENT ON', 2);
  const object = cursor.takeOneOf('table', 'column');
  if (object === undefined) throw new NotRead('COMMENT ON something else than a table or column', []);
  const path = [cursor.identifier()];
  while (cursor.take('.')) path.push(cursor.label());
  const column = object === 'column' ? path.pop() : undefined;
  const [name, schema, ...more] = path.reverse();
  if (name === undefined || more.length > 0) return cursor.fail();
  cursor.expect('is');
  const text = cursor.take('null') ? null : cursor.string();
  return {
    kind: 'comment',
    table: { name, ...(schema === undefined ? {} : { schema }) },
    ...(column === undefined ? {} : { column }),
    comment: text,
  };
}
