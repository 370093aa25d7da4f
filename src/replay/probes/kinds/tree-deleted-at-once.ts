import { FOREIGN_KEY_SOURCES, keyOn, rowByRow, unenforced } from '../foreign-keys.ts';
import type { Probe } from '../probe.ts';
import { among, plant, treeOf, treePlaces } from '../tree.ts';

export const treeDeletedAtOnce: Probe = {
  id: 'tree-deleted-at-once',
  asks: 'a parent and its child in the same table that one DELETE takes',
  bite: 3,
  advice:
    'Delete leaves first, or say with the key what becomes of the rows below (cascadeOnDelete(), nullOnDelete()).',
  expected: {
    // RESTRICT holds at once, NO ACTION at the end of the statement.
    sqlite: unenforced('all go', ({ table, place }) =>
      keyOn(table.foreignKeys, place.columns[0])?.onDelete === 'restrict'
        ? 'refused SQLITE_CONSTRAINT_TRIGGER'
        : 'all go',
    ),
    mysql: rowByRow('all go'),
    mariadb: rowByRow('all go'),
    postgres: 'all go',
  },
  sources: FOREIGN_KEY_SOURCES,
  places: treePlaces,
  ask: async (bench, place) => {
    const tree = treeOf(bench, place, 2);
    await plant(bench, tree);
    const refusal = await bench.execute(`delete from ${bench.name} where ${among(bench, tree, tree.ids)}`);
    if (refusal !== null) return `refused ${refusal.code}`;
    return (await bench.endsWell()) ?? 'all go';
  },
};
