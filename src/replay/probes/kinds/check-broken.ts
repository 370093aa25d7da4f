import { CHECK_CODES, CHECK_SOURCES, checkPlaces, checksOver, endsOf, ofCheck } from '../checks.ts';
import { NotMade, type Probe } from '../probe.ts';

/** Which values break a check is asked of the engines: those at the ends of the column's type, one after the other. */
export const checkBroken: Probe = {
  id: 'check-broken',
  asks: 'a row that breaks a CHECK constraint',
  bite: 4,
  advice:
    'Make the constraint on each engine, that of the tests too (SQLite takes it in CREATE TABLE only; MySQL reads over it before 8.0.16), and validate the same where the value comes in.',
  expected: {
    sqlite: ofCheck('kept', `refused ${CHECK_CODES.sqlite}`),
    mysql: ofCheck('kept', `refused ${CHECK_CODES.mysql}`),
    mariadb: ofCheck('kept', `refused ${CHECK_CODES.mariadb}`),
    postgres: ofCheck('kept', `refused ${CHECK_CODES.postgres}`),
  },
  sources: CHECK_SOURCES,
  places: (table) => checkPlaces(table, (column) => endsOf(column).length > 0),
  ask: async (bench, { columns, declared }) => {
    let kept = 0;
    for (const value of endsOf(declared!)) {
      const refusal = await bench.trying(async () => await bench.insert({ [declared!.name]: value }));
      if (refusal?.code === CHECK_CODES[bench.engine]) return `refused ${refusal.code}`;
      if (refusal === null) kept++;
    }
    if (kept === 0 || checksOver(bench.table, columns).length > 0)
      throw new NotMade('no value is known that breaks the check');
    return 'kept';
  },
};
