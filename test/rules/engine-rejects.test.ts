import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { LintInput } from '../../src/lint/rule.ts';
import { lint } from '../../src/lint/run.ts';
import { DEFAULT_SETTINGS } from '../../src/lint/settings.ts';
import type { ProblemFact } from '../../src/schema/index.ts';
import * as timeline from '../support/timeline.ts';
import { expectSameFingerprints } from './fingerprints.ts';
import { throughHelper } from './helper-class.ts';
import { alter, check, create, migration } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'engine-rejects';

describe('the examples', () => {
  it('A column that is not there', async () => {
    expect(await example(RULE, 'A column that is not there')).toMatchInlineSnapshot(`
      "error example:16:21 «dropColumn('due_on');»
        SQLite refuses ->dropColumn('due_on'): no such column: ""due_on"" (SQLITE_ERROR). MySQL refuses it: Can't DROP 'due_on'; check that column/key exists (errno 1091). MariaDB refuses it: Can't DROP COLUMN \`due_on\`; check that it exists (errno 1091). PostgreSQL refuses it: column "due_on" of relation "invoices" does not exist (SQLSTATE 42703).
        help: Check the name, and the order of the migrations: when this runs, there is no column "due_on" on table "invoices".
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"kind":"object-missing","object":"column","name":"due_on","table":"invoices","codes":{"sqlite@3.45":"SQLITE_ERROR","mysql@8.4":"1091","mariadb@10.11":"1091","postgres@16":"42703"},"direction":"up","sql":"alter table \\"invoices\\" drop column \\"due_on\\""}"
    `);
  });
  it('A column that is there already', async () => {
    expect(await example(RULE, 'A column that is there already')).toMatchInlineSnapshot(`
      "error example:17:21 «date('due_on')»
        SQLite refuses ->date('due_on'): duplicate column name: due_on (SQLITE_ERROR). MySQL and MariaDB refuse it: Duplicate column name 'due_on' (errno 1060). PostgreSQL refuses it: column "due_on" of relation "invoices" already exists (SQLSTATE 42701).
        help: Table "invoices" has this column already: change it instead.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"kind":"object-exists","object":"column","name":"due_on","table":"invoices","owner":"invoices","codes":{"sqlite@3.45":"SQLITE_ERROR","mysql@8.4":"1060","mariadb@10.11":"1060","postgres@16":"42701"},"direction":"up","sql":"alter table \\"invoices\\" add column \\"due_on\\" date"}"
    `);
  });
  it('A table that another one references', async () => {
    expect(await example(RULE, 'A table that another one references')).toMatchInlineSnapshot(`
      "error example:19:9 «Schema::drop('customers');»
        MySQL refuses Schema::drop('customers'): Cannot drop table 'customers' referenced by a foreign key constraint 'invoices_customer_id_foreign' on table 'invoices' (errno 3730). MariaDB refuses it: Cannot delete or update a parent row: a foreign key constraint fails (errno 1451). PostgreSQL refuses it: cannot drop table customers because other objects depend on it (SQLSTATE 2BP01). SQLite accepts it.
        help: Drop "invoices.invoices_customer_id_foreign" first: it needs the table "customers".
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"kind":"object-in-use","object":"table","name":"customers","table":"customers","by":"invoices.invoices_customer_id_foreign","codes":{"mysql@8.4":"3730","mariadb@10.11":"1451","postgres@16":"2BP01"},"direction":"up","sql":"drop table \`customers\`"}"
    `);
  });
  it('A default that is no value of its column', async () => {
    expect(await example(RULE, 'A default that is no value of its column')).toMatchInlineSnapshot(`
      "error example:14:21 «date('due_on')»
        MySQL and MariaDB refuse ->date('due_on'): Invalid default value for 'due_on' (errno 1067). SQLite accepts it.
        help: "soon" is no value of column "due_on": correct the default or the type.
        engines: mysql@8.4 mariadb@10.11
        data: {"kind":"invalid-default","table":"invoices","column":"due_on","value":"soon","codes":{"mysql@8.4":"1067","mariadb@10.11":"1067"},"direction":"up","sql":"create table \`invoices\` (\`id\` bigint unsigned not null auto_increment primary key, \`due_on\` date not null default 'soon') default character set utf8mb4 collate 'utf8mb4_unicode_ci'"}"
    `);
  });
});

