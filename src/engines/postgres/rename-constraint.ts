/**
 * ALTER TABLE … RENAME CONSTRAINT: the index behind a key is renamed along with it (rename_constraint_internal,
 * src/backend/commands/tablecmds.c).
 */
import type { Table } from '../../schema/index.ts';
import type { ActionOf } from './alter-column.ts';
import { type Context, checkConstraintFree, checkRelationFree } from './context.ts';

export function renameConstraint(context: Context, table: Table, action: ActionOf<'renameConstraint'>): void {
  const { from, to, origin } = action;
  const isKey =
    table.primaryKey?.name === from ||
    table.indexes.some(({ name, constraint }) => name === from && constraint === true);
  const isOther =
    table.foreignKeys.some(({ name }) => name === from) || table.checks.some(({ name }) => name === from);
  if (!isKey && !isOther) {
    if (table.open !== undefined) context.docket.unsure(table.open);
    else {
      const fact = { kind: 'object-missing', object: 'constraint', name: from, table: table.name } as const;
      context.docket.refuse(
        '42704',
        fact,
        `constraint "${from}" for table "${table.name}" does not exist`,
        origin,
      );
    }
    return;
  }
  if (isKey) checkRelationFree(context, 'index', to, table, origin);
  checkConstraintFree(context, 'constraint', to, table, origin);
  const named = <T extends { readonly name?: string }>(spec: T): T =>
    spec.name === from ? { ...spec, name: to } : spec;
  context.catalog = context.catalog.withTable({
    ...table,
    ...(table.primaryKey === undefined ? {} : { primaryKey: named(table.primaryKey) }),
    indexes: table.indexes.map((index) => (index.constraint === true ? named(index) : index)),
    foreignKeys: table.foreignKeys.map(named),
    checks: table.checks.map(named),
  });
}
