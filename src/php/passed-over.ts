/** Code that evaluation passes over because it knows a condition, and the words for it. */
import type { AstNode } from './ast.ts';
import type { FileContext } from './scope.ts';

export type Leaving = 'returns' | 'skips the rest' | 'leaves the loop' | 'ends with an exception';

export type PassedOver =
  /** The condition is true, false, or something else than what is asked for; what is gone over is empty. */
  | { readonly condition: AstNode; readonly is: 'true' | 'false' | 'empty' | 'something else' }
  /** A statement before it leaves the block. */
  | { readonly leftBy: AstNode; readonly how: Leaving }
  /** A catch block: nothing is thrown. */
  | { readonly nothingThrown: true }
  /** A method of the framework that decides about it. */
  | { readonly said: string };

/** The words for a catch block. */
export const NOTHING_THROWN = 'no exception is thrown';

/** Longer conditions are named by their line. */
const SHOWN = 72;

/** Why the code is passed over, as the end of "It does not get here: …". `entry`: the file whose lines need no name. */
export function whyPassedOver(why: PassedOver, file: FileContext, entry: string): string {
  const line = (node: AstNode): string => {
    const at = node.loc?.start.line ?? 1;
    return file.file === entry ? `in line ${at}` : `in ${file.file}:${at}`;
  };
  if ('said' in why) return why.said;
  if ('nothingThrown' in why) return NOTHING_THROWN;
  if ('leftBy' in why) return `it ${why.how} ${line(why.leftBy)}`;
  const { condition, is } = why;
  const source =
    condition.loc == null ? '' : file.text.slice(condition.loc.start.offset, condition.loc.end.offset);
  const text = source.replace(/\s+/g, ' ').trim();
  return text === '' || text.length > SHOWN
    ? `the condition ${line(condition)} is ${is}`
    : `${text} is ${is}`;
}
