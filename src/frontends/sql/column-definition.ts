/** A column's definition, in CREATE TABLE and in ALTER TABLE, and the keys that are written in it. */
import {
  type CheckSpec,
  type ColumnSpec,
  compareVersions,
  type ForeignKeySpec,
  hasReached,
  type IndexSpec,
  type PrimaryKeySpec,
  type Writable,
} from '../../schema/index.ts';
import { readType } from './column-type.ts';
import type { Cursor } from './cursor.ts';
import { readDefault } from './default-value.ts';
import { deferrable, onConflict, references } from './keys.ts';
import { characterSet, charsetName } from './type-parts.ts';

/** Keys of the definition that have a name, or that the column's own structure cannot hold. */
export interface ColumnKeys {
  readonly primaryKey?: PrimaryKeySpec;
  readonly indexes: readonly IndexSpec[];
  readonly foreignKeys: readonly ForeignKeySpec[];
  readonly checks: readonly CheckSpec[];
}

export interface ReadColumn extends ColumnKeys {
  readonly spec: ColumnSpec;
}

type Draft = Writable<ColumnSpec>;

interface Definition {
  readonly cursor: Cursor;
  readonly draft: Draft;
  readonly indexes: IndexSpec[];
  readonly foreignKeys: ForeignKeySpec[];
  readonly checks: CheckSpec[];
  primaryKey?: PrimaryKeySpec;
  /** CONSTRAINT name, for the clause that follows. */
  name?: string;
}

/** `placed`: FIRST and AFTER may follow (ALTER TABLE). */
export function readColumn(cursor: Cursor, placed: boolean): ReadColumn {
  const name = cursor.identifier();
  const { type, charset, binary } = readType(cursor);
  const definition: Definition = {
    cursor,
    draft: {
      name,
      type,
      ...(charset === undefined ? {} : { charset }),
      ...(binary === undefined ? {} : { binaryCollation: binary }),
      origin: cursor.origin,
    },
    indexes: [],
    foreignKeys: [],
    checks: [],
  };
  if (cursor.engine === 'postgres' && /^(?:small|big)?serial[248]?$/.test(type.name)) {
    definition.draft.autoIncrement = true;
  }
  while (clause(definition)) delete definition.name;
  if (definition.name !== undefined) cursor.fail();
  refuseOther(cursor);
  if (placed && cursor.isMySql) place(definition);
  const { draft, indexes, foreignKeys, checks, primaryKey } = definition;
  return { spec: draft, indexes, foreignKeys, checks, ...(primaryKey === undefined ? {} : { primaryKey }) };
}

/** Clauses of a definition that are not read. */
const UNREAD = new Set(['storage', 'compression', 'options', 'deferrable', 'initially', 'not', 'no', 'on']);

/** Behind its clauses nothing else follows: ColQualList in PostgreSQL's gram.y, carglist in SQLite's parse.y. */
function refuseOther(cursor: Cursor): void {
  const token = cursor.peek();
  if (token === undefined || cursor.isMySql) return;
  const stops = (token.kind === 'word' && !UNREAD.has(token.key)) || cursor.isOneOf('(', '[');
  if (stops) cursor.refuse(`${token.text.toUpperCase()} in a column's definition`);
}

function place({ cursor, draft }: Definition): void {
  if (cursor.take('first')) draft.position = 'first';
  else if (cursor.take('after')) draft.position = { after: cursor.identifier() };
}

/** Reads one clause; false: none follows. */
function clause(definition: Definition): boolean {
  const { cursor, draft } = definition;
  if (cursor.take('constraint')) {
    // MySQL's and MariaDB's grammars take a name, or the bare word, before CHECK only.
    if (!(cursor.isMySql && cursor.is('check'))) definition.name = cursor.identifier();
    cursor.only(!cursor.isMySql || cursor.is('check'), 'a name for this constraint of a column');
  }
  return (
    nullability(definition) ||
    keys(definition) ||
    check(definition) ||
    generated(definition) ||
    (cursor.isMySql ? mysqlClause(definition) : foreignClause(definition)) ||
    defaultOrCollation(cursor, draft)
  );
}

