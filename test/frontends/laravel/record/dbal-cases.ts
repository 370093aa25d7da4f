/**
 * Blueprints that change, rename or drop columns below Laravel 11, where doctrine/dbal reads the table from the
 * server: each is a setup and one blueprint more. They run through the real Laravels 8 to 10 (record-dbal.php) and
 * through dialint's own (dbal.test.ts).
 */
import type { Call, Case, Chained, Step, Value } from './cases.ts';

export interface DbalCase extends Step {
  readonly name: string;
  readonly setup: readonly Step[];
  readonly config?: Case['config'];
}

const create = (calls: readonly Call[], table = 'things'): Step => ({ on: 'create', table, calls });
const alter = (calls: readonly Call[], table = 'things'): Step => ({ on: 'table', table, calls });
const raw = (sql: string): Value => ({ raw: sql });

const cases: DbalCase[] = [];

function add(
  name: string,
  setup: readonly Step[],
  calls: readonly Call[],
  more: Partial<DbalCase> = {},
): void {
  cases.push({ name, setup, on: 'table', table: 'things', calls, ...more });
}

type Method = readonly [method: string, ...more: Value[]];
const column = ([method, ...more]: Method, name: string, ...chain: Chained[]): Call => [
  method,
  [name, ...more],
  ...chain,
];
const label = ([method, ...more]: Method): string =>
  more.length === 0 ? method : `${method}(${more.map((item) => JSON.stringify(item)).join(', ')})`;

/** What a column is, and what it becomes. */
const TYPES: readonly Method[] = [
  ['string'],
  ['string', 100],
  ['char', 10],
  ['tinyText'],
  ['text'],
  ['mediumText'],
  ['longText'],
  ['integer'],
  ['unsignedInteger'],
  ['bigInteger'],
  ['unsignedBigInteger'],
  ['smallInteger'],
  ['tinyInteger'],
  ['mediumInteger'],
  ['boolean'],
  ['decimal'],
  ['decimal', 12, 4],
  ['unsignedDecimal', 10, 2],
  ['float'],
  ['double'],
  ['date'],
  ['dateTime'],
  ['dateTime', 3],
  ['dateTimeTz'],
  ['time'],
  ['timestamp'],
  ['json'],
  ['jsonb'],
  ['uuid'],
  ['binary'],
  ['enum', ['a', 'b']],
  ['year'],
  ['ipAddress'],
];

/** Types of Laravel that dbal does not have: the same exception from whatever they are changed. */
const WITHOUT_TYPE = /^(tinyInteger|mediumInteger|timestamp|jsonb|enum|year|ipAddress)/;

for (const from of TYPES) {
  for (const to of TYPES) {
    if (WITHOUT_TYPE.test(to[0]) && from !== to && from[0] !== 'integer') continue;
    add(
      `${label(from)} → ${label(to)}`,
      [create([['id'], column(from, 'c')])],
      [column(to, 'c', ['change'])],
    );
  }
}

for (const to of [
  ['set', ['a', 'b']],
  ['timeTz'],
  ['timestampTz'],
  ['macAddress'],
  ['ulid'],
  ['foreignId'],
  ['foreignUuid'],
  ['point'],
  ['geometry'],
  ['softDeletes'],
] as Method[]) {
  add(`string → ${label(to)}`, [create([['id'], ['string', ['c']]])], [column(to, 'c', ['change'])]);
}

/** Defaults, null and the rest on every usual type. */
const VALUES: readonly (readonly [Method, Value])[] = [
  [['string'], 'x'],
  [['char', 10], "it's"],
  [['text'], ''],
  [['integer'], 5],
  [['bigInteger'], -1],
  [['smallInteger'], '7'],
  [['boolean'], true],
  [['decimal'], 0],
  [['float'], 1.5],
  [['date'], '2020-01-01'],
  [['dateTime'], '2020-01-01 00:00:00'],
  [['time'], '10:00:00'],
  [['json'], '{}'],
  [['uuid'], '00000000-0000-0000-0000-000000000000'],
];
const MYSQL_TAKES_NO_DEFAULT = /text|json|blob|binary/i;

