import type { Probe } from '../probe.ts';

export const integerDivision: Probe = {
  id: 'integer-division',
  asks: '1 divided by 2',
  bite: 4,
  advice: 'Say what is meant: 1.0 * a / b, or a cast.',
  once: true,

  expected: {
    sqlite: '0',
    mysql: '0.5',
    mariadb: '0.5',
    postgres: '0',
  },
  sources: {
    sqlite: 'https://www.sqlite.org/lang_expr.html',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/arithmetic-functions.html',
    mariadb: 'https://mariadb.com/kb/en/division-operator/',
    postgres: 'https://www.postgresql.org/docs/current/functions-math.html',
  },
  places: () => [{ object: null, columns: [] }],
  ask: async (bench) => {
    const [row] = await bench.must('select 1 / 2 as v');
    return String(Number(row?.v));
  },
};
