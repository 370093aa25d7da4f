import { describe, expect, it } from 'vitest';
import { expectSameFingerprints } from './fingerprints.ts';
import { throughHelper } from './helper-class.ts';
import { alter, check, create, migration, prefixed } from './project.ts';
import { example, found } from './shown.ts';
import { unnamedKey } from './unnamed-key.ts';

const RULE = 'foreign-key-engine';

describe('the examples', () => {
  it('The key is silently not made', async () => {
    expect(await example(RULE, 'The key is silently not made')).toMatchInlineSnapshot(`
      "warning example:18:47 «constrained();»
        foreign key "invoices_customer_id_foreign" of table "invoices" is silently not made on MySQL and MariaDB: the table's storage engine (myisam) has no foreign keys. Nothing cascades there, and rows may point to a "customers" that does not exist. SQLite and PostgreSQL accept it.
        help: Use InnoDB for "invoices": leave the storage engine out, it is the default.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","made":false,"refused":false}"
    `);
  });
  it('The referenced table is MyISAM', async () => {
    expect(await example(RULE, 'The referenced table is MyISAM')).toMatchInlineSnapshot(`
      "error example:18:47 «constrained();»
        MySQL and MariaDB refuse foreign key "invoices_customer_id_foreign" of table "invoices", because "customers" is not an InnoDB table (myisam; MySQL: errno 1824, MariaDB: errno 1005). SQLite and PostgreSQL accept it.
        help: Use InnoDB for "customers": leave the storage engine out, it is the default.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","made":false,"refused":true}"
    `);
  });
  it('A key that comes later', async () => {
    expect(await example(RULE, 'A key that comes later')).toMatchInlineSnapshot(`
      "warning example:21:21 «foreign('customer_id', 'hits_customer_fk')»
        foreign key "hits_customer_fk" of table "hits" is silently not made on MySQL and MariaDB: the table's storage engine (myisam) has no foreign keys. Nothing cascades there, and rows may point to a "customers" that does not exist. SQLite and PostgreSQL accept it.
        help: Use InnoDB for "hits": leave the storage engine out, it is the default.
        engines: mysql@8.4 mariadb@10.11
        data: {"table":"hits","parent":"customers","name":"hits_customer_fk","made":false,"refused":false}"
    `);
  });
});

const MYISAM = "$table->engine = 'MyISAM';";
const KEY = "$table->foreignId('customer_id')->constrained();";
const COLUMN = "$table->unsignedBigInteger('customer_id');";
const foreign = (name = '') =>
  `$table->foreign('customer_id'${name && `, '${name}'`})->references('id')->on('customers');`;
const both = (parent: string, child: string) => `${create('customers', parent)} ${create('invoices', child)}`;

