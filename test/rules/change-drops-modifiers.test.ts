import { describe, expect, it } from 'vitest';
import { throughHelper } from './helper-class.ts';
import { alter, check, create, migration, type Options, prefixed } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'change-drops-modifiers';

describe('the examples', () => {
  it('A longer string loses its default', async () => {
    expect(await example(RULE, 'A longer string loses its default')).toMatchInlineSnapshot(`
      "warning example:13:21 «string('number', 64)»
        change() drops what it does not repeat: "number" of table "invoices" loses DEFAULT 'draft'. An insert without it fails from then on.
        help: Repeat it: ->default('draft')->change(). If it is meant to go, say so: ->default(null).
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (unsafe): Repeat what the column had
          example:13:41 «» → «->default('draft')»
        related: database/migrations/2025_01_01_000001_create_invoices.php:12:21 «string('number', 32)» "number" was given DEFAULT 'draft' here
        data: {"table":"invoices","column":"number","lost":[{"attribute":"default","was":"DEFAULT 'draft'","call":"default('draft')","engines":["sqlite@3.45","mysql@8.4","mariadb@10.11","postgres@16"]}]}"
    `);
  });
  it('A text may no longer be NULL', async () => {
    expect(await example(RULE, 'A text may no longer be NULL')).toMatchInlineSnapshot(`
      "warning example:13:21 «text('note')»
        change() drops what it does not repeat: "note" of table "invoices" loses NULL. Rows that hold NULL there stop the migration.
        help: Repeat it: ->nullable()->change(). If it is meant to go, say so: ->nullable(false).
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (unsafe): Repeat what the column had
          example:13:33 «» → «->nullable()»
        related: database/migrations/2025_01_01_000001_create_invoices.php:13:21 «string('note', 80)» "note" was given NULL here
        data: {"table":"invoices","column":"note","lost":[{"attribute":"nullable","was":"NULL","call":"nullable()","engines":["sqlite@3.45","mysql@8.4","mariadb@10.11","postgres@16"]}]}"
    `);
  });
  it('A bigger integer may be negative, and has no default', async () => {
    expect(
      await example(RULE, 'A bigger integer may be negative, and has no default'),
    ).toMatchInlineSnapshot(`
      "warning example:13:21 «bigInteger('items')»
        change() drops what it does not repeat: "items" of table "invoices" loses UNSIGNED (MySQL and MariaDB) and DEFAULT '0'. An insert without it fails from then on.
        help: Repeat it: ->unsigned()->default(0)->change(). If it is meant to go, say so: ->unsigned(false)->default(null).
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (unsafe): Repeat what the column had
          example:13:40 «» → «->unsigned()->default(0)»
        related: database/migrations/2025_01_01_000001_create_invoices.php:14:21 «unsignedInteger('items')» "items" was given UNSIGNED and DEFAULT '0' here
        data: {"table":"invoices","column":"items","lost":[{"attribute":"unsigned","was":"UNSIGNED","call":"unsigned()","engines":["mysql@8.4","mariadb@10.11"]},{"attribute":"default","was":"DEFAULT '0'","call":"default(0)","engines":["sqlite@3.45","mysql@8.4","mariadb@10.11","postgres@16"]}]}"
    `);
  });
});

/** What is lost of `a.x`, by engine: `{ default: 'mysql@8.4 postgres@16' }`. */
async function lost(was: string, change: string, options: Options = {}): Promise<unknown> {
  const files = {
    1: migration(create('a', `$table->${was};`)),
    2: migration(alter('a', `$table->${change}->change();`)),
  };
  return lostIn(files, options);
}

async function lostIn(files: Readonly<Record<string, string>>, options: Options = {}): Promise<unknown> {
  const found: Record<string, string> = {};
  for (const { data, suppressed } of await check([RULE], files, options)) {
    expect(suppressed).toBeUndefined();
    for (const { attribute, engines } of data.lost as { attribute: string; engines: string[] }[])
      found[attribute] = engines.join(' ');
  }
  return found;
}

