import { describe, expect, it } from 'vitest';
import { create, migration } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'dialect-only-sql';

describe('the examples', () => {
  it('MODIFY', async () => {
    expect(await example(RULE, 'MODIFY')).toMatchInlineSnapshot(`
      "error example:17:9 «DB::statement('alter table users modify name varchar(120) not null');»
        DB::statement(…) sends SQL that not every engine reads (SQLite: near "modify": syntax error; PostgreSQL: syntax error at or near "modify"); SQLite (SQLITE_ERROR) and PostgreSQL (SQLSTATE 42601) refuse it. MySQL and MariaDB accept it.
        help: Use Schema::table() with ->change() or renameColumn(), which are written for each engine. What one engine alone needs belongs behind a question: if (DB::getDriverName() === …).
        engines: sqlite@3.45 postgres@16
        data: {"sql":"alter table users modify name varchar(120) not null","messages":{"sqlite@3.45":"near \\"modify\\": syntax error","postgres@16":"syntax error at or near \\"modify\\""},"codes":{"sqlite@3.45":"SQLITE_ERROR","postgres@16":"42601"}}"
    `);
  });
  it('Backticks', async () => {
    expect(await example(RULE, 'Backticks')).toMatchInlineSnapshot(`
      "error example:17:9 «DB::statement('update \`users\` set \`name\` = upper(\`name\`)');»
        DB::statement(…) sends SQL that not every engine reads (PostgreSQL: syntax error at or near "\`"); PostgreSQL refuses it (SQLSTATE 42601). SQLite, MySQL and MariaDB accept it.
        help: Leave the backticks out, or let the query builder quote: PostgreSQL has no such quotes. What one engine alone needs belongs behind a question: if (DB::getDriverName() === …).
        engines: postgres@16
        data: {"sql":"update \`users\` set \`name\` = upper(\`name\`)","messages":{"postgres@16":"syntax error at or near \\"\`\\""},"codes":{"postgres@16":"42601"}}"
    `);
  });
  it('UPDATE … JOIN', async () => {
    expect(await example(RULE, 'UPDATE … JOIN')).toMatchInlineSnapshot(`
      "error example:22:9 «DB::statement('update users join profiles on profiles.user_id = users.id set users.name = profiles.nick');»
        DB::statement(…) sends SQL that not every engine reads (SQLite: near "join": syntax error; PostgreSQL: syntax error at or near "join"); SQLite (SQLITE_ERROR) and PostgreSQL (SQLSTATE 42601) refuse it. MySQL and MariaDB accept it.
        help: UPDATE … JOIN is known to MySQL and MariaDB alone: use a subquery (SET x = (SELECT …) WHERE EXISTS (SELECT …)), or the query builder. What one engine alone needs belongs behind a question: if (DB::getDriverName() === …).
        engines: sqlite@3.45 postgres@16
        data: {"sql":"update users join profiles on profiles.user_id = users.id set users.name = profiles.nick","messages":{"sqlite@3.45":"near \\"join\\": syntax error","postgres@16":"syntax error at or near \\"join\\""},"codes":{"sqlite@3.45":"SQLITE_ERROR","postgres@16":"42601"}}"
    `);
  });
  it('A function of MySQL', async () => {
    expect(await example(RULE, 'A function of MySQL')).toMatchInlineSnapshot(`
      "error example:17:9 «DB::statement("update users set name = date_format(name, '%Y')");»
        DB::statement(…) sends SQL that not every engine reads (SQLite: no such function: date_format; PostgreSQL: function date_format(…) does not exist); SQLite (SQLITE_ERROR) and PostgreSQL (SQLSTATE 42883) refuse it. MySQL and MariaDB accept it.
        help: Work the date out in PHP (Carbon): no function for that is known to all engines. What one engine alone needs belongs behind a question: if (DB::getDriverName() === …).
        engines: sqlite@3.45 postgres@16
        data: {"sql":"update users set name = date_format(name, '%Y')","messages":{"sqlite@3.45":"no such function: date_format","postgres@16":"function date_format(…) does not exist"},"codes":{"sqlite@3.45":"SQLITE_ERROR","postgres@16":"42883"}}"
    `);
  });
  it('A boolean that is compared with a number', async () => {
    expect(await example(RULE, 'A boolean that is compared with a number')).toMatchInlineSnapshot(`
      "error example:17:9 «DB::statement('delete from users where active = 0');»
        DB::statement(…) sends SQL that not every engine reads (PostgreSQL: operator does not exist: boolean = integer); PostgreSQL refuses it (SQLSTATE 42883). SQLite, MySQL and MariaDB accept it.
        help: PostgreSQL takes true and false for a boolean, as all engines do; where() of the query builder binds what fits. What one engine alone needs belongs behind a question: if (DB::getDriverName() === …).
        engines: postgres@16
        data: {"sql":"delete from users where active = 0","messages":{"postgres@16":"operator does not exist: boolean = integer"},"codes":{"postgres@16":"42883"}}"
    `);
  });
  it('A cast of PostgreSQL', async () => {
    expect(await example(RULE, 'A cast of PostgreSQL')).toMatchInlineSnapshot(`
      "error example:17:9 «DB::statement("update users set name = id::text where name = ''");»
        DB::statement(…) sends SQL that not every engine reads (SQLite: unrecognized token: ":"; MySQL and MariaDB: near '::text where name = ''' at line 1); SQLite (SQLITE_ERROR), MySQL (errno 1064) and MariaDB (errno 1064) refuse it. PostgreSQL accepts it.
        help: Use CAST(… AS …), which all engines have. What one engine alone needs belongs behind a question: if (DB::getDriverName() === …).
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11
        data: {"sql":"update users set name = id::text where name = ''","messages":{"sqlite@3.45":"unrecognized token: \\":\\"","mysql@8.4":"You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near '::text where name = ''' at line 1","mariadb@10.11":"You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version for the right syntax to use near '::text where name = ''' at line 1"},"codes":{"sqlite@3.45":"SQLITE_ERROR","mysql@8.4":"1064","mariadb@10.11":"1064"}}"
    `);
  });
});

// On SQLite and MySQL that is a string; better-sqlite3 is built without such, so it is no example.
it('tells of strings in double quotes', async () => {
  const up = `${create('a', "$table->string('x', 9);")} DB::statement('update a set x = "none"');`;
  expect(await found(RULE, { 1: migration(up) })).toContain(
    '(PostgreSQL: column "none" does not exist); PostgreSQL refuses it (SQLSTATE 42703). SQLite, MySQL and MariaDB accept it.',
  );
});
