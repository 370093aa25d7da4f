import { narrow } from '../expectations.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { isSizedString, valueProbe } from '../value-probe.ts';

/** Four bytes each; a length counts characters (code points). */
export const stringOfEmoji = valueProbe({
  id: 'string-of-emoji',
  asks: 'a string of emoji that has just the length of its column',
  bite: 2,
  advice: 'Use utf8mb4: its characters have up to four bytes, and lengths count characters.',

  on: (column) => isSizedString(column) && column.type.length! <= 1000,
  value: ({ type }) => text('\u{1F680}'.repeat(type.length!)),
  expected: {
    sqlite: 'kept',
    mysql: narrow('1366'),
    mariadb: narrow('1366'),
    postgres: 'kept',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_COLLATIONS,
    mariadb: MARIADB_COLLATIONS,
    postgres: POSTGRES_CHARACTER,
  },
});
