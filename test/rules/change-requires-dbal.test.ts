import { describe, expect, it } from 'vitest';
import { expectSameFingerprints } from './fingerprints.ts';
import { throughHelper } from './helper-class.ts';
import { alter, check, create, migration } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'change-requires-dbal';

describe('the examples', () => {
  it('change() in Laravel 9', async () => {
    expect(await example(RULE, 'change() in Laravel 9')).toMatchInlineSnapshot(`
      "error example:13:42 «change();»
        ->change() needs "doctrine/dbal", which the project does not have: the framework throws before anything is sent, on SQLite, MySQL, MariaDB and PostgreSQL. It says: Changing columns for table "customers" requires Doctrine DBAL. Please install the doctrine/dbal package.
        help: composer require doctrine/dbal, or upgrade: from version 11.0 on, the framework needs no package for it.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"package":"doctrine/dbal","until":"11.0","calls":1}"
    `);
  });
  it('renameColumn() in an early Laravel 8', async () => {
    expect(await example(RULE, 'renameColumn() in an early Laravel 8')).toMatchInlineSnapshot(`
      "error example:13:21 «renameColumn('name', 'title');»
        ->renameColumn('name', 'title') needs "doctrine/dbal", which the project does not have: the framework throws before anything is sent, on SQLite, MySQL, MariaDB and PostgreSQL. It says: Class "Doctrine\\DBAL\\Driver\\AbstractSQLiteDriver" not found.
        help: composer require doctrine/dbal, or upgrade: from version 11.0 on, the framework needs no package for it.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"package":"doctrine/dbal","until":"11.0","calls":1}"
    `);
  });
  it('In Laravel 10 the tests on SQLite are what fails', async () => {
    expect(await example(RULE, 'In Laravel 10 the tests on SQLite are what fails')).toMatchInlineSnapshot(`
      "error example:13:42 «change();»
        ->change() needs "doctrine/dbal", which the project does not have: the framework throws before anything is sent, on SQLite. It says: Changing columns for table "customers" requires Doctrine DBAL. Please install the doctrine/dbal package.
        help: composer require doctrine/dbal, or upgrade: from version 11.0 on, the framework needs no package for it.
        engines: sqlite@3.45
        data: {"package":"doctrine/dbal","until":"11.0","calls":1}"
    `);
  });
});

describe('a migration with several such calls', () => {
  const files = {
    1: migration(
      create('customers', "$table->string('name'); $table->string('city'); $table->string('zip');"),
      '',
    ),
    2: migration(
      `${alter('customers', "$table->string('name', 120)->change();")}
        ${alter('customers', "$table->string('city', 80)->change();")}
        ${alter('customers', "$table->string('zip', 10)->change();")}`,
      '',
    ),
  };

  it('is told once, at the first call, with the number of the others', async () => {
    expect(await found(RULE, files, { laravel: '^9.52' })).toMatchInlineSnapshot(`
      "error 02:11:95 «change();»
        ->change() needs "doctrine/dbal", which the project does not have: the framework throws before anything is sent, on SQLite, MySQL, MariaDB and PostgreSQL. It says: Changing columns for table "customers" requires Doctrine DBAL. Please install the doctrine/dbal package. So do 2 more calls of this migration.
        help: composer require doctrine/dbal, or upgrade: from version 11.0 on, the framework needs no package for it.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"package":"doctrine/dbal","until":"11.0","calls":3}"
    `);
  });

  it('is told nothing where the framework needs no package', async () => {
    expect(await found(RULE, files, { laravel: '^11.0' })).toBe('nothing');
  });
});

const A = migration(
  create('a', "$table->string('x', 9); $table->string('y', 9); $table->date('z');"),
  "Schema::drop('a');",
);
const LARAVEL_9 = { laravel: '^9.52' };
const change = (column: string) => alter('a', `$table->string('${column}', 19)->change();`);

