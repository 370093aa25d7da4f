import { describe, expect, it } from 'vitest';
import { alter, check, create, migration, PREFIXED, WITH_CLASSES } from './project.ts';
import { example, found } from './shown.ts';

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

const MODULE = 'modules/billing/database/migrations/2026_02_01_000000_step.php';
const LATER = MODULE.replace('02_01', '02_02');
const ON_MYSQL = { engines: ['mysql@8.4'] };

type Files = Readonly<Record<string, string>>;

/** Tables that are found, each with its help. */
const helps = async (files: Files) =>
  (await check([RULE], files, ON_MYSQL)).map(({ data, help }) => `${data.table}: ${help}`);
const tables = async (files: Files, options: Parameters<typeof check>[2] = ON_MYSQL) =>
  (await check([RULE], files, options)).map(({ data }) => data.table);

const config = (setting: unknown): string => JSON.stringify({ rules: { [RULE]: setting } });

describe('the proposal', () => {
  it('has the prefix in place of what the name has of it', async () => {
    const names = [
      'billing_items',
      'Billing_Items',
      'billing',
      'BILLING',
      'billings',
      'mod_billing_',
      'Invoices',
    ];
    const body = names.map((name) => create(name)).join(' ');
    expect(await helps({ [MODULE]: migration(body) })).toEqual(
      [
        ['billing_items', 'mod_billing_items'],
        ['Billing_Items', 'mod_billing_Items'],
        ['billing', 'mod_billing_entries'],
        ['BILLING', 'mod_billing_entries'],
        ['billings', 'mod_billing_billings'],
        ['mod_billing_', 'mod_billing_entries'],
        ['Invoices', 'mod_billing_Invoices'],
      ].map(([name, proposal]) => `${name}: Name it "${proposal}", and say so in the model's table name.`),
    );
  });
  it('writes the dashes of the slug as underscores', async () => {
    const file = 'modules/my-module/database/migrations/2026_02_01_000000_step.php';
    expect(
      await found(RULE, { [file]: migration(create('my_module_docs')) }, ON_MYSQL),
    ).toMatchInlineSnapshot(`
      "error modules/my-module/database/migrations/2026_02_01_000000_step.php:11:9 «Schema::create('my_module_docs', function (Blueprint $table) { $table->id();  });»
        table "my_module_docs" of module "my-module" does not begin with "mod_my_module_". All modules share one database: it can collide with a table of the application or of another module, and an uninstall cannot tell whose it is.
        help: Name it "mod_my_module_docs", and say so in the model's table name.
        engines: mysql@8.4
        fix (unsafe): Name the table 'mod_my_module_docs', in its models as well
          modules/my-module/database/migrations/2026_02_01_000000_step.php:11:24 «'my_module_docs'» → «'mod_my_module_docs'»
        data: {"table":"my_module_docs","module":"my-module","prefix":"mod_my_module_"}"
    `);
  });
  it('follows a pattern of your own', async () => {
    const files = {
      'dialint.json': config(['warning', { pattern: '{slug}_of_{slug}_' }]),
      [MODULE]: migration(
        `${create('billing_items')} ${create('billing_of_billing_items')} ${create('mod_billing_items')}`,
      ),
    };
    expect(await found(RULE, files, ON_MYSQL)).toMatchInlineSnapshot(`
      "warning modules/billing/database/migrations/2026_02_01_000000_step.php:11:9 «Schema::create('billing_items', function (Blueprint $table) { $table->id();  });»
        table "billing_items" of module "billing" does not begin with "billing_of_billing_". All modules share one database: it can collide with a table of the application or of another module, and an uninstall cannot tell whose it is.
        help: Name it "billing_of_billing_items", and say so in the model's table name.
        engines: mysql@8.4
        data: {"table":"billing_items","module":"billing","prefix":"billing_of_billing_"}
      warning modules/billing/database/migrations/2026_02_01_000000_step.php:11:182 «Schema::create('mod_billing_items', function (Blueprint $table) { $table->id();  });»
        table "mod_billing_items" of module "billing" does not begin with "billing_of_billing_". All modules share one database: it can collide with a table of the application or of another module, and an uninstall cannot tell whose it is.
        help: Name it "billing_of_billing_mod_billing_items", and say so in the model's table name.
        engines: mysql@8.4
        fix (unsafe): Name the table 'billing_of_billing_mod_billing_items', in its models as well
          modules/billing/database/migrations/2026_02_01_000000_step.php:11:197 «'mod_billing_items'» → «'billing_of_billing_mod_billing_items'»
        data: {"table":"mod_billing_items","module":"billing","prefix":"billing_of_billing_"}"
    `);
  });
});

