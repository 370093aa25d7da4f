/** Where an argument of a call stands in the source, or would stand, and what has to be written there. */
import type { Span } from '../schema/index.ts';
import { type AstNode, nameText, nodes } from './ast.ts';
import { spanAt } from './positions.ts';
import { spanOfNode } from './span.ts';

/** What stands there afterwards is `before`, the argument, and `after`. */
export interface ArgumentSlot {
  /** An empty span inserts. */
  readonly span: Span;
  readonly before: string;
  readonly after: string;
  /** The same for a message, on one line. */
  readonly shownBefore: string;
  /** Does the argument stand there already? */
  readonly given: boolean;
}

/** Undefined where nobody can tell which argument is which (`...$args`), or an earlier one is missing without names. */
export function argumentSlot(
  call: AstNode,
  text: string,
  position: number,
  parameter: string,
): ArgumentSlot | undefined {
  const list = nodes(call.arguments);
  if (list.some((item) => item.kind === 'variadic' || item.kind === 'variadicplaceholder')) return undefined;
  const existing =
    list.find((item) => item.kind === 'namedargument' && nameText(item.name) === parameter) ??
    (list[position]?.kind === 'namedargument' ? undefined : list[position]);
  if (existing !== undefined) {
    const span = spanOfNode(existing.kind === 'namedargument' ? existing.value : existing);
    return span === undefined ? undefined : { span, before: '', after: '', shownBefore: '', given: true };
  }
  const last = list[list.length - 1];
  const after = last === undefined ? openingParenthesis(call, text) : last.loc?.end.offset;
  if (after === undefined) return undefined;
  const insert = last === undefined ? after + 1 : after;
  const positional = list.length === position && list.every((item) => item.kind !== 'namedargument');
  const name = positional ? '' : `${parameter}: `;
  return {
    span: spanAt(text, insert),
    before: `${last === undefined ? '' : `,${lineOfItsOwn(call, last, text) ?? ' '}`}${name}`,
    after: '',
    shownBefore: `${last === undefined ? '' : ', '}${name}`,
    given: false,
  };
}

/** Where each argument has a line of its own: the line break and the indentation before the last. */
function lineOfItsOwn(call: AstNode, last: AstNode, text: string): string | undefined {
  const open = openingParenthesis(call, text);
  const start = last.loc?.start.offset;
  if (open === undefined || start === undefined) return undefined;
  return /(?:\r\n|\n|\r)[ \t]*$/.exec(text.slice(open + 1, start))?.[0];
}

/** Offset of the call's opening parenthesis. */
export function openingParenthesis(call: AstNode, text: string): number | undefined {
  const what = call.what;
  const from = what?.offset?.loc?.end.offset ?? what?.loc?.end.offset;
  if (typeof from !== 'number') return undefined;
  const at = text.indexOf('(', from);
  return at >= 0 && text.slice(from, at).trim() === '' ? at : undefined;
}

/** The quotation mark that the call's own strings have, else that of most strings of the file. */
export function quoteMark(call: AstNode, text: string): "'" | '"' {
  const open = openingParenthesis(call, text);
  const end = call.loc?.end.offset;
  const own = open === undefined || end === undefined ? undefined : commonerMark(text.slice(open, end));
  if (own !== undefined) return own;
  if (text !== measured.text) measured = { text, mark: commonerMark(text) ?? "'" };
  return measured.mark;
}

/** Of the last file that was asked for: many calls of one are asked for in a row. */
let measured: { readonly text: string; readonly mark: "'" | '"' } = { text: '', mark: "'" };

function commonerMark(part: string): "'" | '"' | undefined {
  const single = part.split("'").length;
  const double = part.split('"').length;
  return single === double ? undefined : single > double ? "'" : '"';
}
