/** Keys and columns that go, come back or change their names; functions that are not safe; character sets. */

import { targetOf, unavailable } from '../support/mysql.ts';
import { describeTexts } from '../support/texts.ts';

describeTexts(
  targetOf('mysql', '9.7.4'),
  unavailable('mysql'),
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
ok alter table t drop column a, rename column c to a

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
3106 alter table t modify id int as (b) virtual
ok alter table t modify id int as (b) stored

# unsafe functions beside a computed default
ok create table t (id int not null, b int)
1674 alter table t add c int default (5), add check (rand() > 0)
3763 alter table t add c int default (5), add d int as (rand()) stored
1674 alter table t add c int default (5), add d int check (rand() > 0)
3814 alter table t add c int default 5, add d int check (rand() > 0)
1674 alter table t add c int default (5), modify b int default (uuid())
3814 alter table t modify b int default (5), add check (rand() > 0)

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

# names that InnoDB keeps for itself
1166 create table t17 (db_row_id int)
1166 create table t18 (a int, DB_TRX_ID int)
ok create table t19 (a int, Db_Roll_Ptr int) engine=myisam
ok create table t20 (a int)
1166 alter table t20 add db_trx_id int
1166 alter table t20 rename column a to db_row_id
1166 alter table t19 engine=innodb
1797 create table t6 (fts_doc_id int, a text, fulltext (a))
1797 create table t7 (FTS_DOC_ID bigint unsigned, a text, fulltext (a))
ok create table t8 (FTS_DOC_ID bigint unsigned not null, a text, fulltext (a))
1797 create table t9 (FTS_DOC_ID bigint, a text, fulltext (a))
1166 create table t10 (FTS_DOC_ID bigint, a text)
ok create table t10 (FTS_DOC_ID bigint, a text) engine=myisam
ok create table t11 (a text, b int, fulltext (a))
1797 alter table t11 rename column b to fts_doc_id

# InnoDB's temporary tables have no FULLTEXT index
1796 create temporary table t (a text, fulltext (a))

# names of row numbers
1166 create table x1 (fts_doc_id int)
1166 create table x2 (FTS_DOC_ID int)
1166 create table x3 (Fts_Doc_Id bigint unsigned not null)
ok create table x4 (FTS_DOC_ID bigint unsigned not null)
1166 create table x5 (FTS_DOC_ID bigint unsigned)
ok create table x6 (a int)
ok alter table x6 add FTS_DOC_ID int
ok create table x7 (FTS_DOC_ID int) engine=myisam

# names of the parent's columns
ok create table t (a int primary key)
1166 create table p1 (a int, constraint f foreign key (a) references t (\`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\`))
1166 create table p2 (a int, constraint f foreign key (a) references nope (\`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\`))
1072 create table p3 (a int, constraint f foreign key (\`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\`) references t (a))
ok create table p4 (a int)
1166 alter table p4 add foreign key (a) references t (\`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\`)
1072 alter table p4 add foreign key (nope) references t (\`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\`)
1166 create table p5 (a int, constraint f foreign key (a) references t (\`a \`))
1072 create table p6 (a int, constraint f foreign key (\`a \`) references t (a))

# SPATIAL over JSON
3152 create table p (b json, spatial index (b))
3152 create table p2 (b json not null, spatial index (b))
1687 create table p3 (b json, c int, spatial index (c))
3152 create table p4 (b json, fulltext (b))

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
ok create table p (a int, constraint f foreign key (a) references t (id), constraint f check (a > 0))
3814 create table p1 (a int, constraint f foreign key (a) references t (id), constraint f check (rand() > 0))
ok create table q (a int, unique u (a), constraint u check (a > 0))
3814 create table q1 (a int, unique u (a), constraint u check (rand() > 0))
3822 create table q2 (u int unique, constraint u check (u > 0))
3822 create table q3 (u int, key u (u), constraint u check (u > 0))
3822 create table q4 (u int, constraint c check (u > 0), constraint c check (u > 1))
3814 create table q5 (u int, constraint c check (u > 0), constraint c check (rand() > 1))
ok create table q6 (u int primary key, constraint \`PRIMARY\` check (u > 0))
ok create table r (a int, constraint g foreign key (a) references t (id))
ok alter table r add constraint g check (a > 0)
3814 alter table r add constraint g check (rand() > 0)
ok alter table r add unique v (a), add constraint v check (a > 0)
ok alter table r add constraint w check (a > 0), add constraint w foreign key (a) references t (id)
ok alter table r add constraint h check (a > 0)
ok alter table r add constraint h foreign key (a) references t (id)
ok alter table r add constraint h unique (a)

# a check that is dropped and added again
ok create table t (a int, b int, constraint ch check (a > 0))
ok alter table t drop constraint ch, add constraint ch check (a > 1)
ok alter table t drop column a, add constraint ch check (b > 1)

# another case is no other name to a check
ok create table t (a int, b int, constraint ch check (a > 0))
ok alter table t modify A bigint
3959 alter table t rename column A to x

# a date that is compared with 0: the table is made, and not altered any more
ok create table t (a date, b int, check (a > 0))
1525 alter table t add c int
1525 create index i on t (b)
ok alter table t rename to s
ok rename table s to t
ok alter table t drop constraint t_chk_1
ok alter table t add c int
ok create table u (a datetime(3), b int, g int as (0 < a) stored)
1292 alter table u add c int
ok alter table u drop column g
1292 create table v (a date, check (a > 5))
1292 create table v (a date, check (a > 'x'))
ok create table v (a date, b int, check (a > '2020-01-01'), check (b > 5))
1292 alter table v modify b datetime

# foreign keys and the storage engine that a table gets
ok create table t (a int)
ok alter table t drop foreign key nope, engine = MyISAM
1091 alter table t drop foreign key nope, engine = InnoDB

# ROW_FORMAT=FIXED in place, and by a copy
ok create table t (a int, b int)
1478 alter table t row_format = fixed, add c int
1031 alter table t row_format = fixed, modify b bigint
1031 alter table t row_format = fixed, add check (a > 0)

# the parts of a key in their order
1071 create table t (b text, index i (b(3072), b))
1060 create table t (b text, index i (b(700), b(70)))
1071 create table t (b text, c varchar(800), index i (c, c, b))
1170 create table t (b text, c varchar(800), index i (b, c, c))
1072 create table t (b text, index i (nope, b(3072)))

# what a key keeps of a column that is dropped and added again
ok create table t (id bigint, a bigint, index i (id))
1089 alter table t add id int, drop id
1089 alter table t add id varchar(2), drop id
ok alter table t add id varchar(20), drop id
ok alter table t add id text, drop id

# VECTOR in keys, and its size
ok create table t (a int)
6134 alter table t add v vector(3) unique
6134 alter table t add v vector(3), add fulltext (v)
6137 alter table t add v vector(16384)
1253 alter table t add v vector(3) collate utf8mb4_bin
1101 alter table t add v vector(3) default 3
ok alter table t add v vector(16383)

# a FULLTEXT index that takes the place of a foreign key's own
ok create table t (id bigint primary key, a varchar(255) unique)
ok create table c (id bigint primary key, a varchar(255))
1821 alter table c add foreign key (a) references t (a), add fulltext k (a)
1821 alter table c add foreign key (a) references nope (a), add fulltext k (a)
ok alter table c add fulltext k (a), add foreign key (a) references t (a)
1553 alter table c add fulltext k2 (a)

# an index that is dropped and renamed
ok create table t (a int, b int, index k (a), index j (b))
1176 alter table t rename index k to i, drop index k
1176 alter table t rename index k to i, rename index k to h
ok alter table t drop column b, rename index k to j

# automatic names of checks under a longer name of the table
ok create table t (a int, check (a > 0))
1059 rename table t to xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
3507 alter table t add b int, rename to xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx

# columns that hold nothing, in keys
ok create table t (a char(0), b varbinary(0), c int)
1167 alter table t add index (c, a, nope)
1167 alter table t add unique (b)
1167 alter table t add fulltext (a)
1089 alter table t add index (a(3))

# NULL beside PRIMARY KEY, and a default that is NULL
ok create table t (id int primary key, a int)
1067 alter table t add a int null default null primary key
1060 alter table t add a int null primary key
1067 create table u (b int null default null primary key)
`,
);
