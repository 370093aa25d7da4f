/** What is tried on MySQL and MariaDB alike: keys and their bytes, and the size of a row. */

import { type Case, int, text, x } from './mysql-cases.ts';
import * as b from './mysql-sql.ts';

const { col, create, alter, index, unique, primary } = b;

const many = (count: number, type: string, extras: b.ColumnExtras = {}) =>
  Array.from({ length: count }, (_, i) => col(`c${i}`, type, extras));
const namesOf = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`);
const latin = (name: string, length: number) => text(name, length, { charset: 'latin1' });

const around = (n: number) => [n - 1, n, n + 1];

export const KEYS: readonly Case[] = [
  {
    name: 'one utf8mb4 column: 768 characters',
    statements: around(768).map((n) => create(`t${n}`, [text('v', n)], { indexes: [index('i', ['v'])] })),
  },
  {
    name: 'one unique utf8mb4 column',
    statements: around(768).map((n) => create(`t${n}`, [text('v', n)], { indexes: [unique('i', ['v'])] })),
  },
  {
    name: 'one primary utf8mb4 column',
    statements: around(768).map((n) => create(`t${n}`, [text('v', n)], { primary: primary('v') })),
  },
  {
    name: 'two columns',
    statements: around(168).map((n) =>
      create(`t${n}`, [text('v', 600), text('w', n)], { indexes: [index('i', ['v', 'w'])] }),
    ),
  },
  {
    name: 'two columns, unique',
    statements: around(168).map((n) =>
      create(`t${n}`, [text('v', 600), text('w', n)], { indexes: [unique('i', ['v', 'w'])] }),
    ),
  },
  {
    name: 'three times 255 and a fourth',
    statements: around(3).map((n) =>
      create(`t${n}`, [...many(3, 'varchar(255)'), text('w', n)], {
        indexes: [index('i', ['c0', 'c1', 'c2', 'w'])],
      }),
    ),
  },
  {
    name: 'other character sets',
    statements: [
      ...around(3072).map((n) => create(`l${n}`, [latin('v', n)], { indexes: [unique('i', ['v'])] })),
      ...around(1024).map((n) =>
        create(`m${n}`, [text('v', n, { charset: 'utf8mb3' })], { indexes: [unique('i', ['v'])] }),
      ),
      ...around(1536).map((n) =>
        create(`u${n}`, [text('v', n, { charset: 'ucs2' })], { indexes: [index('i', ['v'])] }),
      ),
      ...around(768).map((n) =>
        create(`s${n}`, [text('v', n, { collation: 'utf16_general_ci' })], { indexes: [index('i', ['v'])] }),
      ),
      ...around(1536).map((n) =>
        create(`b${n}`, [text('v', n, { charset: 'big5' })], { indexes: [index('i', ['v'])] }),
      ),
      ...around(3072).map((n) =>
        create(`y${n}`, [col('v', `varbinary(${n})`)], { indexes: [index('i', ['v'])] }),
      ),
      ...around(1024).map((n) =>
        create(`t${n}`, [text('v', n)], { indexes: [index('i', ['v'])], options: { charset: 'utf8mb3' } }),
      ),
    ],
  },
  {
    name: 'bytes of each type next to a latin1 column',
    statements: (
      [
        ['tinyint', 1],
        ['smallint', 2],
        ['mediumint', 3],
        ['int', 4],
        ['bigint', 8],
        ['float', 4],
        ['double', 8],
        ['decimal(10,2)', 5],
        ['decimal(20,6)', 10],
        ['decimal(8,2)', 4],
        ['date', 3],
        ['time', 3],
        ['time(6)', 6],
        ['datetime', 5],
        ['datetime(3)', 7],
        ['timestamp', 4],
        ['timestamp(6)', 7],
        ['year', 1],
        ["enum('a','b')", 1],
        ["set('a','b','c','d','e','f','g','h','i')", 2],
        ['bit(8)', 1],
        ['bit(9)', 2],
        ['char(10)', 40],
        ['binary(10)', 10],
        ['varbinary(10)', 10],
        ['boolean', 1],
      ] as const
    ).flatMap(([type, bytes], i) =>
      [0, 1].map((over) =>
        create(`t${i}_${over}`, [latin('v', 3072 - bytes + over), col('w', type, { nullable: true })], {
          indexes: [index('i', ['v', 'w'])],
        }),
      ),
    ),
  },
  {
    name: 'text and blob',
    statements: [
      create('t1', [col('v', 'text')], { indexes: [index('i', ['v'])] }),
      create('t2', [col('v', 'text')], { indexes: [unique('i', ['v'])] }),
      create('t3', [col('v', 'text'), int('a')], { indexes: [index('i', ['a', 'v'])] }),
      create('t4', [col('v', 'text')], { primary: primary('v') }),
      create('t5', [col('v', 'blob')], { indexes: [index('i', ['v'])] }),
      create('t6', [col('v', 'json')], { indexes: [index('i', ['v'])] }),
      create('t7', [col('v', 'json')], { indexes: [unique('i', ['v'])] }),
      create('t8', [col('v', 'tinytext')], { indexes: [index('i', ['v'])] }),
      create('t9', [col('v', 'longtext'), int('a')], { indexes: [unique('i', ['a', 'v'])] }),
      create('t10', [col('v', 'text')], { indexes: [index('i', ['v(767)'])] }),
      create('t11', [col('v', 'text')], { indexes: [index('i', ['v(768)'])] }),
      create('t12', [col('v', 'text')], { indexes: [index('i', ['v(769)'])] }),
      create('t13', [col('v', 'text')], { indexes: [unique('i', ['v(769)'])] }),
      create('t14', [col('v', 'blob')], { indexes: [index('i', ['v(3072)'])] }),
      create('t15', [col('v', 'blob')], { indexes: [index('i', ['v(3073)'])] }),
      create('t16', [col('v', 'text'), int('a')], { indexes: [index('i', ['a', 'v(768)'])] }),
      create('t17', [col('v', 'point', { nullable: false })], { indexes: [index('i', ['v'])] }),
      create('t18', [col('v', 'geometry')], { indexes: [index('i', ['v'])] }),
      create('t19', [col('v', 'point', { nullable: false }), int('a')], {
        indexes: [index('i', ['v', 'a'])],
      }),
      create('t20', [col('v', 'point', { nullable: false })], { indexes: [unique('i', ['v'])] }),
      create('t21', [col('v', 'tinytext')], { indexes: [unique('i', ['v'])] }),
      create('t22', [col('v', 'tinytext'), int('a')], { indexes: [index('i', ['v', 'a'])] }),
      create('t23', [col('v', 'linestring')], { indexes: [index('i', ['v'])] }),
    ],
  },
  {
    name: 'prefix lengths',
    statements: [
      create('t1', [text('v', 10)], { indexes: [index('i', ['v(9)'])] }),
      create('t2', [text('v', 10)], { indexes: [index('i', ['v(10)'])] }),
      create('t3', [text('v', 10)], { indexes: [index('i', ['v(11)'])] }),
      create('t4', [int('v')], { indexes: [index('i', ['v(2)'])] }),
      alter('t1', b.modify(text('v', 5))),
      alter('t1', b.modify(int('v'))),
      create('t5', [text('v', 700)], { indexes: [index('i', ['v(20)'])] }),
      alter('t5', b.modify(col('v', 'text'))),
    ],
  },
  {
    name: '16 parts, and more',
    statements: [15, 16, 17, 32, 33].map((n) =>
      create(`t${n}`, many(n, 'int'), { indexes: [index('i', namesOf(n))] }),
    ),
  },
  {
    name: '64 keys',
    statements: [
      ...around(64).map((n) => create(`t${n}`, many(n, 'int', { unique: true }))),
      alter('t63', b.addIndex(index('i', ['c0']))),
      alter('t63', b.addPrimary('c1')),
    ],
  },
  {
    name: 'old row formats',
    statements: ['compact', 'redundant', 'dynamic', 'COMPRESSED'].flatMap((rowFormat, i) => [
      ...around(191).map((n) =>
        create(`t${i}_${n}`, [text('v', n)], { indexes: [index('i', ['v'])], options: { rowFormat } }),
      ),
      create(`w${i}`, [text('v', 192), int('w')], {
        indexes: [unique('i', ['w', 'v'])],
        options: { rowFormat },
      }),
      create(`p${i}`, [text('v', 192)], { primary: primary('v'), options: { rowFormat } }),
      create(`f${i}`, many(4, 'varchar(191)'), { indexes: [index('i', namesOf(4))], options: { rowFormat } }),
      create(`x${i}`, [col('v', 'text')], { indexes: [index('i', ['v(192)'])], options: { rowFormat } }),
    ]),
  },
  {
    name: 'MyISAM',
    statements: [
      ...around(250).map((n) =>
        create(`t${n}`, [text('v', n)], { indexes: [index('i', ['v'])], options: { engine: 'MyISAM' } }),
      ),
      ...around(50).map((n) =>
        create(`w${n}`, [text('v', 200), text('w', n)], {
          indexes: [index('i', ['v', 'w'])],
          options: { engine: 'MyISAM' },
        }),
      ),
      create('u', [text('v', 251)], { indexes: [unique('i', ['v'])], options: { engine: 'MyISAM' } }),
    ],
  },
  {
    name: 'added to a table',
    statements: [
      create('t', [text('v', 769), text('w', 768), int('a')]),
      alter('t', b.addIndex(index('i', ['v']))),
      b.createIndex('t', index('i2', ['v'])),
      alter('t', b.addIndex(unique('u', ['v']))),
      alter('t', b.addIndex(index('wa', ['w', 'a']))),
      alter('t', b.addIndex(unique('uwa', ['w', 'a']))),
      alter('t', b.addPrimary('v')),
      alter('t', b.addIndex(index('w', ['w']))),
      alter('t', b.modify(text('w', 769))),
      alter('t', b.modify(text('w', 500))),
      alter('t', b.modify(text('w', 800, { charset: 'latin1' }))),
      alter('t', b.add(text('z', 900)), b.addIndex(unique('z', ['z']))),
    ],
  },
  {
    name: 'a column is widened under its index',
    statements: [
      create('t', [text('v', 700), int('a')], { indexes: [index('va', ['v', 'a'])] }),
      alter('t', b.modify(text('v', 767))),
      alter('t', b.modify(text('v', 768))),
      alter('t', b.modify(col('v', 'text'))),
      create('u', [text('v', 700)], { indexes: [unique('v', ['v'])] }),
      alter('u', b.modify(text('v', 800))),
      alter('u', b.modify(text('v', 700))),
      create('p', [text('v', 700)], { primary: primary('v') }),
      alter('p', b.modify(text('v', 800))),
    ],
  },
  {
    name: 'long keys outside strict mode',
    settings: { strict: false },
    statements: [
      create('t1', [text('v', 769)], { indexes: [index('i', ['v'])] }),
      create('t2', [text('v', 769)], { indexes: [unique('i', ['v'])] }),
      create('t3', [text('v', 769), int('w')], { indexes: [index('i', ['v', 'w'])] }),
      create('t4', [text('v', 192), int('w')], {
        indexes: [index('i', ['v', 'w'])],
        options: { rowFormat: 'compact' },
      }),
    ],
  },
  {
    name: 'fulltext and spatial',
    statements: [
      create('t1', [int('v')], { indexes: [index('f', ['v'], 'fulltext')] }),
      create('t2', [col('v', 'text')], { indexes: [index('f', ['v'], 'fulltext')] }),
      create('t3', [col('v', 'json')], { indexes: [index('f', ['v'], 'fulltext')] }),
      create('t4', [col('v', 'point')], { indexes: [index('f', ['v'], 'spatial')] }),
      create('t5', [col('v', 'point', { nullable: false })], { indexes: [index('f', ['v'], 'spatial')] }),
      create('t6', [int('v', { nullable: false })], { indexes: [index('f', ['v'], 'spatial')] }),
      create('t7', [col('v', 'point', { nullable: false }), col('w', 'point', { nullable: false })], {
        indexes: [index('f', ['v', 'w'], 'spatial')],
      }),
      create('t8', [text('v', 10), col('w', 'text')], { indexes: [index('f', ['v', 'w'], 'fulltext')] }),
      alter('t8', b.drop('v')),
      alter('t8', b.drop('w'), b.add(int('z'))),
    ],
  },
  {
    name: 'the database is latin1',
    settings: { charset: 'latin1', collation: 'latin1_swedish_ci' },
    statements: [
      ...around(3072).map((n) => create(`t${n}`, [text('v', n)], { indexes: [unique('i', ['v'])] })),
      create('m', [text('v', 3072)], { indexes: [unique('i', ['v'])], options: { charset: 'utf8mb4' } }),
      create('n', [text('v', 768)], {
        indexes: [unique('i', ['v'])],
        options: { collation: 'utf8mb4_unicode_ci' },
      }),
    ],
  },
];

export const ROWS: readonly Case[] = [
  {
    name: '65,535 bytes: varchar(255) utf8mb4',
    statements: around(64).map((n) => create(`t${n}`, many(n, 'varchar(255)'))),
  },
  {
    name: '65,535 bytes, to the byte',
    statements: [
      ...[3, 4, 5, 6].map((n) => create(`t${n}`, [text('v', 16382), ...many(n, 'tinyint')])),
      ...[0, 1, 2].map((n) =>
        create(`n${n}`, [
          text('v', 16382, { nullable: false }),
          ...many(n + 4, 'tinyint', { nullable: false }),
        ]),
      ),
      create('x1', [text('v', 16380), col('w', 'text')]),
      create('x2', [text('v', 16381), col('w', 'text')]),
    ],
  },
  {
    name: 'added to a large table',
    statements: [
      create('t', many(64, 'varchar(255)')),
      alter('t', b.add(text('w', 10))),
      alter('t', b.add(text('w', 100))),
      alter('t', b.modify(text('c0', 300))),
      alter('t', b.modify(col('c0', 'text'))),
      alter('t', b.add(text('w', 200))),
    ],
  },
  {
    name: "InnoDB's half page",
    statements: [
      ...[31, 32].map((n) => create(`c${n}`, many(n, 'char(255)', { charset: 'latin1' }))),
      ...[196, 197, 383, 384].map((n) => create(`t${n}`, many(n, 'text'))),
      ...[31, 32, 196, 197].map((n) => create(`v${n}`, many(n, 'varchar(255)', { charset: 'latin1' }))),
      ...[40, 41, 196, 197].map((n) => create(`w${n}`, many(n, 'varchar(50)'))),
      ...[32, 33].map((n) => create(`x${n}`, many(n, 'varchar(63)'))),
      ...[278, 279].map((n) => create(`d${n}`, many(n, 'decimal(65,2)'))),
      ...[10, 11].map((n) => create(`o${n}`, many(n, 'text'), { options: { rowFormat: 'compact' } })),
      ...[10, 11].map((n) => create(`r${n}`, many(n, 'text'), { options: { rowFormat: 'redundant' } })),
      ...[31, 32].map((n) =>
        create(`s${n}`, many(n, 'varchar(255)', { charset: 'latin1' }), {
          options: { rowFormat: 'redundant' },
        }),
      ),
      ...[196, 197].map((n) => create(`k${n}`, [b.id(), ...many(n, 'text')])),
    ],
  },
  {
    name: 'number of columns',
    statements: [
      ...around(1017).map((n) => create(`t${n}`, many(n, 'int'))),
      create('t4097', many(4097, 'int')),
      alter('t1017', b.add(int('more'))),
      create('long', [int(x(64))]),
    ],
  },
];
