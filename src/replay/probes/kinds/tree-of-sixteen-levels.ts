import { FOREIGN_KEY_SOURCES, keyOn, unenforced } from '../foreign-keys.ts';
import { NotMade, type Probe } from '../probe.ts';
import { among, plant, treeOf, treePlaces } from '../tree.ts';

/** One more than InnoDB follows. */
const LEVELS = 16;

export const treeOfSixteenLevels: Probe = {
  id: 'tree-of-sixteen-levels',
  asks: 'a tree of sixteen levels whose root is deleted, the others with it',
  bite: 2,
  advice: 'Bound the depth of trees, or delete deep ones from below: MySQL and MariaDB follow 15 levels.',
  expected: {
    sqlite: unenforced('the others stay', 'all go'),
    mysql: unenforced('the others stay', 'refused 3008'),
    mariadb: unenforced('the others stay', 'refused 1296'),
    postgres: 'all go',
  },
  sources: FOREIGN_KEY_SOURCES,
  places: (table) => {
    // So many rows fit only where nothing else must be unique.
    if (table.uniques.length > 0) return [];
    return treePlaces(table).filter(
      ({ columns }) => keyOn(table.foreignKeys, columns[0])?.onDelete === 'cascade',
    );
  },
  ask: async (bench, place) => {
    const tree = treeOf(bench, place, LEVELS);
    if (keyOn(bench.table.foreignKeys, place.columns[0])?.onDelete !== 'cascade')
      throw new NotMade('the engine’s key does not cascade');
    await plant(bench, tree);
    const refusal = await bench.execute(
      `delete from ${bench.name} where ${among(bench, tree, [tree.ids[0]!])}`,
    );
    if (refusal !== null) return `refused ${refusal.code}`;
    const late = await bench.endsWell();
    if (late !== undefined) return late;
    const [left] = await bench.must(
      `select count(*) as n from ${bench.name} where ${among(bench, tree, tree.ids)}`,
    );
    return Number(left?.n) === 0 ? 'all go' : 'the others stay';
  },
};
