/**
 * How long strings may be by a form request's rules (Illuminate\Foundation\Http\FormRequest, Laravel 8 to 13). Looked for
 * in the text and not in a syntax tree: requests are many, and a rule that is written otherwise is only not found.
 */
import { lineStarts, spanBetween } from '../../../php/positions.ts';
import { decodePhp } from '../../../php/source-text.ts';
import type { FactOf, Owner } from '../../../schema/index.ts';
import { pluralStudly, snake } from '../str.ts';

/** Bytes that a file must contain to be looked at. */
export const REQUEST_WORDS = /\bextends\s+\\?(?:\w+\\)*\w*Request\b[\s\S]*\bmax:\d/;

const CLASS = /\bclass\s+(\w+)\s+extends\s/;
const VERBS =
  /^(?:Store|Create|Update|Edit|Save|Add|New|Upsert)|(?:Store|Create|Update|Edit|Save|Add|Upsert)$/g;
/** A field with its rules: one string, or a list without further arrays in it. */
const FIELD = /(['"])(\w+)\1\s*=>\s*(?:(['"])([^'"\n]*)\3|\[([^[\]]*)\])/g;
/** With one of these, `max` counts something else. */
const NO_STRING = /\b(?:numeric|integer|int|decimal|digits\w*|array|file|image|mimes\w*|mimetypes)\b/;

/** Says that the field is text; without one of these a large `max` is that of a file, in kilobytes. */
const STRING = /\b(?:string|email|url|alpha\w*|regex|json)\b/;
const LARGE = 1000;

/** @param raw The file's bytes as Latin-1. */
export function findLengthRules(raw: string, file: string, owner: Owner): FactOf<'length-rule'>[] {
  const text = withoutComments(decodePhp(Buffer.from(raw, 'latin1')));
  const request = CLASS.exec(text)?.[1];
  const subject = request?.replace(/(?:Form)?Request$/, '').replace(VERBS, '') ?? '';
  if (request === undefined || subject === '' || subject === request) return [];
  const table = snake(pluralStudly(subject));
  const starts = lineStarts(text);
  const facts: FactOf<'length-rule'>[] = [];
  for (const match of text.matchAll(FIELD)) {
    const rules = match[4] ?? match[5] ?? '';
    const max = /\bmax:(\d+)/.exec(rules);
    if (max === null || NO_STRING.test(rules)) continue;
    if (Number(max[1]) > LARGE && !STRING.test(rules)) continue;
    const at = match.index + match[0].indexOf(rules, match[2]!.length + 2) + max.index;
    const span = spanBetween(starts, at, at + max[0].length);
    facts.push({
      kind: 'length-rule',
      request,
      field: match[2]!,
      max: Number(max[1]),
      table,
      owner,
      origin: { file, span, call: max[0] },
    });
  }
  return facts;
}

/** With blanks in their place. */
function withoutComments(text: string): string {
  return text.replace(/^[ \t]*(?:\/\/|#(?!\[)).*$|\/\*[\s\S]*?\*\//gm, (comment) =>
    comment.replace(/[^\r\n]/g, ' '),
  );
}
