import { countedKey } from '../counted-key.ts';
import type { Probe } from '../probe.ts';
import { number } from '../value.ts';

/** MySQL and MariaDB take 0 for "the next number", unless NO_AUTO_VALUE_ON_ZERO is set. */
export const primaryKeyZero: Probe = {
  id: 'primary-key-zero',
  asks: '0 as an automatic key',
  bite: 2,
  advice: 'Do not give 0 a meaning of its own.',
  expected: { sqlite: 'kept', mysql: 'another number', mariadb: 'another number', postgres: 'kept' },
  sources: {
    sqlite: 'https://www.sqlite.org/autoinc.html',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/example-auto-increment.html',
    mariadb: 'https://mariadb.com/kb/en/auto_increment/',
    postgres: 'https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL',
  },
  places: countedKey,
  ask: async (bench, { columns: [key = ''] }) => {
    const refusal = await bench.insert({ [key]: number(0) });
    if (refusal !== null) return `refused ${refusal.code}`;
    const [row] = await bench.must(`select count(*) as n from ${bench.name} where ${bench.quoted(key)} = 0`);
    return Number(row?.n) > 0 ? 'kept' : 'another number';
  },
};
