/** Finds the comments of a JavaScript or TypeScript file, and nothing else. Never fails. */
import type { Comment } from './php-comments.ts';

/** After these a slash begins a regular expression, and divides otherwise. */
const BEFORE_PATTERN =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|delete|void|throw|new))\s*$/;

/** After the closing quote; a line break ends a text that is not closed. */
function skipQuoted(text: string, start: number): number {
  const quote = text[start];
  for (let i = start + 1; i < text.length; i++) {
    const character = text[i];
    if (character === '\\') i++;
    else if (character === quote || character === '\n') return i + 1;
  }
  return text.length;
}

/** After the closing slash of a regular expression; the same offset where none is closed on the line. */
function skipPattern(text: string, start: number): number {
  let inClass = false;
  for (let i = start + 1; i < text.length; i++) {
    const character = text[i];
    if (character === '\n') return start + 1;
    if (character === '\\') i++;
    else if (character === '[') inClass = true;
    else if (character === ']') inClass = false;
    else if (character === '/' && !inClass) return i + 1;
  }
  return start + 1;
}

export function scriptComments(text: string): Comment[] {
  const comments: Comment[] = [];
  /** Templates and braces that are open: a brace in a template's expression holds code again. */
  const open: ('`' | '{')[] = [];
  let i = text.startsWith('#!') ? Math.max(0, text.indexOf('\n')) : 0;
  while (i < text.length) {
    const character = text[i];
    const next = text[i + 1];
    if (open.at(-1) === '`') {
      if (character === '\\') i++;
      else if (character === '`') open.pop();
      else if (character === '$' && next === '{') {
        open.push('{');
        i++;
      }
      i++;
    } else if (character === '/' && (next === '/' || next === '*')) {
      const close = next === '/' ? text.indexOf('\n', i) : text.indexOf('*/', i + 2);
      let end = close < 0 ? text.length : next === '/' ? close : close + 2;
      if (next === '/' && text[end - 1] === '\r') end -= 1;
      comments.push({ start: i, end });
      i = end;
    } else if (character === "'" || character === '"') i = skipQuoted(text, i);
    else if (character === '/' && BEFORE_PATTERN.test(text.slice(Math.max(0, i - 40), i)))
      i = skipPattern(text, i);
    else {
      if (character === '`' || character === '{') open.push(character);
      else if (character === '}' && open.at(-1) === '{') open.pop();
      i++;
    }
  }
  return comments;
}