for (const [type, value] of VALUES) {
  const name = label(type);
  const plain = [create([['id'], column(type, 'c')])];
  const nullable = [create([['id'], column(type, 'c', ['nullable'])])];
  add(`${name}: null`, plain, [column(type, 'c', ['nullable'], ['change'])]);
  add(`${name}: nothing`, plain, [column(type, 'c', ['change'])]);
  add(`${name}: not null`, nullable, [column(type, 'c', ['nullable', [false]], ['change'])]);
  add(`${name}: null stays`, nullable, [column(type, 'c', ['change'])]);
  add(`${name}: null, said again`, nullable, [column(type, 'c', ['nullable'], ['change'])]);
  add(`${name}: a default`, plain, [column(type, 'c', ['default', [value]], ['change'])]);
  add(`${name}: null and a default`, plain, [
    column(type, 'c', ['nullable'], ['default', [value]], ['change']),
  ]);
  add(`${name}: null default`, nullable, [column(type, 'c', ['default', [null]], ['change'])]);
  add(`${name}: an expression`, plain, [column(type, 'c', ['default', [raw("('x')")]], ['change'])]);
  add(`${name}: a comment`, plain, [column(type, 'c', ['comment', ["it's"]], ['change'])]);
  add(`${name}: rename`, plain, [['renameColumn', ['c', 'd']]]);
  add(`${name}: rename, null`, nullable, [['renameColumn', ['c', 'd']]]);
  add(`${name}: unsigned`, plain, [column(type, 'c', ['unsigned'], ['change'])]);
  const commented = [create([['id'], column(type, 'c', ['comment', ['old']])])];
  add(`${name}: the comment stays`, commented, [column(type, 'c', ['nullable'], ['change'])]);
  add(`${name}: another comment`, commented, [column(type, 'c', ['comment', ['new']], ['change'])]);
  add(`${name}: no comment`, commented, [column(type, 'c', ['comment', [null]], ['change'])]);
  add(`${name}: rename, comment`, commented, [['renameColumn', ['c', 'd']]]);
  if (MYSQL_TAKES_NO_DEFAULT.test(name)) continue;
  const defaulted = [create([['id'], column(type, 'c', ['default', [value]])])];
  add(`${name}: the default stays`, defaulted, [column(type, 'c', ['nullable'], ['change'])]);
  add(`${name}: the same default`, defaulted, [column(type, 'c', ['default', [value]], ['change'])]);
  add(`${name}: the default goes`, defaulted, [column(type, 'c', ['default', [null]], ['change'])]);
  add(`${name}: the default of another type`, defaulted, [['text', ['c'], ['change']]]);
  add(`${name}: rename, default`, defaulted, [['renameColumn', ['c', 'd']]]);
}

for (const type of TYPES) {
  if (VALUES.some(([other]) => label(other) === label(type))) continue;
  add(
    `${label(type)}: rename`,
    [create([['id'], column(type, 'c', ['nullable'])])],
    [['renameColumn', ['c', 'd']]],
  );
}

// ---- Auto-increment
for (const from of ['increments', 'bigIncrements', 'smallIncrements', 'mediumIncrements', 'tinyIncrements']) {
  for (const to of ['increments', 'bigIncrements', 'smallIncrements', 'mediumIncrements', 'tinyIncrements']) {
    add(
      `${from} → ${to}`,
      [
        create([
          [from, ['id']],
          ['string', ['a']],
        ]),
      ],
      [[to, ['id'], ['change']]],
    );
  }
  for (const to of ['unsignedBigInteger', 'integer', 'uuid', 'string']) {
    add(
      `${from} → ${to}`,
      [
        create([
          [from, ['id']],
          ['string', ['a']],
        ]),
      ],
      [[to, ['id'], ['change']]],
    );
  }
  add(
    `${from}: rename`,
    [
      create([
        [from, ['id']],
        ['string', ['a']],
      ]),
    ],
    [['renameColumn', ['id', 'key']]],
  );
}
add(
  'integer with a key → increments',
  [create([['integer', ['id'], ['primary']]])],
  [['increments', ['id'], ['change']]],
);
add(
  'integer → bigIncrements',
  [
    create([
      ['integer', ['n']],
      ['string', ['a']],
    ]),
  ],
  [['bigIncrements', ['n'], ['change']]],
);
add('id()->change()', [create([['increments', ['id']]])], [['id', ['id'], ['change']]]);
add(
  'bigInteger with autoIncrement()',
  [create([['increments', ['id']]])],
  [['bigInteger', ['id'], ['autoIncrement'], ['change']]],
);
add(
  'unsignedBigInteger of an auto-increment key, said again',
  [create([['id']])],
  [['unsignedBigInteger', ['id', true], ['change']]],
);
add('from()', [create([['increments', ['id']]])], [['bigIncrements', ['id'], ['from', [100]], ['change']]]);

