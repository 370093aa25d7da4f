/** The columns that migrations make, with what has become of them. */
import { type Column, type ColumnSpec, definedColumns, findColumn, type Table } from '../schema/index.ts';
import { changesOf } from './changes.ts';
import { lastTable } from './last-catalogs.ts';
import type { Placed } from './report-changes.ts';
import type { MigrationView } from './rule.ts';

export interface MadeColumn extends Placed {
  readonly spec: ColumnSpec;
  /** The column and its table as the whole history leaves them. */
  readonly column: Column;
  readonly last: Table;
}

/** In up(), by createTable and addColumn; those that are gone at the end are left out. `views`: the whole history. */
export function madeColumns(view: MigrationView, views: readonly MigrationView[]): MadeColumn[] {
  let known = made.get(view);
  if (known === undefined) {
    known = [...find(view, views)];
    made.set(view, known);
  }
  return known;
}

/** Several rules ask. */
const made = new WeakMap<MigrationView, MadeColumn[]>();

function* find(view: MigrationView, views: readonly MigrationView[]): IterableIterator<MadeColumn> {
  for (const change of changesOf(view)) {
    const { direction, step, target, table, tableName, origin } = change;
    if (direction !== 'up' || step.verdict.outcome === 'refuses') continue;
    const specs =
      change.kind === 'createTable'
        ? definedColumns(step.statement)
        : change.kind === 'addColumn'
          ? [change.column]
          : [];
    if (specs.length === 0) continue;
    const last = lastTable(views, view.migration.set, step, tableName);
    if (last === undefined) continue;
    for (const spec of specs) {
      const column = findColumn(last, spec.name);
      const at = spec.origin ?? origin;
      if (column !== undefined && at.file === view.migration.file)
        yield { target, step, table, origin: at, spec, column, last };
    }
  }
}
