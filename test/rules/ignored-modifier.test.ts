import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'ignored-modifier';

describe('the examples', () => {
  it('Negative numbers are refused on MySQL only', async () => {
    expect(await example(RULE, 'Negative numbers are refused on MySQL only')).toMatchInlineSnapshot(`
      "info example:14:21 «integer('pieces')»
        ->unsigned() of column "pieces" of table "stocks" is not sent to SQLite and PostgreSQL, which have no such thing. Negative numbers, which the others refuse, are stored there.
        help: Check the sign where values come in; a test on the engine without UNSIGNED proves nothing about it.
        engines: sqlite@3.45 postgres@16
        data: {"table":"stocks","column":"pieces","modifier":"unsigned"}"
    `);
  });
  it('A time that the server renews on MySQL only (a warning)', async () => {
    expect(
      await example(RULE, 'A time that the server renews on MySQL only (a warning)'),
    ).toMatchInlineSnapshot(`
      "warning example:14:21 «timestamp('counted_at')»
        ->useCurrentOnUpdate() of column "counted_at" of table "stocks" is not sent to SQLite and PostgreSQL, which have no such thing. The column keeps its old value there when its row changes.
        help: Set it in the application (Eloquent does so for updated_at), or with a trigger.
        engines: sqlite@3.45 postgres@16
        data: {"table":"stocks","column":"counted_at","modifier":"useCurrentOnUpdate"}"
    `);
  });
  it('A place among the columns, and a comment', async () => {
    expect(await example(RULE, 'A place among the columns, and a comment')).toMatchInlineSnapshot(`
      "info example:17:21 «string('shelf', 20)»
        ->after() of column "shelf" of table "stocks" is not sent to SQLite and PostgreSQL, which have no such thing. Nothing that works with names notices; INSERT without a list of columns does.
        help: Leave it if it is for people who look at production; write INSERT with its columns.
        engines: sqlite@3.45 postgres@16
        data: {"table":"stocks","column":"shelf","modifier":"after"}
      info example:17:21 «string('shelf', 20)»
        ->comment() of column "shelf" of table "stocks" is not sent to SQLite, which has no such thing. The comment is in the code only.
        help: Leave it if it is for people who look at production; write INSERT with its columns.
        engines: sqlite@3.45
        data: {"table":"stocks","column":"shelf","modifier":"comment"}"
    `);
  });
});
