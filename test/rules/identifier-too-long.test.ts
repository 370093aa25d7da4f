import { describe, expect, it } from 'vitest';
import { alter, check, create, migration, PREFIXED } from './project.ts';
import { example, found } from './shown.ts';

const RULE = 'identifier-too-long';

describe('the examples', () => {
  it('The automatic name of a compound index on a prefixed table has 66 characters', async () => {
    expect(
      await example(RULE, 'The automatic name of a compound index on a prefixed table has 66 characters'),
    ).toMatchInlineSnapshot(`
      "error modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:16:21 «index(['notifiable_type', 'notifiable_id']);»
        the automatic index name "mod_telegram_enrollment_tokens_notifiable_type_notifiable_id_index" has 66 characters; MySQL and MariaDB allow 64 (errno 1059). PostgreSQL silently cuts it to 63 bytes. SQLite accepts it. It is 2 characters too long.
        help: Name it: ->index(['notifiable_type', 'notifiable_id'], 'tg_enroll_notifiable_idx')
        engines: mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'tg_enroll_notifiable_idx'
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:16:63 «» → «, 'tg_enroll_notifiable_idx'»
        data: {"object":"index","table":"mod_telegram_enrollment_tokens","name":"mod_telegram_enrollment_tokens_notifiable_type_notifiable_id_index","length":66,"limit":64,"unit":"characters","kept":"mod_telegram_enrollment_tokens_notifiable_type_notifiable_id_in","automatic":true,"proposal":"tg_enroll_notifiable_idx"}"
    `);
  });
  it('morphs() makes an index, too', async () => {
    expect(await example(RULE, 'morphs() makes an index, too')).toMatchInlineSnapshot(`
      "error modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:21 «morphs('confirmable');»
        the automatic index name "mod_telegram_delivery_confirmations_confirmable_type_confirmable_id_index" has 73 characters; MySQL and MariaDB allow 64 (errno 1059). PostgreSQL silently cuts it to 63 bytes. SQLite accepts it. It is 9 characters too long.
        help: Name it: ->morphs('confirmable', 'tg_confirm_confirmable_idx')
        engines: mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'tg_confirm_confirmable_idx'
          modules/telegram/database/migrations/2026_06_01_000001_create_mod_telegram_tokens.php:14:41 «» → «, 'tg_confirm_confirmable_idx'»
        data: {"object":"index","table":"mod_telegram_delivery_confirmations","name":"mod_telegram_delivery_confirmations_confirmable_type_confirmable_id_index","length":73,"limit":64,"unit":"characters","kept":"mod_telegram_delivery_confirmations_confirmable_type_confirmabl","automatic":true,"proposal":"tg_confirm_confirmable_idx"}"
    `);
  });
  it('A foreign key on a table with a long name', async () => {
    expect(await example(RULE, 'A foreign key on a table with a long name')).toMatchInlineSnapshot(`
      "error example:17:54 «constrained('customer_objects');»
        the automatic foreign key name "winter_service_contract_cancellation_requests_customer_object_id_foreign" has 72 characters; MySQL and MariaDB allow 64 (errno 1059). PostgreSQL silently cuts it to 63 bytes. SQLite accepts it. It is 8 characters too long.
        help: Name it: ->constrained('customer_objects', indexName: 'wsccr_object_fk')
        engines: mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'wsccr_object_fk'
          example:17:84 «» → «, indexName: 'wsccr_object_fk'»
        data: {"object":"foreignKey","table":"winter_service_contract_cancellation_requests","name":"winter_service_contract_cancellation_requests_customer_object_id_foreign","length":72,"limit":64,"unit":"characters","kept":"winter_service_contract_cancellation_requests_customer_object_i","automatic":true,"proposal":"wsccr_object_fk"}"
    `);
  });
  it('A column that somebody named in earnest', async () => {
    expect(await example(RULE, 'A column that somebody named in earnest')).toMatchInlineSnapshot(`
      "error example:14:21 «boolean('has_the_customer_confirmed_the_receipt_of_the_second_payment_reminder');»
        column name "has_the_customer_confirmed_the_receipt_of_the_second_payment_reminder" has 69 characters; MySQL and MariaDB allow 64 (errno 1059). PostgreSQL silently cuts it to 63 bytes. SQLite accepts it. It is 5 characters too long.
        help: Rename the column to at most 63 bytes, better to half of that: automatic names of indexes and foreign keys contain it.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"object":"column","table":"invoices","name":"has_the_customer_confirmed_the_receipt_of_the_second_payment_reminder","length":69,"limit":64,"unit":"characters","kept":"has_the_customer_confirmed_the_receipt_of_the_second_payment_re","automatic":false}"
    `);
  });
});

