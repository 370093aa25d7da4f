import { describe, expect, it } from 'vitest';
import { expectSameFingerprints } from './fingerprints.ts';
import { throughHelper } from './helper-class.ts';
import { alter, check, create, migration, prefixed } from './project.ts';
import { example, found } from './shown.ts';
import { unnamedKey } from './unnamed-key.ts';

const RULE = 'foreign-key-type-mismatch';

describe('the examples', () => {
  it('A signed integer that points to an id()', async () => {
    expect(await example(RULE, 'A signed integer that points to an id()')).toMatchInlineSnapshot(`
      "error example:18:21 «foreign('customer_id')»
        foreign key "invoices_customer_id_foreign" of table "invoices" joins columns of different types: invoices.customer_id is int, customers.id is bigint unsigned; MySQL (errno 3780) and MariaDB (errno 1005, 150) refuse that. SQLite and PostgreSQL accept it.
        help: Make the column that points to "customers" bigint unsigned, too (foreignId() or unsignedBigInteger()).
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","name":"invoices_customer_id_foreign","parent":"customers","types":{"mysql@8.4":"invoices.customer_id is int, customers.id is bigint unsigned","mariadb@10.11":"invoices.customer_id is int, customers.id is bigint unsigned"},"codes":{"mysql@8.4":"3780","mariadb@10.11":"1005"}}"
    `);
  });
  it('The right size, but signed', async () => {
    expect(await example(RULE, 'The right size, but signed')).toMatchInlineSnapshot(`
      "error example:18:21 «foreign('customer_id', 'inv_customer_fk')»
        foreign key "inv_customer_fk" of table "invoices" joins columns of different types: invoices.customer_id is bigint, customers.id is bigint unsigned; MySQL (errno 3780) and MariaDB (errno 1005, 150) refuse that. SQLite and PostgreSQL accept it.
        help: Make the column that points to "customers" bigint unsigned, too (foreignId() or unsignedBigInteger()).
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","name":"inv_customer_fk","parent":"customers","types":{"mysql@8.4":"invoices.customer_id is bigint, customers.id is bigint unsigned","mariadb@10.11":"invoices.customer_id is bigint, customers.id is bigint unsigned"},"codes":{"mysql@8.4":"3780","mariadb@10.11":"1005"}}"
    `);
  });
  it('foreignId() to a key of uuids', async () => {
    expect(await example(RULE, 'foreignId() to a key of uuids')).toMatchInlineSnapshot(`
      "error example:17:47 «constrained();»
        foreign key "invoices_customer_id_foreign" of table "invoices" joins columns of different types: invoices.customer_id is bigint unsigned, customers.id is char(36) collate utf8mb4_unicode_ci; MySQL (errno 3780) and MariaDB (errno 1005, 150) refuse that. Key columns "customer_id" and "id" are of incompatible types: bigint and uuid; PostgreSQL (SQLSTATE 42804) refuses that. SQLite accepts it.
        help: Make the column that points to "customers" char(36) collate utf8mb4_unicode_ci, too.
        engines: mysql@8.4 mariadb@10.11 postgres@16
        data: {"table":"invoices","name":"invoices_customer_id_foreign","parent":"customers","types":{"mysql@8.4":"invoices.customer_id is bigint unsigned, customers.id is char(36) collate utf8mb4_unicode_ci","mariadb@10.11":"invoices.customer_id is bigint unsigned, customers.id is char(36) collate utf8mb4_unicode_ci","postgres@16":"Key columns \\"customer_id\\" and \\"id\\" are of incompatible types: bigint and uuid."},"codes":{"mysql@8.4":"3780","mariadb@10.11":"1005","postgres@16":"42804"}}"
    `);
  });
});

const customers = create('customers', "$table->string('code', 20)->unique();");
const key = (column: string, parent = 'id', of = 'customers') =>
  `$table->foreign('${column}')->references('${parent}')->on('${of}');`;
const SIGNED = `$table->integer('customer_id'); ${key('customer_id')}`;

