/** Probes that put one row into a table, and search for it. */
import type { Bench } from './bench.ts';
import { type DeclaredColumn, freeColumns, type Probe } from './probe.ts';
import type { ProbeValue } from './value.ts';

export interface QueryProbe extends Omit<Probe, 'places' | 'ask'> {
  readonly on: (column: DeclaredColumn) => boolean;
  readonly row: (column: DeclaredColumn) => ProbeValue;
  /** The condition, from the column's quoted name. */
  readonly where: (column: string, bench: Bench) => string;
}

export function queryProbe({ on, row, where, ...probe }: QueryProbe): Probe {
  return {
    ...probe,
    places: (table) => freeColumns(table, on),
    ask: async (bench, { columns: [column = ''], declared }) => {
      await bench.mustInsert({ [column]: row(declared!) });
      const condition = where(bench.quoted(column), bench);
      const rows = await bench.rows(`select count(*) as n from ${bench.name}${bench.newRows(condition)}`);
      if ('code' in rows) return `refused ${rows.code}`;
      return Number(rows[0]?.n) > 0 ? 'found' : 'not found';
    },
  };
}