function defaultOrCollation(cursor: Cursor, draft: Draft): boolean {
  if (cursor.take('default')) {
    // The last one counts; PostgreSQL refuses a second.
    if (draft.default !== undefined && cursor.engine === 'postgres') cursor.refuseLater('a second DEFAULT');
    draft.default = readDefault(cursor);
    return true;
  }
  if (cursor.take('collate')) {
    if (draft.binaryCollation === true) cursor.fail('COLLATE beside BINARY');
    draft.collation = cursor.isMySql ? charsetName(cursor) : cursor.tableName().name;
    return true;
  }
  return false;
}

function nullability({ cursor, draft }: Definition): boolean {
  const before = draft.nullable;
  if (cursor.take('not', 'null')) draft.nullable = false;
  else if (cursor.take('null')) {
    // SQLite reads NULL as a clause that says nothing.
    draft.nullable = true;
  } else return false;
  if (cursor.engine === 'postgres' && before !== undefined && before !== draft.nullable) {
    cursor.refuseLater('NULL and NOT NULL of one column');
  }
  onConflict(cursor);
  return true;
}

function keys(definition: Definition): boolean {
  const { cursor, draft, name } = definition;
  const named = name === undefined || cursor.engine === 'sqlite' ? {} : { name };
  const parts = [{ column: draft.name }];
  if (cursor.take('primary', 'key') || (cursor.isMySql && cursor.is('key') && cursor.take('key'))) {
    if (named.name === undefined) draft.primaryKey = true;
    else definition.primaryKey = { parts, ...named, origin: cursor.origin };
    if (cursor.engine === 'sqlite') {
      // DESC keeps an INTEGER PRIMARY KEY from being the row's number: lang_createtable.html#rowid.
      if (cursor.is('desc')) cursor.fail();
      cursor.take('asc');
      onConflict(cursor);
      if (cursor.take('autoincrement')) draft.autoIncrement = true;
    } else if (cursor.engine === 'postgres' && deferrable(cursor)) {
      delete draft.primaryKey;
      definition.primaryKey = { parts, ...named, deferrable: true, origin: cursor.origin };
    }
    return true;
  }
  if (cursor.take('unique')) {
    if (cursor.isMySql) cursor.take('key');
    if (named.name === undefined) draft.unique = true;
    else
      definition.indexes.push({ kind: 'unique', parts, constraint: true, ...named, origin: cursor.origin });
    onConflict(cursor);
    if (cursor.engine === 'postgres' && deferrable(cursor)) {
      if (named.name === undefined) delete draft.unique;
      else definition.indexes.pop();
      const { origin } = cursor;
      definition.indexes.push({
        kind: 'unique',
        parts,
        constraint: true,
        ...named,
        deferrable: true,
        origin,
      });
    }
    return true;
  }
  if (cursor.is('references')) {
    const key = { ...references(cursor, [draft.name], named.name), inline: true };
    if (honoursInlineReferences(cursor)) definition.foreignKeys.push(key);
    return true;
  }
  return false;
}

/** REFERENCES in a column was read and forgotten before MySQL 9.0 and MariaDB 10.5. */
function honoursInlineReferences({ engine, target }: Cursor): boolean {
  if (engine === 'mysql') return compareVersions(target.version, '9.0') >= 0;
  return engine !== 'mariadb' || compareVersions(target.version, '10.5') >= 0;
}

function check(definition: Definition): boolean {
  const { cursor, draft, name } = definition;
  if (!cursor.take('check')) return false;
  const expression = cursor.parenthesised();
  if (cursor.engine === 'mysql') cursor.take('not', 'enforced') || cursor.take('enforced');
  if (cursor.engine === 'postgres' && cursor.is('no', 'inherit')) cursor.fail();
  onConflict(cursor);
  if (cursor.engine === 'sqlite') {
    // The name counts where constraints can be dropped by it.
    if (name !== undefined && compareVersions(cursor.target.version, '3.53') >= 0)
      cursor.fail('a named CHECK of a column');
    draft.check = draft.check === undefined ? expression : `(${draft.check}) and (${expression})`;
  } else if (name === undefined && draft.check === undefined) draft.check = expression;
  else {
    const named = name === undefined ? {} : { name };
    definition.checks.push({ expression, ...named, origin: cursor.origin });
  }
  return true;
}

