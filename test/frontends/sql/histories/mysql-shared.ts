/**
 * Histories that MySQL and MariaDB answer alike; each begins in an empty database, one statement per line. `?`: it is
 * expected that the outcome is not known.
 */
import { TABLES_READ_BESIDES } from './tables-read-besides.ts';

export const MYSQL_SHARED = `
## types
create table t1 (a bit(3), b tinyint, c smallint unsigned, d mediumint(5) zerofill, e int(11), f integer unsigned, g bigint(20) unsigned not null)
CREATE TABLE t2 (a decimal(10,2), b dec(5), c numeric(6,3) unsigned, d fixed(4,1), e float, f float(7,3), g double, h double precision, i real)
create table t3 (a date, b time(3), c datetime(6), d timestamp null default null, e year)
create table t4 (a char(10), b varchar(255), c character varying(20), d binary(16), e varbinary(20), f char varying(5), g nchar(3), h national varchar(5), i national character varying(4))
create table t5 (a tinytext, b text, c mediumtext, d longtext, e tinyblob, f blob, g mediumblob, h longblob, i json)
create table t6 (a enum('x','y''z'), b set('a','b') default 'a,b', c enum("q") character set latin1 collate latin1_bin not null default "q")
create table t7 (a geometry, b point, c linestring, d polygon, e multipoint, f geometrycollection)
create table t8 (id serial, v bool, w boolean default true, x int default false)
create table t9 (a text(1000), b blob(10), c long varchar, d int signed)

## definitions
create table users (id bigint unsigned not null auto_increment primary key, email varchar(255) not null unique, name varchar(100) null default 'it''s', score int not null default -1, created_at timestamp default current_timestamp on update current_timestamp) default character set utf8mb4 collate 'utf8mb4_unicode_ci' engine = InnoDB comment='the users'
CREATE TABLE IF NOT EXISTS \`users\` (\`x\` int)
create table users (x int)
create table \`a b\` (\`c d\` int not null, \`select\` varchar(3) character set ascii collate ascii_bin comment 'a comment', key \`k\` (\`c d\`), index (\`select\`))
create table posts (id int auto_increment, user_id bigint unsigned, body text, g int generated always as (id_ * 2) virtual, s int as (id_ + 1) stored, id_ int, primary key (id), unique key uq (id_), key by_user using btree (user_id), fulltext key ft (body), constraint fk_user foreign key (user_id) references users (id) on delete cascade on update cascade)
create table c (n int check (n > 0), m int, constraint positive check (m > n), check (m < 100))
create table d (a datetime default current_timestamp(), b datetime(3) default now(3) on update current_timestamp(3), c varchar(10) default (concat('a', 'b')), d int default 0x1f, e bit(2) default b'10', f double default 1.5e3)
create table e1 (a int, primary key using btree (a), unique index u (a), unique u2 (a), unique key (a), index i2 (a) comment 'x' key_block_size=8)
create temporary table tmp (a int)
create table e2 (id int primary key, parent int, foreign key (parent) references e2 (id) on delete set null) row_format=dynamic auto_increment=100 charset=utf8mb4 max_rows=5 stats_persistent=0
create table e3 (a varchar(20), b varchar(20), primary key (a(5) asc, b desc))
create table e4 (k int key, u int unique key)
create table e5 (l geometry not null, spatial key sp (l))
create table e6 (a int) engine myisam
create table e7 (a int) default charset = latin1, collate = latin1_swedish_ci
create table e8 (a int invisible, b int)
create table e9 (a int references users (id))
create table e10 (uid bigint unsigned references users (id) on delete cascade)
alter table e10 drop column uid
create table missing_parent (a int, foreign key (a) references nothing_there (id))

## alter
create table a (id int, x varchar(10), y int)
alter table a add z int
alter table a add column (p int, q varchar(5) default 'x'), add constraint primary key (id)
alter table a add column first_ int first, add after_ int after id, modify x varchar(20) not null default '', change column y y2 bigint unsigned null comment 'y'
alter table a add index (x), add key k2 (z, p), add unique u1 (q), add unique key u2 (first_), add fulltext index f (x)
alter table a alter z set default 5
alter table a alter column z drop default
alter table a alter p set default '7'
alter table a drop column first_, drop after_, drop index k2
alter table a rename index u1 to u3
alter table a rename column z to zz
alter table a rename key u3 to u4
alter table a drop key u4
alter table a drop primary key, add primary key (id, y2)
alter table a comment 'x', engine=innodb
alter table a auto_increment = 5
alter table a modify zz int, algorithm=copy
alter table a add w int, algorithm=copy, lock=shared
alter table a default character set utf8mb4 collate utf8mb4_general_ci
alter table a add column x int
alter table a drop column nope
alter table a modify nope int
alter table nope add x int
alter table a add constraint c1 check (zz > 0)
alter table a drop constraint c1
alter table a add check (zz < 5)
alter table a rename to b
alter table b rename as c
alter table c rename d
alter table d disable keys
alter table d force
rename table d to e, e to f
rename table \`f\` to g
drop table g
drop table g
drop table if exists g, h

## foreign keys
create table parent (id int unsigned auto_increment primary key, code char(3) unique)
create table child (id int primary key, parent_id int unsigned, code char(3))
alter table child add constraint c_p foreign key (parent_id) references parent (id) on update cascade on delete restrict, add foreign key (code) references parent(code)
alter table child drop foreign key c_p
alter table child drop foreign key c_p
? alter table child add constraint foreign key ix (parent_id) references parent (id)
drop table parent
truncate parent
set foreign_key_checks = 0
drop table parent
SET FOREIGN_KEY_CHECKS=1
create table wrong (a varchar(3), constraint w foreign key (a) references child (id))
set @@session.foreign_key_checks = off, unique_checks = 0
create table wrong2 (a int, constraint w2 foreign key (a) references nope (id))
set session foreign_key_checks = on

## indexes
create table i (a varchar(100), b text, c int, l point not null)
create index i_a on i (a)
create unique index i_ac on i (a(10) asc, c desc)
create index i_b on i (b(20)) comment 'b' using btree
create fulltext index i_ft on i (b)
create spatial index i_sp on i (l)
create index i_h using btree on i (c) algorithm = inplace lock = none
create index i_a on i (c)
create index x on i (nope)
create index x on nope (a)
drop index i_a on i
drop index i_a on i
drop index \`i_ac\` on \`i\`
create index i_a on i (b)

## data and sessions
create table r (id int auto_increment primary key, n varchar(10), m int)
insert into r (n, m) values ('a', 1), ("b", -2.5), (null, null)
insert into r values (10, 'x', 3)
insert ignore into r (n) value ('c') on duplicate key update n = values(n)
insert into r set n = 'q', m = 4
insert into r (n, m) select n, m from r
insert into r (nope) values (1)
insert into nope (n) values (1)
replace into r (id, n) values (1, 'z')
update r set n = 'y', m = m + 1 where id in (1, 2)
update r set r.n = 'y' where id = 1 order by id limit 1
update r set nope = 1
update r a join r b on a.id = b.id set a.n = b.n
update r as q set q.n = 'x'
delete from r where id = 3
delete a from r a join r b on a.id = b.id where a.id = 99
delete from nope
truncate table r
select * from r for update
select n, count(*) from r group by n
select 1
(select 1) union (select 2)
with q as (select 1 as x) select * from q
show tables
describe r
explain select * from r
set names utf8mb4
set names 'utf8mb4' collate 'utf8mb4_unicode_ci'
set @a = 1
set session sql_safe_updates = 0
set autocommit = 1
start transaction
savepoint s1
rollback to savepoint s1
release savepoint s1
commit
begin
rollback work
lock tables r write
unlock tables
analyze table r
optimize table r
drop trigger if exists tr
drop procedure if exists p
drop function if exists fn
? create trigger tr before insert on r for each row set new.n = 'x'
? create trigger tr2 before insert on r for each row begin if new.n is null then set new.n = 'y'; end if; end
? create procedure p() begin select 1; select 2; end
? call p()

## views and the rest
create table base (a int)
create view v as select * from base
create or replace view v as select a from base
drop view v
? set sql_mode = ''
? create table copy like base
? create table copy2 as select * from base

## syntax of others
create table o (a int, b varchar(20))
? create table o2 (a integer primary key autoincrement)
create table "o3" (a int)
alter table o alter column a type bigint
alter table o alter column a set data type bigint
alter table o alter column b drop not null
alter table o alter column b set not null
create index concurrently x on o (a)
create index x on o (a) where a > 1
select a::text from o
insert into o (a) select '1'::int
? create table o4 (a int not null) without rowid
? create table o5 (a text[])
create table o6 (a nosuchtype)
create table order (a int)
create table o7 (key int)
? create table o8 (a int,)
? create table o9 (a int) nonsense
? alter table o add
? alter table o add column b2 int nonsense
? alter table o drop column a nonsense
? insert into o (a) values (1, 2)
insert into o (a) values (1) on conflict do nothing
comment on table o is 'x'
pragma foreign_keys = on
vacuum
? create table o10 (a int default)
create table o11 (a int constraint named unique)
create index on o (a)
create table o12 (a int generated by default as identity)
create table o13 (a int generated always as identity)
create unique index concurrently x on o (a)
drop index concurrently x
alter table o rename constraint a to b
alter index x rename to y
update o set a = 1 from o p
insert or ignore into o (a) values (1)
insert into o default values
select * from o for no key update
select * from o for key share
truncate o restart identity
truncate o cascade
create extension if not exists citext
create type mood as enum ('a')
create domain d as int
create virtual table x using fts5(a)
drop type if exists mood
drop extension if exists citext
cluster o
reindex
copy o from stdin
discard all
attach 'x' as y
detach x
refresh materialized view x
listen x
unlisten x
notify x
reassign owned by x to y
checkpoint
security label on table o is 'x'
create index x on o using gin (a)

## views
create table t (a int, b int)
create view t as select 1
create or replace view t as select 1
create view v as select a from t
create view v as select a from t
create or replace view v as select b from t
create view w (x) as (select t.a from t join v on t.b = v.b)
create table v (a int)
create table if not exists v (a int)
drop view t
drop view if exists t
drop view nope
drop view if exists nope, w
drop table v
alter table v add column c int
alter table t drop column b
drop table t
drop view v

## the attribute BINARY
create table b (a varchar(20) binary not null, b char(3) character set latin1 binary, c text binary, d varchar(9))
alter table b modify column d varchar(30) binary null
alter table b add column e int binary
alter table b add unique key b_a (a)
create table b2 (a varchar(20) not null, key (a), foreign key (a) references b (a))
create table b3 (a varchar(20) binary not null, key (a), foreign key (a) references b (a))

## CONVERT TO CHARACTER SET
create table p (id varchar(20) character set latin1 primary key, a text character set latin1, b tinytext character set latin1, c mediumtext character set latin1, d char(5), e enum('x','y') character set latin1, f int, g varbinary(20), u varchar(70) collate utf8mb4_bin)
alter table p convert to character set utf8mb4 collate utf8mb4_bin
alter table p convert to character set latin1 collate utf8mb4_bin
alter table p convert to character set nope
alter table p engine=InnoDB, convert to character set utf8mb4 collate utf8mb4_unicode_520_ci
alter table p convert to charset utf8mb4
create table c3 (a varchar(1000) character set latin1, b int, key (a), key (b))
alter table c3 convert to character set utf8mb4

## what a procedure may have taken away
create table t (id int primary key, a int, unique key a_key (a))
? create procedure drop_key() begin alter table t drop index a_key; end
? call drop_key()
? alter table t add unique key a_key (a)
? create procedure drop_table() begin drop table t; end
? call drop_table()
? create table t (id int primary key)

${TABLES_READ_BESIDES}
update t join u on u.a = t.a set t.b = 1
update t join nope on nope.a = t.a set t.b = 1
select extract(year from c), trim(both ' ' from 'x') from u join (select 1 from dual) d
drop view v
`;
