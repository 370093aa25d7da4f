import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'prefix-indexes-divergence';

describe('the examples', () => {
  it('SQLite without prefix_indexes', async () => {
    expect(await example(RULE, 'SQLite without prefix_indexes')).toMatchInlineSnapshot(`
      "warning example:14:43 «unique();»
        the connections differ in prefix or prefix_indexes, so automatic names of indexes differ: here "users_email_unique" on SQLite and "app_users_email_unique" on MySQL, MariaDB and PostgreSQL. A dropIndex() or raw SQL with such a name works on one of them only.
        help: Set the same 'prefix' and 'prefix_indexes' for all connections in config/database.php, also for that of the tests.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"names":{"sqlite@3.45":"users_email_unique","mysql@8.4":"app_users_email_unique","mariadb@10.11":"app_users_email_unique","postgres@16":"app_users_email_unique"},"count":1}"
    `);
  });
  it('SQLite without a prefix', async () => {
    expect(await example(RULE, 'SQLite without a prefix')).toMatchInlineSnapshot(`
      "warning example:14:43 «unique();»
        the connections differ in prefix or prefix_indexes, so automatic names of indexes differ: here "users_email_unique" on SQLite and "app_users_email_unique" on MySQL, MariaDB and PostgreSQL. A dropIndex() or raw SQL with such a name works on one of them only.
        help: Set the same 'prefix' and 'prefix_indexes' for all connections in config/database.php, also for that of the tests.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"names":{"sqlite@3.45":"users_email_unique","mysql@8.4":"app_users_email_unique","mariadb@10.11":"app_users_email_unique","postgres@16":"app_users_email_unique"},"count":1}"
    `);
  });
  it('A key is dropped by the name that it has without prefix (an error)', async () => {
    expect(
      await example(RULE, 'A key is dropped by the name that it has without prefix (an error)'),
    ).toMatchInlineSnapshot(`
      "error example:17:21 «dropUnique('users_email_unique');»
        there is no index "users_email_unique": the connection's prefix "app_" is part of its name, which is "app_users_email_unique"; SQLite (SQLITE_ERROR), MySQL (errno 1091), MariaDB (errno 1091) and PostgreSQL (SQLSTATE 42704) refuse it.
        help: Name the columns instead of the key, dropIndex([…]), so that the name is made as it was made before; or give the key a name of your own where it is made.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"","name":"users_email_unique","actual":"app_users_email_unique","prefix":"app_","codes":{"sqlite@3.45":"SQLITE_ERROR","mysql@8.4":"1091","mariadb@10.11":"1091","postgres@16":"42704"}}"
    `);
  });
});
