/** Words of a script's code: what comments say of other libraries tells nothing of whose the script is. */

/** Texts, which may look like comments, and comments. Expressions between slashes are not told apart. */
const TEXT_OR_COMMENT =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** The text with its comments blanked out: all offsets stay. */
export function withoutComments(text: string): string {
  return text.replace(TEXT_OR_COMMENT, (part) => (part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part));
}

/** Does the pattern find something outside of the comments? */
export function isInCode(text: string, pattern: RegExp): boolean {
  return pattern.test(text) && pattern.test(withoutComments(text));
}
