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

# an index over an index
ok create table "p" ("id" bigserial not null primary key, "a" bigint, "b" bigint not null, constraint "i" unique ("a"))
ok create index "t" on "p" ("b")
42703 create index "k" on "t" ("b") where "nope" is null
42809 create index "k" on "t" ("b") where "b" is null
42703 create index "k" on "t" (("a" + 1))
42809 create index "k" on "t" (("b" + 1))
42809 create index "k" on "t" ("nope")
42703 create index "k" on "t" (("nope"))
42703 create index "k" on "p_pkey" ("id") where "a" is null

# an index over a cast that a new type makes needless is one over the column
ok create table "t" ("a" bigint, "b" int)
ok create index "i" on "t" (("a"::text), "b")
ok alter table "t" alter column "a" type text
ok alter table "t" drop column "a"
42704 drop index "i"

# keys of a generated column go along with it
ok create table "g" ("a" int, "b" int generated always as ("a" * 2) stored unique, check ("b" > 0))
2BP01 alter table "g" drop column "a"
ok alter table "g" drop column "a" cascade
42704 drop index "g_b_key"
42704 alter table "g" drop constraint "g_b_check"
ok alter table "g" add column "b" int

# types that are not compared
42883 create table "t" ("a" point, check ("a" > 1))
42883 create table "t" ("a" point, "b" point, check ("a" = "b"))
ok create table "p" ("a" point, "b" point, check ("a" <> "b"))
42883 create table "t" ("a" box, "b" box, check ("a" <> "b"))
42883 create table "t" ("a" polygon, check ("a" = '((0,0),(1,1))'))
42883 create table "t" ("a" time, "b" int, check ("a" = "b"))
42883 create table "t" ("a" int[], "b" text[], check ("a" = "b"))
42883 create table "t" ("a" interval, "b" timetz, check ("a" < "b"))
ok create table "i" ("a" interval, "b" time, check ("a" < "b"), check ("a" >= '1 day'))
42725 create table "t" ("a" macaddr, "b" macaddr8, check ("a" = "b"))
42883 create table "t" ("a" boolean, check ("a" is distinct from 1))
ok create table "d" ("a" int, "b" oid, check ("a" is not distinct from 1), check ("a" < "b"))
42883 create table "t" ("a" uuid, check (("a" || 1) is null))

# types without such operators, casts and functions
ok create table "m" ("a" time, "b" text[], "c" inet, "d" money, check (("a" * 2) is null), check (("b" || 'x'::text) is null), check (("c" - "c") > 1), check ("d" * 2 > '1'))
42883 create table "t" ("a" boolean, check (("a" + "a") is null))
42883 create table "t" ("a" jsonb, check (("a" + '1') is null))
42883 create table "t" ("a" int[], check (("a" + '1') is null))
42883 create table "t" ("a" text[], check (("a" || 1) is null))
42883 create table "t" ("a" real, check (("a" % '1') is null))
42883 create table "t" ("a" box, check (("a" + 1) is null))
42725 create table "t" ("a" time, check (("a" + "a") is null))
42725 create table "t" ("a" date, check (("a" + '1') is null))
42846 create table "t" ("a" int, check (("a"::inet) is null))
42846 create table "t" ("a" int, check (("a"::int[]) is null))
42846 create table "t" ("a" timestamp, check (("a"::timetz) is null))
42883 create table "t" ("a" text, check (abs("a") > 1))
42883 create table "t" ("a" interval, check (length("a") > 1))
42883 create table "t" ("a" bytea, check (lower("a") is null))
ok create table "l" ("a" bytea, "b" int4range, "c" tsvector, check (length("a") > 1), check (lower("b") > 1), check (length("c") > 1))
42P17 create index on "m" (("b"::text))
42P17 create index on "l" (("b"::text))

# strings that are read as what they are compared with
22007 create table "t" ("a" interval, check ("a" = 'x'))
22P02 create table "t" ("a" cidr, check ("a" = '5'))
ok create table "t" ("b" bytea default 'abc', "c" bit varying default 'b101', "d" time default '2359')
22P02 create table "u" ("a" bytea default 'abc\\def')
22P02 create table "u" ("a" bit default 't')
22P02 create table "u" ("a" int4range default '{}')
ok create table "e" ("a" int4range default 'empty')
22008 create table "u" ("a" date default '13')
22007 create table "u" ("a" date default '12')
22008 create table "u" ("a" date default '0')
22008 create table "u" ("a" timestamp default '99999999999')
22008 create table "u" ("a" date default '20210229')
ok create table "u" ("a" date default '20200229', "b" timestamp default '19991231')
22008 create table "v" ("a" time default '2460')
22008 create table "v" ("a" timetz default '24:30')

# an array is no identity
22023 create table "t" ("id" bigserial primary key, "d" int[] generated by default as identity)
ok create table "t" ("a" int[] not null, "b" int not null)
22023 alter table "t" alter column "a" add generated by default as identity
ok alter table "t" alter column "b" add generated by default as identity

# a check is named after the one column that it is over
ok create table "c" ("id" bigserial not null primary key, "a" bigint null, "c" bigint, "A" bigint null, check ("a" is not null), check (A > 1 and c > a), check (a > 1 and "a" < 5))
ok alter table "c" drop column "A"
ok alter table "c" drop column "a"

# functions of strings take no arrays
42883 create table "p" ("c" bigint, "b" text[] generated always as (lower("b")) stored)
42883 create table "p" ("b" text[], check (length("b") > 1))
42883 create table "p" ("b" int[], "d" text generated always as (md5("b")) stored)

# a type that changes twice, of a column that is dropped
ok create table "t" ("id" bigserial not null primary key, "a" bigint not null, "c" bigint)
42703 alter table "t" alter column "a" type smallint, drop column if exists "a", alter column "a" type smallint
0A000 alter table "t" alter column "a" type smallint, alter column "a" type int
0A000 alter table "t" alter column "a" type smallint, alter column "a" type bigint
ok alter table "t" alter column "a" type bigint, alter column "a" type int
`,
);
