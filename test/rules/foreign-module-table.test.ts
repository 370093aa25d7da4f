import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { lint } from '../../src/lint/run.ts';
import { DEFAULT_SETTINGS } from '../../src/lint/settings.ts';
import * as timeline from '../support/timeline.ts';
import { expectSameFingerprints } from './fingerprints.ts';
import { throughHelper } from './helper-class.ts';
import { alter, check, create, migration, type Options, prefixed } from './project.ts';
import { example, found } from './shown.ts';

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

const BILLING = 'modules/billing/database/migrations/2026_06_01_000001_billing.php';
const DOCUMENTS = 'modules/documents/database/migrations/2025_02_01_000001_files.php';

/** A table of the application and one of another module, each with an index; and a migration of the module "billing". */
const project = (up: string, down?: string) => ({
  1: migration(
    create('customers', "$table->string('name', 40)->index('customers_name');"),
    "Schema::drop('customers');",
  ),
  [DOCUMENTS]: migration(
    create('mod_documents_files', "$table->string('name', 40);"),
    "Schema::drop('mod_documents_files');",
  ),
  [BILLING]: migration(up, down),
});

const touched = async (up: string, options: Options = {}, down?: string) =>
  (await check([RULE], project(up, down), options)).map(({ data }) => [data.action, data.table, data.owner]);

const sql = (text: string) => `DB::statement('${text}');`;
const REFERENCE = "$table->foreignId('file_id')->constrained('mod_documents_files');";

