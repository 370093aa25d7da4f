/** Lines and columns of offsets in a text. */
import { positionAt, type Span, spanBetween } from '../schema/index.ts';

export { positionAt, spanBetween };

/** The offset at which each line starts. A lone carriage return ends a line too, as for php-parser. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

/** Of the last text that was asked for: many places of one are asked for in a row. */
let counted: { readonly text: string; readonly starts: readonly number[] } = { text: '', starts: [0] };

/** The empty span at an offset. */
export function spanAt(text: string, offset: number): Span {
  if (text !== counted.text) counted = { text, starts: lineStarts(text) };
  return spanBetween(counted.starts, offset, offset);
}
