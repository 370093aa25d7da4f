import { describe, expect, it } from 'vitest';
import { conventionFor } from '../../rules/short-name-convention.ts';
import { alter, check, create, migration, PREFIXED, WITH_CLASSES } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'short-name-convention';

describe('the examples', () => {
  it('No ending', async () => {
    expect(await example(RULE, 'No ending')).toMatchInlineSnapshot(`
      "info modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_rules.php:16:21 «unique(['event_type', 'recipient_group'], 'rules_event_group');»
        unique index name "rules_event_group" of module "telegram" does not follow {abbrev}_{purpose}_{idx|unq|fk}.
        help: Name it: ->unique(['event_type', 'recipient_group'], 'tg_rules_event_group_unq')
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'tg_rules_event_group_unq'
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_rules.php:16:63 «'rules_event_group'» → «'tg_rules_event_group_unq'»
        data: {"table":"mod_telegram_rules","name":"rules_event_group","kind":"unique","module":"telegram","pattern":"{abbrev}_{purpose}_{idx|unq|fk}","proposal":"tg_rules_event_group_unq"}"
    `);
  });
  it('The ending of another kind', async () => {
    expect(await example(RULE, 'The ending of another kind')).toMatchInlineSnapshot(`
      "info modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_rules.php:16:21 «unique(['event_type', 'recipient_group'], 'tg_rules_event_group_idx');»
        unique index name "tg_rules_event_group_idx" of module "telegram" does not follow {abbrev}_{purpose}_{idx|unq|fk}. The ending of a unique index is _unq.
        help: Name it: ->unique(['event_type', 'recipient_group'], 'tg_rules_event_group_unq')
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'tg_rules_event_group_unq'
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_rules.php:16:63 «'tg_rules_event_group_idx'» → «'tg_rules_event_group_unq'»
        data: {"table":"mod_telegram_rules","name":"tg_rules_event_group_idx","kind":"unique","module":"telegram","pattern":"{abbrev}_{purpose}_{idx|unq|fk}","proposal":"tg_rules_event_group_unq"}"
    `);
  });
  it("The module's whole prefix", async () => {
    expect(await example(RULE, "The module's whole prefix")).toMatchInlineSnapshot(`
      "info modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_rules.php:16:21 «index('event_type', 'mod_telegram_rules_event_type_idx');»
        index name "mod_telegram_rules_event_type_idx" of module "telegram" does not follow {abbrev}_{purpose}_{idx|unq|fk}. The prefix of the tables makes names long; an abbreviation will do.
        help: Name it: ->index('event_type', 'tg_rules_event_idx')
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'tg_rules_event_idx'
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_rules.php:16:41 «'mod_telegram_rules_event_type_idx'» → «'tg_rules_event_idx'»
        data: {"table":"mod_telegram_rules","name":"mod_telegram_rules_event_type_idx","kind":"index","module":"telegram","pattern":"{abbrev}_{purpose}_{idx|unq|fk}","proposal":"tg_rules_event_idx"}"
    `);
  });
});

const MODULE = 'modules/billing/database/migrations/2026_02_01_000000_step.php';
const COLUMNS = "$table->string('number', 20); $table->string('note', 20); $table->foreignId('owner_id');";
const invoices = (keys: string): string => migration(create('mod_billing_invoices', `${COLUMNS} ${keys}`));
const config = (pattern: string, more = {}): string =>
  JSON.stringify({ rules: { [RULE]: ['info', { pattern }] }, ...more });
const ON_MYSQL = { engines: ['mysql@8.4'] };

/** Of each finding its message and its help. */
const told = async (files: Readonly<Record<string, string>>) =>
  (await check([RULE], files, ON_MYSQL)).map(({ message, help }) => `${message} ${help}`);

