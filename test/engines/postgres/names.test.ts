/** Names that PostgreSQL cuts, and those that it makes; needs no server. */
import { describe, expect, test } from 'vitest';
import { postgresJudge } from '../../../src/engines/postgres/judge.ts';
import { clip, cutNames, keptTable } from '../../../src/engines/postgres/names.ts';
import type { AlterAction, Statement } from '../../../src/schema/index.ts';
import { POSTGRES } from '../../support/timeline.ts';
import {
  addCheck,
  addColumn,
  addForeign,
  addIdentity,
  addPrimary,
  addUnique,
  alterTable,
  type BuiltAction,
  col,
  comment,
  createIndex,
  createTable,
  dropColumn,
  dropConstraint,
  dropIndex,
  dropTable,
  foreignKeyChecks,
  insert,
  notUnderstood,
  origin,
  references,
  renameColumn,
  renameIndex,
  renameTable,
  setDefault,
  setNull,
  setType,
} from '../support/quoted-ddl.ts';

/** 70 bytes, of which PostgreSQL keeps 63. */
const long = (label: string): string => label.padEnd(70, 'x');
const short = (label: string): string => long(label).slice(0, 63);

type Naming = (label: string) => string;

const action = (made: AlterAction): BuiltAction => ({ sql: '', action: made });

const createView = (view: string, reads: readonly string[]): Statement => ({
  kind: 'createView',
  sql: 'create view …',
  origin,
  view: { name: view },
  reads: reads.map((name) => ({ name })),
  replace: false,
  ifNotExists: false,
});

/** A statement, made with each kind of name, and the names that it defines: kind, name, and the table that they belong to. */
const STATEMENTS: readonly (readonly [
  title: string,
  make: (n: Naming) => Statement,
  defined: readonly (readonly [object: string, label: string, table: string])[],
])[] = [
  [
    'a table, its columns and keys',
    (n) =>
      createTable(n('t'), [col(n('a'), 'int', { primary: true }), col(n('b'), 'text', { null: true })], {
        primary: [n('a'), n('b')],
        primaryName: n('pk'),
        unique: [{ name: n('u'), columns: [n('b')] }, { columns: [n('a')] }],
        foreign: [
          references([n('a')], n('p'), [n('id')], { name: n('fk') }),
          references([n('b')], n('q'), [n('id')]),
        ],
        checks: [
          { name: n('c'), expression: `"${n('a')}" > 0` },
          { expression: `"${n('a')}" < "${n('b')}"` },
        ],
      }),
    [
      ['table', 't', 't'],
      ['column', 'a', 't'],
      ['column', 'b', 't'],
      ['unique', 'u', 't'],
      ['foreignKey', 'fk', 't'],
      ['constraint', 'c', 't'],
      ['primaryKey', 'pk', 't'],
    ],
  ],
  ['a table without keys', (n) => createTable(n('t'), [col('a')]), [['table', 't', 't']]],
  ["a column's own check", (n) => createTable('t', [col('a', 'int', { check: `"${n('a')}" > 0` })]), []],
  [
    'a generated column',
    (n) =>
      createTable('t', [col('b', 'int', { generated: { expression: `"${n('a')}" + 1`, stored: true } })]),
    [],
  ],
  ['tables that are dropped', (n) => dropTable([n('a'), n('b')]), []],
  ['a table that is renamed', (n) => renameTable(n('a'), n('b')), [['table', 'b', 'a']]],
  ['a view', (n) => createView(n('v'), [n('a'), n('b')]), [['table', 'v', 'v']]],
  [
    'views that are dropped',
    (n) => ({
      kind: 'dropView',
      sql: 'drop view …',
      origin,
      views: [{ name: n('v') }],
      ifExists: false,
      cascade: false,
    }),
    [],
  ],
  [
    'an index',
    (n) => createIndex(n('i'), n('t'), [n('a'), `(lower("${n('b')}"))`], { where: `"${n('a')}" > 0` }),
    [['index', 'i', 't']],
  ],
  ['a unique index', (n) => createIndex(n('i'), n('t'), ['a'], { unique: true }), [['unique', 'i', 't']]],
  ['an index without a name', (n) => createIndex(undefined, n('t'), [n('a')]), []],
  ['an index that is dropped', (n) => dropIndex(n('i')), []],
  ['an index that is renamed', (n) => renameIndex(n('i'), n('j')), [['index', 'j', 'i']]],
  ['a comment on a table', (n) => comment(n('t'), 'text'), []],
  ['a comment on a column', (n) => comment(n('t'), 'text', n('a')), []],
  ['rows', (n) => insert(n('t'), { [n('a')]: 1, [n('b')]: 2 }), []],
  [
    'a query that names no columns',
    (n) => ({ kind: 'data', sql: 'select …', origin, verb: 'select', table: { name: n('t') } }),
    [],
  ],
  ['a query of no table', () => ({ kind: 'data', sql: 'select 1', origin, verb: 'select', table: null }), []],
  ['what is not understood', (n) => notUnderstood('do …', [n('t'), n('u')]), []],
  ['what is not understood at all', () => notUnderstood('do …'), []],
  [
    "another engine's syntax",
    (n) => ({
      kind: 'foreignSyntax',
      sql: 'replace into …',
      origin,
      fault: 'syntax',
      at: 0,
      reason: 'no such word',
      tables: [{ name: n('t') }],
    }),
    [],
  ],
  ['what names nothing', () => foreignKeyChecks(true), []],
];

