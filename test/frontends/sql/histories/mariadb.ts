import { MYSQL_SHARED } from './mysql-shared.ts';

/** Histories for MariaDB. */
export const MARIADB = `${MYSQL_SHARED}
## mariadb
create table m (a uuid, b inet6, c inet4, d int as (e) persistent, e int default (1 + 1), f text default 'x', g uuid default uuid(), key ka (a))
alter table m add column if not exists e int, add column if not exists h int
alter table m drop column if exists nope, drop index if exists ka
create index if not exists ix on m (e)
create index if not exists ix on m (e)
drop index if exists ix on m
drop index if exists ix on m
alter table if exists nope add x int
alter table if exists m add x int
alter table m drop constraint if exists nope
alter table m add key if not exists k2 (e)
alter table m add unique if not exists k3 (h)
alter table m drop foreign key if exists nope
insert into m (e) values (1) returning e
delete from m where e = 1 returning e
? create or replace table m (a int)
? create sequence s
create index x on m ((e + 1))
alter table m drop check nope
? create table m3 (a int check (a > 1) not enforced)
? alter table m modify if exists zz int
`;
