import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isUuid, valueProbe } from '../value-probe.ts';

export const uuidCapitals = valueProbe({
  id: 'uuid-capitals',
  asks: 'a UUID in capitals',
  bite: 3,
  advice: 'Write UUIDs in small letters.',

  on: isUuid,
  value: () => text('0190FDE2-6A2B-7C3D-8E4F-5A6B7C8D9E0F'),
  expected: {
    sqlite: 'kept',
    mysql: 'kept',
    mariadb: ({ type }) => (type?.class === 'uuid' ? 'reads *' : 'kept'),
    postgres: ({ type }) => (type?.class === 'uuid' ? 'reads *' : 'kept'),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CHARACTER,
  },
});
