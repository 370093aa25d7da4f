/** Which changes of a table copy it: asked of the engines themselves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeFor } from '../../src/engines/index.ts';
import { readSql } from '../../src/frontends/sql/read.ts';
import type { TableWork, Target } from '../../src/schema/index.ts';
import { engineUrl } from '../support/engine-url.ts';
import { origin, target } from '../support/timeline.ts';

const at = origin('t.sql', 1, 't');

/** What the judge says of an ALTER after these statements. */
function told(on: Target, earlier: readonly string[], sql: string): readonly TableWork[] {
  const judge = judgeFor(on.engine);
  let catalog = judge.initial(on);
  for (const text of earlier)
    for (const statement of readSql(text, on, at)) catalog = judge.judge(catalog, statement, on).after;
  return readSql(sql, on, at).flatMap((statement) => {
    const { outcome, after } = judge.judge(catalog, statement, on);
    expect([sql, outcome]).toEqual([sql, 'accepts']);
    return judge.tableWork?.(on, statement, catalog, after) ?? [];
  });
}

const MYSQL_TABLE = `create table t (id bigint unsigned not null auto_increment primary key, a int not null,
  b varchar(20) not null, c varchar(60) null, d decimal(8,2) not null default 0, e enum('x','y') not null, f text,
  g timestamp null, h varchar(20) character set latin1, p_id bigint unsigned null, k varchar(10) not null,
  m smallint null, key k (k), key p (p_id)) engine=innodb default charset=utf8mb4`;
const PARENT = 'create table p (id bigint unsigned not null primary key) engine=innodb';

const MYSQL_CASES = [
  'add n int null',
  'add n int not null default 5',
  'add n int null after id',
  'add n int not null default (1 + 1)',
  "add n varchar(9) not null default (concat('a', 'b'))",
  'add n int null default (a + 1)',
  "add n text default ('x')",
  'add n timestamp not null default current_timestamp',
  'add n int as (a + 1) virtual',
  'add n int as (a + 1) stored',
  'add n int null check (n > 0)',
  'add n json null',
  'add n int null, drop column f',
  'drop column f',
  'change b b2 varchar(20) not null',
  'modify b varchar(40) not null',
  'modify b varchar(100) not null',
  'modify b varchar(10) not null',
  'modify c varchar(63) null',
  'modify c varchar(64) null',
  'modify k varchar(40) not null',
  'modify h varchar(200) character set latin1',
  'modify h varchar(300) character set latin1',
  'modify b text not null',
  'modify f longtext',
  'modify a bigint not null',
  'modify a int unsigned not null',
  'modify m int null',
  'modify d decimal(10,2) not null default 0',
  'modify c varchar(60) not null',
  'modify b varchar(20) null',
  "modify b varchar(20) not null default 'q'",
  "modify b varchar(20) not null comment 'hi'",
  "modify e enum('x','y','z') not null",
  "modify e enum('x','z','y') not null",
  'modify h varchar(20) character set utf8mb4',
  'modify b varchar(20) character set utf8mb4 collate utf8mb4_bin not null',
  'modify k varchar(10) character set utf8mb4 collate utf8mb4_bin not null',
  'modify b varchar(20) not null first',
  'add index (a)',
  'add unique (a)',
  'add fulltext (f)',
  'drop index k',
  'rename index k to k2',
  'modify id bigint unsigned not null',
  'add constraint fk1 foreign key (p_id) references p (id)',
  'add constraint c1 check (a > -5)',
  "comment 'x'",
  'default character set latin1',
];

describe.each([
  ['MYSQL', 'mysql@9.7'],
  ['MARIADB', 'mariadb@10.11'],
] as const)('%s', (variable, id) => {
  const url = engineUrl(variable);
  const database = `dialint_table_work_${variable.toLowerCase()}`;
  let query: (sql: string) => Promise<unknown> = async () => undefined;
  let close: () => Promise<void> = async () => undefined;

  beforeAll(async () => {
    if (url === undefined) return;
    const { createConnection } = await import('mysql2/promise');
    const connection = await createConnection(url.replace(/^mariadb:/, 'mysql:'));
    query = (sql) => connection.query(sql);
    close = async () => {
      await query(`drop database if exists ${database}`);
      await connection.end();
    };
    await query(`drop database if exists ${database}`);
    await query(`create database ${database}`);
    await query(`use ${database}`);
  });
  afterAll(() => close());

  /** Is it done without a copy, and without keeping others from writing? */
  async function isOnline(sql: string): Promise<boolean> {
    for (const how of ['algorithm=instant', 'algorithm=inplace, lock=none']) {
      await query('drop table if exists t');
      await query('drop table if exists p');
      await query(PARENT);
      await query(MYSQL_TABLE);
      await query(
        "insert into t (a, b, c, e, f, k) values (1, 'x', 'c', 'x', 'f', 'k1'), (2, 'y', 'c', 'x', 'f', 'k2')",
      );
      try {
        await query(`alter table t ${sql}, ${how}`);
        return true;
      } catch (error) {
        const { errno } = error as { errno?: number };
        if (errno !== 1845 && errno !== 1846) throw error;
      }
    }
    return false;
  }

  it.skipIf(url === undefined).each(MYSQL_CASES)('%s', async (sql) => {
    const work = told(target(id), [PARENT, MYSQL_TABLE], `alter table t ${sql}`);
    expect([sql, work.length === 0]).toEqual([sql, await isOnline(sql)]);
  });
});

