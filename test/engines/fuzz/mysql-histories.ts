/** Histories for MySQL and MariaDB: statements as structure, whose SQL text is rendered from it. */
import * as fc from 'fast-check';
import type {
  AlterAction,
  ColumnSpec,
  DefaultValue,
  ForeignKeySpec,
  IndexSpec,
  KeyPart,
  ReferentialAction,
  Statement,
  TableOptions,
} from '../../../src/schema/index.ts';
import * as b from '../support/mysql-sql.ts';
import { mixed, present, rarely, repeat, sometimes, weighted } from './names.ts';

const LONG = [repeat(64), repeat(64, 'é'), repeat(63)];
const TOO_LONG = [repeat(65), repeat(66), repeat(65, 'é')];

const table = weighted([60, ['t', 'p', 'c']], [5, ['T', 'a b', ...LONG]], [1, [...TOO_LONG, 'e ']]);
const column = weighted(
  [80, ['a', 'b', 'c', 'id']],
  [12, ['d', 'A', 'É', 'é', ...LONG]],
  [2, [...TOO_LONG, 'a ']],
);
const indexName = weighted(
  [60, ['i', 'j', 'k']],
  [12, ['I', 'a', 'f', ...LONG]],
  [3, ['PRIMARY', 'primary', 'GEN_CLUST_INDEX', ...TOO_LONG, 'i ']],
);
const foreignName = weighted(
  [40, ['f', 'g']],
  [12, ['F', 'i', 't_ibfk_1', 'c_ibfk_1', 'c_ibfk_2', ...LONG]],
  [2, TOO_LONG],
);
const checkName = weighted([20, ['ch', 'CH', 't_chk_1', 'f', ...LONG]], [1, TOO_LONG]);

const COMMON = ['int', 'bigint unsigned', 'varchar(255)', 'varchar(20)', 'text', 'datetime', 'timestamp'];
const OTHER = [
  ...[
    'tinyint',
    'tinyint(1)',
    'smallint unsigned',
    'mediumint',
    'bigint',
    'boolean',
    'int unsigned',
    'serial',
  ],
  ...['decimal(8,2)', 'decimal(65,30)', 'float', 'double', 'float(53)', 'double(8,2)', 'bit(8)', 'year'],
  ...[
    'char(36)',
    'char(255)',
    'binary(16)',
    'varbinary(255)',
    'varchar(191)',
    'varchar(192)',
    'varchar(500)',
  ],
  ...['varchar(767)', 'varchar(768)', 'varchar(769)', 'varchar(1024)', 'varchar(3072)', 'varchar(5000)'],
  ...['tinytext', 'mediumtext', 'longtext', 'blob', 'longblob', 'json', "enum('a','b')", "set('a','b','c')"],
  ...['date', 'time', 'time(3)', 'datetime(3)', 'datetime(6)', 'timestamp(6)', 'geometry', 'point'],
];
const EDGES = [
  ...['varchar(16382)', 'varchar(16383)', 'varchar(16384)', 'varchar(65535)', 'char(256)', 'binary(256)'],
  ...[
    'varbinary(3072)',
    'varbinary(3073)',
    'varbinary(65535)',
    'varbinary(65536)',
    'decimal(66,2)',
    'float(54)',
  ],
  ...[
    'decimal(65,31)',
    'decimal(65,39)',
    'decimal(5,6)',
    'datetime(7)',
    'timestamp(7)',
    'time(7)',
    'bit(65)',
  ],
  ...[
    'int(255)',
    'int(256)',
    "enum('a','A')",
    "set('a','a')",
    'uuid',
    'inet6',
    'vector(3)',
    'varchar(0)',
    'char(0)',
  ],
];
const type = weighted([55, COMMON], [35, OTHER], [6, EDGES]);

