import type { Probe } from '../probe.ts';

/** better-sqlite3 is built without such strings; what PHP links takes them. */
export const doubleQuotedString: Probe = {
  id: 'double-quoted-string',
  asks: 'a string in double quotes',
  bite: 3,
  advice: 'Put strings in single quotes in raw SQL.',
  once: true,

  expected: {
    sqlite: ['a string', 'refused SQLITE_ERROR'],
    mysql: 'a string',
    mariadb: 'a string',
    postgres: 'refused 42703',
  },
  sources: {
    sqlite: 'https://www.sqlite.org/quirks.html#double_quoted_string_literals_are_accepted',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/string-literals.html',
    mariadb: 'https://mariadb.com/kb/en/string-literals/',
    postgres: 'https://www.postgresql.org/docs/current/sql-syntax-lexical.html',
  },
  places: () => [{ object: null, columns: [] }],
  ask: async (bench) => {
    const rows = await bench.rows('select "word" as v');
    return 'code' in rows ? `refused ${rows.code}` : 'a string';
  },
};
