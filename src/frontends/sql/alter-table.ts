/** ALTER TABLE. */
import type { AlterAction, TableName, TableOptions } from '../../schema/index.ts';
import { alterColumn } from './alter-column.ts';
import { type ReadColumn, readColumn } from './column-definition.ts';
import type { Cursor } from './cursor.ts';
import { NotRead } from './cursor.ts';
import { online } from './keys.ts';
import type { Unsent } from './statement.ts';
import { type TableElement, tableElement } from './table-elements.ts';
import { converted, mysqlOption } from './table-options.ts';

/** From behind ALTER on. */
export function alterTable(cursor: Cursor): Unsent {
  if (cursor.engine === 'mariadb' && (cursor.take('online') || cursor.take('ignore'))) cursor.is('table');
  cursor.expect('table');
  const ifExists = cursor.is('if', 'exists');
  if (ifExists) {
    cursor.only(
      cursor.engine === 'postgres' || cursor.engine === 'mariadb',
      'ALTER TABLE IF EXISTS',
      ifWord(cursor),
    );
    cursor.take('if', 'exists');
  }
  if (cursor.engine === 'postgres') cursor.take('only');
  const table = cursor.tableName();
  if (cursor.engine === 'postgres') cursor.take('*');
  const actions: AlterAction[] = [];
  do {
    cursor.partFrom = cursor.at;
    actions.push(...action(cursor));
  } while (cursor.take(',') || (cursor.isMySql && !cursor.done && actions.at(-1)?.kind === 'setOptions'));
  cursor.partFrom = undefined;
  const merged = mergeOptions(actions);
  const [first] = merged;
  const rename = merged.find(({ kind }) => /^rename(?:To|Column|Constraint)$/.test(kind));
  if (cursor.engine === 'postgres' && rename !== undefined && merged.length > 1) {
    const word = cursor.tokens.findIndex(
      ({ key }, i) => key === 'rename' && cursor.tokens[i - 1]?.key === ',',
    );
    const stop = word >= 0 ? word : cursor.tokens.findIndex(({ key }) => key === ',');
    cursor.refuse('RENAME beside other steps', cursor.at - stop);
  }
  if (first?.kind === 'renameTo' && !cursor.isMySql) return renameTable(cursor, table, first.to, ifExists);
  return {
    kind: 'alterTable',
    table,
    actions: merged,
    ...(ifExists ? { ifExists } : {}),
  };
}

/** IF is a name to SQLite: it stops at the word behind it. */
function ifWord(cursor: Cursor): number {
  return cursor.engine === 'sqlite' ? -1 : 0;
}

/** PostgreSQL's new name has no schema: it is the old one. */
function renameTable(cursor: Cursor, from: TableName, to: TableName, ifExists: boolean): Unsent {
  cursor.only(to.schema === undefined, 'a schema in the new name of a table');
  const target = from.schema === undefined ? to : { ...to, schema: from.schema };
  if (ifExists) throw new NotRead('RENAME of a table that may not exist', [from, target]);
  return { kind: 'renameTable', from, to: target };
}

/** Options may be spread over several steps; they stand where the first of them is written. */
function mergeOptions(actions: readonly AlterAction[]): AlterAction[] {
  const options: TableOptions = Object.assign(
    {},
    ...actions.map((one) => (one.kind === 'setOptions' ? one.options : {})),
  );
  const first = actions.findIndex(({ kind }) => kind === 'setOptions');
  return actions
    .filter(({ kind }, i) => kind !== 'setOptions' || i === first)
    .map((one) => (one.kind === 'setOptions' ? { kind: 'setOptions', options } : one));
}

function action(cursor: Cursor): AlterAction[] {
  const word = cursor.peek()?.key ?? '';
  switch (word) {
    case 'add':
      cursor.next();
      return add(cursor);
    case 'drop':
      cursor.next();
      return [drop(cursor)];
    case 'rename':
      cursor.next();
      return [rename(cursor)];
    case 'alter':
      cursor.next();
      return alterColumn(cursor);
    case 'modify':
    case 'change':
      cursor.only(cursor.isMySql, word.toUpperCase());
      cursor.next();
      return modify(cursor, word === 'change');
    default:
      if (cursor.isMySql) return mysqlAction(cursor);
      if (cursor.engine === 'postgres') return postgresAction(cursor);
      return cursor.refuse(`${word.toUpperCase()} in ALTER TABLE`);
  }
}