const literal = (value: string, sql = value): DefaultValue => ({ kind: 'literal', value, sql });
const byDefault = weighted<b.ColumnExtras['default']>(
  [20, [null, 0, 1, 'x', '', '5']],
  [6, [-1, 300, 70000, '2020-01-01', '2020-01-01 10:00:00', 'a', 'b', 'a,b', 'abcdefghijklmnopqrstuvwxyz']],
  [
    3,
    [
      '2020-13-01',
      '0000-00-00',
      '2021-02-29',
      '1.5',
      '99999999999',
      '12:00:00',
      literal('true'),
      literal('1.5'),
    ],
  ],
  [5, [b.expression('CURRENT_TIMESTAMP'), b.expression('CURRENT_TIMESTAMP(3)'), b.expression('(1+1)')]],
  [3, [b.expression('(uuid())'), b.expression("('x')"), b.expression('(json_array())')]],
);
const GENERATED = [
  '`a`',
  '`a` + 1',
  "concat(`b`, 'x')",
  'upper(`b`)',
  '`c` * 2',
  '1',
  '`nope`',
  '`id` + 1',
  'uuid()',
];
const CHECKS = ['`a` > 0', '`b` <> `a`', '`nope` > 0', '`a` is not null', '1 = 1', '`id` > 0', 'rand() > 0'];
const charset = weighted([10, ['latin1', 'utf8mb4', 'utf8mb3', 'ascii', 'ucs2']], [1, ['nope']]);
const collation = weighted(
  [10, ['utf8mb4_bin', 'utf8mb4_unicode_ci', 'utf8mb4_general_ci', 'latin1_swedish_ci', 'utf8_unicode_ci']],
  [2, ['nope_ci', 'utf8mb4_0900_ai_ci', 'utf8mb4_uca1400_ai_ci', 'utf16_general_ci']],
);

/** Types with defaults that fit them. */
const TAME: readonly (readonly [string, readonly b.ColumnExtras['default'][]])[] = [
  ['bigint unsigned', [0, 1, null]],
  ['int', [0, -1, null, '5']],
  ['varchar(20)', ['x', '', null, 5]],
  ['varchar(255)', ['x', '', null]],
  ['text', [null]],
  ['datetime', [null, b.expression('CURRENT_TIMESTAMP'), '2020-01-01 10:00:00']],
  ['timestamp', [b.expression('CURRENT_TIMESTAMP')]],
  ['decimal(8,2)', [0, '1.5', null]],
  ['json', [null]],
  ["enum('a','b')", ['a', 'b', null]],
  ['tinyint(1)', [0, 1]],
  ['date', ['2020-01-01', null]],
  ['char(36)', ['x', null]],
  ['double', [0, 1.5]],
];

interface Extras {
  /** How often, of a hundred, it carries a key of its own. */
  readonly key?: number;
  readonly placed?: boolean;
  /** How often, of a hundred, nothing of it need fit the rest. */
  readonly wild?: number;
}

const position = (percent: number): fc.Arbitrary<ColumnSpec['position']> =>
  sometimes(
    percent,
    mixed<ColumnSpec['position'] & {}>(
      [1, fc.constant('first' as const)],
      [2, column.map((after) => ({ after }))],
    ),
  );

const tameColumn = ({ key = 4, placed = false }: Extras, name = column): fc.Arbitrary<ColumnSpec> =>
  fc
    .record({
      name,
      text: weighted([3, TAME.slice(0, 4)], [2, TAME]),
      withDefault: rarely(25),
      which: fc.nat(5),
      nullable: sometimes(50, weighted<boolean>([1, [false]], [1, [true]])),
      unique: sometimes(key * 2, fc.constant(true)),
      position: position(placed ? 12 : 0),
    })
    .map(({ name: own, text: [text, defaults], withDefault, which, nullable, unique, position: at }) => {
      const value = withDefault ? defaults[which % defaults.length] : undefined;
      const contradicts = value === null && nullable === false;
      return b.col(
        own,
        text,
        present<b.ColumnExtras>({
          nullable: contradicts ? undefined : nullable,
          default: value,
          unique,
          position: at,
        } as never),
      );
    });

function wildColumn({ key = 4, placed = false }: Extras): fc.Arbitrary<ColumnSpec> {
  return fc
    .record({
      name: column,
      type,
      nullable: sometimes(45, weighted<boolean>([3, [false]], [2, [true]])),
      default: sometimes(22, byDefault),
      autoIncrement: sometimes(3, fc.constant(true)),
      primaryKey: sometimes(key, fc.constant(true)),
      unique: sometimes(key * 2, fc.constant(true)),
      charset: sometimes(5, charset),
      collation: sometimes(5, collation),
      generated: sometimes(8, fc.record({ expression: fc.constantFrom(...GENERATED), stored: fc.boolean() })),
      check: sometimes(5, fc.constantFrom(...CHECKS)),
      onUpdate: sometimes(2, weighted([5, ['CURRENT_TIMESTAMP']], [1, ['CURRENT_TIMESTAMP(3)']])),
      invisible: sometimes(1, fc.constant(true)),
      comment: sometimes(3, weighted([8, ["it's"]], [1, [repeat(1024), repeat(1025)]])),
      position: position(placed ? 12 : 0),
    })
    .map(({ name, type: text, comment, ...extras }) => {
      // MariaDB reads nothing after a column's CHECK.
      const told = extras.check === undefined ? comment : undefined;
      return b.col(name, text, present<b.ColumnExtras>({ ...extras, comment: told } as never));
    });
}