describe('nothing is said', () => {
  it.each([
    ['of a name in other letters', create('MOD_Billing_items')],
    [
      'of a temporary table',
      "Schema::create('scratch', function (Blueprint $table) { $table->temporary(); $table->id(); });",
    ],
    ['of a table that is dropped again', `${create('scratch')} Schema::drop('scratch');`],
    [
      'of a table that is dropped again among others',
      `${create('mod_billing_a')} ${create('scratch')} DB::statement('drop table mod_billing_a, scratch');`,
    ],
    ['of a table that is renamed', `${create('scratch')} Schema::rename('scratch', 'mod_billing_items');`],
    [
      'of a table that SQL renames',
      `${create('scratch')} DB::statement('alter table scratch rename to mod_billing_items');`,
    ],
    [
      'of what happens to a table of its own',
      `${create('mod_billing_a')} ${alter('mod_billing_a', "$table->date('day');")} DB::statement('alter table mod_billing_a add b int');`,
    ],
  ])('%s', async (_title, body) => {
    expect(await found(RULE, { [MODULE]: migration(body) }, ON_MYSQL)).toBe('nothing');
  });
  it('of the way back', async () => {
    const files = {
      [MODULE]: migration(
        `${create('mod_billing_a')}`,
        `Schema::drop('mod_billing_a'); ${create('invoices')}`,
      ),
    };
    expect(await found(RULE, files, ON_MYSQL)).toBe('nothing');
  });
  it("of a table that somebody else made first: that is another rule's", async () => {
    const again = migration(`Schema::dropIfExists('invoices'); ${create('invoices')}`);
    expect(await tables({ 1: migration(create('invoices')), [MODULE]: again })).toEqual([]);
    const shop = 'modules/archive/database/migrations/2026_01_01_000000_step.php';
    const both = await check([RULE], { [shop]: migration(create('invoices')), [MODULE]: again }, ON_MYSQL);
    expect(both.map((one) => one.data.module)).toEqual(['archive']);
  });
  it('of packages, unless the rule is configured', async () => {
    const files = {
      9: migration(create('users')),
      'packages/acme/shop/composer.json': '{ "name": "acme/shop" }',
      'packages/acme/shop/database/migrations/2026_02_01_000000_step.php': migration(create('carts')),
      'packages/acme/shop/src/Cart.php':
        "<?php\nnamespace Acme\\Shop;\nclass Cart extends \\Illuminate\\Database\\Eloquent\\Model { protected $table = 'baskets'; }\n",
    };
    expect(await tables(files)).toEqual([]);
    expect(await tables({ ...files, 'dialint.json': config('error') })).toEqual(['carts', 'baskets']);
  });
});

describe('a table that is renamed', () => {
  it('by SQL is told of where it is renamed', async () => {
    expect(
      await found(
        RULE,
        {
          [MODULE]: migration(create('mod_billing_a')),
          [LATER]: migration("DB::statement('alter table mod_billing_a rename to invoices');"),
        },
        ON_MYSQL,
      ),
    ).toMatchInlineSnapshot(`
      "error modules/billing/database/migrations/2026_02_02_000000_step.php:11:9 «DB::statement('alter table mod_billing_a rename to invoices');»
        table "invoices" of module "billing" does not begin with "mod_billing_". All modules share one database: it can collide with a table of the application or of another module, and an uninstall cannot tell whose it is.
        help: Rename it "mod_billing_invoices", and say so in the model's table name.
        engines: mysql@8.4
        data: {"table":"invoices","module":"billing","prefix":"mod_billing_"}"
    `);
  });
  it('from one name without the prefix to another is told of by its last', async () => {
    expect(await helps({ [MODULE]: migration(`${create('a')} Schema::rename('a', 'b');`) })).toEqual([
      'b: Rename it "mod_billing_b", and say so in the model\'s table name.',
    ]);
  });
  it('away, and made anew, is told of where it is made last', async () => {
    const body = `${create('a')} Schema::rename('a', 'mod_billing_a'); ${create('b')} ${create('a')}`;
    expect(await tables({ [MODULE]: migration(body) })).toEqual(['b', 'a']);
  });
  it('is no new one where the rename gives a name back', async () => {
    const rebuild = `${create('scratch')} Schema::drop('invoices'); Schema::rename('scratch', 'invoices');`;
    const files = await check(
      [RULE],
      { [MODULE]: migration(create('invoices')), [LATER]: migration(rebuild) },
      ON_MYSQL,
    );
    expect(files.map((one) => [one.file, one.data.table])).toEqual([[MODULE, 'invoices']]);
    const anew = `Schema::drop('invoices'); ${create('invoices')}`;
    const twice = await check(
      [RULE],
      { [MODULE]: migration(create('invoices')), [LATER]: migration(anew) },
      ON_MYSQL,
    );
    expect(twice.map((one) => one.file)).toEqual([MODULE, LATER]);
  });
});