const name = (length: number, end = ''): string => 'n'.repeat(length - end.length) + end;
const indexed = (table: string, ...names: readonly string[]): string =>
  create(table, names.map((one, i) => `$table->date('c${i}'); $table->index('c${i}', '${one}');`).join(' '));
const OFF = { 'dialint.json': JSON.stringify({ rules: { 'truncation-collision': 'off' } }) };

/** Of each finding its severity and its message. */
const told = async (files: Readonly<Record<string, string>>, engines?: readonly string[]) =>
  (await check([RULE], files, engines === undefined ? {} : { engines })).map(
    ({ severity, message }) => `${severity}: ${message}`,
  );

describe('the limits', () => {
  it('allow 63 bytes, or 64 characters where PostgreSQL is no target', async () => {
    expect(await told({ 1: migration(indexed('a', name(63))) })).toEqual([]);
    expect(
      await told({ 1: migration(indexed('a', name(64))) }, ['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11']),
    ).toEqual([]);
  });
  it('of PostgreSQL are bytes, and what it does is a warning', async () => {
    expect(await found(RULE, { 1: migration(indexed('a', 'ä'.repeat(32))) })).toMatchInlineSnapshot(`
      "warning 01:11:101 «index('c0', 'ääääääääääääääääääääääääääääääää');»
        index name "ääääääääääääääääääääääääääääääää" has 64 bytes. PostgreSQL does not refuse it, but silently cuts it to 63 bytes: "äääääääääääääääääääääääääääääää". SQLite, MySQL and MariaDB accept it. It is 1 byte too long.
        help: Name it: ->index('c0', 'a_c0_idx')
        engines: postgres@16
        fix (safe): Name it 'a_c0_idx'
          01:11:113 «'ääääääääääääääääääääääääääääääää'» → «'a_c0_idx'»
        data: {"object":"index","table":"a","name":"ääääääääääääääääääääääääääääääää","length":64,"limit":63,"unit":"bytes","kept":"äääääääääääääääääääääääääääääää","automatic":false,"proposal":"a_c0_idx"}"
    `);
    expect(
      await found(
        RULE,
        { 1: migration(create('a', `$table->date('${name(65)}');`)) },
        { engines: ['postgres@15', 'postgres@16'] },
      ),
    ).toMatchInlineSnapshot(`
      "warning 01:11:81 «date('nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn');»
        column name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" has 65 bytes. PostgreSQL does not refuse it, but silently cuts it to 63 bytes: "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn". It is 2 bytes too long.
        help: Rename the column to at most 63 bytes, better to half of that: automatic names of indexes and foreign keys contain it.
        engines: postgres@15 postgres@16
        data: {"object":"column","table":"a","name":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","length":65,"limit":63,"unit":"bytes","kept":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","automatic":false}"
    `);
  });
  it('of MySQL and MariaDB are characters', async () => {
    expect(
      await told({ 1: migration(indexed('a', 'ä'.repeat(64))) }, ['mysql@8.4', 'mariadb@10.11']),
    ).toEqual([]);
    expect(
      await found(
        RULE,
        { 1: migration(indexed('a', 'ä'.repeat(65))) },
        { engines: ['mysql@8.4', 'mariadb@10.11'] },
      ),
    ).toMatchInlineSnapshot(`
      "error 01:11:101 «index('c0', 'äääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää');»
        index name "äääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää" has 65 characters; MySQL and MariaDB allow 64 (errno 1059). It is 1 character too long.
        help: Name it: ->index('c0', 'a_c0_idx')
        engines: mysql@8.4 mariadb@10.11
        fix (safe): Name it 'a_c0_idx'
          01:11:113 «'äääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää'» → «'a_c0_idx'»
        data: {"object":"index","table":"a","name":"äääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää","length":65,"limit":64,"unit":"characters","automatic":false,"proposal":"a_c0_idx"}"
    `);
    expect(
      await told({ 1: migration(indexed('a', name(65))) }, ['mysql@5.7', 'mysql@8.4']),
    ).toMatchInlineSnapshot(`
      [
        "error: index name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" has 65 characters; MySQL allows 64 (errno 1059). It is 1 character too long.",
      ]
    `);
    expect(await told({ 1: migration(indexed('a', name(65))) }, ['mariadb@10.11'])).toMatchInlineSnapshot(`
      [
        "error: index name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" has 65 characters; MariaDB allows 64 (errno 1059). It is 1 character too long.",
      ]
    `);
  });
  it('of tables have codes that differ', async () => {
    expect(await found(RULE, { 1: migration(create(name(65))) })).toMatchInlineSnapshot(`
      "error 01:11:9 «Schema::create('nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn', function (Blueprint $table) { $table->id();  });»
        table name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" has 65 characters; MySQL (errno 1059) and MariaDB (errno 1103) allow 64. PostgreSQL silently cuts it to 63 bytes. SQLite accepts it. It is 1 character too long.
        help: Rename the table to at most 63 bytes, better to half of that: automatic names of indexes and foreign keys contain it.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"object":"table","table":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","name":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","length":65,"limit":64,"unit":"characters","kept":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","automatic":false}"
    `);
  });
  it('of names that MySQL and MariaDB give themselves differ', async () => {
    const sql = `CREATE TABLE ${name(60)} (id int primary key, p int, foreign key (p) references ${name(60)} (id))`;
    expect(
      await told({ 1: migration(`DB::statement('${sql}');`) }, ['mysql@8.4', 'mariadb@10.11']),
    ).toMatchInlineSnapshot(`
      [
        "error: foreign key name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_ibfk_1" has 67 characters; MySQL allows 64 (errno 1059) and MariaDB allows 63 (errno 1059). It is 3 characters too long.",
      ]
    `);
  });
  it('hold for each kind of object', async () => {
    const body = create(
      'a',
      `$table->date('x'); $table->date('y'); $table->foreignId('a_id');
       $table->unique('x', '${name(65, 'u')}'); $table->index('y', '${name(65, 'i')}');
       $table->foreign('a_id', '${name(65, 'f')}')->references('id')->on('a');`,
    );
    expect(await told({ 1: migration(body) }, ['mysql@8.4'])).toMatchInlineSnapshot(`
      [
        "error: unique index name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnu" has 65 characters; MySQL allows 64 (errno 1059). It is 1 character too long.",
        "error: index name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnni" has 65 characters; MySQL allows 64 (errno 1059). It is 1 character too long.",
        "error: foreign key name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnf" has 65 characters; MySQL allows 64 (errno 1059). It is 1 character too long.",
      ]
    `);
    const keys = `create table b (x int, constraint ${name(65, 'p')} primary key (x), constraint ${name(65).replace('n', 'c')} check (x > 0))`;
    expect(await told({ 1: migration(`DB::statement('${keys}');`) }, ['postgres@16'])).toMatchInlineSnapshot(`
      [
        "warning: constraint name "cnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" has 65 bytes. PostgreSQL does not refuse it, but silently cuts it to 63 bytes: "cnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn". It is 2 bytes too long.",
        "warning: primary key name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnp" has 65 bytes. PostgreSQL does not refuse it, but silently cuts it to 63 bytes: "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn". It is 2 bytes too long.",
      ]
    `);
  });
});

