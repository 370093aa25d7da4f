/** DROP SEQUENCE. Those that the engine made for a column are known; any other was made by a statement that is not read. */
import type { Column, StatementOf, Table, TableName } from '../../schema/index.ts';
import { replaceColumn } from '../catalog-edits.ts';
import { type Context, openFor, relation } from './context.ts';

export function dropSequence(context: Context, statement: StatementOf<'dropSequence'>): void {
  for (const name of statement.sequences) drop(context, statement, name);
}

/** Codes and words tried on PostgreSQL 15.18. */
function drop(context: Context, statement: StatementOf<'dropSequence'>, name: TableName): void {
  const { catalog, docket } = context;
  const { origin } = statement;
  const holder = relation(catalog, name.name, name.schema);
  const owner = holder?.owner;
  if (owner?.maybe !== undefined) docket.unsure(owner.maybe);
  if (holder === undefined) {
    const open = openFor(catalog, name);
    if (statement.ifExists) return;
    if (open !== null) docket.unsure(open);
    else {
      const message = `sequence "${name.name}" does not exist`;
      docket.refuse('42P01', { kind: 'other' }, message, origin);
    }
    return;
  }
  if (owner === undefined) return;
  const column = owner.columns.find(({ sequence }) => sequence === name.name);
  if (holder.kind === 'sequence' && column !== undefined) {
    release(context, statement, name, owner, column);
  } else if (holder.kind === 'table' && owner.maybe !== undefined) {
    // What perhaps is there may be a sequence.
    context.catalog = catalog.withoutTable(name);
  } else docket.refuse('42809', { kind: 'other' }, `"${name.name}" is not a sequence`, origin);
}

function release(
  context: Context,
  { cascade, origin }: StatementOf<'dropSequence'>,
  { name }: TableName,
  table: Table,
  column: Column,
): void {
  const { sequence: _sequence, ...rest } = column;
  const identity = column.autoIncrement && column.default === undefined;
  const inUse = identity || /^nextval\(/i.test(column.default?.sql ?? '');
  if (inUse && (identity || !cascade)) {
    const by = `column ${column.name} of table ${table.name}`;
    const message = identity
      ? `cannot drop sequence ${name} because ${by} requires it`
      : `cannot drop sequence ${name} because other objects depend on it`;
    context.docket.refuse('2BP01', { kind: 'other' }, message, origin);
    return;
  }
  const { default: _default, ...bare } = rest;
  const left = inUse ? { ...bare, autoIncrement: false } : rest;
  context.catalog = context.catalog.withTable(replaceColumn(table, column.name, left, undefined, 'exact'));
}
