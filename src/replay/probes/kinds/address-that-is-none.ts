import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

export const addressThatIsNone = valueProbe({
  id: 'address-that-is-none',
  asks: 'text that is no network address',
  bite: 2,
  advice: 'Validate ip where the value comes in.',

  on: ({ type, name }) =>
    type.class === 'network' || (type.class === 'string' && type.length === 45 && /ip/i.test(name)),
  value: () => text('not-an-address'),
  expected: {
    sqlite: 'kept',
    mysql: 'kept',
    mariadb: ({ type }) => (type?.class === 'network' ? 'refused 1292' : 'kept'),
    postgres: ({ type }) => (type?.class === 'network' ? 'refused 22P02' : 'kept'),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CHARACTER,
  },
});