describe('a branch whose condition is not known', () => {
  const maybe = (body: string) => `if (count(DB::select('select 1')) > 1) { ${body} }`;
  it('may leave out what it drops', async () => {
    expect(await tables({ [MODULE]: migration(`${create('a')} ${maybe("Schema::drop('a');")}`) })).toEqual([
      'a',
    ]);
  });
  it('drops what it has made itself', async () => {
    expect(await tables({ [MODULE]: migration(maybe(`${create('a')} Schema::drop('a');`)) })).toEqual([]);
  });
  it('may make a table, and is told of so', async () => {
    expect(await found(RULE, { [MODULE]: migration(maybe(create('a'))) }, ON_MYSQL)).toMatchInlineSnapshot(`
      "error modules/billing/database/migrations/2026_02_01_000000_step.php:11:50 «Schema::create('a', function (Blueprint $table) { $table->id();  });»
        table "a" of module "billing" does not begin with "mod_billing_". All modules share one database: it can collide with a table of the application or of another module, and an uninstall cannot tell whose it is. Whether this runs cannot be known.
        help: Name it "mod_billing_a", and say so in the model's table name.
        engines: mysql@8.4
        fix (unsafe): Name the table 'mod_billing_a', in its models as well
          modules/billing/database/migrations/2026_02_01_000000_step.php:11:65 «'a'» → «'mod_billing_a'»
        data: {"table":"a","module":"billing","prefix":"mod_billing_","reached":false}"
    `);
    expect(await tables({ [MODULE]: migration(`${maybe(create('a'))} Schema::dropIfExists('a');`) })).toEqual(
      [],
    );
  });
});

it('what a fresh database does not reach is told of', async () => {
  const body = `if (Schema::hasTable('old')) { ${create('a')} }`;
  expect(await found(RULE, { [MODULE]: migration(body) }, ON_MYSQL)).toMatchInlineSnapshot(`
    "error modules/billing/database/migrations/2026_02_01_000000_step.php:11:40 «Schema::create('a', function (Blueprint $table) { $table->id();  });»
      table "a" of module "billing" does not begin with "mod_billing_". All modules share one database: it can collide with a table of the application or of another module, and an uninstall cannot tell whose it is. A fresh database does not get here: Schema::hasTable('old') is false.
      help: Name it "mod_billing_a", and say so in the model's table name.
      engines: mysql@8.4
      fix (unsafe): Name the table 'mod_billing_a', in its models as well
        modules/billing/database/migrations/2026_02_01_000000_step.php:11:55 «'a'» → «'mod_billing_a'»
      data: {"table":"a","module":"billing","prefix":"mod_billing_","reached":false}"
  `);
});

it('tables of one call are told of one by one, for all engines on which each is made', async () => {
  const body = `foreach (['a', 'b'] as $name) { Schema::create($name, fn ($table) => $table->id()); }
    if (DB::getDriverName() === 'mysql') { ${create('c')} }`;
  const files = await check([RULE], { [MODULE]: migration(body) }, { engines: ['sqlite@3.45', 'mysql@8.4'] });
  expect(files.map((one) => [one.data.table, one.engines])).toEqual([
    ['a', ['sqlite@3.45', 'mysql@8.4']],
    ['b', ['sqlite@3.45', 'mysql@8.4']],
    ['c', ['mysql@8.4']],
  ]);
});