const ACTIONS: readonly (readonly [
  title: string,
  make: (n: Naming) => BuiltAction,
  defined: readonly (readonly [object: string, label: string])[],
])[] = [
  ['a new column', (n) => addColumn(col(n('a'))), [['column', 'a']]],
  ['another type', (n) => setType(n('a'), 'bigint'), []],
  ['another default', (n) => setDefault(n('a'), '0'), []],
  ['NOT NULL', (n) => setNull(n('a'), false), []],
  [
    'no expression any more',
    (n) => action({ kind: 'dropColumnExpression', column: n('a'), ifExists: false }),
    [],
  ],
  ['an identity', (n) => addIdentity(n('a')), []],
  ['a column that is dropped', (n) => dropColumn(n('a')), []],
  ['a column that is renamed', (n) => renameColumn(n('a'), n('b')), [['column', 'b']]],
  ['a unique key', (n) => addUnique([n('a')], n('u')), [['unique', 'u']]],
  ['a primary key', (n) => addPrimary([n('a')], n('pk')), [['primaryKey', 'pk']]],
  ['a primary key without a name', (n) => addPrimary([n('a')]), []],
  [
    'a foreign key',
    (n) => addForeign(references([n('a')], n('p'), [n('id')], { name: n('fk') })),
    [['foreignKey', 'fk']],
  ],
  ['a check', (n) => addCheck(`"${n('a')}" > 0`, n('c')), [['constraint', 'c']]],
  ['a foreign key that is dropped', (n) => action({ kind: 'dropForeignKey', name: n('fk') }), []],
  ['a constraint that is dropped', (n) => dropConstraint(n('c')), []],
  ['an index that is dropped', (n) => action({ kind: 'dropIndex', name: n('i') }), []],
  [
    'another name for the table',
    (n) => action({ kind: 'renameTo', to: { name: n('u'), schema: n('s') }, origin }),
    [['table', 'u']],
  ],
  ['what names nothing', () => action({ kind: 'dropPrimaryKey' }), []],
];

