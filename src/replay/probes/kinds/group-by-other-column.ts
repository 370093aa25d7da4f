import type { Probe } from '../probe.ts';

export const groupByOtherColumn: Probe = {
  id: 'group-by-other-column',
  asks: 'a column that is neither grouped by nor aggregated',
  bite: 4,
  advice: 'Name each selected column in groupBy(), or aggregate it.',
  once: true,

  expected: {
    sqlite: 'some row’s value',
    mysql: ({ target }) => (target.settings.strict ? 'refused 1055' : 'some row’s value'),
    mariadb: ({ target }) => (target.settings.strict ? 'refused 1055' : 'some row’s value'),
    postgres: 'refused 42803',
  },
  sources: {
    sqlite: 'https://www.sqlite.org/lang_select.html#bareagg',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/group-by-handling.html',
    mariadb: 'https://mariadb.com/kb/en/sql-mode/#only_full_group_by',
    postgres: 'https://www.postgresql.org/docs/current/sql-select.html#SQL-GROUPBY',
  },
  places: () => [{ object: null, columns: [] }],
  ask: async (bench) => {
    const rows = await bench.rows(
      'select a, b from (select 1 as a, 2 as b union all select 1, 3) as t group by a',
    );
    return 'code' in rows ? `refused ${rows.code}` : 'some row’s value';
  },
};
