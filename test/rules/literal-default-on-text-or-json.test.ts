import { describe, expect, it } from 'vitest';
import { example } from './shown.ts';

const RULE = 'literal-default-on-text-or-json';

describe('the examples', () => {
  it('An empty array', async () => {
    expect(await example(RULE, 'An empty array')).toMatchInlineSnapshot(`
      "error example:14:21 «json('settings')»
        column "settings" of table "profiles" is json and has a literal default, which that type cannot have; MySQL refuses it (errno 1101). SQLite, MariaDB and PostgreSQL accept it.
        help: Leave ->default() out and set the value where rows are made (in the model: protected $attributes = ['settings' => '[]']), or make the column nullable. If the database must do it, take an expression in parentheses: ->default(new Expression('(JSON_ARRAY())')), from MySQL 8.0.13 on.
        engines: mysql@8.4
        data: {"table":"profiles","column":"settings","type":"json","codes":{"mysql@8.4":"1101"}}"
    `);
  });
  it('A text', async () => {
    expect(await example(RULE, 'A text')).toMatchInlineSnapshot(`
      "error example:14:21 «text('biography')»
        column "biography" of table "profiles" is text and has a literal default, which that type cannot have; MySQL refuses it (errno 1101). SQLite, MariaDB and PostgreSQL accept it.
        help: Leave ->default() out and set the value where rows are made (in the model: protected $attributes = ['biography' => '…']), or make the column nullable. A string() with a length may have one.
        engines: mysql@8.4
        data: {"table":"profiles","column":"biography","type":"text","codes":{"mysql@8.4":"1101"}}"
    `);
  });
  it('It comes with a change', async () => {
    expect(await example(RULE, 'It comes with a change')).toMatchInlineSnapshot(`
      "error example:17:21 «longText('biography')»
        column "biography" of table "profiles" is longtext and has a literal default, which that type cannot have; MySQL refuses it (errno 1101). SQLite, MariaDB and PostgreSQL accept it.
        help: Leave ->default() out and set the value where rows are made (in the model: protected $attributes = ['biography' => '…']), or make the column nullable. A string() with a length may have one.
        engines: mysql@8.4
        data: {"table":"profiles","column":"biography","type":"longtext","codes":{"mysql@8.4":"1101"}}"
    `);
  });
});