describe('a name over 63 bytes is cut wherever it stands', () => {
  test.each(STATEMENTS)('%s', (_, make, defined) => {
    const written = make(long);
    expect(cutNames(written)).toStrictEqual({
      statement: { ...make(short), sql: written.sql },
      cuts: defined.map(([object, label, table]) => ({
        object,
        name: long(label),
        kept: short(label),
        table: long(table),
        origin,
      })),
    });
  });

  test.each(ACTIONS)('ALTER TABLE: %s', (_, make, defined) => {
    const written = alterTable(long('t'), make(long));
    expect(cutNames(written)).toStrictEqual({
      statement: { ...alterTable(short('t'), make(short)), sql: written.sql },
      cuts: defined.map(([object, label]) => ({
        object,
        name: long(label),
        kept: short(label),
        table: long('t'),
        origin,
      })),
    });
  });

  test('what is short stays, and nothing is said of it', () => {
    const same = STATEMENTS.map(([, make]) => make((label) => label.padEnd(63, 'x')));
    for (const statement of same) expect(cutNames(statement)).toStrictEqual({ statement, cuts: [] });
  });

  test('an index tells of the call that makes it, else of the statement', () => {
    const written = createIndex(long('i'), 't', ['a']) as Extract<Statement, { kind: 'createIndex' }>;
    const call = { ...origin, call: '->index()' };
    const of = (index: Partial<typeof written.index>) =>
      cutNames({ ...written, index: { ...written.index, ...index } }).cuts.map((cut) => cut.origin?.call);
    const { origin: _, ...bare } = written.index;
    expect(of({ origin: call })).toEqual(['->index()']);
    expect(cutNames({ ...written, index: bare }).cuts).toEqual([expect.objectContaining({ origin })]);
  });

  test('a column whose call is not known says no more than its name', () => {
    const { origin: _, ...spec } = col(long('a')).spec;
    const { cuts } = cutNames(alterTable('t', addColumn({ spec, sql: '' })));
    expect(cuts).toStrictEqual([{ object: 'column', name: long('a'), kept: short('a'), table: 't' }]);
  });
});

describe('names in an expression', () => {
  const check = (expression: string): string | undefined => {
    const { statement } = cutNames(createTable('t', [col('a')], { checks: [{ expression }] }));
    return statement.kind === 'createTable' ? statement.checks[0]?.expression : undefined;
  };

  test('are cut, all of them', () => {
    expect(check(`"${long('a')}" > "${long('b')}"`)).toBe(`"${short('a')}" > "${short('b')}"`);
  });

  test('a quoted quote counts once, and stays doubled', () => {
    const name = `a"b${'x'.repeat(60)}`;
    expect(check(`"${`${name}yy`.replace('"', '""')}" > 0`)).toBe(`"${name.replace('"', '""')}" > 0`);
  });

  test('text is no name, whatever stands in it', () => {
    const text = `'it''s "${long('a')}" ''' || '' || '"${long('b')}"'`;
    expect(check(text)).toBe(text);
    expect(check(`${text} || "${long('c')}"`)).toBe(`${text} || "${short('c')}"`);
  });
});

describe('where a name is cut', () => {
  test('at 63 bytes, and never within a character', () => {
    expect(clip('a'.repeat(63), 63)).toBe('a'.repeat(63));
    expect(clip('a'.repeat(64), 63)).toBe('a'.repeat(63));
    expect(clip('ä'.repeat(32), 63)).toBe('ä'.repeat(31));
    expect(clip('€'.repeat(22), 63)).toBe('€'.repeat(21));
    expect(clip('😀'.repeat(16), 63)).toBe('😀'.repeat(15));
    expect(clip(`${'a'.repeat(62)}ä`, 63)).toBe('a'.repeat(62));
  });

  test('a schema as well; public is the one where names without a schema go', () => {
    expect(keptTable({ name: long('t'), schema: long('s') })).toStrictEqual({
      name: short('t'),
      schema: short('s'),
    });
    expect(keptTable({ name: 't', schema: 'public' })).toStrictEqual({ name: 't' });
    expect(keptTable({ name: 't' })).toStrictEqual({ name: 't' });
  });
});

