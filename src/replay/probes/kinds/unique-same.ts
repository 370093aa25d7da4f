import { pairProbe } from '../pair-probe.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_COLLATIONS, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isString } from '../value-probe.ts';

export const uniqueSame = pairProbe({
  id: 'unique-same',
  asks: 'the same value of a unique column twice',
  bite: 1,
  advice: 'Validate unique where the value comes in, and be ready for the refusal all the same.',

  width: 'one',
  on: (column) => isString(column) && (column.type.length ?? 9) >= 6,
  first: () => text('zebra'),
  second: () => text('zebra'),
  expected: {
    sqlite: 'refused SQLITE_CONSTRAINT_UNIQUE',
    mysql: 'refused 1062',
    mariadb: 'refused 1062',
    postgres: 'refused 23505',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_COLLATIONS,
    mariadb: MARIADB_COLLATIONS,
    postgres: POSTGRES_COLLATIONS,
  },
});
