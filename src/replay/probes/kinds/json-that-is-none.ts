import { ofJson } from '../expectations.ts';
import { MARIADB_JSON, MYSQL_JSON, POSTGRES_JSON, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const jsonThatIsNone = valueProbe({
  id: 'json-that-is-none',
  asks: 'text that is no JSON',
  bite: 4,
  advice: 'Give the model an array cast, and write JSON through it only.',

  on: ({ type }) => type.class === 'json',
  value: () => text('{bad'),
  expected: {
    sqlite: 'kept',
    mysql: ofJson('refused 3140'),
    mariadb: ofJson('refused 4025'),
    postgres: ofJson('refused 22P02'),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_JSON,
    mariadb: MARIADB_JSON,
    postgres: POSTGRES_JSON,
  },
});
