import { freeColumns, type Probe } from '../probe.ts';
import { MARIADB_STRICT, MYSQL_STRICT, POSTGRES_CONSTRAINTS, SQLITE_TYPES } from '../sources.ts';

/** Times of the row itself differ from run to run. */
const MOMENT = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/;

export const defaultReadBack: Probe = {
  id: 'default-read-back',
  asks: 'a column that is left to its default',
  bite: 2,
  advice:
    'Set the default in the model too ($attributes), so that a new model has it before it is read again.',
  expected: { sqlite: '*', mysql: '*', mariadb: '*', postgres: '*' },
  sources: {
    sqlite: SQLITE_TYPES,
    mysql: MYSQL_STRICT,
    mariadb: MARIADB_STRICT,
    postgres: POSTGRES_CONSTRAINTS,
  },
  places: (table) => freeColumns(table, ({ hasDefault }) => hasDefault),
  ask: async (bench, { columns: [column = ''], declared }) => {
    const refusal = await bench.insert({ [column]: 'omitted' });
    if (refusal !== null) return `refused ${refusal.code}`;
    const read = await bench.read(column);
    if (read === null) return 'NULL';
    if (MOMENT.test(read)) return 'a moment';
    return inOneForm(read, declared!.type.class);
  },
};

/** What engines write in words of their own: `true` and `1`, `0` and `0.00`, spaces in JSON. */
function inOneForm(read: string, kind: string): string {
  if (kind === 'boolean') return /^(t|true|1)$/.test(read) ? '1' : /^(f|false|0)$/.test(read) ? '0' : read;
  if (/^[+-]?\d+(\.\d+)?$/.test(read) && kind !== 'string' && kind !== 'text') return String(Number(read));
  return kind === 'json' ? read.replaceAll(/\s/g, '') : read;
}
