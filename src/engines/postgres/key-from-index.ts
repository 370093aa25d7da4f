/**
 * ALTER TABLE … ADD CONSTRAINT … USING INDEX: the index is renamed, and its columns of a primary key may hold no NULL
 * from then on (ATExecAddIndexConstraint, src/backend/commands/tablecmds.c).
 */
import { keyColumns, type Table } from '../../schema/index.ts';
import type { ActionOf } from './alter-column.ts';
import { type Context, checkConstraintFree, checkRelationFree } from './context.ts';

export function makeKeyFromIndex(context: Context, table: Table, action: ActionOf<'addKeyFromIndex'>): void {
  const { docket } = context;
  const { from, primary, origin, name = from } = action;
  const index = table.indexes.find((other) => other.name === from);
  if (index === undefined) {
    if (table.open !== undefined) docket.unsure(table.open);
    else {
      const fact = { kind: 'object-missing', object: 'index', name: from, table: table.name } as const;
      docket.refuse('42704', fact, `index "${from}" does not exist`, origin);
    }
    return;
  }
  if (index.constraint === true)
    docket.refuse(
      '55000',
      { kind: 'other' },
      `index "${from}" is already associated with a constraint`,
      origin,
    );
  if (index.kind !== 'unique')
    docket.refuse('42809', { kind: 'other' }, `"${from}" is not a unique index`, origin);
  if (primary && table.primaryKey !== undefined) {
    const message = `multiple primary keys for table "${table.name}" are not allowed`;
    docket.refuse('42P16', { kind: 'other' }, message, origin);
  }
  if (name !== from) checkRelationFree(context, 'index', name, table, origin);
  checkConstraintFree(context, 'constraint', name, table, origin);
  const others = table.indexes.filter((other) => other !== index);
  const own = new Set(keyColumns(index.parts));
  const made = { name, parts: index.parts, ...(origin === undefined ? {} : { origin }) };
  context.catalog = context.catalog.withTable(
    primary
      ? {
          ...table,
          primaryKey: made,
          indexes: others,
          columns: table.columns.map((column) =>
            own.has(column.name) ? { ...column, nullable: false } : column,
          ),
        }
      : { ...table, indexes: [...others, { ...index, name, constraint: true }] },
  );
}
