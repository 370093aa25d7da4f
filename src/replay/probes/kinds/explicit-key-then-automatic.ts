import { countedKey } from '../counted-key.ts';
import type { Probe } from '../probe.ts';
import { number } from '../value.ts';

/** Seeders and imports do so: a sequence of PostgreSQL does not look at the rows. */
export const explicitKeyThenAutomatic: Probe = {
  id: 'explicit-key-then-automatic',
  asks: 'an automatic key after the next number was taken by hand',
  bite: 5,
  advice:
    "After rows with keys of one's own, set the sequence: select setval(pg_get_serial_sequence('t', 'id'), max(id)) from t.",
  expected: {
    sqlite: 'the number after it',
    mysql: 'the number after it',
    mariadb: 'the number after it',
    postgres: 'refused 23505',
  },
  sources: {
    sqlite: 'https://www.sqlite.org/autoinc.html',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/example-auto-increment.html',
    mariadb: 'https://mariadb.com/kb/en/auto_increment/',
    postgres: 'https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL',
  },
  places: countedKey,
  ask: async (bench, { columns: [key = ''] }) => {
    await bench.mustInsert();
    const next = Math.max(...(await bench.numbers(key))) + 1;
    await bench.mustInsert({ [key]: number(next) }, true);
    const refusal = await bench.insertAgain(key);
    if (refusal !== null) return `refused ${refusal.code}`;
    return (await bench.numbers(key)).some((one) => one > next) ? 'the number after it' : 'another number';
  },
};
