/**
 * Suppression comments: `// dialint-disable-next-line RULE[, RULE] -- reason` and its kin, in SQL behind `--`. They are
 * found in the source text, not in a syntax tree, so that they also work in a file that does not parse.
 */
import { LineStarts, type Span } from '../schema/index.ts';
import { commentsIn } from './comments.ts';
import type { Comment } from './php-comments.ts';

export type DirectiveKind = 'line' | 'next-line' | 'region' | 'file';

/** One rule id of one directive, and the lines that it covers. */
export interface Suppression {
  readonly kind: DirectiveKind;
  /** As written: `dialint-disable-line`. */
  readonly directive: string;
  /** null: every rule. */
  readonly rule: string | null;
  readonly reason: string | null;
  readonly firstLine: number;
  /** Infinity: to the end of the file. */
  readonly lastLine: number;
  /** The rule id, or the directive where it names none. */
  readonly span: Span;
}

/** A comment that looks like a directive and is none. */
export interface UnknownDirective {
  readonly directive: string;
  readonly span: Span;
}

export interface FileSuppressions {
  readonly suppressions: readonly Suppression[];
  readonly unknown: readonly UnknownDirective[];
}

export const DIRECTIVES: readonly string[] = [
  'dialint-disable',
  'dialint-enable',
  'dialint-disable-line',
  'dialint-disable-next-line',
  'dialint-disable-file',
];

class Lines extends LineStarts {
  readonly #text: string;
  /** Lines that hold more than blanks and comments, in order. */
  #withCode: readonly number[] | undefined;

  constructor(text: string) {
    super(text);
    this.#text = text;
  }

  /** The first line after `line` that holds more than blanks and comments. */
  nextCode(line: number, comments: readonly Comment[]): number {
    this.#withCode ??= this.#linesWithCode(comments);
    let low = 0;
    let high = this.#withCode.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#withCode[middle]! > line) high = middle;
      else low = middle + 1;
    }
    return this.#withCode[low] ?? line + 1;
  }

  #linesWithCode(comments: readonly Comment[]): number[] {
    const lines: number[] = [];
    let from = 0;
    for (const { start, end } of [...comments, { start: this.#text.length, end: this.#text.length }]) {
      const code = this.#text.slice(from, start);
      for (const found of code.matchAll(/\S+/g)) {
        const { line } = this.position(from + found.index);
        if (line !== lines.at(-1)) lines.push(line);
      }
      from = end;
    }
    return lines;
  }
}

interface Written {
  readonly name: string;
  readonly offset: number;
}

/** Splits what stands after the directive into rule ids and a reason. */
function readArguments(text: string, offset: number): { rules: Written[]; reason: string | null } {
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(text);
  const list = dashes === null ? text : text.slice(0, dashes.index);
  const reason = dashes === null ? '' : text.slice(dashes.index + dashes[0].length).trim();
  const rules: Written[] = [];
  for (const match of list.matchAll(/[^\s,]+/g)) {
    rules.push({ name: match[0], offset: offset + match.index });
  }
  return { rules, reason: reason === '' ? null : reason };
}

/** A directive opens a line of a comment; anything may stand before it only in the shape of `*`, `//`, `#`, `--`. */
const DIRECTIVE = /^[ \t]*(?:\/\/+|#+|--+|\/\*+|\*+)?[ \t]*(dialint-[a-z-]*[a-z])(?![\w:/.])[ \t]*(.*)$/;

/** `file`: its name tells the language. */
export function findSuppressions(text: string, file = ''): FileSuppressions {
  const suppressions: Suppression[] = [];
  const unknown: UnknownDirective[] = [];
  if (!text.includes('dialint-')) return { suppressions, unknown };
  const lines = new Lines(text);
  const comments = commentsIn(text, file);
  /** Regions that are open: their place in `suppressions`. */
  const open = new Map<string | null, number[]>();

  const close = (rule: string | null, line: number): void => {
    const names = rule === null ? [...open.keys()] : [rule];
    for (const name of names) {
      for (const index of open.get(name) ?? []) {
        const begun = suppressions[index];
        if (begun !== undefined) suppressions[index] = { ...begun, lastLine: line };
      }
      open.delete(name);
    }
  };

  for (const comment of comments) {
    const body = text.slice(comment.start, comment.end).replace(/\*\/$/, '  ');
    let offset = comment.start;
    for (const row of body.split('\n')) {
      const match = DIRECTIVE.exec(row.replace(/\r$/, ''));
      const start = offset;
      offset += row.length + 1;
      if (match === null) continue;
      const directive = match[1] ?? '';
      const rest = match[2] ?? '';
      const at = start + row.indexOf(directive);
      const span = lines.span(at, at + directive.length);
      if (!DIRECTIVES.includes(directive)) {
        unknown.push({ directive, span });
        continue;
      }
      const restOffset = start + (match[0].length - rest.length);
      const { rules, reason } = readArguments(rest, restOffset);
      const line = span.start.line;
      const entries = rules.length === 0 ? [{ name: null, offset: at }] : rules;
      for (const { name, offset: place } of entries) {
        if (directive === 'dialint-enable') {
          close(name, line);
          continue;
        }
        const common = {
          directive,
          rule: name,
          reason,
          span: name === null ? span : lines.span(place, place + name.length),
        };
        if (directive === 'dialint-disable-file') {
          suppressions.push({ ...common, kind: 'file', firstLine: 1, lastLine: Number.POSITIVE_INFINITY });
        } else if (directive === 'dialint-disable-line') {
          suppressions.push({ ...common, kind: 'line', firstLine: line, lastLine: line });
        } else if (directive === 'dialint-disable-next-line') {
          const next = lines.nextCode(lines.position(comment.end).line, comments);
          suppressions.push({ ...common, kind: 'next-line', firstLine: next, lastLine: next });
        } else {
          const index = suppressions.length;
          suppressions.push({
            ...common,
            kind: 'region',
            firstLine: line,
            lastLine: Number.POSITIVE_INFINITY,
          });
          const begun = open.get(name) ?? [];
          begun.push(index);
          open.set(name, begun);
        }
      }
    }
  }
  return { suppressions, unknown };
}

/** Does the suppression cover a finding of this rule there? A `-line` comment may stand at the end of a long call. */
export function covers(suppression: Suppression, rule: string, span: Span): boolean {
  if (suppression.rule !== null && suppression.rule !== rule) return false;
  const within = (line: number): boolean => line >= suppression.firstLine && line <= suppression.lastLine;
  return within(span.start.line) || (suppression.kind === 'line' && within(span.end.line));
}
