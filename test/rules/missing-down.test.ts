import { describe, expect, it } from 'vitest';
import { expectSameFingerprints } from './fingerprints.ts';
import { alter, check, create, migration, type Options, prefixed } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'missing-down';

describe('the examples', () => {
  it('No down()', async () => {
    expect(await example(RULE, 'No down()')).toMatchInlineSnapshot(`
      "warning example:9:21 «up»
        there is no down(), but up() makes table "invoices". A rollback does nothing and reports success; the next migrate meets what is still there.
        help: Write the way back; where there is none, throw an exception in down() that says so.
        engines: any
        fix (safe): Write down() as the way back
          example:12:6 «» → «

          public function down(): void
          {
              Schema::dropIfExists('invoices');
          }»
        data: {"down":"missing","changes":["makes table \\"invoices\\""]}"
    `);
  });
  it('An empty down()', async () => {
    expect(await example(RULE, 'An empty down()')).toMatchInlineSnapshot(`
      "warning example:14:21 «down»
        down() is empty, but up() makes table "invoices". A rollback does nothing and reports success; the next migrate meets what is still there.
        help: Write the way back; where there is none, throw an exception in down() that says so.
        engines: any
        fix (safe): Write down() as the way back
          example:15:5 « …» → «
              Schema::dropIfExists('invoices');
          »
        data: {"down":"empty","changes":["makes table \\"invoices\\""]}"
    `);
  });
  it('Only a comment, where a column goes', async () => {
    expect(await example(RULE, 'Only a comment, where a column goes')).toMatchInlineSnapshot(`
      "warning example:14:21 «down»
        down() is empty, but up() changes table "invoices". A rollback does nothing and reports success; the next migrate meets what is still there.
        help: Write the way back; where there is none, throw an exception in down() that says so.
        engines: any
        data: {"down":"empty","changes":["changes table \\"invoices\\""]}"
    `);
  });
});

const raw = (text: string) => `DB::statement('${text}');`;
const MYSQL = { engines: ['mysql@8.4'] };
const POSTGRES = { engines: ['postgres@16'] };

/** Tables, an index and a view to work on, with their way back. */
const FIRST = migration(
  `${create('invoices', "$table->string('number', 40)->index('by_number'); $table->date('due_on')->nullable();")}
   ${create('offers')} ${raw('create view open_invoices as select id from offers')}`,
  "throw new RuntimeException('no');",
);
const changes = async (up: string, options: Options = {}) => {
  const all = await check([RULE], { 1: FIRST, 2: migration(up) }, options);
  expect(all.length).toBeLessThanOrEqual(1);
  return all[0]?.data.changes;
};

