/**
 * Blueprints that are run through the real Laravel (record.php) and through dialint's own (recorded.test.ts).
 * A call is `[method, arguments?, ...chained calls]`; arguments are a list, or an object where they are named.
 */
import type { EngineName } from '../../../../src/schema/index.ts';

export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | { readonly raw: string }
  | { readonly calls: readonly Call[] }
  | { readonly model: 'User' | 'WithUuid' | 'WithUlid' };
export type Arguments = readonly Value[] | { readonly [name: string]: Value };
export type Chained = readonly [method: string, args?: Arguments];
export type Call = readonly [method: string, args?: Arguments, ...chain: Chained[]];

export interface Step {
  /** Schema::create() or Schema::table(). */
  readonly on: 'create' | 'table';
  readonly table: string;
  readonly calls: readonly Call[];
  /** Properties that are set on `$table`. */
  readonly set?: { readonly [name: string]: Value };
}

export interface Case extends Step {
  readonly name: string;
  /** Executed before, where the driver is SQLite: its rebuilds are compiled from the database. */
  readonly setup?: readonly Step[];
  readonly config?: {
    readonly prefix?: string;
    readonly prefixIndexes?: boolean;
    readonly engine?: string;
    readonly plain?: boolean;
    readonly stringLength?: number;
    readonly morphKey?: 'uuid' | 'ulid';
    readonly timePrecision?: number | null;
    readonly serverVersion?: { readonly [engine: string]: string };
    /** Schema::useNativeSchemaOperationsIfPossible(); it says something where doctrine/dbal is installed. */
    readonly native?: boolean;
  };
  /** All of them, unless the grammars have no part in it. */
  readonly engines?: readonly EngineName[];
}

const create = (name: string, calls: readonly Call[], more: Partial<Case> = {}): Case => ({
  name,
  on: 'create',
  table: 'things',
  calls,
  ...more,
});
const table = (name: string, calls: readonly Call[], more: Partial<Case> = {}): Case => ({
  name,
  on: 'table',
  table: 'things',
  calls,
  ...more,
});

const raw = (sql: string): Value => ({ raw: sql });

/** Every method that adds one column, with its usual arguments. */
const TYPES: readonly (readonly [method: string, ...more: Value[]])[] = [
  ['bigIncrements'],
  ['bigInteger'],
  ['binary'],
  ['boolean'],
  ['char'],
  ['char', 7],
  ['date'],
  ['dateTime'],
  ['dateTime', 3],
  ['dateTimeTz'],
  ['dateTimeTz', 3],
  ['decimal'],
  ['decimal', 10, 4],
  ['double'],
  ['enum', ['a', 'b c', "d'e"]],
  ['float'],
  ['float', 24],
  ['foreignId'],
  ['foreignUlid'],
  ['foreignUuid'],
  ['geometry'],
  ['id'],
  ['increments'],
  ['integer'],
  ['integerIncrements'],
  ['ipAddress'],
  ['json'],
  ['jsonb'],
  ['longText'],
  ['macAddress'],
  ['mediumIncrements'],
  ['mediumInteger'],
  ['mediumText'],
  ['set', ['x', 'y']],
  ['smallIncrements'],
  ['smallInteger'],
  ['string'],
  ['string', 50],
  ['text'],
  ['time'],
  ['time', 2],
  ['timeTz'],
  ['timeTz', 2],
  ['timestamp'],
  ['timestamp', 6],
  ['timestampTz'],
  ['timestampTz', 6],
  ['tinyIncrements'],
  ['tinyInteger'],
  ['tinyText'],
  ['ulid'],
  ['unsignedBigInteger'],
  ['unsignedInteger'],
  ['unsignedMediumInteger'],
  ['unsignedSmallInteger'],
  ['unsignedTinyInteger'],
  ['uuid'],
  ['year'],
  ['softDeletes'],
  ['softDeletesTz'],
  ['softDeletesDatetime'],
  ['unsignedDecimal'],
  ['unsignedDouble'],
  ['unsignedFloat'],
  ['geography'],
  ['geography', 'point'],
  ['geometry', 'POINT', 4326],
  ['geometry', 'odd', 3857],
  ['point'],
  ['point', 4326],
  ['lineString'],
  ['polygon'],
  ['geometryCollection'],
  ['multiPoint'],
  ['multiLineString'],
  ['multiPolygon'],
  ['multiPolygonZ'],
  ['computed', 'a + b'],
  ['vector', 3],
  ['vector'],
  ['tsvector'],
  ['rawColumn', 'varchar(9) not null default 3'],
  ['binary', 16],
  ['binary', 16, true],
  ['softDeletes', 3],
  ['bigInteger', true, true],
  ['integer', false, true],
  ['addColumn'],
  ['foreignIdFor'],
  ['foreignUuidFor'],
  ['foreignUlidFor'],
  ['rememberToken'],
];

