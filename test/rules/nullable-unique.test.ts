import { describe, expect, it } from 'vitest';
import { expectSameFingerprints } from './fingerprints.ts';
import { throughHelper } from './helper-class.ts';
import { alter, check, create, migration, type Options, prefixed } from './project.ts';
import { example, found } from './shown.ts';

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

const raw = (text: string) => `DB::statement('${text}');`;
const MYSQL = { engines: ['mysql@8.4'] };
const POSTGRES = { engines: ['postgres@16'] };
const SQLITE = { engines: ['sqlite@3.45'] };
const X = "$table->string('x', 9)->nullable();";
const Y = "$table->string('y', 9)->nullable();";
const Z = "$table->string('z', 9);";
const A = create('a', X);

describe('a key over several columns', () => {
  it('of which two may be NULL', async () => {
    const up = create('a', `${X} ${Y} ${Z} $table->unique(['x', 'y', 'z'], 'u');`);
    expect(await found(RULE, { 1: migration(up) }, MYSQL)).toMatchInlineSnapshot(`
      "warning 01:11:177 «unique(['x', 'y', 'z'], 'u');»
        unique index "u" on table "a" covers "x" and "y", which may be NULL. NULL equals nothing, not even NULL, so MySQL accepts any number of rows with the same "z" as long as one of "x" and "y" is NULL.
        help: If a row without a value must be unique as well, make the columns NOT NULL with a default; if not, say so in a suppression comment.
        engines: mysql@8.4
        data: {"table":"a","name":"u","columns":["x","y","z"],"nullable":["x","y"]}"
    `);
  });
  it('of which all may be NULL', async () => {
    const up = create('a', `${X} ${Y} $table->unique(['x', 'y'], 'u');`);
    expect(await found(RULE, { 1: migration(up) }, MYSQL)).toMatchInlineSnapshot(`
      "warning 01:11:153 «unique(['x', 'y'], 'u');»
        unique index "u" on table "a" covers "x" and "y", which may be NULL. NULL equals nothing, not even NULL, so MySQL accepts any number of rows alike as long as one of "x" and "y" is NULL.
        help: If a row without a value must be unique as well, make the columns NOT NULL with a default; if not, say so in a suppression comment.
        engines: mysql@8.4
        data: {"table":"a","name":"u","columns":["x","y"],"nullable":["x","y"]}"
    `);
  });
  it('one of which is an expression', async () => {
    const up = `${create('a', X)} ${raw('create unique index u on a (lower(x), x)')}`;
    expect(await found(RULE, { 1: migration(up) }, POSTGRES)).toMatchInlineSnapshot(`
      "info 01:11:113 «DB::statement('create unique index u on a (lower(x), x)');»
        unique index "u" on table "a" covers "x", which may be NULL. NULL equals nothing, not even NULL, so PostgreSQL accepts any number of rows without "x".
        help: If a row without a value must be unique as well, make the column NOT NULL with a default; if not, say so in a suppression comment.
        engines: postgres@16
        data: {"table":"a","name":"u","columns":["x"],"nullable":["x"]}"
    `);
  });
});

describe('a unique column', () => {
  it('of which no name is given', async () => {
    const up = raw('create table a (x int unique)');
    expect(await found(RULE, { 1: migration(up) }, SQLITE)).toMatchInlineSnapshot(`
      "info 01:11:9 «DB::statement('create table a (x int unique)');»
        unique index on table "a" covers "x", which may be NULL. NULL equals nothing, not even NULL, so SQLite accepts any number of rows without "x".
        help: If a row without a value must be unique as well, make the column NOT NULL with a default; if not, say so in a suppression comment.
        engines: sqlite@3.45
        data: {"table":"a","name":null,"columns":["x"],"nullable":["x"]}"
    `);
  });
  it('that was made by an earlier migration', async () => {
    const files = { 1: migration(A), 2: migration(alter('a', "$table->unique('x', 'u');")) };
    expect(await found(RULE, files, MYSQL)).toMatchInlineSnapshot(`
      "info 02:11:66 «unique('x', 'u');»
        unique index "u" on table "a" covers "x", which may be NULL. NULL equals nothing, not even NULL, so MySQL accepts any number of rows without "x".
        help: If a row without a value must be unique as well, make the column NOT NULL with a default; if not, say so in a suppression comment.
        engines: mysql@8.4
        related: 01:11:81 «string('x', 9)» "x" may be NULL from here on
        data: {"table":"a","name":"u","columns":["x"],"nullable":["x"]}"
    `);
  });
  it('that is made by a class of the application', async () => {
    const files = throughHelper("$table->string('x', 9)->nullable()->unique();");
    expect(await found(RULE, files, MYSQL)).toMatchInlineSnapshot(`
      "info 01:11:81 «\\App\\Support\\Columns::add($table);»
        unique index "invoices_x_unique" on table "invoices" covers "x", which may be NULL. NULL equals nothing, not even NULL, so MySQL accepts any number of rows without "x".
        help: If a row without a value must be unique as well, make the column NOT NULL with a default; if not, say so in a suppression comment.
        engines: mysql@8.4
        related: app/Support/Columns.php:7:45 «unique();» made here: ->unique()
        data: {"table":"invoices","name":"invoices_x_unique","columns":["x"],"nullable":["x"]}"
    `);
  });
  it('that may not be made at all', async () => {
    const up = `if (count(DB::select('select 1')) > 1) { ${create('a', "$table->string('x', 9)->nullable()->unique();")} }`;
    expect(await found(RULE, { 1: migration(up) }, MYSQL)).toMatchInlineSnapshot(`"nothing"`);
  });
  it('of a table with a prefix', async () => {
    const files = {
      ...prefixed('mysql'),
      1: migration(create('a', "$table->string('x', 9)->nullable()->unique();")),
    };
    const [one] = await check([RULE], files, MYSQL);
    expect(one?.data).toMatchObject({ table: 'a', columns: ['x'] });
  });
  it('of a table that has another name by now', async () => {
    const files = {
      1: migration(`${A} ${alter('a', "$table->unique('x', 'u');")}`),
      2: migration("Schema::rename('a', 'b');"),
    };
    expect((await check([RULE], files)).map(({ data, engines }) => [data.table, engines.length])).toEqual([
      ['a', 4],
    ]);
  });
});