describe('what up() does', () => {
  it.each([
    ['makes a table', create('orders'), 'makes table "orders"'],
    ['drops one', "Schema::drop('offers');", 'drops table "offers"'],
    ['renames one', "Schema::rename('invoices', 'bills');", 'renames table "invoices"'],
    ['adds a column', alter('invoices', "$table->date('paid_on')->nullable();"), 'changes table "invoices"'],
    ['adds an index', alter('invoices', "$table->index('due_on');"), 'changes table "invoices"'],
    [
      'changes a column',
      alter('invoices', "$table->string('number', 80)->change();"),
      'changes table "invoices"',
    ],
    ['makes a view', raw('create view all_offers as select id from offers'), 'makes view "all_offers"'],
    ['drops one', raw('drop view open_invoices'), 'drops view "open_invoices"'],
  ])('%s, on each engine alone and together', async (_title, up, expected) => {
    // SQLite makes a table anew in order to change it.
    for (const engines of [['sqlite@3.45'], ['mysql@8.4'], ['postgres@16'], ['mysql@8.4', 'sqlite@3.45']])
      expect([engines, await changes(up, { engines })]).toEqual([engines, [expected]]);
  });

  it.each([
    ['drops an index', alter('invoices', "$table->dropIndex('by_number');")],
    ['renames one', alter('invoices', "$table->renameIndex('by_number', 'by_no');")],
  ])('%s, which PostgreSQL knows without its table', async (_title, up) => {
    expect(await changes(up, POSTGRES)).toEqual(['changes indexes']);
    expect(await changes(up)).toEqual(['changes table "invoices"']);
  });

  it('drops several with one statement', async () => {
    const up = `${raw('create view v as select id from offers')} ${raw('drop view v, open_invoices')} ${raw('drop table offers, invoices')}`;
    expect(await changes(up, MYSQL)).toEqual([
      'makes view "v"',
      'drops view "v"',
      'drops view "open_invoices"',
      'drops table "offers"',
      'drops table "invoices"',
    ]);
  });

  it('is told once of a table that is made and then changed', async () => {
    const up = `${create('orders', "$table->date('due_on')->index();")} ${alter('orders', "$table->date('paid_on')->nullable();")}`;
    expect(await changes(up)).toEqual(['makes table "orders"']);
    expect(await changes(`${up} ${alter('offers', "$table->date('paid_on')->nullable();")}`)).toEqual([
      'makes table "orders"',
      'changes table "offers"',
    ]);
  });

  it('is told of an engine of production rather than of SQLite', async () => {
    const on = (driver: string, body: string) => `if (DB::getDriverName() === '${driver}') { ${body} }`;
    const up = `${on('sqlite', create('tests'))} ${on('mysql', create('orders'))}`;
    for (const engines of [
      ['sqlite@3.45', 'mysql@8.4'],
      ['mysql@8.4', 'sqlite@3.45'],
      ['postgres@16', 'sqlite@3.45', 'mysql@8.4'],
    ])
      expect(await changes(up, { engines })).toEqual(['makes table "orders"']);
    expect(await changes(up, { engines: ['postgres@16', 'sqlite@3.45'] })).toEqual(['makes table "tests"']);
  });

  it('is told without the prefix of the connection, also where SQLite makes the table anew', async () => {
    const files = {
      1: migration(create('a', "$table->string('x', 10);"), "Schema::drop('a');"),
      2: migration(alter('a', "$table->string('x', 20)->change();")),
    };
    for (const [driver, engine, laravel] of [
      ['mysql', 'mysql@8.4', '^12.0'],
      ['sqlite', 'sqlite@3.45', '^12.0'],
      ['sqlite', 'sqlite@3.45', '11.0.0'],
    ] as const) {
      const all = await check([RULE], { ...prefixed(driver), ...files }, { engines: [engine], laravel });
      expect(all.map(({ data }) => data.changes)).toEqual([['changes table "a"']]);
    }
  });

  it('is cut short in the message', async () => {
    const up = ['a', 'b', 'c', 'd'].map((name) => create(name));
    const told = async (...some: string[]) =>
      (await check([RULE], { 1: migration(some.join(' ')) }, MYSQL)).map(
        ({ message }) => message.split('.')[0],
      );
    expect(await told(...up.slice(0, 2))).toEqual([
      'there is no down(), but up() makes table "a" and makes table "b"',
    ]);
    expect(await told(...up.slice(0, 3))).toEqual([
      'there is no down(), but up() makes table "a", makes table "b" and 1 more change',
    ]);
    expect(await told(...up)).toEqual([
      'there is no down(), but up() makes table "a", makes table "b" and 2 more changes',
    ]);
  });

  it.each([
    ['a table that lives as long as the connection', create('scratch', '$table->temporary();')],
    ['the same in SQL', raw('create temporary table scratch (n int)')],
    ['a table that is not there, dropped if it exists', "Schema::dropIfExists('nowhere');"],
    ['rows', "DB::table('offers')->delete();"],
  ])('may need no way back: %s', async (_title, up) => {
    for (const engine of ['sqlite@3.45', 'mysql@8.4', 'postgres@16'])
      expect(await changes(up, { engines: [engine] })).toBeUndefined();
  });
});

