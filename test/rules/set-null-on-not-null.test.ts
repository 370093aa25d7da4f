import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'set-null-on-not-null';

describe('the examples', () => {
  it('nullOnDelete() on a column that takes no NULL', async () => {
    expect(await example(RULE, 'nullOnDelete() on a column that takes no NULL')).toMatchInlineSnapshot(`
      "error example:17:47 «constrained()»
        foreign key "invoices_customer_id_foreign" of table "invoices" is to set "customer_id" to NULL when its row of "customers" goes, but the column is NOT NULL; MySQL (errno 1830) and MariaDB (errno 1005) refuse it. SQLite and PostgreSQL accept it. Where the key is made all the same, deleting the referenced row fails instead, in production and not in the migration.
        help: Make the column nullable, before the key: ->nullable()->constrained(…)->nullOnDelete(). If a row without "customers" makes no sense, use ->cascadeOnDelete() or ->restrictOnDelete().
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","column":"customer_id","codes":{"mysql@8.4":"1830","mariadb@10.11":"1005"}}"
    `);
  });
  it('nullable() behind constrained() belongs to the key, and does nothing', async () => {
    expect(
      await example(RULE, 'nullable() behind constrained() belongs to the key, and does nothing'),
    ).toMatchInlineSnapshot(`
      "error example:17:47 «constrained()»
        foreign key "invoices_customer_id_foreign" of table "invoices" is to set "customer_id" to NULL when its row of "customers" goes, but the column is NOT NULL; MySQL (errno 1830) and MariaDB (errno 1005) refuse it. SQLite and PostgreSQL accept it. Where the key is made all the same, deleting the referenced row fails instead, in production and not in the migration.
        help: Make the column nullable, before the key: ->nullable()->constrained(…)->nullOnDelete(). If a row without "customers" makes no sense, use ->cascadeOnDelete() or ->restrictOnDelete().
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","column":"customer_id","codes":{"mysql@8.4":"1830","mariadb@10.11":"1005"}}"
    `);
  });
  it('In words', async () => {
    expect(await example(RULE, 'In words')).toMatchInlineSnapshot(`
      "error example:18:21 «foreign('customer_id')»
        foreign key "invoices_customer_id_foreign" of table "invoices" is to set "customer_id" to NULL when its row of "customers" goes, but the column is NOT NULL; MySQL (errno 1830) and MariaDB (errno 1005) refuse it. SQLite and PostgreSQL accept it. Where the key is made all the same, deleting the referenced row fails instead, in production and not in the migration.
        help: Make the column nullable, before the key: ->nullable()->constrained(…)->nullOnDelete(). If a row without "customers" makes no sense, use ->cascadeOnDelete() or ->restrictOnDelete().
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","column":"customer_id","codes":{"mysql@8.4":"1830","mariadb@10.11":"1005"}}"
    `);
  });
});