/** Each as PostgreSQL 15.18 named it. */
describe('the names that it makes by itself', () => {
  function names(...statements: readonly Statement[]): (string | undefined)[] {
    let catalog = postgresJudge.initial(POSTGRES);
    for (const statement of statements) {
      const verdict = postgresJudge.judge(catalog, statement, POSTGRES);
      expect(verdict.problems.filter(({ effect }) => effect === 'refuses')).toEqual([]);
      catalog = verdict.after;
    }
    return [...catalog.tables()].flatMap(({ indexes, primaryKey, checks }) => [
      ...(primaryKey === undefined ? [] : [primaryKey.name]),
      ...indexes.map((index) => index.name),
      ...checks.map((one) => one.name),
    ]);
  }

  const unique = (...columns: string[]) => columns.map((column) => ({ columns: [column] }));

  test('of table, column and kind', () => {
    expect(names(createTable('plain', [col('a'), col('b')], { unique: unique('a', 'b') }))).toEqual([
      'plain_a_key',
      'plain_b_key',
    ]);
  });

  test('the longer of the two gives way', () => {
    const table = 'aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee';
    const column = 'kkkkkkkkkkllllllllllmmmmmmmmmmnnnnnnnnnn';
    expect(names(createTable(table, [col(column), col('x')], { unique: unique(column, 'x') }))).toEqual([
      'aaaaaaaaaabbbbbbbbbbccccccccc_kkkkkkkkkkllllllllllmmmmmmmmm_key',
      'aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee_x_key',
    ]);
    const wide = `${column}oooooooooopppppppppp`;
    expect(names(createTable('t1', [col(wide)], { unique: unique(wide) }))).toEqual([
      't1_kkkkkkkkkkllllllllllmmmmmmmmmmnnnnnnnnnnoooooooooopppppp_key',
    ]);
  });

  test('of characters of two bytes, half as many', () => {
    const [table, column] = ['ä'.repeat(30), 'ü'.repeat(20)];
    expect(names(createTable(table, [col(column)], { unique: unique(column) }))).toEqual([
      'ääääääääääääää_üüüüüüüüüüüüüü_key',
    ]);
  });

  test('of the table alone', () => {
    const table = 'aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff';
    expect(names(createTable(table, [col('id')], { primary: ['id'] }))).toEqual([
      'aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffff_pkey',
    ]);
    expect(
      names(
        createTable('chk', [col('a'), col('b')], {
          checks: [{ expression: '"a" > "b"' }, { expression: '"a" > 2 * "b"' }],
        }),
      ),
    ).toEqual(['chk_check', 'chk_check1']);
  });

  test('of as many columns as have room', () => {
    const columns = ['aaaaaaaaaabbbbbbbbbbccccccccccddddd', 'eeeeeeeeeeffffffffffgggggggggghhhhh', 'z'];
    expect(
      names(
        createTable(
          't3',
          columns.map((name) => col(name)),
        ),
        createIndex(undefined, 't3', columns),
      ),
    ).toEqual(['t3_aaaaaaaaaabbbbbbbbbbccccccccccddddd_eeeeeeeeeeffffffffff_idx']);
  });

  test('with a number where the name is taken', () => {
    const index = createIndex(undefined, 't2', ['a']);
    expect(names(createTable('t2', [col('a')]), index, index, index)).toEqual([
      't2_a_idx',
      't2_a_idx1',
      't2_a_idx2',
    ]);
  });

  test('with a number, for which one byte more must go: of two that are as long, the second gives way', () => {
    const column = 'dddddddddd1dddddddddd2dddddddd';
    const table = 'aaaaaaaaaabbbbbbbbbbcccccccc12';
    const index = createIndex(undefined, table, [column]);
    expect(names(createTable(table, [col(column)]), index, index)).toEqual([
      'aaaaaaaaaabbbbbbbbbbcccccccc1_dddddddddd1dddddddddd2ddddddd_idx',
      'aaaaaaaaaabbbbbbbbbbcccccccc1_dddddddddd1dddddddddd2dddddd_idx1',
    ]);
  });
});
