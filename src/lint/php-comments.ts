/** Finds the comments of a PHP file, and nothing else. Never fails: a file that does not parse has comments too. */

export interface Comment {
  /** Offset of its first character: `/` or `#`. */
  readonly start: number;
  /** Offset after its last character; the line break is not part of a one-line comment. */
  readonly end: number;
}

/**
 * After the closing quote. `{$…}` inside a double-quoted string may hold strings of its own, and these braces again: what
 * is open is kept in a list, since each level of a recursion would take room on the stack.
 */
function skipString(text: string, start: number): number {
  const open = [text[start]!];
  let i = start + 1;
  while (i < text.length && open.length > 0) {
    const character = text[i]!;
    const inner = open.at(-1);
    if (inner === '{') {
      if (character === '}') open.pop();
      else if (character === '{' || character === "'" || character === '"') open.push(character);
    } else if (character === '\\') i++;
    else if (character === inner) open.pop();
    else if (inner === '"' && character === '{' && text[i + 1] === '$') open.push(character);
    i++;
  }
  return Math.min(i, text.length);
}

const HEREDOC = /<<<[ \t]*(['"]?)([A-Za-z_]\w*)\1\r?\n/y;

/** After the closing label of a heredoc or nowdoc that opens here; the same offset where none does. */
function skipHeredoc(text: string, start: number): number {
  HEREDOC.lastIndex = start;
  const opening = HEREDOC.exec(text);
  if (opening === null) return start;
  const closing = new RegExp(`^[ \\t]*${opening[2]}\\b`, 'gm');
  closing.lastIndex = start + opening[0].length;
  const end = closing.exec(text);
  return end === null ? text.length : end.index + end[0].length;
}

/** The end of a one-line comment: the line's end, or a closing tag. */
function lineCommentEnd(text: string, start: number): number {
  const rest = /\r?\n|\?>/g;
  rest.lastIndex = start;
  return rest.exec(text)?.index ?? text.length;
}

export function phpComments(text: string): Comment[] {
  const comments: Comment[] = [];
  const open = (from: number): number => {
    const tag = text.slice(from).search(/<\?(?:php\b|=)/i);
    return tag < 0 ? text.length : from + tag + 2;
  };
  let i = open(0);
  while (i < text.length) {
    const character = text[i];
    const next = text[i + 1];
    if (character === '?' && next === '>') i = open(i + 2);
    else if (character === "'" || character === '"' || character === '`') i = skipString(text, i);
    else if (character === '<' && text.startsWith('<<<', i)) i = Math.max(skipHeredoc(text, i), i + 3);
    else if (character === '/' && next === '*') {
      const close = text.indexOf('*/', i + 2);
      const end = close < 0 ? text.length : close + 2;
      comments.push({ start: i, end });
      i = end;
    } else if ((character === '/' && next === '/') || (character === '#' && next !== '[')) {
      const end = lineCommentEnd(text, i);
      comments.push({ start: i, end });
      i = end;
    } else i++;
  }
  return comments;
}
