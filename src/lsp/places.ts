/** Spans of the analysis as the protocol's ranges, and paths as URIs. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Range } from 'vscode-languageserver/node';
import { lineStarts, spanBetween } from '../php/positions.ts';
import type { Span } from '../schema/index.ts';

/** Null: it is no file. */
export function pathOf(uri: string): string | null {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : null;
  } catch {
    return null;
  }
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

/** Lines and characters count from 0, in UTF-16 units as ours. */
export function rangeOf({ start, end }: Span): Range {
  return {
    start: { line: start.line - 1, character: start.column - 1 },
    end: { line: end.line - 1, character: end.column - 1 },
  };
}

export const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** A place of one text in another that came of it. */
export class Moved {
  readonly #before: string;
  readonly #after: string;
  /** What both begin with, and what both end with, in UTF-16 units. */
  readonly #head: number;
  readonly #tail: number;
  #starts: readonly number[] | undefined;

  constructor(before: string, after: string) {
    this.#before = before;
    this.#after = after;
    const most = Math.min(before.length, after.length);
    let head = 0;
    while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
    let tail = 0;
    while (
      tail < most - head &&
      before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
    )
      tail++;
    this.#head = head;
    this.#tail = tail;
  }

  get nothing(): boolean {
    return this.#before.length === this.#after.length && this.#head === this.#before.length;
  }

  /** What was replaced, in the old text; and by what. */
  get change(): { readonly start: number; readonly end: number; readonly text: string } {
    return {
      start: this.#head,
      end: this.#before.length - this.#tail,
      text: this.#after.slice(this.#head, this.#after.length - this.#tail),
    };
  }

  /** Of a place within what changed: where the change begins. */
  offset(offset: number): number {
    if (offset <= this.#head) return offset;
    const end = this.#before.length - this.#tail;
    return offset < end ? this.#head : offset + this.#after.length - this.#before.length;
  }

  /** The other way. */
  offsetBack(offset: number): number {
    if (offset <= this.#head) return offset;
    const end = this.#after.length - this.#tail;
    return offset < end ? this.#head : offset + this.#before.length - this.#after.length;
  }

  span(span: Span): Span {
    if (this.nothing) return span;
    this.#starts ??= lineStarts(this.#after);
    const start = this.offset(span.startOffset);
    return spanBetween(this.#starts, start, Math.max(start, this.offset(span.endOffset)));
  }
}
