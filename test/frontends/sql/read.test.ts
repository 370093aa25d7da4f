import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockOf, readPrepared } from '../../../src/frontends/sql/read.ts';
import { ENGINE_NAMES, type EngineName, type Statement } from '../../../src/schema/index.ts';
import { origin, read, targetFor } from './support.ts';

/** The statement without what is the same everywhere. */
function structure(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structure);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'origin' && key !== 'sql')
      .map(([key, inner]) => [key, structure(inner)]),
  );
}

const one = (text: string, engine: EngineName, version?: string): Statement => {
  const statements = read(text, engine, version);
  expect(statements).toHaveLength(1);
  return statements[0]!;
};

const reason = (text: string, engine: EngineName, version?: string): string => {
  const statement = one(text, engine, version);
  return statement.kind === 'notUnderstood' || statement.kind === 'foreignSyntax'
    ? statement.reason
    : `read as ${statement.kind}`;
};

const tables = (text: string, engine: EngineName) => {
  const statement = one(text, engine);
  if (statement.kind !== 'notUnderstood' && statement.kind !== 'foreignSyntax')
    return `read as ${statement.kind}`;
  return (
    statement.tables?.map(({ name, schema }) => (schema === undefined ? name : `${schema}.${name}`)) ?? 'any'
  );
};