const A = create('a', "$table->string('x', 10); $table->integer('n');");
const MYSQL = { engines: ['mysql@8.4'] };

describe('a key that is missing', () => {
  it('is one finding, also where DROP INDEX names no table', async () => {
    expect(
      await found(RULE, { 1: migration(`${A} ${alter('a', "$table->dropIndex('x_n');")}`) }),
    ).toMatchInlineSnapshot(`
      "error 01:11:181 «dropIndex('x_n');»
        SQLite refuses ->dropIndex('x_n'): no such index: x_n (SQLITE_ERROR). MySQL refuses it: Can't DROP 'x_n'; check that column/key exists (errno 1091). MariaDB refuses it: Can't DROP INDEX \`x_n\`; check that it exists (errno 1091). PostgreSQL refuses it: index "x_n" does not exist (SQLSTATE 42704).
        help: Check the name, and the order of the migrations: when this runs, there is no index "x_n" on table "a".
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"kind":"object-missing","object":"index","name":"x_n","table":"a","codes":{"sqlite@3.45":"SQLITE_ERROR","mysql@8.4":"1091","mariadb@10.11":"1091","postgres@16":"42704"},"direction":"up","sql":"alter table \`a\` drop index \`x_n\`"}"
    `);
    expect(
      await found(
        RULE,
        { 1: migration(`${A} ${alter('a', "$table->dropIndex('x_n');")}`) },
        { engines: ['sqlite@3.45'] },
      ),
    ).toMatchInlineSnapshot(`
      "error 01:11:181 «dropIndex('x_n');»
        SQLite refuses ->dropIndex('x_n'): no such index: x_n (SQLITE_ERROR).
        help: Check the name, and the order of the migrations: when this runs, there is no index "x_n".
        engines: sqlite@3.45
        data: {"kind":"object-missing","object":"index","name":"x_n","table":"","codes":{"sqlite@3.45":"SQLITE_ERROR"},"direction":"up","sql":"drop index \\"x_n\\""}"
    `);
  });
  it.each([
    ['dropUnique', "$table->dropUnique(['x', 'n']);", 'a_x_n_unique'],
    ['dropIndex', "$table->dropIndex(['x', 'n']);", 'a_x_n_index'],
    ['dropForeign', "$table->dropForeign(['x', 'n']);", 'a_x_n_foreign'],
    ['dropFullText', "$table->dropFullText(['x', 'n']);", 'a_x_n_fulltext'],
    ['dropSpatialIndex', "$table->dropSpatialIndex(['x', 'n']);", 'a_x_n_spatialindex'],
  ])('has its name from an array: %s', async (method, call, name) => {
    const [one, ...more] = await check([RULE], { 1: migration(`${A} ${alter('a', call)}`) }, MYSQL);
    expect(more).toEqual([]);
    expect(one?.help).toBe(
      `An array means one key over all its columns, whose name is made of them: "${name}". If each has a key of its own, call ->${method}() once for each; if the name is another, pass it as a string.`,
    );
  });
  it.each([
    ['a column', `${A} ${alter('a', "$table->dropColumn(['q']);")}`, 'there is no column "q" on table "a".'],
    ['a table', alter('nowhere', "$table->dropUnique(['x', 'n']);"), 'there is no table "nowhere".'],
  ])('is another matter than %s', async (_title, up, end) => {
    const [one, ...more] = await check([RULE], { 1: migration(up) }, MYSQL);
    expect(more).toEqual([]);
    expect(one?.help).toBe(`Check the name, and the order of the migrations: when this runs, ${end}`);
  });
});

describe('a call that goes wrong in several ways', () => {
  it('is a finding for each', async () => {
    const up = `${A} ${alter('a', "$table->dropColumn(['q', 'r']);")} ${alter('a', "$table->dropColumn('q');")}`;
    const all = await check([RULE], { 1: migration(up) }, { engines: ['mysql@8.4', 'mariadb@10.11'] });
    expect(all.map(({ data, engines }) => [data.name, engines.length])).toEqual([
      ['q', 2],
      ['r', 2],
      ['q', 2],
    ]);
  });
});

