import { MARIADB_JSON, MYSQL_JSON, POSTGRES_JSON, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const jsonEmpty = valueProbe({
  id: 'json-empty',
  asks: 'an empty string as JSON',
  bite: 4,
  advice: 'Use NULL, [] or {} for nothing.',

  on: ({ type }) => type.class === 'json',
  value: () => text(''),
  expected: {
    sqlite: 'kept',
    mysql: 'refused 3140',
    mariadb: 'refused 4025',
    postgres: 'refused 22P02',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_JSON,
    mariadb: MARIADB_JSON,
    postgres: POSTGRES_JSON,
  },
});
