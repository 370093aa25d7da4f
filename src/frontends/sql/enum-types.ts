/** CREATE TYPE … AS ENUM, ALTER TYPE and DROP TYPE. Other types are not read. */
import { type Cursor, NotRead } from './cursor.ts';
import type { Unsent } from './statement.ts';

const CHANGE = 'enumType';

/** From behind CREATE TYPE on. */
export function createType(cursor: Cursor): Unsent {
  const name = cursor.objectName();
  if (!cursor.take('as', 'enum')) throw new NotRead('CREATE TYPE', []);
  const labels: string[] = [];
  cursor.expect('(');
  if (!cursor.is(')'))
    do labels.push(cursor.string());
    while (cursor.take(','));
  cursor.expect(')');
  return { kind: CHANGE, change: { action: 'create', name, labels } };
}

/** From behind ALTER TYPE on. */
export function alterType(cursor: Cursor): Unsent {
  const name = cursor.objectName();
  if (cursor.take('add', 'value')) {
    const ifNotExists = cursor.take('if', 'not', 'exists');
    const label = cursor.string();
    const where = cursor.takeOneOf('before', 'after') as 'before' | 'after' | undefined;
    const beside = where === undefined ? {} : { beside: { label: cursor.string(), where } };
    return { kind: CHANGE, change: { action: 'addLabel', name, label, ifNotExists, ...beside } };
  }
  if (cursor.take('rename', 'value')) {
    const from = cursor.string();
    cursor.expect('to');
    return { kind: CHANGE, change: { action: 'renameLabel', name, from, to: cursor.string() } };
  }
  if (cursor.take('rename', 'to')) {
    return { kind: CHANGE, change: { action: 'rename', name, to: cursor.identifier() } };
  }
  throw new NotRead('ALTER TYPE', []);
}

/** From behind DROP TYPE [IF EXISTS] on. */
export function dropType(cursor: Cursor, ifExists: boolean): Unsent {
  const names: string[] = [];
  do names.push(cursor.objectName());
  while (cursor.take(','));
  const cascade = cursor.takeOneOf('cascade', 'restrict') === 'cascade';
  return { kind: CHANGE, change: { action: 'drop', names, ifExists, cascade } };
}
