import { type Probe, placeOf } from '../probe.ts';
import { NULL } from '../value.ts';

export const generatedWritten: Probe = {
  id: 'generated-written',
  asks: 'a value for a generated column',
  bite: 2,
  advice: 'Keep generated columns out of $fillable, and out of what replicate() copies.',
  expected: {
    sqlite: 'refused SQLITE_ERROR',
    mysql: ['refused 3105', 'kept'],
    mariadb: ['refused 1906', 'kept'],
    postgres: 'refused 428C9',
  },
  sources: {
    sqlite: 'https://www.sqlite.org/gencol.html',
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-generated-columns.html',
    mariadb: 'https://mariadb.com/kb/en/generated-columns/',
    postgres: 'https://www.postgresql.org/docs/current/ddl-generated-columns.html',
  },
  places: ({ columns }) => columns.filter(({ generated }) => generated).map(placeOf),
  ask: async (bench, { columns: [column = ''] }) => {
    const refusal = await bench.insert({ [column]: NULL });
    return refusal === null ? 'kept' : `refused ${refusal.code}`;
  },
};
