import { MYSQL_SHARED } from './mysql-shared.ts';

/** Histories for MySQL. */
export const MYSQL = `${MYSQL_SHARED}
## mysql
create table m (a varchar(20), b json, c int visible, d int column_format fixed, e geometry srid 4326 not null, f int check (f > 1) not enforced, g vector(3))
create index m_lower on m ((lower(a)))
create unique index m_vis on m (c) invisible
alter table m add index m_e ((c + 1) desc)
alter table m add constraint dropped check (c > 5), rename column b to bb
alter table m drop check dropped
alter table m add constraint mc check (c > 0) not enforced
alter table m add spatial index m_sp (e)
alter table m rename column d to dd, add column n int
delete from m as x where x.c = 1
alter table m add column if not exists n int
alter table m drop column if exists n
create index if not exists x on m (c)
drop index if exists x on m
alter table if exists m add q int
? alter table m alter index m_vis visible
insert into m (c) values (1) returning c
create table m2 (a uuid)
? create table m3 (a int persistent as (1))
create sequence s
create or replace table m (a int)
? rename table m to nope.m
`;
