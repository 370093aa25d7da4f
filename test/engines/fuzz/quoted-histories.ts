/** Histories for SQLite and PostgreSQL, whose names stand in double quotes. */
import * as fc from 'fast-check';
import type { Statement } from '../../../src/schema/index.ts';
import * as d from '../support/quoted-ddl.ts';
import { mixed, present, rarely, repeat, sometimes, weighted } from './names.ts';

export type Dialect = 'sqlite' | 'postgres';

/** 63 bytes are kept by PostgreSQL: names that fit, names that are cut, and names that are the same once they are cut. */
const LONG = [
  repeat(62),
  repeat(63),
  `${repeat(63)}y`,
  `${repeat(63)}z`,
  repeat(31, 'é'),
  repeat(32, 'é'),
  `${repeat(62)}é`,
];
const TABLES = ['t', 'p', 'c'];
const COLUMNS = ['a', 'b', 'c', 'id'];

const table = weighted([60, TABLES], [4, ['T', 'a b', ...LONG]]);
const column = weighted([80, COLUMNS], [9, ['d', 'A', 'é', ...LONG]], [1, ['rowid']]);
const indexName = weighted(
  [60, ['i', 'j', 'k']],
  [14, ['I', 't', 't_pkey', 't_a_key', 'p_pkey', 't_id_seq', ...LONG]],
);
const constraintName = weighted(
  [40, ['f', 'g', 'ch']],
  [20, ['F', 'i', 't_a_fkey', 'c_a_fkey', 't_pkey', 'p_pkey', 't_a_key', 't_a_check', 't_check', ...LONG]],
);

const TYPES = {
  sqlite: {
    common: ['integer', 'varchar', 'text', 'datetime', 'numeric', 'varchar(20)'],
    other: [
      'int',
      'blob',
      'real',
      'tinyint(1)',
      'json',
      'any',
      'INTEGER',
      'double precision',
      'decimal(8, 2)',
      'boolean',
    ],
    edges: ['nosuch', 'varchar(0)', 'decimal(5,9)'],
  },
  postgres: {
    common: ['int', 'bigint', 'varchar(255)', 'text', 'boolean', 'timestamp', 'jsonb', 'varchar(20)'],
    other: [
      ...[
        'smallint',
        'numeric(8,2)',
        'numeric',
        'real',
        'double precision',
        'char(10)',
        'json',
        'uuid',
        'bytea',
        'date',
      ],
      ...[
        'time',
        'timestamptz',
        'timestamp(3)',
        'interval',
        'inet',
        'int[]',
        'text[]',
        'money',
        'xml',
        'tsvector',
        'bit(5)',
      ],
      ...[
        'bigserial',
        'serial',
        'smallserial',
        'point',
        'cidr',
        'varchar',
        'char',
        'time(0)',
        'int4range',
        'float(24)',
      ],
    ],
    edges: [
      ...[
        'nosuch',
        'citext',
        'varchar(0)',
        'varchar(10485760)',
        'varchar(10485761)',
        'char(10485761)',
        'numeric(1000,2)',
      ],
      ...[
        'numeric(1001,2)',
        'numeric(2,3)',
        'timestamp(7)',
        'time(7)',
        'datetime',
        'tinyint',
        'bit(0)',
        'float(54)',
        'float(0)',
      ],
    ],
  },
} as const;

const DEFAULTS = {
  sqlite: {
    common: ["'x'", "'5'", '5', 'null', '0', "''"],
    other: [
      'true',
      'current_timestamp',
      '1.5',
      '-1',
      "(datetime('now'))",
      '(1 + 1)',
      '("a")',
      '"x"',
      "('x')",
      'x',
    ],
  },
  postgres: {
    common: ["'x'", "'5'", '5', 'null', '0', "''", 'true', 'now()', 'current_timestamp'],
    other: [
      ...[
        "'2020-01-01'",
        "'2020-13-01'",
        "'{}'",
        "'[]'",
        "'true'",
        "'t'",
        '1.5',
        '-1',
        '99999999999',
        "'99999999999'",
      ],
      ...['gen_random_uuid()', 'uuid()', '(1 + 1)', "'{1,2}'", "'1 day'", "'127.0.0.1'", 'current_date'],
      ...[
        '"a"',
        "'abcdefghijklmnopqrstuvwxyz'",
        "'00000000-0000-0000-0000-000000000000'",
        "'x'::text",
        "'5'::int",
        'false',
      ],
    ],
  },
} as const;

