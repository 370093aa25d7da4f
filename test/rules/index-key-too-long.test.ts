import { describe, expect, it } from 'vitest';
import { alter, check, create, migration, PREFIXED, WITH_CLASSES } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'index-key-too-long';

describe('the examples', () => {
  it('Four strings of 255 characters: 4 × 1020 = 4080 bytes', async () => {
    expect(
      await example(RULE, 'Four strings of 255 characters: 4 × 1020 = 4080 bytes'),
    ).toMatchInlineSnapshot(`
      "error example:18:21 «index(['actor', 'action', 'subject', 'origin'], 'audit_all_idx');»
        the key of index "audit_all_idx" on table "audit_logs" is too long: actor 1020 + action 1020 + subject 1020 + origin 1020 = 4080 bytes; MySQL and MariaDB allow 3072 (errno 1071). SQLite and PostgreSQL accept it.
        help: Give the string columns shorter lengths, or leave columns out of the key: in utf8mb4 each character counts 4 bytes, so the key has room for 768 characters in all.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"audit_logs","name":"audit_all_idx","bytes":4080,"limit":3072,"parts":[{"column":"actor","bytes":1020},{"column":"action","bytes":1020},{"column":"subject","bytes":1020},{"column":"origin","bytes":1020}]}"
    `);
  });
  it('One string of 800 characters: 3200 bytes', async () => {
    expect(await example(RULE, 'One string of 800 characters: 3200 bytes')).toMatchInlineSnapshot(`
      "error example:14:41 «index();»
        the key of index "pages_url_index" on table "pages" is too long: url 3200 bytes; MySQL allows 3072 (errno 1071); MariaDB, which allows 3072, does not refuse it but silently makes an index over the first 768 characters instead. SQLite and PostgreSQL accept it.
        help: Give column "url" a shorter length: in utf8mb4 each character counts 4 bytes, so the key has room for 768 characters in all.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"pages","name":"pages_url_index","bytes":3200,"limit":3072,"parts":[{"column":"url","bytes":3200}]}"
    `);
  });
  it('An index that a later change makes too long', async () => {
    expect(await example(RULE, 'An index that a later change makes too long')).toMatchInlineSnapshot(`
      "error example:18:21 «index(['source', 'target'], 'links_both_idx');»
        the key of index "links_both_idx" on table "links" is too long: source 2000 + target 2000 = 4000 bytes; MySQL and MariaDB allow 3072 (errno 1071). SQLite and PostgreSQL accept it.
        help: Give the string columns shorter lengths, or leave columns out of the key: in utf8mb4 each character counts 4 bytes, so the key has room for 768 characters in all.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"links","name":"links_both_idx","bytes":4000,"limit":3072,"parts":[{"column":"source","bytes":2000},{"column":"target","bytes":2000}]}"
    `);
  });
});

/** Of each finding its severity and its message. */
const told = async (body: string, engines: readonly string[]) =>
  (await check([RULE], { 1: migration(body) }, { engines })).map(
    ({ severity, message }) => `${severity}: ${message}`,
  );
const BOTH = ['mysql@8.4', 'mariadb@10.11'];

describe('each kind of key', () => {
  it('has its name', async () => {
    const url = "$table->string('url', 800)";
    expect(await told(create('a', `${url}->unique();`), ['mysql@8.4'])).toMatchInlineSnapshot(`
      [
        "error: the key of unique index "a_url_unique" on table "a" is too long: url 3200 bytes; MySQL allows 3072 (errno 1071).",
      ]
    `);
    expect(
      await told("Schema::create('a', fn ($table) => $table->string('url', 800)->primary());", ['mysql@8.4']),
    ).toMatchInlineSnapshot(`
      [
        "error: the key of primary key "PRIMARY" on table "a" is too long: url 3200 bytes; MySQL allows 3072 (errno 1071).",
      ]
    `);
    const parent = create('a', "$table->string('code', 20)->unique();");
    const child = create(
      'b',
      `$table->string('code', 800); $table->foreign('code', 'b_fk')->references('code')->on('a');`,
    );
    expect(await told(`${parent} ${child}`, ['mysql@8.4'])).toMatchInlineSnapshot(`
      [
        "error: the key of index "b_fk" on table "b" is too long: code 3200 bytes; MySQL allows 3072 (errno 1071).",
      ]
    `);
  });
});

