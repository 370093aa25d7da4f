import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'nullable-unique';

describe('the examples', () => {
  it('A nullable column with a unique index of its own (an info)', async () => {
    expect(
      await example(RULE, 'A nullable column with a unique index of its own (an info)'),
    ).toMatchInlineSnapshot(`
      "info example:14:53 «unique();»
        unique index "trackers_imei_unique" on table "trackers" covers "imei", which may be NULL. NULL equals nothing, not even NULL, so SQLite, MySQL, MariaDB and PostgreSQL accept any number of rows without "imei".
        help: If a row without a value must be unique as well, make the column NOT NULL with a default; if not, say so in a suppression comment.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"trackers","name":"trackers_imei_unique","columns":["imei"],"nullable":["imei"]}"
    `);
  });
  it('One part of a compound key may be NULL', async () => {
    expect(await example(RULE, 'One part of a compound key may be NULL')).toMatchInlineSnapshot(`
      "warning example:16:21 «unique(['article_id', 'customer_id'], 'prices_article_customer_unq');»
        unique index "prices_article_customer_unq" on table "prices" covers "customer_id", which may be NULL. NULL equals nothing, not even NULL, so SQLite, MySQL, MariaDB and PostgreSQL accept any number of rows with the same "article_id" as long as "customer_id" is NULL.
        help: If a row without a value must be unique as well, make the column NOT NULL with a default; if not, say so in a suppression comment.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"prices","name":"prices_article_customer_unq","columns":["article_id","customer_id"],"nullable":["customer_id"]}"
    `);
  });
  it('A unique index that comes later (an info)', async () => {
    expect(await example(RULE, 'A unique index that comes later (an info)')).toMatchInlineSnapshot(`
      "info example:17:21 «unique('vat_number');»
        unique index "customers_vat_number_unique" on table "customers" covers "vat_number", which may be NULL. NULL equals nothing, not even NULL, so SQLite, MySQL, MariaDB and PostgreSQL accept any number of rows without "vat_number".
        help: If a row without a value must be unique as well, make the column NOT NULL with a default; if not, say so in a suppression comment.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"customers","name":"customers_vat_number_unique","columns":["vat_number"],"nullable":["vat_number"]}"
    `);
  });
});