describe('a column that is there already', () => {
  const again = alter('a', "$table->integer('n');");
  it('is to be changed, on the way up', async () => {
    expect(await found(RULE, { 1: migration(`${A} ${again}`) }, MYSQL)).toMatchInlineSnapshot(`
      "error 01:11:181 «integer('n');»
        MySQL refuses ->integer('n'): Duplicate column name 'n' (errno 1060).
        help: Table "a" has this column already: change it instead.
        engines: mysql@8.4
        data: {"kind":"object-exists","object":"column","name":"n","table":"a","codes":{"mysql@8.4":"1060"},"direction":"up","sql":"alter table \`a\` add \`n\` int not null"}"
    `);
  });
  it('and has been left, on the way back', async () => {
    expect(await found(RULE, { 1: migration(A, again) }, MYSQL)).toMatchInlineSnapshot(`
      "warning 01:16:66 «integer('n');»
        On the way back: MySQL refuses ->integer('n'): Duplicate column name 'n' (errno 1060).
        help: Table "a" has this column by then: up() has not dropped it, or the down() of a later migration has made it.
        engines: mysql@8.4
        data: {"kind":"object-exists","object":"column","name":"n","table":"a","codes":{"mysql@8.4":"1060"},"direction":"down","sql":"alter table \`a\` add \`n\` int not null"}"
    `);
  });
  it('and so has a table, of which nothing else is to be said', async () => {
    const [one] = await check([RULE], { 1: migration(A, A) }, MYSQL);
    expect(one?.help).toBe(
      'Choose another name, or drop the table "a" first; a migration that made it already may be to blame.',
    );
  });
  it('or a column that is not there', async () => {
    const [one] = await check([RULE], { 1: migration(A, alter('a', "$table->dropColumn('q');")) }, MYSQL);
    expect(one?.help).toContain('there is no column "q" on table "a".');
  });
});

it('several statements in one prepared text are told to be sent one by one', async () => {
  const several = "DB::statement('create table a (x int); create table b (x int)');";
  expect(
    await found(RULE, { 1: migration(several) }, { engines: ['mysql@8.4', 'sqlite@3.45'] }),
  ).toMatchInlineSnapshot(`
      "error 01:11:9 «DB::statement('create table a (x int); create table b (x int)');»
        MySQL refuses DB::statement(…): You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near 'create table b (x int)' at line 1 (errno 1064). SQLite accepts it.
        help: A text that is prepared holds one statement: send each by itself, or all of them with DB::unprepared(). SQLite runs the first one and drops the others without a word.
        engines: mysql@8.4
        data: {"kind":"foreign-syntax","several":true,"codes":{"mysql@8.4":"1064"},"direction":"up","sql":"create table a (x int); create table b (x int)"}"
    `);
});

it('a string without a length, as PostgreSQL has it, is not one that holds nothing', async () => {
  const body = `DB::unprepared('create table a (status varchar)'); ${alter('a', "$table->index('status');")}`;
  const found = await check([RULE], { 1: migration(body) }, { engines: ['mysql@8.4', 'mariadb@10.11'] });
  expect(found.map(({ message }) => message).join()).not.toContain('1167');
});

