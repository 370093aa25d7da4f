/** Words that generated PHP is made of: names that dialint knows, and some that nobody does. */

const words = (text) => text.trim().split(/\s+/);

export const COLUMN_TYPES = words(`
  id increments bigIncrements string char text mediumText longText integer bigInteger tinyInteger decimal float double
  boolean enum set json jsonb date dateTime timestamp time year binary uuid ulid ipAddress macAddress geometry foreignId
  foreignUuid foreignIdFor morphs nullableMorphs uuidMorphs timestamps softDeletes rememberToken unsignedBigInteger index
  unique primary foreign dropColumn dropIndex dropUnique dropPrimary dropForeign renameColumn renameIndex fullText
  spatialIndex rawIndex rawColumn vector computed dropTimestamps dropSoftDeletes dropMorphs dropConstrainedForeignId
  comment engine charset collation temporary create drop rename addColumn nosuch macro when unless tap again`);

export const MODIFIERS = words(`
  nullable unsigned default unique index primary after first change comment constrained references on onDelete
  cascadeOnDelete nullOnDelete useCurrent useCurrentOnUpdate storedAs virtualAs generatedAs always charset collation
  autoIncrement from invisible language algorithm deferrable initiallyImmediate nosuch again type renameTo`);

export const SCHEMA_METHODS = words(`
  drop dropIfExists rename dropColumns whenTableHasColumn hasTable hasColumn hasColumns hasIndex getTables getColumns
  getIndexes getColumnListing getColumnType disableForeignKeyConstraints withoutForeignKeyConstraints connection
  dropAllTables defaultStringLength nosuch again`);

export const FUNCTIONS = words(`
  abs array_all array_any array_change_key_case array_chunk array_column array_combine array_count_values array_diff
  array_diff_assoc array_diff_key array_diff_ukey array_fill array_fill_keys array_filter array_find array_first array_flip
  array_intersect array_intersect_assoc array_intersect_key array_intersect_ukey array_is_list array_key_exists
  array_key_first array_key_last array_keys array_last array_map array_merge array_merge_recursive array_multisort
  array_pad array_pop array_product array_push array_rand array_reduce array_replace array_replace_recursive array_reverse
  array_search array_shift array_slice array_splice array_sum array_udiff array_uintersect array_unique array_unshift
  array_values array_walk array_walk_recursive arsort asort base64_decode base64_encode base_convert basename bin2hex
  bindec blank boolval call_user_func call_user_func_array ceil chop chr class_basename class_exists collect compact
  config constant count crc32 ctype_alnum ctype_alpha ctype_digit ctype_lower ctype_punct ctype_space ctype_upper
  ctype_xdigit current data_get data_set date decbin dechex decoct define dirname end env explode extract filled fdiv
  floatval floor fmod func_get_args function_exists get_class gettype hash head hex2bin hexdec htmlspecialchars implode
  in_array intdiv intval is_array is_callable is_nan is_numeric iterator_to_array join json_decode json_encode key krsort
  ksort last lcfirst levenshtein ltrim max mb_str_split mb_strlen mb_strpos mb_strtolower mb_substr md5 method_exists min
  mt_rand natcasesort natsort next nl2br now number_format octdec optional ord pos pow preg_grep preg_match
  preg_match_all preg_quote preg_replace preg_replace_callback preg_split prev print_r property_exists range rawurlencode
  rescue reset retry round rsort rtrim serialize sha1 shuffle similar_text sizeof sort sprintf sqrt str str_contains
  str_ends_with str_ireplace str_pad str_plural str_repeat str_replace str_slug str_split str_starts_with str_word_count
  strcasecmp strcmp stripos stristr strlen strnatcasesort strnatcmp strncasecmp strncmp strpbrk strpos strrchr strrev
  strrpos strstr strtolower strtoupper strtr strval substr substr_count substr_replace tap throw_if throw_unless trim
  uasort ucfirst ucwords uksort urlencode usort value var_export version_compare vsprintf with wordwrap nosuch again`);

export const STR_METHODS = words(`
  plural pluralStudly singular snake studly camel kebab lower upper ucfirst lcfirst title slug before beforeLast after
  afterLast contains startsWith endsWith length limit substr finish start replace replaceFirst replaceLast of classBasename
  is squish wrap ascii random uuid append prepend explode trim when unless pipe tap exactly repeat padLeft nosuch`);

