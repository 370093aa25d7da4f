/** `replay` for programs; schemas/replay-output.schema.json describes it. Fields are added, never renamed. */
import type { ReplayedMigration, ReplayOutcome, ReplayResult } from '../schema/index.ts';
import { replayCounts } from './replay-counts.ts';

export function renderReplayJson(result: ReplayResult): string {
  const { version, project, notes, engines, migrations, differences, ledger, residues, guard, predictions } =
    result;
  const { probes = [], probeKinds = {} } = result;
  return `${JSON.stringify(
    {
      version,
      project: {
        root: project.root,
        framework: project.framework?.value ?? null,
        frameworkVersion: project.frameworkVersion.value,
      },
      notes,
      engines: engines.map(({ asked, target, origin, place, fault, kept }) => ({
        id: target?.id ?? null,
        asked,
        origin,
        place,
        ...(fault === undefined ? {} : { fault }),
        ...(kept === undefined ? {} : { kept }),
      })),
      migrations: migrations.map(migration),
      differences,
      ledger,
      residues,
      guard,
      probes: probes.map(({ object, ...probe }) => ({ column: object, ...probe })),
      probeKinds,
      predictions,
      summary: { ...replayCounts(result), durationMs: result.durationMs },
    },
    null,
    2,
  )}\n`;
}

function migration({ file, up, down, again }: ReplayedMigration): object {
  const outcomes = (all: Readonly<Record<string, ReplayOutcome>>) =>
    Object.fromEntries(
      Object.entries(all).map(([engine, { touched: _touched, ...outcome }]) => [engine, outcome]),
    );
  return { file, up: outcomes(up), down: outcomes(down), again: outcomes(again) };
}