describe('what is thrown before an engine is asked', () => {
  const fullText = alter('a', "$table->fullText('x');");
  it('is the framework itself, for some engines', async () => {
    expect(await found(RULE, { 1: migration(`${A} ${fullText}`) })).toMatchInlineSnapshot(`
      "error 01:11:124 «Schema::table('a', function (Blueprint $table) { $table->fullText('x'); });»
        Laravel itself refuses Schema::table('a', …) for SQLite: This database driver does not support fulltext index creation.
        help: Ask the connection for its driver and do it only where it works, or choose something that all engines have.
        engines: sqlite@3.45
        data: {"kind":"framework-refuses","codes":{"sqlite@3.45":null},"direction":"up","sql":""}"
    `);
  });
  it('or for all of them, where no other way is known', async () => {
    const only = { engines: ['sqlite@3.45'] };
    expect(await found(RULE, { 1: migration(`${A} ${fullText}`) }, only)).toMatchInlineSnapshot(`
      "error 01:11:124 «Schema::table('a', function (Blueprint $table) { $table->fullText('x'); });»
        Laravel itself refuses Schema::table('a', …) for SQLite: This database driver does not support fulltext index creation.
        engines: sqlite@3.45
        data: {"kind":"framework-refuses","codes":{"sqlite@3.45":null},"direction":"up","sql":""}"
    `);
  });
  it('or the migration', async () => {
    expect(
      await found(RULE, {
        1: migration(`${A} throw new RuntimeException('not here...');`, 'throw new LogicException();'),
      }),
    ).toMatchInlineSnapshot(`
      "error 01:11:124 «throw new RuntimeException('not here...');»
        the migration throws RuntimeException for SQLite, MySQL, MariaDB and PostgreSQL: not here.
        engines: sqlite@3.45 mysql@8.4 mariadb@10.11 postgres@16
        data: {"kind":"framework-refuses","codes":{"sqlite@3.45":null,"mysql@8.4":null,"mariadb@10.11":null,"postgres@16":null},"direction":"up","sql":""}"
    `);
    expect(
      await found(RULE, { 1: migration(A, "throw new RuntimeException('never back');") }, MYSQL),
    ).toMatchInlineSnapshot(`
      "warning 01:16:9 «throw new RuntimeException('never back');»
        On the way back: the migration throws RuntimeException for MySQL: never back.
        engines: mysql@8.4
        data: {"kind":"framework-refuses","codes":{"mysql@8.4":null},"direction":"down","sql":""}"
    `);
  });
  it('or a call', async () => {
    expect(
      await found(RULE, throughHelper("throw new \\RuntimeException('no columns');"), MYSQL),
    ).toMatchInlineSnapshot(`
      "error 01:11:81 «\\App\\Support\\Columns::add($table);»
        the migration throws RuntimeException for MySQL: no columns.
        engines: mysql@8.4
        related: app/Support/Columns.php:7:9 «throw new \\RuntimeException('no columns');» made here
        data: {"kind":"framework-refuses","codes":{"mysql@8.4":null},"direction":"up","sql":""}"
    `);
  });
});

describe('the place', () => {
  it('is the call in the migration, and where it leads', async () => {
    expect(
      await found(RULE, throughHelper("$table->date('due_on')->default('soon');"), MYSQL),
    ).toMatchInlineSnapshot(`
      "error 01:11:81 «\\App\\Support\\Columns::add($table);»
        MySQL refuses ->date('due_on'): Invalid default value for 'due_on' (errno 1067).
        help: "soon" is no value of column "due_on": correct the default or the type.
        engines: mysql@8.4
        related: app/Support/Columns.php:7:17 «date('due_on')» made here: ->date('due_on')
        data: {"kind":"invalid-default","table":"invoices","column":"due_on","value":"soon","codes":{"mysql@8.4":"1067"},"direction":"up","sql":"create table \`invoices\` (\`id\` bigint unsigned not null auto_increment primary key, \`due_on\` date not null default 'soon') default character set utf8mb4 collate 'utf8mb4_unicode_ci'"}"
    `);
  });
  it('is marked where a fresh database does not get there', async () => {
    const up = `if (Schema::hasTable('old')) { ${create('b', "$table->date('due_on')->default('soon');")} }`;
    const [one, ...more] = await check([RULE], { 1: migration(up) }, MYSQL);
    expect(more).toEqual([]);
    expect(one?.unreached).toBe("Schema::hasTable('old') is false");
    expect(one?.message).toMatch(
      / A fresh database does not get here: Schema::hasTable\('old'\) is false\.$/,
    );
  });
});

describe('the fingerprint', () => {
  it.each([
    [
      'a cause with a name',
      alter('a', "$table->dropColumn('q');"),
      alter('a', "$table->dropColumn('r');"),
      MYSQL,
    ],
    ['another SQL', "DB::select('select 1; select 2');", "DB::select('select 3; select 4');", MYSQL],
    [
      'an exception',
      "if (DB::getDriverName() === 'mysql') { throw new RuntimeException('one'); }",
      alter('a', "$table->fullText('x');"),
      { engines: ['mysql@8.4', 'sqlite@3.45'] },
    ],
  ])('stays when another is mended: %s', async (_title, first, second, options) => {
    const files = { 1: migration(A), 3: migration(second) };
    await expectSameFingerprints(RULE, { ...files, 2: migration(first) }, files, options);
  });
});

