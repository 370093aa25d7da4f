/** What ADD COLUMN lets in and nothing can read later: names in double quotes that are no columns, and loops. */
import { target, unavailable } from '../support/sqlite.ts';
import { describeTexts } from '../support/texts.ts';

describeTexts(
  target('3.53.2', false),
  unavailable,
  `
# columns that are not there, and loops
ok create table "t" ("id" integer, "b" int, "c" int)
ok alter table "t" add column "d" integer generated always as ("a") virtual
ok insert into "t" ("id") values (1)
SQLITE_ERROR alter table "t" rename column "b" to "e"
ok create index "i" on "t" ("d")
SQLITE_ERROR alter table "t" rename to "u"
ok create table "p" ("a" int, "b" int)
SQLITE_ERROR alter table "p" drop column "a"
SQLITE_ERROR alter table "p" rename column "a" to "c"
SQLITE_ERROR alter table "p" rename to "q"
SQLITE_ERROR alter table "t" drop column "d"
ok alter table "t" add column "a" int
ok alter table "t" drop column "b"
ok alter table "p" rename column "b" to "c"

# generated columns that need themselves
SQLITE_ERROR create table "t" ("id" integer, "b" int generated always as ("b"))
SQLITE_ERROR create table "t5" ("x" int, "a" int generated always as ("b"), "b" int generated always as ("c"), "c" int generated always as ("a" + "x"))
ok create table "t6" ("x" int, "a" int generated always as ("b"), "b" int generated always as ("c"), "c" int generated always as ("x"))
ok create table "t7" ("x" int)
ok alter table "t7" add column "a" int generated always as ("a")
ok alter table "t7" add column "b" int generated always as ("c")
ok alter table "t7" add column "c" int generated always as ("b")
SQLITE_ERROR insert into "t7" ("x") values (1)
SQLITE_ERROR update "t7" set "x" = 1
SQLITE_ERROR select * from "t7"
ok delete from "t7"
ok alter table "t7" rename column "x" to "y"

# a stored column is read as it was written
ok create table "t" ("a" int, "b" int generated always as ("b" || 1) stored, unique ("a"))
ok select * from "t"
SQLITE_ERROR insert into "t" ("a") values (1)
SQLITE_ERROR update "t" set "a" = 1
ok create index "i" on "t" ("b")
ok create table "u" ("x" int, "a" int generated always as ("b"), "b" int generated always as ("a") stored)
ok create index "j" on "u" ("a")
ok alter table "u" add column "c" int check ("c" > 0)
SQLITE_ERROR alter table "u" add column "d" int not null generated always as ("d") virtual

# a check over a column that is not there
ok create table "t" ("x" int, "y" int)
ok alter table "t" add column "a" int check ("nope" > 1)
ok create table "q" ("x" int, "y" int)
SQLITE_ERROR alter table "q" drop column "x"
SQLITE_ERROR alter table "q" rename to "r"
SQLITE_ERROR alter table "t" rename column "x" to "z"

# an index over a column that needs itself
ok create table "t" ("x" int, "y" int)
ok alter table "t" add column "a" int generated always as ("a")
SQLITE_ERROR create index "j" on "t" ("a")
SQLITE_ERROR create index "j" on "t" ("x", "a")
SQLITE_ERROR create index "j" on "t" ("x") where "a" > 1
ok create index "k" on "t" ("x")

# loops that are found at once
ok create table "p" ("id" integer, "b" integer, "c" integer null)
SQLITE_ERROR alter table "p" add column "a" int not null generated always as ("a") virtual
SQLITE_ERROR alter table "p" add column "d" int check ("d" > 1) generated always as ("d") virtual
ok alter table "p" add column "e" int generated always as ("e") virtual
SQLITE_ERROR alter table "p" add column "f" int check ("f" > 1)
SQLITE_ERROR alter table "p" add column "g" int not null generated always as ("b") virtual
ok alter table "p" add column "h" int not null default 5
`,
);
