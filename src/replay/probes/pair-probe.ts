/** Probes that put two rows into a table which differ only where a unique key looks, and see whether both stay. */
import type { Index, KeyPart } from '../../schema/index.ts';
import type { DeclaredColumn, DeclaredTable, Place, Probe } from './probe.ts';
import type { ProbeValue } from './value.ts';

export interface PairProbe extends Omit<Probe, 'places' | 'ask'> {
  /** For keys of this many columns. */
  readonly width: 'one' | 'several';
  /** The column of the key that is changed. */
  readonly on: (column: DeclaredColumn) => boolean;
  /** The values fit where a foreign key binds the column too: NULL does. */
  readonly bound?: true;
  readonly first: (column: DeclaredColumn) => ProbeValue;
  readonly second: (column: DeclaredColumn) => ProbeValue;
}

export function pairProbe({ width, on, bound, first, second, ...probe }: PairProbe): Probe {
  return {
    ...probe,
    places: (table) =>
      table.uniques.flatMap((index): Place[] => {
        const columns = columnsOf(index);
        if (columns === undefined || (columns.length === 1) !== (width === 'one')) return [];
        const declared = free(table, columns, bound).find(on);
        return declared === undefined ? [] : [{ object: index.name, columns, declared }];
      }),
    ask: async (bench, { columns, declared }) => {
      const changed = declared!.name;
      await bench.mustInsert({ [changed]: first(declared!) });
      // The other columns of the key are as in the first row.
      const same: Record<string, ProbeValue> = {};
      for (const column of columns) if (column !== changed) same[column] = bench.asInFirst(column);
      const refusal = await bench.insert({ ...same, [changed]: second(declared!) }, true);
      return refusal === null ? 'keeps both' : `refused ${refusal.code}`;
    },
  };
}

function columnsOf({ parts, where }: Index): readonly string[] | undefined {
  if (where !== undefined) return undefined;
  const names = parts.map((part: KeyPart) => ('column' in part ? part.column : undefined));
  return names.includes(undefined) ? undefined : (names as string[]);
}

/** Columns whose value nothing else decides. `bound`: but for a foreign key. */
function free(table: DeclaredTable, columns: readonly string[], bound: true | undefined): DeclaredColumn[] {
  return table.columns.filter(
    ({ name, generated }) =>
      columns.includes(name) &&
      !generated &&
      (bound === true || !table.foreignKeys.some((key) => key.columns.includes(name))) &&
      // Another key over the same column would decide as well.
      table.uniques.filter((index) => columnsOf(index)?.includes(name) === true).length === 1,
  );
}
