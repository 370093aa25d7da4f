import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'collation-unknown';

describe('the examples', () => {
  it("MySQL's own", async () => {
    expect(await example(RULE, "MySQL's own")).toMatchInlineSnapshot(`
      "error example:14:21 «string('name', 80)»
        column "name" of table "tags" has the collation "utf8mb4_0900_as_cs", which does not exist on every engine; SQLite (SQLITE_ERROR_MISSING_COLLSEQ), MariaDB (errno 1273) and PostgreSQL (SQLSTATE 42704) refuse it. MySQL accepts it.
        help: Leave it out, so that the connection's own is taken; where another is needed, choose it by the connection's driver: match (DB::getDriverName()) { … }.
        engines: sqlite@3.45 mariadb@10.11 postgres@16
        data: {"table":"tags","column":"name","what":"collation","name":"utf8mb4_0900_as_cs","codes":{"sqlite@3.45":"SQLITE_ERROR_MISSING_COLLSEQ","mariadb@10.11":"1273","postgres@16":"42704"}}"
    `);
  });
  it("SQLite's own", async () => {
    expect(await example(RULE, "SQLite's own")).toMatchInlineSnapshot(`
      "error example:14:21 «string('name', 80)»
        column "name" of table "tags" has the collation "nocase", which does not exist on every engine; MySQL and MariaDB refuse it (errno 1273). SQLite accepts it.
        help: Leave it out, so that the connection's own is taken; where another is needed, choose it by the connection's driver: match (DB::getDriverName()) { … }.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"tags","column":"name","what":"collation","name":"nocase","codes":{"mysql@8.4":"1273","mariadb@10.11":"1273"}}"
    `);
  });
  it('Of the whole table', async () => {
    expect(await example(RULE, 'Of the whole table')).toMatchInlineSnapshot(`
      "error example:12:9 «Schema::create('tags', function (Blueprint $table) { …»
        table "tags" has the collation "utf8mb4_0900_bin", which does not exist on every engine; MariaDB refuses it (errno 1273). SQLite, MySQL and PostgreSQL accept it.
        help: Leave it out, so that the connection's own is taken; where another is needed, choose it by the connection's driver: match (DB::getDriverName()) { … }.
        engines: mariadb@10.11
        data: {"table":"tags","column":null,"what":"collation","name":"utf8mb4_0900_bin","codes":{"mariadb@10.11":"1273"}}"
    `);
  });
});
