import { foreignKeys } from '../foreign-keys.ts';
import { NotMade, type Probe } from '../probe.ts';
import { number } from '../value.ts';

export const foreignKeyToItself: Probe = {
  id: 'foreign-key-to-itself',
  asks: 'a row that is its own parent',
  bite: 1,
  advice: 'Check in the application that a row is not its own ancestor.',
  expected: { sqlite: 'kept', mysql: 'kept', mariadb: 'kept', postgres: 'kept' },
  sources: {
    sqlite: 'https://www.sqlite.org/foreignkeys.html',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
    mariadb: 'https://mariadb.com/kb/en/foreign-keys/',
    postgres: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
  },
  places: (table) =>
    table.columns.some(({ autoIncrement }) => autoIncrement)
      ? foreignKeys(table, ({ parent }) => parent.name === table.name)
      : [],
  ask: async (bench, { columns: [column = ''] }) => {
    const own = bench.table.columns.find(({ autoIncrement }) => autoIncrement)?.name;
    if (own === undefined) throw new NotMade('the key does not count by itself');
    const refusal = await bench.insert({ [own]: number(1_000_000), [column]: number(1_000_000) });
    return refusal === null ? 'kept' : `refused ${refusal.code}`;
  },
};
