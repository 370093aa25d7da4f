/** The lines of source that a span covers, with their numbers, and carets under what is meant. */
import type { Span } from '../schema/index.ts';
import type { Paint, Style } from './style.ts';
import { graphemes, graphemeWidth, padStart, printable } from './text.ts';

const MAX_LINES = 3;
const TAB = '    ';
/** Columns of context kept before and behind a span that lies far to the right. */
const CONTEXT = 20;

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly marked: boolean;
}

const MORE: Cell = { text: '…', width: 1, marked: false };

/**
 * A line as cells; `from` and `to` are UTF-16 columns counted from 0, `to` exclusive. Of generated code, a line may be a
 * whole file: what lies more than `reach` characters from what is marked is left out.
 */
function cells(line: string, from: number, to: number, reach: number): Cell[] {
  const start = Math.max(0, from - reach);
  const stop = Math.min(line.length, Math.min(to, from + reach) + reach);
  const result: Cell[] = start > 0 ? [MORE] : [];
  let at = start;
  for (const grapheme of graphemes(line.slice(start, stop))) {
    const end = at + grapheme.length;
    // A span that ends or starts within a grapheme marks the whole of it.
    const marked = from < end && at < to;
    const text = grapheme === '\t' ? TAB : printable(grapheme);
    const width = grapheme === '\t' ? TAB.length : text === '' ? 0 : graphemeWidth(text);
    result.push({ text, width, marked });
    at = end;
  }
  if (stop < line.length) result.push({ ...MORE, marked: stop < to });
  return result;
}

function widthOf(part: readonly Cell[]): number {
  let width = 0;
  for (const cell of part) width += cell.width;
  return width;
}

/** Cuts a line to `columns`, keeping the start of what is marked in sight. */
function cut(line: readonly Cell[], columns: number): Cell[] {
  if (widthOf(line) <= columns) return [...line];
  const firstMarked = Math.max(
    0,
    line.findIndex((cell) => cell.marked),
  );
  const lastMarked = line.findLastIndex((cell) => cell.marked);
  let from = 0;
  if (widthOf(line.slice(0, lastMarked + 1)) > columns - 1) {
    // As little goes as is needed for what is marked and some context behind it; of what is too long itself, the
    // start shows with some context before it.
    from = lastMarked + 1;
    let behind = CONTEXT;
    while (from < line.length && line[from]!.width <= behind) {
      behind -= line[from]!.width;
      from += 1;
    }
    let room = columns - 2;
    while (from > 0 && line[from - 1]!.width <= room) {
      from -= 1;
      room -= line[from]!.width;
    }
    let context = firstMarked;
    let left = CONTEXT;
    while (context > 0 && line[context - 1]!.width <= left) {
      context -= 1;
      left -= line[context]!.width;
    }
    from = Math.min(from, context);
  }
  const result: Cell[] = from > 0 ? [MORE] : [];
  let used = from > 0 ? 1 : 0;
  for (let i = from; i < line.length; i++) {
    const cell = line[i]!;
    const last = i === line.length - 1;
    if (used + cell.width > columns - (last ? 0 : 1)) {
      result.push({ ...MORE, marked: cell.marked });
      break;
    }
    result.push(cell);
    used += cell.width;
  }
  return result;
}

export interface CodeFrameOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
  readonly mark: Paint;
  /** Columns of the gutter's number. */
  readonly gutter: number;
}

let split = { source: '', lines: [''] };

/** A source's lines. Findings come file by file: the last one asked for is kept. */
function linesOf(source: string): readonly string[] {
  if (split.source !== source) split = { source, lines: source.split(/\r\n|\n|\r/) };
  return split.lines;
}

/** No lines where the source is not there, or is shorter than the span says. */
export function codeFrame(source: string, span: Span, options: CodeFrameOptions): string[] {
  const { style, mark, gutter } = options;
  const lines = linesOf(source);
  if (lines[span.start.line - 1] === undefined) return [];
  // A span that ends before the first column of a line does not cover that line.
  const ends = span.end.column <= 1 && span.end.line > span.start.line ? span.end.line - 1 : span.end.line;
  const lastLine = Math.min(Math.max(ends, span.start.line), span.start.line + MAX_LINES - 1, lines.length);
  const bar = style.blue('|');
  const columns = Math.max(20, options.width - gutter - 3);
  const result = [`${' '.repeat(gutter)} ${bar}`];
  for (let number = span.start.line; number <= lastLine; number++) {
    const text = lines[number - 1]!;
    const blank = text.length - text.trimStart().length;
    const from = number === span.start.line ? span.start.column - 1 : blank;
    let to = number === span.end.line ? span.end.column - 1 : text.trimEnd().length;
    // An empty span still points at something; at the end of a line, behind it.
    if (to <= from) to = from + 1;
    const padded = from >= text.length ? `${text.padEnd(from)} ` : text;
    const shown = cut(cells(padded, from, to, 2 * columns + CONTEXT), columns);
    const code = shown
      .map((cell) => cell.text)
      .join('')
      .trimEnd();
    const carets = shown
      .map((cell) => (cell.marked ? '^' : ' ').repeat(cell.width))
      .join('')
      .trimEnd();
    result.push(`${style.blue(padStart(String(number), gutter))} ${bar} ${code}`.trimEnd());
    if (carets !== '') result.push(`${' '.repeat(gutter)} ${bar} ${mark(carets)}`);
  }
  if (ends > lastLine) result.push(`${padStart('…', gutter)} ${bar}`);
  return result;
}