/** Chains that every type is tried with. */
const MODIFIERS: readonly (readonly Chained[])[] = [
  [],
  [['nullable']],
  [['nullable', [false]]],
  [['default', ['text']]],
  [['default', [0]], ['nullable']],
  [['default', [1.5]]],
  [['default', [true]]],
  [['default', [false]]],
  [['default', [null]]],
  [['default', [raw('CURRENT_TIMESTAMP')]]],
  [['default', ['']]],
  [['unsigned']],
  [['unsigned', [false]]],
  [['comment', ['a plain comment']]],
  [['comment', ['it\'s "quoted" \\ here']]],
  [['after', ['id']]],
  [['first']],
  [
    ['charset', ['latin1']],
    ['collation', ['latin1_swedish_ci']],
  ],
  [['collation', ['de_DE']]],
  [['useCurrent']],
  [['useCurrent'], ['useCurrentOnUpdate']],
  [['useCurrent'], ['nullable']],
  [['virtualAs', ['price * 2']]],
  [['storedAs', ['price * 2']]],
  [
    ['virtualAs', [raw('price + 1')]],
    ['nullable', [false]],
  ],
  [['storedAs', ['price']], ['persisted']],
  [['virtualAsJson', ['data->price']]],
  [['storedAsJson', ['data->deep->list[0]']]],
  [['generatedAs'], ['always']],
  [['generatedAs', ['start with 5']], ['autoIncrement']],
  [['autoIncrement']],
  [['autoIncrement'], ['from', [100]]],
  [['autoIncrement'], ['startingValue', [100]]],
  [['invisible']],
  [['instant']],
  [['lock', ['none']]],
  [['srid', [4326]]],
  [['isGeometry'], ['projection', [3857]]],
  [['nulable']],
  [['Nullable']],
  [['length', [12]]],
  [['type', ['text']]],
  [['using', ['price::text']]],
];

const typeName = ([method, ...more]: (typeof TYPES)[number]): string =>
  more.length === 0 ? method : `${method}(${more.map((value) => JSON.stringify(value)).join(', ')})`;

/** Methods whose column's name is not their first argument. */
const NAMED_OTHERWISE: Readonly<Record<string, (name: string) => readonly Value[]>> = {
  addColumn: (name) => ['string', name],
  foreignIdFor: (name) => [{ model: 'User' }, name],
  foreignUuidFor: (name) => [{ model: 'WithUuid' }, name],
  foreignUlidFor: (name) => [{ model: 'WithUlid' }, name],
  rememberToken: () => [],
};

const columns = (
  [method, ...more]: (typeof TYPES)[number],
  chain: readonly Chained[] = [],
): readonly Call[] =>
  MODIFIERS.map((modifiers, i): Call => {
    const args = NAMED_OTHERWISE[method]?.(`c${i}`) ?? [`c${i}`, ...more];
    return [method, args, ...modifiers, ...chain];
  });

/** The table that the change cases start from: every column of the matrix, and some keys. */
const WIDE: readonly Step[] = [
  {
    on: 'create',
    table: 'things',
    calls: [
      ['id'],
      ...MODIFIERS.map((_, i): Call => ['string', [`c${i}`], ['nullable']]),
      ['integer', ['price'], ['default', [3]]],
    ],
  },
];

/** What adding and changing a column does differently is tried with these. */
const ADDED = new Set(['string', 'integer', 'timestamp', 'json', 'id', 'enum', 'uuid']);
const CHANGED = new Set([
  'string',
  'char',
  'integer',
  'bigInteger',
  'id',
  'smallIncrements',
  'unsignedInteger',
  'timestamp',
  'timestampTz',
  'dateTime',
  'date',
  'year',
  'text',
  'json',
  'enum',
  'decimal',
  'float',
  'boolean',
  'uuid',
  'binary',
  'geometry',
  'foreignId',
  'ipAddress',
  'rawColumn',
  'vector',
]);
/** Few of the modifiers say anything new while a column is changed; and generated ones end the blueprint on PostgreSQL. */
const CHANGE_MODIFIERS =
  /^(|nullable|default|unsigned|comment|after|first|charset|collation|useCurrent|generatedAs|autoIncrement|invisible|instant|lock|type|using|nulable)$/;

/** The same method with other arguments: a few modifiers do. */
const isVariant = ([method]: (typeof TYPES)[number], i: number): boolean =>
  TYPES.findIndex(([other]) => other === method) !== i;

const byType: Case[] = TYPES.flatMap((type, i): Case[] => {
  if (isVariant(type, i)) return [create(`create ${typeName(type)}`, columns(type).slice(0, 4))];
  return [
    create(`create ${typeName(type)}`, columns(type)),
    ...(ADDED.has(type[0]) ? [table(`add ${typeName(type)}`, columns(type))] : []),
    keyed('keys', type, ['primary', 'unique', 'index']),
    // A key that the driver refuses ends the blueprint: SQLite has none of these, MySQL no vector index.
    keyed('search keys', type, ['fulltext', 'fullText', 'spatialIndex']),
    keyed('vector key', type, ['vectorIndex']),
    change(type),
  ];
});

function keyed(what: string, type: (typeof TYPES)[number], modifiers: readonly string[]): Case {
  const made = columns(type);
  return create(
    `${what} of ${typeName(type)}`,
    modifiers.map((modifier, i): Call => [type[0], made[i]![1]!, [modifier]]),
  );
}

function change(type: (typeof TYPES)[number]): Case {
  const calls = columns(type, [['change']]).filter(([, , modifier]) =>
    CHANGE_MODIFIERS.test(modifier?.[0] === 'change' ? '' : (modifier?.[0] ?? '')),
  );
  return table(`change ${typeName(type)}`, CHANGED.has(type[0]) ? calls : calls.slice(0, 2), { setup: WIDE });
}

