/** Types of expressions, in checks, keys, predicates, generated columns and USING. */
import { target, unavailable } from '../support/postgres.ts';
import { describeTexts } from '../support/texts.ts';

describeTexts(
  target('15.18'),
  unavailable,
  `
# checks: operators, functions and conditions
42804 create table "t" ("a" int check ("a"))
42804 create table "t" ("a" text check ("a"))
42804 create table "t" ("a" text check (1))
ok create table "t" ("a" boolean check ("a"))
42883 create table "t1" ("a" text check ("a" > 0))
42883 create table "t2" ("a" boolean check ("a" = 1))
ok create table "t3" ("a" text check ("a" > 'x'))
42883 create table "t4" ("a" int, "b" text check ("a" = "b"))
ok create table "t5" ("a" int check ("a" in (1, 2)))
42883 create table "t6" ("a" text check ("a" in (1, 2)))
ok create table "t7" ("a" int check ("a" between 1 and 2))
22P02 create table "t8" ("a" int check ('x'))
ok create table "t9" ("a" int check ('t'))
ok create table "t10" ("a" int check (null))
42804 create table "t11" ("a" int check ("a" > 0 and 1))
42804 create table "t12" ("a" int check (not "a"))
42883 create table "t13" ("a" json check ("a" = 'x'))
22P02 create table "t14" ("a" int check ("a" = 'x'))
ok create table "t15" ("a" timestamptz check ("a" > now()))
42883 create table "t16" ("a" text, "b" text check ("a" + "b"))
ok create table "t17" ("a" text check (length("a") > 3))
42883 create table "t18" ("a" int check (length("a") > 3))
42883 create table "t19" ("a" int check (lower("a") = 'x'))
42883 create table "t20" ("a" date check ("a" > 0))
22P02 create table "t21" ("a" int check ("a" > 0 or "a" = 'x'))
42883 create table "t22" ("a" int, "b" jsonb check ("a" = "b"))
ok create table "t23" ("a" varchar(255) check ("a" = 5::text))
42883 create table "t24" ("a" json, "b" json check ("a" = "b"))
22P02 create table "t26" ("a" int check (coalesce("a", 'x') > 0))
42804 create table "t27" ("a" int check ("a" is null or "a"))
42883 create table "t28" ("a" int[], check ("a" = 1))
42703 create table "t29" ("a" int, check (b > 1))
ok create table "t30" ("a" int, check (A > 1 and t30.a < 5 and "t30"."a" <> 3))
ok create table "t31" ("a" int, check (a::boolean))
42846 create table "t32" ("a" bigint, check (a::boolean))
42846 create table "t33" ("a" uuid, check (cast(a as integer) > 0))
ok create table "t34" ("a" text, check (a like 'x%' and a not like 'y%' and a ilike 'x'))
42883 create table "t35" ("a" int, check (a like 'x%'))
ok create table "t36" ("a" int, check (a % 2 = 0))
42883 create table "t37" ("a" real, check (a % 2 = 0))
ok create table "t38" ("a" date, "b" date, check (a - 1 > b))
42883 create table "t39" ("a" timestamp, "b" int, check (a > b))
ok create table "t40" ("a" jsonb, check (a - 1 = a))
42804 create table "t41" ("a" jsonb, check (a is true))
ok create table "t42" ("a" boolean, check (a is true and a is not null))
42883 create table "t43" ("a" money, check (a > 0))
ok create table "t44" ("a" money, check (a * 2 > a))
ok create table "t45" ("a" interval, check (a * 2 > a))
ok create table "t46" ("a" inet, check (a + 1 > a))
ok create table "t47" ("a" char(10), "b" varchar(3) check (a = b))
42883 create table "t48" ("a" int, "b" int check (a || b = 'x'))
ok create table "t49" ("a" int, "b" int check (-a > +b))
ok create table "t50" ("a" text, check (a in ('x', 'y')))
22P02 create table "t51" ("a" int, check (a in ('x', 'y')))
ok create table "t52" ("a" int, check (a in ('1', '2')))
ok create table "t53" ("a" timestamp, "b" timestamptz, check (a < b))
ok create table "t54" ("a" date, check (a > '2020-01-01'))
22008 create table "t55" ("a" date, check (a > '2020-13-01'))
42883 create table "t56" ("a" bit(5), check (a = 1))
42883 create table "t57" ("a" bytea, check (a = 1))
22P02 create table "t58" ("a" uuid, check (a = 'x'))
42883 create table "t59" ("a" uuid, "b" text, check (a = b))
42883 create table "t60" ("a" time, check (a + 1 > a))
42883 create table "t61" ("a" point, check (a + 1 = a))
42846 create table "t62" ("a" boolean, check (a::bigint = 1))
ok create table "t63" ("a" boolean, check (a::int = 1))
ok create table "t64" ("a" jsonb, check (a::int = 1))
42846 create table "t65" ("a" json, check (a::int = 1))
42846 create table "t66" ("a" date, check (a::int = 1))
42846 create table "t67" ("a" int, check (a::date > '2020-01-01'))
42846 create table "t68" ("a" int, check (a::uuid > '2020-01-01'))
ok create table "t69" ("a" smallint, "b" bigint, "c" date, check (c + a > c))
42883 create table "t70" ("a" smallint, "b" bigint, "c" date, check (c + b > c))
ok create table "t71" ("a" double precision, check (a::int > 0 and a + '1' > 0))
22P02 create table "t72" ("a" double precision, check (a + 'x' > 0))

# keys and predicates: types, and what never changes
ok create table "t" ("id" int, "a" boolean, "b" text, "d" timestamptz, "e" jsonb)
42883 create index "i" on "t" ("id") where "a" = 1
ok create index "i" on "t" ("id") where "a"
42804 create index "j" on "t" ("id") where "b"
42P17 create index "j" on "t" ("id") where "d" > now()
ok create index "j" on "t" ("id") where "id" > 0
ok create index "k" on "t" (lower("b"))
42883 create index "l" on "t" (lower("id"))
ok create index "m" on "t" (("b" || 'x'))
ok create index "n" on "t" (("id" || 'x'))
42883 create index "o" on "t" (("id" || "id"))
ok create index "p" on "t" (("b" || "id"))
42P17 create index "p2" on "t" (("b" || "d"))
22P02 create index "p3" on "t" (("e" || 'x'))
ok create index "p4" on "t" (("a" || 'x'))
42P17 create index "q" on "t" (now())
42P17 create index "r" on "t" (random())
42P17 create index "r" on "t" (("d"::text))
ok create index "s" on "t" ((upper("b")))
ok create index "s2" on "t" ((coalesce("b", 'x')))
ok create index "s3" on "t" ((md5("b")))
ok create index "s4" on "t" using gin (to_tsvector('english', "b"))
42P17 create index "s5" on "t" using gin (to_tsvector("b"))
42P17 create index "s6" on "t" (("b"::date))
42704 create index "s7" on "t" using gin (lower("b"))
ok create index "s8" on "t" (("e"->>'x'))
42P17 create index "s9" on "t" ((cast("b" as interval)))
ok create index "s10" on "t" (("b"::jsonb))
ok create index "s11" on "t" ((5))
42704 create index "s12" on "t" (('x'))
ok create index "s13" on "t" (("b"::int))
42704 create index "s14" on "t" ((null))
42883 alter table "t" alter column "id" type text
42883 alter table "t" alter column "b" type int using 1
42P17 alter table "t" add column "g" text generated always as ("d"::text) stored
42P17 alter table "t" add column "g" text generated always as (now()) stored
ok alter table "t" add column "g" text generated always as (lower("b")) stored
42P17 alter table "t" add column "h" text generated always as ("g") stored
42703 alter table "t" alter column "id" type bigint using "nope"
42804 alter table "t" alter column "id" type bigint using "d"
ok alter table "t" alter column "id" type bigint using '5'
22P02 alter table "t" alter column "id" type bigint using 'x'
ok alter table "t" alter column "id" type bigint using ("b"::numeric + 5)
42883 alter table "t" alter column "id" type date using "b" + 1

# a type changed under an index
ok create table "t" ("id" int check ("id" > 0))
ok create index "m" on "t" (("id" + 1))
42883 alter table "t" alter column "id" type text

# a type changed under a check
ok create table "t" ("id" int, check ("id" > 0))
42883 alter table "t" alter column "id" type boolean using true

# a type changed under a predicate
ok create table "t" ("id" int, "a" int)
ok create index "m" on "t" ("a") where "id" > 1
42883 alter table "t" alter column "id" type text

# generated columns
42804 create table "t1" ("a" text, "b" int generated always as ("a") stored)
42804 create table "t2" ("a" text, "b" timestamp generated always as (1) stored)
42804 create table "t7" ("a" int, "b" jsonb generated always as (1) stored)
42P17 create table "t9" ("a" int, "b" int generated always as ("b") stored)
42P17 create table "t10" ("a" int generated always as ("b") stored, "b" int generated always as ("a") stored)
22P02 create table "t11" ("a" int, "b" int generated always as ('x') stored)
ok create table "t12" ("a" int, "b" int generated always as ('5') stored)
ok create table "t13" ("a" timestamptz, "b" date generated always as ("a") stored)
42P17 create table "t14" ("a" timestamptz, "b" date generated always as ("a"::date) stored)
22P02 create table "t15" ("a" int, "b" text generated always as ("a" + 'x') stored)
ok create table "t16" ("a" int[], "b" int[] generated always as ("a") stored)
42804 create table "t17" ("a" int, "b" int[] generated always as ("a") stored)
42804 create table "t18" ("a" boolean, "b" int generated always as ("a") stored)
42804 create table "t19" ("a" int, "b" boolean generated always as ("a") stored)
ok create table "t20" ("a" int, "b" boolean generated always as ("a" > 1) stored)

# arguments of types, and defaults of added columns as text
42804 create table "c" ("a" int, constraint "f" check ("c"))
22023 create table "b1" ("a" bit(0))
22023 create table "b2" ("a" bit varying(0))
22023 create table "b3" ("a" bit(83886081))
ok create table "b4" ("a" bit(83886080))
22023 create table "n1" ("a" numeric(5,1001))
ok create table "n2" ("a" numeric(5,1000))
22023 create table "n3" ("a" numeric(0))
ok create table "d" ("a" varchar(20) default current_timestamp)
22001 alter table "d" add column "b" varchar(21) default current_timestamp
22001 alter table "d" add column "b" varchar(21) default now()
ok alter table "d" add column "b" varchar(32) default now()
22001 alter table "d" add column "c" varchar(9) default current_date
ok alter table "d" add column "c" varchar(10) default current_date
22001 alter table "d" add column "e" varchar(4) default 12345
22001 alter table "d" add column "f" varchar(3) default true
ok alter table "d" add column "f" varchar(4) default true
ok alter table "d" add column "g" varchar(20) default gen_random_uuid()
ok alter table "d" add column "h" varchar(3) default 'x'::text
22001 alter table "d" add column "i" varchar(3) default 'xxxx'::text
ok alter table "d" add column "i" varchar(3) default null::text
22001 alter table "d" add column "j" varchar(3) default 12345::text
22023 alter table "d" alter column "a" type bit(0) using "a"::text::int
42703 alter table "d" alter column "a" set default 'x', alter column "a" type varchar(10485761) using "nope"::text::int
ok alter table "d" add column "k" varchar(1) default null

# an expression that is no more than a column
ok create table "t" ("a" int, "b" text, "c" varchar(10))
ok create index "i1" on "t" (("a"))
ok create index "i2" on "t" (("b"::text))
ok create index "i3" on "t" (("c"::varchar))
ok create index "i4" on "t" (("c"::varchar(10)))
ok create index "i5" on "t" (("c"::varchar(5)))
ok create index "i6" on "t" (("c"::text))
ok create index "i7" on "t" ((a))
ok create index "i9" on "t" ((t.a))

# the whole row in an expression
42883 create table "t2" ("a" int, check ("t2" > 0))
42883 create table "t2" ("a" int, check ("t2" like 'x'))
42883 create table "t2" ("a" int, check ("t2" + 1 > 0))
42883 create table "t2" ("a" int, check (length("t2") > 0))
ok create table "t2" ("a" int, check ("t2" is not null))

# expressions as defaults
0A000 create table "d1" ("a" int default "b", "b" int)
ok create table "d1" ("a" int default (1 + 1), "b" int)
ok create table "d2" ("a" text default (1 + 1), "b" int)
42804 create table "d3" ("a" date default (1 + 1), "b" int)
ok create table "d4" ("a" text default lower('X'), "b" int)
42804 create table "d5" ("a" int default lower('X'), "b" int)
42804 create table "d6" ("a" int default ('x' || 'y'), "b" int)
0A000 create table "d7" ("a" int default ("nope" + 1), "b" int)
0A000 create table "d12" ("a" int default b, "b" int)
0A000 alter table "d2" alter column "a" set default lower("b")
42804 alter table "d2" alter column "b" set default lower('x')
ok alter table "d2" alter column "b" set default (2 * 3)

# the check of an added column is over all columns that the statement adds
ok create table "p" ("b" bigint)
42883 alter table "p" add column "id" varchar(20) check ("a" = "b" and "id" > 1), add column "a" int
ok alter table "p" add column "id" int check ("a" = "b" and "id" > 1), add column "a" int

# a default NULL is one where the type has a length
ok create table "t" ("a" varchar(255) default null, "b" int default null, "c" text default null, "d" varchar default null, "e" numeric(8,2) default null, "f" timestamp(0) default null, "g" char default null, "h" bit(3) default null, "i" time default null)
42804 alter table "t" alter column "a" type int using 1
ok alter table "t" alter column "b" type date using '2020-01-01'
ok alter table "t" alter column "c" type int using 1
ok alter table "t" alter column "d" type int using 1
42804 alter table "t" alter column "e" type date using null
42804 alter table "t" alter column "f" type int using 1
42804 alter table "t" alter column "g" type int using 1
42804 alter table "t" alter column "h" type int using 1
ok alter table "t" alter column "i" type int using 1
ok alter table "t" alter column "a" drop default, alter column "a" type int using 1
ok alter table "t" alter column "e" set default null
42804 alter table "t" alter column "e" type date using null

# the text of a whole row
ok create table "c" ("a" int)
42P17 create index "i" on "c" (("c"::text))
ok create index "i" on "c" (("a"::text))

# a check is read anew as it was kept
ok create table "t" ("id" bigserial not null primary key, "a" numeric(8,2), "b" bigint default 0, "c" bigint, check ("a" = "b" and "id" > 1))
ok alter table "t" alter column "b" type varchar(20)
ok alter table "t" alter column "c" type varchar(20)
42883 alter table "t" alter column "id" type varchar(20)

# a check over strings is read anew
ok create table "t" ("v" varchar(20) check ("v" in ('1', '2')), "w" varchar(20) check ("w" = '1'), "x" text check ("x" = '1'), "y" varchar(5) check (length("y") > 1), "z" text check (length("z") > 1), "q" varchar(5) check ("q" like 'x%'), "d" date check ("d" > '2020-01-01'), "n" int check ("n" > 1.5), "p" real check ("p" > 1))
ok alter table "t" alter column "v" type int using 1
ok alter table "t" alter column "w" type int using 1
42883 alter table "t" alter column "x" type int using 1
ok alter table "t" alter column "y" type int using 1
42883 alter table "t" alter column "z" type int using 1
ok alter table "t" alter column "q" type int using 1
ok alter table "t" alter column "d" type timestamp
42883 alter table "t" alter column "d" type text
ok alter table "t" alter column "n" type text
42883 alter table "t" alter column "p" type text

# an index over an expression is read anew
ok create table "t" ("a" varchar(20), "b" text, "c" varchar(20))
ok create index "i" on "t" (lower("a"))
ok create index "j" on "t" (lower("b"))
ok create index "k" on "t" ("a") where "c" = 'x'
ok create index "l" on "t" (("b" || 'x'))
ok alter table "t" alter column "a" type int using 1
ok alter table "t" alter column "c" type int using 1
42883 alter table "t" alter column "b" type int using 1

# a foreign key of a table to itself
ok create table "t" ("id" bigserial not null primary key, "a" bigint)
ok alter table "t" add foreign key ("a") references "t" ("id")
42804 alter table "t" alter column "id" type varchar(20)
42804 alter table "t" alter column "a" type varchar(20)
ok alter table "t" alter column "id" type int

# identity and generated at once
42601 create table "c" ("a" int, "d" varchar(20) not null generated by default as identity generated always as ("a") stored)
42601 create table "c" ("a" int, "d" int generated by default as identity default 5 generated always as ("a") stored)
42601 create table "c" ("a" int, "d" int default 5 generated always as ("a") stored)
22023 create table "c" ("a" int, "d" varchar(20) generated by default as identity)

# a second primary key with a column
ok create table "t" ("id" bigserial not null primary key, "a" int)
42704 alter table "t" add column "d" point primary key
42P16 alter table "t" add column "d" int primary key
42701 alter table "t" add column "a" int primary key
42704 alter table "t" add column "e" nosuch primary key
`,
);