it('a table that a class outside the migration makes is told of at the migration', async () => {
  const base = `<?php
namespace App\\Support;
abstract class Base extends \\Illuminate\\Database\\Migrations\\Migration {
    public function up(): void { \\Illuminate\\Support\\Facades\\Schema::create('a', fn ($table) => $table->id()); }
}
`;
  const files = {
    ...WITH_CLASSES,
    'app/Support/Base.php': base,
    [MODULE]: '<?php\nreturn new class extends \\App\\Support\\Base {};\n',
  };
  expect(await found(RULE, files, ON_MYSQL)).toMatchInlineSnapshot(`
    "error modules/billing/database/migrations/2026_02_01_000000_step.php:1:1 «»
      table "a" of module "billing" does not begin with "mod_billing_". All modules share one database: it can collide with a table of the application or of another module, and an uninstall cannot tell whose it is.
      help: Name it "mod_billing_a", and say so in the model's table name.
      engines: mysql@8.4
      related: app/Support/Base.php:4:34 «\\Illuminate\\Support\\Facades\\Schema::create('a', fn ($table) => $table->id());» made here: \\Illuminate\\Support\\Facades\\Schema::create('a', …)
      data: {"table":"a","module":"billing","prefix":"mod_billing_"}"
  `);
});

it('a finding is known again by module and table', async () => {
  const [alone] = await check([RULE], { [MODULE]: migration(create('b')) }, ON_MYSQL);
  const [, second] = await check([RULE], { [MODULE]: migration(`${create('a')} ${create('b')}`) }, ON_MYSQL);
  expect(second?.fingerprint).toBe(alone?.fingerprint);
});

it("the connection's prefix is no part of the name", async () => {
  const files = {
    ...PREFIXED,
    [MODULE]: migration(`${create('a')} ${create('mod_billing_b')}`),
  };
  expect(await tables(files)).toEqual(['a']);
});

describe('a model', () => {
  const model = (table: string | null, name = 'Invoice', folder = 'modules/billing/src'): Files => ({
    [`${folder}/${name}.php`]: `<?php
namespace Modules\\Billing;
class ${name} extends \\Illuminate\\Database\\Eloquent\\Model
{
    ${table === null ? '' : `protected $table = '${table}';`}
}
`,
  });
  const module = { [MODULE]: migration(create('mod_billing_invoices')) };
  // with the application's own migrations, all tables are known
  const own = { ...module, 9: migration(create('users')) };
  it.each<[string, Files]>([
    ['whose table has the prefix, in whatever letters', model('Mod_Billing_gone')],
    ['whose table follows from its name', model(null)],
    ['of the application', model('billing_invoices', 'Invoice', 'app/Models')],
    ['of a table that a migration makes', { ...model('Customers'), 1: migration(create('customers')) }],
    [
      'of a table that a later migration makes',
      { ...model('late'), 1: migration(create('a')), 2: migration(create('Late')) },
    ],
    [
      'of a table that a migration had made once',
      { ...model('gone'), 1: migration(create('gone')), 2: migration("Schema::drop('gone');") },
    ],
    [
      'of a table behind the prefix of the connection',
      {
        ...model('customers'),
        ...PREFIXED,
        1: migration(create('a')),
        2: migration(create('customers')),
      },
    ],
  ])('%s is left alone', async (_title, files) => {
    expect(await found(RULE, { ...own, ...files }, ON_MYSQL)).toBe('nothing');
  });
  it('of a table that is reported where it is made is not reported, too', async () => {
    const files = await check(
      [RULE],
      { [MODULE]: migration(create('Invoices')), ...model('invoices') },
      ON_MYSQL,
    );
    expect(files.map((one) => one.file)).toEqual([MODULE]);
  });
  it('of a table that only the way back makes is reported', async () => {
    const back = { 1: migration(create('a'), create('back')) };
    expect(await tables({ ...own, ...back, ...model('back') })).toEqual(['back']);
  });
  it('is known again by module, name and table', async () => {
    const [alone] = await check([RULE], { ...own, ...model('rows', 'Line') }, ON_MYSQL);
    const both = await check(
      [RULE],
      { ...own, ...model('rows', 'Line'), ...model('papers', 'Bill') },
      ON_MYSQL,
    );
    expect(both.map((one) => one.data.table)).toEqual(['papers', 'rows']);
    expect(both[1]?.fingerprint).toBe(alone?.fingerprint);
  });
  it('is reported where not all tables are known only if the table that it must mean is', async () => {
    // what the application makes is not here
    expect(await tables({ ...module, ...model('billing_invoices') })).toEqual(['billing_invoices']);
    expect(await tables({ ...module, ...model('billing_lines') })).toEqual([]);
    expect(await tables({ ...own, ...model('billing_lines') })).toEqual(['billing_lines']);
  });
});