const INDEX_MODIFIERS = ['primary', 'unique', 'index', 'fulltext', 'fullText', 'spatialIndex', 'vectorIndex'];

const byIndexModifier: Case[] = INDEX_MODIFIERS.flatMap((modifier): Case[] => [
  create(`create with ->${modifier}()`, [['id'], ['string', ['name'], [modifier]]]),
  create(`create with ->${modifier}(name)`, [['string', ['name'], [modifier, ['my_name']]]]),
  table(`add with ->${modifier}()`, [['string', ['name'], [modifier]]], { setup: WIDE }),
  table(`add with ->${modifier}(name)`, [['string', ['name'], [modifier, ['my_name']]]], { setup: WIDE }),
  table(`change with ->${modifier}()`, [['string', ['c1'], [modifier], ['change']]], { setup: WIDE }),
  table(`change with ->${modifier}(false)`, [['string', ['c1'], [modifier, [false]], ['change']]], {
    setup: WIDE,
  }),
  create(`create with ->${modifier}(false)`, [['string', ['name'], [modifier, [false]]]]),
  create(`vector with ->${modifier}()`, [['vector', ['name', 3], [modifier]]]),
]);

const INDEX_METHODS = ['primary', 'unique', 'index', 'fullText', 'spatialIndex', 'vectorIndex'];

const INDEX_CHAIN = [
  'algorithm',
  'language',
  'deferrable',
  'initiallyImmediate',
  'inplace',
  'nullsNotDistinct',
  'online',
  'lock',
  'name',
];

const byIndexMethod: Case[] = INDEX_METHODS.flatMap((method): Case[] => [
  create(`create, ${method}(column)`, [
    ['string', ['c1']],
    [method, ['c1']],
  ]),
  create(`create, ${method}([columns])`, [
    ['string', ['c1']],
    ['string', ['c2']],
    [method, [['c1', 'c2']]],
  ]),
  create(`create, ${method}(columns, name)`, [
    ['string', ['c1']],
    [method, [['c1'], 'my_name']],
  ]),
  create(`create, ${method}(named arguments)`, [
    ['string', ['c1']],
    [
      method,
      method === 'vectorIndex' ? { name: 'my_name', column: 'c1' } : { name: 'my_name', columns: 'c1' },
    ],
  ]),
  table(`${method}(column)`, [[method, ['c1']]], { setup: WIDE }),
  table(`${method}([columns])`, [[method, [['c1', 'c2']]]], { setup: WIDE }),
  table(`${method}(columns, name, algorithm)`, [[method, [['c1', 'c2'], 'my_name', 'hash']]], {
    setup: WIDE,
  }),
  ...INDEX_CHAIN.map(
    (modifier): Case =>
      table(
        `${method}()->${modifier}`,
        [
          [
            method,
            ['c1'],
            [
              modifier,
              [
                modifier === 'lock'
                  ? 'none'
                  : modifier === 'name'
                    ? 'x'
                    : modifier === 'language'
                      ? 'german'
                      : modifier === 'algorithm'
                        ? 'gin'
                        : true,
              ],
            ],
          ],
          [method, ['c2'], ['deferrable'], [modifier, [false]]],
        ],
        { setup: WIDE },
      ),
  ),
]);

const DROPS: readonly string[] = [
  'dropPrimary',
  'dropUnique',
  'dropIndex',
  'dropFullText',
  'dropSpatialIndex',
  'dropVectorIndex',
];

const KEYS: readonly Step[] = [
  { on: 'create', table: 'users', calls: [['id'], ['string', ['email'], ['unique']]] },
  {
    on: 'create',
    table: 'things',
    calls: [
      ['id'],
      ['string', ['c1'], ['default', ['plain']], ['unique']],
      ['string', ['c2', 40], ['nullable'], ['index']],
      ['text', ['c3'], ['default', [raw("('x' || 'y')")]]],
      ['decimal', ['amount', 9, 3], ['default', [1.5]]],
      ['boolean', ['done'], ['default', [false]]],
      ['timestamp', ['made_at'], ['useCurrent']],
      ['enum', ['kind', ['a', 'b']], ['default', ['a']]],
      ['foreignId', ['user_id'], ['constrained'], ['cascadeOnDelete']],
      [
        'foreignId',
        ['owner_id'],
        ['nullable'],
        ['constrained', ['users']],
        ['nullOnDelete'],
        ['restrictOnUpdate'],
      ],
      ['index', [['c1', 'c2'], 'pair']],
      ['unique', [['user_id', 'c2']]],
      ['timestamps'],
    ],
  },
];

const UUIDS: readonly Step[] = [
  {
    on: 'create',
    table: 'things',
    calls: [
      ['uuid', ['id'], ['primary']],
      ['string', ['c1'], ['collation', ['nocase']]],
      ['string', ['c2'], ['nullable']],
      ['integer', ['price']],
      ['integer', ['double_price'], ['virtualAs', ['price * 2']]],
      ['integer', ['kept_price'], ['storedAs', ['price * 2']]],
      ['primary', [['id']]],
      ['unique', [['c1', 'c2'], 'Mixed_Case_Name']],
    ],
  },
];

