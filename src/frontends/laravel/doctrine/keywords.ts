/**
 * The words that doctrine/dbal 3.10 quotes (Doctrine\\DBAL\\Platforms\\Keywords): all other names it writes as they are.
 * PostgreSQL's own quote_ident(), which gives dbal the names of a table's columns, quotes others.
 */
import { compareVersions } from '../../../schema/index.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const extended = (
  words: ReadonlySet<string>,
  more: readonly string[],
  less: readonly string[] = [],
): ReadonlySet<string> => new Set([...words, ...more].filter((word) => !less.includes(word)));

export const SQLITE = words(`
  abort action add after all alter analyze and as asc attach autoincrement before begin between by cascade case
  cast check collate column commit conflict constraint create cross current_date current_time current_timestamp
  database default deferrable deferred delete desc detach distinct drop each else end escape except exclusive
  exists explain fail for foreign from full glob group having if ignore immediate in index indexed initially inner
  insert instead intersect into is isnull join key left like limit match natural no not notnull null of offset on
  or order outer plan pragma primary query raise references regexp reindex release rename replace restrict right
  rollback row savepoint select set table temp temporary then to transaction trigger union unique update using
  vacuum values view virtual when where
`);

const MYSQL = words(`
  accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call cascade
  case change char character check collate column condition connection constraint continue convert create cross
  current_date current_time current_timestamp current_user cursor database databases day_hour day_microsecond
  day_minute day_second dec decimal declare default delayed delete desc describe deterministic distinct
  distinctrow div double drop dual each else elseif enclosed escaped exists exit explain false fetch float float4
  float8 for force foreign from fulltext general goto grant group having high_priority hour_microsecond
  hour_minute hour_second if ignore ignore_server_ids in index infile inner inout insensitive insert int int1 int2
  int3 int4 int8 integer interval into is iterate join key keys kill label leading leave left like limit linear
  lines load localtime localtimestamp lock long longblob longtext loop low_priority master_heartbeat_period
  master_ssl_verify_server_cert match maxvalue mediumblob mediumint mediumtext middleint minute_microsecond
  minute_second mod modifies natural no_write_to_binlog not null numeric on optimize option optionally or order
  out outer outfile partition precision primary procedure purge raid0 range read read_write reads real recursive
  references regexp release rename repeat replace require resignal restrict return revoke right rlike rows schema
  schemas second_microsecond select sensitive separator set show signal slow smallint soname spatial specific sql
  sql_big_result sql_calc_found_rows sql_small_result sqlexception sqlstate sqlwarning ssl starting straight_join
  table terminated then tinyblob tinyint tinytext to trailing trigger true undo union unique unlock unsigned
  update usage use using utc_date utc_time utc_timestamp values varbinary varchar varcharacter varying when where
  while with write x509 xor year_month zerofill
`);

const MYSQL57 = extended(
  MYSQL,
  [
    'generated',
    'get',
    'io_after_gtids',
    'io_before_gtids',
    'master_bind',
    'optimizer_costs',
    'stored',
    'virtual',
  ],
  [
    'connection',
    'general',
    'goto',
    'ignore_server_ids',
    'label',
    'master_heartbeat_period',
    'raid0',
    'recursive',
    'rows',
    'slow',
    'soname',
    'x509',
  ],
);

const MYSQL80 = extended(
  MYSQL57,
  [
    'admin',
    'array',
    'cube',
    'cume_dist',
    'dense_rank',
    'empty',
    'except',
    'first_value',
    'function',
    'grouping',
    'groups',
    'json_table',
    'lag',
    'last_value',
    'lateral',
    'lead',
    'member',
    'nth_value',
    'ntile',
    'of',
    'over',
    'percent_rank',
    'persist',
    'persist_only',
    'rank',
    'recursive',
    'row',
    'row_number',
    'rows',
    'system',
    'window',
  ],
  [],
);

