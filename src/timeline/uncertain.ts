/** What sessions share: the connection that is meant where none is named, and verdicts on what may not be sent. */
import type { Catalog, Statement, Verdict } from '../schema/index.ts';

/** The connection of a statement that names none. */
export const DEFAULT_CONNECTION = 'default';

/**
 * What comes of a statement that may not be sent at all: whatever it would change is uncertain from here on. Rows that
 * would be accepted are no doubt: the engine refuses nothing then, whether they are sent or not.
 */
export function uncertainVerdict(
  before: Catalog,
  statement: Statement,
  verdict: Verdict,
  reason: string,
): Verdict {
  let after = before;
  if (verdict.after !== before) {
    if (verdict.after.open !== null) after = after.withOpen(verdict.after.open);
    if (verdict.after.openTypes !== null) after = after.withOpenTypes(verdict.after.openTypes);
    for (const table of verdict.after.tables('irregular')) {
      const old = before.table(table);
      if (old === table) continue;
      after = after.withTable(
        old === undefined ? { ...table, maybe: reason } : { ...old, open: old.open ?? reason },
      );
    }
    for (const table of before.tables('irregular')) {
      if (verdict.after.table(table) === undefined)
        after = after.withTable({ ...table, maybe: table.maybe ?? reason });
      // rows that may be written are not counted on, and those that may be deleted no more
      if (!verdict.after.hasRows(table)) after = after.withRows(table, verdict.after.rowsOf(table));
    }
  }
  if (statement.kind === 'data' && verdict.outcome === 'accepts') return { ...verdict, after, left: after };
  return { ...verdict, outcome: 'unknown', reason, after, left: after };
}
