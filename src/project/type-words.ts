/** Words of column types, to find misspelt ones in a configuration. Types of a project's own may be called anything. */

/** Of MySQL 8.4, MariaDB 11 (manual pages data-types), PostgreSQL 16 (chapter 8) and SQLite's affinities (datatype3). */
const WORDS = new Set(
  `bigint bigserial binary bit blob bool boolean box bytea char character cidr circle citext clob date daterange datetime
  dec decimal double enum fixed float geography geometry geometrycollection hstore inet int int2 int4 int4range int8
  int8range integer interval json jsonb jsonpath line linestring long longblob longtext lseg ltree macaddr macaddr8
  mediumblob mediumint mediumtext money multilinestring multipoint multipolygon nchar numeric numrange nvarchar path
  point polygon precision real serial set signed smallint smallserial text time timestamp timestamptz timetz tinyblob
  tinyint tinytext tsquery tsrange tstzrange tsvector unsigned uuid varbinary varchar varying vector with without xml
  year zerofill zone`.split(/\s+/),
);

/** Is one the other with a letter more, less or different, or with two neighbours exchanged? */
function isOneSlip(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

/** A word of the type that is none, and what was meant. Only long words tell a slip from a name. */
export function misspeltType(type: string): { readonly word: string; readonly meant: string } | undefined {
  for (const word of type
    .toLowerCase()
    .replace(/\(.*?\)/g, ' ')
    .match(/[a-z][a-z0-9_]*/g) ?? []) {
    if (word.length < 5 || WORDS.has(word)) continue;
    const meant = [...WORDS].find((known) => isOneSlip(word, known));
    if (meant !== undefined) return { word, meant };
  }
  return undefined;
}
