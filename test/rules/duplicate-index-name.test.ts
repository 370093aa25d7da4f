import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { lint } from '../../src/lint/run.ts';
import { DEFAULT_SETTINGS } from '../../src/lint/settings.ts';
import * as timeline from '../support/timeline.ts';
import { expectSameFingerprints } from './fingerprints.ts';
import { throughHelper } from './helper-class.ts';
import { alter, check, create, migration, prefixed } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'duplicate-index-name';

describe('the examples', () => {
  it('The same name on two tables', async () => {
    expect(await example(RULE, 'The same name on two tables')).toMatchInlineSnapshot(`
      "error example:16:25 «index('due_on', 'due_on_idx');»
        index name "due_on_idx" on table "offers" is taken already, by an index of table "invoices": SQLite (SQLITE_ERROR) and PostgreSQL (SQLSTATE 42P07) refuse it, because index names are shared by all tables there. MySQL and MariaDB accept it.
        help: Name it: ->index('due_on', 'off_on_idx'). This call makes several keys, so build a different short name for each.
        engines: sqlite@3.45 postgres@16
        data: {"table":"offers","name":"due_on_idx","codes":{"sqlite@3.45":"SQLITE_ERROR","postgres@16":"42P07"}}"
    `);
  });
  it('Twice in one table', async () => {
    expect(await example(RULE, 'Twice in one table')).toMatchInlineSnapshot(`
      "error example:14:43 «index();»
        index name "invoices_number_index" on table "invoices" is taken already, by the same table, over the same columns: SQLite (SQLITE_ERROR), MySQL (errno 1061), MariaDB (errno 1061) and PostgreSQL (SQLSTATE 42P07) refuse it.
        help: Leave this one out: the index exists.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        related: example:15:21 «index('number');» the name is used here first
        data: {"table":"invoices","name":"invoices_number_index","codes":{"sqlite@3.45":"SQLITE_ERROR","mysql@8.4":"1061","mariadb@10.11":"1061","postgres@16":"42P07"}}"
    `);
  });
  it('One that an earlier migration has made', async () => {
    expect(await example(RULE, 'One that an earlier migration has made')).toMatchInlineSnapshot(`
      "error example:13:21 «index(['due_on', 'paid'], 'invoices_due_idx');»
        index name "invoices_due_idx" on table "invoices" is taken already, by an index of the same table: SQLite (SQLITE_ERROR), MySQL (errno 1061), MariaDB (errno 1061) and PostgreSQL (SQLSTATE 42P07) refuse it.
        help: Name it: ->index(['due_on', 'paid'], 'inv_on_paid_idx')
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'inv_on_paid_idx'
          example:13:47 «'invoices_due_idx'» → «'inv_on_paid_idx'»
        related: database/migrations/2025_01_01_000001_create_invoices.php:12:37 «index('invoices_due_idx');» the name is used here first
        data: {"table":"invoices","name":"invoices_due_idx","codes":{"sqlite@3.45":"SQLITE_ERROR","mysql@8.4":"1061","mariadb@10.11":"1061","postgres@16":"42P07"}}"
    `);
  });
});

const COLUMNS = "$table->string('x', 10); $table->integer('n');";
const index = (name: string, columns = "'x'", kind = 'index') => `$table->${kind}(${columns}, '${name}');`;

