import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'duplicate-index-name';

describe('the examples', () => {
  it('The same name on two tables', async () => {
    expect(await example(RULE, 'The same name on two tables')).toMatchInlineSnapshot(`
      "error example:16:25 «index('due_on', 'due_on_idx');»
        index name "due_on_idx" on table "offers" is taken already, by an index of table "invoices": SQLite (SQLITE_ERROR) and PostgreSQL (SQLSTATE 42P07) refuse it, because index names are shared by all tables there. MySQL and MariaDB accept it.
        help: Name it: ->index('due_on', 'off_on_idx'). This call makes several keys, so build a different short name for each.
        engines: sqlite@3.45 postgres@16
        data: {"table":"offers","name":"due_on_idx","codes":{"sqlite@3.45":"SQLITE_ERROR","postgres@16":"42P07"}}"
    `);
  });
  it('Twice in one table', async () => {
    expect(await example(RULE, 'Twice in one table')).toMatchInlineSnapshot(`
      "error example:14:43 «index();»
        index name "invoices_number_index" on table "invoices" is taken already, by the same table, over the same columns: SQLite (SQLITE_ERROR), MySQL (errno 1061), MariaDB (errno 1061) and PostgreSQL (SQLSTATE 42P07) refuse it.
        help: Leave this one out: the index exists.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        related: example:15:21 «index('number');» the name is used here first
        data: {"table":"invoices","name":"invoices_number_index","codes":{"sqlite@3.45":"SQLITE_ERROR","mysql@8.4":"1061","mariadb@10.11":"1061","postgres@16":"42P07"}}"
    `);
  });
  it('One that an earlier migration has made', async () => {
    expect(await example(RULE, 'One that an earlier migration has made')).toMatchInlineSnapshot(`
      "error example:13:21 «index(['due_on', 'paid'], 'invoices_due_idx');»
        index name "invoices_due_idx" on table "invoices" is taken already, by an index of the same table: SQLite (SQLITE_ERROR), MySQL (errno 1061), MariaDB (errno 1061) and PostgreSQL (SQLSTATE 42P07) refuse it.
        help: Name it: ->index(['due_on', 'paid'], 'inv_on_paid_idx')
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'inv_on_paid_idx'
          example:13:47 «'invoices_due_idx'» → «'inv_on_paid_idx'»
        related: database/migrations/2025_01_01_000001_create_invoices.php:12:37 «index('invoices_due_idx');» the name is used here first
        data: {"table":"invoices","name":"invoices_due_idx","codes":{"sqlite@3.45":"SQLITE_ERROR","mysql@8.4":"1061","mariadb@10.11":"1061","postgres@16":"42P07"}}"
    `);
  });
});
