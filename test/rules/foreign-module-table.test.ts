import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'foreign-module-table';

describe('the examples', () => {
  it('A column in a table of the application', async () => {
    expect(await example(RULE, 'A column in a table of the application')).toMatchInlineSnapshot(`
      "error modules/billing/database/migrations/2026_06_01_000001_create_invoices.php:13:21 «string('vat_number', 20)»
        module "billing" alters table "customers", which belongs to the application. Modules are installed, updated and removed on their own; what one does to the table of another outlives it, or breaks the other.
        help: Keep what belongs to "billing" in a table of its own that refers to "customers" by a foreign key.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"customers","module":"billing","action":"alters","owner":"app"}"
    `);
  });
  it("A foreign key to another module's table", async () => {
    expect(await example(RULE, "A foreign key to another module's table")).toMatchInlineSnapshot(`
      "error modules/billing/database/migrations/2026_06_01_000001_create_invoices.php:14:43 «constrained('mod_documents_files');»
        module "billing" ties a foreign key to table "mod_documents_files", which belongs to module "documents": that cannot be uninstalled while the key is there.
        help: Keep the id in a plain, indexed column, and look after it in the application.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"mod_documents_files","module":"billing","action":"references","owner":"documents"}"
    `);
  });
  it("Another module's table is dropped", async () => {
    expect(await example(RULE, "Another module's table is dropped")).toMatchInlineSnapshot(`
      "error modules/billing/database/migrations/2026_06_01_000001_create_invoices.php:12:9 «Schema::dropIfExists('mod_documents_files');»
        module "billing" drops table "mod_documents_files", which belongs to module "documents". Modules are installed, updated and removed on their own; what one does to the table of another outlives it, or breaks the other.
        help: Keep what belongs to "billing" in a table of its own that refers to "mod_documents_files" by a plain column.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"mod_documents_files","module":"billing","action":"drops","owner":"documents"}"
    `);
  });
});