describe('what a module does to the table of another', () => {
  it.each([
    ['adds a column', alter('customers', "$table->date('day')->nullable();"), 'alters'],
    ['changes one', alter('customers', "$table->string('name', 80)->change();"), 'alters'],
    ['makes an index', alter('customers', "$table->index('id', 'customers_id');"), 'alters'],
    ['drops an index', alter('customers', "$table->dropIndex('customers_name');"), 'alters'],
    ['renames an index', alter('customers', "$table->renameIndex('customers_name', 'by_name');"), 'alters'],
    ['renames it', "Schema::rename('customers', 'mod_billing_customers');", 'renames'],
    ['drops it', "Schema::dropIfExists('customers');", 'drops'],
    ['makes it', create('customers'), 'creates'],
  ])('%s', async (_title, up, action) => {
    // SQLite makes the table anew for some of them, and says no word of a drop.
    for (const engine of ['sqlite@3.45', 'mysql@8.4', 'postgres@16'])
      expect(await touched(up, { engines: [engine] })).toEqual([[action, 'customers', 'app']]);
  });

  it('drops an index by an SQL that names the table', async () => {
    expect(await touched(sql('drop index customers_name on customers'), { engines: ['mysql@8.4'] })).toEqual([
      ['alters', 'customers', 'app'],
    ]);
  });

  it('comments on it, in PostgreSQL', async () => {
    expect(await touched(sql('comment on table customers is null'), { engines: ['postgres@16'] })).toEqual([
      ['alters', 'customers', 'app'],
    ]);
  });

  it('drops it together with another', async () => {
    const up = sql('drop table customers, mod_documents_files');
    expect(await touched(up, { engines: ['mysql@8.4'] })).toEqual([
      ['drops', 'customers', 'app'],
      ['drops', 'mod_documents_files', 'documents'],
    ]);
  });

  it('and then something else to the same table, each once', async () => {
    const column = (name: string) => alter('customers', `$table->date('${name}')->nullable();`);
    const up = `${column('a')} ${column('b')} Schema::drop('customers');`;
    expect(await touched(up)).toEqual([
      ['alters', 'customers', 'app'],
      ['drops', 'customers', 'app'],
    ]);
  });

  it('is told with the prefix of the connection left out, on SQLite before and after the scratch table', async () => {
    const files = {
      ...project(alter('customers', "$table->string('name', 80)->change();")),
      ...prefixed('sqlite'),
    };
    for (const laravel of ['11.0.0', '^12.0']) {
      const all = await check([RULE], files, { engines: ['sqlite@3.45'], laravel });
      expect(all.map(({ data }) => [data.action, data.table, data.owner])).toEqual([
        ['alters', 'customers', 'app'],
      ]);
    }
  });

  it('through a class of the application is shown there as well', async () => {
    const files = {
      ...throughHelper("$table->date('day')->nullable();"),
      ...project(alter('customers', '\\App\\Support\\Columns::add($table);')),
    };
    expect(await found(RULE, files, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "error modules/billing/database/migrations/2026_06_01_000001_billing.php:11:66 «\\App\\Support\\Columns::add($table);»
        module "billing" alters table "customers", which belongs to the application. Modules are installed, updated and removed on their own; what one does to the table of another outlives it, or breaks the other.
        help: Keep what belongs to "billing" in a table of its own that refers to "customers" by a foreign key.
        engines: mysql@8.4
        related: app/Support/Columns.php:7:17 «date('day')» made here: ->date('day')
        data: {"table":"customers","module":"billing","action":"alters","owner":"app"}"
    `);
  });

  it('keeps its fingerprint when another finding is mended', async () => {
    const first = alter('customers', "$table->date('day')->nullable();");
    const second = "Schema::drop('mod_documents_files');";
    await expectSameFingerprints(RULE, project(`${first} ${second}`), project(second));
  });
});

describe('what it may', () => {
  it.each([
    [
      'a table of its own, however it is written',
      `${create('mod_billing_a')} ${alter('MOD_BILLING_A', "$table->date('day')->nullable();")}`,
    ],
    ['a table that lives as long as the connection', sql('create temporary table customers (n int)')],
    [
      'a reference to the application',
      create('mod_billing_a', "$table->foreignId('customer_id')->constrained('customers');"),
    ],
  ])('%s', async (_title, up) => {
    expect(await touched(up, { engines: ['mysql@8.4'] })).toEqual([]);
  });
  it.each([
    ['drop', 'drop index nowhere'],
    ['rename', 'alter index nowhere rename to somewhere'],
  ])('%s an index of which no table is known', async (_title, text) => {
    expect(await touched(sql(text), { engines: ['postgres@16'] })).toEqual([]);
  });
  it('keep what a change of its own table repeats on SQLite: the key has been told of', async () => {
    const files = {
      ...project(create('mod_billing_a', `${REFERENCE} $table->string('name', 40);`)),
      'modules/billing/database/migrations/2026_07_01_000001_more.php': migration(
        alter('mod_billing_a', "$table->string('name', 80)->change();"),
      ),
    };
    const all = await check([RULE], files, { engines: ['sqlite@3.45'] });
    expect(all.map(({ file }) => file)).toEqual([BILLING]);
  });
});

describe('a foreign key', () => {
  it('is told of one by one', async () => {
    const up = create(
      'mod_billing_a',
      `${REFERENCE} $table->foreignId('other_id')->constrained('mod_documents_files');`,
    );
    expect(await touched(up)).toEqual([
      ['references', 'mod_documents_files', 'documents'],
      ['references', 'mod_documents_files', 'documents'],
    ]);
  });
  it('is told of with the column that makes it, where that is in the table of another', async () => {
    expect(await touched(alter('customers', REFERENCE))).toEqual([
      ['alters', 'customers', 'app'],
      ['references', 'mod_documents_files', 'documents'],
    ]);
  });
  it('that comes later is told of, too', async () => {
    const up = `${create('mod_billing_a', "$table->foreignId('file_id');")} ${alter('mod_billing_a', "$table->foreign('file_id')->references('id')->on('mod_documents_files');")}`;
    expect(await touched(up)).toEqual([['references', 'mod_documents_files', 'documents']]);
  });
});

describe('on the way back', () => {
  it('what up() has been told is not told again', async () => {
    const up = alter('Customers', "$table->date('day')->nullable();");
    const down = alter('customers', "$table->dropColumn('day');");
    expect(await touched(up, { engines: ['sqlite@3.45'] }, down)).toEqual([['alters', 'Customers', 'app']]);
  });
  it('anything else is', async () => {
    const files = project(
      create('mod_billing_a'),
      "Schema::drop('mod_billing_a'); Schema::drop('customers');",
    );
    expect(await found(RULE, files)).toMatchInlineSnapshot(`
      "error modules/billing/database/migrations/2026_06_01_000001_billing.php:16:40 «Schema::drop('customers');»
        On the way back: module "billing" drops table "customers", which belongs to the application. Modules are installed, updated and removed on their own; what one does to the table of another outlives it, or breaks the other.
        help: Keep what belongs to "billing" in a table of its own that refers to "customers" by a foreign key.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"customers","module":"billing","action":"drops","owner":"app"}"
    `);
  });
  it('and so is a foreign key', async () => {
    const files = project(
      create('mod_billing_a', "$table->unsignedBigInteger('file_id');"),
      alter('mod_billing_a', "$table->foreign('file_id')->references('id')->on('mod_documents_files');"),
    );
    expect(await found(RULE, files, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "error modules/billing/database/migrations/2026_06_01_000001_billing.php:16:78 «foreign('file_id')»
        On the way back: module "billing" ties a foreign key to table "mod_documents_files", which belongs to module "documents": that cannot be uninstalled while the key is there.
        help: Keep the id in a plain, indexed column, and look after it in the application.
        engines: mysql@8.4
        data: {"table":"mod_documents_files","module":"billing","action":"references","owner":"documents"}"
    `);
  });
});

