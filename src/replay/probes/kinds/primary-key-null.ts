import { countedKey } from '../counted-key.ts';
import type { Probe } from '../probe.ts';
import { NULL } from '../value.ts';

export const primaryKeyNull: Probe = {
  id: 'primary-key-null',
  asks: 'NULL as an automatic key',
  bite: 3,
  advice: 'Leave the key out of the row instead of setting it to null.',
  expected: {
    sqlite: 'the next number',
    mysql: 'the next number',
    mariadb: 'the next number',
    postgres: 'refused 23502',
  },
  sources: {
    sqlite: 'https://www.sqlite.org/autoinc.html',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/example-auto-increment.html',
    mariadb: 'https://mariadb.com/kb/en/auto_increment/',
    postgres: 'https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL',
  },
  places: countedKey,
  ask: async (bench, { columns: [key = ''] }) => {
    const refusal = await bench.insert({ [key]: NULL });
    return refusal === null ? 'the next number' : `refused ${refusal.code}`;
  },
};
