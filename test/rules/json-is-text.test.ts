import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'json-is-text';

describe('the examples', () => {
  it('json()', async () => {
    expect(await example(RULE, 'json()')).toMatchInlineSnapshot(`
      "info example:14:21 «json('settings')»
        column "settings" of table "profiles" is text on SQLite and MariaDB, and a type of its own on MySQL and PostgreSQL. What is written comes back as it was on SQLite and MariaDB, and parsed on MySQL and PostgreSQL; comparing whole documents gives other rows. On PostgreSQL json has no =: DISTINCT and GROUP BY over it are refused (SQLSTATE 42883).
        help: Compare paths (where('settings->key', …)), not whole documents; on PostgreSQL jsonb() can be compared and indexed. Test on MySQL and PostgreSQL what happens to invalid JSON: MySQL and PostgreSQL refuse it.
        engines: sqlite@3.45 mariadb@10.11
        data: {"table":"profiles","column":"settings","types":{"sqlite@3.45":"TEXT","mysql@8.4":"json","mariadb@10.11":"longtext","postgres@16":"json"}}"
    `);
  });
  it('jsonb()', async () => {
    expect(await example(RULE, 'jsonb()')).toMatchInlineSnapshot(`
      "info example:14:21 «jsonb('settings')»
        column "settings" of table "profiles" is text on SQLite and MariaDB, and a type of its own on MySQL and PostgreSQL. What is written comes back as it was on SQLite and MariaDB, and parsed on MySQL and PostgreSQL; comparing whole documents gives other rows.
        help: Compare paths (where('settings->key', …)), not whole documents. Test on MySQL and PostgreSQL what happens to invalid JSON: MySQL and PostgreSQL refuse it.
        engines: sqlite@3.45 mariadb@10.11
        data: {"table":"profiles","column":"settings","types":{"sqlite@3.45":"TEXT","mysql@8.4":"json","mariadb@10.11":"longtext","postgres@16":"jsonb"}}"
    `);
  });
  it('It comes later', async () => {
    expect(await example(RULE, 'It comes later')).toMatchInlineSnapshot(`
      "info example:17:21 «json('tags')»
        column "tags" of table "profiles" is text on SQLite and MariaDB, and a type of its own on MySQL and PostgreSQL. What is written comes back as it was on SQLite and MariaDB, and parsed on MySQL and PostgreSQL; comparing whole documents gives other rows. On PostgreSQL json has no =: DISTINCT and GROUP BY over it are refused (SQLSTATE 42883).
        help: Compare paths (where('tags->key', …)), not whole documents; on PostgreSQL jsonb() can be compared and indexed. Test on MySQL and PostgreSQL what happens to invalid JSON: MySQL and PostgreSQL refuse it.
        engines: sqlite@3.45 mariadb@10.11
        data: {"table":"profiles","column":"tags","types":{"sqlite@3.45":"TEXT","mysql@8.4":"json","mariadb@10.11":"longtext","postgres@16":"json"}}"
    `);
  });
});
