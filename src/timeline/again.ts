/** One migration of a timeline that is kept, run once more where it stands: what its own new text makes of it. */
import {
  CatalogReads,
  type Direction,
  type Judge,
  type MigrationRun,
  type MigrationSource,
  noteReads,
  type Step,
  type Target,
} from '../schema/index.ts';
import type { Frontend } from './build.ts';
import type { KeptRun, TimelineMemory } from './memory.ts';
import { JudgeSession } from './session.ts';

export interface Again {
  readonly runs: readonly MigrationRun[];
  /** What a fresh database does not reach. */
  readonly unreached: readonly Step[];
}

/**
 * Up from what the memory has before it; down from what up leaves, as if all later migrations had been rolled back without
 * a trace. Undefined: the migration is not in the memory.
 */
export function runAgain(
  migration: MigrationSource,
  target: Target,
  judge: Judge,
  frontend: Frontend,
  memory: TimelineMemory,
): Again | undefined {
  const kept = (direction: Direction): KeptRun | undefined =>
    memory.runs.get(`${migration.set}\0${direction}\0${migration.file}`);
  const [keptUp, keptDown] = [kept('up'), kept('down')];
  if (memory.initial === undefined || keptUp === undefined) return undefined;
  const session = new JudgeSession(target, judge, memory.initial);
  const unreached: Step[] = [];
  const run = (direction: Direction, state: string): MigrationRun | undefined => {
    frontend.restore?.(state);
    session.begin(migration, direction);
    return noteReads(new CatalogReads(), () => {
      const { ran, explore, count } = frontend.evaluate(migration, direction, session);
      if (explore !== undefined && migration.reported) unreached.push(...session.explored(explore));
      const made = session.end();
      count?.();
      return ran ? made : undefined;
    });
  };
  session.goOnFrom(keptUp.before);
  const up = run('up', keptUp.stateBefore);
  if (up !== undefined && (up.outcome === 'refuses' || up.spoiled === true)) return { runs: [up], unreached };
  session.settle();
  const down = run('down', keptDown?.stateBefore ?? keptUp.stateAfter);
  return { runs: [up, down].filter((one) => one !== undefined), unreached };
}
