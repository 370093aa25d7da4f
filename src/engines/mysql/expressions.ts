/** Expressions of checks and generated columns: the columns that they name, and functions that may not stand in them. */

/**
 * Columns that an expression certainly names: those in backquotes. A bare word may be a keyword; whether it names a column
 * that is there is what `mentions` tells.
 */
export function backquotedColumns(expression: string): string[] {
  const names: string[] = [];
  for (const match of expression.matchAll(
    /'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|`((?:[^`]|``)*)`(?!\s*[.(])/g,
  )) {
    if (match[1] !== undefined) names.push(match[1].replaceAll('``', '`'));
  }
  return names;
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
