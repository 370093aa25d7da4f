/** Text as a terminal shows it: how wide it is, where it may break, what in it must not reach the terminal. */

/** Latin letters and punctuation, of which each code unit is a grapheme (UAX 29: Grapheme_Cluster_Break Other). */
const SINGLE = /^[\x20-\x7E\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027]*$/;

/** Made when it is needed, since few texts are in need of it and it takes 10 ms. */
let segmenter: Intl.Segmenter | undefined;

/** East Asian Wide and Fullwidth (Unicode's EastAsianWidth.txt, in coarse blocks); emoji are found by their property. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}]/u;
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\uFE0F/u;
const ZERO_WIDTH = /^[\p{Mark}\u200B-\u200D\u2060\uFEFF]+$/u;

// Control characters could move the cursor or write over a finding; bidirectional overrides show code in an order
// in which it does not run (CVE-2021-42574).
const UNPRINTABLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Leaves tabs and line feeds; shows other control characters as U+FFFD, carriage returns not at all. */
export function printable(text: string): string {
  return text.replaceAll('\r', '').replace(UNPRINTABLE, '\uFFFD');
}

/** What a reader sees as single characters. */
export function graphemes(text: string): string[] {
  if (SINGLE.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Terminal columns of one grapheme. */
export function graphemeWidth(grapheme: string): number {
  if (grapheme.length === 1 && grapheme >= ' ' && grapheme <= '~') return 1;
  if (ZERO_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) || EMOJI.test(grapheme) ? 2 : 1;
}

/** Terminal columns of a text without escape sequences. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const grapheme of graphemes(text)) width += graphemeWidth(grapheme);
  return width;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** Shortens to `width` columns; the middle goes, since both ends of a path or a migration's name tell it apart. */
export function cutMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const all = graphemes(text);
  const take = (from: readonly string[], columns: number): string[] => {
    const taken: string[] = [];
    let used = 0;
    for (const grapheme of from) {
      used += graphemeWidth(grapheme);
      if (used > columns) break;
      taken.push(grapheme);
    }
    return taken;
  };
  const left = Math.floor((width - 1) / 2);
  const head = take(all, left);
  const tail = take([...all].reverse(), width - 1 - left).reverse();
  return `${head.join('')}…${tail.join('')}`;
}

/**
 * Breaks at spaces so that no line is wider than `width`. A word that is wider stands alone and is kept whole, as it
 * will be copied. `first` columns of the first line are taken already; later lines start with `indent`.
 */
export function wrap(text: string, width: number, first = 0, indent = ''): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    const start = lines.length === 0 ? '' : indent;
    let line = start;
    let used = lines.length === 0 ? first : displayWidth(indent);
    let empty = true;
    for (const word of paragraph.split(' ')) {
      const columns = displayWidth(word);
      if (!empty && used + 1 + columns > width) {
        lines.push(line);
        line = indent + word;
        used = displayWidth(indent) + columns;
      } else {
        line += empty ? word : ` ${word}`;
        used += empty ? columns : columns + 1;
      }
      empty = false;
    }
    lines.push(line);
  }
  return lines;
}

/** `1 error`, `3 errors`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