function columnSpec(extras: Extras = {}): fc.Arbitrary<ColumnSpec> {
  const { wild = 25 } = extras;
  return mixed([100 - wild, tameColumn(extras)], [wild, wildColumn(extras)]);
}

/** An auto-increment key, as frameworks make them. */
const idColumn = weighted(
  [8, [b.id()]],
  [2, [b.col('id', 'int', { nullable: false, autoIncrement: true, primaryKey: true })]],
  [1, [b.col('id', 'int', { autoIncrement: true }), b.col('id', 'int unsigned', { primaryKey: true })]],
);

const part: fc.Arbitrary<KeyPart> = fc
  .record({
    column,
    length: sometimes(9, fc.constantFrom(10, 191, 192, 255, 767, 768, 769, 1000, 3072, 3073)),
  })
  .map((fields) => present<{ column: string; length: number }>(fields));
const parts = fc.array(part, { minLength: 1, maxLength: 2 });

const indexSpec: fc.Arbitrary<IndexSpec> = fc
  .record({
    kind: weighted<IndexSpec['kind']>([10, ['index']], [8, ['unique']], [1, ['fulltext']], [1, ['spatial']]),
    name: sometimes(80, indexName),
    parts,
  })
  .map(({ kind, name, parts: over }) => ({
    ...b.index(name, ['x'], kind),
    // Of several columns in a SPATIAL index the servers complain now sooner, now later.
    parts: kind === 'spatial' ? over.slice(0, 1) : over,
  }));

const action = fc.constantFrom<ReferentialAction>(
  'cascade',
  'restrict',
  'set null',
  'no action',
  'set default',
);
const foreignKey: fc.Arbitrary<ForeignKeySpec> = fc
  .record({
    name: sometimes(70, foreignName),
    pairs: mixed(
      [
        6,
        fc.tuple(
          fc.tuple(
            weighted([6, ['a', 'b']], [1, ['c', 'id', 'nope']]),
            weighted([8, ['id']], [3, ['a', 'b', 'c', 'nope']]),
          ),
        ),
      ],
      [1, fc.array(fc.tuple(column, column), { minLength: 1, maxLength: 3 })],
    ),
    parent: weighted([12, ['t', 'p', 'c']], [2, ['nope', 'T', ...LONG]], [1, TOO_LONG]),
    onDelete: sometimes(35, action),
    onUpdate: sometimes(10, action),
  })
  .map(({ name, pairs, parent, ...actions }) =>
    b.fk(
      name,
      pairs.map(([own]) => own),
      parent,
      pairs.map(([, theirs]) => theirs),
      present(actions),
    ),
  );

const engine = weighted([1, ['InnoDB', 'MyISAM']]);
const options: fc.Arbitrary<TableOptions> = fc
  .record({
    engine: sometimes(12, engine),
    charset: sometimes(15, charset),
    collation: sometimes(12, collation),
    rowFormat: sometimes(10, fc.constantFrom('dynamic', 'compact', 'redundant', 'compressed', 'fixed')),
    comment: sometimes(4, weighted([8, ["it's"]], [1, [repeat(2048), repeat(2049)]])),
  })
  .map((fields) => present<TableOptions>(fields));

const primaryParts = fc.array(column, { minLength: 1, maxLength: 2 });

/** The index over columns that are there. */
function over(spec: IndexSpec, columns: readonly ColumnSpec[]): IndexSpec {
  const names = columns.map(({ name }) => name);
  const there = spec.parts.filter((one) => 'column' in one && names.includes(one.column));
  const kept = there.filter(
    (one, i) => i === there.findIndex((same) => JSON.stringify(same) === JSON.stringify(one)),
  );
  return { ...spec, parts: kept.length > 0 ? kept : [{ column: names[0] ?? 'a' }] };
}

