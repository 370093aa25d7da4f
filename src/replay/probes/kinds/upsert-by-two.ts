import type { Probe } from '../probe.ts';
import { upsertByTwo as ask } from '../scratch.ts';

/** What updateOrCreate() of two requests comes to without its unique key being looked at first. */
export const upsertByTwo: Probe = {
  id: 'upsert-by-two',
  asks: 'an upsert of a row that another session has written and not yet committed',
  bite: 3,
  advice:
    'Use upsert() with a unique key; updateOrCreate() reads first, and meets a duplicate when two do it at once.',
  once: true,
  alone: true,
  expected: { sqlite: [], mysql: 'waits', mariadb: 'waits', postgres: 'waits' },
  sources: {
    mysql: 'https://dev.mysql.com/doc/refman/8.4/en/insert-on-duplicate.html',
    mariadb: 'https://mariadb.com/kb/en/insert-on-duplicate-key-update/',
    postgres: 'https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT',
  },
  places: () => [{ object: null, columns: [] }],
  ask,
};