describe('the name is borne', () => {
  it.each([
    [
      'by a table',
      create('same'),
      'a table of that name: PostgreSQL (SQLSTATE 42P07) refuses it, because tables and indexes share their names there.',
    ],
    [
      'by a view',
      "DB::statement('create view same as select 1 as one');",
      'a view of that name: PostgreSQL (SQLSTATE 42P07) refuses it, because tables and indexes share their names there.',
    ],
    [
      'by the primary key of another table',
      "DB::statement('create table a (id int, constraint same primary key (id))');",
      'the primary key of table "a": PostgreSQL (SQLSTATE 42P07) refuses it, because index names are shared by all tables there.',
    ],
    [
      'by a unique index of another table',
      create('a', `${COLUMNS} ${index('same', "'x'", 'unique')}`),
      'an index of table "a": PostgreSQL (SQLSTATE 42P07) refuses it, because index names are shared by all tables there.',
    ],
  ])('%s', async (_title, first, expected) => {
    const files = { 1: migration(first), 2: migration(create('b', `${COLUMNS} ${index('same')}`)) };
    const [one, ...more] = await check([RULE], files, { engines: ['postgres@16'] });
    expect(more).toEqual([]);
    expect(one?.message).toBe(`index name "same" on table "b" is taken already, by ${expected}`);
    expect(one?.related).toMatchObject([
      { file: 'database/migrations/2026_01_01_000000_step.php', message: 'the name is used here first' },
    ]);
  });

  it('by the table itself', async () => {
    const files = { 1: migration(create('b', `${COLUMNS} ${index('b')}`)) };
    expect(await found(RULE, files)).toMatchInlineSnapshot(`
      "error 01:11:128 «index('x', 'b');»
        index name "b" on table "b" is taken already, by the table itself: SQLite (SQLITE_ERROR) and PostgreSQL (SQLSTATE 42P07) refuse it, because tables and indexes share their names there. MySQL and MariaDB accept it.
        help: Name it: ->index('x', 'b_x_idx')
        engines: sqlite@3.45 postgres@16
        fix (safe): Name it 'b_x_idx'
          01:11:139 «'b'» → «'b_x_idx'»
        related: 01:11:9 «Schema::create('b', function (Blueprint $table) { $table->id(); $table->string('x', 10); $table->integer('n'); $table->index('x', 'b'); });» the name is used here first
        data: {"table":"b","name":"b","codes":{"sqlite@3.45":"SQLITE_ERROR","postgres@16":"42P07"}}"
    `);
  });
  it('by the primary key of the same table', async () => {
    const files = { 1: migration(create('b', `${COLUMNS} ${index('b_pkey')}`)) };
    expect(await found(RULE, files)).toMatchInlineSnapshot(`
      "error 01:11:128 «index('x', 'b_pkey');»
        index name "b_pkey" on table "b" is taken already, by the primary key of the same table: PostgreSQL (SQLSTATE 42P07) refuses it. SQLite, MySQL and MariaDB accept it.
        help: Name it: ->index('x', 'b_x_idx')
        engines: postgres@16
        fix (safe): Name it 'b_x_idx'
          01:11:139 «'b_pkey'» → «'b_x_idx'»
        related: 01:11:67 «id();» the name is used here first
        data: {"table":"b","name":"b_pkey","codes":{"postgres@16":"42P07"}}"
    `);
  });
  it('by an index of the same statement, before there is a table', async () => {
    const files = { 1: migration("DB::statement('create table a (x int, y int, key k (x), key k (y))');") };
    expect(await found(RULE, files, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "error 01:11:9 «DB::statement('create table a (x int, y int, key k (x), key k (y))');»
        index name "k" on table "a" is taken already, by an index of the same table: MySQL (errno 1061) refuses it.
        help: Give it a short name of your own, such as 'a_x_idx'.
        engines: mysql@8.4
        data: {"table":"a","name":"k","codes":{"mysql@8.4":"1061"}}"
    `);
  });
  it('by an index over the same columns in another order, which is another index', async () => {
    const files = {
      1: migration(create('a', `${COLUMNS} ${index('same', "['x', 'n']")} ${index('same', "['n', 'x']")}`)),
    };
    expect(await found(RULE, files, { engines: ['mysql@8.4', 'mysql@5.7'] })).toMatchInlineSnapshot(`
      "error 01:11:163 «index(['n', 'x'], 'same');»
        index name "same" on table "a" is taken already, by an index of the same table: MySQL 8.4 (errno 1061) and MySQL 5.7 (errno 1061) refuse it.
        help: Name it: ->index(['n', 'x'], 'a_n_x_idx')
        engines: mysql@8.4 mysql@5.7
        fix (safe): Name it 'a_n_x_idx'
          01:11:181 «'same'» → «'a_n_x_idx'»
        related: 01:11:128 «index(['x', 'n'], 'same');» the name is used here first
        data: {"table":"a","name":"same","codes":{"mysql@8.4":"1061","mysql@5.7":"1061"}}"
    `);
  });
  it('by an index over the same columns of another table, which this one needs all the same', async () => {
    const files = {
      1: migration(create('a', `${COLUMNS} ${index('same')}`)),
      2: migration(create('b', `${COLUMNS} ${index('same')}`)),
    };
    expect(await found(RULE, files)).toMatchInlineSnapshot(`
      "error 02:11:128 «index('x', 'same');»
        index name "same" on table "b" is taken already, by an index of table "a": SQLite (SQLITE_ERROR) and PostgreSQL (SQLSTATE 42P07) refuse it, because index names are shared by all tables there. MySQL and MariaDB accept it.
        help: Name it: ->index('x', 'b_x_idx')
        engines: sqlite@3.45 postgres@16
        fix (safe): Name it 'b_x_idx'
          02:11:139 «'same'» → «'b_x_idx'»
        related: 01:11:128 «index('x', 'same');» the name is used here first
        data: {"table":"b","name":"same","codes":{"sqlite@3.45":"SQLITE_ERROR","postgres@16":"42P07"}}"
    `);
  });
  it('by an index over the same expression', async () => {
    const sql = (text: string) => `DB::statement('${text}');`;
    const up = `${create('a', COLUMNS)} ${sql('create index e on a (lower(x))')} ${sql('create index e on a (LOWER(x))')}`;
    expect(await found(RULE, { 1: migration(up) }, { engines: ['postgres@16'] })).toMatchInlineSnapshot(`
      "error 01:11:173 «DB::statement('create index e on a (LOWER(x))');»
        index name "e" on table "a" is taken already, by the same table, over the same columns: PostgreSQL (SQLSTATE 42P07) refuses it.
        help: Leave this one out: the index exists.
        engines: postgres@16
        related: 01:11:124 «DB::statement('create index e on a (lower(x))');» the name is used here first
        data: {"table":"a","name":"e","codes":{"postgres@16":"42P07"}}"
    `);
  });
  it('already when another is to be renamed', async () => {
    const up = `${create('a', `${COLUMNS} ${index('same')} ${index('other', "'n'")}`)} ${alter('a', "$table->renameIndex('other', 'same');")}`;
    expect(await found(RULE, { 1: migration(up) }, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "error 01:11:238 «renameIndex('other', 'same');»
        index name "same" on table "a" is taken already, by an index of the same table: MySQL (errno 1061) refuses it.
        help: Name it: ->renameIndex('other', 'a_n_idx')
        engines: mysql@8.4
        fix (safe): Name it 'a_n_idx'
          01:11:259 «'same'» → «'a_n_idx'»
        related: 01:11:128 «index('x', 'same');» the name is used here first
        data: {"table":"a","name":"same","codes":{"mysql@8.4":"1061"}}"
    `);
  });
});

describe('the finding', () => {
  it('names tables without the prefix of the connection', async () => {
    const files = {
      ...prefixed('pgsql'),
      1: migration(create('a', `${COLUMNS} ${index('same')}`)),
      2: migration(create('b', `${COLUMNS} ${index('same', "'x'", 'unique')}`)),
    };
    const [one] = await check([RULE], files, { engines: ['postgres@16'] });
    expect(one?.message).toContain('on table "b" is taken already, by an index of table "a"');
    expect(one?.data).toMatchObject({ table: 'b' });
  });
  it('is one for each table and name that a call gives', async () => {
    const up = `${create('first', index('same', "'id'"))} foreach (['a', 'b'] as $name) { Schema::create($name, function (Blueprint $table) { $table->id(); ${index('same', "'id'")} }); }`;
    const all = await check([RULE], { 1: migration(up) }, { engines: ['sqlite@3.45', 'postgres@16'] });
    expect(all.map(({ data, engines }) => [data.table, engines.length])).toEqual([
      ['a', 2],
      ['b', 2],
    ]);
    const names = `${create('a', `${COLUMNS} ${index('s')} ${index('t')}`)} ${alter('a', "foreach (['s', 't'] as $name) { $table->index('n', $name); }")}`;
    const both = await check([RULE], { 1: migration(names) }, { engines: ['mysql@8.4'] });
    expect(both.map(({ data }) => data.name)).toEqual(['s', 't']);
  });
  it('says so on the way back, as a warning', async () => {
    const files = {
      1: migration(create('a', `${COLUMNS} ${index('same')}`)),
      2: migration(create('b', COLUMNS), alter('b', index('same'))),
    };
    expect(await found(RULE, files, { engines: ['sqlite@3.45'] })).toMatchInlineSnapshot(`
      "warning 02:16:66 «index('x', 'same');»
        On the way back: index name "same" on table "b" is taken already, by an index of table "a": SQLite (SQLITE_ERROR) refuses it, because index names are shared by all tables there.
        help: Name it: ->index('x', 'b_x_idx')
        engines: sqlite@3.45
        fix (safe): Name it 'b_x_idx'
          02:16:77 «'same'» → «'b_x_idx'»
        related: 01:11:128 «index('x', 'same');» the name is used here first
        data: {"table":"b","name":"same","codes":{"sqlite@3.45":"SQLITE_ERROR"}}"
    `);
  });
  it('leads to a class of the application, and to the first of the name', async () => {
    const files = throughHelper(
      "$table->integer('n')->index('same');",
      create('a', `${COLUMNS} ${index('same')}`),
    );
    expect(await found(RULE, files, { engines: ['sqlite@3.45', 'mysql@8.4'] })).toMatchInlineSnapshot(`
      "error 01:11:223 «\\App\\Support\\Columns::add($table);»
        index name "same" on table "invoices" is taken already, by an index of table "a": SQLite (SQLITE_ERROR) refuses it, because index names are shared by all tables there. MySQL accepts it.
        help: Give it a short name of your own, such as 'inv_n_idx'.
        engines: sqlite@3.45
        related: app/Support/Columns.php:7:31 «index('same');» made here: ->index('same')
        related: 01:11:128 «index('x', 'same');» the name is used here first
        data: {"table":"invoices","name":"same","codes":{"sqlite@3.45":"SQLITE_ERROR"}}"
    `);
  });
  it('keeps its fingerprint when another is mended', async () => {
    const rest = {
      1: migration(create('a', `${COLUMNS} ${index('same')} ${index('other')}`)),
      3: migration(create('c', `${COLUMNS} ${index('same')}`)),
    };
    const other = migration(create('b', `${COLUMNS} ${index('other')}`));
    await expectSameFingerprints(RULE, { ...rest, 2: other }, rest);
  });
});

describe('nothing is said', () => {
  const made = create('a', `${COLUMNS} ${index('same')}`);
  const again = alter('a', index('same', "'n'"));
  it.each([
    ['of what the migration catches', `${made} try { ${again} } catch (\\Exception $e) { }`],
    ['of what may not run', `${made} if (count(DB::select('select 1')) > 1) { ${again} }`],
    [
      'of a table or a column that is there already',
      `${made} ${made} ${alter('a', "$table->integer('n');")}`,
    ],
    [
      'of names that PostgreSQL has cut',
      create('b', `${COLUMNS} ${index(`${'i'.repeat(63)}1`)} ${index(`${'i'.repeat(63)}2`, "'n'")}`),
    ],
    [
      'where the old index goes first',
      `${made} ${alter('a', `$table->dropIndex('same'); ${index('same', "'n'")}`)}`,
    ],
  ])('%s', async (_title, up) => {
    expect(await found(RULE, { 1: migration(up) })).toBe('nothing');
  });
  it('again where SQLite makes the table anew, and the index with it', async () => {
    const files = {
      1: migration(made),
      2: migration(create('b', `${COLUMNS} ${index('same')}`)),
      3: migration(alter('b', "$table->string('x', 20)->change();")),
    };
    const all = await check([RULE], files, { engines: ['sqlite@3.45'] });
    expect(all.map(({ file }) => file)).toEqual(['database/migrations/2026_01_02_000000_step.php']);
  });
  it('where the engine may well accept it', async () => {
    const source = timeline.migration('2026_01_01_000001_x');
    const at = timeline.origin(source.file, 8, '->index()');
    const fact = { kind: 'object-exists', object: 'index', name: 'i', table: 'a', owner: 'b' } as const;
    const told = (outcome: 'refuses' | 'unknown') => {
      const problems = [timeline.refusal('42P07', fact, 'relation "i" already exists', at)];
      const step = timeline.step(timeline.createIndex('a', 'i', ['x'], at), { problems, outcome });
      const view = timeline.view(source, timeline.run(source, timeline.POSTGRES, [step]));
      return lint(timeline.input([view]), rules, DEFAULT_SETTINGS).map(({ message }) => message);
    };
    expect(told('unknown')).toEqual([]);
    // The other table is nowhere in the history.
    expect(told('refuses')).toEqual([
      'index name "i" on table "a" is taken already, by an index of table "b": PostgreSQL (SQLSTATE 42P07) refuses it, because index names are shared by all tables there.',
    ]);
  });
});