describe('the two ends', () => {
  it('differ in the collation of strings', async () => {
    const child = `$table->string('customer_code', 20)->collation('utf8mb4_bin'); ${key('customer_code', 'code')}`;
    expect(
      await found(
        RULE,
        { 1: migration(`${customers} ${create('invoices', child)}`) },
        { engines: ['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11'] },
      ),
    ).toMatchInlineSnapshot(`
      "error 01:11:265 «foreign('customer_code')»
        foreign key "invoices_customer_code_foreign" of table "invoices" joins columns of different types: invoices.customer_code is varchar(20) collate utf8mb4_bin, customers.code is varchar(20) collate utf8mb4_unicode_ci; MySQL (errno 3780) and MariaDB (errno 1005, 150) refuse that.
        help: Make the column that points to "customers" varchar(20) collate utf8mb4_unicode_ci, too.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","name":"invoices_customer_code_foreign","parent":"customers","types":{"mysql@8.4":"invoices.customer_code is varchar(20) collate utf8mb4_bin, customers.code is varchar(20) collate utf8mb4_unicode_ci","mariadb@10.11":"invoices.customer_code is varchar(20) collate utf8mb4_bin, customers.code is varchar(20) collate utf8mb4_unicode_ci"},"codes":{"mysql@8.4":"3780","mariadb@10.11":"1005"}}"
    `);
  });
  it('differ in the sign alone, the other way round', async () => {
    const parent = "Schema::create('customers', fn (Blueprint $table) => $table->integer('id')->primary());";
    const child = `$table->unsignedInteger('customer_id'); ${key('customer_id')}`;
    expect(
      await found(RULE, { 1: migration(`${parent} ${create('invoices', child)}`) }),
    ).toMatchInlineSnapshot(`
      "error 01:11:216 «foreign('customer_id')»
        foreign key "invoices_customer_id_foreign" of table "invoices" joins columns of different types: invoices.customer_id is int unsigned, customers.id is int; MySQL (errno 3780) and MariaDB (errno 1005, 150) refuse that. SQLite and PostgreSQL accept it.
        help: Make the column that points to "customers" int, too.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","name":"invoices_customer_id_foreign","parent":"customers","types":{"mysql@8.4":"invoices.customer_id is int unsigned, customers.id is int","mariadb@10.11":"invoices.customer_id is int unsigned, customers.id is int"},"codes":{"mysql@8.4":"3780","mariadb@10.11":"1005"}}"
    `);
  });
  it('cannot be compared on PostgreSQL', async () => {
    const raw = "DB::statement('create table invoices (customer_id text references customers (id))');";
    expect(
      await found(RULE, { 1: migration(`${customers} ${raw}`) }, { engines: ['postgres@16'] }),
    ).toMatchInlineSnapshot(`
      "error 01:11:123 «DB::statement('create table invoices (customer_id text references customers (id))');»
        foreign key "invoices_customer_id_fkey" of table "invoices" joins columns of different types: Key columns "customer_id" and "id" are of incompatible types: text and bigint; PostgreSQL (SQLSTATE 42804) refuses that.
        help: Give both columns the same type, signedness and collation; the key references "customers".
        engines: postgres@16
        data: {"table":"invoices","name":"invoices_customer_id_fkey","parent":"customers","types":{"postgres@16":"Key columns \\"customer_id\\" and \\"id\\" are of incompatible types: text and bigint."},"codes":{"postgres@16":"42804"}}"
    `);
  });
  it('are named without the prefix of the connection', async () => {
    const files = {
      ...prefixed('mysql'),
      1: migration(`${customers} ${create('invoices', SIGNED)}`),
    };
    expect(await found(RULE, files, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "error 01:11:234 «foreign('customer_id')»
        foreign key "invoices_customer_id_foreign" of table "invoices" joins columns of different types: app_invoices.customer_id is int, app_customers.id is bigint unsigned; MySQL (errno 3780) refuses that.
        help: Make the column that points to "customers" bigint unsigned, too (foreignId() or unsignedBigInteger()).
        engines: mysql@8.4
        data: {"table":"invoices","name":"invoices_customer_id_foreign","parent":"customers","types":{"mysql@8.4":"app_invoices.customer_id is int, app_customers.id is bigint unsigned"},"codes":{"mysql@8.4":"3780"}}"
    `);
  });
  it('have another number on each version of an engine', async () => {
    const files = { 1: migration(`${customers} ${create('invoices', SIGNED)}`) };
    const engines = ['mysql@5.7', 'mysql@8.4', 'mariadb@10.11'];
    expect(await found(RULE, files, { engines })).toMatchInlineSnapshot(`
      "error 01:11:234 «foreign('customer_id')»
        foreign key "invoices_customer_id_foreign" of table "invoices" joins columns of different types: invoices.customer_id is int, customers.id is bigint unsigned; MySQL 5.7 (errno 1215), MySQL 8.4 (errno 3780) and MariaDB (errno 1005, 150) refuse that.
        help: Make the column that points to "customers" bigint unsigned, too (foreignId() or unsignedBigInteger()).
        engines: mysql@5.7 mysql@8.4 mariadb@10.11
        data: {"table":"invoices","name":"invoices_customer_id_foreign","parent":"customers","types":{"mysql@5.7":"invoices.customer_id is int, customers.id is bigint unsigned","mysql@8.4":"invoices.customer_id is int, customers.id is bigint unsigned","mariadb@10.11":"invoices.customer_id is int, customers.id is bigint unsigned"},"codes":{"mysql@5.7":"1215","mysql@8.4":"3780","mariadb@10.11":"1005"}}"
    `);
  });
});

describe('a change of one end', () => {
  const files = {
    1: migration(
      `${create('customers', "$table->unsignedBigInteger('no')->unique();")}
        ${create('invoices', `$table->unsignedBigInteger('customer_no'); ${key('customer_no', 'no')}`)}`,
    ),
  };
  // errno 3780 names both columns, and says nothing of the way out: the key is in the way.
  it('needs the key to go first, at the column that points', async () => {
    const change = alter('invoices', "$table->integer('customer_no')->change();");
    expect(await found(RULE, { ...files, 2: migration(change) })).toMatchInlineSnapshot(`
      "error 02:11:73 «integer('customer_no')»
        foreign key "invoices_customer_no_foreign" of table "invoices" joins columns of different types: invoices.customer_no becomes int, customers.no is bigint unsigned; MySQL (errno 3780) refuses that. SQLite and PostgreSQL accept it.
        help: Drop the foreign key first, give both columns the same type, and make the key to "customers" anew.
        engines: mysql@8.4
        data: {"table":"invoices","name":"invoices_customer_no_foreign","parent":"customers","types":{"mysql@8.4":"invoices.customer_no becomes int, customers.no is bigint unsigned"},"codes":{"mysql@8.4":"3780"}}"
    `);
  });
  it('and at the column that is pointed to', async () => {
    const change = alter('customers', "$table->integer('no')->change();");
    expect(await found(RULE, { ...files, 2: migration(change) })).toMatchInlineSnapshot(`
      "error 02:11:74 «integer('no')»
        foreign key "invoices_customer_no_foreign" of table "invoices" joins columns of different types: customers.no becomes int, invoices.customer_no is bigint unsigned; MySQL (errno 3780) refuses that. SQLite and PostgreSQL accept it.
        help: Drop the foreign key first, give both columns the same type, and make the key to "customers" anew.
        engines: mysql@8.4
        data: {"table":"invoices","name":"invoices_customer_no_foreign","parent":"customers","types":{"mysql@8.4":"customers.no becomes int, invoices.customer_no is bigint unsigned"},"codes":{"mysql@8.4":"3780"}}"
    `);
  });
});

describe('each key is told of once', () => {
  it('where one call makes several', async () => {
    const tables = `foreach (['a', 'b'] as $name) { Schema::create($name, function (Blueprint $table) { $table->id(); ${SIGNED} }); }`;
    const columns = create(
      'c',
      `foreach (['x', 'y'] as $name) { $table->integer($name); ${key('$name').replaceAll("'$name'", '$name')} }`,
    );
    const all = await check([RULE], { 1: migration(`${customers} ${tables} ${columns}`) });
    expect(all.map(({ engines, data }) => [engines.length, data.table, data.name])).toEqual([
      [2, 'a', 'a_customer_id_foreign'],
      [2, 'b', 'b_customer_id_foreign'],
      [2, 'c', 'c_x_foreign'],
      [2, 'c', 'c_y_foreign'],
    ]);
  });
  it('where two columns of it differ, with both', async () => {
    const parent = create(
      'customers',
      "$table->integer('part'); $table->unique(['id', 'part'], 'customers_unq');",
    );
    const child = create(
      'invoices',
      "$table->integer('c'); $table->date('p'); $table->foreign(['c', 'p'], 'inv_fk')->references(['id', 'part'])->on('customers');",
    );
    const [one, ...more] = await check(
      [RULE],
      { 1: migration(`${parent} ${child}`) },
      { engines: ['mysql@8.4'] },
    );
    expect(more).toEqual([]);
    expect(one?.message).toMatchInlineSnapshot(
      `"foreign key "inv_fk" of table "invoices" joins columns of different types: invoices.c is int, customers.id is bigint unsigned; MySQL (errno 3780) refuses that. invoices.p is date, customers.part is int; MySQL (errno 3780) refuses that."`,
    );
  });
  it('and keeps its fingerprint when another is mended', async () => {
    const other = migration(create('offers', SIGNED));
    const rest = { 1: migration(customers), 3: migration(create('invoices', SIGNED)) };
    await expectSameFingerprints(RULE, { ...rest, 2: other }, rest);
  });
});

describe('the way back', () => {
  it('is a warning, and says so', async () => {
    const files = {
      1: migration(`${customers} ${create('invoices', "$table->unsignedBigInteger('customer_id');")}`),
      2: migration(
        alter('invoices', "$table->date('due_on')->nullable();"),
        `${alter('invoices', "$table->integer('customer_id')->change();")} ${alter('invoices', key('customer_id'))}`,
      ),
    };
    expect(await found(RULE, files, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "warning 02:16:175 «foreign('customer_id')»
        On the way back: foreign key "invoices_customer_id_foreign" of table "invoices" joins columns of different types: invoices.customer_id is int, customers.id is bigint unsigned; MySQL (errno 3780) refuses that.
        help: Make the column that points to "customers" bigint unsigned, too (foreignId() or unsignedBigInteger()).
        engines: mysql@8.4
        data: {"table":"invoices","name":"invoices_customer_id_foreign","parent":"customers","types":{"mysql@8.4":"invoices.customer_id is int, customers.id is bigint unsigned"},"codes":{"mysql@8.4":"3780"}}"
    `);
  });
});

describe('nothing is said', () => {
  const made = `${customers} ${create('invoices', "$table->integer('customer_id');")}`;
  const alters = alter('invoices', key('customer_id'));
  it.each([
    ['of what the migration catches', `${made} try { ${alters} } catch (\\Exception $e) { }`],
    ['of what may not run', `${made} if (count(DB::select('select 1')) > 1) { ${alters} }`],
    ['of a key whose table is missing', create('invoices', SIGNED)],
    [
      'of a key whose column is missing',
      `${customers} ${create('invoices', `$table->integer('customer_id'); ${key('customer_id', 'no')}`)}`,
    ],
  ])('%s', async (_title, up) => {
    expect(await found(RULE, { 1: migration(up) })).toBe('nothing');
  });
  it.each([
    // https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html: ER_FK_CANNOT_USE_VIRTUAL_COLUMN
    [
      'a virtual column on MySQL',
      "$table->unsignedBigInteger('v')->virtualAs('1');",
      'id',
      'mysql@8.4',
      '(errno 3733)',
    ],
    ['a column of text on MariaDB', "$table->text('v');", 'code', 'mariadb@10.11', '(errno 1005)'],
  ])('of types, where no key can be: %s', async (_title, column, parent, engine, code) => {
    const files = { 1: migration(`${customers} ${create('invoices', `${column} ${key('v', parent)}`)}`) };
    expect(await found(RULE, files, { engines: [engine] })).toBe('nothing');
    const [one, ...more] = await check([RULE, 'engine-rejects'], files, { engines: [engine] });
    expect(more).toEqual([]);
    expect(one).toMatchObject({ rule: 'engine-rejects', data: { reason: 'column-not-allowed' } });
    expect(one?.message).toContain(code);
    expect(one?.help).toBe(
      `Put the key on a plain column of the type that it references: invoices.v is ${engine.startsWith('mysql') ? 'a virtual column' : 'text'}, which can have no foreign key there.`,
    );
  });
});

describe('a key that a class of the application makes', () => {
  it('is shown at the call that leads there, and there', async () => {
    const files = throughHelper(`$table->integer('customer_id'); ${key('customer_id')}`, customers);
    expect(await found(RULE, files, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "error 01:11:194 «\\App\\Support\\Columns::add($table);»
        foreign key "invoices_customer_id_foreign" of table "invoices" joins columns of different types: invoices.customer_id is int, customers.id is bigint unsigned; MySQL (errno 3780) refuses that.
        help: Make the column that points to "customers" bigint unsigned, too (foreignId() or unsignedBigInteger()).
        engines: mysql@8.4
        related: app/Support/Columns.php:7:49 «foreign('customer_id')» made here: ->foreign('customer_id')
        data: {"table":"invoices","name":"invoices_customer_id_foreign","parent":"customers","types":{"mysql@8.4":"invoices.customer_id is int, customers.id is bigint unsigned"},"codes":{"mysql@8.4":"3780"}}"
    `);
  });
});

// The engines of today name every key: those of which no name is known are told of all the same.
describe('a key without a name', () => {
  const told = (parent: string, outcome?: 'unknown') =>
    unnamedKey(RULE, { reason: 'type-mismatch', parent, detail: 'a.b_id is int, b.id is bigint' }, outcome);
  it('is called so, once', () => {
    expect(told('b').map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "a foreign key of table "a" joins columns of different types: a.b_id is int, b.id is bigint; MariaDB (errno 1005, 150) refuses that.",
      ]
    `);
  });
  it('is known again by the table that it points to', () => {
    expect(told('b')[0]?.fingerprint).not.toBe(told('c')[0]?.fingerprint);
  });
  it('is not told of where the engine may well accept it', () => {
    expect(told('b', 'unknown')).toEqual([]);
  });
});