// ---- ADD

function add(cursor: Cursor): AlterAction[] {
  const explicit = cursor.take('column');
  if (!explicit) {
    refuseForeignKey(cursor);
    const fromIndex = keyFromIndex(cursor);
    if (fromIndex !== undefined) return [fromIndex];
    const element = tableElement(cursor);
    if (element !== undefined) return [addElement(cursor, element)];
    if (cursor.isOneOf('partition', 'period', 'system') && cursor.isMySql) cursor.fail();
  }
  if (cursor.isMySql && cursor.take('(')) {
    const actions: AlterAction[] = [];
    do {
      const element = explicit ? undefined : tableElement(cursor);
      actions.push(
        ...(element === undefined
          ? addColumn(readColumn(cursor, false), false)
          : [addElement(cursor, element)]),
      );
    } while (cursor.take(','));
    cursor.expect(')');
    return actions;
  }
  const ifNotExists = cursor.is('if', 'not', 'exists');
  if (ifNotExists) {
    cursor.only(
      cursor.engine === 'postgres' || cursor.engine === 'mariadb',
      'IF NOT EXISTS behind ADD COLUMN',
      cursor.engine === 'sqlite' ? -2 : 0,
    );
    cursor.take('if', 'not', 'exists');
  }
  return addColumn(readColumn(cursor, true), ifNotExists);
}

/** `ADD INDEX name (a)` where no such step exists: it would read as a column called index. */
function refuseForeignKey(cursor: Cursor): void {
  if (cursor.isMySql) return;
  const word = cursor.peek()?.key ?? '';
  if (!['index', 'key', 'fulltext', 'spatial'].includes(word)) {
    // MySQL's UNIQUE may have a name behind it.
    const named = cursor.is('unique') && cursor.isIdentifier(1) && cursor.peek(2)?.key === '(';
    if (named || cursor.is('unique', 'index') || cursor.is('unique', 'key'))
      cursor.refuse('ADD UNIQUE INDEX', cursor.engine === 'sqlite' ? 0 : -1);
    return;
  }
  const name = cursor.peek(1);
  if (cursor.peek(1)?.key === '(' || (name !== undefined && cursor.peek(2)?.key === '(')) {
    const next = cursor.peek(3);
    if (cursor.peek(1)?.key === '(' || next?.kind !== 'number')
      refuseKey(cursor, `ADD ${word.toUpperCase()} in ALTER TABLE`);
  }
}

/** PostgreSQL reads `ADD INDEX x (a)` as a column of type x; a word that is reserved stops SQLite at once. */
function refuseKey(cursor: Cursor, what: string): never {
  if (cursor.is('index') && cursor.engine === 'sqlite') cursor.refuse(what);
  if (cursor.peek(1)?.key === '(') cursor.refuse(what, -1);
  if (cursor.engine === 'sqlite') cursor.refuse(what);
  cursor.refuseLater(what);
}

/** PostgreSQL: `[CONSTRAINT c] PRIMARY KEY | UNIQUE USING INDEX i`. */
function keyFromIndex(cursor: Cursor): AlterAction | undefined {
  if (cursor.engine !== 'postgres') return undefined;
  const from = cursor.at;
  const name = cursor.take('constraint') ? cursor.identifier() : undefined;
  const primary = cursor.take('primary', 'key');
  if ((primary || cursor.take('unique')) && cursor.take('using', 'index')) {
    const index = cursor.identifier();
    return {
      kind: 'addKeyFromIndex',
      from: index,
      ...(name === undefined ? {} : { name }),
      primary,
      origin: cursor.origin,
    };
  }
  cursor.at = from;
  return undefined;
}

