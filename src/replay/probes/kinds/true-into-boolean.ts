import { strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_BOOLEAN, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const trueIntoBoolean = valueProbe({
  id: 'true-into-boolean',
  asks: 'the word true in a boolean column',
  bite: 3,
  advice: 'Bind booleans as what they are, not as words.',

  on: ({ type }) => type.class === 'boolean',
  value: () => text('true'),
  expected: {
    sqlite: 'kept',
    mysql: strictly('1366'),
    mariadb: strictly('1366'),
    postgres: 'kept',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_BOOLEAN,
  },
});