const COMPOUND: readonly Step[] = [
  {
    on: 'create',
    table: 'things',
    calls: [
      ['integer', ['a']],
      ['integer', ['b']],
      ['string', ['c1']],
      ['primary', [['a', 'b']]],
      ['index', ['c1']],
    ],
  },
];

const drops: Case[] = DROPS.flatMap((method): Case[] => [
  table(`${method}(name)`, [[method, ['things_c1_x']]], { setup: KEYS }),
  table(`${method}([columns])`, [[method, [['c1', 'c2']]]], { setup: KEYS }),
  table(`${method}([])`, [[method, [[]]]], { setup: KEYS }),
]);

const ACTIONS = [
  'cascadeOnDelete',
  'restrictOnDelete',
  'nullOnDelete',
  'noActionOnDelete',
  'cascadeOnUpdate',
  'restrictOnUpdate',
  'nullOnUpdate',
  'noActionOnUpdate',
];

const foreign: Case[] = [
  ...ACTIONS.map(
    (action): Case =>
      create(`foreign with ${action}`, [
        ['foreignId', ['user_id'], ['constrained'], [action]],
        ['unsignedBigInteger', ['other_id']],
        ['foreign', ['other_id'], ['references', ['id']], ['on', ['others']], [action]],
      ]),
  ),
  create('foreign keys of every form', [
    ['foreignId', ['a_id'], ['references', ['id']], ['on', ['as']]],
    ['foreignId', ['b_id'], ['constrained', ['bees']]],
    ['foreignId', ['c_key'], ['constrained', ['seas', 'key']]],
    ['foreignId', ['category_id'], ['constrained']],
    [
      'foreignId',
      ['person_id'],
      ['nullable'],
      ['constrained'],
      ['onDelete', ['set null']],
      ['onUpdate', ['cascade']],
    ],
    ['foreignUuid', ['uuid_id'], ['constrained']],
    ['foreignUlid', ['ulid_id'], ['constrained']],
    ['foreignUlid', ['short_id', 20], ['constrained']],
    ['foreignId', ['status_code'], ['constrained', { column: 'code' }]],
    ['foreign', [['x', 'y']], ['references', [['p', 'q']]], ['on', ['pairs']]],
    [
      'foreign',
      ['z', 'z_key'],
      ['references', ['id']],
      ['on', ['zs']],
      ['deferrable'],
      ['initiallyImmediate', [false]],
    ],
    ['foreign', ['w'], ['references', ['id']], ['on', ['ws']], ['notValid'], ['lock', ['none']]],
  ]),
  create('constrained with an index name', [
    ['foreignId', ['user_id'], ['constrained', ['users', 'id', 'fk_user']]],
  ]),
  create('constrained(indexName:)', [['foreignId', ['user_id'], ['constrained', { indexName: 'fk_user' }]]]),
  create('references with an index name', [
    ['foreignId', ['user_id'], ['references', ['id', 'fk_user']], ['on', ['users']]],
  ]),
  create('references on every column that makes a key', [
    ['foreignUuid', ['a_id'], ['references', ['id']], ['on', ['as']]],
    ['foreignUlid', ['b_id'], ['references', ['id']], ['on', ['bs']]],
    ['foreignIdFor', [{ model: 'User' }], ['references', ['key']], ['on', ['people']]],
  ]),
  create('references on foreignUuidFor and foreignUlidFor', [
    ['foreignUuidFor', [{ model: 'WithUuid' }], ['references', ['key']], ['on', ['people']]],
    ['foreignUlidFor', [{ model: 'WithUlid' }], ['references', ['key']], ['on', ['people']]],
  ]),
  create('a name that makes the key disappear', [
    ['foreignId', ['user_id'], ['constrained'], ['name', ['fk_user']]],
    ['index', ['user_id'], ['name', ['ix_user']]],
    ['primary', ['user_id'], ['name', ['pk_user']]],
  ]),
  create('modifiers behind constrained()', [
    ['foreignId', ['user_id'], ['constrained'], ['nullable']],
    ['foreignId', ['other_id'], ['constrained'], ['index', ['named_key']]],
    ['foreignId', ['third_id'], ['constrained'], ['index']],
  ]),
  create('modifiers of foreign()', [
    ['id'],
    ['foreign', ['a'], ['references', ['id']], ['on', ['as']], ['deferrable'], ['initiallyImmediate']],
    ['foreign', ['b'], ['references', ['id']], ['on', ['bs']], ['inplace'], ['lock', ['none']]],
    ['foreign', ['c'], ['references', ['id']], ['on', ['cs']], ['inplace', [false]], ['lock', ['shared']]],
    [
      'foreign',
      ['d'],
      ['references', ['id']],
      ['on', ['ds']],
      ['onDelete', ['cascade']],
      ['onUpdate', ['no action']],
    ],
  ]),
  create('a foreign key without a table', [
    ['unsignedBigInteger', ['user_id']],
    ['foreign', ['user_id'], ['references', ['id']]],
  ]),
  table(
    'foreign keys are added',
    [
      ['foreignId', ['user_id'], ['constrained']],
      ['foreign', ['c1'], ['references', ['name']], ['on', ['names']], ['onDelete', ['cascade']]],
    ],
    { setup: WIDE },
  ),
  table('dropForeign(name)', [['dropForeign', ['things_user_id_foreign']]], { setup: KEYS }),
  table('dropForeign([column])', [['dropForeign', [['user_id']]]], { setup: KEYS }),
  table('dropForeign of a missing key', [['dropForeign', [['nothing_id']]]], { setup: KEYS }),
  table('dropConstrainedForeignId', [['dropConstrainedForeignId', ['user_id']]], { setup: KEYS }),
  create('foreignIdFor', [
    ['foreignIdFor', [{ model: 'User' }], ['constrained']],
    ['foreignIdFor', [{ model: 'User' }, 'owner_id'], ['nullable'], ['constrained'], ['cascadeOnDelete']],
    ['foreignIdFor', [{ model: 'WithUuid' }], ['constrained']],
    ['foreignIdFor', [{ model: 'WithUlid' }], ['constrained']],
    ['foreignIdFor', [{ model: 'User' }, 'plain_id']],
  ]),
  create('foreignUuidFor and foreignUlidFor', [
    ['foreignUuidFor', [{ model: 'WithUuid' }], ['constrained']],
    ['foreignUlidFor', [{ model: 'WithUlid' }], ['constrained']],
  ]),
  table('dropForeignIdFor', [['dropForeignIdFor', [{ model: 'User' }]]], { setup: KEYS }),
  table('dropConstrainedForeignIdFor', [['dropConstrainedForeignIdFor', [{ model: 'User' }, 'user_id']]], {
    setup: KEYS,
  }),
];

