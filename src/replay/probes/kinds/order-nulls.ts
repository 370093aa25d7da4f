import { freeColumns, type Probe } from '../probe.ts';
import { NULL } from '../value.ts';

export const orderNulls: Probe = {
  id: 'order-nulls',
  asks: 'where NULL stands in an ascending order',
  bite: 4,
  advice:
    "Say it: orderByRaw('x is null') before the column, or orderByRaw('x nulls last') where the engine has it.",
  expected: { sqlite: 'first', mysql: 'first', mariadb: 'first', postgres: 'last' },
  sources: {
    sqlite: 'https://www.sqlite.org/lang_select.html#orderby',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/working-with-null.html',
    mariadb: 'https://mariadb.com/kb/en/null-values/',
    postgres: 'https://www.postgresql.org/docs/current/queries-order.html',
  },
  places: (table) =>
    freeColumns(table, ({ nullable, type }) => nullable && type.class !== 'json' && type.class !== 'spatial'),
  ask: async (bench, { columns: [column = ''] }) => {
    await bench.mustInsert({ [column]: NULL });
    await bench.mustInsert({}, true);
    const rows = await bench.must(
      `select ${bench.written(column)} as v from ${bench.name}${bench.newRows()} order by ${bench.quoted(column)}`,
    );
    return rows[0]?.v === null ? 'first' : 'last';
  },
};
