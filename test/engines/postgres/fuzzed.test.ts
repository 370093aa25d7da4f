/** Histories that random ones (docs/engine-fuzzing.md) were made smaller to, and what stands next to them. */
import { target, unavailable } from '../support/postgres.ts';
import { describeTexts } from '../support/texts.ts';

describeTexts(
  target('15.18'),
  unavailable,
  `
# an index has columns of its own
ok create table "t" ("id" bigserial primary key, "a" int, "b" int, constraint "u" unique ("a", "b"))
ok create index "i" on "t" ("a", lower("b"::text))
ok alter table "t" rename column "a" to "z"
42809 comment on column "i"."a" is 'x'
42703 comment on column "i"."z" is 'x'
42809 comment on column "t_pkey"."id" is 'x'
42703 comment on column "t_pkey"."a" is 'x'
ok alter table "u" rename column "b" to "q"
42703 alter table "u" rename column "b" to "q"
42701 alter table "i" rename column "lower" to "a"
ok alter table "i" rename column "lower" to "ctid"
42703 alter table "i" rename column "z" to "a"
42809 alter table "t_id_seq" rename column "nope" to "q"
42809 alter table "i" add column "x" int
ok alter table "t" alter column "b" type bigint
42703 alter table "i" rename column "a" to "y"
ok alter table "i" rename column "z" to "y"
42703 alter table "u" rename column "q" to "b"

# indexes over expressions that PostgreSQL names
ok create table "t" ("z" int, "b" bigint, "d" date)
ok create index on "t" ((z + 1), (lower(b::text)), (b::text), ('x'::text), (1::int), (-z), (coalesce(z, b)), (cast(b as varchar(10))), (true), ((z)::int::text))
ok create index on "t" ((b::double precision), (1::double precision), (('5'::text)::int))
ok create index on "t" ((btrim(b::text)), (d::timestamp), (b in (1, 2)))

# a check is named after the one column that it is over
ok create table "c" ("id" bigserial not null primary key, "a" bigint null, "c" bigint, "A" bigint null, check ("a" is not null), check (A > 1 and c > a), check (a > 1 and "a" < 5))
ok alter table "c" drop column "A"
ok alter table "c" drop column "a"

# a type that changes twice, of a column that is dropped
ok create table "t" ("id" bigserial not null primary key, "a" bigint not null, "c" bigint)
42703 alter table "t" alter column "a" type smallint, drop column if exists "a", alter column "a" type smallint
0A000 alter table "t" alter column "a" type smallint, alter column "a" type int
0A000 alter table "t" alter column "a" type smallint, alter column "a" type bigint
ok alter table "t" alter column "a" type bigint, alter column "a" type int
`,
);