const MORPHS = [
  'morphs',
  'nullableMorphs',
  'numericMorphs',
  'nullableNumericMorphs',
  'uuidMorphs',
  'nullableUuidMorphs',
  'ulidMorphs',
  'nullableUlidMorphs',
];

const groups: Case[] = [
  ...MORPHS.flatMap((method): Case[] => [
    create(method, [[method, ['owner']]]),
    create(`${method} with a name`, [[method, ['owner', 'my_index']]]),
    table(`${method} after`, [[method, ['owner', null, 'id']]]),
    create(`${method} with uuid keys`, [[method, ['owner']]], { config: { morphKey: 'uuid' } }),
    create(`${method} with ulid keys`, [[method, ['owner']]], { config: { morphKey: 'ulid' } }),
  ]),
  create('every group', [['id'], ['timestamps'], ['softDeletes'], ['rememberToken'], ['id', ['other_id']]]),
  create('timestamps with precision', [['timestamps', [4]]]),
  create('timestampsTz', [['timestampsTz']]),
  create('timestampsTz with precision', [['timestampsTz', [4]]]),
  create('nullableTimestamps', [['nullableTimestamps', [2]]]),
  create('nullableTimestampsTz', [['nullableTimestampsTz', [2]]]),
  create('datetimes', [['datetimes', [2]]]),
  create('soft deletes', [
    ['softDeletes', ['gone_at', 2]],
    ['softDeletesTz', ['gone_too', 2]],
  ]),
  ...['id', 'uuid', 'ulid', 'ipAddress', 'macAddress'].map(
    (method): Case => create(`${method} by default`, [[method]]),
  ),
  create(
    'a default time precision',
    [['timestamps'], ['dateTime', ['at']], ['time', ['t']], ['timestamp', ['s', null]]],
    {
      config: { timePrecision: 3 },
    },
  ),
  create('no default time precision', [['timestamps'], ['dateTime', ['at']], ['time', ['t']]], {
    config: { timePrecision: null },
  }),
  create(
    'a default string length',
    [
      ['string', ['a']],
      ['char', ['b']],
      ['string', ['c', 300]],
      ['morphs', ['d']],
    ],
    {
      config: { stringLength: 191 },
    },
  ),
  create('string lengths that count as none', [
    ['string', ['a', 0]],
    ['string', ['b', null]],
    ['char', ['c', 0]],
  ]),
  create('addColumn', [
    ['addColumn', ['string', 'a', []]],
    ['addColumn', ['integer', 'b']],
  ]),
  create('addColumn of an unknown type', [['addColumn', ['money', 'a']]]),
  create('real', [['addColumn', ['real', 'a']]]),
  create('method names in other case', [
    ['STRING', ['a']],
    ['biginteger', ['b']],
    ['Unique', ['a']],
  ]),
  create('named arguments', [
    ['string', { length: 20, column: 'a' }],
    ['decimal', { column: 'b', places: 4 }],
    ['enum', { column: 'c', allowed: ['x'] }],
  ]),
  create('removeColumn', [
    ['string', ['a']],
    ['string', ['b']],
    ['removeColumn', ['a']],
  ]),
  table('removeColumn while altering', [
    ['string', ['a']],
    ['string', ['b']],
    ['removeColumn', ['a']],
  ]),
  table(
    'after with a closure',
    [
      [
        'after',
        [
          'id',
          {
            calls: [
              ['string', ['a']],
              ['integer', ['b']],
              ['string', ['c'], ['nullable']],
            ],
          },
        ],
      ],
      ['string', ['d']],
    ],
    { setup: WIDE },
  ),
];

