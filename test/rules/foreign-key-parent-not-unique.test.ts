import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'foreign-key-parent-not-unique';

describe('the examples', () => {
  it('No index at all', async () => {
    expect(await example(RULE, 'No index at all')).toMatchInlineSnapshot(`
      "error example:19:21 «foreign('country_code')»
        foreign key "customers_country_code_foreign" of table "customers" references "code" of table "countries", which no index covers; MySQL (errno 6125), MariaDB (errno 1005) and PostgreSQL (SQLSTATE 42830) refuse it. SQLite accepts it. SQLite makes such a key, and refuses every row that is written afterwards (foreign key mismatch).
        help: Make it unique where "countries" is made: $table->unique('code'); or reference the primary key.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"customers","parent":"countries","name":"customers_country_code_foreign","columns":["code"],"codes":{"mysql@8.4":"6125","mariadb@10.11":"1005","postgres@16":"42830"}}"
    `);
  });
  it('An index that is not unique', async () => {
    expect(await example(RULE, 'An index that is not unique')).toMatchInlineSnapshot(`
      "error example:19:21 «foreign('country_code')»
        foreign key "customers_country_code_foreign" of table "customers" references "code" of table "countries", which no unique index or primary key covers; MySQL (errno 6125) and PostgreSQL (SQLSTATE 42830) refuse it. SQLite and MariaDB accept it. SQLite makes such a key, and refuses every row that is written afterwards (foreign key mismatch).
        help: Make it unique where "countries" is made: $table->unique('code'); or reference the primary key.
        engines: mysql@8.4 postgres@16
        data: {"table":"customers","parent":"countries","name":"customers_country_code_foreign","columns":["code"],"codes":{"mysql@8.4":"6125","postgres@16":"42830"}}"
    `);
  });
  it('Unique together with another column only', async () => {
    expect(await example(RULE, 'Unique together with another column only')).toMatchInlineSnapshot(`
      "error example:21:21 «foreign('country_code')»
        foreign key "customers_country_code_foreign" of table "customers" references "code" of table "countries", which no index covers; MySQL (errno 6125), MariaDB (errno 1005) and PostgreSQL (SQLSTATE 42830) refuse it. SQLite accepts it. SQLite makes such a key, and refuses every row that is written afterwards (foreign key mismatch).
        help: Make it unique where "countries" is made: $table->unique('code'); or reference the primary key.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"customers","parent":"countries","name":"customers_country_code_foreign","columns":["code"],"codes":{"mysql@8.4":"6125","mariadb@10.11":"1005","postgres@16":"42830"}}"
    `);
  });
});