// ---- Several columns, and other commands beside them
const wide = create([
  ['id'],
  ['string', ['a']],
  ['text', ['b'], ['nullable']],
  ['integer', ['c'], ['default', [0]]],
  ['boolean', ['d'], ['default', [false]]],
  ['decimal', ['e', 8, 2], ['nullable']],
  ['timestamps'],
]);
add(
  'two changes',
  [wide],
  [
    ['string', ['a', 50], ['change']],
    ['text', ['b'], ['nullable', [false]], ['change']],
  ],
);
add(
  'three changes in another order',
  [wide],
  [
    ['bigInteger', ['c'], ['change']],
    ['string', ['a'], ['nullable'], ['change']],
    ['boolean', ['d'], ['default', [true]], ['change']],
  ],
);
add(
  'a change, and nothing',
  [wide],
  [
    ['string', ['a', 50], ['change']],
    ['integer', ['c'], ['change']],
  ],
);
add(
  'the same column twice',
  [wide],
  [
    ['string', ['a', 50], ['change']],
    ['string', ['a', 60], ['change']],
  ],
);
add(
  'a change and a new column',
  [wide],
  [
    ['string', ['z'], ['nullable']],
    ['string', ['a', 50], ['change']],
  ],
);
add(
  'a change and a new column with an index',
  [wide],
  [
    ['string', ['z', 20], ['nullable'], ['index']],
    ['string', ['a', 50], ['change']],
  ],
);
add(
  'a change and a dropped column',
  [wide],
  [
    ['string', ['a', 50], ['change']],
    ['dropColumn', ['b']],
  ],
);
add(
  'a change and a renamed column',
  [wide],
  [
    ['string', ['a', 50], ['change']],
    ['renameColumn', ['b', 'f']],
  ],
);
add(
  'a renamed and a new column',
  [wide],
  [
    ['renameColumn', ['b', 'f']],
    ['string', ['g'], ['nullable']],
  ],
);
add(
  'two renamed columns',
  [wide],
  [
    ['renameColumn', ['a', 'f']],
    ['renameColumn', ['b', 'g']],
  ],
);
add(
  'a renamed and a dropped column',
  [wide],
  [
    ['renameColumn', ['a', 'f']],
    ['dropColumn', ['b']],
  ],
);
add('a dropped column', [wide], [['dropColumn', ['b']]]);
add('dropped columns', [wide], [['dropColumn', [['b', 'd']]]]);
add(
  'two dropColumn()',
  [wide],
  [
    ['dropColumn', ['b']],
    ['dropColumn', ['d']],
  ],
);
add('dropTimestamps', [wide], [['dropTimestamps']]);
add(
  'a change and an index',
  [wide],
  [
    ['string', ['a', 50], ['change']],
    ['index', ['a']],
  ],
);
add('a change with unique()', [wide], [['string', ['a', 50], ['unique'], ['change']]]);
add('a change with index()', [wide], [['string', ['a', 50], ['index'], ['change']]]);
add(
  'a change with primary()',
  [create([['string', ['a']]])],
  [['string', ['a', 50], ['primary'], ['change']]],
);
add(
  'a change with index(false)',
  [create([['id'], ['string', ['a'], ['index']]])],
  [['string', ['a', 50], ['index', [false]], ['change']]],
);
add('a change with after()', [wide], [['string', ['a', 50], ['after', ['c']], ['change']]]);
add('only after()', [wide], [['string', ['a'], ['after', ['c']], ['change']]]);
add('first()', [wide], [['string', ['a'], ['first'], ['change']]]);
add(
  'charset() and collation()',
  [wide],
  [['string', ['a'], ['charset', ['latin1']], ['collation', ['latin1_swedish_ci']], ['change']]],
);
add('collation()', [wide], [['string', ['a'], ['collation', ['utf8mb4_bin']], ['change']]]);
add(
  'collation() of the table',
  [wide],
  [['string', ['a'], ['collation', ['utf8mb4_unicode_ci']], ['change']]],
);
add(
  'a column with a collation of its own',
  [create([['id'], ['string', ['a'], ['collation', ['utf8mb4_bin']]]])],
  [['string', ['a', 50], ['change']]],
);
add(
  'a column with a collation of its own, renamed',
  [create([['id'], ['string', ['a'], ['collation', ['utf8mb4_bin']]]])],
  [['renameColumn', ['a', 'b']]],
);
add(
  'useCurrent()',
  [create([['id'], ['dateTime', ['a']]])],
  [['dateTime', ['a'], ['useCurrent'], ['change']]],
);
add(
  'a column with useCurrent()',
  [create([['id'], ['dateTime', ['a'], ['useCurrent']]])],
  [['dateTime', ['a'], ['nullable'], ['change']]],
);
add(
  'a timestamp with useCurrent(), renamed',
  [create([['id'], ['timestamp', ['a'], ['useCurrent']]])],
  [['renameColumn', ['a', 'b']]],
);
add(
  'a column with useCurrentOnUpdate()',
  [create([['id'], ['dateTime', ['a'], ['useCurrent'], ['useCurrentOnUpdate']]])],
  [['dateTime', ['a'], ['nullable'], ['change']]],
);
add(
  'CURRENT_TIMESTAMP',
  [create([['id'], ['dateTime', ['a']]])],
  [['dateTime', ['a'], ['default', ['CURRENT_TIMESTAMP']], ['change']]],
);
add(
  'DB::raw(CURRENT_TIMESTAMP)',
  [create([['id'], ['dateTime', ['a']]])],
  [['dateTime', ['a'], ['default', [raw('CURRENT_TIMESTAMP')]], ['change']]],
);
add('DB::raw on an integer', [wide], [['integer', ['c'], ['default', [raw('1')]], ['change']]]);
add('a boolean as text', [wide], [['boolean', ['d'], ['default', ['0']], ['change']]]);
add('a boolean as number', [wide], [['boolean', ['d'], ['default', [1]], ['change']]]);
add(
  'an expression as default stays',
  [create([['id'], ['string', ['a'], ['default', [raw("('x')")]]]])],
  [['string', ['a', 50], ['change']]],
);
add(
  'renameIndex',
  [create([['id'], ['string', ['a'], ['index', ['old']]]])],
  [['renameIndex', ['old', 'new']]],
);

