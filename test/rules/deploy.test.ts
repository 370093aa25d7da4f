/** What the rules for the deploy leave alone, beyond their examples, and how they put it. */
import { describe, expect, it } from 'vitest';
import { alter, check, create, migration, type Options } from './project.ts';

const COLUMNS = "$table->string('number', 60); $table->integer('items')->default(0);";
const FIRST = migration(create('orders', COLUMNS), "Schema::drop('orders');");
const told = async (rule: string, up: string, options: Options = {}) =>
  (await check([rule], { 1: FIRST, 2: migration(up) }, options)).map(({ message }) => message);
const MYSQL = { engines: ['mysql@8.4'] };

describe('a table that this migration has emptied', () => {
  const empty = "DB::table('orders')->truncate();";
  it.each([
    ['add-not-null-without-default', alter('orders', "$table->string('code', 20);")],
    ['unique-on-populated', alter('orders', "$table->unique('number');")],
    ['narrowing-change', alter('orders', "$table->string('number', 20)->change();")],
    ['table-copy', alter('orders', "$table->bigInteger('items')->default(0)->change();")],
  ])('holds nothing that %s could speak of', async (rule, up) => {
    expect(await told(rule, up)).toHaveLength(1);
    expect(await told(rule, `${empty} ${up}`)).toEqual([]);
  });
  it('does so until something is written into it', async () => {
    const again = `${empty} DB::table('orders')->insert(['number' => '1']);`;
    const up = `${alter('orders', "$table->string('code', 20);")}`;
    expect(await told('add-not-null-without-default', `${again} ${up}`)).toHaveLength(1);
  });
});

describe('rows that are looked through first', () => {
  const loop =
    "DB::table('orders')->orderBy('id')->chunk(100, function ($orders) { foreach ($orders as $order) { DB::table('orders')->where('id', $order->id)->update(['number' => 'x']); } });";
  it.each([
    ['unique-on-populated', alter('orders', "$table->unique('number');")],
    ['narrowing-change', alter('orders', "$table->string('number', 20)->change();")],
  ])('have been thought of: %s', async (rule, up) => {
    expect(await told(rule, `${loop} ${up}`)).toEqual([]);
  });
});

describe('a table that SQLite makes anew', () => {
  const child = create('lines', "$table->foreignId('order_id')->constrained('orders')->cascadeOnDelete();");
  const files = {
    'config/database.php': `<?php return ['default' => 'sqlite', 'connections' => ['sqlite' => ['driver' => 'sqlite', 'foreign_key_constraints' => true]]];`,
    1: migration(`${create('orders', COLUMNS)} ${child}`),
    2: migration(alter('orders', "$table->string('number', 80)->change();")),
  };
  it.each([
    ['doctrine/dbal', '10.48.22'],
    ['Laravel 12', '12.40.0'],
  ])('is not dropped, though %s says so', async (_title, laravel) => {
    const composer = `{ "require": { "laravel/framework": "${laravel}", "doctrine/dbal": "^3.0" } }`;
    const found = async (rule: string) =>
      (await check([rule], { ...files, 'composer.json': composer }, { engines: ['sqlite@3.45'] })).length;
    expect(await found('drop-table')).toBe(0);
    expect(await found('drop-column')).toBe(0);
    // only doctrine/dbal leaves foreign keys on
    expect(await found('sqlite-rebuild-cascades')).toBe(laravel.startsWith('10') ? 1 : 0);
  });
});

describe('drop-table', () => {
  it('is content where a copy takes the place, and says what begins empty', async () => {
    const copy = `${create('orders_new', COLUMNS)} Schema::drop('orders'); Schema::rename('orders_new', 'orders');`;
    expect(await told('drop-table', copy)).toEqual([]);
    expect(await told('drop-table', `Schema::drop('orders'); ${create('orders')}`)).toEqual([
      'drops the table "orders". What is made in its place begins empty: the rows are gone for good.',
    ]);
  });
});

describe('table-copy', () => {
  const twice = alter(
    'orders',
    "$table->bigInteger('items')->default(0)->change(); $table->string('number', 70)->change();",
  );
  it('is told once of a table, with the number of copies and their reasons', async () => {
    expect(await told('table-copy', twice, MYSQL)).toEqual([
      'table "orders" is written anew, 2 times: its type changes from int to bigint and its type changes from varchar(60) to varchar(70). MySQL lets nobody write meanwhile (ALGORITHM=COPY).',
    ]);
  });
  it('tells PostgreSQL’s lock apart', async () => {
    expect(
      await told('table-copy', alter('orders', "$table->bigInteger('items')->default(0)->change();")),
    ).toEqual([
      expect.stringContaining(
        'MySQL and MariaDB let nobody write meanwhile (ALGORITHM=COPY). PostgreSQL lets nobody read or write meanwhile (ACCESS EXCLUSIVE).',
      ),
    ]);
  });
  it('speaks of the large tables only, where some are declared', async () => {
    const large = async (names: readonly string[]) =>
      (
        await check(
          ['table-copy'],
          { 1: FIRST, 2: migration(twice), 'dialint.json': JSON.stringify({ tables: { large: names } }) },
          MYSQL,
        )
      ).length;
    expect([await large([]), await large(['ord*']), await large(['customers'])]).toEqual([1, 1, 0]);
  });
});

describe('add-not-null-without-default', () => {
  it('explains what an engine refuses in place of engine-rejects', async () => {
    const files = {
      1: migration(`${create('a')} DB::table('a')->insert(['id' => 1]);`),
      2: migration(alter('a', "$table->string('x', 10);")),
    };
    const found = await check(['add-not-null-without-default', 'engine-rejects'], files, {
      engines: ['mysql@8.4', 'postgres@16'],
    });
    expect(found.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['add-not-null-without-default', 'error'],
    ]);
    expect(found[0]?.message).toContain(
      'An earlier step has put rows there, and PostgreSQL refuses it (SQLSTATE 23502). MySQL silently writes an empty string into each.',
    );
  });
});
