/** Finds the comments of a SQL file, whatever its dialect. Never fails: SQL that no engine reads has comments too. */
import type { Comment } from './php-comments.ts';

/** Quoted text, which may hold what looks like a comment; a doubled quote stays inside. */
const QUOTED = /'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)/y;
const DOLLAR = /\$(?:[A-Za-z_]\w*)?\$/y;
/** `#` is a comment to MySQL, and an operator to PostgreSQL: it counts where it opens a line. */
const LINE = /--[^\n]*|#[^\n]*/y;

export function sqlComments(text: string): Comment[] {
  const comments: Comment[] = [];
  const matchAt = (pattern: RegExp, at: number): number => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0].length ?? 0;
  };
  for (let at = 0; at < text.length; ) {
    const character = text[at]!;
    if (character === "'" || character === '"' || character === '`') {
      at += matchAt(QUOTED, at);
    } else if (character === '$') {
      const length = matchAt(DOLLAR, at);
      const tag = text.slice(at, at + length);
      const end = length === 0 ? -1 : text.indexOf(tag, at + length);
      at = end < 0 ? at + 1 : end + length;
    } else if (character === '/' && text[at + 1] === '*') {
      const close = text.indexOf('*/', at + 2);
      const end = close < 0 ? text.length : close + 2;
      comments.push({ start: at, end });
      at = end;
    } else if (
      (character === '-' && text[at + 1] === '-') ||
      (character === '#' && /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, at - 80), at)))
    ) {
      const end = at + matchAt(LINE, at);
      comments.push({ start: at, end });
      at = end;
    } else at += 1;
  }
  return comments;
}
