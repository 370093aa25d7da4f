import type { EngineName } from '../../../schema/index.ts';
import { strictly } from '../expectations.ts';
import { freeColumns, type Probe } from '../probe.ts';
import { MARIADB_COLLATIONS, MYSQL_COLLATIONS, POSTGRES_CHARACTER, SQLITE_TYPES } from '../sources.ts';
import { asWritten } from '../value.ts';
import { isString } from '../value-probe.ts';

/** A byte that no UTF-8 text has, as each engine is given it. */
const BYTES: Readonly<Record<EngineName, string>> = {
  sqlite: "cast(x'ff' as text)",
  mysql: "x'ff'",
  mariadb: "x'ff'",
  postgres: "E'\\xff'",
};

export const invalidUtf8: Probe = {
  id: 'invalid-utf8',
  asks: 'a byte that is no UTF-8',
  bite: 2,
  advice: 'Check the encoding where text comes in (mb_check_encoding).',
  expected: {
    sqlite: ['kept', 'reads *'],
    mysql: strictly('1366'),
    mariadb: strictly('1366'),
    postgres: 'refused 22021',
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_COLLATIONS,
    mariadb: MARIADB_COLLATIONS,
    postgres: POSTGRES_CHARACTER,
  },
  places: (table) => freeColumns(table, (column) => isString(column) || column.type.class === 'text'),
  ask: async (bench, { columns: [column = ''] }) => {
    const refusal = await bench.insert({ [column]: asWritten(BYTES[bench.engine]) });
    return refusal === null ? 'kept' : `refused ${refusal.code}`;
  },
};
