/** SQL that a migration writes itself (`DB::statement`), told apart as far as its first words go. */
import type { Origin, Statement, TableName, Target } from '../../schema/index.ts';

/** What each statement of the text is. One that is not read is `notUnderstood`, with the tables that it may touch. */
export function readRaw(text: string, target: Target, origin: Origin): Statement[] {
  return [readOne(text.trim().replace(/;\s*$/, ''), text, target, origin)];
}

const NAME = '(?:`([^`]+)`|"([^"]+)"|([\\w$.]+))';

function readOne(sql: string, full: string, target: Target, origin: Origin): Statement {
  const sent = { sql: full, origin };
  const bare = withoutComments(sql);
  if (bare === '') return { kind: 'noSchemaChange', what: 'nothing', ...sent };
  if (hasSeveral(bare)) {
    return { kind: 'notUnderstood', reason: 'several SQL statements in one text', ...sent };
  }
  const checks =
    /^set\s+(?:session\s+|@@(?:session\.)?)?foreign_key_checks\s*=\s*(0|1|on|off)$/i.exec(bare) ??
    /^pragma\s+foreign_keys\s*=\s*(0|1|on|off)$/i.exec(bare);
  if (checks !== null) {
    const pragma = /^pragma/i.test(bare);
    // MySQL refuses a PRAGMA and SQLite a SET: that is not read here
    if (pragma === (target.engine === 'sqlite') && target.engine !== 'postgres') {
      return { kind: 'foreignKeyChecks', enabled: /^(1|on)$/i.test(checks[1] ?? ''), ...sent };
    }
  }
  const lock = lockOf(bare);
  const data = new RegExp(
    `^(?:(insert)\\s+(?:ignore\\s+)?into|(update)|(delete)\\s+from|(truncate)(?:\\s+table)?)\\s+${NAME}`,
    'i',
  ).exec(bare);
  if (data !== null) {
    const verb = (data[1] ?? data[2] ?? data[3] ?? data[4] ?? '').toLowerCase() as
      | 'insert'
      | 'update'
      | 'delete'
      | 'truncate';
    const name = data[5] ?? data[6] ?? data[7] ?? '';
    const several = verb === 'update' && /^update\s+[^=]*?(\bjoin\b|,)[\s\S]*?\bset\b/i.test(bare);
    if (!several) return { kind: 'data', verb, table: tableName(name), ...sent };
  }
  if (/^(select|show|describe|explain)\b/i.test(bare))
    return { kind: 'data', verb: 'select', table: null, ...(lock === undefined ? {} : { lock }), ...sent };
  return {
    kind: 'notUnderstood',
    reason: `raw SQL that is not read yet: ${shorten(bare)}`,
    tables: tablesIn(bare),
    ...sent,
  };
}

export function lockOf(sql: string): 'update' | 'share' | undefined {
  if (/\bfor\s+(no\s+key\s+)?update\b/i.test(sql)) return 'update';
  if (/\b(for\s+(key\s+)?share|lock\s+in\s+share\s+mode)\b/i.test(sql)) return 'share';
  return undefined;
}

function tableName(text: string): TableName {
  const dot = text.lastIndexOf('.');
  return dot < 0 ? { name: text } : { schema: text.slice(0, dot), name: text.slice(dot + 1) };
}

/** Every name in the text: whichever of them is a table may be touched. */
function tablesIn(sql: string): TableName[] {
  const names = new Set<string>();
  for (const match of sql.matchAll(/[`"]([^`"]+)[`"]|[A-Za-z_][\w$]*/g)) names.add(match[1] ?? match[0]);
  return [...names].map((name) => ({ name }));
}

function withoutComments(sql: string): string {
  return sql
    .replace(
      /('(?:[^'\\]|\\.|'')*')|--[^\n]*|#[^\n]*|\/\*(?!!)[\s\S]*?\*\//g,
      (_all, quoted?: string) => quoted ?? ' ',
    )
    .trim();
}

function hasSeveral(sql: string): boolean {
  return sql
    .replace(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|`[^`]*`|\$(\w*)\$[\s\S]*?\$\1\$/g, '')
    .replace(/;\s*$/, '')
    .includes(';');
}

function shorten(sql: string): string {
  const flat = sql.replace(/\s+/g, ' ');
  return flat.length > 60 ? `${flat.slice(0, 57)}…` : flat;
}
