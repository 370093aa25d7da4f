/** What a JavaScript engine says when a program, rather than dialint, asks too much of it. */

export const TOO_DEEP = 'the code is nested too deep';

/** Why evaluation or parsing ran out of room; undefined: the error is something else. */
export function outOfRoom(error: unknown): string | undefined {
  if (!(error instanceof RangeError)) return undefined;
  if (/call stack/i.test(error.message)) return TOO_DEEP;
  if (/(string|array|array buffer) length|count value|maximum size exceeded/i.test(error.message))
    return 'a value becomes too large';
  return undefined;
}
