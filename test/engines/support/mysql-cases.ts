/** What is tried on MySQL and MariaDB alike: names, existence, columns, defaults. Each case has a database of its own. */
import type { Statement } from '../../../src/schema/index.ts';
import * as b from './mysql-sql.ts';

export interface Case {
  /** Do not compare what server and catalog hold at the end. */
  readonly outcomesOnly?: boolean;
  readonly name: string;
  readonly statements: readonly Statement[];
  readonly settings?: { readonly charset?: string; readonly collation?: string; readonly strict?: boolean };
}

const { col, create, alter, index, unique, primary, fk, id } = b;

export const x = (length: number, letter = 'x') => letter.repeat(length);
export const int = (name: string, extras: b.ColumnExtras = {}) => col(name, 'int', extras);
export const big = (name: string, extras: b.ColumnExtras = {}) => col(name, 'bigint unsigned', extras);
export const text = (name: string, length: number, extras: b.ColumnExtras = {}) =>
  col(name, `varchar(${length})`, extras);

/** One statement per value, each making a table of its own. */
const each = <T>(values: readonly T[], make: (value: T, table: string) => Statement): Statement[] =>
  values.map((value, i) => make(value, `t${i}`));

const lengths = [63, 64, 65];

export const NAMES: readonly Case[] = [
  { name: 'table names at n-1, n, n+1', statements: lengths.map((n) => create(x(n), [id()])) },
  {
    name: 'a character set for what holds no characters',
    statements: each(
      [
        'int',
        'datetime',
        'json',
        'binary(5)',
        'blob',
        'decimal(5,2)',
        'bit(3)',
        'date',
        'char(3)',
        'longtext',
        "enum('a')",
      ],
      (type, t) => create(t, [col('a', type, { charset: 'utf8mb4' })]),
    ),
  },
  { name: 'column names', statements: each(lengths, (n, t) => create(t, [int(x(n))])) },
  {
    name: 'index names',
    statements: each(lengths, (n, t) => create(t, [int('a')], { indexes: [index(x(n), ['a'])] })),
  },
  {
    name: 'unique names, added',
    statements: [create('t', [int('a')]), ...lengths.map((n) => alter('t', b.addIndex(unique(x(n), ['a']))))],
  },
  {
    name: 'foreign key names',
    statements: [
      create('p', [id()]),
      create('t', [big('a')]),
      ...lengths.map((n) => alter('t', b.addFk(x(n), 'a', 'p'))),
    ],
  },
  {
    name: 'umlauts count as characters',
    statements: lengths.map((n) => create(x(n, 'ä'), [int(x(n, 'ü'))])),
  },
  // MySQL stores question marks.
  {
    name: 'emoji',
    outcomesOnly: true,
    statements: [create('😀'.repeat(10), [id()]), create('t', [int('😀')])],
  },
  {
    name: 'renames to long names',
    statements: [
      create('t', [int('a')], { indexes: [index('i', ['a'])] }),
      ...lengths.slice(1).map((n) => b.rename('t', x(n))),
      b.rename(x(64), 't'),
      alter('t', b.renameTo(x(65))),
      ...lengths
        .slice(1)
        .reverse()
        .map((n) => alter('t', b.renameColumn('a', x(n)))),
      ...lengths
        .slice(1)
        .reverse()
        .map((n) => alter('t', b.renameIndex('i', x(n)))),
    ],
  },
  {
    name: 'long names that only look something up',
    statements: [
      b.dropTable(x(65)),
      b.dropIfExists(x(65)),
      b.rows('select', x(65)),
      alter(x(65), b.add(int('a'))),
      create('t', [int('a')]),
      alter('t', b.drop(x(65))),
      alter('t', b.dropIndex(x(65))),
      alter('t', b.dropFk(x(65))),
    ],
  },
  {
    name: 'names that are no names',
    statements: [
      create('t1', [int('')]),
      create('t2', [int('a ')]),
      create('t3 ', [int('a')]),
      create('t4', [int('a')], { indexes: [index('', ['a'])] }),
      create('t5', [int('a')], { indexes: [index('PRIMARY', ['a'])] }),
      create('t6', [int('a')], { indexes: [unique('GEN_CLUST_INDEX', ['a'])] }),
    ],
  },
  {
    name: 'a long table and its automatic foreign key name',
    statements: [
      create('p', [id()]),
      create(x(57), [big('a')], { foreign: [fk(undefined, 'a', 'p')] }),
      create(x(58), [big('a')], { foreign: [fk(undefined, 'a', 'p')] }),
      create(x(64), [big('a')], { foreign: [fk(undefined, 'a', 'p')] }),
    ],
  },
];