const CHECKS = {
  sqlite: ['"a" > 0', '"a" is not null', '"nope" > 0', '"b" <> "a"', '1', '"id" > 0', "\"a\" in ('x', 'y')"],
  postgres: [
    '"a" is not null',
    '"nope" is not null',
    '"b" is null or "a" is null',
    'true',
    '"id" is not null',
    '"b" is not null',
    '"a" > 0',
    '"b" = \'x\'',
    '"a" = "b" and "id" > 1',
    '"b" in (1, 2)',
    'length("c") > 1',
    '"c"',
  ],
} as const;

const GENERATED = {
  sqlite: ['"a"', '"a" + 1', '"b" || 1', '1', '"id" * 2', 'random()'],
  postgres: [
    '"a"',
    '"id"',
    '"nope"',
    '1',
    'null',
    '"a" + 1',
    'lower("b")',
    '"b" || \'x\'',
    '"a"::text',
    'now()',
  ],
} as const;

/** All arbitraries of one dialect. */
export function quotedHistories(dialect: Dialect): fc.Arbitrary<readonly Statement[]> {
  const postgres = dialect === 'postgres';
  const onPostgres = <T>(weight: number, arbitrary: fc.Arbitrary<T>): [number, fc.Arbitrary<T>][] =>
    postgres ? [[weight, arbitrary]] : [];
  const onSqlite = <T>(weight: number, arbitrary: fc.Arbitrary<T>): [number, fc.Arbitrary<T>][] =>
    postgres ? [] : [[weight, arbitrary]];

  const type = weighted<string>(
    [55, TYPES[dialect].common],
    [30, TYPES[dialect].other],
    [4, TYPES[dialect].edges],
  );
  const byDefault = weighted<string>([3, DEFAULTS[dialect].common], [2, DEFAULTS[dialect].other]);
  const checkExpression = fc.constantFrom<string>(...CHECKS[dialect]);

  const tame: readonly (readonly [string, readonly string[]])[] = postgres
    ? [
        ['bigint', ['0', 'null']],
        ['int', ['0', "'5'"]],
        ['varchar(255)', ["'x'", "''", 'null']],
        ['text', ["'x'"]],
        ['timestamp', ['now()', 'current_timestamp', "'2020-01-01'"]],
        ['boolean', ['true', "'t'"]],
        ['jsonb', ["'{}'", "'[]'"]],
        ['numeric(8,2)', ['1.5', '0']],
        ['uuid', ['gen_random_uuid()']],
      ]
    : ['integer', 'varchar', 'text', 'datetime', 'numeric'].map(
        (name) => [name, ["'x'", '0', 'null']] as const,
      );
  const tameColumn = (key: number, name = column): fc.Arbitrary<d.BuiltColumn> =>
    fc
      .record({
        own: name,
        text: weighted([3, tame.slice(0, 3)], [2, tame]),
        which: sometimes(25, fc.nat(5)),
        null: sometimes(40, weighted<boolean>([1, [false]], [1, [true]])),
        unique: sometimes(key * 2, fc.constant(true)),
      })
      .map(({ own, text: [text, defaults], which, ...rest }) =>
        d.col(
          own,
          text,
          present<d.ColumnOptions>({
            ...rest,
            default: which === undefined ? undefined : defaults[which % defaults.length],
          } as never),
        ),
      );

  const wildColumn = (key: number): fc.Arbitrary<d.BuiltColumn> =>
    fc
      .record({
        name: column,
        text: type,
        null: sometimes(35, weighted<boolean>([3, [false]], [2, [true]])),
        default: sometimes(20, byDefault),
        primary: sometimes(key, fc.constant(true)),
        unique: sometimes(key * 2, fc.constant(true)),
        auto: sometimes(postgres ? 2 : 0, fc.constant('identity' as const)),
        collation: sometimes(2, postgres ? fc.constant('C') : fc.constantFrom('nocase', 'binary', 'nope')),
        check: sometimes(3, checkExpression),
        generated: sometimes(
          4,
          fc.record({
            expression: fc.constantFrom<string>(...GENERATED[dialect]),
            stored: weighted([9, [true]], [postgres ? 1 : 9, [false]]),
          }),
        ),
      })
      .map(({ name, text, ...options }) => d.col(name, text, present<d.ColumnOptions>(options as never)));

  const builtColumn = (key: number) => mixed([3, tameColumn(key)], [1, wildColumn(key)]);

  const idColumn = postgres
    ? weighted<d.BuiltColumn>(
        [6, [d.col('id', 'bigserial', { primary: true, null: false })]],
        [
          2,
          [
            d.col('id', 'bigint', { primary: true }),
            d.col('id', 'int'),
            d.col('id', 'uuid', { primary: true }),
          ],
        ],
      )
    : weighted<d.BuiltColumn>(
        [6, [d.col('id', 'integer', { primary: true, auto: 'autoincrement', null: false })]],
        [
          2,
          [
            d.col('id', 'integer', { primary: true }),
            d.col('id', 'int'),
            d.col('id', 'int', { primary: true, auto: 'autoincrement' }),
          ],
        ],
      );

  const names = fc.array(column, { minLength: 1, maxLength: 3 });
  const foreign = (named: number, inline = false): fc.Arbitrary<d.BuiltForeignKey> =>
    fc
      .record({
        name: sometimes(named, constraintName),
        pairs: mixed(
          [
            7,
            fc.tuple(
              fc.tuple(
                weighted([6, ['a', 'b']], [1, ['c', 'id', 'nope']]),
                weighted([8, ['id']], [3, ['a', 'b', 'nope']]),
              ),
            ),
          ],
          ...(inline
            ? []
            : ([[1, fc.array(fc.tuple(column, column), { minLength: 1, maxLength: 3 })]] as [
                number,
                fc.Arbitrary<[string, string][]>,
              ][])),
        ),
        parent: weighted([12, TABLES], [2, ['nope', 'T', ...LONG]]),
        whole: rarely(10),
        onDelete: sometimes(30, fc.constantFrom<'cascade' | 'set null'>('cascade', 'set null')),
      })
      .map(({ name, pairs, parent, whole, onDelete }) =>
        d.references(
          pairs.map(([own]) => own),
          parent,
          whole ? [] : pairs.map(([, theirs]) => theirs),
          present<NonNullable<Parameters<typeof d.references>[3]>>({
            name,
            onDelete,
            ...(inline ? { inline: true } : {}),
          } as never),
        ),
      );
  const check = fc
    .record({ name: sometimes(50, constraintName), expression: checkExpression })
    .map(
      (fields) =>
        present<{ name: string; expression: string }>(fields) as { name?: string; expression: string },
    );

  const createNamed = (named: fc.Arbitrary<string>): fc.Arbitrary<Statement> =>
    fc
      .record({
        name: named,
        id: sometimes(85, idColumn),
        columns: fc.tuple(
          ...['a', 'b', 'c'].map((own) => sometimes(88, tameColumn(2, fc.constant(own)))),
          sometimes(30, builtColumn(3)),
        ),
        keepDuplicates: rarely(2),
        primary: sometimes(3, fc.array(column, { minLength: 1, maxLength: 2 })),
        primaryName: sometimes(20, constraintName),
        unique: sometimes(
          18,
          fc.array(
            fc
              .record({ name: sometimes(40, indexName), columns: names })
              .map((key) => present<{ name: string; columns: string[] }>(key)),
            { minLength: 1, maxLength: 2 },
          ),
        ),
        foreign: sometimes(18, fc.array(foreign(40), { minLength: 1, maxLength: 2 })),
        checks: sometimes(8, fc.array(check, { minLength: 1, maxLength: 2 })),
        ifNotExists: rarely(8),
        strict: fc.constant(false),
      })
      .map(({ name, id, columns, keepDuplicates, ...parts }) => {
        const all = [id, ...columns].filter((built) => built !== undefined);
        if (all.length === 0) all.push(d.col('a'));
        const seen = new Set<string>();
        const distinct = all.filter(({ spec }) => {
          const key = postgres ? Buffer.from(spec.name).subarray(0, 63).toString() : spec.name.toLowerCase();
          if (seen.has(key)) return false;
          seen.add(key);
          return true;
        });
        return d.createTable(name, keepDuplicates ? all : distinct, present<d.TableParts>(parts as never));
      });

  const create = createNamed(table);

  /** Many columns, and keys over many. */
  const wide: fc.Arbitrary<Statement> = fc
    .record({
      name: table,
      count: postgres
        ? weighted([12, [31, 32, 33, 34]], [1, [1599, 1600, 1601]])
        : weighted([12, [63, 64, 65]], [1, [2000, 2001]]),
      most: fc.constantFrom(1, 31, 32, 33, 64),
      kind: fc.constantFrom('primary', 'unique'),
    })
    .map(({ name, count, most, kind }) => {
      const keys = d.names(Math.min(most, count));
      return d.createTable(
        name,
        d.cols(count),
        kind === 'primary' ? { primary: keys } : { unique: [{ columns: keys }] },
      );
    });

  const action: fc.Arbitrary<d.BuiltAction> = mixed<d.BuiltAction>(
    [16, builtColumn(1).map(d.addColumn)],
    [
      12,
      fc
        .record({ name: column, ifExists: rarely(postgres ? 20 : 0), cascade: rarely(postgres ? 20 : 0) })
        .map(({ name, ifExists, cascade }) =>
          d.dropColumn(name, { ...(ifExists ? { ifExists } : {}), ...(cascade ? { cascade } : {}) }),
        ),
    ],
    [9, fc.tuple(column, column).map(([from, to]) => d.renameColumn(from, to))],
    ...onPostgres(
      10,
      fc.tuple(names, sometimes(60, indexName)).map(([columns, name]) => d.addUnique(columns, name)),
    ),
    ...onPostgres(
      6,
      fc
        .tuple(fc.array(column, { minLength: 1, maxLength: 2 }), sometimes(30, constraintName))
        .map(([columns, name]) => d.addPrimary(columns, name)),
    ),
    ...onPostgres(14, foreign(60).map(d.addForeign)),
    ...onPostgres(
      5,
      check.map(({ expression, name }) => d.addCheck(expression, name)),
    ),
    ...onPostgres(
      10,
      fc
        .record({
          name: mixed([2, constraintName], [1, indexName]),
          ifExists: rarely(15),
          cascade: rarely(15),
        })
        .map(({ name, ifExists, cascade }) =>
          d.dropConstraint(name, { ...(ifExists ? { ifExists } : {}), ...(cascade ? { cascade } : {}) }),
        ),
    ),
    ...onPostgres(
      10,
      fc
        .tuple(
          column,
          type,
          sometimes(
            15,
            column.map((name) => `"${name}"::text::int`),
          ),
        )
        .map(([name, text, using]) => d.setType(name, text, using)),
    ),
    ...onPostgres(
      7,
      fc
        .tuple(column, mixed<string | null>([3, byDefault], [1, fc.constant(null)]))
        .map(([name, sql]) => d.setDefault(name, sql)),
    ),
    ...onPostgres(
      6,
      fc.tuple(column, fc.boolean()).map(([name, nullable]) => d.setNull(name, nullable)),
    ),
  );
  const alter: fc.Arbitrary<Statement> = mixed(
    [
      20,
      fc
        .tuple(
          table,
          postgres
            ? mixed(
                [7, fc.tuple(action)],
                [
                  3,
                  fc.array(
                    action.filter(({ action: { kind } }) => kind !== 'renameColumn'),
                    { minLength: 2, maxLength: 3 },
                  ),
                ],
              )
            : fc.tuple(action),
        )
        .map(([name, actions]) => d.alterTable(name, ...actions)),
    ],
    [
      2,
      fc.tuple(table, builtColumn(0), foreign(0, true)).map(([name, added, key]) => {
        const own = d.references(
          [added.spec.name],
          key.spec.parent.name,
          key.spec.parentColumns,
          present<{ onDelete: 'cascade' | 'set null'; inline: boolean }>({
            onDelete: key.spec.onDelete as 'cascade' | undefined,
            inline: true,
          }) as never,
        );
        return d.alterTable(name, d.addColumn(added), d.inlineReference(own));
      }),
    ],
  );

  const index: fc.Arbitrary<Statement> = fc
    .record({
      name: sometimes(postgres ? 85 : 100, indexName),
      on: table,
      columns: mixed(
        [12, names],
        [
          1,
          fc
            .constantFrom(
              '("a")',
              '("nope")',
              '("id" + 1)',
              ...(postgres ? ['lower("a")', '("b" || \'x\')', '("b"::date)', '("c"::text)'] : []),
            )
            .map((one) => [one]),
        ],
      ),
      unique: rarely(40),
      method: sometimes(
        postgres ? 12 : 0,
        fc.constantFrom('btree', 'hash', 'gin', 'gist', 'brin', 'spgist', 'nope'),
      ),
      where: sometimes(
        8,
        fc.constantFrom(
          '"a" is not null',
          '"nope" is null',
          ...(postgres ? ['"b" = 1', '"a"', '"c" > now()'] : []),
        ),
      ),
      ifNotExists: rarely(8),
      concurrently: sometimes(postgres ? 3 : 0, fc.constant(true)),
    })
    .map(({ name, on, columns, unique, method, where, ifNotExists, concurrently }) =>
      d.createIndex(
        name,
        on,
        columns,
        present<d.IndexOptions>({
          unique,
          method,
          where,
          ifNotExists: ifNotExists && name !== undefined,
          concurrently,
        } as never),
      ),
    );

  const values = fc.constantFrom<string | number | null>(
    1,
    2,
    0,
    -1,
    null,
    'x',
    '2020-01-01',
    300,
    'abcdefghijklmnopqrstuvwxyz',
  );
  const insert = fc
    .tuple(
      table,
      fc.uniqueArray(fc.tuple(column, values), {
        minLength: 1,
        maxLength: 2,
        selector: ([name]) => name.toLowerCase(),
      }),
    )
    .map(([name, row]) => d.insert(name, Object.fromEntries(row)));

  const statement: fc.Arbitrary<Statement> = mixed<Statement>(
    [20, create],
    [1, wide],
    [44, alter],
    [16, index],
    [5, fc.tuple(indexName, rarely(25)).map(([name, ifExists]) => d.dropIndex(name, ifExists))],
    [
      5,
      fc
        .record({
          tables: mixed(
            [5, fc.tuple(table)],
            [postgres ? 1 : 0, fc.uniqueArray(table, { minLength: 2, maxLength: 2 })],
          ),
          ifExists: rarely(30),
          cascade: rarely(postgres ? 30 : 0),
        })
        .map(({ tables, ifExists, cascade }) => d.dropTable(tables, { ifExists, cascade })),
    ],
    [5, fc.tuple(table, table).map(([from, to]) => d.renameTable(from, to))],
    [3, insert],
    [
      2,
      fc
        .tuple(fc.constantFrom<'select' | 'delete'>('select', 'delete'), table)
        .map(([verb, name]) =>
          d.data(verb, name, `${verb === 'select' ? 'select *' : 'delete'} from ${d.q(name)}`),
        ),
    ],
    ...onPostgres(
      4,
      fc.tuple(mixed([2, indexName], [1, table]), indexName).map(([from, to]) => d.renameIndex(from, to)),
    ),
    ...onPostgres(
      2,
      fc.tuple(table, sometimes(60, column)).map(([on, name]) => d.comment(on, 'x', name)),
    ),
    ...onPostgres(2, fc.constantFrom('begin', 'commit', 'rollback').map(d.transaction)),
    ...onSqlite(2, fc.boolean().map(d.foreignKeyChecks)),
  );
  return fc
    .tuple(
      ...TABLES.map((name) => createNamed(fc.constant(name))),
      fc.array(statement, { minLength: 3, maxLength: 12, size: 'max' }),
    )
    .map((made) => {
      const all = made.flat();
      // What stands in the end is read back outside of a transaction.
      return all.some(({ kind }) => kind === 'transaction') ? [...all, d.transaction('commit')] : all;
    });
}