function addElement(cursor: Cursor, element: TableElement): AlterAction {
  switch (element.kind) {
    case 'primaryKey':
      return { kind: 'addPrimaryKey', primaryKey: element.primaryKey };
    case 'index':
      return {
        kind: 'addIndex',
        index: element.index,
        ...(element.ifNotExists ? { ifNotExists: true } : {}),
      };
    case 'foreignKey':
      notValid(cursor);
      return { kind: 'addForeignKey', foreignKey: element.foreignKey };
    case 'check':
      if (cursor.is('no', 'inherit')) cursor.fail();
      notValid(cursor);
      return { kind: 'addCheck', check: element.check };
  }
}

/** PostgreSQL checks the rows that are there already only later. */
function notValid(cursor: Cursor): void {
  if (cursor.engine === 'postgres') cursor.take('not', 'valid');
}

function addColumn(column: ReadColumn, ifNotExists: boolean): AlterAction[] {
  return [
    { kind: 'addColumn', column: column.spec, ...(ifNotExists ? { ifNotExists } : {}) },
    ...(column.primaryKey === undefined
      ? []
      : [{ kind: 'addPrimaryKey', primaryKey: column.primaryKey } as const]),
    ...column.indexes.map((index) => ({ kind: 'addIndex', index }) as const),
    ...column.foreignKeys.map((foreignKey) => ({ kind: 'addForeignKey', foreignKey }) as const),
    ...column.checks.map((check) => ({ kind: 'addCheck', check }) as const),
  ];
}

// ---- MODIFY, CHANGE

function modify(cursor: Cursor, change: boolean): AlterAction[] {
  cursor.take('column');
  if (cursor.is('if', 'exists')) {
    cursor.only(cursor.engine === 'mariadb', 'IF EXISTS here');
    cursor.fail('MODIFY of a column that may not exist');
  }
  const from = change ? cursor.identifier() : undefined;
  const column = readColumn(cursor, true);
  const [, ...keys] = addColumn(column, false);
  return [{ kind: 'modifyColumn', from: from ?? column.spec.name, column: column.spec }, ...keys];
}

// ---- DROP

function drop(cursor: Cursor): AlterAction {
  const { isMySql, engine } = cursor;
  if (cursor.take('primary', 'key')) {
    cursor.only(isMySql, 'DROP PRIMARY KEY', 2);
    return { kind: 'dropPrimaryKey' };
  }
  if (cursor.is('foreign', 'key') || (isMySql && cursor.isOneOf('index', 'key'))) {
    const foreign = cursor.take('foreign', 'key');
    cursor.only(isMySql, 'DROP FOREIGN KEY', foreign ? 2 : 0);
    if (!foreign) cursor.next();
    const ifExists = engine === 'mariadb' && cursor.take('if', 'exists');
    const kind = foreign ? 'dropForeignKey' : 'dropIndex';
    return { kind, name: cursor.identifier(), ...(ifExists ? { ifExists } : {}) };
  }
  if (!isMySql && cursor.isOneOf('index', 'key') && cursor.isIdentifier(1) && !cursor.is('key', 'cascade')) {
    if (!['cascade', 'restrict'].includes(cursor.peek(1)?.key ?? '')) {
      const reserved = engine === 'sqlite' && cursor.is('index');
      cursor.refuse(`DROP ${cursor.peek()!.text.toUpperCase()} in ALTER TABLE`, reserved ? 0 : -1);
    }
  }
  if (isMySql && cursor.is('check')) {
    cursor.only(engine === 'mysql', 'DROP CHECK');
    cursor.next();
    return { kind: 'dropConstraint', name: cursor.identifier() };
  }
  if (isMySql && cursor.isOneOf('partition')) cursor.fail('DROP PARTITION');
  const constraint = cursor.take('constraint');
  if (!constraint) cursor.take('column');
  const ifExists = cursor.is('if', 'exists');
  if (ifExists) {
    cursor.only(engine === 'mariadb' || engine === 'postgres', 'IF EXISTS here', ifWord(cursor));
    cursor.take('if', 'exists');
  }
  const name = cursor.identifier();
  const behaviour = constraint && isMySql ? undefined : cursor.takeOneOf('cascade', 'restrict');
  if (behaviour !== undefined) cursor.only(engine !== 'sqlite', behaviour.toUpperCase(), 1);
  const options = {
    ...(ifExists ? { ifExists } : {}),
    ...(behaviour === 'cascade' && !isMySql ? { cascade: true } : {}),
  };
  return constraint
    ? { kind: 'dropConstraint', name, ...options }
    : { kind: 'dropColumn', column: name, ...options };
}

