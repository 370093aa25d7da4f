/** Lines and columns of offsets in a text: both from 1, columns and offsets in UTF-16 units. */
import type { Position, Span } from './source.ts';

/** The position of an offset, given the offset at which each line starts. */
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

/** The span from one offset to another, given the offset at which each line starts. */
export function spanBetween(starts: readonly number[], startOffset: number, endOffset: number): Span {
  return {
    start: positionAt(starts, startOffset),
    end: positionAt(starts, endOffset),
    startOffset,
    endOffset,
  };
}

/** The lines of a text that ends them with a newline, as everything but PHP's parser counts them. */
export class LineStarts {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.#starts.push(i + 1);
  }

  position(offset: number): Position {
    return positionAt(this.#starts, offset);
  }

  span(startOffset: number, endOffset: number): Span {
    return spanBetween(this.#starts, startOffset, endOffset);
  }
}