/** `calm`: indexes over columns that are there, and seldom a foreign key. */
const createNamed = (named: fc.Arbitrary<string>, calm = false): fc.Arbitrary<Statement> =>
  fc
    .record({
      name: named,
      id: sometimes(85, idColumn),
      columns: fc.tuple(
        ...['a', 'b', 'c'].map((name) => sometimes(88, tameColumn({ key: 2 }, fc.constant(name)))),
        sometimes(35, columnSpec({ key: 3 })),
      ),
      primary: sometimes(4, primaryParts),
      indexes: fc.array(indexSpec, { maxLength: 2 }),
      foreign: sometimes(calm ? 4 : 18, fc.array(foreignKey, { minLength: 1, maxLength: 2 })),
      checks: sometimes(
        7,
        fc.array(fc.record({ name: sometimes(60, checkName), expression: fc.constantFrom(...CHECKS) }), {
          minLength: 1,
          maxLength: 2,
        }),
      ),
      options: sometimes(15, options),
      plain: rarely(85),
      ifNotExists: rarely(8),
      temporary: fc.constant(false),
      keepDuplicates: rarely(2),
      few: rarely(50),
    })
    .map(
      ({
        name,
        id,
        columns,
        primary,
        indexes,
        foreign,
        checks,
        options: chosen,
        ifNotExists,
        keepDuplicates,
        few,
        plain,
      }) => {
        const all = [id, ...columns].filter((spec) => spec !== undefined);
        if (all.length === 0) all.push(b.col('a', 'int'));
        const seen = new Set<string>();
        const distinct = all.filter((spec) => {
          const folded = spec.name.toLowerCase();
          if (seen.has(folded)) return false;
          seen.add(folded);
          return true;
        });
        return b.create(name, keepDuplicates ? all : distinct, {
          ...(primary === undefined ? {} : { primary: b.primary(...primary) }),
          indexes: few ? [] : calm && plain ? indexes.map((spec) => over(spec, distinct)) : indexes,
          ...(foreign === undefined ? {} : { foreign }),
          ...(checks === undefined
            ? {}
            : {
                checks: checks.map((check) => present<{ name?: string; expression: string }>(check)) as never,
              }),
          ...(chosen === undefined ? {} : { options: chosen }),
          ifNotExists,
        });
      },
    );

const create = createNamed(table);

/** Many columns of one type, and a key over the first of them: parts, keys, columns and bytes of a row. */
const wide: fc.Arbitrary<Statement> = fc
  .record({
    name: table,
    count: fc.constantFrom(2, 3, 4, 15, 16, 17, 31, 32, 33, 63, 64, 65, 66, 196, 197, 198),
    type: fc.constantFrom(
      'int',
      'varchar(255)',
      'varchar(191)',
      'text',
      'tinyint',
      'decimal(65,2)',
      'varchar(63)',
      'char(255)',
    ),
    more: sometimes(
      30,
      fc.constantFrom(
        'varchar(16380)',
        'varchar(16381)',
        'varchar(8000)',
        'varchar(200)',
        'text',
        'varchar(40)',
      ),
    ),
    keyed: sometimes(
      60,
      fc.record({
        kind: fc.constantFrom<'index' | 'unique' | 'primary'>('index', 'unique', 'primary'),
        most: fc.constantFrom(1, 3, 4, 15, 16, 17, 31, 32, 33, 64),
      }),
    ),
    unique: rarely(15),
    nullable: sometimes(40, fc.constant(false)),
    options: sometimes(25, options),
  })
  .map(({ name, count, type: text, more, keyed, unique, nullable, options: chosen }) => {
    const columns = Array.from({ length: count }, (_, i) =>
      b.col(`c${i}`, text, {
        ...(nullable === undefined ? {} : { nullable }),
        ...(unique ? { unique } : {}),
      }),
    );
    const over = columns.slice(0, keyed?.most).map((spec) => spec.name);
    return b.create(name, [...columns, ...(more === undefined ? [] : [b.col('z', more)])], {
      ...(keyed?.kind === 'primary' ? { primary: b.primary(...over) } : {}),
      ...(keyed === undefined || keyed.kind === 'primary'
        ? {}
        : { indexes: [b.index('i', over, keyed.kind)] }),
      ...(chosen === undefined ? {} : { options: chosen }),
    });
  });

