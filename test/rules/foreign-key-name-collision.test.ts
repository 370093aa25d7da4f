import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'foreign-key-name-collision';

describe('the examples', () => {
  it('The same name in two tables', async () => {
    expect(await example(RULE, 'The same name in two tables')).toMatchInlineSnapshot(`
      "error example:23:21 «foreign('customer_id', 'customer_fk')»
        foreign key name "customer_fk" of table "offers" is taken already, by a foreign key of table "invoices"; MySQL (errno 1826) and MariaDB (errno 1005) refuse it. SQLite and PostgreSQL accept it. On MySQL and MariaDB all tables of a database share the names of their foreign keys.
        help: Name it: ->foreign('customer_id', 'off_customer_fk')
        engines: mysql@8.4 mariadb@10.11
        fix (safe): Name it 'off_customer_fk'
          example:23:44 «'customer_fk'» → «'off_customer_fk'»
        related: example:18:21 «foreign('customer_id', 'customer_fk')» the name is used here first
        data: {"table":"offers","name":"customer_fk","owner":"invoices","codes":{"mysql@8.4":"1826","mariadb@10.11":"1005"}}"
    `);
  });
  it('A renamed table keeps the names of its keys', async () => {
    expect(await example(RULE, 'A renamed table keeps the names of its keys')).toMatchInlineSnapshot(`
      "error example:24:21 «foreign('customer_id', 'inv_customer_fk')»
        foreign key name "inv_customer_fk" of table "invoices" is taken already, by a foreign key of table "old_invoices"; MySQL (errno 1826) and MariaDB (errno 1005) refuse it. SQLite and PostgreSQL accept it. On MySQL and MariaDB all tables of a database share the names of their foreign keys.
        help: Name it: ->foreign('customer_id', 'inv_invoices_customer_fk')
        engines: mysql@8.4 mariadb@10.11
        fix (safe): Name it 'inv_invoices_customer_fk'
          example:24:44 «'inv_customer_fk'» → «'inv_invoices_customer_fk'»
        related: example:18:21 «foreign('customer_id', 'inv_customer_fk')» the name is used here first
        data: {"table":"invoices","name":"inv_customer_fk","owner":"old_invoices","codes":{"mysql@8.4":"1826","mariadb@10.11":"1005"}}"
    `);
  });
  it('Twice in one table', async () => {
    expect(await example(RULE, 'Twice in one table')).toMatchInlineSnapshot(`
      "error example:22:21 «foreign('payer_id', 'inv_customer_fk')»
        foreign key name "inv_customer_fk" of table "invoices" is taken already, by a foreign key of the same table; MySQL (errno 1061), MariaDB (errno 1061) and PostgreSQL (SQLSTATE 42710) refuse it. SQLite accepts it.
        help: Name it: ->foreign('payer_id', 'inv_payer_fk')
        engines: mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'inv_payer_fk'
          example:22:41 «'inv_customer_fk'» → «'inv_payer_fk'»
        related: example:18:21 «foreign('customer_id', 'inv_customer_fk')» the name is used here first
        data: {"table":"invoices","name":"inv_customer_fk","owner":"invoices","codes":{"mysql@8.4":"1826","mariadb@10.11":"1005","postgres@16":"42710"}}"
    `);
  });
});
