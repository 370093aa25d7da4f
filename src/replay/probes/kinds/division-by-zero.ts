import type { Probe } from '../probe.ts';

export const divisionByZero: Probe = {
  id: 'division-by-zero',
  asks: 'a division by zero',
  bite: 2,
  advice: 'Guard it: nullif(b, 0).',
  once: true,

  expected: {
    sqlite: 'NULL',
    mysql: 'NULL',
    mariadb: 'NULL',
    postgres: 'refused 22012',
  },
  sources: {
    sqlite: 'https://www.sqlite.org/lang_expr.html',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/arithmetic-functions.html',
    mariadb: 'https://mariadb.com/kb/en/division-operator/',
    postgres: 'https://www.postgresql.org/docs/current/functions-math.html',
  },
  places: () => [{ object: null, columns: [] }],
  ask: async (bench) => {
    const rows = await bench.rows('select 1 / 0 as v');
    if ('code' in rows) return `refused ${rows.code}`;
    return rows[0]?.v === null ? 'NULL' : String(rows[0]?.v);
  },
};