describe('the sum', () => {
  it('names the column that is too long by itself', async () => {
    const body = create(
      'a',
      "$table->string('kind', 20); $table->string('url', 800); $table->unique(['kind', 'url'], 'a_unq');",
    );
    expect(await found(RULE, { 1: migration(body) }, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "error 01:11:137 «unique(['kind', 'url'], 'a_unq');»
        the key of unique index "a_unq" on table "a" is too long: url 3200 bytes; MySQL allows 3072 (errno 1071).
        help: Give the string columns shorter lengths, or leave columns out of the key: in utf8mb4 each character counts 4 bytes, so the key has room for 768 characters in all.
        engines: mysql@8.4
        data: {"table":"a","name":"a_unq","bytes":3200,"limit":3072,"parts":[{"column":"kind","bytes":80},{"column":"url","bytes":3200}]}"
    `);
  });
  it('is that of the columns otherwise', async () => {
    const body = create(
      'a',
      "$table->string('p', 400); $table->string('q', 400); $table->integer('n'); $table->unique(['p', 'q', 'n'], 'a_unq');",
    );
    expect(await told(body, ['mysql@8.4'])).toMatchInlineSnapshot(`
      [
        "error: the key of unique index "a_unq" on table "a" is too long: p 1600 + q 1600 + n 4 = 3204 bytes; MySQL allows 3072 (errno 1071).",
      ]
    `);
  });
});

it('a key whose longest column MariaDB would cut, and which is too long all the same, is shown as it was written', async () => {
  const body = create(
    'a',
    "$table->string('kind', 20); $table->string('url', 800); $table->index(['kind', 'url'], 'a_idx');",
  );
  expect(await told(body, ['mariadb@10.11'])).toEqual([
    'error: the key of index "a_idx" on table "a" is too long: kind 80 + url 3200 = 3280 bytes; MariaDB allows 3072 (errno 1071).',
  ]);
});

it('a key that a class outside the migration makes is told of at the migration', async () => {
  const base = `<?php
namespace App\\Support;
abstract class Base extends \\Illuminate\\Database\\Migrations\\Migration {
    public function up(): void {
        \\Illuminate\\Support\\Facades\\Schema::create('a', fn ($table) => $table->string('url', 800)->unique());
    }
}
`;
  const [one] = await check(
    [RULE],
    {
      ...WITH_CLASSES,
      'app/Support/Base.php': base,
      1: '<?php\nreturn new class extends \\App\\Support\\Base {};\n',
    },
    { engines: ['mysql@8.4'] },
  );
  expect(one?.related.map(({ file, message }) => [file, message])).toEqual([
    ['app/Support/Base.php', 'made here: ->unique()'],
  ]);
});

describe('what is not refused', () => {
  const url = create('a', "$table->string('url', 800)->index('a_url_idx');");
  it('is a warning: MariaDB makes another index', async () => {
    expect(
      await found(RULE, { 1: migration(url) }, { engines: ['sqlite@3.45', 'mariadb@10.11'] }),
    ).toMatchInlineSnapshot(`
      "warning 01:11:101 «index('a_url_idx');»
        the key of index "a_url_idx" on table "a" is too long: url 3200 bytes; MariaDB, which allows 3072, does not refuse it but silently makes an index over the first 768 characters instead. SQLite accepts it.
        help: Give column "url" a shorter length: in utf8mb4 each character counts 4 bytes, so the key has room for 768 characters in all.
        engines: mariadb@10.11
        data: {"table":"a","name":"a_url_idx","bytes":3200,"limit":3072,"parts":[{"column":"url","bytes":3200}]}"
    `);
  });
  it('by several versions is said of all', async () => {
    expect(await told(url, ['mariadb@10.11', 'mariadb@11.4', 'mysql@8.4'])).toMatchInlineSnapshot(`
      [
        "error: the key of index "a_url_idx" on table "a" is too long: url 3200 bytes; MySQL allows 3072 (errno 1071); MariaDB, which allows 3072, does not refuse it but silently makes an index over the first 768 characters instead.",
      ]
    `);
  });
  it('of 768 characters is nothing', async () => {
    expect(await told(create('a', "$table->string('url', 768)->index('a_url_idx');"), BOTH)).toEqual([]);
  });
});

describe('limits', () => {
  it('differ between versions', async () => {
    const body = create('a', "$table->string('url', 255)->unique('a_unq');");
    expect(await told(body, ['mysql@5.6', 'mysql@8.4'])).toMatchInlineSnapshot(`
      [
        "error: the key of unique index "a_unq" on table "a" is too long: url 1020 bytes; MySQL 5.6 allows 767 (errno 1071). MySQL 8.4 accepts it.",
      ]
    `);
    const longer = create('a', "$table->string('url', 800)->unique('a_unq');");
    expect(
      await found(RULE, { 1: migration(longer) }, { engines: ['mysql@5.6', 'mysql@8.4'] }),
    ).toMatchInlineSnapshot(`
      "error 01:11:101 «unique('a_unq');»
        the key of unique index "a_unq" on table "a" is too long: url 3200 bytes; MySQL 5.6 allows 767 (errno 1071); MySQL 8.4 allows 3072 (errno 1071).
        help: Give column "url" a shorter length: in utf8mb4 each character counts 4 bytes, so the key has room for 191 characters in all.
        engines: mysql@5.6 mysql@8.4
        data: {"table":"a","name":"a_unq","bytes":3200,"limit":767,"parts":[{"column":"url","bytes":3200}]}"
    `);
  });
});

describe('a refusal that the migration catches', () => {
  const made = create('a', "$table->string('url', 800);");
  const index = alter('a', "$table->unique('url', 'a_unq');");
  it('is a warning: the index is missing', async () => {
    const body = `${made} try { ${index} } catch (\\Exception $e) {}`;
    expect(
      await found(RULE, { 1: migration(body) }, { engines: ['sqlite@3.45', 'mysql@8.4'] }),
    ).toMatchInlineSnapshot(`
      "warning 01:11:168 «unique('url', 'a_unq');»
        the key of unique index "a_unq" on table "a" is too long: url 3200 bytes; MySQL allows 3072 (errno 1071). SQLite accepts it. The migration catches the refusal, so the index is silently missing there.
        help: Give column "url" a shorter length: in utf8mb4 each character counts 4 bytes, so the key has room for 768 characters in all.
        engines: mysql@8.4
        data: {"table":"a","name":"a_unq","bytes":3200,"limit":3072,"parts":[{"column":"url","bytes":3200}],"caught":true}"
    `);
  });
  it('on one engine alone is an error on the other', async () => {
    const body = `${made} if (DB::getDriverName() === 'mysql') { try { ${index} } catch (\\Exception $e) {} }`;
    expect(await told(body, ['mysql@8.4'])).toEqual([expect.stringMatching(/^warning: /)]);
  });
});

it('what a fresh database does not reach, or may not, is told of', async () => {
  const url = create('a', "$table->string('url', 800)->unique('a_unq');");
  expect(
    await found(
      RULE,
      { 1: migration(`if (Schema::hasTable('old')) { ${url} }`) },
      { engines: ['mysql@8.4'] },
    ),
  ).toMatchInlineSnapshot(`
    "error 01:11:132 «unique('a_unq');»
      the key of unique index "a_unq" on table "a" is too long: url 3200 bytes; MySQL allows 3072 (errno 1071). A fresh database does not get here: Schema::hasTable('old') is false.
      help: Give column "url" a shorter length: in utf8mb4 each character counts 4 bytes, so the key has room for 768 characters in all.
      engines: mysql@8.4
      data: {"table":"a","name":"a_unq","bytes":3200,"limit":3072,"parts":[{"column":"url","bytes":3200}],"reached":false}"
  `);
});

it('a finding is known again by table and key, whatever prefix the connection has', async () => {
  const prints = async (body: string, more: Readonly<Record<string, string>> = {}) =>
    (await check([RULE], { ...more, 1: migration(body) }, { engines: ['mysql@8.4'] })).map(
      (one) => one.fingerprint,
    );
  const b = create('b', "$table->string('url', 800)->unique('b_unq');");
  const [alone] = await prints(b);
  expect(await prints(`${create('a', "$table->string('url', 800)->unique('a_unq');")} ${b}`)).toEqual([
    expect.any(String),
    alone,
  ]);
  expect(await prints(b, PREFIXED)).toEqual([alone]);
});