export const EXISTENCE: readonly Case[] = [
  {
    name: 'tables',
    statements: [
      create('t', [id()]),
      create('t', [id()]),
      create('t', [int('a'), int('a')], { ifNotExists: true }),
      b.dropTable('nope'),
      b.dropIfExists('nope'),
      b.dropTable('t', 'nope'),
      create('t', [id()], { ifNotExists: true }),
      b.rename('nope', 'other'),
      create('u', [id()]),
      b.rename('t', 'u'),
      alter('t', b.renameTo('u')),
      alter('nope', b.add(int('a'))),
      b.createIndex('nope', index('i', ['a'])),
      b.dropIndexOn('i', 'nope'),
      b.rename('t', 'T'),
      create('t', [id()]),
    ],
  },
  {
    name: 'rows of tables and columns that are not there',
    statements: [
      create('t', [int('a')]),
      b.rows('select', 'nope'),
      b.rows('select', 't', 'a', 'nope'),
      b.rows('insert', 'nope', 'a'),
      b.rows('insert', 't', 'nope'),
      b.rows('insert', 't', 'A'),
      b.rows('update', 't', 'nope'),
      b.rows('delete', 'nope'),
      b.rows('truncate', 'nope'),
      b.rows('truncate', 't'),
    ],
  },
  {
    name: 'columns',
    statements: [
      create('t1', [int('a'), int('A')]),
      create('t', [int('a'), int('b')]),
      alter('t', b.add(int('B'))),
      alter('t', b.add(int('c')), b.add(int('c'))),
      alter('t', b.add(int('c', { position: { after: 'nope' } }))),
      alter(
        't',
        b.add(int('c', { position: { after: 'a' } })),
        b.add(int('d', { position: { after: 'c' } })),
      ),
      alter('t', b.add(int('e', { position: 'first' }))),
      alter('t', b.drop('nope')),
      alter('t', b.drop('c'), b.drop('c')),
      alter('t', b.drop('c'), b.add(text('c', 5))),
      alter('t', b.modify(int('nope'))),
      alter('t', b.modify(int('nope2'), 'nope')),
      alter('t', b.renameColumn('nope', 'z')),
      alter('t', b.renameColumn('a', 'b')),
      alter('t', b.renameColumn('a', 'A')),
      alter('t', b.renameColumn('a', 'x'), b.renameColumn('b', 'a')),
      alter('t', b.modify(int('z'), 'x'), b.drop('nope')),
      alter('t', b.setDefault('nope', 1)),
      alter('t', b.drop('z'), b.setDefault('z', 1)),
      alter('t', b.drop('z'), b.modify(int('z'))),
      alter('t', b.drop('a'), b.drop('c'), b.drop('d'), b.drop('e'), b.drop('z')),
      alter('t', b.drop('a'), b.drop('c'), b.drop('d'), b.drop('e')),
      alter('t', b.drop('z')),
    ],
  },
  {
    name: 'indexes',
    statements: [
      create('t0', [int('a')], { indexes: [index('i', ['a']), index('I', ['a'])] }),
      create('t0', [int('a')], { indexes: [index('i', ['nope'])] }),
      create('t0', [int('a')], { indexes: [index('i', ['a', 'A'])] }),
      create('t0', [int('a')], { primary: primary('nope') }),
      create('t0', [id()], { primary: primary('id') }),
      create('t', [int('a'), int('b')], { indexes: [index('i', ['a'])] }),
      alter('t', b.addIndex(index('i', ['b']))),
      alter('t', b.addIndex(index('j', ['nope']))),
      b.createIndex('t', unique('i', ['b'])),
      alter('t', b.dropIndex('nope')),
      b.dropIndexOn('nope', 't'),
      alter('t', b.dropIndex('i'), b.addIndex(index('i', ['b']))),
      alter('t', b.addIndex(index('k', ['a'])), b.dropIndex('k')),
      alter('t', b.renameIndex('nope', 'j')),
      alter('t', b.addIndex(index('j', ['a']))),
      alter('t', b.renameIndex('i', 'j')),
      alter('t', b.renameIndex('i', 'k')),
      alter('t', b.dropIndex('i')),
      alter('t', b.dropPrimary),
      alter('t', b.addPrimary('a')),
      alter('t', b.addPrimary('b')),
      alter('t', b.dropPrimary, b.addPrimary('b')),
      alter('t', b.addIndex(unique(undefined, ['b'])), b.addIndex(unique(undefined, ['b']))),
      alter('t', b.dropIndex('b'), b.dropIndex('b_2')),
      alter(
        't',
        b.addIndex(index('b_3', ['a'])),
        ...['b', 'B', 'b', 'b'].map((n) => b.addIndex(index(undefined, [n]))),
      ),
      alter(
        't',
        b.dropIndex('b'),
        b.dropIndex('b_2'),
        b.dropIndex('b_3'),
        b.dropIndex('b_4'),
        b.dropIndex('b_5'),
      ),
      alter('t', b.dropConstraint('nope')),
      alter('t', b.dropConstraint('j')),
      alter('t', b.addIndex(index('m', ['a'])), b.renameColumn('a', 'aa')),
      alter('t', b.addIndex(index('m', ['aa'])), b.renameColumn('a', 'aa')),
    ],
  },
  {
    name: 'a dropped column leaves its indexes',
    statements: [
      create('t', [int('a'), int('b'), int('c')], {
        indexes: [index('ab', ['a', 'b']), index('ca', ['c', 'a']), unique('ua', ['a'])],
      }),
      alter('t', b.drop('a')),
      alter('t', b.dropIndex('ua')),
      alter('t', b.dropIndex('ab')),
      alter('t', b.drop('c')),
      alter('t', b.dropIndex('ca')),
    ],
  },
  {
    name: 'a dropped column of a compound unique or primary key',
    statements: [
      create('t', [int('a'), int('b'), int('c')], {
        primary: primary('a', 'b'),
        indexes: [unique('bc', ['b', 'c'])],
      }),
      alter('t', b.drop('c')),
      alter('t', b.drop('a')),
      alter('t', b.dropIndex('bc')),
      alter('t', b.add(int('d')), b.drop('a'), b.drop('b')),
      alter('t', b.dropPrimary),
    ],
  },
];

