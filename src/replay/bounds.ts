/**
 * What is never sent, since it reaches beyond the database that the replay made: other databases, users, the server's
 * settings and files. Strings and comments are passed over; bodies of functions, triggers and DO blocks are looked at.
 */
import type { EngineName } from '../schema/index.ts';

interface Bound {
  readonly pattern: RegExp;
  readonly what: string;
}

const COMMON: readonly Bound[] = [
  {
    pattern: /\b(?:create|alter|drop)\s+(?:database|schema\s+if\s+exists\s+\w+\s*;?\s*$)/i,
    what: 'it makes or drops a database',
  },
  { pattern: /^\s*(?:grant|revoke)\b|;\s*(?:grant|revoke)\b/i, what: 'it changes privileges' },
  { pattern: /\b(?:create|alter|drop|rename)\s+(?:user|role)\b/i, what: 'it changes users' },
];

const MYSQL: readonly Bound[] = [
  ...COMMON,
  { pattern: /\b(?:create|alter|drop)\s+schema\b/i, what: 'it makes or drops a database' },
  { pattern: /^\s*use\s+\S/i, what: 'it switches to another database' },
  {
    pattern: /\bset\s+(?:[^;]*,\s*)?(?:@@)?(?:global|persist|persist_only)\b/i,
    what: "it changes the server's settings",
  },
  { pattern: /\bload\s+(?:data|xml)\b/i, what: 'it reads a file' },
  { pattern: /\binto\s+(?:outfile|dumpfile)\b/i, what: 'it writes a file' },
  { pattern: /\bload_file\s*\(/i, what: 'it reads a file' },
  {
    pattern: /^\s*(?:shutdown|restart|kill|flush|reset|purge|clone|change\s+(?:master|replication))\b/i,
    what: 'it steers the server',
  },
  { pattern: /\b(?:install|uninstall)\s+(?:plugin|component|soname)\b/i, what: 'it changes the server' },
  {
    pattern:
      /\b(?:create|alter|drop)\s+(?:or\s+replace\s+)?(?:definer\s*=\s*\S+\s+)?(?:event|server|tablespace|logfile)\b/i,
    what: 'it lasts longer than the replay',
  },
  {
    pattern: /\bprepare\s+\w+\s+from\b|\bexecute\s+immediate\b/i,
    what: 'it runs a text that cannot be looked at',
  },
];

const POSTGRES: readonly Bound[] = [
  ...COMMON,
  {
    pattern: /\bcopy\b[^;]*\b(?:program|from|to)\b(?!\s+std(?:in|out)\b)/i,
    what: 'it reads or writes a file, or runs a program',
  },
  { pattern: /\balter\s+system\b/i, what: "it changes the server's settings" },
  {
    pattern: /\bset\s+(?:local\s+|session\s+)?(?:role|session\s+authorization)\b/i,
    what: 'it becomes another user',
  },
  {
    pattern: /\bcreate\s+(?:or\s+replace\s+)?tablespace\b|\bdrop\s+tablespace\b/i,
    what: 'it reaches for a folder of the server',
  },
  {
    pattern:
      /\b(?:pg_read_(?:binary_)?file|pg_ls_dir|lo_import|lo_export|pg_terminate_backend|dblink\w*)\s*\(/i,
    what: 'it reaches beyond the database',
  },
  {
    pattern: /\bcreate\s+(?:server|foreign\s+data\s+wrapper|subscription|publication)\b/i,
    what: 'it reaches for another server',
  },
];

const SQLITE: readonly Bound[] = [
  { pattern: /(?:^|;)\s*(?:attach|detach)\b/i, what: 'it opens another file' },
  { pattern: /\bvacuum\b[^;]*\binto\b/i, what: 'it writes a file' },
  { pattern: /\bload_extension\s*\(/i, what: 'it loads a library' },
];

const BOUNDS: Readonly<Record<EngineName, readonly Bound[]>> = {
  sqlite: SQLITE,
  mysql: MYSQL,
  mariadb: MYSQL,
  postgres: POSTGRES,
};

/** Schemas of MySQL and MariaDB that may be read, as nobody's data lie there. */
const READABLE = new Set(['information_schema', 'performance_schema', 'sys']);

/** Why the statement is not sent; null: it stays within the database `own`. */
export function beyondBounds(engine: EngineName, sql: string, own: string): string | null {
  const text = withoutQuoted(sql, engine);
  for (const { pattern, what } of BOUNDS[engine]) if (pattern.test(text)) return what;
  if (engine !== 'mysql' && engine !== 'mariadb') return null;
  // Qualified names stand where a table is named.
  const places =
    /\b(?:from|join|into|update|table|tables|references|on|view|rename|to|like|truncate|ignore|exists)\s+(?:only\s+|if\s+(?:not\s+)?exists\s+)?(`[^`]+`|[\w$]+)\s*\.\s*(?:`[^`]+`|[\w$]+)/gi;
  for (const [, name = ''] of text.matchAll(places)) {
    const schema = name.replaceAll('`', '');
    if (schema === own || READABLE.has(schema.toLowerCase())) continue;
    // ON a.id = b.id and UPDATE t SET t.x qualify by a table, or its alias, that the statement names itself
    if (isAlias(text, schema)) continue;
    return `it names the database ${schema}`;
  }
  return null;
}

/** Does the statement name a table, or give one an alias, of this name? */
function isAlias(text: string, name: string): boolean {
  const escaped = name.replace(/[$]/g, '\\$&');
  const table = new RegExp(
    `\\b(?:from|join|update|into|table|,)\\s+(?:[\\w$.\`]+\\s+(?:as\\s+)?)?(?:\`${escaped}\`|${escaped}(?![\\w$]))(?!\\s*\\.)`,
    'i',
  );
  return table.test(text);
}

/** Strings and comments as blanks; `/*! … *\/` of MySQL is code, and so are dollar-quoted bodies. */
function withoutQuoted(sql: string, engine: EngineName): string {
  const mysql = engine === 'mysql' || engine === 'mariadb';
  const string = mysql
    ? /'(?:[^'\\]|''|\\[\s\S])*'|"(?:[^"\\]|""|\\[\s\S])*"/
    : /'(?:[^']|'')*'|"(?:[^"]|"")*"/;
  const pattern = new RegExp(
    `${string.source}|${mysql ? '/\\*(?![!M])[\\s\\S]*?\\*/' : '/\\*[\\s\\S]*?\\*/'}|--[^\\n]*${mysql ? '|#[^\\n]*' : ''}`,
    'g',
  );
  return sql.replace(pattern, (part, offset: number) => {
    if (mysql || !part.startsWith('"')) return ' ';
    // A quoted identifier is no keyword, but it may be a function's name.
    return /^\s*\(/.test(sql.slice(offset + part.length)) ? part.slice(1, -1) : '_';
  });
}
