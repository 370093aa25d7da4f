import { countedKey } from '../counted-key.ts';
import { NotMade, type Probe } from '../probe.ts';

/** Without the word AUTOINCREMENT, SQLite gives the largest number again. */
export const keyAgainAfterDelete: Probe = {
  id: 'key-again-after-delete',
  asks: 'the key of a row that was deleted',
  bite: 2,
  advice: 'Do not keep keys of deleted rows elsewhere without a foreign key.',
  expected: {
    sqlite: ['a new number', 'the same number'],
    mysql: 'a new number',
    mariadb: 'a new number',
    postgres: 'a new number',
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
    const [first] = (await bench.numbers(key)).sort((a, b) => b - a);
    const refusal = await bench.execute(`delete from ${bench.name} where ${bench.quoted(key)} = ${first}`);
    if (refusal !== null) throw new NotMade(refusal.message);
    await bench.mustInsert();
    return (await bench.numbers(key)).includes(first!) ? 'the same number' : 'a new number';
  },
};
