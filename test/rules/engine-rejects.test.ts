import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'engine-rejects';

describe('the examples', () => {
  it('A foreign key to a table that does not exist yet', async () => {
    expect(await example(RULE, 'A foreign key to a table that does not exist yet')).toMatchInlineSnapshot(`
      "error example:14:47 «constrained('customers');»
        MySQL refuses ->constrained('customers'): Failed to open the referenced table 'customers' (errno 1824). MariaDB refuses it: Can't create table \`invoices\` (errno: 150 "Foreign key constraint is incorrectly formed") (errno 1005). PostgreSQL refuses it: relation "customers" does not exist (SQLSTATE 42P01). SQLite accepts it.
        help: Create table "customers" in an earlier migration, or add the foreign key in a later one.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"kind":"foreign-key","name":"invoices_customer_id_foreign","table":"invoices","parent":"customers","reason":"parent-missing","codes":{"mysql@8.4":"1824","mariadb@10.11":"1005","postgres@16":"42P01"},"direction":"up","sql":"alter table \`invoices\` add constraint \`invoices_customer_id_foreign\` foreign key (\`customer_id\`) references \`customers\` (\`id\`)"}"
    `);
  });
  it('A foreign key that sets a NOT NULL column to NULL', async () => {
    expect(await example(RULE, 'A foreign key that sets a NOT NULL column to NULL')).toMatchInlineSnapshot(`
      "error example:17:47 «constrained()»
        MySQL refuses ->constrained(): Column 'customer_id' cannot be NOT NULL: needed in a foreign key constraint 'invoices_customer_id_foreign' SET NULL (errno 1830). MariaDB refuses it: Can't create table \`invoices\` (errno: 150 "Foreign key constraint is incorrectly formed") (errno 1005). SQLite and PostgreSQL accept it.
        help: Make the column nullable, or choose another action than SET NULL.
        engines: mysql@8.4 mariadb@10.11
        data: {"kind":"foreign-key","name":"invoices_customer_id_foreign","table":"invoices","parent":"customers","reason":"set-null-on-not-null","detail":"customer_id","codes":{"mysql@8.4":"1830","mariadb@10.11":"1005"},"direction":"up","sql":"alter table \`invoices\` add constraint \`invoices_customer_id_foreign\` foreign key (\`customer_id\`) references \`customers\` (\`id\`) on delete set null"}"
    `);
  });
  it('An index on text without a prefix length', async () => {
    expect(await example(RULE, 'An index on text without a prefix length')).toMatchInlineSnapshot(`
      "error example:14:35 «index();»
        MySQL refuses ->index(): BLOB/TEXT column 'body' used in key specification without a key length (errno 1170). SQLite and PostgreSQL accept it.
        help: Column "body" is text, which cannot be a key there: use a string with a length, or index a generated column or a hash of it.
        engines: mysql@8.4
        data: {"kind":"key-on-unindexable-type","name":"notes_body_index","table":"notes","column":"body","type":"text","codes":{"mysql@8.4":"1170"},"direction":"up","sql":"alter table \`notes\` add index \`notes_body_index\`(\`body\`)"}"
    `);
  });
  it('A default on json', async () => {
    expect(await example(RULE, 'A default on json')).toMatchInlineSnapshot(`
      "error example:14:21 «json('settings')»
        MySQL refuses ->json('settings'): BLOB, TEXT, GEOMETRY or JSON column 'settings' can't have a default value (errno 1101). SQLite, MariaDB and PostgreSQL accept it.
        help: Leave the default of "settings" out and set the value in the application: json takes none there.
        engines: mysql@8.4
        data: {"kind":"default-not-allowed","table":"profiles","column":"settings","type":"json","codes":{"mysql@8.4":"1101"},"direction":"up","sql":"create table \`profiles\` (\`id\` bigint unsigned not null auto_increment primary key, \`settings\` json not null default '{}') default character set utf8mb4 collate 'utf8mb4_unicode_ci'"}"
    `);
  });
});