// ---- Keys
const parents = create([['id']], 'parents');
const keyed = create([
  ['id'],
  ['string', ['slug'], ['unique']],
  ['string', ['title']],
  ['foreignId', ['parent_id'], ['constrained']],
  ['foreignId', ['other_id'], ['nullable'], ['constrained', ['parents']], ['cascadeOnDelete']],
  ['index', [['title', 'slug']]],
]);
const late = create([
  ['string', ['a']],
  ['text', ['b']],
  ['unsignedBigInteger', ['parent_id']],
  ['id'],
  ['foreign', ['parent_id'], ['references', ['id']], ['on', ['parents']], ['onDelete', ['set null']]],
]);
for (const [name, table] of [
  ['with keys', keyed],
  ['with the key last', late],
] as const) {
  const [text, other] = table === keyed ? ['slug', 'title'] : ['a', 'b'];
  add(`${name}: a change`, [parents, table], [['string', [text, 100], ['change']]]);
  add(`${name}: nothing`, [parents, table], [['string', [text], ['change']]]);
  add(
    `${name}: a foreign key null`,
    [parents, table],
    [['foreignId', ['parent_id'], ['nullable'], ['change']]],
  );
  add(`${name}: a foreign key of another type`, [parents, table], [['integer', ['parent_id'], ['change']]]);
  add(`${name}: rename an indexed column`, [parents, table], [['renameColumn', [text, 'renamed']]]);
  add(`${name}: rename another column`, [parents, table], [['renameColumn', [other, 'renamed']]]);
  add(`${name}: rename a foreign key`, [parents, table], [['renameColumn', ['parent_id', 'owner_id']]]);
  add(`${name}: rename the key`, [parents, table], [['renameColumn', ['id', 'number']]]);
  add(`${name}: drop an indexed column`, [parents, table], [['dropColumn', [other]]]);
  add(`${name}: drop a foreign key`, [parents, table], [['dropColumn', ['parent_id']]]);
  add(`${name}: the key wider`, [parents, table], [['increments', ['id'], ['change']]]);
}
add(
  'a parent that is changed',
  [parents, keyed],
  [
    ['string', ['name'], ['nullable']],
    ['increments', ['id'], ['change']],
  ],
  {
    table: 'parents',
  },
);
add('a parent that is renamed', [parents, keyed], [['renameColumn', ['id', 'number']]], { table: 'parents' });
add(
  'a key of two columns',
  [
    create([
      ['integer', ['a']],
      ['string', ['b', 20]],
      ['string', ['c']],
      ['primary', [['b', 'a']]],
    ]),
  ],
  [['string', ['c', 20], ['change']]],
);
add(
  'a part of a key',
  [
    create([
      ['integer', ['a']],
      ['string', ['b', 20]],
      ['string', ['c']],
      ['primary', [['b', 'a']]],
    ]),
  ],
  [['string', ['b', 30], ['change']]],
);
add(
  'a part of a key, renamed',
  [
    create([
      ['integer', ['a']],
      ['string', ['b', 20]],
      ['string', ['c']],
      ['primary', [['b', 'a']]],
    ]),
  ],
  [['renameColumn', ['a', 'd']]],
);
add(
  'a part of a key, null',
  [
    create([
      ['integer', ['a']],
      ['string', ['b', 20]],
      ['primary', [['b', 'a']]],
    ]),
  ],
  [['string', ['b', 20], ['nullable'], ['change']]],
);
add(
  'a text as key',
  [
    create([
      ['string', ['code', 10], ['primary']],
      ['string', ['c']],
    ]),
  ],
  [['string', ['c', 20], ['change']]],
);
add(
  'a uuid as key',
  [
    create([
      ['uuid', ['id'], ['primary']],
      ['string', ['c']],
    ]),
  ],
  [['string', ['c', 20], ['change']]],
);
add(
  'an expression index',
  [create([['id'], ['string', ['a']], ['rawIndex', ['(lower(a))', 'things_lower']]])],
  [['string', ['a', 20], ['change']]],
);
add(
  'an expression index, renamed',
  [create([['id'], ['string', ['a']], ['rawIndex', ['(lower(a))', 'things_lower']]])],
  [['renameColumn', ['a', 'b']]],
);
add(
  'an expression index, dropped',
  [create([['id'], ['string', ['a']], ['string', ['b']], ['rawIndex', ['(lower(a))', 'things_lower']]])],
  [['dropColumn', ['b']]],
);
add(
  'a full-text index',
  [create([['id'], ['string', ['a']], ['text', ['b']], ['fullText', ['b']]])],
  [['string', ['a', 20], ['change']]],
);

