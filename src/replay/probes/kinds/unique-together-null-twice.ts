import { pairProbe } from '../pair-probe.ts';
import { POSTGRES_CONSTRAINTS } from '../sources.ts';
import { NULL } from '../value.ts';

export const uniqueTogetherNullTwice = pairProbe({
  id: 'unique-together-null-twice',
  asks: 'NULL twice in a unique key over several columns, the others being the same',
  bite: 2,
  advice: 'NULL equals nothing: give the column a default, if only one row may be without a value.',
  rule: 'nullable-unique',
  width: 'several',
  on: ({ nullable }) => nullable,
  bound: true,
  first: () => NULL,
  second: () => NULL,
  expected: {
    sqlite: 'keeps both',
    mysql: 'keeps both',
    mariadb: 'keeps both',
    // NULLS NOT DISTINCT
    postgres: ['keeps both', 'refused 23505'],
  },
  sources: {
    sqlite: 'https://www.sqlite.org/nulls.html',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/create-index.html#create-index-unique',
    mariadb: 'https://mariadb.com/kb/en/getting-started-with-indexes/#unique-index',
    postgres: POSTGRES_CONSTRAINTS,
  },
});
