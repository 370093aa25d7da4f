import { describe, expect, it } from 'vitest';
import { alter, check, create, migration, WITH_CLASSES } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'indexed-string-without-length';

describe('the examples', () => {
  it('A unique string in a module', async () => {
    expect(await example(RULE, 'A unique string in a module')).toMatchInlineSnapshot(`
      "warning modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:38 «unique();»
        column "token" of table "mod_telegram_tokens" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). One such column fits in the 3072 bytes that a key may have today (not in the 767 of old row formats), 4 of them do not.
        help: Give "token" the length that its values need where it is made (->string('token')): 64 is plenty for a token or a kind, 191 always fits.
        engines: mysql@8.4 mariadb@10.11
        fix (unsafe): Give it a length of 191
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:35 «» → «, 191»
        related: modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:21 «string('token')» column "token" is made here, without a length
        data: {"table":"mod_telegram_tokens","column":"token","characters":255,"bytes":1020,"charset":"utf8mb4"}"
    `);
  });
  it('An index that a later call adds', async () => {
    expect(await example(RULE, 'An index that a later call adds')).toMatchInlineSnapshot(`
      "warning modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:17:21 «index('kind');»
        column "kind" of table "mod_telegram_chats" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). One such column fits in the 3072 bytes that a key may have today (not in the 767 of old row formats), 4 of them do not.
        help: Give "kind" the length that its values need where it is made (->string('kind')): 64 is plenty for a token or a kind, 191 always fits.
        engines: mysql@8.4 mariadb@10.11
        fix (unsafe): Give it a length of 191
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:34 «» → «, 191»
        related: modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:21 «string('kind');» column "kind" is made here, without a length
        data: {"table":"mod_telegram_chats","column":"kind","characters":255,"bytes":1020,"charset":"utf8mb4"}"
    `);
  });
  it('A string as primary key, in the application (an info)', async () => {
    expect(
      await example(RULE, 'A string as primary key, in the application (an info)'),
    ).toMatchInlineSnapshot(`
      "info example:13:36 «primary();»
        column "key" of table "feature_flags" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). One such column fits in the 3072 bytes that a key may have today (not in the 767 of old row formats), 4 of them do not.
        help: Give "key" the length that its values need where it is made (->string('key')): 64 is plenty for a token or a kind, 191 always fits.
        engines: mysql@8.4 mariadb@10.11
        fix (unsafe): Give it a length of 191
          example:13:33 «» → «, 191»
        related: example:13:21 «string('key')» column "key" is made here, without a length
        data: {"table":"feature_flags","column":"key","characters":255,"bytes":1020,"charset":"utf8mb4"}"
    `);
  });
});

const MODULE = 'modules/billing/database/migrations/2026_02_01_000000_step.php';
const ON_MYSQL = { engines: ['mysql@8.4'] };

/** Of each finding its severity, its message and what it was computed from. */
const told = async (files: Readonly<Record<string, string>>, engines = ['mysql@8.4']) =>
  (await check([RULE], files, { engines })).map(({ severity, message }) => `${severity}: ${message}`);

/** Each column that is found, with the bytes that it takes. */
const columns = async (body: string, more: Readonly<Record<string, string>> = {}) =>
  (await check([RULE], { ...more, 1: migration(body) }, ON_MYSQL)).map(({ data }) => [
    data.column,
    data.charset,
    data.characters,
    data.bytes,
  ]);

describe('nothing is said', () => {
  it.each([
    ['of a key over text', "$table->string('note'); $table->fullText('note');"],
    [
      'of a key over the beginning of it',
      "$table->string('note'); $table->index([DB::raw('note(20)')], 'a_note_idx');",
    ],
    ['of an expression', "$table->string('note'); $table->rawIndex('(lower(note))', 'a_note_idx');"],
    ['of a length that was given, though it is the usual one', "$table->string('note', 255)->index();"],
    ['of a spatial key', "$table->string('place'); $table->spatialIndex('place', 'a_place_idx');"],
    ['of a column that is not there', "$table->index('note');"],
  ])('%s', async (_title, body) => {
    expect(await found(RULE, { 1: migration(create('a', body)) }, ON_MYSQL)).toBe('nothing');
  });
  it('of a foreign key: the keys on both sides tell', async () => {
    const parent = create('a', "$table->string('code', 40)->unique();");
    const child = create(
      'b',
      "$table->string('a_code'); $table->foreign('a_code', 'b_a_fk')->references('code')->on('a');",
    );
    expect(await found(RULE, { 1: migration(`${parent} ${child}`) }, ON_MYSQL)).toBe('nothing');
  });
  it('on the way back', async () => {
    const files = {
      1: migration(create('a', "$table->string('note'); $table->string('title', 9)->index();")),
      2: migration(alter('a', "$table->dropIndex(['title']);"), alter('a', "$table->index('note');")),
    };
    expect(await found(RULE, files, ON_MYSQL)).toBe('nothing');
  });
  it('where neither MySQL nor MariaDB is meant', async () => {
    const files = { 1: migration(create('a', "$table->string('note')->index();")) };
    expect(await found(RULE, files, { engines: ['sqlite@3.45', 'postgres@16'] })).toBe('nothing');
  });
});