// ---- Names
const odd = (name: string): Step =>
  create([['id'], ['string', [name], ['nullable']], ['string', ['plain'], ['nullable']]]);
const plainer = create([
  ['id'],
  ['string', ['order']],
  ['string', ['key'], ['nullable']],
  ['string', ['group'], ['nullable']],
  ['string', ['plain']],
  ['string', ['rank']],
  ['string', ['value']],
]);
for (const name of ['order', '2fa', 'camelCase', 'with-dash', 'with space', 'user', 'rank']) {
  add(`names: change ${name}`, [odd(name)], [['text', [name], ['change']]]);
  add(`names: change beside ${name}`, [odd(name)], [['text', ['plain'], ['change']]]);
  add(`names: rename ${name}`, [odd(name)], [['renameColumn', [name, 'other']]]);
  add(`names: rename beside ${name}`, [odd(name)], [['renameColumn', ['plain', 'other']]]);
  add(`names: drop ${name}`, [odd(name)], [['dropColumn', [name]]]);
}
add('names: change in another case', [odd('other')], [['text', ['PLAIN'], ['change']]]);
for (const name of ['order', 'key', 'group', 'plain', 'rank', 'value']) {
  add(`keywords: change ${name}`, [plainer], [['text', [name], ['change']]]);
  add(`keywords: rename ${name}`, [plainer], [['renameColumn', [name, 'other']]]);
}
for (const name of ['order', '2fa', 'camelCase', 'with-dash', 'groups', 'user', 'system', 'lead', 'of']) {
  add(`names: rename to ${name}`, [create([['id'], ['string', ['a']]])], [['renameColumn', ['a', name]]]);
}
for (const name of ['order', 'groups', '2fa', 'camelCase', 'user', 'Things', 'has-dash']) {
  add(
    `a table named ${name}`,
    [create([['id'], ['string', ['a'], ['index']]], name)],
    [['string', ['a', 50], ['change']]],
    { table: name },
  );
  add(
    `a table named ${name}, renamed column`,
    [create([['id'], ['string', ['a']]], name)],
    [['renameColumn', ['a', 'b']]],
    { table: name },
  );
}
add(
  'an index with an odd name',
  [create([['id'], ['string', ['a'], ['index', ['an-index']]], ['string', ['b'], ['index', ['order']]]])],
  [['string', ['a', 50], ['change']]],
);
add('a prefix', [create([['id'], ['string', ['a'], ['index']]])], [['string', ['a', 50], ['change']]], {
  config: { prefix: 'pre_' },
});
add(
  'a prefix, renamed column',
  [create([['id'], ['string', ['a'], ['index']]])],
  [['renameColumn', ['a', 'b']]],
  {
    config: { prefix: 'pre_' },
  },
);
add('no charset', [create([['id'], ['string', ['a']]])], [['string', ['a', 50], ['change']]], {
  config: { plain: true },
});
add('a length by default', [create([['id'], ['string', ['a']]])], [['string', ['a'], ['change']]], {
  config: { stringLength: 191 },
});

