import type { Probe } from '../probe.ts';
import { secondLock } from '../scratch.ts';

export const lockWaits: Probe = {
  id: 'lock-waits',
  asks: 'a second SELECT … FOR UPDATE of a locked row',
  bite: 4,
  advice:
    'SQLite locks nothing here (Laravel leaves the clause out): test what rests on locks on the real engine.',
  once: true,
  alone: true,
  expected: {
    sqlite: 'refused SQLITE_ERROR',
    mysql: 'waits',
    mariadb: 'waits',
    postgres: 'waits',
  },
  sources: {
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-locking-reads.html',
    mariadb: 'https://mariadb.com/kb/en/for-update/',
    postgres: 'https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE',
    sqlite: 'https://www.sqlite.org/lang_select.html',
  },
  places: () => [{ object: null, columns: [] }],
  ask: async (bench) => {
    return await secondLock(bench, 'for update');
  },
};
