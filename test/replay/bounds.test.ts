/** What a replay sends, and what it does not, since it reaches beyond the replay's own database. */
import { describe, expect, it } from 'vitest';
import { beyondBounds } from '../../src/replay/bounds.ts';
import type { EngineName } from '../../src/schema/index.ts';

const OWN = 'dialint_0123456789abcdef';

const REFUSED: readonly (readonly [EngineName, string])[] = [
  ['mysql', 'USE other'],
  ['mysql', 'use `other`;'],
  ['mysql', 'drop database shop'],
  ['mysql', 'DROP SCHEMA shop'],
  ['mysql', 'create database shop'],
  ['mysql', 'alter database shop character set utf8mb4'],
  ['mysql', "GRANT ALL ON *.* TO 'x'@'%'"],
  ['mysql', 'revoke all on a.* from x'],
  ['mysql', "create user x identified by 'y'"],
  ['mysql', 'SET GLOBAL innodb_lock_wait_timeout = 1'],
  ['mysql', 'set @@global.max_connections = 1'],
  ['mysql', 'set session sort_buffer_size = 1, global max_connections = 2'],
  ['mysql', 'SET PERSIST max_connections = 1'],
  ['mysql', "load data infile '/etc/passwd' into table t"],
  ['mysql', "select * from t into outfile '/tmp/x'"],
  ['mysql', "select load_file('/etc/passwd')"],
  ['mysql', 'SHUTDOWN'],
  ['mysql', 'create event e on schedule every 1 hour do delete from t'],
  ['mysql', "prepare s from 'drop database shop'"],
  ['mariadb', "execute immediate 'drop database shop'"],
  ['mysql', 'delete from shop.orders'],
  ['mysql', 'insert into `shop`.`orders` (id) values (1)'],
  ['mysql', 'drop table if exists shop.orders'],
  ['mysql', 'alter table shop.orders add x int'],
  ['mysql', 'create table x like shop.orders'],
  ['mysql', 'select 1 from a join shop.b on a.id = b.id'],
  ['mysql', '/*! drop database shop */'],
  ['mysql', 'create trigger g before insert on t for each row delete from shop.orders'],
  ['postgres', 'drop database shop'],
  ['postgres', "copy t from program 'id'"],
  ['postgres', "COPY t TO '/tmp/x'"],
  ['postgres', 'alter system set work_mem = 1'],
  ['postgres', 'create role x'],
  ['postgres', 'grant select on t to public'],
  ['postgres', 'set role admin'],
  ['postgres', "select pg_read_file('/etc/passwd')"],
  ['postgres', `select "pg_read_file" ('/etc/passwd')`],
  ['postgres', "do $$ begin perform dblink_connect('x'); end $$"],
  ['postgres', "do $$ begin execute 'x'; alter system reset all; end $$"],
  ['sqlite', "attach database '/tmp/x.db' as x"],
  ['sqlite', "select 1; ATTACH 'x' AS y"],
  ['sqlite', "vacuum into '/tmp/x'"],
  ['sqlite', "select load_extension('x')"],
];

const SENT: readonly (readonly [EngineName, string])[] = [
  ['mysql', 'alter table `users` add `use` int'],
  ['mysql', "insert into t (text) values ('drop database shop; use other')"],
  ['mysql', '-- drop database shop\nselect 1'],
  ['mysql', '# use other\nselect 1'],
  ['mysql', '/* grant all */ select 1'],
  ['mysql', `create table ${OWN}.t (id int)`],
  ['mysql', 'update a join b on a.id = b.id set a.x = b.x'],
  ['mysql', 'update orders as o inner join users u on u.id = o.user_id set o.x = u.x'],
  ['mysql', 'select table_name from information_schema.tables'],
  ['mysql', 'set session sql_mode = ?'],
  ['mysql', 'SET FOREIGN_KEY_CHECKS=0'],
  ['mysql', 'create table grants (id int, `database` varchar(20), roles int)'],
  ['mysql', 'alter table t add constraint c foreign key (a) references p (id)'],
  ['mysql', "alter table t comment 'shop.orders'"],
  ['postgres', 'create schema reports'],
  ['postgres', 'create table reports.t (id int)'],
  ['postgres', 'create extension if not exists pg_trgm'],
  ['postgres', 'alter table "users" add column "role" text'],
  ['postgres', "comment on column t.c is 'copy this from the program'"],
  ['postgres', 'alter table "copy" add column "from" text'],
  ['sqlite', 'create table attachments (id integer, attach text)'],
  ['sqlite', 'alter table "t" add column "attach" varchar'],
  ['sqlite', 'pragma foreign_keys = off'],
];

describe('beyondBounds', () => {
  it.each(REFUSED)('%s: not %s', (engine, sql) => {
    expect(beyondBounds(engine, sql, OWN)).toMatch(/^it /);
  });

  it.each(SENT)('%s: %s', (engine, sql) => {
    expect(beyondBounds(engine, sql, OWN)).toBeNull();
  });
});
