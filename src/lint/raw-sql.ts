/** What to write instead of the SQL of one engine alone, as far as the text shows it. */

/** By what stands in the text; the first that fits counts. */
const WAYS_OUT: readonly (readonly [RegExp, string])[] = [
  [
    /\bforeign_key_checks\b|\bpragma\s+foreign_keys\b|\bsession_replication_role\b/i,
    'Use Schema::disableForeignKeyConstraints() and enableForeignKeyConstraints().',
  ],
  [
    /^\s*(?:show|describe|desc)\b/i,
    'Ask Schema::hasColumn(), hasIndex() or getIndexes(), which all engines answer.',
  ],
  [/\bon\s+duplicate\s+key\b/i, 'Use ->upsert(), which the query builder writes for each engine.'],
  [/\b(?:insert\s+ignore|replace\s+into|insert\s+or\s+\w+)\b/i, 'Use ->insertOrIgnore() or ->upsert().'],
  [/\bifnull\s*\(/i, 'COALESCE() is the same, and all engines have it.'],
  [/\bnow\s*\(\s*\)/i, 'CURRENT_TIMESTAMP is known everywhere; now() in PHP is, too.'],
  [
    /\b(?:date_format|str_to_date|unix_timestamp|from_unixtime|to_char|to_timestamp|date_trunc|strftime)\s*\(/i,
    'Work the date out in PHP (Carbon): no function for that is known to all engines.',
  ],
  [/\brand\s*\(/i, 'inRandomOrder() of the query builder is written for each engine.'],
  [
    /\bupdate\b[^;]*\bjoin\b/i,
    'UPDATE … JOIN is known to MySQL and MariaDB alone: use a subquery (SET x = (SELECT …) WHERE EXISTS (SELECT …)), or the query builder.',
  ],
  [
    /\bdelete\s+\S+\s+from\b|\bdelete\s+from\b[^;]*\bjoin\b/i,
    'Use WHERE id IN (SELECT …) in place of the JOIN.',
  ],
  [
    /\balter\s+table\b[^;]*\b(?:modify|change)\b/i,
    'Use Schema::table() with ->change() or renameColumn(), which are written for each engine.',
  ],
  [
    /\balter\s+table\b[^;]*\balter\s+(?:column\s+)?\S+\s+(?:set|drop|type)\b/i,
    'Use Schema::table() with ->change(), which is written for each engine.',
  ],
  [/\balter\s+table\b/i, 'Use Schema::table(), which is written for each engine.'],
  [/\bcreate\s+(?:unique\s+)?index\b/i, '$table->index() is written for each engine.'],
  [/`/, 'Leave the backticks out, or let the query builder quote: PostgreSQL has no such quotes.'],
  [/::\s*\w+/, 'Use CAST(… AS …), which all engines have.'],
  [/"[^"]*"/, 'Put strings in single quotes: in double quotes stands a name, but for MySQL and MariaDB.'],
  [
    /(?:=|<>)\s*[01]\b(?!\.)/,
    'PostgreSQL takes true and false for a boolean, as all engines do; where() of the query builder binds what fits.',
  ],
];

export function wayOut(sql: string): string | undefined {
  return WAYS_OUT.find(([pattern]) => pattern.test(sql))?.[1];
}
