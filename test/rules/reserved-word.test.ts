import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'reserved-word';

describe('the examples', () => {
  it('rank is a function since MySQL 8.0', async () => {
    expect(await example(RULE, 'rank is a function since MySQL 8.0')).toMatchInlineSnapshot(`
      "error example:16:9 «DB::statement('alter table players add column rank integer');»
        DB::statement(…) uses "rank" as a name without quotes, and that is a reserved word on some engines; MySQL refuses it (errno 1064). SQLite, MariaDB and PostgreSQL accept it.
        help: Let the schema or query builder write the statement, since it quotes each name as its engine does; or give another name than "rank". Quotes in SQL are no way out: backticks are read by MySQL, MariaDB and SQLite, double quotes by PostgreSQL and SQLite.
        engines: mysql@8.4
        data: {"word":"rank","sql":"alter table players add column rank integer","codes":{"mysql@8.4":"1064"}}"
    `);
  });
  it('A table that is called groups', async () => {
    expect(await example(RULE, 'A table that is called groups')).toMatchInlineSnapshot(`
      "error example:12:9 «DB::statement('create table groups (id integer primary key)');»
        DB::statement(…) uses "groups" as a name without quotes, and that is a reserved word on some engines; MySQL refuses it (errno 1064). SQLite, MariaDB and PostgreSQL accept it.
        help: Let the schema or query builder write the statement, since it quotes each name as its engine does; or give another name than "groups". Quotes in SQL are no way out: backticks are read by MySQL, MariaDB and SQLite, double quotes by PostgreSQL and SQLite.
        engines: mysql@8.4
        data: {"word":"groups","sql":"create table groups (id integer primary key)","codes":{"mysql@8.4":"1064"}}"
    `);
  });
  it('A table that is called user', async () => {
    expect(await example(RULE, 'A table that is called user')).toMatchInlineSnapshot(`
      "error example:12:9 «DB::statement('create table user (id integer primary key)');»
        DB::statement(…) uses "user" as a name without quotes, and that is a reserved word on some engines; PostgreSQL refuses it (SQLSTATE 42601). SQLite, MySQL and MariaDB accept it.
        help: Let the schema or query builder write the statement, since it quotes each name as its engine does; or give another name than "user". Quotes in SQL are no way out: backticks are read by MySQL, MariaDB and SQLite, double quotes by PostgreSQL and SQLite.
        engines: postgres@16
        data: {"word":"user","sql":"create table user (id integer primary key)","codes":{"postgres@16":"42601"}}"
    `);
  });
});