// ---- What is not there, and what dbal does not know
add('a missing column', [wide], [['string', ['nothing'], ['change']]]);
add('a missing column, renamed', [wide], [['renameColumn', ['nothing', 'b']]]);
add('a missing column, dropped', [wide], [['dropColumn', ['nothing']]]);
add('a missing table', [wide], [['string', ['a'], ['change']]], { table: 'nothing' });
add('a missing table, renamed', [wide], [['renameColumn', ['a', 'b']]], { table: 'nothing' });
add('a name that is taken', [wide], [['renameColumn', ['a', 'b']]]);
add('a name that stays', [wide], [['renameColumn', ['a', 'a']]]);
add('the case of a name', [wide], [['renameColumn', ['a', 'A']]]);
for (const type of [
  ['enum', ['x', 'y']],
  ['set', ['x', 'y']],
  ['macAddress'],
  ['ipAddress'],
  ['geometry'],
  ['year'],
  ['jsonb'],
  ['uuid'],
] as Method[]) {
  const table = create([['id'], ['string', ['a']], column(type, 'c')]);
  add(`beside ${label(type)}: a change`, [table], [['string', ['a', 50], ['change']]]);
  add(`beside ${label(type)}: a rename`, [table], [['renameColumn', ['a', 'b']]]);
  add(`beside ${label(type)}: a drop`, [table], [['dropColumn', ['a']]]);
}
add(
  'beside a virtual column',
  [create([['id'], ['string', ['a']], ['integer', ['v'], ['virtualAs', ['1 + 1']]]])],
  [['string', ['a', 50], ['change']]],
);
add(
  'beside a stored column',
  [create([['id'], ['string', ['a']], ['integer', ['v'], ['storedAs', ['1 + 1']]]])],
  [['string', ['a', 50], ['change']]],
);
add(
  'a stored column',
  [create([['id'], ['string', ['a']], ['integer', ['v'], ['storedAs', ['1 + 1']]]])],
  [['bigInteger', ['v'], ['change']]],
);

