/** ALTER COLUMN, and what else ALTER TABLE … ALTER can name. */
import { type AlterAction, compareVersions } from '../../schema/index.ts';
import type { Cursor } from './cursor.ts';
import { readDefault } from './default-value.ts';
import { postgresType } from './postgres-type.ts';

/** From behind ALTER on. */
export function alterColumn(cursor: Cursor): AlterAction[] {
  if (cursor.isMySql && cursor.isOneOf('index', 'key', 'check', 'constraint')) {
    return [visibilityOrEnforcement(cursor)];
  }
  if (cursor.engine === 'postgres' && cursor.is('constraint') && cursor.isIdentifier(1)) {
    cursor.fail('ALTER CONSTRAINT');
  }
  cursor.take('column');
  const column = cursor.identifier();
  if (cursor.take('set', 'default'))
    return [{ kind: 'alterColumnDefault', column, default: readDefault(cursor) }];
  if (cursor.take('drop', 'default')) return [{ kind: 'alterColumnDefault', column, default: null }];
  refuseForeign(cursor);
  if (cursor.isMySql) return cursor.fail();
  if (cursor.take('set', 'not', 'null')) return [{ kind: 'alterColumnNull', column, nullable: false }];
  if (cursor.take('drop', 'not', 'null')) return [{ kind: 'alterColumnNull', column, nullable: true }];
  if (cursor.engine !== 'postgres') return cursor.fail();
  if (cursor.take('drop', 'expression')) {
    return [{ kind: 'dropColumnExpression', column, ifExists: cursor.take('if', 'exists') }];
  }
  if (cursor.take('set', 'data', 'type') || cursor.take('type')) return [changeType(cursor, column)];
  if (cursor.take('add', 'generated')) {
    if (!cursor.take('always', 'as', 'identity')) cursor.expect('by', 'default', 'as', 'identity');
    if (cursor.is('(')) cursor.skipParenthesised();
    return [{ kind: 'addIdentity', column }];
  }
  // Behind every native change() of Laravel; what a sequence of its own would need is not followed.
  if (cursor.take('drop', 'identity', 'if', 'exists')) {
    return [{ kind: 'noSchemaChange', what: 'DROP IDENTITY' }];
  }
  if (cursor.take('set', 'statistics')) {
    cursor.takeOneOf('-');
    cursor.integer();
    return [{ kind: 'noSchemaChange', what: 'SET STATISTICS' }];
  }
  if (cursor.take('set', 'storage')) {
    cursor.next();
    return [{ kind: 'noSchemaChange', what: 'SET STORAGE' }];
  }
  return cursor.fail();
}

/** PostgreSQL's steps, of which SQLite knows some from 3.53 on. */
function refuseForeign(cursor: Cursor): void {
  const { engine, isMySql, target } = cursor;
  if (engine === 'postgres') return;
  if (engine === 'sqlite' && compareVersions(target.version, '3.53') < 0) {
    const word = cursor.tokens.findLastIndex(({ key }, i) => key === 'alter' && i < cursor.at);
    cursor.refuse('ALTER COLUMN', cursor.at - word);
  }
  if (cursor.is('type')) cursor.refuse('ALTER COLUMN … TYPE');
  if (cursor.is('add', 'generated')) cursor.refuse('ALTER COLUMN … ADD GENERATED');
  if (cursor.is('set', 'data')) cursor.refuse('ALTER COLUMN … SET DATA TYPE', -1);
  if (isMySql && (cursor.is('set', 'not') || cursor.is('drop', 'not')))
    cursor.refuse(`ALTER COLUMN … ${cursor.peek()!.text.toUpperCase()} NOT NULL`, -1);
}

function changeType(cursor: Cursor, column: string): AlterAction {
  const type = postgresType(cursor);
  const collation = cursor.take('collate') ? cursor.tableName().name : undefined;
  let using: string | undefined;
  if (cursor.take('using')) {
    const from = cursor.at;
    // The expression ends at the comma that begins the next step.
    while (!cursor.done && !cursor.is(',')) {
      if (cursor.is('(')) cursor.skipParenthesised();
      else if (cursor.is(')')) cursor.fail();
      else cursor.next();
    }
    using = cursor.slice(from, cursor.at);
    if (using === '') cursor.fail();
    cursor.checkShape(from, cursor.at);
  }
  return {
    kind: 'alterColumnType',
    column,
    type,
    ...(collation === undefined ? {} : { collation }),
    ...(using === undefined ? {} : { using }),
    origin: cursor.origin,
  };
}

/** ALTER INDEX i INVISIBLE, ALTER CHECK c NOT ENFORCED. */
function visibilityOrEnforcement(cursor: Cursor): AlterAction {
  cursor.only(cursor.engine === 'mysql', `ALTER ${cursor.peek()!.text.toUpperCase()}`);
  return cursor.fail();
}