const tables: Case[] = [
  create('an empty table', []),
  create('temporary', [['id'], ['temporary']]),
  create('engine, charset, collation', [
    ['id'],
    ['engine', ['MyISAM']],
    ['charset', ['latin1']],
    ['collation', ['latin1_bin']],
  ]),
  create('engine as a property', [['id']], {
    set: { engine: 'InnoDB', charset: 'utf8', collation: 'utf8_bin' },
  }),
  create('temporary as a property', [['id']], { set: { temporary: true } }),
  create('innoDb', [['id'], ['innoDb']]),
  create('an engine from the configuration', [['id']], { config: { engine: 'InnoDB ROW_FORMAT=DYNAMIC' } }),
  create('neither charset nor collation', [['id'], ['string', ['a']]], { config: { plain: true } }),
  create('a comment', [['id'], ['comment', ["the table's comment"]]]),
  table('a comment on a table', [['comment', ['new']]]),
  table('drop', [['drop']]),
  table('dropIfExists', [['dropIfExists']]),
  table('rename', [['rename', ['others']]]),
  table('dropColumn', [['dropColumn', ['c2']]], { setup: WIDE }),
  table('dropColumn of several', [['dropColumn', ['c2', 'c3']]], { setup: WIDE }),
  table('dropColumn of a list', [['dropColumn', [['c2', 'c3']]]], { setup: WIDE }),
  table('dropColumn instant', [['dropColumn', ['c2'], ['instant'], ['lock', ['none']]]], { setup: WIDE }),
  table('dropTimestamps', [['dropTimestamps']], { setup: KEYS }),
  table('dropTimestampsTz', [['dropTimestampsTz']], { setup: KEYS }),
  table('dropSoftDeletes', [['dropSoftDeletes']]),
  table('dropSoftDeletesTz', [['dropSoftDeletesTz', ['gone_at']]]),
  table('dropRememberToken', [['dropRememberToken']]),
  table('dropMorphs', [['dropMorphs', ['owner']]]),
  table('dropMorphs with a name', [['dropMorphs', ['owner', 'my_index']]]),
  table('renameColumn', [['renameColumn', ['c1', 'c1_new']]], { setup: WIDE }),
  table('renameIndex', [['renameIndex', ['pair', 'couple']]], { setup: KEYS }),
  table('renameIndex of a unique index', [['renameIndex', ['things_c1_unique', 'only_c1']]], { setup: KEYS }),
  table('renameIndex of a missing index', [['renameIndex', ['nothing', 'something']]], { setup: KEYS }),
  create('rawIndex', [
    ['string', ['a']],
    ['rawIndex', ['(lower(a))', 'lower_a']],
    ['index', [[raw('a'), 'b'], 'x']],
  ]),
  create(
    'modifiers of rawIndex()',
    INDEX_CHAIN.filter((modifier) => modifier !== 'name').map(
      (modifier): Call => [
        'rawIndex',
        ['(lower(a))', `by_${modifier}`],
        [modifier, [modifier === 'lock' ? 'none' : 'x']],
      ],
    ),
  ),
  create('a raw column without a name', [['index', [[raw('lower(a)')]]]]),
  create('a raw expression as the column', [['index', [raw('lower(a)')]]]),
  create(
    'dots, dashes and capitals in names',
    [
      ['string', ['Some-Column.Name']],
      ['index', [['Some-Column.Name']]],
    ],
    {
      table: 'My-Things',
    },
  ),
  create(
    'a schema',
    [
      ['id'],
      ['string', ['a'], ['unique'], ['comment', ['x']]],
      ['foreignId', ['b_id'], ['constrained', ['main.bs']]],
    ],
    {
      table: 'main.things',
    },
  ),
  table(
    'changes in a schema',
    [['string', ['x'], ['index']], ['dropIndex', ['foo']], ['dropPrimary'], ['rename', ['others']]],
    {
      table: 'main.things',
      setup: [],
    },
  ),
  table(
    'drops and renames of indexes in a schema',
    [
      ['dropIndex', [['a']]],
      ['dropUnique', [['a']]],
      ['renameIndex', ['old', 'new']],
    ],
    {
      table: 'main.things',
      // SQLite renames an index that it finds.
      engines: ['mysql', 'mariadb', 'postgres'],
    },
  ),
  table(
    'indexes named with their schema',
    [
      ['dropIndex', ['main.named']],
      ['renameIndex', ['main.old', 'new']],
    ],
    { table: 'main.things', engines: ['mysql', 'mariadb', 'postgres'] },
  ),
  table(
    'drops of search indexes in a schema',
    [
      ['dropFullText', [['a']]],
      ['dropSpatialIndex', [['a']]],
      ['dropVectorIndex', [['a']]],
    ],
    { table: 'main.things' },
  ),
  create('a JSON path in an index', [
    ['json', ['data']],
    ['index', ['data->name', 'by_name']],
  ]),
  create('names with quotes', [
    ['string', ['a`b"c']],
    ['index', ['a`b"c']],
  ]),
  create('a name with as', [['string', ['x as y']]]),
  create('starting values', [
    ['id', ['id'], ['from', [1000]]],
    ['integer', ['n'], ['startingValue', [5]]],
  ]),
  create('auto increment with another primary key', [
    ['bigInteger', ['id'], ['autoIncrement']],
    ['uuid', ['key'], ['primary']],
  ]),
  create('several primary keys', [
    ['uuid', ['a'], ['primary']],
    ['uuid', ['b'], ['primary']],
  ]),
  table(
    'many changes at once',
    [
      ['string', ['a']],
      ['dropColumn', ['c2']],
      ['string', ['b'], ['index']],
      ['renameColumn', ['c3', 'c3_new']],
      ['index', ['c4']],
      ['dropIndex', ['nothing']],
    ],
    { setup: WIDE },
  ),
  create('too few arguments', [['string']]),
  create('an unknown named argument', [['string', { column: 'a', size: 3 }]]),
  create('an array as a default', [['string', ['a'], ['default', [['x']]]]]),
];