const ALL = 'sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16';
const MYSQLS = 'mysql@8.4 mariadb@10.11';

describe('what is lost', () => {
  it.each([
    ['NULL', "string('x', 9)->nullable()", "string('x', 20)", { nullable: ALL }],
    ['a default', "string('x', 9)->default('y')", "string('x', 20)", { default: ALL }],
    ['both', "integer('x')->nullable()->default(1)", "bigInteger('x')", { nullable: ALL, default: ALL }],
    ['UNSIGNED', "unsignedInteger('x')", "bigInteger('x')", { unsigned: MYSQLS }],
    ['CURRENT_TIMESTAMP', "timestamp('x')->useCurrent()", "dateTime('x', 3)", { default: ALL }],
    [
      'ON UPDATE',
      "timestamp('x')->nullable()->useCurrentOnUpdate()",
      "dateTime('x')->nullable()",
      { onUpdate: MYSQLS },
    ],
    // PostgreSQL keeps comments as well, SQLite has none.
    ['a comment', "string('x', 9)->comment('why')", "string('x', 20)", { comment: `${MYSQLS} postgres@16` }],
    ['a collation', "string('x', 9)->collation('utf8mb4_bin')", "string('x', 20)", { collation: MYSQLS }],
    [
      'a character set',
      "string('x', 9)->charset('latin1')",
      "string('x', 20)",
      { charset: MYSQLS, collation: MYSQLS },
    ],
    ['NULL beside an index', "string('x')->nullable()", "string('x')->unique()", { nullable: ALL }],
    // A call that changes nothing, and takes two things away, hardly means both.
    [
      'two things by nothing else',
      "string('x')->nullable()->default('y')",
      "string('x')",
      { nullable: ALL, default: ALL },
    ],
    [
      'a comment by nothing else than NOT NULL',
      "string('x')->nullable()->comment('y')",
      "string('x')",
      { comment: `${MYSQLS} postgres@16` },
    ],
  ])('%s', async (_what, was, change, expected) => {
    const options =
      was.includes('collation') || was.includes('charset') ? { engines: ['mysql@8.4', 'mariadb@10.11'] } : {};
    expect(await lost(was, change, options)).toEqual(expected);
  });

  it('AUTO_INCREMENT, with a sequence on PostgreSQL', async () => {
    const files = {
      1: migration("Schema::create('a', function (Blueprint $table) { $table->increments('x'); });"),
      2: migration(alter('a', "$table->unsignedBigInteger('x')->change();")),
    };
    expect(await lostIn(files, { engines: ['mysql@8.4', 'mariadb@10.11', 'postgres@16'] })).toEqual({
      autoIncrement: `${MYSQLS} postgres@16`,
    });
  });
});

