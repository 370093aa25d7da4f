import { freeColumns, type Probe } from '../probe.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_COLLATIONS, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isString } from '../value-probe.ts';

/** PostgreSQL orders as the collation of the database says, which is the server's choice. */
export const orderCase: Probe = {
  id: 'order-case',
  asks: 'whether a capital Z comes before a small a',
  bite: 4,
  advice: 'Order by lower(…), or in the application, where people see the order.',
  expected: {
    sqlite: 'Z comes first',
    mysql: ['a comes first', 'Z comes first'],
    mariadb: ['a comes first', 'Z comes first'],
    postgres: ['a comes first', 'Z comes first'],
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_COLLATIONS,
    mariadb: MARIADB_COLLATIONS,
    postgres: POSTGRES_COLLATIONS,
  },
  places: (table) => freeColumns(table, (column) => isString(column) && (column.type.length ?? 9) >= 2),
  ask: async (bench, { columns: [column = ''] }) => {
    await bench.mustInsert({ [column]: text('Z') });
    await bench.mustInsert({ [column]: text('a') }, true);
    const rows = await bench.must(
      `select ${bench.written(column)} as v from ${bench.name}${bench.newRows()} order by ${bench.quoted(column)}`,
    );
    return String(rows[0]?.v).trim() === 'Z' ? 'Z comes first' : 'a comes first';
  },
};