const MYSQL84 = extended(
  MYSQL80,
  ['auto', 'bernoulli', 'gtids', 'log', 'manual', 'parallel', 'parse_tree', 'qualify', 's3', 'tablesample'],
  ['master_bind', 'master_ssl_verify_server_cert'],
);

const MARIADB = words(`
  accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call cascade
  case change char character check collate column condition constraint continue convert create cross current_date
  current_time current_timestamp current_user cursor database databases day_hour day_microsecond day_minute
  day_second dec decimal declare default delayed delete desc describe deterministic distinct distinctrow div
  double drop dual each else elseif enclosed escaped except exists exit explain false fetch float float4 float8
  for force foreign from fulltext general generated get grant group having high_priority hour_microsecond
  hour_minute hour_second if ignore ignore_server_ids in index infile inner inout insensitive insert int int1 int2
  int3 int4 int8 integer intersect interval into io_after_gtids io_before_gtids is iterate join key keys kill
  leading leave left like limit linear lines load localtime localtimestamp lock long longblob longtext loop
  low_priority master_bind master_heartbeat_period master_ssl_verify_server_cert match maxvalue mediumblob
  mediumint mediumtext middleint minute_microsecond minute_second mod modifies natural no_write_to_binlog not null
  numeric offset on optimize optimizer_costs option optionally or order out outer outfile over partition precision
  primary procedure purge range read read_write reads real recursive references regexp release rename repeat
  replace require resignal restrict return returning revoke right rlike rows schema schemas second_microsecond
  select sensitive separator set show signal slow smallint spatial specific sql sql_big_result sql_calc_found_rows
  sql_small_result sqlexception sqlstate sqlwarning ssl starting stored straight_join table terminated then
  tinyblob tinyint tinytext to trailing trigger true undo union unique unlock unsigned update usage use using
  utc_date utc_time utc_timestamp values varbinary varchar varcharacter varying virtual when where while window
  with write xor year_month zerofill
`);

const MARIADB117 = extended(MARIADB, ['vector'], []);

const MARIADB123 = extended(MARIADB117, ['to_date'], []);

export const POSTGRES = words(`
  all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
  column concurrently constraint create cross current_catalog current_date current_role current_schema
  current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for
  foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral
  leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps
  placing primary references returning right select session_user similar some symmetric table then to trailing
  true union unique user using variadic verbose when where window with
`);

/** pg_get_keywords() of PostgreSQL 15 without the unreserved ones. */
const QUOTE_IDENT = words(`
  all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case
  cast char character check coalesce collate collation column concurrently constraint create cross current_catalog
  current_date current_role current_schema current_time current_timestamp current_user dec decimal default
  deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant
  greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull join
  lateral leading least left like limit localtime localtimestamp national natural nchar none normalize not notnull
  null nullif numeric offset on only or order out outer overlaps overlay placing position precision primary real
  references returning right row select session_user setof similar smallint some substring symmetric table
  tablesample then time timestamp to trailing treat trim true union unique user using values varchar variadic
  verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse
  xmlpi xmlroot xmlserialize xmltable
`);

export function mysqlKeywords(version: string): ReadonlySet<string> {
  if (compareVersions(version, '8.4') >= 0) return MYSQL84;
  if (compareVersions(version, '8.0') >= 0) return MYSQL80;
  return compareVersions(version, '5.7.9') >= 0 ? MYSQL57 : MYSQL;
}

export function mariadbKeywords(version: string): ReadonlySet<string> {
  if (compareVersions(version, '12.3') >= 0) return MARIADB123;
  return compareVersions(version, '11.7') >= 0 ? MARIADB117 : MARIADB;
}

/** Does PostgreSQL's quote_ident() put the name in quotes? */
export function quotedByPostgres(name: string): boolean {
  return !/^[a-z_][a-z0-9_]*$/.test(name) || QUOTE_IDENT.has(name);
}