describe('what a fresh database does not reach', () => {
  const old = (body: string) => `if (Schema::hasTable('old')) { ${body} }`;
  it('is told with the reason', async () => {
    const files = project(old(alter('customers', "$table->date('day')->nullable();")));
    expect(await found(RULE, files)).toMatchInlineSnapshot(`
      "error modules/billing/database/migrations/2026_06_01_000001_billing.php:11:105 «date('day')»
        module "billing" alters table "customers", which belongs to the application. Modules are installed, updated and removed on their own; what one does to the table of another outlives it, or breaks the other. A fresh database does not get here: Schema::hasTable('old') is false.
        help: Keep what belongs to "billing" in a table of its own that refers to "customers" by a foreign key.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"customers","module":"billing","action":"alters","owner":"app","reached":false}"
    `);
  });
  it.each([
    ['makes a table that may be missing', create('customers'), []],
    ['alters a table of its own past', alter('invoices', "$table->date('day')->nullable();"), []],
    [
      'references the table of another',
      create('mod_billing_a', REFERENCE),
      [['references', 'mod_documents_files', 'documents']],
    ],
  ])('%s', async (_title, body, expected) => {
    expect(await touched(old(body))).toEqual(expected);
  });
});

describe('the table of a package', () => {
  it('is called so', () => {
    const media = timeline.migration('2026_01_01_000001_media', {
      owner: { kind: 'package', name: 'acme/media' },
    });
    const billing = timeline.migration('2026_02_01_000001_x', { owner: timeline.moduleOwner('billing') });
    const at = timeline.origin(billing.file, 8, "Schema::drop('media')");
    const drop = {
      kind: 'dropTable',
      sql: '',
      origin: at,
      tables: [{ name: 'media' }],
      ifExists: false,
      cascade: false,
    } as const;
    const views = [
      timeline.view(
        media,
        timeline.run(media, timeline.MYSQL, [timeline.step(timeline.createTable('media', at))]),
      ),
      timeline.view(billing, timeline.run(billing, timeline.MYSQL, [timeline.step(drop)])),
    ];
    const [one, ...more] = lint(timeline.input(views), rules, DEFAULT_SETTINGS);
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      message: expect.stringMatching(
        /^module "billing" drops table "media", which belongs to package "acme\/media"\. Modules are /,
      ),
      data: { owner: 'acme/media' },
    });
  });
});