// ---- RENAME

function rename(cursor: Cursor): AlterAction {
  const { isMySql, engine } = cursor;
  const renamed = (): AlterAction => {
    const to = cursor.tableName();
    return { kind: 'renameTo', to, origin: cursor.origin };
  };
  if (isMySql && cursor.isOneOf('index', 'key')) {
    cursor.next();
    if (cursor.is('if', 'exists')) cursor.fail();
    const from = cursor.identifier();
    cursor.expect('to');
    const to = cursor.identifier();
    return { kind: 'renameIndex', from, to, origin: cursor.origin };
  }
  if (cursor.is('constraint') && cursor.isIdentifier(1)) {
    cursor.only(engine === 'postgres', 'RENAME CONSTRAINT');
    cursor.next();
    const from = cursor.identifier();
    cursor.expect('to');
    const to = cursor.identifier();
    return { kind: 'renameConstraint', from, to, origin: cursor.origin };
  }
  if (cursor.take('to') || (isMySql && (cursor.take('as') || cursor.take('=')))) {
    return renamed();
  }
  const explicit = cursor.take('column');
  if (isMySql && !explicit) return renamed();
  if (cursor.is('if', 'exists')) cursor.fail();
  const from = cursor.identifier();
  cursor.expect('to');
  const to = cursor.identifier();
  return { kind: 'renameColumn', from, to, origin: cursor.origin };
}

// ---- The rest

const nothing = (what: string): AlterAction => ({ kind: 'noSchemaChange', what });

function mysqlAction(cursor: Cursor): AlterAction[] {
  const way = online(cursor);
  if (way !== undefined) return [nothing(way)];
  if (cursor.take('force')) return [nothing('FORCE')];
  if (cursor.take('enable', 'keys') || cursor.take('disable', 'keys')) return [nothing('KEYS')];
  if (cursor.take('convert', 'to')) return [{ kind: 'setOptions', options: converted(cursor) }];
  if (cursor.take('order', 'by')) {
    // The commas are its own.
    while (!cursor.done) cursor.next();
    return [nothing('ORDER BY')];
  }
  const options = {};
  const what: string[] = [];
  if (!mysqlOption(cursor, options, what)) cursor.fail();
  return what.length > 0 ? what.map(nothing) : [{ kind: 'setOptions', options }];
}

function postgresAction(cursor: Cursor): AlterAction[] {
  if (cursor.take('set', '(') || cursor.take('reset', '(')) {
    cursor.at -= 1;
    cursor.skipParenthesised();
    return [nothing('SET')];
  }
  if (cursor.take('set', 'logged') || cursor.take('set', 'unlogged')) return [nothing('SET LOGGED')];
  if (cursor.isOneOf('enable', 'disable', 'force', 'no') && cursor.peek(1)?.key === 'row') {
    cursor.next();
    cursor.expect('row', 'level', 'security');
    return [nothing('ROW LEVEL SECURITY')];
  }
  if (cursor.take('no', 'force', 'row', 'level', 'security')) return [nothing('ROW LEVEL SECURITY')];
  if (cursor.take('replica', 'identity')) {
    if (cursor.takeOneOf('full', 'nothing', 'default') === undefined) cursor.fail();
    return [nothing('REPLICA IDENTITY')];
  }
  if (cursor.isOneOf('engine', 'auto_increment', 'comment', 'convert', 'row_format')) {
    cursor.refuse(`${cursor.peek()!.text.toUpperCase()} in ALTER TABLE`);
  }
  return cursor.fail();
}
