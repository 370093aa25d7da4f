/** The text of a SQL file, and places in it. */
import { readLimited, UnreadableFile } from '../../../php/source-text.ts';
import type { Span, SqlFormat } from '../../../schema/index.ts';
import { divideScript, type Script } from './script.ts';

export class SqlText {
  /** Relative to the project's root. */
  readonly file: string;
  readonly text: string;
  /** Why it could not be read; null: it was. */
  readonly unread: string | null;
  readonly #lines: number[] = [0];
  readonly #scripts = new Map<SqlFormat, Script>();

  private constructor(file: string, text: string, unread: string | null) {
    this.file = file;
    this.text = text;
    this.unread = unread;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lines.push(at + 1);
  }

  /** `path` is absolute. */
  static read(file: string, path: string): SqlText {
    try {
      // a byte order mark is no part of the first statement
      const text = readLimited(path)
        .toString('utf8')
        .replace(/^\uFEFF/, ' ');
      if (text.includes('\0')) return new SqlText(file, '', 'the file is no text in UTF-8');
      return new SqlText(file, text, null);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      return new SqlText(file, '', error.message);
    }
  }

  script(format: SqlFormat): Script {
    const known = this.#scripts.get(format) ?? divideScript(this.text, format);
    this.#scripts.set(format, known);
    return known;
  }

  span(startOffset: number, endOffset: number): Span {
    return { start: this.#position(startOffset), end: this.#position(endOffset), startOffset, endOffset };
  }

  #position(offset: number) {
    let low = 0;
    let high = this.#lines.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#lines[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.#lines[low]! + 1 };
  }
}
