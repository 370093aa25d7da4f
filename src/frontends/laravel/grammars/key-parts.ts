/** Reads the column list of an index that is given as raw SQL. */
import type { KeyPart } from '../../../schema/index.ts';

/** Splits at the commas that stand outside parentheses and quotes. */
export function splitList(sql: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let i = 0; i < sql.length; i++) {
    const character = sql[i]!;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === "'" || character === '"' || character === '`') quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(sql.slice(start, i).trim());
      start = i + 1;
    }
  }
  parts.push(sql.slice(start).trim());
  return parts;
}

/** `name(10)`, `"name" desc`, `(lower(name))`. */
export function keyPartsOfSql(sql: string): KeyPart[] {
  return splitList(sql).map((text) => {
    const match = /^(?:`([^`]+)`|"([^"]+)"|([A-Za-z_]\w*))(?:\s*\((\d+)\))?(?:\s+(asc|desc))?$/i.exec(text);
    if (match === null) return { expression: text };
    const [, backticked, quoted, bare, length, order] = match;
    return {
      column: backticked ?? quoted ?? bare!,
      ...(length === undefined ? {} : { length: Number(length) }),
      ...(order?.toLowerCase() === 'desc' ? { descending: true } : {}),
    };
  });
}
