import { FOREIGN_KEY_SOURCES, rowByRow } from '../foreign-keys.ts';
import type { Probe } from '../probe.ts';
import { among, treeOf, treePlaces } from '../tree.ts';

export const foreignKeyToItselfDeleted: Probe = {
  id: 'foreign-key-to-itself-deleted',
  asks: 'a row that is its own parent and is deleted',
  bite: 2,
  advice: 'Let a root point to nothing (NULL) rather than to itself, or say cascadeOnDelete() with the key.',
  expected: {
    sqlite: 'goes',
    mysql: rowByRow('goes'),
    mariadb: rowByRow('goes'),
    postgres: 'goes',
  },
  sources: FOREIGN_KEY_SOURCES,
  places: treePlaces,
  ask: async (bench, place) => {
    const tree = treeOf(bench, place, 1);
    const [id] = tree.ids;
    await bench.mustInsert({ [tree.key]: id!, [tree.parent]: id! });
    const refusal = await bench.execute(`delete from ${bench.name} where ${among(bench, tree, tree.ids)}`);
    if (refusal !== null) return `refused ${refusal.code}`;
    return (await bench.endsWell()) ?? 'goes';
  },
};
