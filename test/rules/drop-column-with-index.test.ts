import { describe, expect, it } from 'vitest';
import { alter, create, migration } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'drop-column-with-index';

describe('the examples', () => {
  it('The column has an index of its own', async () => {
    expect(await example(RULE, 'The column has an index of its own')).toMatchInlineSnapshot(`
      "error example:20:21 «dropColumn('due_on');»
        column "due_on" of table "invoices" is dropped while index "inv_due_idx" covers it; SQLite refuses it (SQLITE_ERROR). MySQL, MariaDB and PostgreSQL accept it.
        help: Drop the index first, in front of dropColumn(): $table->dropIndex('inv_due_idx'). Make the index that is to stay anew.
        engines: sqlite@3.45
        data: {"table":"invoices","column":"due_on","by":"the index \\"inv_due_idx\\"","codes":{"sqlite@3.45":"SQLITE_ERROR"}}"
    `);
  });
  it('A compound index, of which each engine leaves something else', async () => {
    expect(
      await example(RULE, 'A compound index, of which each engine leaves something else'),
    ).toMatchInlineSnapshot(`
      "error example:20:21 «dropColumn('number');»
        column "number" of table "invoices" is dropped while index "inv_customer_number_idx" covers it; SQLite refuses it (SQLITE_ERROR). MySQL, MariaDB and PostgreSQL accept it. What stays of the index differs: MySQL and MariaDB keep it over "customer_id" and PostgreSQL drops it whole.
        help: Drop the index first, in front of dropColumn(): $table->dropIndex('inv_customer_number_idx'). Make the index that is to stay anew.
        engines: sqlite@3.45
        data: {"table":"invoices","column":"number","by":"the index \\"inv_customer_number_idx\\"","codes":{"sqlite@3.45":"SQLITE_ERROR"}}"
    `);
  });
  it('A compound unique index', async () => {
    expect(await example(RULE, 'A compound unique index')).toMatchInlineSnapshot(`
      "error example:19:21 «dropColumn('customer_id');»
        column "customer_id" of table "prices" is dropped while index "prices_article_customer_unq" covers it; SQLite (SQLITE_ERROR) and MariaDB (errno 1072) refuse it. MySQL and PostgreSQL accept it. What stays of the index differs: MySQL keeps it over "article_id" and PostgreSQL drops it whole.
        help: Drop the index first, in front of dropColumn(): $table->dropIndex('prices_article_customer_unq'). Make the index that is to stay anew.
        engines: sqlite@3.45 mariadb@10.11
        data: {"table":"prices","column":"customer_id","by":"the index \\"prices_article_customer_unq\\"","codes":{"sqlite@3.45":"SQLITE_ERROR","mariadb@10.11":"1072"}}"
    `);
  });
});

describe('nothing is said', () => {
  it('where all columns of the index go', async () => {
    const table = create(
      'a',
      "$table->integer('x'); $table->integer('y'); $table->index(['x', 'y'], 'a_xy_idx');",
    );
    const files = {
      1: migration(`${table} ${alter('a', "$table->dropColumn('x'); $table->dropColumn('y');")}`),
    };
    const options = { engines: ['mysql@8.4', 'mariadb@10.11', 'postgres@16'] };
    expect(await found(RULE, files, options)).toBe('nothing');
    const one = { 1: migration(`${table} ${alter('a', "$table->dropColumn('x');")}`) };
    expect(await found(RULE, one, options)).toContain('MySQL and MariaDB keep it over "y"');
  });
});
