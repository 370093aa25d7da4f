import type { Probe } from '../probe.ts';

/** It means "or" on MySQL and MariaDB, unless PIPES_AS_CONCAT is set. */
export const pipesJoinStrings: Probe = {
  id: 'pipes-join-strings',
  asks: 'two strings joined with ||',
  bite: 4,
  advice: 'Use concat(), which SQLite has from 3.44 on, or join in the application.',
  once: true,

  expected: {
    sqlite: 'ab',
    mysql: '0',
    mariadb: '0',
    postgres: 'ab',
  },
  sources: {
    sqlite: 'https://www.sqlite.org/lang_expr.html',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/logical-operators.html#operator_or',
    mariadb: 'https://mariadb.com/kb/en/or/',
    postgres: 'https://www.postgresql.org/docs/current/functions-string.html',
  },
  places: () => [{ object: null, columns: [] }],
  ask: async (bench) => {
    const [row] = await bench.must("select 'a' || 'b' as v");
    return String(row?.v);
  },
};
