/** Functions of other engines in statements that read and write rows: they are looked up whatever rows there are. */
import type { EngineName, StatementOf } from '../schema/index.ts';

const words = (text: string): readonly string[] => text.split(' ');

const MYSQL_OWN = words(
  'date_format curdate curtime unix_timestamp from_unixtime str_to_date find_in_set json_unquote json_contains json_length ' +
    'substring_index datediff timestampdiff date_sub dayofweek last_day rand sha1 sha2 inet_aton last_insert_id monthname ' +
    'utc_timestamp convert_tz strcmp',
);
const POSTGRES_OWN = words(
  'to_date to_number array_agg jsonb_build_object json_build_object jsonb_array_elements json_agg row_to_json ' +
    'gen_random_uuid to_timestamp date_trunc date_part regexp_matches split_part array_to_string string_to_array unnest ' +
    'generate_series initcap btrim',
);
const SQLITE_OWN = words('strftime julianday last_insert_rowid');

/**
 * What each engine does not have, in lower case: asked of SQLite 3.53.2 (pragma_function_list), MySQL 9.7.4 and MariaDB
 * 10.11.19 (errno 1305), PostgreSQL 15.18 (pg_proc). Left out: what came or went with a version, and names that may as
 * well be a table's.
 */
export const MISSING_FUNCTIONS: Readonly<Record<EngineName, ReadonlySet<string>>> = {
  sqlite: new Set([
    ...MYSQL_OWN,
    ...POSTGRES_OWN,
    ...words('now char_length lpad rpad greatest least md5 uuid date_add regexp_replace to_char'),
  ]),
  mysql: new Set([...POSTGRES_OWN, ...SQLITE_OWN, 'string_agg', 'jsonb_set']),
  mariadb: new Set([...POSTGRES_OWN, ...SQLITE_OWN, 'string_agg', 'jsonb_set']),
  postgres: new Set([
    ...MYSQL_OWN,
    ...SQLITE_OWN,
    ...words('ifnull group_concat json_extract json_set instr unhex'),
  ]),
};

/** Strings, quoted names and comments; and a word before a parenthesis, with the word in front of it. */
const SCAN =
  /'(?:[^'\\]|''|\\.)*'|"[^"]*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|(?:(\w+)\s+)?(?<![\w.$])(\w+)\s*\(/g;
/** Behind these stands a table's name. */
const BEFORE_TABLE = /^(?:into|from|join|update|table|with|index|references)$/i;

/** The first function that the engine does not have, as it is written. */
export function foreignFunction({ sql }: StatementOf<'data'>, engine: EngineName): string | undefined {
  for (const [, before = '', name] of sql.matchAll(SCAN)) {
    if (name === undefined || BEFORE_TABLE.test(before)) continue;
    if (MISSING_FUNCTIONS[engine].has(name.toLowerCase())) return name;
  }
  return undefined;
}