/**
 * What MariaDB 11.8.9 said to `ALTER TABLE …, LOCK=NONE`: from 11.2 on it copies online. Recorded, since the servers at
 * hand are older.
 */
const CASCADING = (action: string): string =>
  `create table t (id int primary key, p int, n int, q text, constraint f foreign key (p) references p (id) ${action}) engine=innodb`;
const ONLINE_COPIES: readonly [string, string, boolean][] = [
  [MYSQL_TABLE, 'modify d decimal(20,2)', true],
  [MYSQL_TABLE, 'modify a bigint', true],
  [MYSQL_TABLE, 'add n int as (a + 1) stored', true],
  [MYSQL_TABLE, 'add fulltext (f)', true],
  [MYSQL_TABLE, 'add check (a > -5)', true],
  [MYSQL_TABLE, 'add n varchar(40) default (uuid())', true],
  [MYSQL_TABLE, 'add constraint fk1 foreign key (p_id) references p (id) on delete cascade', true],
  ['create table t (a int) engine=innodb', 'add id int auto_increment primary key', false],
  ['create table t (id int primary key) engine=innodb', 'modify id int auto_increment', false],
  [
    'create table t (id int auto_increment primary key) engine=innodb',
    'modify id bigint auto_increment',
    true,
  ],
  [CASCADING(''), 'modify n bigint', true],
  [CASCADING('on delete no action on update restrict'), 'modify n bigint', true],
  [CASCADING('on delete cascade'), 'modify n bigint', false],
  [CASCADING('on delete set null'), 'modify n bigint', false],
  [CASCADING('on update cascade'), 'modify n bigint', false],
  [CASCADING('on update set null'), 'modify n bigint', false],
  [CASCADING('on delete cascade'), 'add fulltext (q)', false],
  [CASCADING('on delete cascade'), 'add index (n)', true],
  [CASCADING('on delete cascade'), 'add zz int', true],
  [CASCADING('on delete cascade'), 'drop foreign key f, modify n bigint', false],
];

it.each(ONLINE_COPIES)('MariaDB 11.8: %s: %s: %s', (table, sql, online) => {
  const parent = table === MYSQL_TABLE ? PARENT : 'create table p (id int primary key) engine=innodb';
  const work = told(target('mariadb@11.8'), [parent, table], `alter table t ${sql}`);
  expect([sql, work.length === 0]).toEqual([sql, online]);
});

const POSTGRES_TABLE = `create table t (id bigserial primary key, a integer not null, b varchar(20) not null,
  c varchar(60), d numeric(8,2) not null, f text, g timestamp(0), h timestamp(6), i timestamptz, j json, l char(10),
  m smallint, n boolean, o date, u uuid, v varchar, k varchar(10))`;

const POSTGRES_CASES = [
  'add column z integer',
  'add column z integer not null default 5',
  'add column z timestamp default now()',
  'add column z timestamp default current_timestamp',
  'add column z uuid default gen_random_uuid()',
  'add column z double precision default random()',
  'add column z bigserial',
  'add column z integer generated always as (a + 1) stored',
  'drop column f',
  'alter b type varchar(40)',
  'alter b type varchar(10)',
  'alter b type text',
  'alter b type varchar',
  'alter f type varchar(255)',
  'alter a type bigint',
  'alter a type smallint',
  'alter a type integer',
  'alter d type numeric(10,2)',
  'alter d type numeric(8,3)',
  'alter d type numeric(6,2)',
  'alter d type numeric',
  'alter g type timestamp(6)',
  'alter h type timestamp(0)',
  'alter j type jsonb using j::jsonb',
  'alter l type char(20)',
  'alter b type char(20)',
  'alter v type text',
  'alter v type varchar(10)',
  'alter o type timestamp',
  'alter m type integer',
  'alter u type text',
  'alter n type integer using n::integer',
  'alter k type varchar(20) using k::varchar',
  'alter a set not null',
  "alter b set default 'x'",
];

describe('PostgreSQL', () => {
  const url = engineUrl('POSTGRES');
  let query: (sql: string) => Promise<unknown> = async () => undefined;
  let file: () => Promise<unknown> = async () => undefined;
  let close: () => Promise<void> = async () => undefined;

  beforeAll(async () => {
    if (url === undefined) return;
    const { default: pg } = await import('pg');
    const client = new pg.Client(url);
    await client.connect();
    query = (sql) => client.query(sql);
    file = async () => (await client.query("select pg_relation_filenode('t') as f")).rows[0]?.f;
    close = async () => {
      await query('drop schema if exists dialint_table_work cascade');
      await client.end();
    };
    await query('drop schema if exists dialint_table_work cascade');
    await query('create schema dialint_table_work');
    await query('set search_path = dialint_table_work');
  });
  afterAll(() => close());

  it.skipIf(url === undefined).each(POSTGRES_CASES)('%s', async (sql) => {
    await query('drop table if exists t');
    await query(POSTGRES_TABLE);
    await query("insert into t (a, b, d, k, f) values (1, 'x', 1, '1', '1')");
    const before = await file();
    await query(`alter table t ${sql}`);
    const work = told(target('postgres@15'), [POSTGRES_TABLE], `alter table t ${sql}`);
    expect([sql, work.some((one) => one.work === 'copy')]).toEqual([sql, before !== (await file())]);
  });
});
