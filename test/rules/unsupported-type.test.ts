import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'unsupported-type';

describe('the examples', () => {
  it("PostgreSQL's type for text without case", async () => {
    expect(await example(RULE, "PostgreSQL's type for text without case")).toMatchInlineSnapshot(`
      "error example:14:21 «rawColumn('email', 'citext');»
        column "email" of table "users" is citext, a type that does not exist on every engine; MySQL (errno 1064), MariaDB (errno 4161) and PostgreSQL (SQLSTATE 42704) refuse it. SQLite accepts it.
        help: Take a type that all of them have, or write the column for each engine by itself: if (DB::getDriverName() === …).
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"users","column":"email","type":"citext","codes":{"mysql@8.4":"1064","mariadb@10.11":"4161","postgres@16":"42704"}}"
    `);
  });
  it("MySQL's types in SQL", async () => {
    expect(await example(RULE, "MySQL's types in SQL")).toMatchInlineSnapshot(`
      "error example:12:9 «DB::statement('create table hits (id integer primary key, agent mediumtext)');»
        column "agent" of table "hits" is mediumtext, a type that does not exist on every engine; PostgreSQL refuses it (SQLSTATE 42704). SQLite, MySQL and MariaDB accept it.
        help: Take a type that all of them have, or write the column for each engine by itself: if (DB::getDriverName() === …).
        engines: postgres@16
        data: {"table":"hits","column":"agent","type":"mediumtext","codes":{"postgres@16":"42704"}}"
    `);
  });
  it('A type of one engine that is added later', async () => {
    expect(await example(RULE, 'A type of one engine that is added later')).toMatchInlineSnapshot(`
      "error example:15:9 «DB::statement('alter table places add column spot tsvector');»
        column "spot" of table "places" is tsvector, a type that does not exist on every engine; MySQL (errno 1064) and MariaDB (errno 4161) refuse it. SQLite and PostgreSQL accept it.
        help: Take a type that all of them have, or write the column for each engine by itself: if (DB::getDriverName() === …).
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"places","column":"spot","type":"tsvector","codes":{"mysql@8.4":"1064","mariadb@10.11":"4161"}}"
    `);
  });
});
