/** What stands at the end of the history. */
import type { Catalog, Step, Table, TableName, Target } from '../schema/index.ts';
import type { MigrationView } from './rule.ts';

/** The catalog of a connection after these steps. */
export function leftBy(steps: readonly Step[], connection: string): Catalog | undefined {
  return steps.findLast((step) => step.connection === connection)?.verdict.left;
}

const known = new WeakMap<readonly MigrationView[], ReadonlyMap<string, Catalog>>();

function catalogsOf(views: readonly MigrationView[]): ReadonlyMap<string, Catalog> {
  let last = known.get(views) as Map<string, Catalog> | undefined;
  if (last !== undefined) return last;
  last = new Map();
  for (const { migration, runs } of views) {
    for (const { direction, target, steps } of runs) {
      if (direction !== 'up') continue;
      for (const { connection, verdict } of steps)
        last.set(`${migration.set} ${target.id} ${connection}`, verdict.left);
    }
  }
  known.set(views, last);
  return last;
}

/** The last catalog of a set of migrations on a target, of the connection that a step goes to. */
export function lastCatalog(
  views: readonly MigrationView[],
  set: string,
  { id }: Pick<Target, 'id'>,
  connection: string,
): Catalog | undefined {
  return catalogsOf(views).get(`${set} ${id} ${connection}`);
}

/** The last catalogs of a set on a target, of whatever connection. */
export function lastCatalogsOn(
  views: readonly MigrationView[],
  set: string,
  { id }: Pick<Target, 'id'>,
): readonly Catalog[] {
  const start = `${set} ${id} `;
  return [...catalogsOf(views)].flatMap(([key, catalog]) => (key.startsWith(start) ? [catalog] : []));
}

/** The table as the whole history leaves it; undefined: it is gone, or not known for certain. */
export function lastTable(
  views: readonly MigrationView[],
  set: string,
  { target, connection }: Pick<Step, 'target' | 'connection'>,
  table: TableName,
): Table | undefined {
  const found = lastCatalog(views, set, target, connection)?.table(table);
  return found !== undefined && isCertain(found) ? found : undefined;
}

/** Is all that is known of the table all that there is? */
export function isCertain({ open, maybe, external, view }: Table): boolean {
  return open === undefined && maybe === undefined && external !== true && view !== true;
}