describe('the bytes of a character', () => {
  it.each([
    // by MySQL's table of character sets
    ['utf8mb4', 4],
    ['utf8mb3', 3],
    ['ucs2', 2],
    ['utf16', 4],
    ['utf16le', 4],
    ['utf32', 4],
    ['gb18030', 4],
    ['gbk', 2],
    ['gb2312', 2],
    ['big5', 2],
    ['sjis', 2],
    ['cp932', 2],
    ['euckr', 2],
    ['ujis', 3],
    ['eucjpms', 3],
    ['latin1', 1],
    ['ascii', 1],
    ['cp1250', 1],
  ])('of %s: %i', async (charset, bytes) => {
    expect(await columns(create('a', `$table->string('note')->charset('${charset}')->index();`))).toEqual([
      ['note', charset, 255, 255 * bytes],
    ]);
  });
  it('of utf8 are those of utf8mb3, however it is written', async () => {
    const body = (charset: string) => create('a', `$table->string('note')->charset('${charset}')->index();`);
    expect(await columns(body('utf8'))).toEqual([['note', 'utf8mb3', 255, 765]]);
    const database =
      "<?php return ['default' => 'mysql', 'connections' => ['mysql' => ['driver' => 'mysql', 'charset' => 'UTF8']]];";
    const plain = create('a', "$table->string('note')->index();");
    const old = `if (Schema::hasTable('old')) { ${plain} }`;
    expect(await columns(old, { 'config/database.php': database })).toEqual([['note', 'UTF8', 255, 765]]);
  });
  it('are those of the connection where the column says nothing', async () => {
    const database = `<?php return ['default' => 'mysql', 'connections' => ['mysql' => [
      'driver' => 'mysql', 'charset' => 'latin1', 'prefix' => 'app_', 'prefix_indexes' => true ]]];`;
    const files = {
      'config/database.php': database,
      1: migration(create('a', "$table->string('note')->index();")),
    };
    expect(await found(RULE, files, ON_MYSQL)).toMatchInlineSnapshot(`
      "info 01:11:97 «index();»
        column "note" of table "a" is indexed, but nobody gave it a length: it takes 255 × 1 = 255 bytes of the key (latin1). One such column fits in the 3072 bytes that a key may have today, 13 of them do not.
        help: Give "note" the length that its values need where it is made (->string('note')): 64 is plenty for a token or a kind, 191 always fits.
        engines: mysql@8.4
        fix (unsafe): Give it a length of 191
          01:11:94 «» → «, 191»
        related: 01:11:81 «string('note')» column "note" is made here, without a length
        data: {"table":"a","column":"note","characters":255,"bytes":255,"charset":"latin1"}"
    `);
  });
  it('and the default length of the application count', async () => {
    const provider = `<?php
namespace App\\Providers;
use Illuminate\\Support\\Facades\\Schema;
use Illuminate\\Support\\ServiceProvider;
class AppServiceProvider extends ServiceProvider {
    public function boot(): void { Schema::defaultStringLength(191); }
}
`;
    const files = {
      artisan: '',
      ...WITH_CLASSES,
      'app/Providers/AppServiceProvider.php': provider,
      'bootstrap/providers.php': '<?php return [App\\Providers\\AppServiceProvider::class];',
    };
    const body = create('a', "$table->string('note')->index();");
    expect(await columns(body, files)).toEqual([]);
  });
});

