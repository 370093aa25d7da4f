/** The beginning of a history that all engines answer alike: what rows are taken from is looked up as what is written is. */
export const TABLES_READ_BESIDES = `
## tables that are read besides
create table t (a int, b int)
create table u (a int, c timestamp default current_timestamp)
insert into t (a) select a from nope
insert into t (a) select a from u
insert into t (a) select u.a from u join nope on nope.a = u.a
delete from t where a in (select a from nope)
delete from t where a in (select a from u)
update t set a = (select max(a) from nope)
update t set a = (select max(a) from u)
select * from t join nope on nope.a = t.a
select * from t left join u on u.a = t.a where exists (select 1 from nope)
select * from t where a in (with w as (select a from u) select a from w)
select * from t join (select a from u) x on x.a = t.a
insert into t (a, nope) select a from nope
delete from nope where a in (select a from nope2)
create view v as select a from u
insert into t (a) select a from v
`.trim();
