import { describe, expect, it } from 'vitest';
import { check, create, migration, WITH_CLASSES } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'select-for-update';

describe('the examples', () => {
  it('A lock in a migration', async () => {
    expect(await example(RULE, 'A lock in a migration')).toMatchInlineSnapshot(`
      "warning example:13:68 «lockForUpdate()»
        ->lockForUpdate() locks no rows on SQLite: the lock is left out of the SQL there. The lock works on MySQL, MariaDB and PostgreSQL only, so a concurrency bug stays hidden in tests on SQLite.
        help: Test this path on MySQL, MariaDB and PostgreSQL, with two connections at once; a green test on SQLite says nothing about the lock.
        engines: sqlite@3.45
        data: {"lock":"update","inMigration":true,"raw":false}"
    `);
  });
  it('A shared lock in a module', async () => {
    expect(await example(RULE, 'A shared lock in a module')).toMatchInlineSnapshot(`
      "warning modules/billing/src/Invoices.php:10:73 «sharedLock()»
        ->sharedLock() locks no rows on SQLite: the lock is left out of the SQL there. The lock works on MySQL, MariaDB and PostgreSQL only, so a concurrency bug stays hidden in tests on SQLite.
        help: Test this path on MySQL, MariaDB and PostgreSQL, with two connections at once; a green test on SQLite says nothing about the lock.
        engines: sqlite@3.45
        data: {"lock":"share","inMigration":false,"raw":false}"
    `);
  });
  it('A lock in the application (an info)', async () => {
    expect(await example(RULE, 'A lock in the application (an info)')).toMatchInlineSnapshot(`
      "info app/Services/Counter.php:10:34 «lockForUpdate()»
        ->lockForUpdate() locks no rows on SQLite: the lock is left out of the SQL there. The lock works on MySQL, MariaDB and PostgreSQL only, so a concurrency bug stays hidden in tests on SQLite.
        help: Test this path on MySQL, MariaDB and PostgreSQL, with two connections at once; a green test on SQLite says nothing about the lock.
        engines: sqlite@3.45
        data: {"lock":"update","inMigration":false,"raw":false}"
    `);
  });
});

const TABLE = create('counters', "$table->integer('value');");
const BUILDER = "DB::table('counters')->lockForUpdate()->get();";
const RAW = "DB::statement('select * from counters for update');";
const code = (body: string) => `<?php
namespace App\\Services;
use Illuminate\\Support\\Facades\\DB;
class Counter { public function next() { ${body} } }
`;

/** Of each finding its severity and its message. */
const told = async (body: string, engines: readonly string[] = ['sqlite@3.45', 'mysql@8.4']) =>
  (await check([RULE], { 1: migration(`${TABLE} ${body}`) }, { engines })).map(
    ({ severity, message }) => `${severity}: ${message}`,
  );

