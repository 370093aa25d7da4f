/** Probes that put one value into one column, and read what became of it. */
import { CHECK_CODES, reads } from './checks.ts';
import { type DeclaredColumn, freeColumns, NotMade, type Place, type Probe, placeOf } from './probe.ts';
import type { ProbeValue } from './value.ts';

export interface ValueProbe extends Omit<Probe, 'places' | 'ask'> {
  /** For which columns it is; their own type alone decides there. */
  readonly on: (column: DeclaredColumn) => boolean;
  /** Columns of keys too. */
  readonly inKeys?: boolean;
  readonly value: (column: DeclaredColumn) => ProbeValue | 'omitted';
  /** What an engine that keeps it gives back; absent: the value itself. */
  readonly wanted?: (column: DeclaredColumn) => string | null;
}

export function valueProbe({ on, inKeys, value, wanted, ...probe }: ValueProbe): Probe {
  return {
    ...probe,
    places: (table): readonly Place[] =>
      inKeys === true
        ? table.columns
            .filter((column) => !column.generated && !column.autoIncrement && on(column))
            .map(placeOf)
        : freeColumns(table, on),
    ask: async (bench, { columns: [column = ''], declared }) => {
      const answer = await bench.becomes(column, value(declared!), wanted?.(declared!));
      if (answer === `refused ${CHECK_CODES[bench.engine]}` && !isCheckedByType(declared!))
        if (bench.table.checks.some(({ expression }) => reads(expression, column)))
          throw new NotMade('a CHECK of the column refuses the value');
      return answer;
    },
  };
}

/** On engines without such a type, a check stands for it. */
const isCheckedByType = ({ type }: DeclaredColumn): boolean => type.class === 'enum' || type.class === 'json';

export const isString = ({ type }: DeclaredColumn): boolean =>
  type.class === 'string' || type.class === 'char';
export const isSizedString = (column: DeclaredColumn): boolean =>
  isString(column) && column.type.length !== undefined && column.type.length > 0;
export const isInteger = ({ type }: DeclaredColumn): boolean => type.class === 'integer';
export const isMoment = ({ type }: DeclaredColumn): boolean =>
  type.class === 'datetime' || type.class === 'timestamp';
export const isUuid = ({ type, name }: DeclaredColumn): boolean =>
  type.class === 'uuid' || (type.class === 'char' && type.length === 36 && /uuid|guid/i.test(name));

/** The largest and the smallest integer of a declared type. */
export function rangeOf({ type: { bits = 64, unsigned } }: DeclaredColumn): {
  readonly min: bigint;
  readonly max: bigint;
} {
  const all = 2n ** BigInt(bits);
  return unsigned === true ? { min: 0n, max: all - 1n } : { min: -all / 2n, max: all / 2n - 1n };
}
