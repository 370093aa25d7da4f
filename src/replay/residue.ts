import type { SnapshotDifference } from '../comparison/snapshot.ts';
import type { MigrationSource, Residue, Target } from '../schema/index.ts';

/** A difference that stays after the migration's way back, or comes with its second way up. */
export function residue(
  { table, object, what }: SnapshotDifference,
  { file }: MigrationSource,
  { target }: { readonly target: Target },
  after: Residue['after'],
): Residue {
  return { file, engine: target.id, after, table, object, what };
}