describe('a row format of old', () => {
  const body = (format: string, column = "$table->string('note')->index();") =>
    `DB::statement('CREATE TABLE a (id int) ROW_FORMAT=${format}'); ${alter('a', column)}`;
  it('has no room for it', async () => {
    const files = { 1: migration(body('COMPACT')) };
    expect(await told(files, ['mysql@8.4', 'mariadb@10.11'])).toMatchInlineSnapshot(`
      [
        "warning: column "note" of table "a" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). MySQL and MariaDB allow 767 bytes for a column of a key there, so it does not fit.",
      ]
    `);
    expect(await found(RULE, files, { engines: ['mysql@5.7', 'mysql@8.4'] })).toMatchInlineSnapshot(`
      "warning 01:11:143 «index();»
        column "note" of table "a" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). MySQL allows 767 bytes for a column of a key there, so it does not fit.
        help: Give "note" the length that its values need where it is made (->string('note')): 64 is plenty for a token or a kind, 191 always fits.
        engines: mysql@5.7 mysql@8.4
        fix (unsafe): Give it a length of 191
          01:11:140 «» → «, 191»
        related: 01:11:127 «string('note')» column "note" is made here, without a length
        data: {"table":"a","column":"note","characters":255,"bytes":1020,"charset":"utf8mb4"}"
    `);
  });
  it('has just room enough where characters are shorter', async () => {
    const column = "$table->string('note')->charset('utf8')->index();";
    expect(await told({ 1: migration(body('REDUNDANT', column)) })).toMatchInlineSnapshot(`
      [
        "warning: column "note" of table "a" is indexed, but nobody gave it a length: it takes 255 × 3 = 765 bytes of the key (utf8mb3). MySQL allows 767 bytes for a column of a key there, so it only just fits.",
      ]
    `);
  });
  it('of some targets is told of these alone', async () => {
    expect(
      await told({ 1: migration(create('a', "$table->string('note')->index();")) }, [
        'mysql@5.6',
        'mysql@8.4',
        'mariadb@10.11',
      ]),
    ).toMatchInlineSnapshot(`
      [
        "warning: column "note" of table "a" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). MySQL 5.6 allows 767 bytes for a column of a key there, so it does not fit.",
      ]
    `);
  });
});

describe('a short character set', () => {
  it('leaves room for many columns, in old row formats, too', async () => {
    const column = "$table->string('note')->charset('latin1')->index();";
    expect(await told({ 1: migration(create('a', column)) })).toMatchInlineSnapshot(`
      [
        "info: column "note" of table "a" is indexed, but nobody gave it a length: it takes 255 × 1 = 255 bytes of the key (latin1). One such column fits in the 3072 bytes that a key may have today, 13 of them do not.",
      ]
    `);
  });
});

describe('a call that makes column and index', () => {
  it('leaves no place for a length, and is an info in modules, too', async () => {
    const morphs = create('mod_billing_notes', "$table->morphs('about');");
    expect(await found(RULE, { [MODULE]: migration(morphs) }, ON_MYSQL)).toMatchInlineSnapshot(`
      "info modules/billing/database/migrations/2026_02_01_000000_step.php:11:97 «morphs('about');»
        column "about_type" of table "mod_billing_notes" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). One such column fits in the 3072 bytes that a key may have today (not in the 767 of old row formats), 4 of them do not.
        help: ->morphs('about') leaves no place for a length: make the columns and the index one by one, or set a default length for the whole application.
        engines: mysql@8.4
        data: {"table":"mod_billing_notes","column":"about_type","characters":255,"bytes":1020,"charset":"utf8mb4"}"
    `);
  });
});

describe('several keys', () => {
  it('over one column are told of once, at the first', async () => {
    const body = create(
      'a',
      "$table->string('note')->index(); $table->date('day'); $table->unique(['note', 'day'], 'a_note_day_unq');",
    );
    expect(await found(RULE, { 1: migration(body) }, ON_MYSQL)).toMatchInlineSnapshot(`
      "info 01:11:135 «unique(['note', 'day'], 'a_note_day_unq');»
        column "note" of table "a" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). One such column fits in the 3072 bytes that a key may have today (not in the 767 of old row formats), 4 of them do not.
        help: Give "note" the length that its values need where it is made (->string('note')): 64 is plenty for a token or a kind, 191 always fits.
        engines: mysql@8.4
        fix (unsafe): Give it a length of 191
          01:11:94 «» → «, 191»
        related: 01:11:81 «string('note')» column "note" is made here, without a length
        data: {"table":"a","column":"note","characters":255,"bytes":1020,"charset":"utf8mb4"}"
    `);
  });
  it('in tables of the same make are told of one by one', async () => {
    const loop =
      "foreach (['a', 'b'] as $name) { Schema::create($name, fn ($table) => $table->string('note')->index()); }";
    const files = await check([RULE], { 1: migration(loop) }, ON_MYSQL);
    expect(files.map((one) => one.data.table)).toEqual(['a', 'b']);
  });
  it('are told of again where the column is made again', async () => {
    const files = await check(
      [RULE],
      {
        1: migration(create('a', "$table->string('note')->index();")),
        2: migration("Schema::drop('a');"),
        3: migration(create('a', "$table->string('note')->index();")),
      },
      ON_MYSQL,
    );
    expect(files.map((one) => one.file.slice(20, 30))).toEqual(
      ['2026_01_01', '2026_01_03'].map((one) => one.slice(0)),
    );
  });
});

