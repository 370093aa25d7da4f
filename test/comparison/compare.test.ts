/** What engines make of one schema, and what explains where they differ. The rows are as the engines describe them. */
import { describe, expect, it } from 'vitest';
import { compareEngines } from '../../src/comparison/compare.ts';
import { explanation, LEDGER } from '../../src/comparison/ledger.ts';
import { snapshotDifferences, snapshotOf } from '../../src/comparison/snapshot.ts';
import { describedType } from '../../src/engines/column-type.ts';
import type { Column, Difference, EngineName, Table } from '../../src/schema/index.ts';
import { target } from '../support/timeline.ts';

function column(name: string, type: string, more: Partial<Column> = {}): Column {
  return { name, type: describedType(type), nullable: false, autoIncrement: false, ...more };
}

function table(name: string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  return { name, columns, indexes: [], foreignKeys: [], checks: [], temporary: false, ...more };
}

function compare(tables: Partial<Record<EngineName, readonly Table[]>>): Difference[] {
  const held = Object.entries(tables).map(([engine, own]) => ({
    target: target(`${engine}@1`),
    snapshot: snapshotOf(engine as EngineName, own),
  }));
  return compareEngines(held, new Set());
}

const short = (differences: readonly Difference[]) =>
  differences.map(({ kind, object, class: weight, entry }) => [kind, object, weight, entry]);

describe('types', () => {
  it.each([
    ['bigint unsigned', 'integer', ['type', 'c', 'harmless', 'sqlite-integer-width']],
    ['int', 'integer', ['type', 'c', 'biting', 'sqlite-range-not-enforced']],
    ['varchar(255)', 'varchar', ['length', 'c', 'biting', 'sqlite-length-not-enforced']],
    ['decimal(8,2)', 'numeric', ['type', 'c', 'biting', 'sqlite-decimal-is-binary']],
    ['json', 'text', ['type', 'c', 'biting', 'sqlite-json-is-text']],
    ['timestamp', 'datetime', ['type', 'c', 'biting', 'sqlite-dates-are-text']],
    ['longtext', 'text', ['type', 'c', 'harmless', 'unbounded-text']],
    ['text', 'text', ['type', 'c', 'biting', 'text-size']],
    ['int', 'varchar', ['type', 'c', 'unexplained', null]],
    ['date', 'integer', ['type', 'c', 'unexplained', null]],
  ])('%s of MySQL and %s of SQLite', (mysql, sqlite, expected) => {
    const found = compare({
      sqlite: [table('t', [column('c', sqlite)])],
      mysql: [table('t', [column('c', mysql)])],
    });
    expect(short(found)).toEqual([expected]);
  });

  it.each([
    ['tinyint(1)', 'tinyint(1)'],
    ['date', 'date'],
  ])('%s of MySQL and %s of SQLite are the same', (mysql, sqlite) => {
    expect(
      compare({ sqlite: [table('t', [column('c', sqlite)])], mysql: [table('t', [column('c', mysql)])] }),
    ).toEqual([]);
  });

  it('takes MariaDB’s checked longtext for JSON', () => {
    const json = { checks: [{ name: 'c', expression: 'json_valid(`c`)' }] };
    expect(
      compare({
        mysql: [table('t', [column('c', 'json')])],
        mariadb: [table('t', [column('c', 'longtext')], json)],
      }),
    ).toEqual([]);
  });

  it('takes a check over the same members for the enum, and others not', () => {
    const check = (members: string) => ({ checks: [{ expression: `"c" in (${members})` }] });
    const enumeration = table('t', [column('c', "enum('a','it''s')")]);
    expect(
      short(
        compare({
          mysql: [enumeration],
          sqlite: [table('t', [column('c', 'varchar')], check("'a', 'it''s'"))],
        }),
      ),
    ).toEqual([]);
    expect(
      short(compare({ mysql: [enumeration], sqlite: [table('t', [column('c', 'varchar')], check("'a'"))] })),
    ).toEqual([['type', 'c', 'unexplained', null]]);
    expect(short(compare({ mysql: [enumeration], sqlite: [table('t', [column('c', 'varchar')])] }))).toEqual([
      ['type', 'c', 'biting', 'enum-not-checked'],
    ]);
  });
});

describe('defaults', () => {
  const literal = (value: string | null, sql = String(value)) => ({
    default: { kind: 'literal', value, sql } as const,
  });
  const expression = (sql: string) => ({ default: { kind: 'expression', sql } as const });
  it.each([
    ['int', literal('0'), 'integer', literal('0', "'0'")],
    ['decimal(8,2)', literal('0.00'), 'numeric', literal('0')],
    ['tinyint(1)', literal('1'), 'tinyint(1)', literal('1', "'1'")],
    ['timestamp', expression('CURRENT_TIMESTAMP'), 'datetime', expression('CURRENT_TIMESTAMP')],
    ['timestamp', expression('current_timestamp()'), 'datetime', expression('now()')],
    ['varchar(9)', {}, 'varchar', literal(null)],
  ])('%s %j and %s %j are the same', (mysqlType, mysql, sqliteType, sqlite) => {
    const found = compare({
      mysql: [table('t', [column('c', mysqlType, mysql)])],
      sqlite: [table('t', [column('c', sqliteType, sqlite)])],
    });
    expect(found.filter(({ kind }) => kind === 'default')).toEqual([]);
  });

  it('of different values are unexplained', () => {
    const found = compare({
      mysql: [table('t', [column('c', 'int', literal('1'))])],
      sqlite: [table('t', [column('c', 'integer', literal('2'))])],
    });
    expect(short(found)).toContainEqual(['default', 'c', 'unexplained', null]);
  });
});

