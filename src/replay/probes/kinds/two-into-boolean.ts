import { MARIADB_STRICT, MYSQL_RANGE, POSTGRES_BOOLEAN, SQLITE_TYPES } from '../sources.ts';
import { number } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const twoIntoBoolean = valueProbe({
  id: 'two-into-boolean',
  asks: '2 in a boolean column',
  bite: 2,
  advice: 'Cast the attribute to boolean in the model.',

  on: ({ type }) => type.class === 'boolean',
  value: () => number(2),
  expected: {
    sqlite: 'kept',
    mysql: 'kept',
    mariadb: 'kept',
    postgres: 'refused 22P02',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_RANGE,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_BOOLEAN,
  },
});