describe('a key that is too long as a whole', () => {
  const four =
    "$table->string('p'); $table->string('q'); $table->string('r'); $table->string('s'); $table->index(['p', 'q', 'r', 's'], 'four_idx');";
  it('is an error that says it already', async () => {
    expect(await found(RULE, { 1: migration(create('a', four)) }, ON_MYSQL)).toBe('nothing');
  });
  it('is nothing that another key would be told by', async () => {
    const both = `${four} $table->string('t')->index();`;
    expect((await columns(create('a', both))).map(([name]) => name)).toEqual(['t']);
  });
  it('is told of in a module, whose author can mend it', async () => {
    const files = await check([RULE], { [MODULE]: migration(create('mod_billing_a', four)) }, ON_MYSQL);
    expect(files.map((one) => [one.severity, one.data.column])).toEqual(
      ['p', 'q', 'r', 's'].map((column) => ['warning', column]),
    );
  });
});

describe('a branch', () => {
  it('whose condition is not known is read all the same', async () => {
    const body = `if (count(DB::select('select 1')) > 1) { ${create('a', "$table->string('note')->index(); $table->string('title', 9)->index();")} }`;
    expect(await found(RULE, { 1: migration(body) }, ON_MYSQL)).toMatchInlineSnapshot(`
      "info 01:11:138 «index();»
        column "note" of table "a" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). One such column fits in the 3072 bytes that a key may have today (not in the 767 of old row formats), 4 of them do not. Whether this runs cannot be known.
        help: Give "note" the length that its values need where it is made (->string('note')): 64 is plenty for a token or a kind, 191 always fits.
        engines: mysql@8.4
        fix (unsafe): Give it a length of 191
          01:11:135 «» → «, 191»
        related: 01:11:122 «string('note')» column "note" is made here, without a length
        data: {"table":"a","column":"note","characters":255,"bytes":1020,"charset":"utf8mb4","reached":false}"
    `);
  });
  it('that a fresh database does not reach is judged by what it defines itself', async () => {
    const old = (body: string) => migration(`if (Schema::hasTable('old')) { ${body} }`);
    const table = migration(create('a', "$table->string('title');"));
    const first = `DB::statement('select 1'); ${alter('a', "$table->date('day');")}`;
    const body = `${first} ${alter('a', "$table->string('Note')->nullable();")} ${alter('a', "$table->index('note', 'a_note_idx'); $table->index('title', 'a_title_idx');")}`;
    expect(await found(RULE, { 1: table, 2: old(body) }, ON_MYSQL)).toMatchInlineSnapshot(`
      "info 02:11:287 «index('note', 'a_note_idx');»
        column "Note" of table "a" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). One such column fits in the 3072 bytes that a key may have today (not in the 767 of old row formats), 4 of them do not. A fresh database does not get here: Schema::hasTable('old') is false.
        help: Give "Note" the length that its values need where it is made (->string('Note')): 64 is plenty for a token or a kind, 191 always fits.
        engines: mysql@8.4
        fix (unsafe): Give it a length of 191
          02:11:211 «» → «, 191»
        related: 02:11:198 «string('Note')» column "Note" is made here, without a length
        data: {"table":"a","column":"Note","characters":255,"bytes":1020,"charset":"utf8mb4","reached":false}"
    `);
  });
  it('is not judged by what another table or another branch defines', async () => {
    const old = (body: string) => `if (Schema::hasTable('old')) { ${body} }`;
    const other = (body: string) => `if (Schema::hasTable('older')) { ${body} }`;
    const note = "$table->string('note')->nullable();";
    const index = alter('a', "$table->index('note', 'a_note_idx');");
    const table = migration(create('a', "$table->string('title');"));
    expect(await found(RULE, { 1: table, 2: migration(old(`${alter('b', note)} ${index}`)) }, ON_MYSQL)).toBe(
      'nothing',
    );
    expect(
      await found(RULE, { 1: table, 2: migration(`${other(alter('a', note))} ${old(index)}`) }, ON_MYSQL),
    ).toBe('nothing');
  });
});

