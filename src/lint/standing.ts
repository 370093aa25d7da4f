/** Columns and unique keys as a migration makes them, and as they stand at the end of the history. */
import {
  type Catalog,
  type Column,
  type ColumnSpec,
  definedColumns,
  findColumn,
  findIndex,
  keyColumns,
  type Origin,
  type Table,
  type Target,
} from '../schema/index.ts';
import { keysMadeBy } from './keys.ts';
import { authorsTable } from './ownership.ts';
import type { MigrationView, RuleContext } from './rule.ts';

/** What stands at the end of the history, by set and target. */
export function lastCatalogs(views: readonly MigrationView[]): Map<string, Catalog> {
  const last = new Map<string, Catalog>();
  for (const { migration, runs } of views) {
    for (const run of runs) {
      if (run.direction === 'up') last.set(`${migration.set} ${run.target.id}`, run.after);
    }
  }
  return last;
}

const LAST = new WeakMap<readonly MigrationView[], Map<string, Catalog>>();

/** The same, worked out once for all rules of a check. */
export function finalCatalog(context: RuleContext, set: string, target: Target): Catalog | undefined {
  let last = LAST.get(context.relevant);
  if (last === undefined) {
    last = lastCatalogs(context.relevant);
    LAST.set(context.relevant, last);
  }
  return last.get(`${set} ${target.id}`);
}

export interface StandingColumn {
  readonly target: Target;
  /** Without the connection's prefix. */
  readonly table: string;
  /** As the migration writes it. */
  readonly spec: ColumnSpec;
  /** As it is at the end of the history, with the table that it stands in. */
  readonly now: Column;
  readonly in: Table;
  readonly origin: Origin;
}

export interface StandingKey {
  readonly target: Target;
  readonly table: string;
  readonly name: string | undefined;
  readonly columns: readonly string[];
  readonly in: Table;
  readonly origin: Origin;
}

interface Standing {
  readonly columns: readonly StandingColumn[];
  readonly uniques: readonly StandingKey[];
}

/** By the history: what stands of one migration depends on those behind it. */
const STANDING = new WeakMap<readonly MigrationView[], WeakMap<MigrationView, Standing>>();

/** Of what up() makes, by the migration's own calls, all that no later migration has dropped. Several rules ask. */
export function standing(context: RuleContext, view: MigrationView): Standing {
  let history = STANDING.get(context.relevant);
  if (history === undefined) {
    history = new WeakMap();
    STANDING.set(context.relevant, history);
  }
  let known = history.get(view);
  if (known === undefined) {
    known = find(context, view);
    history.set(view, known);
  }
  return known;
}

function find(context: RuleContext, { migration, runs }: MigrationView): Standing {
  const columns: StandingColumn[] = [];
  const uniques: StandingKey[] = [];
  for (const { direction, target, steps } of runs) {
    if (direction !== 'up') continue;
    const end = finalCatalog(context, migration.set, target);
    for (const { statement, verdict } of steps) {
      if (
        statement.kind !== 'createTable' &&
        statement.kind !== 'alterTable' &&
        statement.kind !== 'createIndex'
      )
        continue;
      const table = authorsTable(statement.table.name, target);
      const named = { ...statement.table, name: `${target.settings.prefix}${table}` };
      // a table that was renamed later is not there by its name, nor is one that another connection has
      const now = end?.table(named) ?? verdict.after.table(statement.table);
      if (now === undefined || now.temporary) continue;
      for (const spec of definedColumns(statement)) {
        const origin = spec.origin ?? statement.origin;
        const column = findColumn(now, spec.name);
        if (column === undefined || origin.file !== migration.file) continue;
        columns.push({ target, table, spec, now: column, in: now, origin });
      }
      for (const { kind, name, parts, where, origin } of keysMadeBy(statement)) {
        if (kind !== 'unique' || where !== undefined || origin.file !== migration.file) continue;
        if (name !== undefined && findIndex(now, name) === undefined) continue;
        uniques.push({ target, table, name, columns: keyColumns(parts), in: now, origin });
      }
    }
  }
  return { columns, uniques };
}
