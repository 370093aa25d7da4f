/**
 * Installing and removing a module, as an application with modules does it: the module's migrations up, and down again.
 * The core's tables are then as before, and nothing of the module is left.
 */

import { type Snapshot, type SnapshotDifference, snapshotDifferences } from '../comparison/snapshot.ts';
import type { MigrationSource, ReplayOutcome, Residue } from '../schema/index.ts';
import type { Lane } from './lane.ts';
import { residue } from './residue.ts';

export interface ModuleCycle {
  readonly slug: string;
  readonly residues: readonly Residue[];
}

/**
 * In a new database: the core; then each module alone, up and down; then all modules, and each down and up again among
 * the others. `up`: what became of the migrations before; modules of which one was not taken are left out.
 */
export async function moduleCycles(
  lane: Lane,
  migrations: readonly MigrationSource[],
  up: ReadonlyMap<string, ReplayOutcome>,
): Promise<ModuleCycle[]> {
  const modules = new Map<string, MigrationSource[]>();
  const core: MigrationSource[] = [];
  for (const migration of migrations) {
    const { owner } = migration;
    if (owner.kind !== 'module') core.push(migration);
    else modules.set(owner.slug, [...(modules.get(owner.slug) ?? []), migration]);
  }
  const taken = ({ file }: MigrationSource) => (up.get(file)?.outcome ?? 'accepts') === 'accepts';
  const sound = [...modules].filter(([, own]) => own.every(taken));
  if (sound.length === 0 || !core.every(taken)) return [];
  const fresh = await lane.fresh();
  try {
    const { done } = await fresh.open(migrations[0]!.set);
    for (const migration of core) if (!done.has(migration.name)) await fresh.run(migration, 'up');
    const cycles: ModuleCycle[] = [];
    for (const [slug, own] of sound) {
      const before = await fresh.snapshot();
      await all(fresh, own, 'up');
      await all(fresh, [...own].reverse(), 'down');
      cycles.push({
        slug,
        residues: residues(lane, snapshotDifferences(before, await fresh.snapshot()), own),
      });
    }
    for (const [, own] of sound) await all(fresh, own, 'up');
    for (const [slug, own] of sound) {
      const before = await fresh.snapshot();
      await all(fresh, [...own].reverse(), 'down');
      const without = await fresh.snapshot();
      const mine = new Set(cyclesTables(before, without));
      const prefix = prefixOf(slug);
      const stays = [...without.tables.keys()].filter((name) =>
        prefix.some((start) => name.startsWith(start)),
      );
      cycles.push({
        slug,
        residues: residues(
          lane,
          stays.map((table) => ({
            table,
            object: null,
            what: `the table ${table} stays when the module is removed while the others are installed`,
          })),
          own,
        ),
      });
      await all(fresh, own, 'up');
      const again = snapshotDifferences(before, await fresh.snapshot()).filter(
        ({ table }) => !mine.has(table),
      );
      cycles.push({ slug, residues: residues(lane, again, own) });
    }
    return cycles;
  } finally {
    await fresh.drop();
  }
}

async function all(
  lane: Lane,
  migrations: readonly MigrationSource[],
  direction: 'up' | 'down',
): Promise<void> {
  for (const migration of migrations) await lane.run(migration, direction);
}

function cyclesTables(before: Snapshot, after: Snapshot): string[] {
  return snapshotDifferences(before, after).flatMap(({ table, object }) => (object === null ? [table] : []));
}

/** Told of a module at its first migration. */
function residues(
  lane: Lane,
  differences: readonly SnapshotDifference[],
  own: readonly MigrationSource[],
): Residue[] {
  return differences.map((difference) => residue(difference, own[0]!, lane, 'module-down'));
}

/** `mod_{slug}_`, with dashes as they are and as underscores. */
function prefixOf(slug: string): readonly string[] {
  return [`mod_${slug}_`, `mod_${slug.replaceAll('-', '_')}_`];
}