describe('nothing is said', () => {
  const bad = alter('a', "$table->dropColumn('q');");
  it.each([
    ['of what the migration catches', `${A} try { ${bad} } catch (\\Exception $e) { }`],
    ['of what may not run', `${A} if (count(DB::select('select 1')) > 1) { ${bad} }`],
  ])('%s', async (_title, up) => {
    expect(await found(RULE, { 1: migration(up) }, MYSQL)).toBe('nothing');
  });
  it('again where SQLite makes a table anew, and its index with it', async () => {
    const index = "$table->string('x', 10)->index('same');";
    const files = {
      'dialint.json': '{ "rules": { "duplicate-index-name": "off" } }',
      1: migration(create('a', index)),
      2: migration(create('b', index)),
      3: migration(alter('b', "$table->string('x', 20)->change();")),
    };
    const all = await check([RULE], files, { engines: ['sqlite@3.45'] });
    expect(all.map(({ file }) => file)).toEqual(['database/migrations/2026_01_02_000000_step.php']);
  });
});

describe('timelines', () => {
  const source = timeline.migration('2026_01_01_000001_x');
  const at = (line: number) => timeline.origin(source.file, line, '->call()');
  type Given = readonly [code: string | null, fact: ProblemFact, message: string];
  const step = (line: number, ...given: readonly Given[]) =>
    timeline.step(timeline.createIndex('t', `i${line}`, ['a'], at(line)), {
      problems: given.map(([code, fact, message]) => timeline.refusal(code, fact, message, at(line))),
    });
  const lines = (...runs: Parameters<typeof timeline.view>[1][]) =>
    lint(timeline.input([timeline.view(source, ...runs)]), rules, DEFAULT_SETTINGS).map(
      ({ span }) => span.start.line,
    );
  const told = (
    steps: readonly ReturnType<typeof step>[],
    more: Partial<LintInput> = {},
    on = timeline.MYSQL,
  ) =>
    lint(
      timeline.input([timeline.view(source, timeline.run(source, on, steps))], more),
      rules,
      DEFAULT_SETTINGS,
    ).map(({ message }) => message);
  const other: ProblemFact = { kind: 'other' };
  const missing = (name: string): ProblemFact => ({
    kind: 'object-missing',
    object: 'column',
    name,
    table: 't',
  });

  it('tell once what an engine says again in the same words', () => {
    const { run, MYSQL: on, MARIADB } = timeline;
    expect(lines(run(source, on, [step(1, ['1', other, 'no']), step(2, ['1', other, 'no'])]))).toEqual([1]);
    expect(lines(run(source, on, [step(1, ['1', other, 'no']), step(2, ['1', other, 'not'])]))).toEqual([
      1, 2,
    ]);
    expect(lines(run(source, on, [step(1, ['1', other, 'no']), step(2, ['2', other, 'no'])]))).toEqual([
      1, 2,
    ]);
    const twice = [step(1, ['1', missing('a'), 'no']), step(2, ['1', missing('a'), 'no'])];
    expect(lines(run(source, on, twice))).toEqual([1, 2]);
    expect(
      lines(
        run(source, on, [step(1, ['1', other, 'no'])]),
        run(source, MARIADB, [step(2, ['1', other, 'no'])]),
      ),
    ).toEqual([1, 2]);
  });
  it('tell the first of two refusals of the same thing, as the engine does, without its full stops', () => {
    expect(told([step(1, ['1', missing('a'), 'first.. '], ['2', missing('a'), 'second'])])).toEqual([
      'MySQL refuses ->call(): first (errno 1).',
    ]);
  });
  it('leave out what is silently changed beside a refusal', () => {
    const both = timeline.step(timeline.createIndex('t', 'i', ['a'], at(1)), {
      problems: [
        timeline.silentChange(
          { kind: 'column-too-long', table: 't', column: 'c', length: 9, limit: 8 } as ProblemFact,
          'cut',
          at(1),
        ),
        timeline.refusal('1', missing('a'), 'no', at(1)),
      ],
    });
    expect(told([both])).toEqual(['MySQL refuses ->call(): no (errno 1).']);
  });
  it('speak of the framework where its name is not known', () => {
    const refuses = timeline.step(
      { kind: 'frameworkRefuses', sql: '', message: 'no', origin: at(1) },
      { problems: [timeline.refusal(null, { kind: 'framework-refuses' }, 'no', at(1))] },
    );
    const project = timeline.project([source], { framework: null });
    expect(told([refuses], { project })).toEqual(['the framework itself refuses ->call() for MySQL: no.']);
  });
});