describe('what one engine lacks', () => {
  const t = table('t', [column('a', 'integer')]);
  it('a table, a column, an index, a foreign key, a check', () => {
    expect(short(compare({ sqlite: [t], postgres: [] }))).toEqual([['table', null, 'unexplained', null]]);
    expect(
      short(compare({ postgres: [t], mysql: [table('t', [column('a', 'int'), column('b', 'int')])] })),
    ).toContainEqual(['column', 'b', 'unexplained', null]);
    const index = { name: 'i', kind: 'index', parts: [{ column: 'a' }] } as const;
    expect(short(compare({ mysql: [{ ...t, indexes: [index] }], mariadb: [t] }))).toEqual([
      ['index', 'i', 'unexplained', null],
    ]);
    const foreign = {
      name: 'f',
      columns: ['a'],
      parent: { name: 'p' },
      parentColumns: ['id'],
      onDelete: 'cascade',
      onUpdate: 'no action',
    } as const;
    expect(short(compare({ mysql: [{ ...t, foreignKeys: [foreign] }], postgres: [t] }))).toEqual([
      ['foreign-key', 'a to p', 'unexplained', null],
    ]);
    expect(
      short(compare({ mysql: [{ ...t, checks: [{ expression: '(`a` > 0)' }] }], postgres: [t] })),
    ).toEqual([['check', null, 'unexplained', null]]);
  });

  it('but not what only MySQL makes for a foreign key', () => {
    const foreign = {
      columns: ['a'],
      parent: { name: 'p' },
      parentColumns: ['id'],
      onDelete: 'cascade',
      onUpdate: 'no action',
    } as const;
    const index = { name: 't_a_foreign', kind: 'index', parts: [{ column: 'a' }] } as const;
    const found = compare({
      mysql: [{ ...t, foreignKeys: [{ ...foreign, name: 't_a_foreign' }], indexes: [index] }],
      sqlite: [{ ...t, foreignKeys: [foreign] }],
    });
    expect(short(found.filter(({ kind }) => kind === 'index'))).toEqual([
      ['index', 't_a_foreign', 'harmless', 'implicit-foreign-key-index'],
    ]);
  });
});

describe('indexes', () => {
  const over = (name: string, length?: number) =>
    table('t', [column('a', 'text')], {
      indexes: [
        { name, kind: 'index', parts: [{ column: 'a', ...(length === undefined ? {} : { length }) }] },
      ],
    });

  it('that PostgreSQL has cut are told', () => {
    const name = 'x'.repeat(70);
    const found = compare({ postgres: [over(name.slice(0, 63))], sqlite: [over(name)] });
    expect(short(found)).toEqual([['index', name.slice(0, 63), 'biting', 'postgres-name-cut']]);
  });

  it('that MariaDB has shortened are told', () => {
    const found = compare({ mysql: [over('i')], mariadb: [over('i', 768)] });
    expect(short(found)).toEqual([['index-parts', 'i', 'biting', 'mariadb-silent-prefix']]);
  });
});

describe('the ledger', () => {
  it('names each entry once, with a source, and for a kind of difference', () => {
    expect(new Set(LEDGER.map(({ id }) => id)).size).toBe(LEDGER.length);
    for (const { what, source, kinds } of LEDGER) {
      expect(what.length).toBeGreaterThan(20);
      expect(source).toMatch(/^(https:\/\/|Illuminate\\|measured)/);
      expect(kinds.length).toBeGreaterThan(0);
    }
  });

  it('explains nothing about engines that it does not know', () => {
    const side = (engine: EngineName, value: string) => ({
      target: target(`${engine}@1`),
      table: null,
      column: null,
      type: null,
      value,
    });
    expect(explanation('nullability', side('mysql', 'null'), side('postgres', 'not null'))).toBeUndefined();
    expect(explanation('primary-key', side('mysql', 'id'), side('sqlite', ''))).toBeUndefined();
  });
});

describe('two moments of one engine', () => {
  it('are the same where a rebuild says the same in other words', () => {
    const before = snapshotOf('sqlite', [
      table('t', [
        column('a', 'text'),
        column('b', 'tinyint(1)', { default: { kind: 'literal', value: '0', sql: "'0'" } }),
      ]),
    ]);
    const after = snapshotOf('sqlite', [
      table('t', [
        column('a', 'clob', { default: { kind: 'literal', value: null, sql: 'NULL' } }),
        column('b', 'boolean', { default: { kind: 'literal', value: '0', sql: '0' } }),
      ]),
    ]);
    expect(snapshotDifferences(before, after)).toEqual([]);
  });

  it('differ in what is there, gone and otherwise', () => {
    const before = snapshotOf('mysql', [
      table('t', [column('a', 'int'), column('b', 'int')]),
      table('u', []),
    ]);
    const after = snapshotOf('mysql', [
      table('t', [column('a', 'bigint'), column('c', 'int')]),
      table('v', []),
    ]);
    expect(snapshotDifferences(before, after).map(({ what }) => what)).toEqual([
      'column a of t is "bigint not null" and was "int not null"',
      'column b of t is gone',
      'column c of t is there',
      'the table u is gone',
      'the table v is there',
    ]);
  });
});
