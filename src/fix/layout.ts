/** How a file is laid out: line ends, indentation, which lines a statement has for itself. */
import type { AstNode } from '../php/ast.ts';

export function lineEndOf(text: string): string {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : first < 0 && text.includes('\r') ? '\r' : '\n';
}

export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--;
  return at;
}

/** Behind the line end; the text's end where there is none. */
export function lineEnd(text: string, offset: number): number {
  for (let at = offset; at < text.length; at++) {
    if (text[at] === '\n') return at + 1;
    if (text[at] === '\r') return text[at + 1] === '\n' ? at + 2 : at + 1;
  }
  return text.length;
}

/** The white space that the line begins with. */
export function indentationAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}

/** The white space by which one is indented further than the other; four spaces where that cannot be told. */
export function step(outer: string, inner: string): string {
  const more = inner.startsWith(outer) ? inner.slice(outer.length) : '';
  return more === '' ? (outer.includes('\t') ? '\t' : '    ') : more;
}

export interface Lines {
  readonly from: number;
  readonly to: number;
}

/** The whole lines that a statement has for itself, with the comment lines right above; undefined: it shares them. */
export function ownLines(text: string, statement: AstNode): Lines | undefined {
  const { loc } = statement;
  if (loc == null) return undefined;
  let from = lineStart(text, loc.start.offset);
  if (text.slice(from, loc.start.offset).trim() !== '') return undefined;
  let end = loc.end.offset;
  const semicolon = /^\s*;/.exec(text.slice(end));
  if (text[end - 1] !== ';' && text[end - 1] !== '}' && semicolon !== null) end += semicolon[0].length;
  const to = lineEnd(text, end);
  if (!/^[ \t]*(?:(?:\/\/|#).*)?[\r\n]*$/.test(text.slice(end, to))) return undefined;
  while (from > 0) {
    const above = lineStart(text, from - (text[from - 1] === '\n' && text[from - 2] === '\r' ? 2 : 1));
    if (!/^[ \t]*(?:\/\/|#(?!\[))/.test(text.slice(above, from))) break;
    from = above;
  }
  return { from, to };
}
