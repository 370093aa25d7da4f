import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

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