describe('limits of old versions', () => {
  const text = migration(create('a', "$table->string('note')->index();"));
  const old = migration(
    `if (Schema::hasTable('old')) { ${create('b', "$table->string('note')->index();")} }`,
  );
  it('hold where a fresh database does not get', async () => {
    const files = await check([RULE], { 1: text, 2: old }, { engines: ['mysql@5.6'] });
    expect(files.map((one) => [one.data.table, one.severity])).toEqual([
      ['a', 'warning'],
      ['b', 'warning'],
    ]);
    expect(files[1]?.message).toContain(
      'MySQL allows 767 bytes for a column of a key there, so it does not fit.',
    );
  });
  it('hold for their own target', async () => {
    const files = await check([RULE], { 1: text, 2: old }, { engines: ['mysql@5.6', 'mysql@8.4'] });
    expect(files[1]?.message).toContain('MySQL 5.6 allows 767 bytes');
    expect(await told({ 1: text, 2: old }, ['mysql@8.4'])).toEqual([
      expect.stringMatching(/^info: .* One such column fits/),
      expect.stringMatching(/^info: .* One such column fits/),
    ]);
  });
});

describe('a table that is refused for its key', () => {
  const flags =
    "Schema::create('flags', function (Blueprint $table) { $table->string('other', 9); $table->string('key'); $table->primary('KEY'); });";
  it('has the limit that the refusal tells of', async () => {
    const files = { 1: migration(flags) };
    expect(await found(RULE, files, { engines: ['mysql@5.6'] })).toMatchInlineSnapshot(`
      "warning 01:11:122 «primary('KEY');»
        column "key" of table "flags" is indexed, but nobody gave it a length: it takes 255 × 4 = 1020 bytes of the key (utf8mb4). MySQL allows 767 bytes for a column of a key there, so it does not fit.
        help: Give "key" the length that its values need where it is made (->string('key')): 64 is plenty for a token or a kind, 191 always fits.
        engines: mysql@5.6
        fix (unsafe): Give it a length of 191
          01:11:111 «» → «, 191»
        related: 01:11:99 «string('key');» column "key" is made here, without a length
        data: {"table":"flags","column":"key","characters":255,"bytes":1020,"charset":"utf8mb4"}"
    `);
    expect(await told(files, ['mysql@5.6', 'mysql@8.4', 'mariadb@10.11'])).toEqual([
      expect.stringContaining('MySQL 5.6 allows 767 bytes'),
    ]);
    expect(await told(files)).toEqual([expect.stringMatching(/^info: .* One such column fits/)]);
  });
  it('is told of though another is refused for another reason', async () => {
    const twice = `${create('a')} ${create('a')} ${flags}`;
    expect(await told({ 1: migration(twice) }, ['mysql@5.6'])).toEqual([
      expect.stringContaining('MySQL allows 767 bytes'),
    ]);
  });
});

it('a key that is wrong for another reason is told of, too', async () => {
  const body = create('a', `$table->string('note')->index('${'n'.repeat(65)}');`);
  expect(await told({ 1: migration(body) })).toEqual([expect.stringMatching(/^info: /)]);
});

it('a column that a later migration indexes once more is told of once', async () => {
  const files = await check(
    [RULE],
    {
      1: migration(create('a', "$table->string('note')->index();")),
      2: migration(alter('a', "$table->unique('note', 'a_note_unq');")),
    },
    ON_MYSQL,
  );
  expect(files.map((one) => one.file.slice(28, 30))).toEqual(['01']);
});

it('a column is known again by its table and its name', async () => {
  const b = create('b', "$table->string('note')->index();");
  const [alone] = await check([RULE], { 1: migration(b) }, ON_MYSQL);
  const [, second] = await check(
    [RULE],
    { 1: migration(`${create('a', "$table->string('note')->index();")} ${b}`) },
    ON_MYSQL,
  );
  expect(second?.fingerprint).toBe(alone?.fingerprint);
});