describe('a name that is taken already', () => {
  it('is not this matter where nothing was cut', async () => {
    expect(await told({ 1: migration(`${create('a')} ${create('a')}`) })).toEqual([]);
  });
  const two = (length: number) => migration(indexed('a', name(length, '1'), name(length, '2')));
  it('because PostgreSQL cut it is told of beside the refusals', async () => {
    expect(await found(RULE, { 1: two(65) })).toMatchInlineSnapshot(`
      "error 01:11:101 «index('c0', 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn1');»
        index name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn1" has 65 characters; MySQL and MariaDB allow 64 (errno 1059). PostgreSQL silently cuts it to 63 bytes. SQLite accepts it. It is 1 character too long.
        help: Name it: ->index('c0', 'a_c0_idx')
        engines: mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'a_c0_idx'
          01:11:113 «'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn1'» → «'a_c0_idx'»
        data: {"object":"index","table":"a","name":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn1","length":65,"limit":64,"unit":"characters","kept":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","automatic":false,"proposal":"a_c0_idx"}
      error 01:11:211 «index('c1', 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn2');»
        index name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn2" has 65 characters; MySQL and MariaDB allow 64 (errno 1059). PostgreSQL cuts it to "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", a name that is taken already (on table "a") (SQLSTATE 42P07). SQLite accepts it. It is 1 character too long.
        help: Name it: ->index('c1', 'a_c1_idx')
        engines: mysql@8.4 mariadb@10.11 postgres@16
        fix (safe): Name it 'a_c1_idx'
          01:11:223 «'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn2'» → «'a_c1_idx'»
        data: {"object":"index","table":"a","name":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn2","length":65,"limit":64,"unit":"characters","kept":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","automatic":false,"proposal":"a_c1_idx"}"
    `);
  });
  it('by another table, of which the name is given', async () => {
    const other = migration(`${indexed('a', name(65, '1'))} ${indexed('b', name(65, '2'))}`);
    const all = await told({ 1: other }, ['mysql@8.4', 'postgres@16']);
    expect(all[1]).toContain(
      `PostgreSQL cuts it to "${name(63)}", a name that is taken already (on table "a") (SQLSTATE 42P07).`,
    );
  });
  it('is told of by the other rule where only PostgreSQL minds the length', async () => {
    expect((await check([RULE], { 1: two(64) })).map((one) => one.data.name)).toEqual([name(64, '1')]);
  });
  it('is told of where that rule is off', async () => {
    expect(
      await found(RULE, { ...OFF, 1: two(64) }, { engines: ['sqlite@3.45', 'postgres@16'] }),
    ).toMatchInlineSnapshot(`
      "warning 01:11:101 «index('c0', 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn1');»
        index name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn1" has 64 bytes. PostgreSQL does not refuse it, but silently cuts it to 63 bytes: "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn". SQLite accepts it. It is 1 byte too long.
        help: Name it: ->index('c0', 'a_c0_idx')
        engines: postgres@16
        fix (safe): Name it 'a_c0_idx'
          01:11:113 «'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn1'» → «'a_c0_idx'»
        data: {"object":"index","table":"a","name":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn1","length":64,"limit":63,"unit":"bytes","kept":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","automatic":false,"proposal":"a_c0_idx"}
      error 01:11:210 «index('c1', 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn2');»
        index name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn2" has 64 bytes. PostgreSQL cuts it to "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", a name that is taken already (on table "a") (SQLSTATE 42P07). SQLite accepts it. It is 1 byte too long.
        help: Name it: ->index('c1', 'a_c1_idx')
        engines: postgres@16
        fix (safe): Name it 'a_c1_idx'
          01:11:222 «'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn2'» → «'a_c1_idx'»
        data: {"object":"index","table":"a","name":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn2","length":64,"limit":63,"unit":"bytes","kept":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","automatic":false,"proposal":"a_c1_idx"}"
    `);
  });
});