const DEFAULTS: readonly (readonly [string, b.ColumnExtras['default']])[] = [
  ['text', 'x'],
  ['json', '[]'],
  ['blob', 'x'],
  ['text', ''],
  ['text', null],
  ['text', b.expression("('x')")],
  ['json', b.expression('(json_array())')],
  ["enum('a','b')", 'c'],
  ["enum('a','b')", 'A'],
  ["enum('a','b')", 1],
  ["enum('a','b')", ''],
  ["set('a','b')", 'a,b'],
  ["set('a','b')", 'a,c'],
  ['varchar(3)', 'ab'],
  ['varchar(3)', 'abc'],
  ['varchar(3)', 'abcd'],
  ['varchar(3)', 'abc '],
  ['char(3)', 'äöü'],
  ['char(3)', 'äöüß'],
  ['binary(3)', 'abcd'],
  ['varchar(3)', 12345],
  ['int', 'x'],
  ['int', '5'],
  ['int', ''],
  ['int', '5.5'],
  ['int', '5x'],
  ['tinyint', 127],
  ['tinyint', 128],
  ['tinyint', -128],
  ['tinyint', -129],
  ['tinyint unsigned', 255],
  ['tinyint unsigned', 256],
  ['tinyint unsigned', -1],
  ['smallint', 40000],
  ['mediumint unsigned', 16777216],
  ['int', 2147483648],
  ['bigint unsigned', { kind: 'literal', value: '18446744073709551615', sql: '18446744073709551615' }],
  ['bigint unsigned', { kind: 'literal', value: '18446744073709551616', sql: '18446744073709551616' }],
  ['tinyint(1)', { kind: 'literal', value: 'true', sql: 'true' }],
  ['tinyint(1)', 'true'],
  ['decimal(5,2)', 999.99],
  ['decimal(5,2)', 1000],
  ['decimal(5,2)', 'abc'],
  ['decimal(5,2)', '1.555'],
  ['float', 'abc'],
  ['double', 1.5],
  ['date', '2020-13-01'],
  ['date', '2020-02-29'],
  ['date', '2020-02-30'],
  ['date', '2021-02-29'],
  ['date', '0000-00-00'],
  ['date', '2020-01-00'],
  ['datetime', '2020-01-01 25:00:00'],
  ['datetime', 'now'],
  ['datetime', '2020-01-01'],
  ['timestamp', '0000-00-00 00:00:00'],
  ['timestamp', '1960-01-01 00:00:00'],
  ['timestamp', '2020-01-01 00:00:00'],
  ['time', '25:00:00'],
  ['time', '999:00:00'],
  ['year', 2020],
  ['year', 1800],
  ['datetime', b.expression('CURRENT_TIMESTAMP')],
  ['datetime(3)', b.expression('CURRENT_TIMESTAMP')],
  ['datetime(3)', b.expression('CURRENT_TIMESTAMP(3)')],
  ['datetime', b.expression('CURRENT_TIMESTAMP(3)')],
  ['date', b.expression('CURRENT_TIMESTAMP')],
  ['varchar(20)', b.expression('CURRENT_TIMESTAMP')],
  ['date', b.expression('(CURRENT_DATE)')],
  ['date', b.expression('CURRENT_DATE')],
  ['varchar(36)', b.expression('(uuid())')],
  ['varchar(36)', b.expression('uuid()')],
  ['int', b.expression('(1+1)')],
];