export const COLLECTION_METHODS = words(`
  all toArray count isEmpty first last get offsetSet offsetGet pop shift prepend pull transform splice skip union
  whereNull whereNotIn partition unless has keys values flip reverse slice chunk take merge diff diffKeys intersect combine
  concat push put forget map flatMap mapWithKeys each tap pipe filter reject where whereIn firstWhere contains some every
  search pluck keyBy groupBy unique sort sortDesc sortBy sortByDesc sortKeys only except flatten collapse implode join
  reduce sum max min when toJson lazy crossJoin pad times zip nosuch`);

export const QUERY_METHODS = words(`
  insert insertGetId insertOrIgnore update upsert where orWhere whereIn get first find value max exists count delete
  truncate each chunk chunkById lockForUpdate sharedLock when unless tap join select orderBy limit pluck nosuch`);

export const OPERATORS = words(
  `+ - * / % ** . << >> & | ^ ?? ?: == != === !== < <= > >= <=> && || and or xor instanceof |>`,
);

export const NUMBERS = words(`
  0 1 2 3 7 -1 -2 8 10 16 36 37 63 64 65 100 101 255 256 1000 3072 65535 65536 100000 100001 1000000 1e9 1e15 1e308 1e309
  2147483647 2147483648 9007199254740993 9223372036854775807 9223372036854775808 0x7FFFFFFFFFFFFFFF 0b11 0o17 017 1.5
  -0.0 .5 1_000 NAN INF -INF PHP_INT_MAX PHP_INT_MIN PHP_FLOAT_EPSILON M_PI`);

/** Subjects that these patterns take for ever on stand in the same row. */
export const PATTERNS = [
  ["'/(a+)+$/'", "str_repeat('a', 40) . '!'"],
  ["'/(a|aa)+$/'", "str_repeat('a', 60) . '!'"],
  ["'/(.*)*x/'", "str_repeat('y', 50)"],
  ["'/^(([a-z])+.)+[A-Z]([a-z])+$/'", "str_repeat('a', 60)"],
  ["'/(x+x+)+y/'", "str_repeat('x', 60)"],
  ["'/.*.*.*.*=/'", "str_repeat('x', 20000)"],
  ["'/(?=(a+))a*b\\1/'", "str_repeat('a', 5000)"],
  ["'/(\\w+\\s?)*$/'", "str_repeat('word ', 50) . '!'"],
  ["'/\\s+$/'", "str_repeat(' ', 90000) . 'x'"],
  ["'~([^/]+/?)+$~'", 'str_repeat(\'a\', 60) . "\\n"'],
  ["'/(?<n>a)(?<n2>b)?/'", "'ab'"],
  ["'/[[:alpha:]]+/u'", "'ü'"],
  ["'/a{1,99999}{1,99999}/'", "str_repeat('a', 300)"],
  ["'/()/'", "str_repeat('é', 2000)"],
  ["'/('", "'a'"],
  ["'//'", "'abc'"],
  ["''", "''"],
];

export const FORMATS = [
  "'%s'",
  "'%1000000000d'",
  "'%-99999999s|'",
  "'%.999999999f'",
  "'%.101f'",
  "'%.20F'",
  "'%99\\$s'",
  "'%x %o %b %c %e %u'",
  "'%\\'x500000s'",
  "'%%%'",
  "'%5.5s%5.5s'",
  "'%c'",
];

export const SQL = [
  "'alter table a add b int'",
  "'create table a (b int default ('",
  "'drop table if exists `a`, b'",
  "\"alter table a modify b enum('x','y') not null\"",
  "str_repeat('create table a (id int);', 3000)",
  "'create table a (b int check (' . str_repeat('(', 20000) . '1' . str_repeat(')', 20000) . '))'",
  "'create table ' . str_repeat('a', 100000) . ' (id int)'",
  "'create table a (' . str_repeat('b int,', 3000) . 'c int)'",
  "'insert into a values ' . str_repeat('(1),', 20000) . '(2)'",
  '"/*!40101 SET x=1 */ select \'"',
  '"create function f() returns int as $$ begin; end $$ language plpgsql; select 1"',
  "'create table a (b ' . str_repeat('enum(\"x\"),', 200) . ')'",
  '"-- \\n# \\n/* /* */ create table `a``b` (\\"c\\" int)"',
  "str_repeat('/*', 50000)",
  'str_repeat("\'", 50001)',
  "str_repeat('(', 50000)",
  "str_repeat(' ', 200000) . 'x'",
  "'alter table a ' . str_repeat('add index (b), ', 1000) . 'drop b'",
  "'select ' . str_repeat('case when 1 then ', 5000) . '1'",
];