describe('what is not', () => {
  it.each([
    ['is written', "string('x', 9)->nullable()->default('y')", "string('x', 20)->nullable()->default('y')"],
    [
      'is taken away on purpose',
      "string('x', 9)->nullable()->default('y')",
      "string('x', 20)->nullable(false)->default(null)",
    ],
    ['is another default', "string('x', 9)->default('y')", "string('x', 20)->default('z')"],
    ['is all that the call does: NOT NULL', "string('x')->nullable()", "string('x')"],
    [
      'is all that the call does: no default',
      "string('x')->nullable()->default('y')",
      "string('x')->nullable()",
    ],
    ['is all that the call does: a sign', "unsignedInteger('x')", "integer('x')"],
    ['the new type cannot have on MySQL', "string('x', 9)->default('y')", "text('x')"],
    ['the new type cannot hold', "string('x', 9)->default('y')", "integer('x')"],
    ['JSON has not: a collation', "text('x')", "json('x')"],
    ['numbers have and strings have not', "unsignedInteger('x')", "string('x', 20)"],
    ['was never there', "string('x', 9)", "string('x', 20)"],
    ['comes: NULL', "string('x', 9)", "string('x', 20)->nullable()"],
  ])('what %s', async (_what, was, change) => {
    expect(await lost(was, change)).toEqual({});
  });

  const CREATED = migration(
    create('a', "$table->string('x', 9)->default('y'); $table->integer('z')->default(0);"),
  );
  const LONGER = alter('a', "$table->string('x', 20)->change();");

  it('what doctrine/dbal keeps', async () => {
    const dbal = (laravel: string) => ({
      'composer.json': JSON.stringify({ require: { 'laravel/framework': laravel, 'doctrine/dbal': '^3.6' } }),
    });
    for (const laravel of ['^9.52', '^10.48'])
      expect(await lostIn({ ...dbal(laravel), 1: CREATED, 2: migration(LONGER) })).toEqual({});
    expect(await lostIn({ ...dbal('^11.0'), 1: CREATED, 2: migration(LONGER) })).toEqual({ default: ALL });
  });
  it('what the same migration gives back', async () => {
    const back = alter('a', "$table->string('x', 20)->default('y')->change();");
    expect(await lostIn({ 1: CREATED, 2: migration(`${LONGER} ${back}`) })).toEqual({});
  });
  it('what a later migration gives back', async () => {
    const back = alter('a', "$table->string('x', 20)->default('y')->change();");
    expect(await lostIn({ 1: CREATED, 2: migration(LONGER), 3: migration(back) })).toEqual({});
  });
  it('what is dropped later', async () => {
    expect(await lostIn({ 1: CREATED, 2: migration(LONGER), 3: migration("Schema::drop('a');") })).toEqual(
      {},
    );
    const column = alter('a', "$table->dropColumn('x');");
    expect(await lostIn({ 1: CREATED, 2: migration(LONGER), 3: migration(column) })).toEqual({});
  });
  it('what SQL of its own changes', async () => {
    const sql = "DB::statement('alter table a modify x varchar(20) not null');";
    expect(await lostIn({ 1: CREATED, 2: migration(sql) }, { engines: ['mysql@8.4'] })).toEqual({});
  });
  it('what nobody knows to have been there', async () => {
    expect(await lostIn({ 2: migration(LONGER) })).toEqual({});
    const maybe = migration(
      `if (count(DB::select('select 1')) > 1) { ${create('a', "$table->string('x', 9)->default('y');")} }`,
    );
    expect(await lostIn({ 1: maybe, 2: migration(LONGER) })).toEqual({});
  });
  it('what down() takes away', async () => {
    const files = {
      1: CREATED,
      2: migration(alter('a', "$table->string('x', 20)->default('y')->change();"), LONGER),
    };
    expect(await lostIn(files)).toEqual({});
  });
  it('what SQLite makes anew for the sake of another column', async () => {
    const other = alter('a', "$table->bigInteger('z')->default(0)->change();");
    const all = await check([RULE], { 1: CREATED, 2: migration(LONGER), 3: migration(other) });
    expect(all.map(({ file }) => file)).toEqual(['database/migrations/2026_01_02_000000_step.php']);
  });
});