// ---- Twice
const step = (...calls: Call[]): Step => alter(calls);
add(
  'a change after a change',
  [wide, step(['string', ['a', 50], ['change']])],
  [['text', ['b'], ['nullable', [false]], ['change']]],
);
add('a change back', [wide, step(['string', ['a', 50], ['change']])], [['string', ['a'], ['change']]]);
add(
  'the same change again',
  [wide, step(['string', ['a', 50], ['nullable'], ['change']])],
  [['string', ['a', 50], ['nullable'], ['change']]],
);
add(
  'a change after a rename',
  [wide, step(['renameColumn', ['a', 'f']])],
  [['string', ['f', 50], ['change']]],
);
add(
  'a rename after a change',
  [wide, step(['string', ['a', 50], ['change']])],
  [['renameColumn', ['a', 'f']]],
);
add('a drop after a change', [wide, step(['string', ['a', 50], ['change']])], [['dropColumn', ['b']]]);
add('a change after a drop', [wide, step(['dropColumn', ['b']])], [['string', ['a', 50], ['change']]]);
add(
  'keys: a change after a change',
  [parents, keyed, step(['string', ['slug', 50], ['change']])],
  [['text', ['title'], ['nullable'], ['change']]],
);
add(
  'keys: a change after a rename',
  [parents, keyed, step(['renameColumn', ['parent_id', 'owner_id']])],
  [['string', ['slug', 50], ['change']]],
);
add(
  'a change after new columns',
  [wide, step(['string', ['y'], ['nullable']], ['foreignId', ['z'], ['nullable'], ['index']])],
  [['string', ['a', 50], ['change']]],
);
for (const type of [
  ['uuid'],
  ['json'],
  ['decimal', 12, 4],
  ['dateTime'],
  ['boolean'],
  ['char', 10],
  ['longText'],
  ['smallInteger'],
  ['binary'],
  ['double'],
] as Method[]) {
  add(
    `${label(type)} after a change to it`,
    [
      create([['id'], ['text', ['a'], ['nullable']], ['text', ['c'], ['nullable']]]),
      step(column(type, 'c', ['change'])),
    ],
    [['string', ['a', 50], ['change']]],
  );
  add(
    `${label(type)} again after a change to it`,
    [create([['id'], ['text', ['c'], ['nullable']]]), step(column(type, 'c', ['change']))],
    [column(type, 'c', ['change'])],
  );
}

/** Schema::useNativeSchemaOperationsIfPossible(): what Laravel can do without doctrine/dbal, it does. */
for (const [name, calls] of [
  ['change', [['string', ['c', 50], ['nullable'], ['change']]]],
  [
    'change of several',
    [
      ['text', ['c'], ['change']],
      ['integer', ['n'], ['default', [7]], ['change']],
    ],
  ],
  ['rename', [['renameColumn', ['c', 'd']]]],
  ['drop', [['dropColumn', ['c', 'n']]]],
  [
    'rename and drop',
    [
      ['renameColumn', ['c', 'd']],
      ['dropColumn', ['n']],
    ],
  ],
  ['rename of an index', [['renameIndex', ['things_n_index', 'by_n']]]],
  ['change with a comment', [['string', ['c', 50], ['comment', ['x']], ['change']]]],
] as [string, Call[]][]) {
  const made = create([['id'], ['string', ['c']], ['integer', ['n'], ['index']]]);
  add(`native: ${name}`, [made], calls, { config: { native: true } });
}

export const DBAL_CASES: readonly DbalCase[] = cases;
