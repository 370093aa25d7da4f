/** Expressions of checks and generated columns: the columns that they name, and functions that may not stand in them. */

/**
 * Words that stand in expressions and are no columns, though most of them may be: a column that bears such a name is found
 * by `mentions` only.
 */
const WORDS = new Set(
  (
    'accent_sensitivity against all and array as asc ascii at between binary boolean both by case cast char character charset ' +
    'collate convert cross cube current current_date current_role current_time current_timestamp current_user curdate curtime ' +
    'date datetime day day_hour day_microsecond day_minute day_second decimal default desc distinct div double else empty end ' +
    'error escape except exists expansion extract false first float following for format from geometry group grouping having hour ' +
    'hour_microsecond hour_minute hour_second if ignore in int integer interval is join json last leading left level like limit ' +
    'localtime localtimestamp match maxvalue member microsecond minute minute_microsecond minute_second mod mode month nchar ' +
    'national natural next not null nulls object of offset on only or order over partition position precision preceding previous ' +
    'quarter query range real regexp respect returning right rlike row rows schema second second_microsecond select separator ' +
    'signed some sounds sql_tsi_day sql_tsi_hour sql_tsi_minute sql_tsi_month sql_tsi_quarter sql_tsi_second sql_tsi_week ' +
    'sql_tsi_year substring sysdate table then time timestamp to trailing trim true unbounded unicode union unknown unsigned user ' +
    'using utc_date utc_time utc_timestamp value values varchar week when where with without xor year year_month zone'
  ).split(' '),
);

const TOKENS =
  /'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|`((?:[^`]|``)*)`(?!\s*[.(])|(?<![\w$.@`:\u0080-\uffff])([a-z_$\u0080-\uffff][\w$\u0080-\uffff]*)(?!['"\w$\u0080-\uffff])(?!\s*[.(])/gi;

/**
 * Columns that an expression certainly names: those in backquotes, and bare words that are neither functions nor words of
 * the grammar. What follows AS, USING and COLLATE is the name of a type or a character set, what begins with an underscore
 * and stands before a string an introducer.
 */
export function namedColumns(expression: string): string[] {
  const names: string[] = [];
  for (const match of expression.matchAll(TOKENS)) {
    const [, quoted, word] = match;
    if (quoted !== undefined) names.push(quoted.replaceAll('``', '`'));
    else if (word !== undefined && !WORDS.has(word.toLowerCase())) {
      const before = expression.slice(0, match.index);
      const behind = expression.slice(match.index + word.length);
      const isNoColumn =
        /(?:\b(?:as|using|collate|returning|charset|set)|[.@:])\s*$/i.test(before) ||
        (word.startsWith('_') && /^\s*['"x0b]/i.test(behind));
      if (!isNoColumn) names.push(word);
    }
  }
  return names;
}

/** The operators `->` and `->>` on JSON, which MariaDB does not have (knowledge base page incompatibilities with MySQL). */
export function usesArrow(expression: string): boolean {
  return expression.replace(/'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|`(?:[^`]|``)*`/g, "''").includes('->');
}

/** Does an expression name the column? Backquoted, or as a bare word. */
export function mentions(expression: string, column: string): boolean {
  const escaped = column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\`${escaped}\`|(?<![\\w\`'"])${escaped}(?![\\w\`'"(])`, 'i').test(expression);
}

/** Change from call to call, or depend on the session: manual page create-table-check-constraints. */
const SESSION =
  'rand|uuid|uuid_short|now|current_timestamp|curdate|current_date|curtime|current_time|localtime|localtimestamp|utc_date|utc_time|utc_timestamp|connection_id|current_user|user|session_user|system_user|database|schema|version';
/** Not even in a virtual column of MariaDB: knowledge base page generated-columns. */
const NEVER =
  'found_rows|row_count|last_insert_id|load_file|sleep|benchmark|get_lock|is_free_lock|is_used_lock|release_lock';

const disallowed = (names: string) =>
  new RegExp(String.raw`(?<![\w${'`'}'".])(?:(?:${names})\s*\(|unix_timestamp\s*\(\s*\))`, 'i');
const IN_CHECKS = disallowed(`${SESSION}|${NEVER}`);
const IN_STORED = disallowed(`${SESSION}|${NEVER}|sysdate`);
const IN_VIRTUAL = new RegExp(String.raw`(?<![\w${'`'}'".])(?:${NEVER})\s*\(`, 'i');

/** The name of a function that the place does not allow; tried one by one on MySQL 9.7.4 and MariaDB 10.11.19. */
export function disallowedFunction(
  expression: string,
  engine: 'mysql' | 'mariadb',
  place: 'check' | 'stored' | 'virtual',
  classicHashes = true,
): string | undefined {
  const text = expression.replace(/'(?:[^'\\]|''|\\.)*'/g, "''");
  // Loadable functions, which these have become, are told in backquotes.
  const gone = classicHashes ? undefined : /\b(md5|sha1?)\s*\(/i.exec(text)?.[1];
  if (gone !== undefined) return `\`${gone.toLowerCase()}\``;
  const pattern =
    place === 'check'
      ? engine === 'mysql'
        ? IN_CHECKS
        : IN_STORED
      : place === 'virtual' && engine === 'mariadb'
        ? IN_VIRTUAL
        : IN_STORED;
  return pattern
    .exec(text)?.[0]
    .replace(/\s*\(.*$/s, '')
    .toLowerCase();
}

/** The expression with a renamed column under its new name. */
export function withRenamed(expression: string, from: string, to: string): string {
  const escaped = from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return expression.replace(
    new RegExp(`('(?:[^'\\\\]|''|\\\\.)*')|\`${escaped}\`|(?<![\\w\`'"])${escaped}(?![\\w\`'"(])`, 'gi'),
    (found, string: string | undefined) =>
      string ?? (found.startsWith('`') || /\W/.test(to) ? `\`${to}\`` : to),
  );
}
