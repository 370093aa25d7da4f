import { strictly } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const tinytextOver255 = valueProbe({
  id: 'tinytext-over-255',
  asks: 'a text of 256 characters in a tiny text',
  bite: 3,
  advice: 'Use text() where texts may be that long.',

  on: ({ type }) => type.class === 'text' && type.bytes === 255,
  value: () => text('x'.repeat(256)),
  expected: {
    sqlite: 'kept',
    mysql: strictly('1406'),
    mariadb: strictly('1406'),
    postgres: ['kept', 'refused 22001'],
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CHARACTER,
  },
});
