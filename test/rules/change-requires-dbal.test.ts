import { describe, expect, it } from 'vitest';
import { alter, create, migration } from './project.ts';
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
