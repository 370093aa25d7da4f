import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'enum-portability';

describe('the examples', () => {
  it('An enum', async () => {
    expect(await example(RULE, 'An enum')).toMatchInlineSnapshot(`
      "info example:14:21 «enum('state', ['open', 'closed']);»
        "state" of table "orders" is an enum of its own on MySQL and MariaDB, and a string with a CHECK on SQLite and PostgreSQL. MySQL and MariaDB sort by the order of the members and compare them without case, SQLite and PostgreSQL by their letters.
        help: A string('state', 20) with a PHP enum as its cast behaves alike everywhere, and takes a new member without a migration.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"orders","column":"state","lost":false}"
    `);
  });
  it('Another column is changed, and the CHECK is gone on SQLite (a warning)', async () => {
    expect(
      await example(RULE, 'Another column is changed, and the CHECK is gone on SQLite (a warning)'),
    ).toMatchInlineSnapshot(`
      "warning example:18:21 «string('note', 80)»
        changing table "orders" loses the CHECK of enum "state" on SQLite: the table is made anew, and what the framework reads of it has no checks. From here on SQLite takes any text there, and tests do not see a value that production refuses.
        help: Give the enum anew in the same call: $table->enum('state', […])->change(); or test values with a PHP enum and a cast.
        engines: sqlite@3.45
        related: example:14:21 «enum('state', ['open', 'closed']);» "state" is made here
        data: {"table":"orders","column":"state","lost":true}"
    `);
  });
  it('One that comes later', async () => {
    expect(await example(RULE, 'One that comes later')).toMatchInlineSnapshot(`
      "info example:16:21 «enum('state', ['open', 'closed'])»
        "state" of table "orders" is an enum of its own on MySQL and MariaDB, and a string with a CHECK on SQLite and PostgreSQL. MySQL and MariaDB sort by the order of the members and compare them without case, SQLite and PostgreSQL by their letters.
        help: A string('state', 20) with a PHP enum as its cast behaves alike everywhere, and takes a new member without a migration.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"orders","column":"state","lost":false}"
    `);
  });
});