const alteration: fc.Arbitrary<AlterAction> = mixed<AlterAction>(
  [
    14,
    fc
      .tuple(columnSpec({ placed: true }), rarely(2))
      .map(
        ([spec, ifNotExists]) => ({ ...b.add(spec), ...(ifNotExists ? { ifNotExists } : {}) }) as AlterAction,
      ),
  ],
  [12, columnSpec({ key: 1, placed: true }).map((spec) => b.modify(spec))],
  [4, fc.tuple(columnSpec({ key: 1 }), column).map(([spec, from]) => b.modify(spec, from))],
  [
    10,
    fc
      .tuple(column, rarely(2))
      .map(([name, ifExists]) => ({ ...b.drop(name), ...(ifExists ? { ifExists } : {}) }) as AlterAction),
  ],
  [6, fc.tuple(column, column).map(([from, to]) => b.renameColumn(from, to))],
  [14, indexSpec.map(b.addIndex)],
  [
    8,
    fc
      .tuple(indexName, rarely(2))
      .map(
        ([name, ifExists]) => ({ ...b.dropIndex(name), ...(ifExists ? { ifExists } : {}) }) as AlterAction,
      ),
  ],
  [3, fc.tuple(indexName, indexName).map(([from, to]) => b.renameIndex(from, to))],
  [4, primaryParts.map((names) => b.addPrimary(...names))],
  [3, fc.constant(b.dropPrimary)],
  [12, foreignKey.map((spec) => ({ kind: 'addForeignKey', foreignKey: spec }) as AlterAction)],
  [
    6,
    fc
      .tuple(foreignName, rarely(2))
      .map(([name, ifExists]) => ({ ...b.dropFk(name), ...(ifExists ? { ifExists } : {}) }) as AlterAction),
  ],
  [
    3,
    fc
      .record({ name: sometimes(70, checkName), expression: fc.constantFrom(...CHECKS) })
      .map((check) => ({ kind: 'addCheck', check: present(check) }) as AlterAction),
  ],
  [3, mixed([2, checkName], [1, indexName], [1, foreignName]).map(b.dropConstraint)],
  [
    5,
    fc
      .tuple(
        column,
        mixed<string | number | null>(
          [3, fc.constant(null)],
          [3, fc.constantFrom(1, 'x', '', '2020-01-01', 300)],
        ),
      )
      .map(([name, value]) => b.setDefault(name, value)),
  ],
  [3, table.map(b.renameTo)],
  [
    3,
    options
      .filter((chosen) => Object.keys(chosen).length > 0)
      .map((chosen) => ({ kind: 'setOptions', options: chosen }) as AlterAction),
  ],
);

const alter: fc.Arbitrary<Statement> = fc
  .tuple(table, mixed([7, fc.tuple(alteration)], [3, fc.array(alteration, { minLength: 2, maxLength: 3 })]))
  .map(([name, actions]) => {
    // Two sets of options are one to the servers.
    const once = actions.findIndex(({ kind }) => kind === 'setOptions');
    return b.alter(name, ...actions.filter(({ kind }, i) => kind !== 'setOptions' || i === once));
  });

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

/** One row with known values. What the engine says to the values themselves is not the judge's to tell. */
const insert: fc.Arbitrary<Statement> = fc
  .tuple(
    table,
    fc.uniqueArray(fc.tuple(column, values), {
      minLength: 1,
      maxLength: 2,
      selector: ([name]) => name.toLowerCase(),
    }),
  )
  .map(([name, row]) => {
    const columns = row.map(([own]) => own);
    const shown = row.map(([, value]) =>
      value === null ? 'null' : typeof value === 'number' ? String(value) : `'${value}'`,
    );
    return {
      kind: 'data',
      verb: 'insert',
      table: { name },
      columns,
      rows: [row.map(([, value]) => value)],
      sql: `insert into ${b.q(name)} (${columns.map(b.q).join(', ')}) values (${shown.join(', ')})`,
      origin: b.originOf('insert'),
    };
  });

const statement: fc.Arbitrary<Statement> = mixed<Statement>(
  [20, create],
  [4, wide],
  [44, alter],
  [
    6,
    fc
      .tuple(
        table,
        indexSpec.filter((spec) => spec.name !== undefined),
      )
      .map(([name, spec]) => b.createIndex(name, spec)),
  ],
  [4, fc.tuple(indexName, table).map(([name, on]) => b.dropIndexOn(name, on))],
  [
    4,
    mixed([4, fc.tuple(table)], [1, fc.uniqueArray(table, { minLength: 2, maxLength: 2 })]).map((names) =>
      b.dropTable(...names),
    ),
  ],
  [2, table.map((name) => b.dropIfExists(name))],
  [4, fc.tuple(table, table).map(([from, to]) => b.rename(from, to))],
  [2, fc.boolean().map(b.checks)],
  [3, insert],
  [
    2,
    fc
      .tuple(fc.constantFrom<'select' | 'truncate' | 'delete'>('select', 'truncate', 'delete'), table)
      .map(([verb, name]) => b.rows(verb, name)),
  ],
);

/** Some tables to begin with, so that what follows finds something. */
export const mysqlHistories: fc.Arbitrary<readonly Statement[]> = fc
  .tuple(
    ...['t', 'p', 'c'].map((name) => createNamed(fc.constant(name), true)),
    fc.array(statement, { minLength: 3, maxLength: 12, size: 'max' }),
  )
  .map((made) => made.flat());
