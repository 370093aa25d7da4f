/** What engines do to the rows of tables that may be large, while others wait. */
import type { Step, TableWork } from '../schema/index.ts';
import { type Change, changesOf } from './changes.ts';
import type { Placed } from './report-changes.ts';
import type { MigrationView, RuleContext } from './rule.ts';

export interface WorkHit extends Placed {
  readonly work: TableWork;
  readonly change: Change;
}

/** In up(), on tables that this migration has not made itself. */
export function workOf(
  { tableWork, mayBeLarge }: RuleContext,
  view: MigrationView,
  isMeant: (work: TableWork) => boolean,
): WorkHit[] {
  const hits: WorkHit[] = [];
  const seen = new Set<Step>();
  for (const change of changesOf(view)) {
    const { direction, isEmpty, step, target, table, origin } = change;
    if (direction !== 'up' || isEmpty || seen.has(step) || step.verdict.outcome === 'refuses') continue;
    if (change.kind === 'write' || change.kind === 'read' || change.kind === 'dropTable') continue;
    seen.add(step);
    if (mayBeLarge?.(table) === false) continue;
    for (const work of tableWork?.(step) ?? []) {
      if (isMeant(work)) hits.push({ target, step, table, origin: work.origin ?? origin, work, change });
    }
  }
  return hits;
}