describe('a finding', () => {
  const MYSQL = { engines: ['mysql@8.4'] };

  it('names the place where the column was defined, and the column of a prefixed table', async () => {
    const files = {
      ...prefixed('mysql'),
      1: migration(create('a', "$table->string('x', 9)->nullable();")),
      2: migration(alter('a', "$table->string('x', 20)->change();")),
    };
    expect(await found(RULE, files, MYSQL)).toMatchInlineSnapshot(`
      "warning 02:11:66 «string('x', 20)»
        change() drops what it does not repeat: "x" of table "a" loses NULL. Rows that hold NULL there stop the migration.
        help: Repeat it: ->nullable()->change(). If it is meant to go, say so: ->nullable(false).
        engines: mysql@8.4
        fix (unsafe): Repeat what the column had
          02:11:81 «» → «->nullable()»
        related: 01:11:81 «string('x', 9)» "x" was given NULL here
        data: {"table":"a","column":"x","lost":[{"attribute":"nullable","was":"NULL","call":"nullable()","engines":["mysql@8.4"]}]}"
    `);
  });
  it('says what engines differ in', async () => {
    const files = {
      1: migration(create('a', "$table->unsignedInteger('x')->default(0)->comment('n');")),
      2: migration(alter('a', "$table->bigInteger('x')->change();")),
    };
    expect(await found(RULE, files)).toMatchInlineSnapshot(`
      "warning 02:11:66 «bigInteger('x')»
        change() drops what it does not repeat: "x" of table "a" loses UNSIGNED (MySQL and MariaDB), DEFAULT '0' and COMMENT 'n' (MySQL, MariaDB and PostgreSQL). An insert without it fails from then on.
        help: Repeat it: ->unsigned()->default(0)->comment('n')->change(). If it is meant to go, say so: ->unsigned(false)->default(null)->comment(null).
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (unsafe): Repeat what the column had
          02:11:81 «» → «->unsigned()->default(0)->comment('n')»
        related: 01:11:81 «unsignedInteger('x')» "x" was given UNSIGNED, DEFAULT '0' and COMMENT 'n' here
        data: {"table":"a","column":"x","lost":[{"attribute":"unsigned","was":"UNSIGNED","call":"unsigned()","engines":["mysql@8.4","mariadb@10.11"]},{"attribute":"default","was":"DEFAULT '0'","call":"default(0)","engines":["sqlite@3.45","mysql@8.4","mariadb@10.11","postgres@16"]},{"attribute":"comment","was":"COMMENT 'n'","call":"comment('n')","engines":["mysql@8.4","mariadb@10.11","postgres@16"]}]}"
    `);
  });
  it('of a comment alone is an info', async () => {
    const files = {
      1: migration(create('a', "$table->string('x', 9)->comment('n');")),
      2: migration(alter('a', "$table->string('x', 20)->change();")),
    };
    expect(await found(RULE, files, MYSQL)).toMatchInlineSnapshot(`
      "info 02:11:66 «string('x', 20)»
        change() drops what it does not repeat: "x" of table "a" loses COMMENT 'n'.
        help: Repeat it: ->comment('n')->change(). If it is meant to go, say so: ->comment(null).
        engines: mysql@8.4
        fix (unsafe): Repeat what the column had
          02:11:81 «» → «->comment('n')»
        related: 01:11:81 «string('x', 9)» "x" was given COMMENT 'n' here
        data: {"table":"a","column":"x","lost":[{"attribute":"comment","was":"COMMENT 'n'","call":"comment('n')","engines":["mysql@8.4"]}]}"
    `);
  });
  it('stands at each column of a loop, without a fix', async () => {
    const files = {
      1: migration(
        create('a', "$table->string('x', 9)->default('x'); $table->string('y', 9)->default('y');"),
      ),
      2: migration(alter('a', "foreach (['x', 'y'] as $c) { $table->string($c, 20)->change(); }")),
    };
    const all = await check([RULE], files, MYSQL);
    expect(all.map(({ data, fix }) => [data.column, fix])).toEqual([
      ['x', undefined],
      ['y', undefined],
    ]);
  });
  it('through a class of the application shows the call there', async () => {
    const before = create('invoices', "$table->string('x', 9)->default('y');");
    const up = alter('invoices', '\\App\\Support\\Columns::add($table);');
    const files = throughHelper("$table->string('x', 20)->change();", before, 'invoices', up);
    expect(await found(RULE, files, MYSQL)).toMatchInlineSnapshot(`
      "warning 01:11:178 «\\App\\Support\\Columns::add($table);»
        change() drops what it does not repeat: "x" of table "invoices" loses DEFAULT 'y'. An insert without it fails from then on.
        help: Repeat it: ->default('y')->change(). If it is meant to go, say so: ->default(null).
        engines: mysql@8.4
        related: app/Support/Columns.php:7:17 «string('x', 20)» made here: ->string('x', 20)
        related: 01:11:88 «string('x', 9)» "x" was given DEFAULT 'y' here
        data: {"table":"invoices","column":"x","lost":[{"attribute":"default","was":"DEFAULT 'y'","call":"default('y')","engines":["mysql@8.4"]}]}"
    `);
  });
});
