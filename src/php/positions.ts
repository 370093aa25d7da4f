/** Lines and columns of offsets in a text. */
import type { Position, Span } from '../schema/index.ts';

/** The offset at which each line starts. A lone carriage return ends a line too, as for php-parser. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

/** The position of an offset, given `lineStarts` of the text. */
export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The span from one offset to another, given `lineStarts` of the text. */
export function spanBetween(starts: readonly number[], startOffset: number, endOffset: number): Span {
  return {
    start: positionAt(starts, startOffset),
    end: positionAt(starts, endOffset),
    startOffset,
    endOffset,
  };
}

/** Of the last text that was asked for: many places of one are asked for in a row. */
let counted: { readonly text: string; readonly starts: readonly number[] } = { text: '', starts: [0] };

/** The empty span at an offset. */
export function spanAt(text: string, offset: number): Span {
  if (text !== counted.text) counted = { text, starts: lineStarts(text) };
  return spanBetween(counted.starts, offset, offset);
}