describe('the ending', () => {
  it('of each kind of key is told where the name has that of another', async () => {
    expect(
      await told({
        [MODULE]: invoices(`
          $table->index('number', 'bil_number_unq');
          $table->unique('number', 'bil_number_fk');
          $table->foreign('owner_id', 'bil_owner_idx')->references('id')->on('mod_billing_invoices');
          $table->fullText('note', 'bil_note_fk');
          $table->spatialIndex('place', 'bil_place_unq');`),
      }),
    ).toMatchInlineSnapshot(`
      [
        "index name "bil_number_unq" of module "billing" does not follow {abbrev}_{purpose}_{idx|unq|fk}. The ending of an index is _idx. Name it: ->index('number', 'bil_invoices_number_idx')",
        "unique index name "bil_number_fk" of module "billing" does not follow {abbrev}_{purpose}_{idx|unq|fk}. The ending of a unique index is _unq. Name it: ->unique('number', 'bil_invoices_number_unq')",
        "foreign key name "bil_owner_idx" of module "billing" does not follow {abbrev}_{purpose}_{idx|unq|fk}. The ending of a foreign key is _fk. Name it: ->foreign('owner_id', 'bil_invoices_owner_fk')",
        "fulltext index name "bil_note_fk" of module "billing" does not follow {abbrev}_{purpose}_{idx|unq|fk}. The ending of a fulltext index is _idx. Name it: ->fullText('note', 'bil_invoices_note_idx')",
        "spatial index name "bil_place_unq" of module "billing" does not follow {abbrev}_{purpose}_{idx|unq|fk}. The ending of a spatial index is _idx. Name it: ->spatialIndex('place', 'bil_invoices_place_idx')",
      ]
    `);
  });
  it('is no matter where it is the right one, and the name is wrong in another place', async () => {
    expect(
      await told({
        [MODULE]: invoices(`
          $table->index('number', 'bil_Number_idx');
          $table->unique('number', 'bil__unq');
          $table->index('note', 'note_unq_');`),
      }),
    ).toMatchInlineSnapshot(`
      [
        "index name "bil_Number_idx" of module "billing" does not follow {abbrev}_{purpose}_{idx|unq|fk}. Name it: ->index('number', 'bil_invoices_number_idx')",
        "unique index name "bil__unq" of module "billing" does not follow {abbrev}_{purpose}_{idx|unq|fk}. Name it: ->unique('number', 'bil_invoices_number_unq')",
        "index name "note_unq_" of module "billing" does not follow {abbrev}_{purpose}_{idx|unq|fk}. Name it: ->index('note', 'bil_invoices_note_idx')",
      ]
    `);
  });
  it('is told before the prefix, which has a sentence of its own', async () => {
    expect(
      await told({
        [MODULE]: invoices(`
          $table->index('number', 'mod_billing_number_unq');
          $table->index('note', 'my_mod_billing_note');`),
      }),
    ).toMatchInlineSnapshot(`
      [
        "index name "mod_billing_number_unq" of module "billing" does not follow {abbrev}_{purpose}_{idx|unq|fk}. The ending of an index is _idx. Name it: ->index('number', 'bil_invoices_number_idx')",
        "index name "my_mod_billing_note" of module "billing" does not follow {abbrev}_{purpose}_{idx|unq|fk}. Name it: ->index('note', 'bil_invoices_note_idx')",
      ]
    `);
  });
});

describe('nothing is said', () => {
  it.each([
    ['of a name that follows the convention', invoices("$table->index('number', 'bil_number_idx');")],
    ['of the name of a primary key', invoices("$table->primary(['number'], 'BillingPrimary');")],
    ['of an automatic name', invoices("$table->index('number');")],
    [
      'of a name that is given on the way back',
      migration('', alter('mod_billing_invoices', "$table->index('number', 'ByNumber');")),
    ],
    [
      'of a name of more than 63 bytes, which another rule shortens',
      invoices(`$table->index('number', '${'n'.repeat(64)}');`),
    ],
  ])('%s', async (_title, text) => {
    expect(await found(RULE, { [MODULE]: text }, ON_MYSQL)).toBe('nothing');
  });
  it('of the application, nor of packages that the project takes in', async () => {
    const text = invoices("$table->index('number', 'ByNumber');");
    expect(
      await found(RULE, {
        1: text,
        'packages/acme/shop/database/migrations/2026_02_01_000000_step.php': text,
      }),
    ).toBe('nothing');
  });
});

it('a key that SQLite makes anew, with its table, is told of where it was named', async () => {
  const files = {
    [MODULE]: invoices("$table->index('number', 'ByNumber');"),
    [MODULE.replace('02_01', '02_02')]: migration(
      alter('mod_billing_invoices', "$table->string('note', 40)->change();"),
    ),
  };
  const both = await check([RULE], files, { engines: ['sqlite@3.45', 'mysql@8.4'] });
  expect(both.map((one) => [one.file, one.engines])).toEqual([[MODULE, ['sqlite@3.45', 'mysql@8.4']]]);
});