describe('CREATE TABLE', () => {
  test('on MySQL', () => {
    const statement = one(
      "CREATE TABLE IF NOT EXISTS `shop`.`Users` (`id` BIGINT(20) UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'it''s', email varchar(191) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT NULL, " +
        "kind enum('a','b\\'c') NOT NULL DEFAULT 'a', price decimal(8,2) unsigned zerofill, at timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3), " +
        'PRIMARY KEY (id), UNIQUE KEY u (email(20) DESC) USING BTREE, KEY (kind, price), FULLTEXT KEY f (email), ' +
        'CONSTRAINT fk FOREIGN KEY (kind) REFERENCES `other` (`a`) ON DELETE SET NULL ON UPDATE NO ACTION, CONSTRAINT c CHECK (price > 0)) ' +
        "ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE='utf8mb4_bin' ROW_FORMAT=DYNAMIC COMMENT='x';",
      'mysql',
    );
    expect(structure(statement)).toEqual({
      kind: 'createTable',
      table: { schema: 'shop', name: 'Users' },
      columns: [
        {
          name: 'id',
          type: { name: 'bigint', text: 'BIGINT(20) UNSIGNED', unsigned: true },
          nullable: false,
          autoIncrement: true,
          comment: "it's",
        },
        {
          name: 'email',
          type: { name: 'varchar', text: 'varchar(191)', length: 191 },
          charset: 'latin1',
          collation: 'latin1_bin',
          default: { kind: 'literal', value: null },
        },
        {
          name: 'kind',
          type: { name: 'enum', text: "enum('a','b\\'c')", members: ['a', "b'c"] },
          nullable: false,
          default: { kind: 'literal', value: 'a' },
        },
        {
          name: 'price',
          type: {
            name: 'decimal',
            text: 'decimal(8,2) unsigned zerofill',
            precision: 8,
            scale: 2,
            unsigned: true,
          },
        },
        {
          name: 'at',
          type: { name: 'timestamp', text: 'timestamp(3)', precision: 3 },
          nullable: false,
          default: { kind: 'expression' },
          onUpdate: 'CURRENT_TIMESTAMP(3)',
        },
      ],
      primaryKey: { parts: [{ column: 'id' }] },
      indexes: [
        {
          kind: 'unique',
          name: 'u',
          parts: [{ column: 'email', length: 20, descending: true }],
          method: 'btree',
        },
        { kind: 'index', parts: [{ column: 'kind' }, { column: 'price' }] },
        { kind: 'fulltext', name: 'f', parts: [{ column: 'email' }] },
      ],
      foreignKeys: [
        {
          name: 'fk',
          columns: ['kind'],
          parent: { name: 'other' },
          parentColumns: ['a'],
          onDelete: 'set null',
          onUpdate: 'no action',
        },
      ],
      checks: [{ name: 'c', expression: 'price > 0' }],
      options: {
        engine: 'innodb',
        charset: 'utf8mb4',
        collation: 'utf8mb4_bin',
        rowFormat: 'dynamic',
        comment: 'x',
      },
      temporary: false,
      ifNotExists: true,
    });
  });

  test('on PostgreSQL: names fold, constraints keep their names', () => {
    const statement = one(
      'CREATE TEMP TABLE Users (ID bigserial CONSTRAINT users_pk PRIMARY KEY, "Name" character varying(20) COLLATE "C" NOT NULL DEFAULT E\'a\\nb\', ' +
        "at timestamp(0) WITH TIME ZONE DEFAULT now(), tags text[] DEFAULT '{}'::text[], n numeric(5, 2) GENERATED ALWAYS AS (1 + 2) STORED, " +
        'o int CONSTRAINT o_fk REFERENCES Other ON DELETE CASCADE, CONSTRAINT u UNIQUE (n), CHECK (n > 0))',
      'postgres',
    );
    expect(structure(statement)).toMatchObject({
      table: { name: 'users' },
      temporary: true,
      primaryKey: { name: 'users_pk', parts: [{ column: 'id' }] },
      columns: [
        { name: 'id', type: { name: 'bigserial' }, autoIncrement: true },
        {
          name: 'Name',
          type: { name: 'character varying', length: 20 },
          collation: 'C',
          default: { value: 'a\nb' },
        },
        {
          name: 'at',
          type: { name: 'timestamp with time zone', precision: 0 },
          default: { kind: 'expression' },
        },
        { name: 'tags', type: { name: 'text', text: 'text[]' }, default: { kind: 'expression' } },
        { name: 'n', type: { precision: 5, scale: 2 }, generated: { expression: '1 + 2', stored: true } },
        { name: 'o' },
      ],
      foreignKeys: [
        {
          name: 'o_fk',
          columns: ['o'],
          parent: { name: 'other' },
          parentColumns: [],
          onDelete: 'cascade',
          inline: true,
        },
      ],
      indexes: [{ kind: 'unique', name: 'u', constraint: true }],
      checks: [{ expression: 'n > 0' }],
    });
  });

  test('on SQLite: any words are a type, and there may be none', () => {
    const statement = one(
      'create table [t] (id INTEGER PRIMARY KEY AUTOINCREMENT, a UNSIGNED BIG INT, b varchar(20) default "x", \'c\', `d` text collate nocase unique on conflict ignore) strict, without rowid',
      'sqlite',
    );
    expect(structure(statement)).toMatchObject({
      columns: [
        { name: 'id', type: { name: 'integer', text: 'INTEGER' }, primaryKey: true, autoIncrement: true },
        { name: 'a', type: { text: 'UNSIGNED BIG INT' } },
        { name: 'b', type: { name: 'varchar', length: 20 }, default: { kind: 'literal', value: 'x' } },
        { name: 'c', type: { text: '' } },
        { name: 'd', collation: 'nocase', unique: true },
      ],
      options: { strict: true, withoutRowid: true },
    });
  });

  test.each([
    ['mysql', 'create table a like b', ['a', 'b']],
    ['mysql', 'create table a select * from b join c', ['a']],
    ['mysql', 'create table a (x int) partition by hash (x)', ['a']],
    ['postgres', 'create table a as select * from s.b', ['a']],
    ['postgres', 'create table a (like b including all)', ['a', 'b']],
    ['postgres', 'create table a (x int) inherits (b)', ['a']],
    ['postgres', 'create table a (x int, exclude using gist (x with =))', ['a']],
    ['postgres', 'select 1 as x into a from b', ['a']],
    ['sqlite', 'create table a as select * from b', ['a']],
    ['mariadb', 'create or replace table a (x int)', ['a']],
  ] as const)('%s: %s is not read, and touches its tables', (engine, sql, names) => {
    expect(tables(sql, engine)).toEqual(names);
  });

  test('a key is made of an index on PostgreSQL', () => {
    expect(
      structure(
        one(
          'alter table t add constraint c primary key using index i, add unique using index "J"',
          'postgres',
        ),
      ),
    ).toEqual({
      kind: 'alterTable',
      table: { name: 't' },
      actions: [
        { kind: 'addKeyFromIndex', from: 'i', name: 'c', primary: true },
        { kind: 'addKeyFromIndex', from: 'J', primary: false },
      ],
    });
  });

  test('of a constraint a new name is read on PostgreSQL', () => {
    expect(structure(one('alter table t rename constraint "a" to "B"', 'postgres'))).toEqual({
      kind: 'alterTable',
      table: { name: 't' },
      actions: [{ kind: 'renameConstraint', from: 'a', to: 'B' }],
    });
  });
});

