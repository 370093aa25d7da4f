import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isUuid, valueProbe } from '../value-probe.ts';

export const uuidThatIsNone = valueProbe({
  id: 'uuid-that-is-none',
  asks: 'text that is no UUID',
  bite: 3,
  advice: 'Validate uuid where the value comes in.',

  on: isUuid,
  value: () => text('not-a-uuid'),
  expected: {
    sqlite: 'kept',
    mysql: 'kept',
    mariadb: ({ type }) => (type?.class === 'uuid' ? 'refused 1292' : 'kept'),
    postgres: ({ type }) => (type?.class === 'uuid' ? 'refused 22P02' : ['kept', 'reads *']),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CHARACTER,
  },
});