describe('the finding', () => {
  it('counts one more call as one', async () => {
    const [one] = await check([RULE], { 1: A, 2: migration(`${change('x')} ${change('y')}`) }, LARAVEL_9);
    expect(one?.message).toMatch(/ So does 1 more call of this migration\.$/);
  });
  it('stands at the first call, also where only one engine gets there', async () => {
    const up = `if (DB::getDriverName() === 'mysql') { ${change('y')} } ${change('x')}`;
    const options = { ...LARAVEL_9, engines: ['sqlite@3.45', 'mysql@8.4'] };
    const [one, ...more] = await check([RULE], { 1: A, 2: migration(up) }, options);
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      span: { start: { line: 11, column: up.indexOf('change()') + 9 } },
      engines: ['sqlite@3.45', 'mysql@8.4'],
      data: { calls: 2 },
    });
  });
  it('counts a call in a loop once', async () => {
    const up = `foreach (['x', 'y'] as $name) { Schema::table('a', fn (Blueprint $table) => $table->string($name, 19)->change()); }`;
    const [one] = await check([RULE], { 1: A, 2: migration(up) }, LARAVEL_9);
    expect(one?.data).toMatchObject({ calls: 1 });
    expect(one?.message).not.toContain('more call');
  });
  it('leads to a class of the application', async () => {
    const files = {
      ...throughHelper(
        "$table->string('x', 19)->change();",
        '',
        'a',
        alter('a', '\\App\\Support\\Columns::add($table);'),
      ),
      'composer.json':
        '{ "require": { "laravel/framework": "^9.52" }, "autoload": { "psr-4": { "App\\\\": "app/" } } }',
      0: A,
    };
    expect(await found(RULE, files, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "error 01:11:59 «\\App\\Support\\Columns::add($table);»
        ->change() needs "doctrine/dbal", which the project does not have: the framework throws before anything is sent, on MySQL. It says: Changing columns for table "a" requires Doctrine DBAL. Please install the doctrine/dbal package.
        help: composer require doctrine/dbal, or upgrade: from version 11.0 on, the framework needs no package for it.
        engines: mysql@8.4
        related: app/Support/Columns.php:7:34 «change();» made here: ->change()
        data: {"package":"doctrine/dbal","until":"11.0","calls":1}"
    `);
  });
  it('on the way back alone is a warning, and says so', async () => {
    const files = { 1: A, 2: migration(alter('a', "$table->date('d')->nullable();"), change('x')) };
    expect(await found(RULE, files, { ...LARAVEL_9, engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "warning 02:16:83 «change();»
        On the way back: ->change() needs "doctrine/dbal", which the project does not have: the framework throws before anything is sent, on MySQL. It says: Changing columns for table "a" requires Doctrine DBAL. Please install the doctrine/dbal package.
        help: composer require doctrine/dbal, or upgrade: from version 11.0 on, the framework needs no package for it.
        engines: mysql@8.4
        data: {"package":"doctrine/dbal","until":"11.0","calls":1}"
    `);
    const both = { 1: A, 2: migration(change('x'), change('y')) };
    const [one] = await check([RULE], both, LARAVEL_9);
    expect(one?.severity).toBe('error');
    expect(one?.message).toMatch(/^->change\(\) needs/);
  });
  it('is marked where a fresh database does not get there', async () => {
    const up = `if (Schema::hasTable('old')) { ${change('x')} ${change('y')} }`;
    expect(
      await found(RULE, { 1: A, 2: migration(up) }, { ...LARAVEL_9, engines: ['mysql@8.4'] }),
    ).toMatchInlineSnapshot(`
      "error 02:11:114 «change();»
        ->change() needs "doctrine/dbal", which the project does not have: the framework throws before anything is sent, on MySQL. It says: Changing columns for table "a" requires Doctrine DBAL. Please install the doctrine/dbal package. So does 1 more call of this migration. A fresh database does not get here: Schema::hasTable('old') is false.
        help: composer require doctrine/dbal, or upgrade: from version 11.0 on, the framework needs no package for it.
        engines: mysql@8.4
        data: {"package":"doctrine/dbal","until":"11.0","calls":2,"reached":false}"
    `);
  });
  it('counts what a fresh database reaches, where it reaches any', async () => {
    const up = `if (Schema::hasTable('old')) { ${change('x')} } ${change('y')}`;
    const [one, ...more] = await check([RULE], { 1: A, 2: migration(up) }, LARAVEL_9);
    expect(more).toEqual([]);
    expect(one?.data).toEqual({ package: 'doctrine/dbal', until: '11.0', calls: 1 });
  });
  it('keeps its fingerprint when another migration is mended', async () => {
    const rest = { 1: A, 3: migration(change('y')) };
    await expectSameFingerprints(RULE, { ...rest, 2: migration(change('x')) }, rest, LARAVEL_9);
  });
});

describe('nothing is said', () => {
  it.each([
    ['of what the migration catches', `try { ${change('x')} } catch (\\Throwable $e) { }`],
    ['of what may not run', `if (count(DB::select('select 1')) > 1) { ${change('x')} }`],
    ['of what the framework refuses for another reason', alter('a', "$table->fullText('x');")],
  ])('%s', async (_title, up) => {
    expect(await found(RULE, { 1: A, 2: migration(up) }, { ...LARAVEL_9, engines: ['sqlite@3.45'] })).toBe(
      'nothing',
    );
  });
});
