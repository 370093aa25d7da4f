import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'explicit-id-desyncs-sequence';

describe('the examples', () => {
  it('Rows with ids', async () => {
    expect(await example(RULE, 'Rows with ids')).toMatchInlineSnapshot(`
      "warning example:16:30 «insert([['id' => 1, 'name' => 'open'], ['id' => 2, 'name' => 'closed']]);»
        rows are inserted into "states" with "id" of their own: on PostgreSQL the sequence behind it does not notice, and gives the same numbers again to the next rows (SQLSTATE 23505). SQLite, MySQL and MariaDB go on from the greatest.
        help: Leave "id" out, or set the sequence behind the insert, on PostgreSQL only: DB::statement("select setval(pg_get_serial_sequence('states', 'id'), (select max(id) from states))").
        engines: postgres@16
        data: {"table":"states","column":"id"}"
    `);
  });
  it('One row', async () => {
    expect(await example(RULE, 'One row')).toMatchInlineSnapshot(`
      "warning example:16:30 «insert(['id' => 1, 'name' => 'open']);»
        rows are inserted into "states" with "id" of their own: on PostgreSQL the sequence behind it does not notice, and gives the same numbers again to the next rows (SQLSTATE 23505). SQLite, MySQL and MariaDB go on from the greatest.
        help: Leave "id" out, or set the sequence behind the insert, on PostgreSQL only: DB::statement("select setval(pg_get_serial_sequence('states', 'id'), (select max(id) from states))").
        engines: postgres@16
        data: {"table":"states","column":"id"}"
    `);
  });
  it('In SQL', async () => {
    expect(await example(RULE, 'In SQL')).toMatchInlineSnapshot(`
      "warning example:16:9 «DB::statement("insert into states (id, name) values (1, 'open')");»
        rows are inserted into "states" with "id" of their own: on PostgreSQL the sequence behind it does not notice, and gives the same numbers again to the next rows (SQLSTATE 23505). SQLite, MySQL and MariaDB go on from the greatest.
        help: Leave "id" out, or set the sequence behind the insert, on PostgreSQL only: DB::statement("select setval(pg_get_serial_sequence('states', 'id'), (select max(id) from states))").
        engines: postgres@16
        data: {"table":"states","column":"id"}"
    `);
  });
});