it('a name that a class outside the migration gives is told of at the migration', async () => {
  const base = `<?php
namespace App\\Support;
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Support\\Facades\\Schema;
abstract class Base extends Migration {
    public function up(): void { Schema::table('mod_billing_invoices', fn ($table) => $table->index('number', 'ByNumber')); }
}
`;
  const files = {
    ...WITH_CLASSES,
    'app/Support/Base.php': base,
    [MODULE]: migration(create('mod_billing_invoices', COLUMNS)),
    [MODULE.replace('02_01', '02_02')]: '<?php\nreturn new class extends \\App\\Support\\Base {};\n',
  };
  expect(await found(RULE, files, ON_MYSQL)).toMatchInlineSnapshot(`
    "info modules/billing/database/migrations/2026_02_02_000000_step.php:1:1 «»
      index name "ByNumber" of module "billing" does not follow {abbrev}_{purpose}_{idx|unq|fk}.
      help: Give it a short name of your own, such as 'bil_invoices_number_idx'.
      engines: mysql@8.4
      related: app/Support/Base.php:6:95 «index('number', 'ByNumber')» made here: ->index('number', 'ByNumber')
      data: {"table":"mod_billing_invoices","name":"ByNumber","kind":"index","module":"billing","pattern":"{abbrev}_{purpose}_{idx|unq|fk}","proposal":"bil_invoices_number_idx"}"
  `);
});

it('a name of 63 bytes is looked at: every engine keeps all of it', async () => {
  const name = 'N'.repeat(63);
  const names = await check([RULE], { [MODULE]: invoices(`$table->index('number', '${name}');`) });
  expect(names.map((one) => one.data.name)).toEqual([name]);
});

it('packages are looked at where the rule is configured', async () => {
  expect(
    await found(
      RULE,
      {
        'dialint.json': JSON.stringify({ rules: { [RULE]: 'warning' } }),
        'packages/acme/shop/composer.json': '{ "name": "acme/shop" }',
        'packages/acme/shop/database/migrations/2026_02_01_000000_step.php': migration(
          create('carts', "$table->date('day')->index('ByDay');"),
        ),
      },
      ON_MYSQL,
    ),
  ).toMatchInlineSnapshot(`
    "warning packages/acme/shop/database/migrations/2026_02_01_000000_step.php:11:98 «index('ByDay');»
      index name "ByDay" of module "shop" does not follow {abbrev}_{purpose}_{idx|unq|fk}.
      help: Name it: ->index('shp_carts_day_idx')
      engines: mysql@8.4
      fix (safe): Name it 'shp_carts_day_idx'
        packages/acme/shop/database/migrations/2026_02_01_000000_step.php:11:104 «'ByDay'» → «'shp_carts_day_idx'»
      data: {"table":"carts","name":"ByDay","kind":"index","module":"shop","pattern":"{abbrev}_{purpose}_{idx|unq|fk}","proposal":"shp_carts_day_idx"}"
  `);
});

it('the prefix of the connection is no part of the table', async () => {
  const [one] = await check(
    [RULE],
    { ...PREFIXED, [MODULE]: invoices("$table->index('number', 'ByNumber');") },
    ON_MYSQL,
  );
  expect(one?.data).toMatchObject({ table: 'mod_billing_invoices', name: 'ByNumber' });
});

describe('a key that is dropped again', () => {
  it('is spoken of where it is dropped, which must change with it', async () => {
    expect(
      await found(
        RULE,
        {
          [MODULE]: migration(
            create('mod_billing_invoices', `${COLUMNS} $table->index('number', 'ByNumber');`),
            alter('mod_billing_invoices', "$table->dropIndex('ByNumber');"),
          ),
        },
        ON_MYSQL,
      ),
    ).toMatchInlineSnapshot(`
      "info modules/billing/database/migrations/2026_02_01_000000_step.php:11:189 «index('number', 'ByNumber');»
        index name "ByNumber" of module "billing" does not follow {abbrev}_{purpose}_{idx|unq|fk}.
        help: Name it: ->index('number', 'bil_invoices_number_idx'), and use that name where it is dropped or renamed
        engines: mysql@8.4
        fix (safe): Name it 'bil_invoices_number_idx'
          modules/billing/database/migrations/2026_02_01_000000_step.php:11:205 «'ByNumber'» → «'bil_invoices_number_idx'»
          modules/billing/database/migrations/2026_02_01_000000_step.php:16:95 «'ByNumber'» → «'bil_invoices_number_idx'»
        related: modules/billing/database/migrations/2026_02_01_000000_step.php:16:85 «dropIndex('ByNumber');» ->dropIndex('ByNumber') speaks of it by its old name
        data: {"table":"mod_billing_invoices","name":"ByNumber","kind":"index","module":"billing","pattern":"{abbrev}_{purpose}_{idx|unq|fk}","proposal":"bil_invoices_number_idx"}"
    `);
  });
});