describe('raw SQL', () => {
  it('with a lock is refused by SQLite, and the error is told of once', async () => {
    expect(await found(RULE, { 1: migration(`${TABLE} ${RAW}`) })).toMatchInlineSnapshot(`
      "error 01:11:110 «DB::statement('select * from counters for update');»
        SQLite has no row locks and refuses this statement: near "update": syntax error (SQLITE_ERROR). The lock works on MySQL, MariaDB and PostgreSQL only.
        help: Send the lock only to engines that have it (ask the connection for its driver), or do without it in a migration.
        engines: sqlite@3.45
        data: {"code":"SQLITE_ERROR","raw":true}"
    `);
  });
  it.each(['for update', 'FOR  UPDATE', 'for share', 'for update nowait'])('%s: an error', async (lock) => {
    const all = await check([RULE], {
      1: migration(`${TABLE} DB::select('select * from counters ${lock}');`),
    });
    expect(all.map((one) => [one.severity, one.data])).toEqual([
      ['error', { code: 'SQLITE_ERROR', raw: true }],
    ]);
  });
  it.each(['for no key update', 'for key share', 'LOCK  IN  SHARE  MODE'])(
    '%s: a warning, since other engines refuse it, too',
    async (lock) => {
      const [one, ...rest] = await told(`DB::select('select * from counters ${lock}');`);
      expect(rest).toEqual([]);
      expect(one).toContain('warning: ');
      expect(one).toContain(`${lock.toUpperCase().replace(/ +/g, ' ')} is a syntax error on SQLite`);
    },
  );
  it('that stands before the call that sends it is told of at both places', async () => {
    const places = await check([RULE], {
      1: migration(`${TABLE} $sql = 'select * from counters for update'; DB::statement($sql);`),
    });
    expect(places.map((one) => one.severity)).toEqual(['warning', 'error']);
    const behind = await check([RULE], { 1: migration(`${TABLE} ${RAW} ${BUILDER}`) });
    expect(behind.map((one) => one.severity)).toEqual(['error', 'warning']);
    const other = await check([RULE], {
      1: migration(`${TABLE} ${RAW}`),
      'app/Services/Counter.php': code(RAW),
    });
    expect(other.map((one) => [one.file, one.severity])).toEqual([
      ['database/migrations/2026_01_01_000000_step.php', 'error'],
      ['app/Services/Counter.php', 'info'],
    ]);
  });
  it('in the code of the application is a syntax error there', async () => {
    const files = {
      1: migration(TABLE),
      'app/Services/Counter.php': code("DB::select('select value from counters for update');"),
    };
    expect(await found(RULE, files)).toMatchInlineSnapshot(`
      "info app/Services/Counter.php:4:53 «'select value from counters for update'»
        FOR UPDATE is a syntax error on SQLite, which has no row locks. The lock works on MySQL, MariaDB and PostgreSQL only, so a concurrency bug stays hidden in tests on SQLite.
        help: Test this path on MySQL, MariaDB and PostgreSQL, with two connections at once; a green test on SQLite says nothing about the lock.
        engines: sqlite@3.45
        data: {"lock":"update","inMigration":false,"raw":true}"
    `);
  });
  it('that a catch block expects to be refused is a warning', async () => {
    expect(await told(`try { ${RAW} } catch (\\Exception $e) {}`)).toMatchInlineSnapshot(`
      [
        "warning: FOR UPDATE is a syntax error on SQLite, which has no row locks. The lock works on MySQL only, so a concurrency bug stays hidden in tests on SQLite.",
      ]
    `);
  });
  it('that SQLite does not get to is none', async () => {
    expect(await told(`if (DB::getDriverName() !== 'sqlite') { ${RAW} }`)).toMatchInlineSnapshot(`
      [
        "warning: FOR UPDATE is a syntax error on SQLite, which has no row locks. The lock works on MySQL only, so a concurrency bug stays hidden in tests on SQLite.",
      ]
    `);
  });
  it('that is wrong for another reason is not this matter', async () => {
    expect(await told("DB::statement('select * from nowhere');")).toEqual([]);
  });
});

describe('the engines that lock', () => {
  it('are named as far as they are targets', async () => {
    expect(await told(RAW, ['sqlite@3.45', 'postgres@16'])).toMatchInlineSnapshot(`
      [
        "error: SQLite has no row locks and refuses this statement: near "update": syntax error (SQLITE_ERROR). The lock works on PostgreSQL only.",
      ]
    `);
    expect(
      await told(BUILDER, ['sqlite@3.45', 'mysql@5.7', 'mysql@8.4', 'mariadb@10.11']),
    ).toMatchInlineSnapshot(`
      [
        "warning: ->lockForUpdate() locks no rows on SQLite: the lock is left out of the SQL there. The lock works on MySQL and MariaDB only, so a concurrency bug stays hidden in tests on SQLite.",
      ]
    `);
  });
  it('are those of production, where SQLite alone is checked', async () => {
    const production = (engines: readonly string[]) => ({
      1: migration(`${TABLE} ${BUILDER} ${RAW}`),
      'dialint.json': JSON.stringify({ engines: { test: 'sqlite@3.45', production: engines } }),
    });
    const texts = async (engines: readonly string[]) =>
      (await check([RULE], production(engines), { engines: ['sqlite@3.45'] })).map(
        ({ message, help }) => `${message} ${help}`,
      );
    expect(await texts(['mysql@8.4', 'sqlite'])).toMatchInlineSnapshot(`
      [
        "->lockForUpdate() locks no rows on SQLite: the lock is left out of the SQL there. The lock works on MySQL only, so a concurrency bug stays hidden in tests on SQLite. Test this path on MySQL, with two connections at once; a green test on SQLite says nothing about the lock.",
        "SQLite has no row locks and refuses this statement: near "update": syntax error (SQLITE_ERROR). The lock works on MySQL only. Send the lock only to engines that have it (ask the connection for its driver), or do without it in a migration.",
      ]
    `);
    expect(await texts(['mysql@8.4', 'postgres@16'])).toMatchInlineSnapshot(`
      [
        "->lockForUpdate() locks no rows on SQLite: the lock is left out of the SQL there. The lock works on MySQL and PostgreSQL only, so a concurrency bug stays hidden in tests on SQLite. Test this path on MySQL and PostgreSQL, with two connections at once; a green test on SQLite says nothing about the lock.",
        "SQLite has no row locks and refuses this statement: near "update": syntax error (SQLITE_ERROR). The lock works on MySQL and PostgreSQL only. Send the lock only to engines that have it (ask the connection for its driver), or do without it in a migration.",
      ]
    `);
    expect(await texts(['sqlite'])).toMatchInlineSnapshot(`
      [
        "->lockForUpdate() locks no rows on SQLite: the lock is left out of the SQL there. The lock works on the other engines only, so a concurrency bug stays hidden in tests on SQLite. Test this path on the other engines, with two connections at once; a green test on SQLite says nothing about the lock.",
        "SQLite has no row locks and refuses this statement: near "update": syntax error (SQLITE_ERROR). The lock works on the other engines only. Send the lock only to engines that have it (ask the connection for its driver), or do without it in a migration.",
      ]
    `);
  });
  it('are no reason where SQLite is no target', async () => {
    expect(await told(`${BUILDER} ${RAW}`, ['mysql@8.4', 'postgres@16'])).toEqual([]);
  });
});

