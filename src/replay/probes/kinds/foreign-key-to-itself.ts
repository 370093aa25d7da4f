import { FOREIGN_KEY_SOURCES } from '../foreign-keys.ts';
import type { Probe } from '../probe.ts';
import { treeOf, treePlaces } from '../tree.ts';

export const foreignKeyToItself: Probe = {
  id: 'foreign-key-to-itself',
  asks: 'a row that is its own parent',
  bite: 1,
  advice: 'Check in the application that a row is not its own ancestor.',
  expected: { sqlite: 'kept', mysql: 'kept', mariadb: 'kept', postgres: 'kept' },
  sources: FOREIGN_KEY_SOURCES,
  places: treePlaces,
  ask: async (bench, place) => {
    const { key, parent, ids } = treeOf(bench, place, 1);
    const refusal = await bench.insert({ [key]: ids[0]!, [parent]: ids[0]! });
    return refusal === null ? 'kept' : `refused ${refusal.code}`;
  },
};
