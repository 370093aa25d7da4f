import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'module-table-prefix';

describe('the examples', () => {
  it('Only the slug, without mod_', async () => {
    expect(await example(RULE, 'Only the slug, without mod_')).toMatchInlineSnapshot(`
      "error modules/telegram/database/migrations/2026_06_01_000001_create_messages.php:12:9 «Schema::create('telegram_messages', function (Blueprint $table) { …»
        table "telegram_messages" of module "telegram" does not begin with "mod_telegram_". All modules share one database: it can collide with a table of the application or of another module, and an uninstall cannot tell whose it is.
        help: Name it "mod_telegram_messages", and say so in the model's table name.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (unsafe): Name the table 'mod_telegram_messages', in its models as well
          modules/telegram/database/migrations/2026_06_01_000001_create_messages.php:12:24 «'telegram_messages'» → «'mod_telegram_messages'»
        data: {"table":"telegram_messages","module":"telegram","prefix":"mod_telegram_"}"
    `);
  });
  it('A plain name, as an application would use it', async () => {
    expect(await example(RULE, 'A plain name, as an application would use it')).toMatchInlineSnapshot(`
      "error modules/billing/database/migrations/2026_06_01_000001_create_invoices.php:12:9 «Schema::create('invoices', function (Blueprint $table) { …»
        table "invoices" of module "billing" does not begin with "mod_billing_". All modules share one database: it can collide with a table of the application or of another module, and an uninstall cannot tell whose it is.
        help: Name it "mod_billing_invoices", and say so in the model's table name.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (unsafe): Name the table 'mod_billing_invoices', in its models as well
          modules/billing/database/migrations/2026_06_01_000001_create_invoices.php:12:24 «'invoices'» → «'mod_billing_invoices'»
        data: {"table":"invoices","module":"billing","prefix":"mod_billing_"}"
    `);
  });
  it('A model whose table lacks the prefix', async () => {
    expect(await example(RULE, 'A model whose table lacks the prefix')).toMatchInlineSnapshot(`
      "error modules/billing/src/Models/Invoice.php:8:24 «'billing_invoices'»
        model Invoice of module "billing" stands for table "billing_invoices", which no migration makes, and which does not begin with "mod_billing_".
        help: Write the table's whole name: "mod_billing_invoices".
        engines: any
        data: {"table":"billing_invoices","module":"billing","prefix":"mod_billing_","model":"Invoice"}"
    `);
  });
  it('A rename that loses the prefix', async () => {
    expect(await example(RULE, 'A rename that loses the prefix')).toMatchInlineSnapshot(`
      "error modules/billing/database/migrations/2026_06_01_000001_rename_invoices.php:15:9 «Schema::rename('mod_billing_invoices', 'invoices');»
        table "invoices" of module "billing" does not begin with "mod_billing_". All modules share one database: it can collide with a table of the application or of another module, and an uninstall cannot tell whose it is.
        help: Rename it "mod_billing_invoices", and say so in the model's table name.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"invoices","module":"billing","prefix":"mod_billing_"}"
    `);
  });
});
