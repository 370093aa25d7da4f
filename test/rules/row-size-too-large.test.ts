import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'row-size-too-large';

describe('the examples', () => {
  it('One string that fills the row alone', async () => {
    expect(await example(RULE, 'One string that fills the row alone')).toMatchInlineSnapshot(`
      "error example:12:9 «Schema::create('reports', function (Blueprint $table) { …»
        the columns of table "reports" take 66344 bytes together, and a row may have 65535; MySQL and MariaDB refuse it (errno 1118). SQLite and PostgreSQL accept it.
        help: Make long strings text(), of which the row holds a pointer only, or shorten them; the longest are body varchar(16383), title varchar(200).
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"reports","bytes":66344,"limit":65535,"codes":{"mysql@8.4":"1118","mariadb@10.11":"1118"}}"
    `);
  });
  it('Many strings of a thousand characters', async () => {
    expect(await example(RULE, 'Many strings of a thousand characters')).toMatchInlineSnapshot(`
      "error example:12:9 «Schema::create('reports', function (Blueprint $table) { …»
        the columns of table "reports" take 68042 bytes together, and a row may have 65535; MySQL and MariaDB refuse it (errno 1118). SQLite and PostgreSQL accept it.
        help: Make long strings text(), of which the row holds a pointer only, or shorten them; the longest are answer_1 varchar(1000), answer_2 varchar(1000), answer_3 varchar(1000).
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"reports","bytes":68042,"limit":65535,"codes":{"mysql@8.4":"1118","mariadb@10.11":"1118"}}"
    `);
  });
  it('A column that is added later', async () => {
    expect(await example(RULE, 'A column that is added later')).toMatchInlineSnapshot(`
      "error example:17:21 «string('summary', 500);»
        the columns of table "reports" take 66012 bytes together, and a row may have 65535; MySQL and MariaDB refuse it (errno 1118). SQLite and PostgreSQL accept it.
        help: Make long strings text(), of which the row holds a pointer only, or shorten them; the longest are body varchar(16000), summary varchar(500).
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"reports","bytes":66012,"limit":65535,"codes":{"mysql@8.4":"1118","mariadb@10.11":"1118"}}"
    `);
  });
});