function generated({ cursor, draft }: Definition): boolean {
  if (cursor.is('generated', 'by') || cursor.is('generated', 'always', 'as', 'identity')) {
    cursor.only(cursor.engine === 'postgres', 'an IDENTITY column', identityWord(cursor));
    if (!cursor.take('generated', 'always', 'as', 'identity')) {
      cursor.expect('generated', 'by', 'default', 'as', 'identity');
    }
    if (cursor.is('(')) cursor.skipParenthesised();
    if (draft.identity === true) cursor.refuseLater('a second IDENTITY');
    draft.autoIncrement = true;
    draft.identity = true;
    return true;
  }
  const full = cursor.take('generated', 'always', 'as');
  if (!full && !(cursor.engine !== 'postgres' && cursor.take('as'))) return false;
  const expression = cursor.parenthesised();
  const word = cursor.takeOneOf('stored', 'virtual', 'persistent');
  if (word === 'persistent') cursor.only(cursor.engine === 'mariadb', 'PERSISTENT', 1);
  if (cursor.engine === 'postgres' && word === undefined) {
    cursor.only(compareVersions(cursor.target.version, '18') >= 0, 'a generated column without STORED');
  }
  draft.generated = { expression, stored: word === 'stored' || word === 'persistent' };
  return true;
}

/** The word at which others stop: MySQL knows no GENERATED BY; behind AS all of them want an expression. */
function identityWord(cursor: Cursor): number {
  return cursor.isMySql && cursor.is('generated', 'by') ? -1 : -3;
}

function mysqlClause({ cursor, draft }: Definition): boolean {
  if (cursor.take('auto_increment')) draft.autoIncrement = true;
  else if (cursor.take('comment')) draft.comment = cursor.string();
  else if (cursor.take('on', 'update')) draft.onUpdate = currentTimestamp(cursor);
  else if (cursor.isOneOf('visible', 'invisible')) visibility(cursor, draft);
  else if (cursor.take('column_format')) {
    cursor.only(cursor.engine === 'mysql', 'COLUMN_FORMAT', 1);
    if (cursor.takeOneOf('fixed', 'dynamic', 'default') === undefined) cursor.fail();
  } else if (cursor.engine === 'mysql' && cursor.take('srid')) {
    draft.type = { ...draft.type, text: `${draft.type.text} srid ${cursor.integer()}` };
  } else {
    const charset = cursor.isOneOf('character', 'char', 'charset') ? characterSet(cursor) : undefined;
    if (charset === undefined) return false;
    cursor.refuse('a character set that does not follow the type');
  }
  return true;
}

function visibility(cursor: Cursor, draft: Draft): void {
  const word = cursor.next().key;
  const since = cursor.engine === 'mysql' ? '8.0.23' : '10.3';
  cursor.only(
    hasReached(cursor.target.version, since) && (cursor.engine === 'mysql' || word === 'invisible'),
    word.toUpperCase(),
  );
  if (word === 'invisible') draft.invisible = true;
}

function currentTimestamp(cursor: Cursor): string {
  const from = cursor.at;
  if (cursor.takeOneOf('current_timestamp', 'now', 'localtime', 'localtimestamp') === undefined)
    cursor.fail();
  if (cursor.is('(')) cursor.skipParenthesised();
  return cursor.slice(from, cursor.at);
}

/** Words of MySQL in a column of SQLite or PostgreSQL. */
function foreignClause({ cursor }: Definition): boolean {
  const word = cursor.peek()?.key ?? '';
  const taken =
    word === 'auto_increment' ||
    word === 'autoincrement' ||
    word === 'unsigned' ||
    word === 'zerofill' ||
    word === 'comment' ||
    word === 'after' ||
    word === 'first' ||
    (word === 'on' && cursor.is('on', 'update'));
  if (taken) cursor.refuse(`${word.toUpperCase()} in a column's definition`);
  return false;
}
