import { ofNotNull, strict } from '../expectations.ts';
import { keyOn } from '../foreign-keys.ts';
import type { Expected } from '../probe.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CONSTRAINTS, SQLITE_TYPES } from '../sources.ts';
import { valueProbe } from '../value-probe.ts';

/** An enum of MySQL and MariaDB has its first member then; without strict mode, other columns have 0 or ''. */
const implied: Expected = (known) => {
  if (known.type?.class === 'enum') return 'reads *';
  const { strict: refuses } = known.target.settings;
  // '' is none: https://mariadb.com/kb/en/json-data-type/
  if (!refuses && known.engine === 'mariadb' && known.type?.class === 'json') return 'refused 4025';
  const bound = keyOn(known.table.foreignKeys, known.place.columns[0]) !== undefined;
  // No parent has that.
  return [...strict('1364', known), ...(bound && !refuses ? ['refused 1452'] : [])];
};

export const missingWithoutDefault = valueProbe({
  id: 'missing-without-default',
  asks: 'a row that leaves out a column without a default',
  bite: 4,
  advice: 'Give the column a default, or set it wherever a row is made.',

  inKeys: true,
  on: ({ nullable, hasDefault }) => !nullable && !hasDefault,
  value: () => 'omitted',
  expected: {
    sqlite: ofNotNull('refused SQLITE_CONSTRAINT_NOTNULL'),
    mysql: ofNotNull(implied),
    mariadb: ofNotNull(implied),
    postgres: ofNotNull('refused 23502'),
  },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CONSTRAINTS,
  },
});
