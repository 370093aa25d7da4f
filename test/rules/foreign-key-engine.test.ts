import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'foreign-key-engine';

describe('the examples', () => {
  it('The key is silently not made', async () => {
    expect(await example(RULE, 'The key is silently not made')).toMatchInlineSnapshot(`
      "warning example:18:47 «constrained();»
        foreign key "invoices_customer_id_foreign" of table "invoices" is silently not made on MySQL and MariaDB: the table's storage engine (myisam) has no foreign keys. Nothing cascades there, and rows may point to a "customers" that does not exist. SQLite and PostgreSQL accept it.
        help: Use InnoDB for "invoices": leave the storage engine out, it is the default.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","made":false,"refused":false}"
    `);
  });
  it('The referenced table is MyISAM', async () => {
    expect(await example(RULE, 'The referenced table is MyISAM')).toMatchInlineSnapshot(`
      "error example:18:47 «constrained();»
        MySQL and MariaDB refuse foreign key "invoices_customer_id_foreign" of table "invoices", because "customers" is not an InnoDB table (myisam; MySQL: errno 1824, MariaDB: errno 1005). SQLite and PostgreSQL accept it.
        help: Use InnoDB for "customers": leave the storage engine out, it is the default.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","made":false,"refused":true}"
    `);
  });
  it('A key that comes later', async () => {
    expect(await example(RULE, 'A key that comes later')).toMatchInlineSnapshot(`
      "warning example:21:21 «foreign('customer_id', 'hits_customer_fk')»
        foreign key "hits_customer_fk" of table "hits" is silently not made on MySQL and MariaDB: the table's storage engine (myisam) has no foreign keys. Nothing cascades there, and rows may point to a "customers" that does not exist. SQLite and PostgreSQL accept it.
        help: Use InnoDB for "hits": leave the storage engine out, it is the default.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"hits","parent":"customers","name":"hits_customer_fk","made":false,"refused":false}"
    `);
  });
});
