/** CREATE TABLE. */
import type {
  CheckSpec,
  ColumnSpec,
  ForeignKeySpec,
  IndexSpec,
  PrimaryKeySpec,
  StatementOf,
} from '../../schema/index.ts';
import { readColumn } from './column-definition.ts';
import { type Cursor, NotRead } from './cursor.ts';
import type { Unsent } from './statement.ts';
import { tableElement } from './table-elements.ts';
import { tableOptions } from './table-options.ts';

/** From behind CREATE on. */
export function createTable(cursor: Cursor): Unsent<StatementOf<'createTable'>> {
  if (cursor.engine === 'postgres') {
    cursor.takeOneOf('global', 'local');
    cursor.take('unlogged');
  }
  let temporary = cursor.take('temporary');
  if (!temporary && !cursor.isMySql) temporary = cursor.take('temp');
  cursor.expect('table');
  const ifNotExists = cursor.take('if', 'not', 'exists');
  const table = cursor.tableName();
  // what a query reads stays as it is
  if (cursor.isOneOf('as', 'select')) {
    throw new NotRead(`CREATE TABLE … ${cursor.peek()!.text.toUpperCase()}`, [table]);
  }
  if (cursor.isOneOf('like', 'partition', 'of') || cursor.is('(', 'like')) {
    cursor.fail(`CREATE TABLE … ${(cursor.is('(') ? cursor.peek(1) : cursor.peek())!.text.toUpperCase()}`);
  }
  const elements = tableBody(cursor);
  if (cursor.engine === 'postgres' && cursor.isOneOf('inherits', 'partition')) {
    cursor.fail(`CREATE TABLE … ${cursor.peek()!.text.toUpperCase()}`);
  }
  const options = tableOptions(cursor, temporary);
  return { kind: 'createTable', table, ...elements, options, temporary, ifNotExists };
}

interface TableBody {
  readonly columns: readonly ColumnSpec[];
  readonly primaryKey?: PrimaryKeySpec;
  readonly indexes: readonly IndexSpec[];
  readonly foreignKeys: readonly ForeignKeySpec[];
  readonly checks: readonly CheckSpec[];
  readonly keysAsWritten?: NonNullable<StatementOf<'createTable'>['keysAsWritten']>;
}

function tableBody(cursor: Cursor): TableBody {
  const columns: ColumnSpec[] = [];
  const indexes: IndexSpec[] = [];
  const foreignKeys: ForeignKeySpec[] = [];
  const checks: CheckSpec[] = [];
  let primaryKey: PrimaryKeySpec | undefined;
  const keys: (PrimaryKeySpec | IndexSpec | ForeignKeySpec)[] = [];
  let constraints = false;
  const primary = (spec: PrimaryKeySpec) => {
    if (primaryKey !== undefined) cursor.fail('a second primary key');
    primaryKey = spec;
    keys.push(spec);
  };
  cursor.expect('(');
  if (!(cursor.engine === 'postgres' && cursor.is(')'))) {
    do {
      if (cursor.is('like')) cursor.fail('CREATE TABLE … LIKE');
      cursor.partFrom = cursor.at;
      const element = tableElement(cursor);
      if (element === undefined) {
        if (cursor.engine === 'sqlite' && constraints) {
          cursor.refuse('a column behind the constraints of a table');
        }
        const column = readColumn(cursor, false);
        columns.push(column.spec);
        if (column.primaryKey !== undefined) primary(column.primaryKey);
        indexes.push(...column.indexes);
        foreignKeys.push(...column.foreignKeys);
        keys.push(...column.indexes, ...column.foreignKeys);
        checks.push(...column.checks);
        continue;
      }
      constraints = true;
      if (element.kind === 'primaryKey') primary(element.primaryKey);
      else if (element.kind === 'check') checks.push(element.check);
      else if (element.kind === 'foreignKey') {
        foreignKeys.push(element.foreignKey);
        keys.push(element.foreignKey);
      } else {
        if (element.ifNotExists) cursor.fail('IF NOT EXISTS of a key');
        indexes.push(element.index);
        keys.push(element.index);
      }
    } while (cursor.take(','));
  }
  cursor.expect(')');
  cursor.partFrom = undefined;
  const sorted = [...(primaryKey === undefined ? [] : [primaryKey]), ...indexes, ...foreignKeys];
  return {
    columns,
    indexes,
    foreignKeys,
    checks,
    ...(primaryKey === undefined ? {} : { primaryKey }),
    ...(keys.every((key, i) => key === sorted[i]) ? {} : { keysAsWritten: keys }),
  };
}