describe('where down() may be', () => {
  const file = (head: string, body: string) =>
    migration(create('a')).replace(/return new class extends Migration\n\{/, `${head}\n{\n${body}`);
  it('in a class or a trait, nothing is said', async () => {
    expect(await found(RULE, { 1: file('return new class extends \\Acme\\Migration', '') })).toBe('nothing');
    expect(await found(RULE, { 1: file('return new class extends Migration', 'use \\Acme\\Back;') })).toBe(
      'nothing',
    );
    expect(await found(RULE, { 1: file('return new class extends Migration', '') })).not.toBe('nothing');
  });
  it('only in a class that is no migration, nothing is said either', async () => {
    const step = migration(create('a'));
    const all = await check([RULE], {
      1: migration(create('b'), "Schema::drop('b');"),
      'app/Step.php': step,
    });
    expect(all).toEqual([]);
  });
});

describe('the fingerprint', () => {
  it('stays when another migration is mended', async () => {
    const rest = { 1: FIRST, 3: migration(create('b')) };
    await expectSameFingerprints(RULE, { ...rest, 2: migration(create('a')) }, rest);
  });
  it('of the habit stays with the next migration, and is none of a single one', async () => {
    const habit = (count: number) =>
      check([RULE], Object.fromEntries(range(1, count).map((n) => [n, migration(create(`t${n}`))])), MYSQL);
    const [ten] = await habit(10);
    const [eleven] = await habit(11);
    const [one] = await habit(1);
    expect(eleven?.fingerprint).toBe(ten?.fingerprint);
    expect(one?.fingerprint).not.toBe(ten?.fingerprint);
  });
});

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('a habit', () => {
  /** So many migrations without a way back, then so many with one, then so many that change rows only. */
  const project = (without: number, having = 0, rows = 0): Record<string, string> =>
    Object.fromEntries(
      range(1, without + having + rows).map((n) => [
        n,
        n <= without
          ? migration(create(`t${n}`))
          : n <= without + having
            ? migration(create(`t${n}`), `Schema::drop('t${n}');`)
            : migration("DB::table('t1')->delete();", '//'),
      ]),
    );
  const count = async (files: Record<string, string>) =>
    (await check([RULE], files, MYSQL)).map(({ data }) => data.count ?? 'one');

  it('is told once, at the newest', async () => {
    expect(await found(RULE, project(10), MYSQL)).toMatchInlineSnapshot(`
      "warning 10:9:21 «up»
        10 of 10 migrations that change the schema have no way back: no down(), or an empty one. This is the newest of them. A rollback does nothing and reports success; the next migrate meets what is still there.
        help: If nobody rolls back here, turn this rule off in dialint.json; else write the way back from now on.
        engines: any
        data: {"count":10,"changing":10}"
    `);
  });
  it('begins with ten, and four of five', async () => {
    expect(await count(project(9))).toEqual(Array(9).fill('one'));
    expect(await count(project(12, 3))).toEqual([12]);
    expect(await count(project(12, 4))).toEqual(Array(12).fill('one'));
  });
  it('does not count what leaves the schema alone', async () => {
    expect(await count(project(10, 0, 5))).toEqual([10]);
  });
  it('does not count modules, which are told one by one', async () => {
    const module = (n: number, down?: string) => ({
      [`modules/shop/database/migrations/2026_02_${n}_000000_m.php`]: migration(
        create(`mod_shop_m${n}`),
        down,
      ),
    });
    expect(await count({ artisan: '', ...project(9), ...module(10) })).toEqual(Array(10).fill('one'));
    const down = (n: number) => module(n, `Schema::drop('mod_shop_m${n}');`);
    const many = Object.assign({}, ...range(11, 16).map(down));
    expect(await count({ artisan: '', ...project(10), ...many, ...module(10) })).toEqual([10, 'one']);
  });
});