const PREFIXES: readonly NonNullable<Case['config']>[] = [
  { prefix: 'pre_', prefixIndexes: true },
  { prefix: 'pre_', prefixIndexes: false },
];

const prefixed: Case[] = PREFIXES.flatMap((config, i): Case[] => [
  create(
    `prefix ${i}: create`,
    [
      ['id', ['id'], ['from', [7]]],
      ['string', ['a'], ['unique'], ['comment', ['x']]],
      ['foreignId', ['user_id'], ['constrained']],
      ['index', ['a']],
      ['morphs', ['owner']],
      ['comment', ['y']],
    ],
    { config },
  ),
  table(
    `prefix ${i}: table`,
    [
      ['string', ['x'], ['index']],
      ['dropIndex', [['a']]],
      ['dropPrimary'],
      ['renameColumn', ['a', 'b']],
      ['rename', ['others']],
    ],
    { config, setup: [{ on: 'create', table: 'things', calls: [['id'], ['string', ['a'], ['index']]] }] },
  ),
  table(
    `prefix ${i}: rebuild`,
    [
      ['string', ['c1'], ['nullable'], ['change']],
      ['renameIndex', ['pair', 'couple']],
    ],
    {
      config,
      setup: KEYS,
    },
  ),
  create(
    `prefix ${i}: schema`,
    [
      ['id', ['id'], ['from', [7]]],
      ['string', ['a'], ['unique']],
    ],
    { config, table: 'main.things' },
  ),
  table(`prefix ${i}: drops in a schema`, [['dropPrimary'], ['dropUnique', [['a']]]], {
    config,
    table: 'main.things',
    setup: [],
  }),
]);

/** SQLite's rebuilds; on the others plain changes. */
const rebuilds: Case[] = [
  table('change one column', [['string', ['c1', 20], ['nullable'], ['change']]], { setup: KEYS }),
  table(
    'change all columns',
    [
      ['string', ['c1', 20], ['nullable'], ['change']],
      ['text', ['c3'], ['nullable'], ['change']],
      ['decimal', ['amount', 12, 2], ['default', [2]], ['change']],
      ['timestamp', ['made_at'], ['nullable'], ['change']],
    ],
    { setup: KEYS },
  ),
  table('change of a missing column', [['string', ['nothing'], ['change']]], { setup: KEYS }),
  table(
    'change, add and drop',
    [
      ['string', ['fresh'], ['nullable']],
      ['string', ['c2', 10], ['nullable'], ['change']],
      ['renameColumn', ['c1', 'c1_new']],
      ['dropIndex', ['pair']],
      ['string', ['c1_new', 30], ['change']],
      ['index', [['c1_new'], 'again']],
    ],
    { setup: KEYS },
  ),
  table('primary on an existing table', [['primary', [['c1', 'c2']]]], { setup: COMPOUND }),
  table('dropPrimary', [['dropPrimary']], { setup: COMPOUND }),
  table('change under a compound key', [['string', ['c1'], ['nullable'], ['change']]], { setup: COMPOUND }),
  table('change under a uuid key', [['integer', ['price'], ['nullable'], ['change']]], { setup: UUIDS }),
  table(
    'drop and add keys',
    [
      ['dropForeign', [['user_id']]],
      ['foreign', ['user_id'], ['references', ['id']], ['on', ['users']], ['onDelete', ['set null']]],
    ],
    { setup: KEYS },
  ),
  table(
    'change with keys dropped',
    [
      ['dropUnique', [['c1']]],
      ['string', ['c1', 9], ['change']],
      ['renameIndex', ['pair', 'couple']],
    ],
    { setup: KEYS },
  ),
  table('renameTo', [['string', ['c1', 9], ['renameTo', ['other']], ['change']]], { setup: KEYS }),
  table('change with using', [['integer', ['c1'], ['using', ['c1::integer']], ['change']]], { setup: KEYS }),
  table('change with persisted', [['string', ['c1'], ['persisted'], ['change']]], { setup: WIDE }),
  table('change a generated column', [['integer', ['price'], ['virtualAs', ['1']], ['change']]], {
    setup: WIDE,
  }),
  table(
    'stop generating',
    [['integer', ['price'], ['virtualAs', [null]], ['storedAs', [null]], ['change']]],
    { setup: WIDE },
  ),
  table(
    'change an id',
    [
      ['bigIncrements', ['id'], ['change']],
      ['bigInteger', ['price'], ['autoIncrement'], ['primary'], ['change']],
    ],
    {
      setup: WIDE,
    },
  ),
  table(
    'comments of changed columns',
    [
      ['string', ['c1'], ['comment', ['x']], ['change']],
      ['string', ['c2'], ['change']],
    ],
    {
      setup: WIDE,
    },
  ),
  table(
    'rename part of a name',
    [
      ['renameColumn', ['c1', 'd']],
      ['string', ['d'], ['change']],
    ],
    { setup: KEYS },
  ),
  table('an old SQLite drops columns', [['dropColumn', ['c2']]], {
    setup: COMPOUND.map((step) => ({
      ...step,
      calls: [...step.calls, ['string', ['c2'], ['nullable']] as const],
    })),
    config: { serverVersion: { sqlite: '3.30.0' } },
  }),
  create('uuid on an old MariaDB', [['uuid', ['a']]], { config: { serverVersion: { mariadb: '10.6.1' } } }),
  create(
    'useCurrent on an old MySQL',
    [
      ['date', ['a'], ['useCurrent']],
      ['year', ['b'], ['useCurrent']],
    ],
    {
      config: { serverVersion: { mysql: '8.0.12' } },
    },
  ),
];

