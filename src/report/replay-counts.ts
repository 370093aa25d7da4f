/** What came out of a replay, as numbers. */
import type { ReplayResult } from '../schema/index.ts';
import { probeCounts } from './blind-spots.ts';

export interface ReplayCounts {
  readonly migrations: number;
  readonly refused: number;
  readonly notRun: number;
  readonly unavailable: number;
  readonly residues: number;
  readonly unexplained: number;
  readonly biting: number;
  readonly harmless: number;
  /** Names that are too long for a target which was not replayed, or took no part. */
  readonly guard: number;
  readonly disagree: number;
  /** Differences of probes that nobody has accepted, and those of them that nothing explains. */
  readonly blindSpots: number;
  readonly unexplainedProbes: number;
  /** Questions that an engine was to be asked and did not answer. */
  readonly unanswered: number;
}

export function replayCounts({
  migrations,
  differences,
  residues,
  guard,
  predictions,
  probes = [],
}: Pick<
  ReplayResult,
  'migrations' | 'differences' | 'residues' | 'guard' | 'predictions' | 'probes'
>): ReplayCounts {
  const outcomes = migrations.flatMap(({ up, down, again }) =>
    [up, down, again].flatMap((phase) => Object.values(phase)),
  );
  const outcome = (name: string) => outcomes.filter((one) => one.outcome === name).length;
  const of = (name: string) => differences.filter((difference) => difference.class === name).length;
  const asked = probeCounts(probes);
  return {
    migrations: migrations.length,
    refused: outcome('refuses'),
    notRun: outcome('not-run'),
    unavailable: outcome('unavailable'),
    residues: residues.length,
    unexplained: of('unexplained'),
    biting: of('biting'),
    harmless: of('harmless'),
    guard: guard.length,
    disagree: predictions.disagree.length,
    blindSpots: asked.differ - asked.accepted,
    unexplainedProbes: asked.unexplained,
    unanswered: asked.unanswered,
  };
}
