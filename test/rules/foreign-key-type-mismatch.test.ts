import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'foreign-key-type-mismatch';

describe('the examples', () => {
  it('A signed integer that points to an id()', async () => {
    expect(await example(RULE, 'A signed integer that points to an id()')).toMatchInlineSnapshot(`
      "error example:18:21 «foreign('customer_id')»
        foreign key "invoices_customer_id_foreign" of table "invoices" joins columns of different types: invoices.customer_id is int, customers.id is bigint unsigned; MySQL (errno 3780) and MariaDB (errno 1005, 150) refuse that. SQLite and PostgreSQL accept it.
        help: Make the column that points to "customers" bigint unsigned, too (foreignId() or unsignedBigInteger()).
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","name":"invoices_customer_id_foreign","parent":"customers","types":{"mysql@8.4":"invoices.customer_id is int, customers.id is bigint unsigned","mariadb@10.11":"invoices.customer_id is int, customers.id is bigint unsigned"},"codes":{"mysql@8.4":"3780","mariadb@10.11":"1005"}}"
    `);
  });
  it('The right size, but signed', async () => {
    expect(await example(RULE, 'The right size, but signed')).toMatchInlineSnapshot(`
      "error example:18:21 «foreign('customer_id', 'inv_customer_fk')»
        foreign key "inv_customer_fk" of table "invoices" joins columns of different types: invoices.customer_id is bigint, customers.id is bigint unsigned; MySQL (errno 3780) and MariaDB (errno 1005, 150) refuse that. SQLite and PostgreSQL accept it.
        help: Make the column that points to "customers" bigint unsigned, too (foreignId() or unsignedBigInteger()).
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","name":"inv_customer_fk","parent":"customers","types":{"mysql@8.4":"invoices.customer_id is bigint, customers.id is bigint unsigned","mariadb@10.11":"invoices.customer_id is bigint, customers.id is bigint unsigned"},"codes":{"mysql@8.4":"3780","mariadb@10.11":"1005"}}"
    `);
  });
  it('foreignId() to a key of uuids', async () => {
    expect(await example(RULE, 'foreignId() to a key of uuids')).toMatchInlineSnapshot(`
      "error example:17:47 «constrained();»
        foreign key "invoices_customer_id_foreign" of table "invoices" joins columns of different types: invoices.customer_id is bigint unsigned, customers.id is char(36) collate utf8mb4_unicode_ci; MySQL (errno 3780) and MariaDB (errno 1005, 150) refuse that. Key columns "customer_id" and "id" are of incompatible types: bigint and uuid; PostgreSQL (SQLSTATE 42804) refuses that. SQLite accepts it.
        help: Make the column that points to "customers" char(36) collate utf8mb4_unicode_ci, too.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"invoices","name":"invoices_customer_id_foreign","parent":"customers","types":{"mysql@8.4":"invoices.customer_id is bigint unsigned, customers.id is char(36) collate utf8mb4_unicode_ci","mariadb@10.11":"invoices.customer_id is bigint unsigned, customers.id is char(36) collate utf8mb4_unicode_ci","postgres@16":"Key columns \\"customer_id\\" and \\"id\\" are of incompatible types: bigint and uuid."},"codes":{"mysql@8.4":"3780","mariadb@10.11":"1005","postgres@16":"42804"}}"
    `);
  });
});
