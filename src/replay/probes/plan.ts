/** Which probes a schema calls for. */
import type { DeclaredTable, Place, Probe } from './probe.ts';

export interface PlannedProbe {
  readonly probe: Probe;
  readonly table: DeclaredTable;
  readonly place: Place;
}

export function planOf(tables: readonly DeclaredTable[], probes: readonly Probe[]): PlannedProbe[] {
  let first = true;
  return tables.flatMap((table) => {
    const planned = probes.flatMap((probe) =>
      // What is the same for each table is asked once.
      probe.once === true && !first ? [] : probe.places(table).map((place) => ({ probe, table, place })),
    );
    first = false;
    return planned;
  });
}

export function keyOf({ probe, table, place }: PlannedProbe): string {
  return JSON.stringify([probe.id, table.name, place.object]);
}