describe('a key that is refused', () => {
  it('has the engine of its parent in the message, and a number for each version', async () => {
    const files = { 1: migration(both("$table->engine = 'MEMORY';", KEY)) };
    const engines = ['mysql@5.7', 'mysql@8.4'];
    expect(await found(RULE, files, { engines })).toMatchInlineSnapshot(`
      "error 01:11:217 «constrained();»
        MySQL refuses foreign key "invoices_customer_id_foreign" of table "invoices", because "customers" is not an InnoDB table (memory; MySQL 5.7: errno 1215, MySQL 8.4: errno 1824).
        help: Use InnoDB for "customers": leave the storage engine out, it is the default.
        engines: mysql@5.7 mysql@8.4
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","made":false,"refused":true}"
    `);
  });
  it('is named without the prefix of the connection', async () => {
    const files = {
      ...prefixed('mysql'),
      1: migration(both(MYISAM, KEY)),
    };
    expect(await found(RULE, files, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "error 01:11:217 «constrained();»
        MySQL refuses foreign key "invoices_customer_id_foreign" of table "invoices", because "customers" is not an InnoDB table (myisam; MySQL: errno 1824).
        help: Use InnoDB for "customers": leave the storage engine out, it is the default.
        engines: mysql@8.4
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","made":false,"refused":true}"
    `);
  });
  it('on the way back is a warning, and says so', async () => {
    const files = {
      1: migration(both(MYISAM, COLUMN)),
      2: migration(alter('invoices', "$table->date('due_on')->nullable();"), alter('invoices', foreign())),
    };
    expect(await found(RULE, files, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "warning 02:16:73 «foreign('customer_id')»
        On the way back: MySQL refuses foreign key "invoices_customer_id_foreign" of table "invoices", because "customers" is not an InnoDB table (myisam; MySQL: errno 1824).
        help: Use InnoDB for "customers": leave the storage engine out, it is the default.
        engines: mysql@8.4
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","made":false,"refused":true}"
    `);
  });
});

describe('a key that is not made', () => {
  it('may point to its own table', async () => {
    const up = create('customers', `${MYISAM} $table->foreignId('parent_id')->constrained('customers');`);
    expect(await found(RULE, { 1: migration(up) }, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "warning 01:11:140 «constrained('customers');»
        foreign key "customers_parent_id_foreign" of table "customers" is silently not made on MySQL: the table's storage engine (myisam) has no foreign keys. Nothing cascades there, and rows may point to a "customers" that does not exist.
        help: Use InnoDB for "customers": leave the storage engine out, it is the default.
        engines: mysql@8.4
        data: {"table":"customers","parent":"customers","name":"customers_parent_id_foreign","made":false,"refused":false}"
    `);
  });
  it('is told of in each table that one call makes, without prefix', async () => {
    const files = {
      ...prefixed('mysql'),
      1: migration(
        `${create('customers')} foreach (['a', 'b'] as $name) { Schema::create($name, function (Blueprint $table) { ${MYISAM} ${KEY} }); }`,
      ),
    };
    const all = await check([RULE], files, { engines: ['mysql@8.4'] });
    expect(all.map(({ data, help }) => [data.table, data.parent, help])).toEqual([
      ['a', 'customers', 'Use InnoDB for "a": leave the storage engine out, it is the default.'],
      ['b', 'customers', 'Use InnoDB for "b": leave the storage engine out, it is the default.'],
    ]);
  });
  it('on the way back says so', async () => {
    const files = {
      1: migration(both('', `${MYISAM} ${COLUMN}`)),
      2: migration(
        alter('invoices', "$table->date('due_on')->nullable();"),
        alter('invoices', foreign('back')),
      ),
    };
    expect(await found(RULE, files, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "warning 02:16:73 «foreign('customer_id', 'back')»
        On the way back: foreign key "back" of table "invoices" is silently not made on MySQL: the table's storage engine (myisam) has no foreign keys. Nothing cascades there, and rows may point to a "customers" that does not exist.
        help: Use InnoDB for "invoices": leave the storage engine out, it is the default.
        engines: mysql@8.4
        data: {"table":"invoices","parent":"customers","name":"back","made":false,"refused":false}"
    `);
  });
  it('keeps its fingerprint when another is mended', async () => {
    const other = migration(create('offers', `${MYISAM} ${KEY}`));
    const rest = { 1: migration(create('customers')), 3: migration(create('invoices', `${MYISAM} ${KEY}`)) };
    await expectSameFingerprints(RULE, { ...rest, 2: other }, rest);
  });
});

describe('nothing is said', () => {
  const made = both(MYISAM, COLUMN);
  const alters = alter('invoices', foreign());
  it.each([
    ['of what the migration catches', `${made} try { ${alters} } catch (\\Exception $e) { }`],
    ['of what may not run', `${made} if (count(DB::select('select 1')) > 1) { ${alters} }`],
    ['of keys between other types', both('', `$table->integer('customer_id'); ${foreign()}`)],
    ['of a parent that is missing', create('invoices', KEY)],
  ])('%s', async (_title, up) => {
    expect(await found(RULE, { 1: migration(up) })).toBe('nothing');
  });
  it('twice: engine-rejects leaves these keys alone', async () => {
    const files = { 1: migration(both(MYISAM, KEY)) };
    const all = await check([RULE, 'engine-rejects', 'foreign-key-type-mismatch'], files);
    expect(all.map(({ rule }) => rule)).toEqual([RULE]);
  });
});

describe('a key that a class of the application makes', () => {
  it('is shown at the call that leads there, and there', async () => {
    const files = throughHelper(
      `$table->unsignedBigInteger('customer_id'); ${foreign()}`,
      create('customers', MYISAM),
    );
    expect(await found(RULE, files, { engines: ['mysql@8.4'] })).toMatchInlineSnapshot(`
      "error 01:11:183 «\\App\\Support\\Columns::add($table);»
        MySQL refuses foreign key "invoices_customer_id_foreign" of table "invoices", because "customers" is not an InnoDB table (myisam; MySQL: errno 1824).
        help: Use InnoDB for "customers": leave the storage engine out, it is the default.
        engines: mysql@8.4
        related: app/Support/Columns.php:7:60 «foreign('customer_id')» made here: ->foreign('customer_id')
        data: {"table":"invoices","parent":"customers","name":"invoices_customer_id_foreign","made":false,"refused":true}"
    `);
  });
});

// The engines of today name every key: those of which no name is known are told of all the same.
describe('a key without a name', () => {
  const told = (parent: string) => unnamedKey(RULE, { reason: 'storage-engine', parent, detail: 'myisam' });
  it('is called so, once', () => {
    expect(told('b').map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "MariaDB refuses the foreign key of table "a", because "b" is not an InnoDB table (myisam; MariaDB: errno 1005).",
      ]
    `);
  });
  it('is known again by the table that it points to', () => {
    expect(told('b')[0]?.fingerprint).not.toBe(told('c')[0]?.fingerprint);
  });
});