it('SQL in another file is told of, though it stands where that of the migration does', async () => {
  const text = migration(`${TABLE} ${RAW}`);
  const all = await check([RULE], { 1: text, 'app/Services/Counter.php': text });
  expect(all.map((one) => one.severity)).toEqual(['error', 'info']);
});

it('a refusal is told of at the migration, and where SQL of another class stands beside', async () => {
  const base = `<?php
namespace App\\Support;
abstract class Base extends \\Illuminate\\Database\\Migrations\\Migration {
    public function up(): void { \\Illuminate\\Support\\Facades\\DB::statement('select 1 from counters for update'); }
}
`;
  const all = await check([RULE], {
    ...WITH_CLASSES,
    'app/Support/Base.php': base,
    1: migration(TABLE),
    2: '<?php\nreturn new class extends \\App\\Support\\Base {};\n',
  });
  expect(all.map((one) => [one.severity, one.file, one.related.map(({ file }) => file)])).toEqual([
    ['error', 'database/migrations/2026_01_02_000000_step.php', ['app/Support/Base.php']],
    ['info', 'app/Support/Base.php', []],
  ]);
});

it('other errors of SQLite, and refusals of other engines, are left to the rule for them', async () => {
  const rules = async (sql: string) =>
    (
      await check([RULE, 'dialect-only-sql', 'engine-rejects'], {
        1: migration(`${TABLE} DB::statement('${sql}');`),
      })
    ).map((one) => [one.rule, one.engines]);
  expect(await rules('select * from counters for update')).toEqual([[RULE, ['sqlite@3.45']]]);
  // MariaDB has no FOR SHARE
  expect(await rules('select * from counters for share')).toEqual([
    ['dialect-only-sql', ['mariadb@10.11']],
    [RULE, ['sqlite@3.45']],
  ]);
  // SQLite has no TRUNCATE
  expect(await rules('truncate table counters')).toEqual([['dialect-only-sql', ['sqlite@3.45']]]);
});

it('each place is told of once, on whatever SQLite', async () => {
  const all = await check(
    [RULE],
    { 1: migration(`${TABLE} foreach ([1, 2] as $i) { ${RAW} ${BUILDER} }`) },
    { engines: ['sqlite@3.35', 'sqlite@3.45', 'mysql@8.4'] },
  );
  expect(all.map((one) => [one.severity, one.engines])).toEqual([
    ['error', ['sqlite@3.35', 'sqlite@3.45']],
    ['warning', ['sqlite@3.35', 'sqlite@3.45']],
  ]);
});

it('a place is known again by what stands there', async () => {
  const prints = async (file: string, body: string) =>
    (await check([RULE], { 1: migration(TABLE), [file]: code(body) })).map((one) => one.fingerprint);
  const FILE = 'app/Services/Counter.php';
  const [alone] = await prints(FILE, BUILDER);
  expect(
    await prints('app/Counters/Counter.php', `DB::table('counters')->sharedLock()->get(); ${BUILDER}`),
  ).toEqual([expect.any(String), alone]);
  expect(await prints('app/Services/Other.php', BUILDER)).not.toEqual([alone]);
  const raw = async (body: string) =>
    (await check([RULE], { 1: migration(`${TABLE} ${body}`) })).map((one) => one.fingerprint);
  const other = "DB::statement('select value from counters for update');";
  const [refusal] = await raw(RAW);
  expect(await raw(`${other} ${RAW}`)).toEqual([expect.any(String), refusal]);
});
