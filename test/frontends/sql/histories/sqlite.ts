/** Histories for SQLite; each begins in an empty database, one statement per line. `?`: the outcome is not known. */
import { TABLES_READ_BESIDES } from './tables-read-besides.ts';

export const SQLITE = `
## types
create table t1 (a integer, b int, c bigint unsigned, d varchar(255), e decimal(10, 2), f, g double precision, h native character(70), i blob, j numeric(5), k text, l boolean, m datetime, n unsigned big int)
create table t2 (id integer primary key autoincrement not null, a text not null default 'x')
create table t3 (id integer auto_increment primary key)
create table t4 (a "my type", [b c] int, \`d\` text, 'e' int)
create table t5 (a any, b text) strict
create table t6 (a int primary key, b text) without rowid
create table t7 (a nosuch) strict
create table t8 (a int primary key, b int) strict, without rowid

## definitions
create table users (id integer primary key autoincrement, email varchar not null unique, name text null default 'it''s', score int not null default -1, created_at datetime default current_timestamp, n default null, k text collate nocase)
CREATE TABLE IF NOT EXISTS users (x int)
create table "users" (x int)
create table main.qualified (x int)
create table posts (id integer primary key asc, user_id integer not null references users (id) on delete cascade on update set null deferrable initially deferred, n int check (n > 0), g int generated always as (n * 2) stored, v int as (n + 1), w int generated always as (n) virtual, u int unique on conflict ignore)
create table k (a int, b int, c int, constraint k_pk primary key (a, b), constraint k_u unique (c) on conflict replace, unique (b, c), constraint k_c check (a > b), check (c > 1), foreign key (a) references users on delete set default)
create table d (a default 1.5, b default (datetime('now')), c default 'x', d default true, e default x'ff', f default (1 + 2), g default +5, h default 1e3, i default foo)
create temporary table tmp (a int)
create temp table tmp2 (a int)
create table dup (a int, a int)
create table two (a int primary key, b int primary key)
create table badpk (a int, primary key (nope))
create table badfk (a int, foreign key (nope) references users (id))
create table coll (a text collate nope)
create table auto (a text primary key autoincrement)
create table sqlite_x (a int)
create table onlyg (g int as (1))
create table strictly (a int, b text not null on conflict fail) 

## alter
create table a (id integer primary key, x varchar(10), y int, z int unique)
alter table a add b int
alter table a add column c text default 'x' collate nocase
alter table a add column d int references a (id) on delete set null
alter table a add column e int check (e > 0)
alter table a add column f int as (y + 1)
alter table a add b int
alter table a add column p int primary key
alter table a add column q int unique
alter table a rename column x to xx
alter table a rename y to yy
alter table a rename column nope to n
alter table a drop column b
alter table a drop c
alter table a drop column z
alter table a drop column id
alter table a drop column nope
alter table a rename to b
alter table b rename to "c d"
alter table nope add x int
alter table "c d" add column q int, add column r int
alter table "c d" add primary key (xx)
alter table "c d" add constraint fk foreign key (xx) references a (id)
drop table "c d"
drop table "c d"
drop table if exists "c d"
drop table a, b

## indexes
create table i (a varchar(100), b text, c int)
create index i_a on i (a)
create unique index i_ab on i (a desc, b collate nocase asc)
create index "i q" on i ("c")
create index i_lower on i (lower(a))
create index i_expr on i (c + 1, a || b desc)
create index i_where on i (c) where c > 5 and a is not null
create index if not exists i_a on i (b)
create index main.i_main on i (c)
create index [i br] on [i] ([a])
create index i_a on i (b)
create index i on i (b)
create index x on i (nope)
create index x on nope (a)
drop index i_a
drop index if exists i_a
drop index i_a
drop index main.i_main
create table u (a int unique)
drop index sqlite_autoindex_u_1

## a shop
create table categories (id integer primary key autoincrement not null, parent_id integer, slug varchar not null, foreign key (parent_id) references categories (id) on delete cascade)
create unique index categories_slug_unique on categories (slug)
create table products (id integer primary key autoincrement not null, category_id integer not null, sku varchar not null, price numeric not null default '0', stock integer not null default 0, attributes text, published tinyint(1) not null default '0', deleted_at datetime, foreign key(category_id) references categories(id))
create unique index "products_sku_unique" on "products" ("sku")
create index products_live on products (category_id, price desc) where deleted_at is null
create index products_attr on products (json_extract(attributes, '$.color'))
alter table products add column weight real
alter table products add column "height" real default 0.0
alter table products add column width real not null default 1
alter table products add column code text generated always as (sku || '-' || id) virtual
alter table products add column tax numeric(5, 2) default null
alter table products add supplier_id integer references suppliers (id)
alter table products rename column width to breadth
alter table products drop column weight
alter table products drop column category_id
alter table products drop column price
alter table products rename to goods
create table suppliers (id integer primary key, name text collate rtrim unique, country char(2) default 'DE' check (length(country) = 2))
create index suppliers_name on suppliers (name collate binary, country)
create table goods_suppliers (goods_id integer not null references goods, supplier_id integer not null references suppliers (id) on update no action, primary key (goods_id, supplier_id)) without rowid
create table "order" ("id" integer not null primary key, "key" text, "group" integer, unique ("key", "group"))
create index "order_index" on "order" ("group")
insert into "order" ("key", "group") values ('a', 1)
update "order" set "key" = 'b' where "group" = 1
delete from "order"
alter table "order" rename column "key" to "label"
alter table "order" add column created_at datetime null
drop index "order_index"
drop table "order"
drop index products_sku_unique
drop index if exists products_live
pragma foreign_keys = off
drop table categories
drop table if exists goods_suppliers
PRAGMA foreign_keys = ON
drop table suppliers
create table if not exists suppliers (id integer)
create table logs (at text default current_timestamp, day text default current_date, clock text default current_time, n int default -1.5, s text default "double")
create table multi (a int constraint nn not null constraint d default 5 constraint u unique, b int null)
create table "weird "" name" ("a ""b""" int)
drop table "weird "" name"
create index logs_at on logs (at); 
/* a comment */ create table commented (a int) -- to the end
create table fk2 (a int, b int, foreign key (a, b) references multi (a, b) match full on delete no action not deferrable initially immediate)

## data and sessions
create table r (id integer primary key, n varchar(10), m int)
insert into r (n, m) values ('a', 1), ('b', -2.5), (null, null)
insert or ignore into r (id, n) values (1, 'x')
insert into r (n) values ('c') on conflict (id) do update set n = excluded.n returning id
insert into r default values
insert into r (n, m) select n, m from r
insert into r (nope) values (1)
insert into nope (n) values (1)
replace into r (id, n) values (1, 'z')
update r set n = 'y', m = m + 1 where id in (1, 2)
update or ignore r set n = 'z'
update r set nope = 1
update r set n = x.n from r x where x.id = r.id
delete from r where id = 3 returning *
delete from nope
select * from r
select * from r as q where q.id = 1
with q as (select 1 as x) select * from q
values (1), (2)
explain select * from r
pragma foreign_keys = on
pragma foreign_keys(0)
pragma foreign_keys
pragma journal_mode = memory
pragma table_info("r")
begin
commit
begin immediate transaction
savepoint s1
rollback to s1
release s1
end transaction
begin exclusive
rollback
analyze
analyze r
reindex r
vacuum
drop trigger if exists tr
? create trigger tr after insert on r begin update r set n = 'x' where id = new.id; end
create view v as select * from r
drop view v
? create virtual table vt using fts5(a)
? create table copy as select * from r
? attach database ':memory:' as other

## syntax of others
create table o (a int, b varchar(20))
create table o2 (a integer primary key auto_increment)
create table o3 (a int) engine=innodb
create table o4 (a int, key ka (a))
create table o5 (a int comment 'x')
create table o6 (a int not null comment 'x')
create table o7 (a int(5) unsigned)
create table o8 (a enum('x', 'y'))
create table order (a int)
create table o9 (a int) default charset=utf8
? create table o10 (a int,)
? create table o11 (a int) nonsense
? create table o12 (a int default now())
create table o13 (a timestamp default current_timestamp on update current_timestamp)
create table o14 (a int, primary key (a), b int)
? create table o15 ()
create table o16 (a int[])
alter table o modify a bigint
alter table o change a c bigint
alter table o drop index x
alter table o drop foreign key x
alter table o drop primary key
alter table o add index x (a)
alter table o add unique index x (a)
alter table o add c int after a
alter table o add column if not exists c int
alter table o drop column if exists c
alter table o rename index x to y
alter table o comment 'x'
alter table o convert to character set utf8mb4
alter table o
drop index x on o
create fulltext index x on o (b)
create index x on o (b(10))
create index concurrently x on o (b)
create index x on o using btree (b)
insert ignore into o (a) values (1)
insert into o (a) values (1) on duplicate key update a = 1
? insert into o (a) values (1, 2)
insert into o set a = 1
update o join o p on true set a = 1
set foreign_key_checks = 0
show tables
describe o
rename table o to p
start transaction
lock tables o write
create sequence s
create type mood as enum ('a')
create schema s
comment on table o is 'x'
truncate table o
select * from o for update
drop table o cascade
create table o17 (a int generated by default as identity)
create table o18 (a int) charset=utf8
create table o19 (a int) comment 'x'
create table o20 (a int) collate utf8
alter table o modify column a bigint null
alter table o add key (a)
alter table o alter column a type bigint
select a::text from o
alter table o add unique key x (a)
alter table o rename constraint a to c
alter table o disable keys
alter table if exists o add q int
update o x set a = 1
update o, o as p set a = 1
delete o from o
delete from o using o p where 1 = 1
insert o (a) values (1)
select * from o lock in share mode
select * from o for share
create function f() returns int return 1
create extension if not exists citext
drop extension if exists citext
drop function if exists f
drop type if exists mood
drop index x on o
drop table o restrict
set names utf8
do $$ begin perform 1; end $$
grant select on o to x
use x
copy o from stdin
optimize table o
/* then */ set @a = 1
call f()
create unique index concurrently if not exists i on o (b)
drop index concurrently if exists i
alter table \`o\` change a mail text
alter table main.o engine = InnoDB
alter table o add unique i (b)
alter table o add foreign key (a) references o (a)
alter table o add primary key (a)
alter table o add constraint u unique (a)
alter database x character set utf8mb4
alter table o owner to x
alter table o order by a
alter view v as select 1
create or replace view v as select a from o

## views
create table t (a int, b int, c int)
create view t as select 1
create view v as select a from t
create view v as select a from t
create view if not exists v as select a from t
create table v (a int)
create table if not exists v (a int)
drop view t
drop view if exists t
drop view nope
drop view if exists nope
drop table v
alter table v rename to v2
alter table t add column d int
alter table t rename to t2
? alter table t2 drop column b
drop table t2
create table q (x int, y int)
alter table q add column z int
? alter table q rename to q2
drop view v

## what types take
create table t1 (a int(11) not null, b varchar(5, 2), c decimal(-5, +2), d int unsigned, e varchar(1.5))
create table t (a enum('a', 'b'))
create table t (a varchar(max))
create table t (a varchar())
create table t (a decimal(5,2,1))
create table t (a decimal(,))
create table t (a varchar(5) binary)
create table t (a int(5) unsigned)
create table t (a int(5) auto_increment)
create table t (a int(5)(5))
create table t (a varchar(5) character set utf8)
alter table t1 add x enum('a')

## indexes of another schema
create table t (a int)
create index t_a on t (a)
drop index if exists t.t_a
? drop index t.t_a
? create index t_a on t (a)
drop index if exists main.t_a

${TABLES_READ_BESIDES}
drop view v
`;
