import { strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const textOver64k = valueProbe({
  id: 'text-over-64k',
  asks: 'a text of 65,536 characters',
  bite: 4,
  advice: 'Use mediumText() or longText() where texts may be that long.',

  on: ({ type }) => type.class === 'text' && type.bytes === 65_535,
  value: () => text('x'.repeat(65_536)),
  expected: {
    sqlite: 'kept',
    mysql: strictly('1406'),
    mariadb: strictly('1406'),
    postgres: 'kept',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CHARACTER,
  },
});