describe('what an engine does not take', () => {
  test.each([
    ['postgres', 'create table `t` (a int)', 'PostgreSQL does not take backticks'],
    ['postgres', 'alter table t modify a int', 'PostgreSQL does not take MODIFY'],
    ['sqlite', 'alter table t modify a int', 'SQLite does not take MODIFY'],
    ['postgres', 'create table t (id int auto_increment)', 'PostgreSQL does not take AUTO_INCREMENT'],
    [
      'sqlite',
      'create table t (id integer primary key auto_increment)',
      'SQLite does not take AUTO_INCREMENT',
    ],
    ['postgres', 'create table t (a int) engine=innodb', 'PostgreSQL does not take the table option ENGINE'],
    ['sqlite', 'create table t (a int) engine=innodb', 'SQLite does not take the table option ENGINE'],
    ['sqlite', 'drop index i on t', 'SQLite does not take DROP INDEX … ON'],
    ['postgres', 'drop index i on t', 'PostgreSQL does not take DROP INDEX … ON'],
    ['mysql', 'create table "t" (a int)', 'MySQL does not take a name in double quotes'],
    ['mysql', 'create table order (a int)', 'MySQL does not take the reserved word "order" as a name'],
    ['mysql', 'drop index if exists i on t', 'MySQL does not take DROP INDEX IF EXISTS'],
    ['mysql', 'create table t (a uuid_)', 'MySQL does not take the type uuid_'],
    ['postgres', 'set foreign_key_checks = 0', 'PostgreSQL does not take the setting foreign_key_checks'],
  ] as const)('%s: %s', (engine, sql, expected) => {
    expect(reason(sql, engine)).toMatch(new RegExp(`^${expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
    expect(one(sql, engine).kind).toBe('foreignSyntax');
  });

  test.each([
    ['sqlite', 'alter table t modify a bigint null', 'alterTable', 'modify'],
    ['sqlite', 'set foreign_key_checks = 0', 'foreignKeyChecks', 'set'],
    ['postgres', 'alter table `t` drop index i', 'alterTable', '`'],
    ['mysql', 'create index concurrently if not exists i on t (a)', 'createIndex', 'if'],
    ['mysql', 'comment on table t is null', 'comment', 'comment'],
  ] as const)('%s: what %s means', (engine, sql, meant, near) => {
    const statement = one(sql, engine);
    expect(statement).toMatchObject({ kind: 'foreignSyntax', meant: [{ kind: meant }] });
    expect(statement.kind === 'foreignSyntax' && sql.slice(statement.at).startsWith(near)).toBe(true);
  });

  test('what no dialect reads may touch the tables that it names', () => {
    expect(one('frobnicate table t with u', 'sqlite')).toMatchObject({
      kind: 'foreignSyntax',
      tables: expect.arrayContaining([{ name: 't' }, { name: 'u' }]),
    });
    expect(one('frobnicate table t with u', 'sqlite')).not.toHaveProperty('meant');
  });

  test('a text that is prepared holds one statement', () => {
    const text = 'create table a (x int); create table b (x int)';
    const kinds = (engine: EngineName) =>
      readPrepared(text, targetFor(engine), origin).map((statement) => statement.kind);
    expect(kinds('sqlite')).toEqual(['createTable']);
    for (const engine of ['mysql', 'mariadb', 'postgres'] as const) {
      expect(kinds(engine)).toEqual(['foreignSyntax']);
      expect(readPrepared(text, targetFor(engine), origin)[0]).toMatchObject({ fault: 'several', at: 24 });
      expect(readPrepared('create table a (x int);', targetFor(engine), origin)).toHaveLength(1);
    }
  });
});

describe('ALTER TABLE', () => {
  test('several steps', () => {
    const statement = one(
      'ALTER TABLE t ADD COLUMN a INT AFTER b, ADD (c int, key k (c)), MODIFY d text, CHANGE e f int NULL, ALTER g SET DEFAULT 1, DROP h, DROP PRIMARY KEY, ' +
        "DROP INDEX i, DROP FOREIGN KEY j, RENAME COLUMN l TO m, RENAME INDEX n TO o, ADD CONSTRAINT p FOREIGN KEY (a) REFERENCES q (r), COMMENT = 'x', ENGINE InnoDB, AUTO_INCREMENT = 3, LOCK=NONE, RENAME TO s",
      'mysql',
    );
    expect(structure(statement)).toEqual({
      kind: 'alterTable',
      table: { name: 't' },
      actions: [
        {
          kind: 'addColumn',
          column: { name: 'a', type: { name: 'int', text: 'INT' }, position: { after: 'b' } },
        },
        { kind: 'addColumn', column: { name: 'c', type: { name: 'int', text: 'int' } } },
        { kind: 'addIndex', index: { kind: 'index', name: 'k', parts: [{ column: 'c' }] } },
        { kind: 'modifyColumn', from: 'd', column: { name: 'd', type: { name: 'text', text: 'text' } } },
        {
          kind: 'modifyColumn',
          from: 'e',
          column: { name: 'f', type: { name: 'int', text: 'int' }, nullable: true },
        },
        { kind: 'alterColumnDefault', column: 'g', default: { kind: 'literal', value: '1' } },
        { kind: 'dropColumn', column: 'h' },
        { kind: 'dropPrimaryKey' },
        { kind: 'dropIndex', name: 'i' },
        { kind: 'dropForeignKey', name: 'j' },
        { kind: 'renameColumn', from: 'l', to: 'm' },
        { kind: 'renameIndex', from: 'n', to: 'o' },
        {
          kind: 'addForeignKey',
          foreignKey: { name: 'p', columns: ['a'], parent: { name: 'q' }, parentColumns: ['r'] },
        },
        { kind: 'setOptions', options: { comment: 'x', engine: 'innodb' } },
        { kind: 'noSchemaChange', what: 'AUTO_INCREMENT' },
        { kind: 'noSchemaChange', what: 'LOCK' },
        { kind: 'renameTo', to: { name: 's' } },
      ],
    });
  });

  test('an identity, with what its sequence does', () => {
    const sql = 'alter table t alter column id add generated by default as identity (start with 10)';
    expect(read(sql, 'postgres')).toMatchObject([
      { kind: 'alterTable', actions: [{ kind: 'addIdentity', column: 'id' }] },
    ]);
    expect(read(sql, 'mysql')).toMatchObject([{ kind: 'foreignSyntax' }]);
  });
  test('RENAME TABLE of several tables is several statements, each with its own text', () => {
    expect(read('RENAME TABLE a TO b, `c` TO `d`;', 'mysql').map(({ sql }) => sql)).toEqual([
      'RENAME TABLE a TO b',
      'RENAME TABLE `c` TO `d`',
    ]);
  });

  test.each([
    ['mysql', 'alter table t convert to character set default', ['t']],
    ['mysql', 'alter table t add partition (partition p values less than (1))', ['t']],
    ['postgres', 'alter table t attach partition p for values in (1)', ['t']],
    ['postgres', 'alter table t drop a, nonsense', ['t']],
    ['sqlite', 'alter table t nonsense', ['t']],
  ] as const)('%s: %s is not read', (engine, sql, names) => {
    expect(tables(sql, engine)).toEqual(names);
  });
});

describe('rows', () => {
  test('literals are kept; anything else is not', () => {
    expect(structure(one("insert into t (a, b) values ('x''y', -1.5), (null, true)", 'mysql'))).toEqual({
      kind: 'data',
      verb: 'insert',
      table: { name: 't' },
      columns: ['a', 'b'],
      rows: [
        ["x'y", -1.5],
        [null, true],
      ],
    });
    expect(structure(one('insert into t (a) values (?), (now())', 'mysql'))).toEqual({
      kind: 'data',
      verb: 'insert',
      table: { name: 't' },
      columns: ['a'],
    });
    expect(structure(one('insert into t values (9007199254740993)', 'sqlite'))).toMatchObject({
      rows: [['9007199254740993']],
    });
  });

  test.each([
    ['mysql', 'update a join b on a.x = b.x set a.y = 1', 'update', null],
    ['mysql', 'delete a from a join b using (x)', 'delete', null],
    ['mysql', 'update a set x = 1, `y` = (select 2)', 'update', 'a'],
    ['postgres', 'delete from a using b where a.x = b.x', 'delete', null],
    ['postgres', 'truncate a, b', 'truncate', null],
    ['sqlite', 'replace into a values (1)', 'insert', 'a'],
    ['sqlite', 'select * from a where x = 1', 'select', 'a'],
    ['sqlite', 'select * from a, b', 'select', null],
    ['mysql', 'with q as (select 1) delete from a', 'delete', null],
  ] as const)('%s: %s', (engine, sql, verb, table) => {
    const statement = one(sql, engine);
    expect(statement).toMatchObject({ kind: 'data', verb, table: table === null ? null : { name: table } });
  });

  test('locks', () => {
    expect(lockOf('select * from t for update')).toBe('update');
    expect(lockOf('SELECT 1 FROM t FOR NO KEY UPDATE', 'postgres')).toBe('update');
    expect(lockOf('select * from t lock in share mode')).toBe('share');
    expect(lockOf('select * from t for key share')).toBe('share');
    expect(lockOf("select 'for update' /* for update */ -- for update\n from t")).toBeUndefined();
    expect(one('select * from t where a = 1 for update', 'mysql')).toMatchObject({ lock: 'update' });
    expect(reason('select * from t for share', 'mariadb')).toMatch(/does not take FOR SHARE/);
  });
});

describe('the rest', () => {
  test.each([
    ['mysql', 'SET FOREIGN_KEY_CHECKS=0', { kind: 'foreignKeyChecks', enabled: false }],
    ['mysql', 'SET @@SESSION.foreign_key_checks = ON', { kind: 'foreignKeyChecks', enabled: true }],
    ['mysql', 'SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS', { kind: 'foreignKeyChecks', enabled: true }],
    ['mysql', 'SET GLOBAL foreign_key_checks = 0', { kind: 'noSchemaChange' }],
    ['mysql', '/*!40014 SET FOREIGN_KEY_CHECKS=0 */', { kind: 'foreignKeyChecks', enabled: false }],
    ['mariadb', '/*!80013 SET FOREIGN_KEY_CHECKS=0 */ select 1', { kind: 'data' }],
    ['sqlite', 'PRAGMA foreign_keys = OFF', { kind: 'foreignKeyChecks', enabled: false }],
    ['postgres', 'SET CONSTRAINTS ALL DEFERRED', { kind: 'foreignKeyChecks', enabled: false }],
    ['postgres', 'begin', { kind: 'transaction', action: 'begin' }],
    ['postgres', 'release savepoint a', { kind: 'transaction', action: 'commit' }],
    [
      'postgres',
      'comment on column s.t."C" is \'x\'',
      { kind: 'comment', table: { schema: 's', name: 't' }, column: 'C', comment: 'x' },
    ],
    ['postgres', 'drop index concurrently if exists i', { kind: 'dropIndex', name: 'i', ifExists: true }],
    ['postgres', '', { kind: 'noSchemaChange', what: 'nothing' }],
    ['mysql', '-- nothing', { kind: 'foreignSyntax', fault: 'empty', meant: [] }],
  ] as const)('%s: %s', (engine, sql, expected) => {
    expect(one(sql, engine)).toMatchObject(expected);
  });

  test.each([
    ['postgres', 'do $$ begin alter table a add b int; end $$', ['begin', 'a', 'add', 'b', 'int']],
    ['postgres', "do $$ begin execute 'drop table ' || x; end $$", 'any'],
    ['mysql', 'call p(1)', 'any'],
    ['mysql', 'use other', 'any'],
    ['postgres', 'set search_path to other', 'any'],
    ['postgres', 'create recursive view v (n) as select * from a', ['v', 'a']],
    ['postgres', 'create view v as with recursive a as (select 1 from b) select * from a', ['v', 'b', 'a']],
    ['postgres', 'create type mood as (a int)', []],
    ['postgres', 'create trigger t before update of x on a for each row execute function f()', []],
    ['sqlite', 'create trigger t after insert on a begin delete from b; end', ['a', 'b']],
    ['mysql', "set sql_mode = ''", []],
    ['mysql', 'DELIMITER //\ncreate procedure p() begin end//', 'any'],
    ['sqlite', "select 'a", ['a']],
  ] as const)('%s: %s may touch', (engine, sql, expected) => {
    const found = tables(sql, engine);
    if (sql.startsWith('do $$ begin alter')) expect(found).toContain('a');
    else if (sql === "select 'a") expect(reason(sql, engine)).toMatch(/not closed/);
    else expect(found).toEqual(expected);
  });

  test.each([
    ['postgres', 'alter table t drop a, nonsense', 'parts'],
    ['postgres', 'alter table t add a int, nonsense', undefined],
    ['postgres', 'drop function f(int) cascade', 'parts'],
    ['postgres', 'alter view v rename to w', 'tables'],
    ['postgres', 'do $$ begin alter table a add b int; end $$', undefined],
    ['postgres', 'do $$ begin alter table a drop b; end $$', 'tables'],
    ['postgres', 'create recursive view v (n) as select * from a', undefined],
    ['mysql', 'call p(1)', 'tables'],
    ['mysql', 'rename table a to other.a', 'tables'],
  ] as const)('%s: what %s may take away', (engine, sql, expected) => {
    expect(one(sql, engine)).toMatchObject({ kind: 'notUnderstood' });
    expect((one(sql, engine) as { takesAway?: string }).takesAway).toBe(expected);
  });

  test('several statements each have their own text and the same origin', () => {
    const statements = read('create table a (x int); -- and\ninsert into a values (1);', 'mysql');
    expect(statements.map(({ sql }) => sql)).toEqual(['create table a (x int)', 'insert into a values (1)']);
    expect(statements.every((statement) => statement.origin === origin)).toBe(true);
  });
});

test.each(ENGINE_NAMES)('%s: whatever the text, there is an answer', (engine) => {
  const words =
    "create table alter index drop add column t a ( ) , ; int varchar 10 not null default 'x' \"y\" `z` primary key unique references on delete set check constraint as select from where values insert into update rename to if exists . = :: [ ] + E'\\ $$ /*! */ -- \n generated always identity modify type using".split(
      ' ',
    );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), { maxLength: 25 }),
      (parts) => {
        const statements = read(parts.join(' '), engine);
        expect(statements.length).toBeGreaterThan(0);
        for (const statement of statements) {
          if (statement.kind === 'notUnderstood') expect(statement.reason).not.toBe('');
        }
      },
    ),
    { numRuns: 500 },
  );
});
