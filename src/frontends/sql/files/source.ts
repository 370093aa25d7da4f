/** The text of a SQL file, and places in it. */
import { readLimited, UnreadableFile } from '../../../php/source-text.ts';
import { LineStarts, type Span, type SqlFormat } from '../../../schema/index.ts';
import { divideScript, type Script } from './script.ts';

export class SqlText {
  /** Relative to the project's root. */
  readonly file: string;
  readonly text: string;
  /** Why it could not be read; null: it was. */
  readonly unread: string | null;
  readonly #lines: LineStarts;
  readonly #scripts = new Map<SqlFormat, Script>();

  private constructor(file: string, text: string, unread: string | null) {
    this.file = file;
    this.text = text;
    this.unread = unread;
    this.#lines = new LineStarts(text);
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
    return this.#lines.span(startOffset, endOffset);
  }
}