describe('a refusal that the migration catches', () => {
  it('is a warning: the object is missing', async () => {
    const body = `${create('a', "$table->date('x');")} try { ${alter('a', `$table->index('x', '${name(65)}');`)} } catch (\\Exception $e) {}`;
    expect(
      await found(RULE, { 1: migration(body) }, { engines: ['mysql@8.4', 'postgres@16'] }),
    ).toMatchInlineSnapshot(`
      "warning 01:11:159 «index('x', 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn');»
        index name "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" has 65 characters; MySQL allows 64 (errno 1059). PostgreSQL silently cuts it to 63 bytes. It is 1 character too long. The migration catches the refusal, so the object is silently missing there.
        help: Name it: ->index('x', 'a_x_idx')
        engines: mysql@8.4 postgres@16
        fix (safe): Name it 'a_x_idx'
          01:11:170 «'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn'» → «'a_x_idx'»
        data: {"object":"index","table":"a","name":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","length":65,"limit":64,"unit":"characters","kept":"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn","automatic":false,"proposal":"a_x_idx","caught":true}"
    `);
  });
});

describe('a name that is spoken of again', () => {
  const first = { 1: migration(indexed('a', 'short_idx', name(65))) };
  const findings = async (statement: string) =>
    (await check([RULE], { ...first, 2: migration(statement) }, { engines: ['mysql@8.4'] })).map((one) => [
      one.file.slice(28, 30),
      one.data.name,
    ]);
  it('to drop it, is one matter with its making', async () => {
    expect(await findings(alter('a', `$table->dropIndex('${name(65)}');`))).toEqual([['01', name(65)]]);
    expect(
      await findings(`DB::statement('alter table a drop index short_idx, drop index ${name(65)}');`),
    ).toEqual([['01', name(65)]]);
  });
  it('to make another of that name, is told of again', async () => {
    expect(
      await findings(`DB::statement('alter table a drop index short_idx, add index ${name(65)} (c0)');`),
    ).toEqual([
      ['01', name(65)],
      ['02', name(65)],
    ]);
    expect(await findings(alter('a', `$table->index('c0', '${name(65)}');`))).toEqual([
      ['01', name(65)],
      ['02', name(65)],
    ]);
  });
  it('to drop what nobody has made here, is another matter: it is not there', async () => {
    expect(await findings(alter('a', `$table->dropIndex('${name(65, 'x')}');`))).toEqual([['01', name(65)]]);
  });
});

describe('a finding is known again', () => {
  const prints = async (body: string, more: Readonly<Record<string, string>> = {}) =>
    (await check([RULE], { ...more, 1: migration(body) }, { engines: ['mysql@8.4'] })).map(
      (one) => one.fingerprint,
    );
  it('by its table and its name, whatever stands before it', async () => {
    const b = indexed('b', name(65, 'b'));
    const [alone] = await prints(b);
    expect(await prints(`${indexed('a', name(65, 'a'))} ${b}`)).toEqual([expect.any(String), alone]);
  });
  it('of a table by its name alone, also where it is renamed', async () => {
    const [made] = await prints(create(name(65)));
    expect(await prints(`${create('a')} Schema::rename('a', '${name(65)}');`)).toEqual([made]);
  });
  it('whatever prefix the connection has', async () => {
    const body = indexed('a', name(65));
    expect(await prints(body, PREFIXED)).toEqual(await prints(body));
  });
});
