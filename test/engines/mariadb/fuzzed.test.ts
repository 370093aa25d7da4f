/** What random histories found on MariaDB (docs/engine-fuzzing.md), and what lies beside it. */

import { targetOf, unavailable } from '../support/mysql.ts';
import { describeTexts } from '../support/texts.ts';

describeTexts(
  targetOf('mariadb', '10.11.19'),
  unavailable('mariadb'),
  `
# a column that refers to itself needs a unique key besides the one that serves it
ok create table p (id int not null primary key, a bigint, unique i (a), index k (a))
ok alter table p add constraint f foreign key (a) references p (a)
1005 alter table p add unique j (a), add constraint f foreign key (a) references p (a)
ok create table q (id int not null primary key, index i (id), constraint g foreign key (id) references q (id))
1050 create table q (id int not null primary key, unique i (id), constraint g foreign key (id) references q (id))

# the key that serves a column is the first of the server's order
ok create table p (a bigint, b int, unique k (a, b), unique i (a), constraint f foreign key (a) references p (a))
ok create table q (a bigint not null, b int, unique k (a, b), unique i (a), constraint g foreign key (a) references q (a))
1050 create table q (a bigint not null, b int not null, primary key (a, b), unique i (a), constraint g foreign key (a) references q (a))

# without checks, a column that refers to itself
ok set foreign_key_checks = 0
ok create table t (id bigint not null primary key, constraint f foreign key (id) references t (id))
1050 create table t (a int, constraint f foreign key (a) references t (a))
1050 create table t (a int, b int)
1072 alter table t add unique (a), add constraint f foreign key (b) references t (a)
1072 alter table t add unique (a)
1072 alter table t add constraint f foreign key (b) references t (a)

# which of two unique keys may go while a column refers to itself
ok create table p (id int not null primary key, unique (id), unique x (id), constraint f foreign key (id) references p (id))
ok alter table p drop index id
ok alter table p drop index x
1025 alter table p drop primary key
ok alter table p add unique y (id), drop primary key

# changed columns of a key within one table
ok create table p (id int not null primary key, a int, constraint f foreign key (a) references p (id) on delete set null)
1832 alter table p modify a bigint
1833 alter table p modify id bigint
1833 alter table p modify id bigint, modify a bigint
1833 alter table p modify a int not null, modify id bigint
1832 alter table p modify a bigint not null
ok alter table p modify id int auto_increment

# NULL, type and name of a key's column
ok create table q (id int not null primary key, z int, unique (z))
ok create table p (id int not null primary key, a int, constraint f foreign key (a) references q (id) on delete set null, constraint g foreign key (a) references q (z))
1832 alter table p modify a bigint not null
1830 alter table p change a z int not null
1846 alter table p change a z bigint
1833 alter table q modify z bigint not null
ok alter table q modify z int not null

# no column of a key is renamed while the table is copied
ok create table q (id int not null primary key, y varchar(20))
ok create table p (id int not null primary key, z int, y int, constraint f foreign key (z) references q (id))
1846 alter table p change z zz int, modify y bigint
1846 alter table p rename column z to zz, modify y bigint
1846 alter table q change id idd int auto_increment
1846 alter table q change id idd int, modify y varchar(10)
ok alter table p change id idd bigint
ok alter table p change z zz int

# FULLTEXT over letters of more than one byte
1283 create table p (id int, c varchar(20), fulltext i (c)) character set ucs2
1283 create table p (id int, c varchar(20) character set utf32, fulltext i (c, nope))
1283 create table p (id int, c varchar(20) character set utf16, fulltext i (c), index (nope))
1072 create table p (id int, c varchar(20), d varchar(20) character set latin1, fulltext i (c, d), index (nope))

# unsafe functions in a changed column beside a new one
ok create table t (id int not null primary key, a int)
ok alter table t modify a int default (uuid())
ok alter table t add c int, modify a int default (uuid())
1060 alter table t add a int, modify a int default (5), add check (rand() > 0)
ok alter table t add a int, change a z int default (5)

# SERIAL that may be NULL
1064 create table t (a serial null)
ok create table u (a bigint)
1064 alter table u change a d serial null

# a column that a CHECK rests on, in a key that writes to it
ok create table c (id int primary key, b int, check (b > 0))
1901 alter table c add constraint g foreign key (b) references nope (id) on delete set default
1901 alter table c add constraint g foreign key (b) references c (nope) on delete set default
1239 alter table c add constraint g foreign key (b) references c (b, id) on delete set default
1901 create table x (b int not null, check (b > 0), constraint g foreign key (b) references nope (id) on delete set null)
1901 create table x (b int, check (b > 0), constraint g foreign key (b) references nope (id) on delete set null)
1005 create table x (b int, check (b > 0), constraint g foreign key (b) references nope (id) on delete cascade)

# a second primary key over a foreign key's columns
ok create table x (id int primary key, a int)
1072 alter table x add foreign key (b) references x (id), add primary key (b)
1072 alter table x add foreign key (b) references x (id), add primary key (a)

# the bytes of a number as the length of its part
ok create table t (id int, d date, e decimal(8,2), f bit(8), g enum('a','b'), v varchar(4))
ok alter table t add index i (id(4), d(3), e(4), f(1), v(4))
1089 alter table t add index j (id(3))
1089 alter table t add index j (id(5))
1089 alter table t add index j (g(1))
ok alter table t add primary key (id(4))

# a new key within one table is looked at in the table as it was
ok create table p (id int not null primary key, a int, b int)
1005 alter table p add index (a), add constraint f foreign key (b) references p (a)
1005 alter table p add z int unique, add constraint f foreign key (b) references p (z)
ok alter table p add index (a)
1005 alter table p modify a bigint, modify b bigint, add constraint f foreign key (b) references p (a)
1005 alter table p modify b bigint, add constraint f foreign key (b) references p (a)
1025 alter table p drop primary key, add constraint f foreign key (b) references p (id)
ok alter table p add constraint f foreign key (b) references p (a)

# and once more in the new one, when it gets its name
ok create table p (id int not null primary key, a int, b int, index k (a))
1025 alter table p modify a bigint, add constraint f foreign key (b) references p (a)
1025 alter table p change a z int, add constraint f foreign key (b) references p (a)
1025 alter table p drop index k, add constraint f foreign key (b) references p (a)
1025 alter table p drop column a, add constraint f foreign key (b) references p (a)

# a table that becomes InnoDB's with a key of its own
ok create table p (a int, b int, unique (a)) engine = MyISAM
1005 alter table p engine = InnoDB, add constraint f foreign key (b) references p (a)

# in place the parent's index is compared with the child's
ok set foreign_key_checks = 0
ok create table t (id bigint unsigned not null primary key, b enum('a','b') unique, c int, d date)
1822 alter table t add constraint f foreign key (b) references t (id)
1825 alter table t add constraint f foreign key (c) references t (id)
1825 alter table t add constraint g foreign key (d) references t (b)

# TINYTEXT in an index is 255 characters long
1709 create table p (a tinytext, index (a)) row_format = compact
1709 create table p (a tinytext, index (a)) character set utf8mb4 row_format = compact
ok create table p (a tinytext character set latin1, index (a)) row_format = compact

# ON UPDATE without a default: none but the zero date, which no later ALTER TABLE takes
ok create table c (id int not null primary key, a int, d timestamp not null on update current_timestamp)
1067 alter table c add b int
1067 create index i on c (a)
1091 alter table c drop column nope
1067 alter table c rename column d to e
ok alter table c modify d datetime not null on update current_timestamp
1067 alter table c add b int
ok alter table c rename to cc
ok alter table cc alter column d set default '2020-01-01'
ok alter table cc add b int
ok alter table cc alter column d drop default
ok alter table cc add c int
ok create table n (id int, d timestamp null on update current_timestamp)
ok alter table n add b int

# a column that is there already leaves its key
ok create table t (id int not null primary key, a bigint)
ok alter table t add column if not exists a bigint unique
ok alter table t add column if not exists a bigint unique

# a new column that is changed at once
ok create table t (id int not null primary key, a int, b int)
1054 alter table t modify a int, add a int, modify a bigint
1060 alter table t add b int first, change nope b bigint
ok alter table t add z int, change nope z bigint

# an unknown type before what is wrong with its character set
4161 create table t (a vector(3) character set ascii)

# ON UPDATE CASCADE from a column that may be NULL to one that may not
ok create table t (b varchar(20), unique i (b), d int not null, e int, unique (d), unique (e))
1005 create table c (c varchar(20) not null, constraint f1 foreign key (c) references t (b) on update cascade)
ok create table c (c varchar(20) not null, constraint f2 foreign key (c) references t (b) on delete cascade)
ok create table d (c varchar(20), constraint f4 foreign key (c) references t (b) on update cascade)
1830 alter table d modify c varchar(20) not null
ok create table e (c int not null, constraint f5 foreign key (c) references t (d) on update cascade)
1833 alter table t modify d int null
1846 alter table t change d dd int null
ok create table f (c int not null)
1005 alter table f add constraint f8 foreign key (c) references t (e) on update cascade
ok set foreign_key_checks = 0
ok alter table f add constraint f8 foreign key (c) references t (e) on update cascade
1005 create table g (c int not null, constraint f9 foreign key (c) references t (e) on update cascade)

# within one table
ok create table n (id int, a int, index (a), b int, constraint f foreign key (b) references n (a) on update cascade)
1830 alter table n modify b int not null
ok alter table n modify a int not null
ok alter table n modify b int not null
1833 alter table n modify a int null

# a collation makes characters of bytes
ok create table t (a blob collate latin1_bin, b varbinary(20) collate utf8mb4_bin, c binary(10) collate utf8mb4_bin, d longblob)
ok alter table t modify d longblob collate latin1_bin

# a UNIQUE that is a hash serves no foreign key
ok create table t (id varchar(255) primary key)
ok create table c (b varchar(255), a varchar(1000), unique (b, a), constraint f foreign key (b) references t (id))
ok create table d (b varchar(255), a text, unique (b, a))
ok alter table d add constraint g foreign key (b) references t (id)
ok create table m (b varchar(255), a int, unique (b, a), constraint h foreign key (b) references t (id)) engine = MyISAM

# a table with a hash is copied by each ALTER TABLE
ok create table t (id int primary key)
ok create table c (b int, d text, unique (d), constraint f foreign key (b) references t (id))
1846 alter table c rename column b to bb
1005 alter table c row_format = fixed

# parents that come while keys are not checked
ok set foreign_key_checks = 0
ok create table c (a bigint, constraint f foreign key (a) references p (id))
ok create table p (x int)
ok drop table p
ok create table q (x int)
1025 rename table q to p

# what is wrong with a type comes before what stands behind it
1426 create table t (a time(7) as (1) virtual not null)
1074 create table t (a binary(256) character set utf8mb3)
1064 create table t (a uuid character set latin1)
1103 create table xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (a geometry character set latin1)

# an invisible column beside one of its name
ok create table t (a int)
1060 alter table t add a int not null invisible
4108 alter table t add b int not null invisible

# a key whose column takes the name of one that goes
ok create table t (id int primary key, a bigint null unique, c bigint)
ok alter table t drop c, change a c varchar(255) not null
ok create table u (a varchar(200), c varchar(10), index (a(20)))
ok alter table u drop c, change a c varchar(10)

# a year of another width
ok create table t (a year(5.5))
1050 create table t (a year(4.5), b year(4))
ok create table u (a year(.4))

# bare names of columns that are not there, in expressions
1054 create table t (a int default (nope))
1054 create table t (b int, a int default (b + zz), check (yy > 1))
1054 create table t (b int, a int default (b + zz), foreign key (b) references nope (id))
1067 create table t (b int, a int default (b + zz), c int default 'x')
1901 create table t (b int auto_increment primary key, a int default (b))
1054 create table t (b int, a int as (year(zz)))
1054 create table t (b int, check (b in (1, 2) and zz is not null))
1054 create table t (b int, check (b > zz), foreign key (b) references nope (id))
1054 create table t (b int check (zz > 1))
ok create table t (b int)
1054 alter table t alter column b set default (nope)
1054 alter table t modify b int default (nope)
1054 alter table t add a int default (nope), add check (zz > 0)
1054 alter table t add a int as (zz), add foreign key (b) references zz (id)
1054 alter table t add check (zz > 0), add foreign key (b) references zz (id)

# words of expressions that are no columns
ok create table a (b date, c varchar(20), d json, e decimal(3,1), check (b > date_sub(b, interval 1 day)), check (c regexp '^a' and cast(c as unsigned) > 1 and c collate utf8mb4_bin = 'x'), check (b between '2020-01-01' and '2021-01-01' or e mod 2 = 1))
ok create table b (b varchar(20), c datetime, check (convert(b using utf8mb4) = _utf8mb4'x' and trim(both 'x' from b) <> ''), check (extract(year from c) > 1 and substring(b from 1 for 2) = 'a'), check (timestampdiff(month, c, c) > 1 and char(65 using utf8mb4) = b))
ok create table c (id int, b varchar(36) default (uuid()), c datetime default (now() + interval 1 day), e varchar(20) default (concat('a', "b", 'it''s')), f date default (current_date), g int default (id + 1), h varchar(20) default (convert('x' using latin1)))
ok create table d (id int, b int as (if(id > 0, 1, null)) stored, c int as (case id when 1 then 2 else 3 end), d varchar(10) as (left(concat(id, 'x'), 3)), e int as (id div 2 + id % 3))
ok create table e (Id int, naïve int, check (ID > 0 and \`id\` < 9 and naïve > 1), check (e.id > 1), check (id is true or id is not null xor naïve = 2))

# keys of CREATE TABLE in the order in which they are written
1072 create table x (id int, a int, constraint f foreign key (b) references c (id), index (id, id))
1072 create table x (id int, a int, index (id, id), constraint f foreign key (b) references c (id))
1072 create table x (id int primary key, a int, constraint f foreign key (b) references c (id), index (a, a))
1072 create table x (id int, a int, index (id, id), primary key (zz))
1072 create table x (id int, a int, index i (a), index i (a), constraint f foreign key (b) references c (id))
ok create table x (id int primary key, a int, index f (a), constraint f foreign key (a) references x (id))
1005 create table y (id int, a int, constraint f foreign key (a) references y (id), index (a), primary key (id))

# JSON's arrow
1064 create table t (c json, d varchar(9) as (json_unquote(c->'$.x')) stored)
1064 create table u (c json, d varchar(9) as (c->>'$.x'))
1064 create table v (c json, check (c->'$.x' > 1))
ok create table w (c json, d varchar(9) default 'a->b' comment 'x->y')

# columns that are to stand behind each other
ok create table t (id int not null, b int, c int)
ok alter table t modify b bigint after id, modify id bigint after b
1054 alter table t modify b int after x, add x int
ok alter table t add x int, modify b int after x

# a part of a geometry
ok create table p (id int, a geometry not null, b geometry not null)
ok create index i on p (a(10))
1089 create spatial index j on p (a(10))

# two foreign keys of one name
1005 create table p (id int primary key, b int, constraint g foreign key (b) references p (id), constraint g foreign key (b) references nope (a))
1005 create table p (id int primary key, b int, constraint g foreign key (b) references nope (id), constraint g foreign key (b) references p (id))

# collations that do not go together
1267 create table t (a varchar(20) collate utf8mb4_unicode_ci, b varchar(20) collate utf8mb4_general_ci, check (a < b))
1267 create table t (a varchar(20) collate utf8mb4_unicode_ci, b varchar(20) collate utf8mb4_general_ci, c int as (a like b))
ok create table t (a varchar(20) collate utf8mb4_unicode_ci, b varchar(20) collate utf8mb4_bin, check (a < b))
ok alter table t add check (a > b)
1267 alter table t modify b varchar(20) collate utf8mb4_general_ci
ok create table u (a varchar(20) collate utf8mb4_unicode_ci, b varchar(20) collate utf8mb4_general_ci, check (a = b collate utf8mb4_bin), check (concat(a, 'x') = 'x' or b > 'c' and a < 'd'), check (length(a) = length(b)))

# a CHAR of as many bytes for each letter is as long as it says
1118 create table t (c0 char(255), c1 char(255), c2 char(255), c3 char(255), c4 char(255), c5 char(255), c6 char(255), c7 char(255), c8 char(255), c9 char(255), c10 char(255), c11 char(255), c12 char(255), c13 char(255), c14 char(255), c15 char(255)) character set ucs2
ok create table t (c0 char(255), c1 char(255), c2 char(255), c3 char(255), c4 char(255), c5 char(255), c6 char(255), c7 char(255), c8 char(255), c9 char(255), c10 char(255), c11 char(255), c12 char(255), c13 char(255), c14 char(255)) character set ucs2

# a default of a column that is renamed and added
ok create table c (id bigint primary key, a int)
1054 alter table c alter column a drop default, rename column a to b, add a int

# a new key within a table that gets another name
ok create table c (id bigint primary key, b bigint)
ok alter table c add constraint f foreign key (b) references c (id), rename to p

# types that do not count
ok create table t (id bigint unsigned not null auto_increment primary key, a bigint)
1063 alter table t modify a inet6 auto_increment
1063 create table u (a uuid auto_increment primary key)
`,
);
