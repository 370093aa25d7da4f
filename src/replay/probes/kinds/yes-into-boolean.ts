import { strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_BOOLEAN, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const yesIntoBoolean = valueProbe({
  id: 'yes-into-boolean',
  asks: 'the word yes in a boolean column',
  bite: 3,
  advice: 'Cast the attribute to boolean in the model.',

  on: ({ type }) => type.class === 'boolean',
  value: () => text('yes'),
  expected: {
    sqlite: 'kept',
    mysql: strictly('1366'),
    mariadb: strictly('1366'),
    postgres: 'reads "true"',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_BOOLEAN,
  },
});
