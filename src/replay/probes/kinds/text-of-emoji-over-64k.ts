import { isNarrow, narrow, strict, strictOf } from '../expectations.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { text } from '../value.ts';
import { valueProbe } from '../value-probe.ts';

/** 65,536 bytes. */
export const textOfEmojiOver64k = valueProbe({
  id: 'text-of-emoji-over-64k',
  asks: 'a text of 16,384 emoji',
  bite: 3,
  advice: 'TEXT holds 65,535 bytes, not characters: use mediumText() where texts may be that long.',

  on: ({ type }) => type.class === 'text' && type.bytes === 65_535,
  value: () => text('\u{1F680}'.repeat(16_384)),
  expected: {
    sqlite: 'kept',
    mysql: (known) => (isNarrow(known) ? narrow('1366')(known) : strict('1406', known)),
    mariadb: (known) => (isNarrow(known) ? narrow('1366')(known) : strictOf(['1406', '1366'], known)),
    postgres: 'kept',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CHARACTER,
  },
});
