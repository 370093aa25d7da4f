/** What engines said of one migration, as all forms of the replay report put it together. */
import type { ReplayOutcome } from '../schema/index.ts';

/** Engines that say the same stand together. */
export function sameOutcomes(
  all: Readonly<Record<string, ReplayOutcome>>,
): readonly (readonly [readonly string[], ReplayOutcome])[] {
  const groups = new Map<string, [string[], ReplayOutcome]>();
  for (const [id, outcome] of Object.entries(all)) {
    const key = JSON.stringify([outcome.outcome, outcome.code, outcome.message]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [[id], outcome]);
    else known[0].push(id);
  }
  return [...groups.values()];
}

/** Something of the migration was not sent; not: the engine was gone. */
export function isNotSent({ outcome, line }: ReplayOutcome): boolean {
  return outcome === 'unavailable' && line !== null;
}
