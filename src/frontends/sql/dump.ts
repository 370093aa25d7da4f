/**
 * The text that a client's dump tool writes (mysqldump, pg_dump, sqlite3's .schema and .dump): SQL, and between it
 * what only the client understands.
 */
import { LineStarts, type Origin, type Statement, type Target } from '../../schema/index.ts';
import { readSql } from './read.ts';
import { splitSql } from './split.ts';

export interface ReadDump {
  readonly statements: readonly Statement[];
  /** Rows that pg_dump copies, values as text. */
  readonly copied: readonly { readonly table: string; readonly rows: readonly (readonly string[])[] }[];
}

const COPY = /^COPY\s+(\S+)\s*(?:\([^)]*\))?\s+FROM\s+stdin;\n([\s\S]*?)^\\\.[ \t]*$/gim;

/** `file` is relative to the project's root. */
export function readDump(text: string, target: Target, file: string): ReadDump {
  const copied: { table: string; rows: string[][] }[] = [];
  const sql = text
    .replaceAll('\r\n', '\n')
    .replace(COPY, (block, table: string, rows: string) => {
      copied.push({
        table: table.replaceAll('"', '').replace(/^.*\./, ''),
        rows: rows
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => line.split('\t')),
      });
      return blank(block);
    })
    // psql's and sqlite3's own commands
    .replace(/^[\\.][a-z].*$/gim, blank);
  const lines = new LineStarts(sql);
  const statements = splitSql(sql, target.engine).flatMap((piece) =>
    ofItsSession(piece.sql)
      ? []
      : readSql(piece.sql, target, originAt(file, piece.start, piece.end, lines)).filter(
          ({ kind }) => kind !== 'transaction',
        ),
  );
  return { statements, copied };
}

/** As long as before, so that lines stay where they are. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** What only the session that loads the dump is told; foreign key checks decide whether it can be loaded. */
function ofItsSession(sql: string): boolean {
  const bare = sql.replace(/^(?:\s+|--[^\n]*\n|\/\*!?\d*\s*)+/, '');
  return (
    (/^set\b/i.test(bare) && !/foreign_key_checks/i.test(bare)) ||
    /^select\s+pg_catalog\.(?:set_config|setval)\b/i.test(bare)
  );
}

function originAt(file: string, start: number, end: number, lines: LineStarts): Origin {
  return { file, span: lines.span(start, end), call: file };
}
