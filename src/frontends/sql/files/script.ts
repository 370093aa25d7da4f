/** How a migration file is divided: the way up and the way down, and what is sent as one statement. */
import type { SqlFormat } from '../../../schema/index.ts';

/** A stretch of the text, by UTF-16 offsets. */
export interface ScriptPart {
  readonly start: number;
  readonly end: number;
  /** Sent as one statement, whatever semicolons stand in it. */
  readonly whole?: boolean;
}

export interface Way {
  readonly parts: readonly ScriptPart[];
  /** false: the file says that it is not to run in a transaction. */
  readonly transaction: boolean;
}

export interface Script {
  /** null: the file has none. */
  readonly up: Way | null;
  readonly down: Way | null;
}

const MARKS: Readonly<Partial<Record<SqlFormat, RegExp>>> = {
  /** pressly/goose, "SQL Migrations"; rubenv/sql-migrate, "Writing migrations". */
  goose: /^[ \t]*--[ \t]*\+goose[ \t]+([^\r\n]*)/gim,
  'sql-migrate': /^[ \t]*--[ \t]*\+migrate[ \t]+([^\r\n]*)/gim,
  /** amacneil/dbmate, "Migration options". */
  dbmate: /^[ \t]*--[ \t]*migrate:([^\r\n]*)/gim,
};

export function divideScript(text: string, format: SqlFormat): Script {
  const marks = MARKS[format];
  if (marks !== undefined) return divideAtMarks(text, marks);
  const parts = format === 'drizzle' ? betweenBreakpoints(text) : [{ start: 0, end: text.length }];
  return { up: { parts, transaction: true }, down: null };
}

/** drizzle-kit puts this between statements; to MySQL it would be no comment. */
function betweenBreakpoints(text: string): ScriptPart[] {
  const parts: ScriptPart[] = [];
  let start = 0;
  for (const { index, 0: mark } of text.matchAll(/-->[ \t]*statement-breakpoint/g)) {
    parts.push({ start, end: index });
    start = index + mark.length;
  }
  return [...parts, { start, end: text.length }];
}

function divideAtMarks(text: string, marks: RegExp): Script {
  const ways: { up: ScriptPart[] | null; down: ScriptPart[] | null } = { up: null, down: null };
  const transaction = { up: true, down: true };
  let way: 'up' | 'down' | null = null;
  let start = 0;
  let whole = false;
  const close = (end: number): void => {
    if (way !== null && end > start) ways[way]!.push({ start, end, ...(whole ? { whole } : {}) });
  };
  for (const { index, 0: mark, 1: rest = '' } of text.matchAll(marks)) {
    const [word = '', ...options] = rest.trim().toLowerCase().split(/\s+/);
    close(index);
    start = index + mark.length;
    if (word === 'up' || word === 'down') {
      way = word;
      ways[way] ??= [];
      whole = false;
      if (options.some((option) => option === 'notransaction' || option === 'transaction:false'))
        transaction[way] = false;
    } else if (word === 'statementbegin') whole = true;
    else if (word === 'statementend') whole = false;
    else if (word === 'no' && options[0] === 'transaction') transaction.up = transaction.down = false;
  }
  close(text.length);
  const made = (name: 'up' | 'down'): Way | null =>
    ways[name] === null ? null : { parts: ways[name], transaction: transaction[name] };
  return { up: made('up'), down: made('down') };
}
