import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'drop-index-needed-by-foreign-key';

describe('the examples', () => {
  it('The compound index is the only one that serves the key', async () => {
    expect(
      await example(RULE, 'The compound index is the only one that serves the key'),
    ).toMatchInlineSnapshot(`
      "error example:24:21 «dropIndex('inv_customer_due_idx');»
        index "inv_customer_due_idx" of table "invoices" cannot be dropped while foreign key "invoices_customer_id_foreign" rests on it; MySQL and MariaDB refuse it (errno 1553). SQLite and PostgreSQL accept it.
        help: Drop the foreign key first (dropForeign('invoices_customer_id_foreign')), or make another index that begins with the same columns before this one goes; then add the key again.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","name":"inv_customer_due_idx","foreignKey":"invoices_customer_id_foreign","codes":{"mysql@8.4":"1553","mariadb@10.11":"1553"}}"
    `);
  });
  it('The key is dropped, but only after its index', async () => {
    expect(await example(RULE, 'The key is dropped, but only after its index')).toMatchInlineSnapshot(`
      "error example:24:21 «dropIndex('inv_customer_due_idx');»
        index "inv_customer_due_idx" of table "invoices" cannot be dropped while foreign key "invoices_customer_id_foreign" rests on it; MySQL and MariaDB refuse it (errno 1553). SQLite and PostgreSQL accept it.
        help: Drop the foreign key first (dropForeign('invoices_customer_id_foreign')), or make another index that begins with the same columns before this one goes; then add the key again.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","name":"inv_customer_due_idx","foreignKey":"invoices_customer_id_foreign","codes":{"mysql@8.4":"1553","mariadb@10.11":"1553"}}"
    `);
  });
  it('The unique index at the other end', async () => {
    expect(await example(RULE, 'The unique index at the other end')).toMatchInlineSnapshot(`
      "error example:28:21 «dropUnique('customers_code_unq');»
        index "customers_code_unq" of table "customers" cannot be dropped while foreign key "inv_code_fk" rests on it; MySQL (errno 1553), MariaDB (errno 1553) and PostgreSQL (SQLSTATE 2BP01) refuse it. SQLite accepts it.
        help: Drop the foreign key first (dropForeign('inv_code_fk')), or make another index that begins with the same columns before this one goes; then add the key again.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"customers","name":"customers_code_unq","foreignKey":"inv_code_fk","codes":{"mysql@8.4":"1553","mariadb@10.11":"1553","postgres@16":"2BP01"}}"
    `);
  });
});
