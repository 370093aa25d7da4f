import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isSizedString, valueProbe } from '../value-probe.ts';

/** None of the engines normalises what it keeps. */
export const stringCombiningMarks = valueProbe({
  id: 'string-combining-marks',
  asks: 'letters whose accents are characters of their own',
  bite: 1,
  advice: 'Normalise text where it comes in (Normalizer::normalize).',

  on: (column) => isSizedString(column) && column.type.length! >= 4,
  value: () => text('e\u0301e\u0301'),
  expected: {
    sqlite: 'kept',
    mysql: 'kept',
    mariadb: 'kept',
    postgres: 'kept',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CHARACTER,
  },
});
