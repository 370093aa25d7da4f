/** What a fresh database reaches on one target is reached, whatever the others do. */
import type { Step, Timeline } from '../schema/index.ts';
import { onlyStep, partKey, partsOf } from './parts.ts';

/** Timelines of the same migrations on all targets, without what one of them reaches after all. */
export function withoutReached(timelines: readonly Timeline[]): Timeline[] {
  const concerned = new Set(
    timelines.flatMap(({ unreached }) => unreached.map((step) => step.migration.file)),
  );
  if (concerned.size === 0) return [...timelines];
  const reached = new Set<string>();
  for (const { target, runs } of timelines) {
    for (const { migration, steps } of runs) {
      if (!concerned.has(migration.file)) continue;
      for (const { statement } of steps)
        for (const part of partsOf(statement)) reached.add(partKey(part, statement, target));
    }
  }
  const left = (step: Step): Step | undefined => {
    const { statement, target } = step;
    return onlyStep(step, (part) => !reached.has(partKey(part, statement, target)));
  };
  return timelines.map((timeline) => ({
    ...timeline,
    unreached: timeline.unreached.map(left).filter((step) => step !== undefined),
  }));
}
