/**
 * Histories on which judges and engines once disagreed, most of them found by fuzzing (docs/engine-fuzzing.md); each begins in
 * an empty database. What is expected comes from the engines.
 */
const manyKeys = Array.from({ length: 66 }, (_, i) => `c${i} int unique`).join(', ');

export const FOUND_MYSQL = `
## names, checks and renames
create table t (a int, id int auto_increment primary key, b varchar(5))
rename table t to t
alter table t rename to t
create table t (a int, check (\`nope\` > 0))
create table t (a int, check (rand() > 0))
create table u (a int, a int, check (\`nope\` > 0))
create table u (a int default 'x', check (\`nope\` > 0))
create table u (a int, b int, index i(zz), check (\`nope\` > 0))
create table u (a int, b int, index i(a), index i(b), check (\`nope\` > 0))
create table u (a int check (\`b\` > 0), b int)
create table u2 (id int auto_increment primary key, check (\`id\` > 0))
create table u3 (id int auto_increment primary key check (\`id\` > 0))
create table u4 (a int, constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (\`a\` > 0))
create table u5 (a int, foreign key (a) references xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (id))
create table u5 (a int, a int, foreign key (a) references xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (id))
create table u5 (a int, foreign key (a) references \`e \` (id))
alter table t add foreign key (zz) references xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (id)
alter table nope add foreign key (zz) references xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (id)
alter table t add check (\`nope\` > 0)
alter table t add check (rand() > 0)
alter table nope add check (\`zz\` > 0)
alter table t add check (\`id\` > 0)
alter table t add c int, add check (\`c\` > 0)
alter table t add d int check (\`nope\` > 0)
alter table t add index q (zz), add check (\`nope\` > 0)
alter table t add a int, add check (\`nope\` > 0)
alter table t drop zz, add check (\`nope\` > 0)
alter table t modify zz int, add check (\`nope\` > 0)
alter table t add primary key (a), add check (\`nope\` > 0)
alter table t rename column a to a9, add check (\`a9\` > 0)
alter table t rename column a9 to a
rename table xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx to t
rename table nope to t
rename table t to xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
alter table nope rename to t
create table w (a int, b int, unique(A, B))

## checks, generated columns and steps over one column
create table t (a int, id int auto_increment primary key, b varchar(5))
create table u (a int, check (\`nope\` > 0))
create table u (a int, check (\`nope\` > 0), foreign key (a) references zz(id))
create table u (a text default (1), b int check (\`nope\` > 0), index (a))
create table u (a int, check (rand() > 0))
create table u (a int, id int auto_increment primary key, check (\`id\` > 0), foreign key (a) references zz(id))
create table u (a int check (\`nope\` > 0), a int)
create table c1 (a int, check (\`a\` > 0), b int check (\`b\` > 0), constraint c1_chk_5 check(\`b\` > 1), check (\`a\` > 3))
alter table c1 add check (\`a\` > 1), add d int check (\`d\` > 0)
rename table c1 to c2
alter table c2 drop constraint c2_chk_1
alter table c2 drop constraint CONSTRAINT_1
alter table c2 drop constraint b
alter table c2 add check (\`a\` > 1)
create table c3 (a int, constraint c2_chk_2 check (\`a\` > 0))
alter table t modify a int, alter column a set default 5
alter table t alter column a set default 5, modify a int
alter table t alter column a set default 5, alter column a drop default
alter table t add c int, alter column c set default 5
alter table t rename column a to aa, rename column a to bb
alter table t modify a int, modify a bigint
alter table t modify a int, change a q bigint
alter table t modify a int, drop column a
alter table t modify a int, rename column a to aaa
alter table t drop column b, add check (\`b\` <> '')
alter table t add constraint \`e \` check (\`b\` <> '')
alter table t add constraint t_chk_1 check (\`b\` <> ''), add constraint T_CHK_1 check (\`b\` <> '')
create table v (a int, b int generated always as (\`nope\`) stored)
create table v (a int, b int generated always as (\`a\`) stored, b int)
create table v (a int, b int generated always as (\`nope\`) stored, index i(zz))
create table vm (a int, b char(32) generated always as (md5(\`a\`)) stored)
create table vv (a int, b varchar(40) generated always as (concat('md5(', sha1(a))) virtual)
create table v3 (a int, check (sha(\`a\`) <> ''))
create table v (a int, b int generated always as (uuid()) stored)
create table v (a int, b int generated always as (\`b\`) stored)
create table v (b int generated always as (\`c\`) stored, c int generated always as (1) virtual)
create table v (id int auto_increment primary key, b int generated always as (\`id\` + 1) stored)
create table v2 (id int auto_increment primary key, b int generated always as (\`id\` + 1) virtual)
create table v (a int, b text generated always as (\`a\`) stored primary key)
create table v4 (a int, b int generated always as (\`a\`) virtual primary key)
create table v5 (a int, b int generated always as (\`a\`) stored auto_increment primary key)
create table v6 (a int, b int generated always as (\`a\`) stored default 5)
create table v7 (a int, b int generated always as (\`a\`) stored on update current_timestamp)
create table v8 (a int, b serial generated always as (\`a\`) stored)

## keys part by part
create table t (a int, b text, c int, id int primary key, d json)
create table u (a int, index \`i \` (a))
create table u (a int, index \`PRIMARY\` (zz))
create table u (a int, index \`PRIMARY\` (a), index j(zz))
create table u (a int, index j(zz), index \`PRIMARY\` (a))
create table u (a int, index \`GEN_CLUST_INDEX\` (a), index j(zz))
create table u (a int, index \`GEN_CLUST_INDEX\` (a), foreign key (a) references nope(id))
create table u (a int, index \`i \` (a), index j(zz))
create table u (a int, b int, index j(a,a), spatial index k(a,b))
create table u (a int, b int, spatial index k(a,b), index j(a,a))
create table u (a int, b int, a int, spatial index k(a,b))
create table u (a int, b int, fulltext index k(a,zz))
create table u (a int, b text, fulltext index k(b,b,a))
create table u (a int, b text, fulltext index k(b,zz,a))
create table u (a int, b text, index k(a,a,b))
create table u (a int, b text, index k(a(3),zz))
create table u (a int, b text, index k(b), index j(zz))
create table u (a int, b varchar(5000), index k(b), index j(zz))
alter table t add primary key (zz)
alter table t add primary key (b)
alter table t add index i(zz), add primary key (a)
alter table t add primary key (a), add index i(zz)
alter table t add column p int null primary key
alter table t alter column id set default 1
create table ai (id int auto_increment primary key)
alter table ai alter column id set default 1
create table u (a text auto_increment default 'x')
create table u (a text auto_increment default (1))
create table u (a text auto_increment)
create table u (a varchar(5) auto_increment default 'x')
create table u (a boolean character set ascii)
create table u (a int collate utf8mb4_bin)
create table u2 (a varchar(5) character set binary, b text charset binary, c char(4) charset binary)
create table u3 (a varchar(5) collate binary, b text collate binary)
create table u4 (a varchar(5), b json charset utf8mb4)
create table u4 (a varchar(5), b json collate utf8mb4_bin)
create table u5 (a varchar(5), b blob charset utf8mb4)
create table u5 (a varchar(5), b datetime charset utf8mb4)
create table u5 (a varchar(5), b binary(3) charset utf8mb4)

## row formats, STORED status, dates and bits as defaults
create table t (a int, b text, c int, id int primary key, d json, v int as (a) virtual, s int as (a) stored)
create table u (a int) row_format=fixed
alter table t row_format=fixed
create table u1 (a int) row_format=compressed
create table u2 (a int) engine=myisam row_format=compressed
create table u3 (a int) engine=myisam row_format=dynamic
create table u4 (a int) engine=myisam row_format=redundant
alter table u3 engine=innodb row_format=fixed
alter table t modify a int as (c) virtual
alter table t modify a int as (c) stored
alter table t modify v int
alter table t modify v int as (a) stored
alter table t modify s int
alter table t modify s int as (a) virtual
alter table t modify s int as (a+1) stored
alter table t modify v int as (a+1) virtual
alter table t modify v bigint as (a) virtual, modify zz int
alter table t modify zz int as (a) virtual
create table d1 (a datetime default '5')
create table d2 (a datetime default '12')
create table d3 (a datetime default '123')
create table d4 (a datetime default '1234')
create table d5 (a datetime default '12345')
create table d6 (a datetime default '120102')
create table d7 (a datetime default '1201020')
create table d8 (a datetime default '20200101')
create table d9 (a datetime default '202001010')
create table d10 (a datetime default '2020010101')
create table d12 (a datetime default '202001010101')
create table d14 (a datetime default '20200101010101')
create table d15 (a datetime default 5)
create table d16 (a datetime default 300)
create table d17 (a datetime default 70000)
create table d18 (a datetime default 20200101)
create table d19 (a datetime default 0)
create table d20 (a date default '5')
create table d21 (a date default 'x')
create table d22 (a date default '1.5')
create table d23 (a date default '12:00:00')
create table d24 (a datetime default '12:00:00')
create table d25 (a datetime default '1.5')
create table d26 (a date default '2020-01-01 10:00:00')
create table d27 (a time default '5')
create table d28 (a time default '70000')
create table d29 (a time default '300')
create table d30 (a time default '2020-01-01 10:00:00')
create table d31 (a time default '2020-01-01')
create table d32 (a timestamp default '2020-01-01')
create table d33 (a date default '99999999999')
create table d34 (a time default '99999999999')
create table d35 (a date default -1)
create table d36 (a date default 101)
create table d37 (a date default '101')
create table d38 (a date default 10101)
create table d39 (a date default '10101')
create table d40 (a time default 1.5)
create table d41 (a time default '1.5')
create table d42 (a year default '5')
create table d43 (a year default 0)
create table d44 (a year default '')
create table d45 (a time default '')
create table d46 (a date default '')
create table d47 (a year default 300)
create table d48 (a year default '1.5')
create table d49 (a time default -1)
create table d50 (a time default 'x')
create table d51 (a time default 'a,b')
create table d52 (a bit(8) default 'x')
create table d53 (a bit(8) default 300)
create table d54 (a bit(8) default -1)
create table d55 (a bit(8) default '')
create table d56 (a bit(8) default '5')
create table d57 (a bit(8) default 'ab')

## referential actions beside checks and generated columns
create table p (id int primary key, j int unique)
create table u (a int, b int, constraint f foreign key (a) references p(id), constraint f foreign key (b) references nope(id))
create table u (a int, b int, constraint f foreign key (b) references nope(id), constraint f foreign key (a) references p(id))
create table u (a int, b int, constraint f foreign key (a) references p(id), constraint f foreign key (b) references p(j))
create table w (a int, constraint f foreign key (a) references p(id))
create table u (a int, constraint f foreign key (a) references nope(id))
create table u (a int, constraint g foreign key (a) references nope(id), constraint f foreign key (a) references p(id))
create table u (a int check (a > 0), foreign key (a) references p(id) on delete set null)
create table u1 (a int, check (a > 0), foreign key (a) references p(id) on delete set null)
create table u2 (a int, check (a > 0), foreign key (a) references p(id) on delete cascade)
create table u3 (a int, check (a > 0), foreign key (a) references p(id) on update cascade)
create table u4 (a int, check (a > 0), foreign key (a) references p(id) on update set null)
create table u5 (a int, v int as (a) stored, foreign key (a) references p(id) on update cascade)
create table u6 (a int, v int as (a) virtual, foreign key (a) references p(id) on delete set null)
create table u7 (a int, v int as (a) stored, foreign key (a) references p(id) on delete cascade)
create table u8 (a int, v int as (a) stored, foreign key (v) references p(id) on delete cascade)
create table u9 (a int, v int as (a) stored, foreign key (v) references p(id) on delete set null)
create table u10 (a int, v int as (a) stored, foreign key (v) references p(id) on update cascade)
create table u11 (a int, foreign key (a) references p(id) on delete set default)
create table u12 (a int, foreign key (a) references p(id) on update set default)
create table x1 (a int, check (a > 0))
alter table x1 add foreign key (a) references p(id) on delete set null
create table x2 (a int, foreign key (a) references p(id) on delete set null)
alter table x2 add check (\`a\` > 0)
alter table x1 add index \`PRIMARY\` (zz)
alter table x1 add index \`i \` (zz)
alter table x1 add index \`GEN_CLUST_INDEX\` (zz)
alter table x1 add index \`GEN_CLUST_INDEX\` (a), add foreign key (a) references nope(id)
create table y (a int auto_increment, b int auto_increment primary key, index (zz))
create table y (a int auto_increment, index (zz))
create table y (a int auto_increment, b int auto_increment, a int)
create table y (a int, b varchar(3000), index(b), b int auto_increment, c int auto_increment)
create table y (a int, spatial index (a, zz))
create table y (a int, spatial index (zz, a))
create table y (a int, spatial index (a, a))
create table y (g point not null, a int, spatial index (g, a))
create table y (id int auto_increment primary key, b text, unique (id, b))
alter table p drop column id, drop column zz
alter table p drop column id, drop index zz
alter table p drop column id, drop foreign key zz
alter table p modify id bigint, drop index zz
alter table p drop column id, modify zz int

## what an earlier stage finds
create table t (a int, b int, id int auto_increment primary key, index i(b), unique u(a))
alter table t add c varchar(40) default (uuid())
alter table t add c2 varchar(40) default (rand())
alter table t modify a varchar(40) default (uuid())
alter table t alter column a set default (uuid())
alter table nope add c varchar(40) default (uuid())
alter table t rename index i to j, drop column b
alter table t rename index i to PRIMARY
alter table t rename index i to GEN_CLUST_INDEX
alter table t rename index i to \`e \`
create table m (a int) engine=myisam
alter table m drop foreign key nope
alter table m drop constraint nope
alter table m drop foreign key nope, add x int
create table u (a text default current_timestamp)
create table u (a text default current_timestamp(3))
create table u (a text not null default current_timestamp(3))
create table u (a json default current_timestamp(3))
create table u (a blob default current_timestamp(3))
create table u1 (a varchar(5) default current_timestamp(3))
create table v1 (a int, check (a > 0), foreign key (a) references t(id) on delete set default)
create table v2 (a int, check (a > 0), foreign key (a) references t(id) on update set default)
create table v3 (a int, s int as (a) stored, foreign key (a) references t(id) on update set default)
create table v4 (a int, s int as (a) stored, foreign key (a) references t(id) on delete set default)
create table v5 (a int, s int as (a) stored, foreign key (s) references t(id) on delete set default)
create table v6 (a int, s int as (a) stored, foreign key (s) references t(id) on update set default)
create table t (a int, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx int)
create table t (a int, constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (a > 0))
create table t (a int, constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx foreign key (a) references t(id))
create table t (a int, index xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (a))
create table t (a int, a int)
create table t (a int, b varchar(70000))
create table t (a int, foreign key (a) references xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx(id))
create table if not exists t (a int, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx int)
create table if not exists t (a int, constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (a > 0))
create table if not exists t (a int, constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx foreign key (a) references t(id))
create table if not exists t (a int, index xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (a))
create table if not exists t (a int, a int)
create table if not exists t (a int default 'x')
create table if not exists t (a int, b varchar(70000))
create table if not exists t (a int, foreign key (a) references xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx(id))
create table if not exists t (a int, check (rand() > 0))
create table if not exists t (a int, check (\`nope\` > 0))
create table if not exists t (a int auto_increment, b text auto_increment)
create table if not exists t (a int charset nope)
create table if not exists t (a varchar(4) charset nope)
create table if not exists t (a text default 'x')
create table if not exists t (a int, foreign key (a) references nope(id))
alter table nope add constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (a > 0)
alter table nope add xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx int
alter table nope add index xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (a)
alter table nope add foreign key (a) references xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx(a)
alter table nope add constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx foreign key (a) references t(a)
alter table nope rename index a to xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
alter table nope rename column a to xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
alter table nope add a int default 'x'
alter table nope add a varchar(70000)
alter table nope add a text default 'x'
alter table nope add a decimal(70,2)
alter table t rename index zz to xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
alter table t rename column zz to xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
create table s1 (a int primary key, foreign key (a) references s1(a))
create table s2 (a int, foreign key (a) references s2(a))
create table s3 (a int, index(a), foreign key (a) references s3(a))
create table s4 (a int unique, foreign key (a) references s4(a))
create table s5 (a int, b int, index(a,b), foreign key (a) references s5(a))
create table s6 (a int, index(a))
alter table s6 add foreign key (a) references s6(a)
create table i1 (a int not null invisible)
create table i2 (a int not null, b int not null invisible)
create table i3 (a int invisible)
create table i4 (a int, b int not null default 1 invisible)
create table i5 (a int, b int primary key invisible)
create table i6 (a int, b int auto_increment primary key invisible)

## what types take
create table t (status varchar)
create table t (status varchar default 'x')
create table t (a int, b varbinary not null)
create table t (a nvarchar)
create table t (a national varchar)
create table t (a national)
create table t (a char varying)
create table t1 (a char, b binary, c bit, d nchar, e character, f text, g blob)
create table t (a varchar())
create table t (a varchar(5,2))
create table t (a varchar(max))
create table t (a varchar('5'))
create table t (a int(-1))
create table t (a int(5,2))
create table t (a decimal(,))
create table t (a decimal(5,))
create table t (a decimal(5,2,1))
create table t (a double(5))
create table t (a real(5))
create table t (a double precision (5))
create table t2 (a double(8,2), b real(8,2), c float8(8,2), d float(8,2), e float(8), f decimal(8), g float4)
create table t (a double(2,5))
create table t (a float(2,5))
create table t (a float4(54))
create table t (a enum())
create table t (a enum)
create table t (a set())
create table t (a enum(5))
create table t (a enum('a',))
create table t (a boolean(1))
create table t (a bool(1))
create table t (a date(3))
create table t (a datetime(3,2))
create table t (a timestamp())
create table t (a tinytext(5))
create table t (a longtext(5))
create table t (a mediumblob(5))
create table t (a json(5))
create table t (a serial(5))
create table t3 (a text(5), b blob(5), c year(4), d year, e time(3))
create table t (a text unsigned)
create table t (a bit(5) unsigned)
create table t (a boolean unsigned)
create table t (a varchar(5) unsigned)
create table t (a date zerofill)
create table t (a int binary)
create table t (a nvarchar(5) charset latin1)
create table t (a nvarchar(5) collate latin1_bin)
create table t (a nvarchar(70000))
create table t (a varchar(5000000000))
create table t (a blob(5000000000))
create table t4 (a int(5.5), b varchar(5.5), c decimal(5.5))
create table t5 (a varcharacter(5), b national varcharacter(5), c long varchar, d long varbinary, e char varying(5), f nchar varchar(5))
alter table t5 add g varchar
alter table t5 modify a varchar
alter table t5 change a b varbinary null

## mistakes within one definition
create table t (a int(256) on update current_timestamp)
create table t (a datetime(7) on update current_timestamp)
create table t (a decimal(66,2) on update current_timestamp)
create table t (a decimal(66,2) not null default null)
create table t (a datetime(7) not null default null)
create table t (a decimal(2,5) default current_timestamp)
create table t (a float(2,5) default current_timestamp)
create table t (a bit(65) default current_timestamp)
create table t (a char(300) default current_timestamp)
create table t (a int default current_timestamp on update current_timestamp)
create table t (a char(300) on update current_timestamp)
create table t (a float(60) on update current_timestamp)
create table t (a int(256) as (rand()) stored)
create table t (a char(300) as (rand()) stored)
create table t (a int(256) check (rand() > 0))
create table t (a int check (rand() > 0) on update current_timestamp)
create table t (a int(256) character set latin1)
create table t (a int character set latin1 on update current_timestamp)
create table t (a enum('a','a') default 'xyz')
create table t (a enum('a','a') comment 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy')
create table t (xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx varchar(5) character set latin1 collate utf8mb4_bin)
create table t (xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx year(5))
create table t (xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx int(256))
create table t (a varchar(5) auto_increment default 'x')

## which key is looked at first
create table p (id int primary key, a int, b int, unique u (a, b), key k (b))
alter table p drop constraint nope, add index(zz), add constraint f foreign key (nope) references p(id)
alter table p add index(zz), add constraint f foreign key (nope) references p(id)
alter table p rename index nope to x, add foreign key (nope) references p(id)
alter table p rename index nope to \`primary\`, drop column nope
alter table p rename index k to \`primary\`, drop column nope
alter table p rename index \`PRIMARY\` to z, drop foreign key nope
alter table p drop column a, drop column nope
alter table p drop column a, rename index nope to z
alter table p drop column a, add column id int
alter table p drop column a, add foreign key (nope) references p(id)
alter table p add index \`primary\` (a), add foreign key (nope) references p(id)
alter table p add foreign key (nope) references p(id), add index \`primary\` (a)
alter table p add foreign key (nope) references p(id), add column id int
alter table p add foreign key (nope) references p(id), add column z int default 'x', add key k(a)
alter table p add foreign key (nope) references p(id, a)
alter table p add constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx foreign key (nope) references p(id)
create table c (c json)
create unique index j on c (c, nope)
create table c2 (c text, b bigint, key i (c, b(767)))
create index i on c (c, nope)
create table c3 (c text, index i(c, c(5)))
create table c4 (c text, d text, index i(c, d, nope))
create table c5 (c text, a int, index i(c, a, nope))
create table q (a int, b int, constraint ch check (a <> b))
alter table q drop a, drop nope
alter table q drop a, add foreign key (nope) references p(id)
create table r (a int, constraint kk check (a > 0), foreign key (nope) references p(id), key z (nope2), key zz(a), key zz(a))
create table r (a int, key zz(a), key zz(a), foreign key (nope) references p(id))
create table r (a int, a int, foreign key (nope) references p(id))
create table r (a int default 'x', foreign key (nope) references p(id))
create table r (a int, key xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (a), foreign key (nope) references p(id))
create table r (a int, primary key (zz), foreign key (nope) references p(id))
create table r (a int primary key, primary key (a), foreign key (nope) references p(id))
create table r (a int, key \`PRIMARY\` (a), foreign key (nope) references p(id))
create table r (a int, key \`i \` (a, a))
create table r (a int, key \`i \` (a), key j(nope))
create table r (a int, key \`i \` (nope))
create table r (a int, key j(nope), key \`i \` (a))
create table r (a int, key j(a), key j(a), key \`i \` (a))

## checks one after another
create table t0 (a int, constraint k0 check (a > 5))
create table x1 (a int, constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (a>0), constraint k check (rand()>0))
create table x2 (a int, constraint k check (rand()>0), constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (a>0))
create table x3 (a int, constraint k check (a>0), constraint k check (a>1), constraint j check (rand()>0))
create table x4 (a int, constraint j check (rand()>0), constraint k check (a>0), constraint k check (a>1))
create table x5 (a int, check (rand()>0), constraint k check (a>0), constraint k check (a>1))
create table x6 (a int, constraint k check (a>0), constraint k check (a>1), check (rand()>0))
create table x7 (a int, constraint k check (rand()>0), constraint k check (a>1))
create table x8 (a int, constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (rand()>0))
create table x9 (a int, a int, check (rand()>0))
create table x10 (a int, key (nope), check (rand()>0))
create table x11 (a int default 'x', check (rand()>0))
create table x12 (a int, key k(a), key k(a), check (rand()>0))
create table x13 (a varchar(70000), check (rand()>0))
create table x14 (a int, constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (a>0), a int)
create table x15 (a int, constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (a>0), key (nope))
create table x16 (a int, constraint k check (a>0), constraint k check (a>1), key (nope))
create table x17 (a int, constraint k check (a>0), constraint k check (a>1), a int)
create table x18 (a int, constraint k check (a>0), constraint k check (a>1), constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (a>0))
create table x19 (a int, constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (a>0), constraint k check (a>0), constraint k check (a>1))
create table x20 (a int, check (\`nope\`>0), check (rand()>0))
create table x21 (a int, constraint k check (\`nope\`>0), constraint k check (a > 0))
create table t (a int)
alter table t add constraint k check (rand()>0), add constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (a>0)
alter table t add constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (a>0), add constraint k check (rand()>0)
alter table t add constraint k check (a>0), add constraint k check (rand()>0)
alter table t add constraint k check (rand()>0), drop column nope
alter table t add constraint k check (rand()>0), add key (nope)
alter table t add constraint k check (a>0), add constraint k check (a>1), add key (nope)
alter table t add constraint k check (a>0), add constraint k check (a>1), drop column nope
alter table t add constraint k check (a>0), add constraint k check (\`nope\`>1)
alter table t0 add constraint k0 check (a>0), add constraint l check (\`nope\`>0)
alter table t0 add constraint k0 check (a>0), drop column nope
create table y1 (a int, constraint k check (a>0), constraint k check (a>1), foreign key (nope) references t(a))
create table y2 (a int, constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (a>0), foreign key (nope) references t(a))
create table y3 (a int, check (rand() > 0), foreign key (nope) references t(a))

## invisible columns of a primary key
create table a1 (a int invisible, b int, primary key (a))
create table a2 (a int invisible primary key, b int)
create table a3 (a int primary key, b int)
alter table a3 modify a int invisible
create table a4 (a int, b int)
alter table a4 modify a int invisible, add primary key (a)
create table a5 (a int, b int, primary key (a))
alter table a5 change a z int invisible
## parents of another storage engine
create table p (id int primary key) engine=myisam
create table p2 (id int primary key)
create table t (a int)
alter table t add constraint f1 foreign key (a) references p (id)
set foreign_key_checks=0
alter table t add constraint f2 foreign key (a) references p (id)
alter table p2 engine=myisam
alter table t add constraint f3 foreign key (a) references p2 (id)
create table t3 (a int, constraint f4 foreign key (a) references p (id))
create table t4 (a int, constraint f5 foreign key (a) references p2 (id))
alter table t add constraint f6 foreign key (a) references nope (id)
alter table t add constraint f7 foreign key (a) references p (nope)
alter table t add b bigint, add constraint f8 foreign key (b) references p (id)
alter table t add check (a > 0), add constraint f9 foreign key (a) references p (id)
set foreign_key_checks=1
alter table t add constraint f10 foreign key (a) references p2 (id)
## a name that foreign keys wait for
set foreign_key_checks=0
create table c (a int, constraint f foreign key (a) references p (id))
rename table c to p
create table c1 (a int, id int, constraint f2 foreign key (a) references p1 (id))
rename table c1 to p1
create table c2 (a int, id int primary key, constraint f3 foreign key (a) references p2 (id))
rename table c2 to p2
create table c3 (a int, id bigint primary key, constraint f4 foreign key (a) references p3 (id))
rename table c3 to p3
create table c4 (a int, constraint f5 foreign key (a) references p4 (id))
alter table c4 rename to p4
create table c5 (a int, constraint f6 foreign key (a) references p5 (id))
create table q5 (z int)
rename table q5 to p5
create table c6 (a int, constraint f7 foreign key (a) references p6 (id))
create table q6 (id int)
rename table q6 to p6
create table q7 (id int primary key)
create table c7 (a bigint, constraint f8 foreign key (a) references p7 (id))
rename table q7 to p7

## a name that foreign keys wait for, with checks on
set foreign_key_checks=0
create table c6 (a int, constraint f7 foreign key (a) references p6 (id))
create table c7 (a int, constraint f8 foreign key (a) references c7p (id))
set foreign_key_checks=1
create table q6 (id int)
rename table q6 to p6
rename table c7 to c7p
alter table c7 rename to c7p
alter table q6 rename to p6
create table q7 (id int primary key)
alter table q7 rename to p6
drop table p6, c6

## too many keys, hashes and defaults among other mistakes
create table k (${manyKeys}, key (nope))
create table k (${manyKeys}, key j (c1), key j (c2))
create table k (${manyKeys}, key j (c1, c1))
create table h15 (id int auto_increment primary key, a int, t text, unique u (id, t), key (nope))
create table h16 (id int auto_increment primary key, a int, t text, unique u (id, t), key j(a), key j(a))
create table h17 (id int auto_increment primary key, a int, t text, unique u (id, t), d int default 'x')
create table h18 (id int auto_increment primary key, a int, t text, unique u (id, t), a int)
create table h19 (id int auto_increment primary key, a int, t text, unique u (id, t), check (rand()>0))
create table h20 (id int auto_increment primary key, a int, t text, unique u (id, t), key xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (a))
create table h21 (id int auto_increment primary key, a int, t text, unique u (id, t), foreign key (nope) references z(id))
create table h22 (id int auto_increment primary key, a int, t text, unique u (id, t), foreign key (a) references z(id))
create table h23 (id int auto_increment primary key, a int, t text, unique u (id, t), v varchar(16000), w varchar(16000))
create table h25 (id int auto_increment primary key, a int, t text, unique u (id, t), q int auto_increment)
create table h26 (id int auto_increment primary key, a int, t text, unique u (id, t), e enum('a','a'))
create table h27 (id int auto_increment primary key, a int, t text, unique u (id, t), v varchar(2000), w varchar(2000), key vw (v, w))
create table h28 (id int auto_increment primary key, a int, t text, unique u (id, t), constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx check (a>0))
create table h29 (id int auto_increment primary key, a int, t text, unique u (id, t), f int comment 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy')
create table h30 (id int auto_increment primary key, a int, t text, unique u (id, t), check (\`nope\` > 0))
create table h31 (id int auto_increment primary key, a int, t text, unique u (id, t), spatial index (a))
create table t (a int, b int, id int)
alter table t alter column b set default '2020-01-01', add id bigint unsigned null, modify b text default 0 first
alter table t alter column b set default 5, modify b int first
alter table t alter column b set default 5, change b z int first
alter table t alter column z set default 5, change b z int first
alter table t alter column z set default 7, change a q int first, change b z int after id
alter table t modify b int first, alter column b set default 'x'
create table m (id int primary key, v varchar(800), key (v))
alter table m engine=myisam, modify id json

## a fixed row format where rows are copied
create table t (id int auto_increment primary key, a int)
alter table t row_format=fixed
alter table t row_format=fixed, modify id int
alter table t row_format=fixed, modify a bigint
alter table t row_format=fixed, add unique (a)
alter table t add b text
alter table t row_format=fixed, add unique (b)
alter table t row_format=fixed, add index (b)
alter table t row_format=fixed, add c int
alter table t row_format=fixed, drop a
alter table t row_format=fixed, modify id int, add c int
alter table t row_format=fixed, modify id bigint
alter table t row_format=fixed, modify id bigint auto_increment
alter table t row_format=fixed, drop primary key, modify id int
alter table t row_format=fixed, add check (a > 0)
alter table t row_format=fixed, add z int as (a) stored
alter table t row_format=fixed, add constraint f foreign key (a) references nope (id)
alter table t row_format=fixed, add constraint f foreign key (a) references t (id)
alter table t row_format=fixed, rename to t9
alter table t row_format=fixed, engine=innodb
alter table t row_format=fixed, modify id int, add constraint f foreign key (a) references nope (id)
## geometries by default
create table g (a int, p point default 'x')
create table g (a int)
alter table g add p point default 'x'
create table g1 (a int, p point default (1))
create table g2 (a int, p point)
alter table g2 alter column p set default 'x'
alter table g2 alter column p set default 'y', add z int
alter table g2 add z int
alter table g2 alter column p drop default
alter table g2 add z2 int
set foreign_key_checks=0
## one column renamed and changed
create table t (a int, b int, id int)
alter table t change a z int, rename column a to y
alter table t rename column a to y, change a z int
alter table t change a z int, rename column z to y
alter table t modify a int, rename column a to y
alter table t rename column a to y, modify a bigint
alter table t rename column a to y, modify y bigint
alter table t rename column a to y, alter column a set default 5
alter table t alter column y set default 5, rename column y to a
create table u (a int, b int, check (a > 0))
alter table u change a z int, rename column a to y
alter table u rename column a to y, modify a bigint
alter table u modify a bigint, rename column a to y
alter table u rename column a to y
alter table u change a y int
create table v (a int, b int, check (a > b))
alter table v change a z bigint, rename column a to q
alter table v change a z bigint, change a q int
## a fixed row format and a primary key that goes
create table t (id int auto_increment primary key, a int)
alter table t row_format=fixed, drop primary key, modify id int
alter table t row_format=fixed, drop primary key, modify id int, add primary key (a)
create table n (id int primary key, a int)
alter table n row_format=fixed, drop primary key
alter table n row_format=fixed, drop primary key, add primary key (a)
alter table n row_format=fixed, modify id int auto_increment

## parents' names and their keys' names
create table t (a int, b mediumtext)
alter table t modify b mediumtext default 'x' on update current_timestamp
alter table t modify b mediumtext default (1) on update current_timestamp
create table t (b mediumtext default 'x' on update current_timestamp)
create table u (a int, constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx foreign key (a) references yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy (id))
alter table t add constraint xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx foreign key (a) references yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy (id)

## automatic columns with defaults in a table that is there
create table c (id int)
create table c (b bigint default true auto_increment primary key)
create table c (b bigint default 1 auto_increment primary key)
create table c (b bigint default (1) auto_increment primary key)
create table c (b bigint default null auto_increment primary key)
create table c (b bigint default false auto_increment primary key)
create table d (b bigint default true auto_increment primary key)
create table d (b bigint default false auto_increment primary key)
create table d (b bigint default true auto_increment primary key, b int)
create table d (b bigint default true auto_increment primary key, key (nope))
create table d (xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx int as (rand()) stored)
create table d (xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx text as (1) stored auto_increment)
create table d (xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx text as (1) stored default '1')
create table k1 (a int, constraint kk check (a > 1))
create table k2 (id int auto_increment primary key, constraint kk check (\`id\` > 0))
create table k2 (id int auto_increment primary key, a int, check (\`id\` > 0), constraint kk check (a > 0))

## defaults of automatic columns
create table c (id int)
create table c (b bigint default null auto_increment primary key)
create table c (b bigint default null primary key)
create table c (b bigint not null default null auto_increment primary key)
create table c (b bigint default null, primary key(b))
create table e1 (b bigint default null auto_increment primary key)
create table e2 (b bigint default null primary key)
create table e3 (b bigint not null default null auto_increment primary key)
create table e4 (b bigint not null default null auto_increment, key (b))
create table e5 (b bigint default null auto_increment, key (b))
create table e6 (b bigint default true auto_increment, key (b))
create table e7 (b bigint default '1' auto_increment, key (b))
create table e8 (b bigint default true)
create table e9 (b varchar(1) default true)
create table e10 (b date default true)
create table e11 (b date default false)
create table e12 (b datetime default true)
create table e13 (b enum('a') default true)
create table e14 (b varchar(0) default true)
create table e15 (b text default true)
create table e16 (b json default true)
create table e17 (b bit(1) default true)
create table e18 (b year default true)
create table e19 (b time default true)
alter table e8 modify b bigint default true auto_increment, add key (b)
`;