describe('a fresh database', () => {
  const index = alter('mod_billing_invoices', "$table->index('number', 'ByNumber');");
  const table = migration(create('mod_billing_invoices', COLUMNS));
  const second = MODULE.replace('02_01', '02_02');
  const third = MODULE.replace('02_01', '02_03');
  const old = migration(`if (Schema::hasTable('old')) { ${index} }`);
  it('that does not get there is told of', async () => {
    expect(await found(RULE, { [MODULE]: table, [second]: old }, ON_MYSQL)).toMatchInlineSnapshot(`
      "info modules/billing/database/migrations/2026_02_02_000000_step.php:11:116 «index('number', 'ByNumber');»
        index name "ByNumber" of module "billing" does not follow {abbrev}_{purpose}_{idx|unq|fk}. A fresh database does not get here: Schema::hasTable('old') is false.
        help: Name it: ->index('number', 'bil_invoices_number_idx')
        engines: mysql@8.4
        fix (safe): Name it 'bil_invoices_number_idx'
          modules/billing/database/migrations/2026_02_02_000000_step.php:11:132 «'ByNumber'» → «'bil_invoices_number_idx'»
        data: {"table":"mod_billing_invoices","name":"ByNumber","kind":"index","module":"billing","pattern":"{abbrev}_{purpose}_{idx|unq|fk}","proposal":"bil_invoices_number_idx","reached":false}"
    `);
  });
  it('that gets to the same key in another way is told once', async () => {
    const files = await check([RULE], { [MODULE]: table, [second]: migration(index), [third]: old });
    expect(files.map((one) => [one.file, one.unreached])).toEqual([[second, undefined]]);
  });
  it('that makes it twice is told twice, each at its place', async () => {
    const drop = alter('mod_billing_invoices', "$table->dropIndex('ByNumber');");
    const files = await check([RULE], {
      [MODULE]: table,
      [second]: migration(`${index} ${drop}`),
      [third]: migration(index),
    });
    expect(files.map((one) => one.file)).toEqual([second, third]);
  });
  it('of which nothing is known may get there', async () => {
    const unknown = migration(`if (count(DB::select('select 1')) > 1) { ${index} }`);
    const [one] = await check([RULE], { [MODULE]: table, [second]: unknown }, ON_MYSQL);
    expect(one?.message).toMatch(/ Whether this runs cannot be known\.$/);
    expect(one?.data.reached).toBe(false);
    expect(one?.unreached).toBeUndefined();
  });
});

describe('a pattern of your own', () => {
  const keys = `
    $table->index('number', 'ix_billing_number');
    $table->unique('number', 'BillingNumber');
    $table->foreign('owner_id', 'billing_owner')->references('id')->on('mod_billing_invoices');`;
  it('stands in the message and in the help, which has no proposal then', async () => {
    expect(
      await found(
        RULE,
        {
          'dialint.json': config('ix_{slug}_{purpose}'),
          [MODULE]: invoices(keys),
        },
        ON_MYSQL,
      ),
    ).toMatchInlineSnapshot(`
      "info modules/billing/database/migrations/2026_02_01_000000_step.php:13:13 «unique('number', 'BillingNumber');»
        unique index name "BillingNumber" of module "billing" does not follow ix_{slug}_{purpose}.
        help: Name it to the pattern ix_{slug}_{purpose}.
        engines: mysql@8.4
        data: {"table":"mod_billing_invoices","name":"BillingNumber","kind":"unique","module":"billing","pattern":"ix_{slug}_{purpose}"}
      info modules/billing/database/migrations/2026_02_01_000000_step.php:14:13 «foreign('owner_id', 'billing_owner')»
        foreign key name "billing_owner" of module "billing" does not follow ix_{slug}_{purpose}.
        help: Name it to the pattern ix_{slug}_{purpose}.
        engines: mysql@8.4
        data: {"table":"mod_billing_invoices","name":"billing_owner","kind":"foreign","module":"billing","pattern":"ix_{slug}_{purpose}"}"
    `);
  });
  it('has its own list of endings', async () => {
    expect(
      await told({
        'dialint.json': config('{slug}_{purpose}_{key|uniq}'),
        [MODULE]: invoices(`
          $table->index('number', 'billing_number_uniq');
          $table->unique('number', 'billing_number_key');
          $table->foreign('owner_id', 'billing_owner_uniq')->references('id')->on('mod_billing_invoices');
          $table->index('note', 'billing_note_key');`),
      }),
    ).toMatchInlineSnapshot(`
      [
        "index name "billing_number_uniq" of module "billing" does not follow {slug}_{purpose}_{key|uniq}. The ending of an index is _key. Name it to the pattern {slug}_{purpose}_{key|uniq}.",
        "unique index name "billing_number_key" of module "billing" does not follow {slug}_{purpose}_{key|uniq}. The ending of a unique index is _uniq. Name it to the pattern {slug}_{purpose}_{key|uniq}.",
        "foreign key name "billing_owner_uniq" of module "billing" does not follow {slug}_{purpose}_{key|uniq}. The ending of a foreign key is _key. Name it to the pattern {slug}_{purpose}_{key|uniq}.",
      ]
    `);
  });
});

