/** What is the same on all engines about views: what the catalog keeps of one, and what is not known of it. */
import type { Catalog, NameFolding, StatementOf, Table, TableName } from '../schema/index.ts';
import { mentions } from './docket.ts';

/** A view as the catalog keeps it; which columns its query gives is not followed. */
export function keptView(
  statement: StatementOf<'createView'>,
  name: TableName,
  reads: readonly TableName[],
): Table {
  return {
    ...name,
    columns: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
    temporary: false,
    view: true,
    ...(statement.materialized === true ? { materialized: true } : {}),
    open: `the columns of the view ${name.name} are not followed`,
    query: { reads, sql: statement.sql },
    origin: statement.origin,
  };
}

/** Why it is not known whether all that the query reads is there; undefined: it is. */
export function unknownRead(catalog: Catalog, reads: readonly TableName[]): string | undefined {
  for (const read of reads) {
    const table = catalog.table(read);
    if (table === undefined) return `whether a view can read ${read.name} is not known`;
    if (table.maybe !== undefined) return table.maybe;
  }
  return undefined;
}

/** The first of the views over the table that may read the column. */
export function viewOver(
  catalog: Catalog,
  table: Table,
  column: string,
  folding?: NameFolding,
): Table | undefined {
  return catalog
    .viewsOf(table)
    .find(
      ({ query }) => query !== undefined && (query.sql.includes('*') || mentions(query.sql, column, folding)),
    );
}
