/** Statements that were not read, and that PostgreSQL certainly refuses before it looks at any table. */

/** The statements of MySQL and SQLite whose first word PostgreSQL does not know (15, measured). */
const FOREIGN =
  /^(?:rename|replace|pragma|use|optimize|repair|describe|desc|handler|flush|unlock|delimiter|attach|detach)$/i;

/** https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html: those that migrations set. */
const SETTING =
  /^set\s+(?:session\s+|local\s+)?(foreign_key_checks|unique_checks|sql_mode|sql_safe_updates|autocommit)\s*(?:=|\bto\b)/i;

const NAME = '(?:"[^"]+"|[\\w$]+)';
const ALTER = new RegExp(
  `^alter\\s+table\\s+(?:if\\s+exists\\s+)?(?:only\\s+)?${NAME}(?:\\s*\\.\\s*${NAME})?\\s+(modify|change|convert|engine)\\b`,
  'i',
);

export function foreignSyntax(text: string): { readonly code: string; readonly message: string } | undefined {
  const sql = text.replace(/^(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
  const setting = SETTING.exec(sql)?.[1];
  if (setting !== undefined) {
    const message = `unrecognized configuration parameter "${setting.toLowerCase()}"`;
    return { code: '42704', message };
  }
  const [first] = /^[a-z]+/i.exec(sql) ?? [];
  const word = first !== undefined && FOREIGN.test(first) ? first : ALTER.exec(sql)?.[1];
  return word === undefined ? undefined : { code: '42601', message: `syntax error at or near "${word}"` };
}
