import { describe, expect, it } from 'vitest';
import { divideScript } from '../../src/frontends/sql/files/script.ts';
import { runsInTransaction } from '../../src/frontends/sql/files/transaction.ts';
import type { SqlFormat } from '../../src/schema/index.ts';

function parts(text: string, format: SqlFormat) {
  const { up, down } = divideScript(text, format);
  const shown = (way: typeof up) =>
    way?.parts
      .map(({ start, end, whole }) => `${whole === true ? 'whole ' : ''}${text.slice(start, end).trim()}`)
      .filter((part) => part !== '' && part !== 'whole') ?? null;
  return { up: shown(up), down: shown(down) };
}

describe('the ways of a file', () => {
  it('goose: marks in any case, and bodies that are one statement', () => {
    const text = `-- a comment
-- +goose Up
CREATE TABLE a (id int);
-- +goose StatementBegin
CREATE FUNCTION f() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql;
-- +goose StatementEnd
CREATE TABLE b (id int);

-- +goose down
DROP TABLE a;
`;
    expect(parts(text, 'goose')).toEqual({
      up: [
        'CREATE TABLE a (id int);',
        'whole CREATE FUNCTION f() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql;',
        'CREATE TABLE b (id int);',
      ],
      down: ['DROP TABLE a;'],
    });
  });

  it('dbmate: a way down that is not there, and one without a transaction', () => {
    const text = '-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON a (b);\n';
    expect(parts(text, 'dbmate')).toEqual({ up: ['CREATE INDEX CONCURRENTLY i ON a (b);'], down: null });
    expect(divideScript(text, 'dbmate').up?.transaction).toBe(false);
  });

  it('goose: NO TRANSACTION holds for both ways', () => {
    const text = '-- +goose NO TRANSACTION\n-- +goose Up\nVACUUM;\n-- +goose Down\nVACUUM;\n';
    const { up, down } = divideScript(text, 'goose');
    expect([up?.transaction, down?.transaction]).toEqual([false, false]);
  });

  it('drizzle: what stands between its breakpoints', () => {
    expect(parts('CREATE TABLE a (id int);\n--> statement-breakpoint\nSELECT 1;', 'drizzle').up).toEqual([
      'CREATE TABLE a (id int);',
      'SELECT 1;',
    ]);
  });
});

describe('a transaction of the tool', () => {
  const two = ['CREATE TABLE a (id int)', 'CREATE TABLE b (id int)'];
  it.each([
    ['goose', 'postgres', two, true],
    ['goose', 'mysql', two, false],
    ['golang-migrate', 'postgres', two, true],
    ['golang-migrate', 'postgres', two.slice(1), false],
    ['golang-migrate', 'postgres', ['BEGIN', ...two, 'COMMIT'], false],
    ['prisma', 'sqlite', two, false],
    ['flyway', 'postgres', [...two, 'CREATE INDEX CONCURRENTLY i ON a (id)'], false],
    ['plain', 'postgres', two, false],
  ] as const)('%s on %s, %j: %s', (format, engine, statements, expected) => {
    expect(runsInTransaction(format, engine, statements)).toBe(expected);
  });
});
