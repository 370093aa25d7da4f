/** Probes that do something to a row, and see what becomes of one that points to it in the same table. */
import { absentKey, actionOf, type Event, FOREIGN_KEY_SOURCES, unenforced } from './foreign-keys.ts';
import { changeOf, pointsTo } from './parent-probe.ts';
import type { Expected, Probe } from './probe.ts';
import { among, plant, treeOf, treePlaces } from './tree.ts';

export interface TreeProbe extends Omit<Probe, 'places' | 'ask' | 'expected' | 'sources'> {
  readonly event: Event;
}

export function treeProbe({ event, ...probe }: TreeProbe): Probe {
  // https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html#foreign-key-referential-actions
  const innodb: Expected =
    event === 'onUpdate' ? unenforced('the row stays as it is', 'refused 1451') : actionOf(event, '1451');
  return {
    ...probe,
    expected: {
      sqlite: actionOf(event, 'SQLITE_CONSTRAINT_FOREIGNKEY', 'SQLITE_CONSTRAINT_TRIGGER'),
      mysql: innodb,
      mariadb: innodb,
      postgres: actionOf(event, '23503', '23001'),
    },
    sources: FOREIGN_KEY_SOURCES,
    places: treePlaces,
    ask: async (bench, place) => {
      const tree = treeOf(bench, place, 2);
      const [root, child] = tree.ids;
      await plant(bench, tree);
      const fresh = absentKey(place.declared!);
      const refusal = await bench.execute(
        changeOf(bench, event, {
          table: bench.table.name,
          column: tree.key,
          value: bench.literal(root!),
          to: bench.literal(fresh),
        }),
      );
      if (refusal !== null) return `refused ${refusal.code}`;
      const late = await bench.endsWell();
      if (late !== undefined) return late;
      const [left] = await bench.must(
        `select ${bench.written(tree.parent)} as v from ${bench.name} where ${among(bench, tree, [child!])}`,
      );
      return left === undefined ? 'the row goes too' : pointsTo(left.v, root!.text!, fresh);
    },
  };
}