/** Real methods of Illuminate\Support\Fluent, which are no modifiers: what calling one of them on a column does. */
const FLUENT_METHODS = [
  'all',
  'anyFilled',
  'array',
  'boolean',
  'clamp',
  'collect',
  'date',
  'enum',
  'enums',
  'except',
  'exists',
  'fill',
  'filled',
  'float',
  'get',
  'getAttributes',
  'getIterator',
  'has',
  'hasAny',
  'integer',
  'interval',
  'isEmpty',
  'isNotEmpty',
  'isNotFilled',
  'jsonSerialize',
  'macroCall',
  'make',
  'missing',
  'offsetExists',
  'offsetGet',
  'offsetSet',
  'offsetUnset',
  'only',
  'scope',
  'set',
  'str',
  'string',
  'toArray',
  'toJson',
  'toPrettyJson',
  'ulid',
  'unless',
  'uuid',
  'value',
  'when',
  'whenEnum',
  'whenFilled',
  'whenHas',
  'whenMissing',
];

const NULLABLE: Value = { calls: [['nullable']] };

/** With arguments that mean something. */
const FLUENT_CALLS: readonly Chained[] = [
  ...['get', 'value', 'offsetGet', 'offsetExists', 'offsetUnset', 'scope'],
  ...[
    'boolean',
    'integer',
    'float',
    'string',
    'str',
    'array',
    'collect',
    'has',
    'exists',
    'missing',
    'filled',
  ],
  ...['isNotFilled', 'hasAny', 'anyFilled', 'only', 'except', 'all'],
].flatMap((method): Chained[] => [
  [method, ['length']],
  [method, ['none']],
]);

const FLUENT_ARGUMENTS: readonly Chained[] = [
  ...FLUENT_CALLS,
  ['date', ['none']],
  ['interval', ['none']],
  ['ulid', ['none']],
  ['uuid', ['none']],
  ['boolean', ['none', true]],
  ['integer', ['none', 7]],
  ['string', ['none', 'x']],
  ['get', ['none', 'x']],
  ['clamp', ['length', 1, 9]],
  ['enum', ['length', 'User']],
  ['enum', ['length', 'User', 'x']],
  ['enums', ['length', 'User']],
  ['fill', [[]]],
  ['make', [[]]],
  ['macroCall', ['nullable', []]],
  ['offsetSet', ['nullable', true]],
  ['set', ['nullable', true]],
  ['has', [['name', 'length']]],
  ['integer', { key: 'length' }],
  ['integer', { name: 'length' }],
  ['when', [true]],
  ['when', [false]],
  ['unless', [true]],
  ['unless', [false]],
  ['when', [true, NULLABLE]],
  ['when', [false, NULLABLE]],
  ['when', [false, NULLABLE, NULLABLE]],
  ['unless', [false, NULLABLE]],
  ['unless', [true, NULLABLE]],
  ['whenHas', ['length', { calls: [] }]],
  ['whenHas', ['none', { calls: [] }]],
  ['whenFilled', ['length', { calls: [] }]],
  ['whenFilled', ['none', { calls: [] }]],
  ['whenMissing', ['length', { calls: [] }]],
  ['whenMissing', ['none', { calls: [] }]],
  ['whenEnum', ['none', 'User', { calls: [] }]],
];

const fluent: Case[] = [...FLUENT_METHODS.map((method): Chained => [method]), ...FLUENT_ARGUMENTS].flatMap(
  (call): Case[] => {
    const name = `->${call[0]}${call[1] === undefined ? '' : JSON.stringify(call[1])}`;
    return [
      create(`${name} behind a column`, [['string', ['a'], call], ['id']], { engines: ['sqlite'] }),
      create(`${name} before a modifier`, [['string', ['a'], call, ['nullable']], ['id']], {
        engines: ['sqlite'],
      }),
    ];
  },
);

const all = [
  ...byType,
  ...byIndexModifier,
  ...byIndexMethod,
  ...drops,
  ...foreign,
  ...groups,
  ...tables,
  ...prefixed,
  ...rebuilds,
  ...fluent,
];

export const CASES: readonly Case[] = all;