describe('what follows a pattern', () => {
  const follows = (pattern: string, kind: Parameters<typeof conventionFor>[1], name: string): boolean =>
    conventionFor(pattern, kind, 'my-module').test(name);
  const USUAL = '{abbrev}_{purpose}_{idx|unq|fk}';
  it.each(['tg_rules_idx', 'tg_rules_event_group_idx', 't2_a1_2_idx', 'mod2_rules_idx', 'mods_rules_idx'])(
    'the usual one: %s',
    (name) => {
      expect(follows(USUAL, 'index', name)).toBe(true);
    },
  );
  it.each([
    'tg_idx',
    '2g_rules_idx',
    'mod_rules_idx',
    'Tg_rules_idx',
    'tg_Rules_idx',
    'tg__rules_idx',
    'tg_rules__event_idx',
    'tg_rules',
    'tg_rules_unq',
    'tg_rules_idx2',
    ' tg_rules_idx',
    'tg_rules_idx\n',
    '_rules_idx',
  ])('the usual one does not allow: %j', (name) => {
    expect(follows(USUAL, 'index', name)).toBe(false);
  });
  it.each([
    ['index', 'tg_a_idx'],
    ['unique', 'tg_a_unq'],
    ['foreign', 'tg_a_fk'],
    ['fulltext', 'tg_a_idx'],
    ['spatial', 'tg_a_idx'],
  ] as const)('%s: %s, and no other ending', (kind, name) => {
    expect(follows(USUAL, kind, name)).toBe(true);
    const others = ['tg_a_idx', 'tg_a_unq', 'tg_a_fk'].filter((other) => other !== name);
    expect(others.map((other) => follows(USUAL, kind, other))).toEqual([false, false]);
  });
  it('the slug is written as in tables', () => {
    expect(follows('{slug}_{purpose}', 'index', 'my_module_a')).toBe(true);
    expect(follows('{slug}_{purpose}', 'index', 'my-module_a')).toBe(false);
  });
  it('characters that mean something in regular expressions stand for themselves', () => {
    const pattern = 'a.b+c(d)[e]^$*?|/\\ {x|y}';
    expect(follows(pattern, 'index', 'a.b+c(d)[e]^$*?|/\\ x')).toBe(true);
    expect(follows(pattern, 'unique', 'a.b+c(d)[e]^$*?|/\\ y')).toBe(true);
    expect(follows(pattern, 'index', 'aab+c(d)[e]^$*?|/\\ x')).toBe(false);
    expect(follows('{a.|b}', 'index', 'a.')).toBe(true);
    expect(follows('{a.|b}', 'index', 'ab')).toBe(false);
  });
  it('a list that is too short is used from its beginning', () => {
    expect(follows('{purpose}_{key}', 'foreign', 'a_key')).toBe(true);
    expect(follows('{purpose}{}', 'foreign', 'a')).toBe(true);
    expect(follows('{purpose}{}', 'foreign', 'a_')).toBe(false);
  });
});

it('a finding is known again by module, table and name', async () => {
  const last = "$table->index('note', 'ByNote');";
  const [alone] = await check([RULE], { [MODULE]: invoices(last) }, ON_MYSQL);
  const both = await check(
    [RULE],
    { [MODULE]: invoices(`$table->index('number', 'ByNumber'); ${last}`) },
    ON_MYSQL,
  );
  expect(both[1]?.fingerprint).toBe(alone?.fingerprint);
});
