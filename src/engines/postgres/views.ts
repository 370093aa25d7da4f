/** CREATE VIEW and DROP VIEW, and what a view holds on to. PostgreSQL 15, measured. */
import type { ObjectKind, Origin, StatementOf, Table } from '../../schema/index.ts';
import { keptView, unknownRead, viewOver } from '../views.ts';
import { type Context, checkRelationFree, refuseExisting } from './context.ts';

export function createView(context: Context, statement: StatementOf<'createView'>): void {
  const { catalog, docket } = context;
  const { view, origin } = statement;
  const existing = catalog.table(view);
  if (statement.replace && existing?.view === true) {
    // The old columns must stay what they are.
    if (existing.query?.sql !== statement.sql)
      docket.unsure('the columns of a view that is replaced are not followed');
  } else if (statement.replace && existing !== undefined && existing.maybe === undefined) {
    const message = `"${view.name}" is not a view`;
    refuseExisting(context, '42809', 'table', view.name, view.name, existing.name, message, origin);
  } else if (existing !== undefined && statement.ifNotExists) {
    // Whatever bears the name.
    if (existing.maybe !== undefined) docket.unsure(existing.maybe);
    return;
  } else checkRelationFree(context, 'table', view.name, view, origin);
  const unknown = unknownRead(catalog, statement.reads);
  if (unknown !== undefined) docket.unsure(unknown);
  if (existing === undefined || existing.view === true)
    context.catalog = catalog.withTable(keptView(statement, view, statement.reads));
}

export function dropView(context: Context, statement: StatementOf<'dropView'>): void {
  const { docket } = context;
  const { origin } = statement;
  for (const name of statement.views) {
    const table = context.catalog.table(name);
    if (table?.maybe !== undefined && table.view !== true) {
      // What perhaps is there may be a view.
      docket.unsure(table.maybe);
      context.catalog = context.catalog.withoutTable(name);
      continue;
    }
    const kept = statement.materialized === true;
    const word = kept ? 'materialized view' : 'view';
    if (table !== undefined && (table.view !== true || (table.materialized === true) !== kept)) {
      docket.refuse('42809', { kind: 'other' }, `"${name.name}" is not a ${word}`, origin);
      continue;
    }
    if (table === undefined) {
      if (statement.ifExists) continue;
      if (context.catalog.open !== null) docket.unsure(context.catalog.open);
      else {
        const fact = { kind: 'object-missing', object: 'table', name: name.name, table: name.name } as const;
        docket.refuse('42P01', fact, `${word} "${name.name}" does not exist`, origin);
      }
      continue;
    }
    if (table.maybe !== undefined && !statement.ifExists) docket.unsure(table.maybe);
    dropViewsOver(
      context,
      table,
      statement.cascade,
      statement.views.map(({ name: one }) => one),
      `${word} ${name.name}`,
      origin,
    );
    context.catalog = context.catalog.withoutTable(name);
  }
}

/** The views over what is dropped stand in its way, or go along where CASCADE was written. */
export function dropViewsOver(
  context: Context,
  table: Table,
  cascade: boolean,
  doomed: readonly string[],
  what: string,
  origin: Origin | undefined,
  object: ObjectKind = 'table',
): void {
  for (const view of context.catalog.viewsOf(table)) {
    if (doomed.includes(view.name)) continue;
    if (!cascade) {
      const message = `cannot drop ${what} because other objects depend on it`;
      const fact = {
        kind: 'object-in-use',
        object,
        name: table.name,
        table: table.name,
        by: `view ${view.name}`,
      } as const;
      if (view.maybe === undefined) context.docket.refuse('2BP01', fact, message, origin);
      else context.docket.unsure(view.maybe);
      return;
    }
    dropViewsOver(context, view, true, doomed, what, origin, object);
    context.catalog = context.catalog.withoutTable(view);
  }
}

/** A column that a view may read can neither go nor get another type. */
export function holdColumn(context: Context, table: Table, column: string): void {
  const view = viewOver(context.catalog, table, column, 'exact');
  if (view !== undefined) context.docket.unsure(`whether the view ${view.name} reads ${column} is not known`);
}
