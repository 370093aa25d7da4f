import { CHECK_CODES, CHECK_SOURCES, checkPlaces, ofCheck } from '../checks.ts';
import type { Expected, Probe } from '../probe.ts';
import { NULL } from '../value.ts';

/** A condition that is unknown holds, but for one that asks for NULL itself. */
const holds: Expected = ({ engine, table }) =>
  table.checks.some(({ expression }) =>
    /\b(is|isnull|coalesce|ifnull|case|if|num_nonnulls|num_nulls)\b/i.test(expression),
  )
    ? ['kept', `refused ${CHECK_CODES[engine]}`]
    : 'kept';

export const checkOfNull: Probe = {
  id: 'check-of-null',
  asks: 'NULL in a column that a CHECK constraint reads',
  bite: 2,
  advice: 'A check lets NULL pass: make the column NOT NULL, if there must be a value.',
  expected: {
    sqlite: ofCheck('kept', holds),
    mysql: ofCheck('kept', holds),
    mariadb: ofCheck('kept', holds),
    postgres: ofCheck('kept', holds),
  },
  sources: CHECK_SOURCES,
  places: (table) => checkPlaces(table, ({ nullable }) => nullable),
  ask: async (bench, { declared }) => {
    const refusal = await bench.insert({ [declared!.name]: NULL });
    return refusal === null ? 'kept' : `refused ${refusal.code}`;
  },
};