const defaultCases = each(DEFAULTS, ([type, value], t) =>
  create(t, [col('v', type, value === undefined ? {} : { default: value })]),
);

export const COLUMNS: readonly Case[] = [
  { name: 'defaults', statements: defaultCases },
  { name: 'defaults outside strict mode', statements: defaultCases, settings: { strict: false } },
  {
    name: 'defaults, added and changed',
    statements: [
      create('t', [int('a')]),
      alter('t', b.add(col('e', "enum('a','b')", { default: 'c' }))),
      alter('t', b.add(col('j', 'json', { default: '{}' }))),
      alter('t', b.modify(col('a', 'tinyint', { default: 300 }))),
      alter('t', b.setDefault('a', 'x')),
      alter('t', b.setDefault('a', 5)),
      alter('t', b.setDefault('a', null)),
      alter('t', b.add(int('n', { nullable: false, default: null }))),
    ],
  },
  {
    name: 'lengths and precisions',
    statements: each(
      [
        'varchar(16382)',
        'varchar(16383)',
        'varchar(16384)',
        'varchar(70000)',
        'char(254)',
        'char(255)',
        'char(256)',
        'binary(255)',
        'binary(256)',
        'varbinary(65532)',
        'varbinary(65533)',
        'varbinary(65534)',
        'varbinary(65535)',
        'varbinary(65536)',
        'decimal(64,2)',
        'decimal(65,2)',
        'decimal(66,2)',
        'decimal(65,30)',
        'decimal(65,31)',
        'decimal(65,38)',
        'decimal(65,39)',
        'decimal(5,6)',
        'datetime(6)',
        'datetime(7)',
        'time(7)',
        'timestamp(7)',
        'bit(64)',
        'bit(65)',
        'int(255)',
        'int(256)',
        'float(53)',
        'float(54)',
        "enum('a','A')",
        "set('a','a')",
        'uuid',
        'inet6',
        'vector(3)',
        'tsvector',
        'json',
        'geometry',
        'boolean',
        'double(8,2)',
      ],
      (type, t) => create(t, [col('v', type)]),
    ),
  },
  {
    name: 'too long outside strict mode',
    settings: { strict: false },
    statements: [
      ...each(
        ['varchar(16384)', 'varbinary(65536)', 'varchar(16777216)', 'char(256)', "enum('a','a')"],
        (type, t) => create(t, [col('v', type)]),
      ),
      alter('t0', b.addIndex(index('i', ['v']))),
    ],
  },
  {
    name: 'lengths in other character sets',
    statements: [
      ...each([65532, 65533, 65535, 65536], (n, t) =>
        create(t, [text('v', n, { charset: 'latin1', nullable: false })]),
      ),
      ...[21844, 21845, 21846].map((n) => create(`m${n}`, [text('v', n, { charset: 'utf8mb3' })])),
      ...[32766, 32767, 32768].map((n) => create(`u${n}`, [text('v', n, { charset: 'ucs2' })])),
    ],
  },
  {
    name: 'character sets and collations',
    statements: [
      create('t1', [text('v', 5, { charset: 'nope' })]),
      create('t2', [text('v', 5, { collation: 'nope_ci' })]),
      create('t3', [text('v', 5, { charset: 'latin1', collation: 'utf8mb4_bin' })]),
      create('t4', [text('v', 5)], { options: { charset: 'utf8mb4', collation: 'latin1_bin' } }),
      create('t5', [text('v', 5)], { options: { charset: 'nope' } }),
      create('t6', [text('v', 5, { collation: 'utf8mb4_0900_ai_ci' })]),
      create('t7', [text('v', 5, { collation: 'utf8mb4_uca1400_ai_ci' })]),
      create('t8', [text('v', 5)], { options: { charset: 'utf8', collation: 'utf8_unicode_ci' } }),
      create('t9', [text('v', 5)], { options: { collation: 'latin1_swedish_ci' } }),
    ],
  },
  {
    name: 'auto_increment',
    statements: [
      create('t1', [int('a', { autoIncrement: true })]),
      create('t2', [int('a', { autoIncrement: true }), int('b')], {
        indexes: [index(undefined, ['b', 'a'])],
      }),
      create('t3', [int('a', { autoIncrement: true })], { indexes: [index(undefined, ['a'])] }),
      create('t4', [id(), int('b', { autoIncrement: true, unique: true })]),
      create('t5', [col('a', 'varchar(3)', { autoIncrement: true, primaryKey: true })]),
      create('t6', [col('a', 'decimal(5,2)', { autoIncrement: true, primaryKey: true })]),
      create('t7', [col('a', 'float', { autoIncrement: true, primaryKey: true })]),
      create('t8', [int('a', { autoIncrement: true, primaryKey: true, default: 3 })]),
      create('t9', [int('a', { autoIncrement: true }), int('b')], {
        indexes: [index('i', ['b', 'a'])],
        options: { engine: 'MyISAM' },
      }),
      create('t', [id(), int('b')]),
      alter('t', b.dropPrimary),
      alter('t', b.add(int('c', { autoIncrement: true, unique: true }))),
      alter('t', b.modify(big('id', { nullable: false }))),
      alter('t', b.modify(big('id', { nullable: false, autoIncrement: true }))),
      alter('t', b.modify(big('id', { nullable: false })), b.dropPrimary),
      alter('t', b.modify(big('id', { nullable: false, autoIncrement: true }))),
      alter('t', b.modify(big('id', { nullable: false, autoIncrement: true })), b.addPrimary('id')),
      alter('t', b.drop('id')),
    ],
  },
  {
    name: 'primary key and NULL',
    statements: [
      create('t1', [int('a', { nullable: true, primaryKey: true })]),
      create('t2', [int('a', { nullable: true })], { primary: primary('a') }),
      create('t3', [int('a', { default: null })], { primary: primary('a') }),
      create('t4', [int('a'), int('b', { nullable: true })], { primary: primary('a', 'b') }),
      create('t', [int('a', { nullable: true })]),
      alter('t', b.addPrimary('a')),
      alter('t', b.modify(int('a'))),
      alter('t', b.modify(int('a', { nullable: true }))),
      alter('t', b.add(int('b', { nullable: true })), b.dropPrimary, b.addPrimary('b')),
    ],
  },
  {
    name: 'timestamps',
    statements: [
      create('t1', [col('a', 'timestamp'), col('b', 'timestamp')]),
      create('t2', [col('a', 'timestamp', { nullable: false }), col('b', 'timestamp', { nullable: false })]),
      create('t3', [col('a', 'timestamp', { nullable: true }), col('b', 'timestamp', { nullable: true })]),
      create('t4', [col('a', 'timestamp', { nullable: true }), col('b', 'timestamp', { nullable: false })]),
      alter('t3', b.add(col('c', 'timestamp', { nullable: false }))),
      create('t5', [
        col('a', 'timestamp', {
          nullable: false,
          default: b.expression('CURRENT_TIMESTAMP'),
          onUpdate: 'CURRENT_TIMESTAMP',
        }),
      ]),
      create('t6', [int('a', { onUpdate: 'CURRENT_TIMESTAMP' })]),
      create('t7', [col('a', 'datetime(3)', { onUpdate: 'CURRENT_TIMESTAMP' })]),
    ],
  },
  {
    name: 'generated columns and checks',
    statements: [
      create('t1', [int('a'), int('b', { generated: { expression: 'a + 1', stored: true } })]),
      alter('t1', b.drop('a')),
      create('t2', [int('a'), int('b')], { checks: [{ name: 'c', expression: 'a > b' }] }),
      create('t3', [int('a')], { checks: [{ name: 'c', expression: 'a > 0' }] }),
      alter('t2', b.drop('a')),
      create('t4', [int('a'), int('b')], {
        checks: [
          { name: 'd', expression: 'a > 0' },
          { name: 'd', expression: 'a > 1' },
        ],
      }),
      create('t5', [int('a'), int('b')], { checks: [{ name: 'e', expression: 'a > 0' }] }),
      alter('t5', b.drop('a')),
      alter('t5', b.dropConstraint('e')),
      create('t6', [int('a'), int('b')], { checks: [{ name: 'f', expression: 'a > 0' }] }),
      alter('t6', b.dropConstraint('f')),
    ],
  },
];
