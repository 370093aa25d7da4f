/**
 * CREATE VIEW and DROP VIEW. What a view reads is looked for when it is read, and whenever a table is renamed or loses
 * a column: then all views are parsed anew, and one that cannot be stands in the way of any table (3.40, measured).
 */
import type { Catalog, StatementOf } from '../../schema/index.ts';
import { keptView } from '../views.ts';
import { type Context, checkReserved, normalize, refuseExisting } from './context.ts';

export function createView(context: Context, statement: StatementOf<'createView'>): Catalog {
  const { catalog, docket } = context;
  const { origin } = statement;
  const name = normalize(statement.view);
  if (!checkReserved(context, name.name, origin)) return catalog;
  const existing = catalog.table(name);
  if (existing?.maybe !== undefined) docket.unsure(existing.maybe);
  else if (existing !== undefined) {
    if (statement.ifNotExists) return catalog;
    const what = existing.view === true ? 'view' : 'table';
    const message = `${what} ${name.name} already exists`;
    refuseExisting(context, 'table', name.name, name.name, existing.name, message, origin);
    return catalog;
  }
  return catalog.withTable(keptView(statement, name, statement.reads.map(normalize)));
}

export function dropView(context: Context, statement: StatementOf<'dropView'>): Catalog {
  const { catalog, docket } = context;
  const [first] = statement.views;
  if (first === undefined) return catalog;
  const name = normalize(first);
  const table = catalog.table(name);
  if (table !== undefined && table.view !== true && table.maybe === undefined) {
    const message = `use DROP TABLE to delete table ${name.name}`;
    docket.refuse('SQLITE_ERROR', { kind: 'other' }, message, statement.origin);
    return catalog;
  }
  const open = table?.maybe ?? (table === undefined ? catalog.open : null);
  // What perhaps is there may be a table as well.
  if ((!statement.ifExists || (table !== undefined && table.view !== true)) && open !== null)
    docket.unsure(open);
  else if (!statement.ifExists && table === undefined) {
    const fact = { kind: 'object-missing', object: 'table', name: name.name, table: name.name } as const;
    docket.refuse('SQLITE_ERROR', fact, `no such view: ${name.name}`, statement.origin);
  }
  return catalog.withoutTable(name);
}

/** Is any view in the way of a table that is renamed, or of its column that goes? Views of the table itself may be. */
export function parseViews(context: Context, table: string, column?: string): void {
  const { catalog, docket } = context;
  if (!catalog.hasViews) return;
  for (const view of catalog.tables('irregular')) {
    const { query } = view;
    if (query === undefined) continue;
    const gone = query.reads.some((read) => catalog.table(read) === undefined);
    const reads = query.reads.some((read) => catalog.key(read) === catalog.key({ name: table }));
    if (gone || (reads && column !== undefined)) {
      docket.unsure(`whether SQLite can still read the view ${view.name} is not known`);
      return;
    }
  }
}
