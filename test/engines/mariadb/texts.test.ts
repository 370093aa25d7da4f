/** What MySQL says otherwise or not at all: foreign keys while checks are off, and constants in parentheses. */

import { targetOf, unavailable } from '../support/mysql.ts';
import { describeTexts } from '../support/texts.ts';

describeTexts(
  targetOf('mariadb', '10.11.19'),
  unavailable('mariadb'),
  `
# an index PRIMARY is renamed by nobody
ok create table t (a int not null, b int, primary key (a))
1280 alter table t rename index \`PRIMARY\` to x
1176 alter table t rename index nope to x
ok alter table t add index i (b)
1280 alter table t rename index i to \`PRIMARY\`
1280 alter table t rename index \`primary\` to x
1176 alter table t drop primary key, rename index \`PRIMARY\` to x
ok alter table t drop primary key
1176 alter table t rename index \`PRIMARY\` to x
1146 alter table nope rename index \`PRIMARY\` to x

# a dropped column whose name another takes
ok create table t (a int not null primary key, b int, c int)
ok alter table t drop column a, rename column b to a
ok alter table t drop column c, change a c int

# a dropped column whose name another takes, in keys of several
ok create table t (a int not null, b int, c int, primary key (a, b), key k (a), unique u (b, a))
1072 alter table t drop column a, rename column c to a

# a dropped column that is added again
ok create table t (a int not null, b int, c int, primary key (a, b), key k (a))
ok alter table t drop column a, add column a int not null

# a dropped column of a key that another takes
ok create table t (a int, b int, index i (a))
ok alter table t drop column a, rename column b to a

# FULLTEXT over several character sets and collations
ok create table t8 (a longtext collate utf8mb4_bin, fulltext (a))
1283 create table t9 (a text, b text collate utf8mb4_bin, fulltext (a, b))
1283 create table t10 (a text, b text character set latin1, fulltext (a, b))
ok create table t11 (a text, b varchar(20), fulltext (a, b))
1283 alter table t8 add b text, add fulltext (b, a)

# generated columns in a primary key
ok create table t (id int not null, b int, primary key (id))
1907 alter table t modify id int as (b) virtual
1903 alter table t modify id int as (b) stored

# unsafe functions beside a computed default
ok create table t (id int not null, b int)
1901 alter table t add c int default (5), add check (rand() > 0)
1901 alter table t add c int default (5), add d int as (rand()) stored
1901 alter table t add c int default (5), add d int check (rand() > 0)
1901 alter table t add c int default 5, add d int check (rand() > 0)
ok alter table t add c int default (5), modify b int default (uuid())
1901 alter table t modify b int default (5), add check (rand() > 0)

# new columns get the character set that the statement gives to the table
ok create table t (a varchar(5))
ok alter table t collate utf8mb4_general_ci, add e varchar(5)
ok alter table t add f varchar(5), character set latin1
ok alter table t add g varchar(5), modify f varchar(6), character set utf8mb4

# wrong names in DROP TABLE
ok create table p (x int)
ok create table q (x int)
1103 drop table p, \`a \`
1051 drop table nope, p

# foreign keys while checks are off
ok set foreign_key_checks = 0
ok create table p (x varchar(10), y int, key ky (y), z int, v int as (y) virtual)
ok create table c (a int, b varchar(10), n int not null, t text, w int as (a) virtual, s int as (a) stored)
1822 alter table c add constraint f1 foreign key (a) references p (x)
1822 alter table c add constraint f2 foreign key (b) references p (x)
1825 alter table c add constraint f3 foreign key (b) references p (y)
ok alter table c add constraint f4 foreign key (a) references p (y)
1822 alter table c add constraint f5 foreign key (a) references p (z)
1822 alter table c add constraint f6 foreign key (a) references p (nope)
1825 alter table c add constraint f7 foreign key (n) references p (y) on delete set null
1825 alter table c add constraint f8 foreign key (n) references p (y) on update set null
1822 alter table c add constraint f9 foreign key (t) references p (x)
1825 alter table c add constraint f10 foreign key (t) references nope (x)
1821 alter table c add constraint f11 foreign key (w) references p (y)
ok alter table c add constraint f12 foreign key (s) references p (y)
1905 alter table c add constraint f13 foreign key (s) references p (y) on delete set null
1905 alter table c add constraint f14 foreign key (s) references p (y) on update cascade
ok alter table c add constraint f15 foreign key (a) references c (a)
1822 alter table c add constraint f16 foreign key (a) references c (n)
1825 alter table c add constraint f17 foreign key (n) references nope (x) on delete set null
1822 alter table c add constraint f18 foreign key (a) references p (v)
1826 alter table c add constraint f4 foreign key (a) references p (y)
1823 alter table c add constraint F4 foreign key (a) references nope (y)
1005 create table c1 (a int, constraint f4 foreign key (a) references p (y))
1005 create table c1 (a int, constraint g1 foreign key (a) references p (y), constraint g1 foreign key (a) references p (y))
1005 create table c2 (a int, constraint g2 foreign key (a) references p (x))
1005 create table c3 (a varchar(10), constraint g3 foreign key (a) references p (x))
1005 create table c4 (a varchar(10), constraint g4 foreign key (a) references p (y))
1005 create table c5 (a int, constraint g5 foreign key (a) references p (nope))
1005 create table c6 (a int not null, constraint g6 foreign key (a) references p (y) on delete set null)
1005 create table c7 (a int not null, constraint g7 foreign key (a) references nope (y) on delete set null)
1005 create table c8 (a text, constraint g8 foreign key (a) references nope (x))
ok create table c9 (a int, constraint g9 foreign key (a) references c9 (a))
1005 create table c10 (a int, b int, constraint g10 foreign key (a) references c10 (b))
1822 alter table c add constraint h1 foreign key (a) references p (z), add column q int
1822 alter table c add constraint h2 foreign key (a) references p (z), engine=innodb
1822 alter table c add constraint h3 foreign key (a) references p (z), modify b varchar(11)
1825 alter table c add constraint h4 foreign key (n) references p (y) on delete set null, engine=innodb
1822 alter table c add constraint h7 foreign key (a) references p (z), add unique (n)
1822 alter table c add foreign key (a) references p (z)
1825 alter table c add foreign key (n) references p (y) on delete set null

# types at both ends while checks are off
ok set foreign_key_checks = 0
ok create table p (a int, b bigint, u int unsigned, s varchar(10), l varchar(10) character set latin1, d datetime, e enum('x'), de decimal(8,2), bi varbinary(10), ts timestamp null, y year, f float, db double, key (a), key (b), key (u), key (s), key (l), key (d), key (e), key (de), key (bi), key (ts), key (y), key (f), key (db))
1005 create table i1 (a int, foreign key (a) references p (b))
1005 create table i2 (a int, foreign key (a) references p (u))
ok create table i3 (a varchar(20), foreign key (a) references p (s))
1005 create table i4 (a varchar(20), foreign key (a) references p (l))
1005 create table i5 (a varchar(20) collate utf8mb4_bin, foreign key (a) references p (s))
ok create table i6 (a timestamp null, foreign key (a) references p (d))
1005 create table i7 (a int, foreign key (a) references p (e))
ok create table i8 (a enum('y','z'), foreign key (a) references p (e))
ok create table i9 (a decimal(5,1), foreign key (a) references p (de))
1005 create table i10 (a varbinary(3), foreign key (a) references p (s))
1005 create table i11 (a varchar(3), foreign key (a) references p (bi))
ok create table i12 (a datetime, foreign key (a) references p (de))
ok create table i13 (a tinyint unsigned, foreign key (a) references p (y))
1005 create table i14 (a float, foreign key (a) references p (db))
ok create table i15 (a char(3), foreign key (a) references p (s))
ok create table k (i int, v varchar(20), w varchar(20) collate utf8mb4_bin, t timestamp null, x text)
1825 alter table k add constraint k1 foreign key (i) references p (b)
1825 alter table k add constraint k2 foreign key (i) references p (u)
ok alter table k add constraint k3 foreign key (v) references p (s)
1822 alter table k add constraint k4 foreign key (v) references p (l)
1825 alter table k add constraint k5 foreign key (w) references p (s)
ok alter table k add constraint k6 foreign key (t) references p (d)
1825 alter table k add constraint k7 foreign key (i) references p (e)
1822 alter table k add constraint k8 foreign key (v) references p (bi)
1825 alter table k add constraint k9 foreign key (x) references p (s)
1825 alter table k add constraint k10 foreign key (i) references k (t)

# a parent that comes after its children while checks are off
ok set foreign_key_checks = 0
ok create table c (a int, foreign key (a) references p (x))
ok create table d (a int, foreign key (a) references q (x))
ok create table p (x varchar(10))
ok create table q (x int)
ok create table r (x int)

# what is done by a copy of the table
ok set foreign_key_checks = 0
ok create table p (x varchar(10), y int, key ky (y), z int)
ok create table c (a int, b varchar(10), n int not null, t text, i int, v int as (a) virtual, s int as (a) stored, key (i))
1005 alter table c add constraint h1 foreign key (a) references p (z), drop column t
1005 alter table c add constraint h2 foreign key (a) references p (z), drop column b
1005 alter table c add constraint h3 foreign key (a) references p (z), drop column v
1005 alter table c add constraint h4 foreign key (a) references p (z), drop column i
1822 alter table c add constraint h5 foreign key (a) references p (z), modify b varchar(11)
1822 alter table c add constraint h7 foreign key (a) references p (z), modify n int null
1822 alter table c add constraint h8 foreign key (a) references p (z), drop index i
1822 alter table c add constraint h9 foreign key (a) references p (z), add primary key (n)
1005 alter table c add constraint h10 foreign key (a) references p (z), add column q int first
1005 alter table c add constraint h11 foreign key (a) references p (z), add column q int as (a) stored
1005 alter table c add constraint h12 foreign key (a) references p (z), add column q int as (a) virtual
1822 alter table c add constraint h13 foreign key (a) references p (z), rename column b to bb
1822 alter table c add constraint h14 foreign key (a) references p (z), row_format=compact
1822 alter table c add constraint h15 foreign key (a) references p (z), comment='x'
1822 alter table c add constraint h16 foreign key (a) references p (z), alter column n set default 5
1005 alter table c add constraint h17 foreign key (a) references p (z), add check (a > 1)
1822 alter table c add constraint h18 foreign key (a) references p (z), rename to cc

# constants in parentheses as defaults
1067 create table t (a date default (5))
1067 create table t1 (a date default ('x'))
1067 create table t2 (a date default (0))
1067 create table t3 (a date default (1))
ok create table t4 (a date default ('2020-01-01'))
1067 create table t5 (a datetime default (5))
1067 create table t6 (a timestamp default (5))
ok create table t7 (a time default (5))
ok create table t9 (a date default (now()))
ok create table t10 (a date default (20200101))
1067 create table t11 (a date default ('0000-00-00'))
1067 create table t12 (a int default ('x'))
ok create table t13 (a int default (5))
1067 create table t14 (a int default (99999999999))
1067 create table t15 (a varchar(3) default ('abcdef'))
ok create table t16 (a timestamp default (null))
1067 create table t17 (a timestamp not null default (null))
ok create table t20 (a date default (curdate()))
ok create table t21 (a date default (uuid()))
ok create table t22 (a year default (5))
1067 create table t23 (a enum('x') default ('y'))
1067 create table t24 (a date default ('5'))
1067 create table t25 (a date default (true))
ok create table t26 (a json default (5))
ok create table t27 (a json default ('x'))
1067 create table t28 (a decimal(3,1) default (100.5))
1067 create table t29 (a date default (1.5))

# names that InnoDB keeps for itself
1166 create table t17 (db_row_id int)
1166 create table t18 (a int, DB_TRX_ID int)
ok create table t19 (a int, Db_Roll_Ptr int) engine=myisam
ok create table t20 (a int)
1166 alter table t20 add db_trx_id int
1166 alter table t20 rename column a to db_row_id
1166 alter table t19 engine=innodb
1166 create table t6 (fts_doc_id int, a text, fulltext (a))
1166 create table t7 (FTS_DOC_ID bigint unsigned, a text, fulltext (a))
ok create table t8 (FTS_DOC_ID bigint unsigned not null, a text, fulltext (a))
1166 create table t9 (FTS_DOC_ID bigint, a text, fulltext (a))
1166 create table t10 (FTS_DOC_ID bigint, a text)
ok create table t10 (FTS_DOC_ID bigint, a text) engine=myisam
ok create table t11 (a text, b int, fulltext (a))
1166 alter table t11 rename column b to fts_doc_id

# InnoDB's temporary tables have no FULLTEXT index
1796 create temporary table t (a text, fulltext (a))

# names of row numbers
1166 create table x1 (fts_doc_id int)
1166 create table x2 (FTS_DOC_ID int)
1166 create table x3 (Fts_Doc_Id bigint unsigned not null)
ok create table x4 (FTS_DOC_ID bigint unsigned not null)
1166 create table x5 (FTS_DOC_ID bigint unsigned)
ok create table x6 (a int)
1166 alter table x6 add FTS_DOC_ID int
ok create table x7 (FTS_DOC_ID int) engine=myisam

# no column at all
1113 create table t24 (primary key (a))
1113 create table t25 (check (1))
1113 create table t26 (a int invisible)

# names of the parent's columns
ok create table t (a int primary key)
1005 create table p1 (a int, constraint f foreign key (a) references t (\`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\`))
1005 create table p2 (a int, constraint f foreign key (a) references nope (\`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\`))
1072 create table p3 (a int, constraint f foreign key (\`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\`) references t (a))
ok create table p4 (a int)
1005 alter table p4 add foreign key (a) references t (\`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\`)
1072 alter table p4 add foreign key (nope) references t (\`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\`)
1005 create table p5 (a int, constraint f foreign key (a) references t (\`a \`))
1072 create table p6 (a int, constraint f foreign key (\`a \`) references t (a))

# SPATIAL over JSON
1210 create table p (b json, spatial index (b))
1210 create table p2 (b json not null, spatial index (b))
1210 create table p3 (b json, c int, spatial index (c))
ok create table p4 (b json, fulltext (b))

# the length of a part in FULLTEXT counts for nothing
ok create table t (a varchar(20), b varchar(20) not null, fulltext i (a, b(10)))
ok create table t2 (a varchar(20), b varchar(20) not null, fulltext i (b(10)))
ok create table t3 (a text, b varchar(20) not null, fulltext i (a(10), b(10)))
ok create table t4 (a text, fulltext i (a(10)))
ok create table t5 (a varchar(20), fulltext i (a(20)))
ok create table t6 (a varchar(20), fulltext i (a(21)))
ok alter table t6 add fulltext (a(5))

# names of checks and of other constraints and keys
ok create table t (id int primary key)
1826 create table p (a int, constraint f foreign key (a) references t (id), constraint f check (a > 0))
1826 create table p1 (a int, constraint f foreign key (a) references t (id), constraint f check (rand() > 0))
1826 create table q (a int, unique u (a), constraint u check (a > 0))
1826 create table q1 (a int, unique u (a), constraint u check (rand() > 0))
1826 create table q2 (u int unique, constraint u check (u > 0))
ok create table q3 (u int, key u (u), constraint u check (u > 0))
1826 create table q4 (u int, constraint c check (u > 0), constraint c check (u > 1))
1826 create table q5 (u int, constraint c check (u > 0), constraint c check (rand() > 1))
1826 create table q6 (u int primary key, constraint \`PRIMARY\` check (u > 0))
ok create table r (a int, constraint g foreign key (a) references t (id))
1826 alter table r add constraint g check (a > 0)
1826 alter table r add constraint g check (rand() > 0)
1826 alter table r add unique v (a), add constraint v check (a > 0)
1826 alter table r add constraint w check (a > 0), add constraint w foreign key (a) references t (id)
ok alter table r add constraint h check (a > 0)
1826 alter table r add constraint h foreign key (a) references t (id)
1826 alter table r add constraint h unique (a)

# sums in parentheses as defaults
1067 create table t (a date default (1+1))
1067 create table t (a timestamp not null default (1 + 1))
1067 create table t (a int default (2*3), b date default (20200101 + 1), c varchar(1) default (5 * 5))
ok create table t2 (a int default (2*3), b date default (20200101 + 1), c varchar(2) default (5 * 5))

# a collation before AS
1064 create table t (a int, b datetime collate utf8mb4_bin as (a) virtual)
ok create table t1 (a int, b varchar(20) collate utf8mb4_bin as (a) virtual)
1064 create table t2 (a int, b int collate utf8mb4_bin as (a) virtual)
ok create table t3 (a int, b enum('x') collate utf8mb4_bin as (a) virtual)
ok create table t4 (a int, b text collate utf8mb4_bin as (a) virtual)
1064 create table t5 (a int, b json collate utf8mb4_bin as (a) virtual)
ok create table t6 (a int, b datetime collate utf8mb4_bin)
1064 create table t7 (a int, b datetime character set latin1)
1064 create table t8 (a int, b uuid collate utf8mb4_bin as (a) virtual)
1064 create table t9 (a int, b varbinary(20) collate utf8mb4_bin as (a) virtual)

# a check that is dropped and added again
ok create table t (a int, b int, constraint ch check (a > 0))
ok alter table t drop constraint ch, add constraint ch check (a > 1)
ok alter table t drop column a, add constraint ch check (b > 1)

# geometries and UUIDs with other types
ok create table t (g geometry, u uuid, d int, v varchar(40))
4078 alter table t add check (g > 0)
4078 alter table t add check (d <> u)
ok alter table t add check (u <> v)
4078 alter table t add x int as (g + 1) virtual
4078 alter table t modify d geometry
4078 alter table t modify u int
ok alter table t modify v uuid

# no literal is a geometry
1416 create table t (g geometry default (1 + 1))
ok create table t (g geometry default (null))

# expressions that hang on sql_mode
1901 create table t (b char(20), c varchar(255) as (b) stored)
ok create table t (b char(20), c varchar(255) as (b) virtual, d char(30) as (b) stored, e int as (b) stored)
1901 alter table t add index (c)
1901 alter table t add f int as (b + 1) stored
ok alter table t add f int as (b = 'x') stored
1901 create table u (v varchar(20), c datetime as (v) stored)
ok create table u (v varchar(20), c datetime(6) as (v) stored, d date as (v) stored)
1901 alter table u add e datetime as (concat(v, 'x')) stored

# a column that is left out is read all the same
ok create table t (a int)
1439 alter table t add column if not exists a int(256)
1901 alter table t add column if not exists a int check (rand() > 0)
ok alter table t add column if not exists a varchar(70000)

# steps over a column that the same statement adds
ok create table t (a int)
1067 alter table t alter column b set default 'x', add b int
ok alter table t alter column b set default 7, add b int, modify b bigint
ok alter table t add c int, modify c tinyint, drop a

# what may stand behind SERIAL
1064 create table t (d serial default 4)
1064 create table t (d serial auto_increment)
ok create table t (d serial not null unique)

# of PRIMARY KEY and UNIQUE the first
ok create table t (a int primary key unique)

# invisible columns
ok create table t (a int)
4108 alter table t add b int not null invisible
1113 alter table t modify a int invisible

# FULLTEXT over wide characters
ok create table t (a char(36) character set ucs2, b text character set utf16)
1283 alter table t add fulltext (a)
1283 alter table t add fulltext (b)

# a FULLTEXT index that takes the place of a foreign key's own
ok create table t (id bigint primary key, a varchar(255) unique)
ok create table c (id bigint primary key, a varchar(255))
1005 alter table c add fulltext k (a), add foreign key (a) references t (a)
ok alter table c add foreign key (a) references t (a)
ok alter table c add fulltext k (a)

# what a key keeps of a column that is dropped and added again
ok create table t (id bigint, a bigint, index i (id))
1089 alter table t add id int, drop id
ok alter table t add id varchar(20), drop id

# JSON with a collation of its own
ok create table t (a json collate utf8mb3_unicode_ci, b json)

# columns that hold nothing, in keys
ok create table t (a char(0), b varbinary(0) not null)
ok alter table t add index (a)
1167 alter table t add index (b)

# the name of InnoDB's own index
1280 create table t (a int, index gen_clust_index (a))
ok create table t (a int, index gen_clust_index (a)) engine = MyISAM

# in place, a key over the same table does not find its own index
ok create table t (id int primary key, a int, b int)
ok set foreign_key_checks = 0
1822 alter table t add foreign key (a) references t (a)
ok alter table t add index (b)
ok alter table t add foreign key (b) references t (b)

# NULL beside PRIMARY KEY, and a default that is NULL
ok create table t (id int primary key, a int)
1067 alter table t add a int null default null primary key
1060 alter table t add a int null primary key
1067 create table u (b int null default null primary key)
`,
);
