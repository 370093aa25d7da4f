import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'foreign-key-parent-missing';

describe('the examples', () => {
  it('The referenced table is made by nobody', async () => {
    expect(await example(RULE, 'The referenced table is made by nobody')).toMatchInlineSnapshot(`
      "error example:14:47 «constrained('customers');»
        foreign key "invoices_customer_id_foreign" of table "invoices" references table "customers", which does not exist when this runs; MySQL (errno 1824), MariaDB (errno 1005) and PostgreSQL (SQLSTATE 42P01) refuse it. SQLite accepts it.
        help: Check the name: no migration makes a table "customers" before this one. If a package makes it, its migration has to run first.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","reason":"parent-missing","madeLater":false,"codes":{"mysql@8.4":"1824","mariadb@10.11":"1005","postgres@16":"42P01"}}"
    `);
  });
  it('It is made further down', async () => {
    expect(await example(RULE, 'It is made further down')).toMatchInlineSnapshot(`
      "error example:14:47 «constrained('customers');»
        foreign key "invoices_customer_id_foreign" of table "invoices" references table "customers", which does not exist when this runs; MySQL (errno 1824), MariaDB (errno 1005) and PostgreSQL (SQLSTATE 42P01) refuse it. SQLite accepts it. The same migration makes it further down.
        help: Make "customers" first, or add the key behind it: Schema::table('invoices', …).
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","reason":"parent-missing","madeLater":true,"codes":{"mysql@8.4":"1824","mariadb@10.11":"1005","postgres@16":"42P01"}}"
    `);
  });
  it('The referenced column has another name', async () => {
    expect(await example(RULE, 'The referenced column has another name')).toMatchInlineSnapshot(`
      "error example:17:47 «constrained('customers');»
        foreign key "invoices_customer_id_foreign" of table "invoices" references column "id" of table "customers", which has no such column; MySQL (errno 3734), MariaDB (errno 1005) and PostgreSQL (SQLSTATE 42703) refuse it. SQLite accepts it.
        help: Name a column that "customers" has when this runs: customer_id. constrained() and references() assume "id".
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","reason":"parent-column-missing","column":"id","codes":{"mysql@8.4":"3734","mariadb@10.11":"1005","postgres@16":"42703"}}"
    `);
  });
});