describe('each index is told of once', () => {
  it('where one call makes several', async () => {
    const up = `foreach (['a', 'b'] as $name) { Schema::create($name, function (Blueprint $table) { ${X} ${Y} foreach (['x', 'y'] as $column) { $table->unique($column); } }); }`;
    expect(
      (await check([RULE], { 1: migration(up) })).map(({ data, engines }) => [data.name, engines.length]),
    ).toEqual([
      ['a_x_unique', 4],
      ['a_y_unique', 4],
      ['b_x_unique', 4],
      ['b_y_unique', 4],
    ]);
  });
  it('where two calls make it on two tables', async () => {
    const table = (name: string) => create(name, "$table->string('x', 9)->nullable()->unique();");
    expect(await check([RULE], { 1: migration(`${table('a')} ${table('b')}`) })).toHaveLength(2);
  });
  it('where SQLite makes the table anew, and the index with it', async () => {
    const files = {
      1: migration(create('a', `${Z} $table->string('x', 9)->nullable()->unique();`)),
      2: migration(alter('a', "$table->string('z', 19)->change();")),
    };
    const all = await check([RULE], files, SQLITE);
    expect(all.map(({ file }) => file)).toEqual(['database/migrations/2026_01_01_000000_step.php']);
  });
  it('and keeps its fingerprint when another is mended', async () => {
    const rest = { 1: migration(`${A} ${alter('a', "$table->unique('x', 'u');")}`) };
    const other = create('b', `${X} $table->unique('x', 'v');`);
    await expectSameFingerprints(RULE, { 2: rest[1], 1: migration(other) }, rest);
  });
});

describe('on some engines', () => {
  const on = (driver: string) =>
    `${A} if (DB::getDriverName() === '${driver}') { ${alter('a', "$table->unique('x', 'u');")} }`;
  const engines = async (driver: string, options: Options = {}) =>
    (await check([RULE], { 1: migration(on(driver)) }, options)).map((one) => one.engines);
  it('it is told of these', async () => {
    expect(await engines('pgsql')).toEqual([['postgres@16']]);
    expect(await engines('sqlite', SQLITE)).toEqual([['sqlite@3.45']]);
  });
  it('but for SQLite: what is there only for the tests bites nobody', async () => {
    expect(await engines('sqlite')).toEqual([]);
  });
  it('it is told of all but PostgreSQL where that takes NULLs for equal', async () => {
    const up = create('a', `${X} $table->unique('x', 'u')->nullsNotDistinct();`);
    const all = await check([RULE], { 1: migration(up) }, { laravel: '^12.3' });
    expect(all.map((one) => one.engines)).toEqual([['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11']]);
    const again = create('a', `${X} $table->unique('x', 'u')->nullsNotDistinct(false);`);
    expect(await check([RULE], { 1: migration(again) }, { ...POSTGRES, laravel: '^12.3' })).toHaveLength(1);
  });
});

describe('nothing is said', () => {
  it.each([
    [
      'of soft deletes, however they are called',
      create(
        'a',
        `${Z} $table->timestamp('DeletedAt')->nullable(); $table->unique(['z', 'DeletedAt'], 'u');`,
      ),
    ],
    [
      'of a generated column',
      create('a', `${Z} $table->string('g', 9)->nullable()->storedAs('z')->unique();`),
    ],
    ['of a plain index', create('a', `${X} $table->index('x');`)],
    ['of a column that is not there', create('a', "$table->unique('nowhere', 'u');")],
    ['of a table that is not there', alter('nowhere', "$table->unique('x', 'u');")],
  ])('%s', async (_title, up) => {
    expect(await found(RULE, { 1: migration(up) }, MYSQL)).toBe('nothing');
  });
  it('of an index that leaves NULL out, but of one that leaves other rows out', async () => {
    const told = (where: string) =>
      found(RULE, { 1: migration(`${A} ${raw(`create unique index u on a (x) where ${where}`)}`) }, POSTGRES);
    expect(await told('x IS NOT NULL')).toBe('nothing');
    expect(await told("x <> \\'\\'")).not.toBe('nothing');
  });
  it('of an index that only the way back makes', async () => {
    expect(await found(RULE, { 1: migration(A, alter('a', "$table->unique('x', 'u');")) })).toBe('nothing');
  });
  it('where a later migration makes the column NOT NULL, whatever its way back does', async () => {
    const change = (call: string) => alter('a', `$table->string('x', 9)${call}->change();`);
    const files = {
      1: migration(create('a', "$table->string('x', 9)->nullable()->unique();")),
      2: migration(change('->nullable(false)'), change('->nullable()')),
    };
    expect(await found(RULE, files)).toBe('nothing');
  });
  it('of names that only look like soft deletes, something is', async () => {
    for (const name of ['undeleted_at', 'deleted_at_all'])
      expect(
        await check(
          [RULE],
          { 1: migration(create('a', `$table->timestamp('${name}')->nullable()->unique();`)) },
          MYSQL,
        ),
      ).toHaveLength(1);
  });
});
