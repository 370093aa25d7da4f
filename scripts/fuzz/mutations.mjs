/** Changes to a real file's text: bytes, tokens, lines, and whole blocks. `other()` gives another real file's text. */

const TOKEN = /\$\w+|\w+|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\s+|->|=>|::|[^\w\s]/g;
const tokensOf = (text) => text.match(TOKEN) ?? [''];

const LITERALS =
  `0 -1 1 64 65 255 65535 9999999999999999999999 1.5 1e400 0x1F NAN INF null true false [] [[]] [null] ''
  'a' '*' 'mysql' 'id' 'users' "a{$x}b" __LINE__ __FILE__ self::class PHP_INT_MAX PHP_INT_MIN foo() $this static::X
  "\\u{d800}" "\\0" "\\xff" range(1,1e9) str_repeat('a',1e9) ...$x &$x`.split(/\s+/);
LITERALS.push(`'${'x'.repeat(70)}'`, `'${'ü'.repeat(40)}'`, "'a.b.c'", "'a\\'b`\"c'", "'😀'", 'fn () => 1');

const HOSTILE_BYTES = [
  0x00, 0x0a, 0x0d, 0x22, 0x24, 0x27, 0x28, 0x29, 0x5b, 0x5c, 0x60, 0x7b, 0x7d, 0x80, 0xc3, 0xff,
];

/** Where each balanced {…}, (…) or […] begins and ends. */
function blocksOf(text) {
  const found = [];
  const open = [];
  for (let i = 0; i < text.length; i++) {
    if ('{(['.includes(text[i])) open.push(i);
    else if ('})]'.includes(text[i]) && open.length > 0) found.push([open.pop(), i + 1]);
  }
  return found.filter(([from, to]) => to - from < 4000);
}

const WRAPPERS = [
  (body) => `if (foo()) {\n${body}\n} else {\n${body}\n}`,
  (body) => `while (true) {\n${body}\n}`,
  (body) => `foreach (range(1, 9) as $i) {\n${body}\n}`,
  (body) => `for ($i = 0; ; $i++) {\n${body}\n if ($i > 3) break;\n}`,
  (body) => `try {\n${body}\n} catch (\\Throwable $e) {\n${body}\n} finally {\n}`,
  (body) => `$f = function () use (&$f, &$table) {\n${body}\n $f();\n};\n$f();`,
  (body) => `(fn () => [${JSON.stringify(body)}])();`,
  (body) => `switch ($x) { case 1:\n${body}\n case 2: break; default:\n${body}\n}`,
  (body) => `/*\n${body}\n`,
  (body) => `<<<SQL\n${body}\nSQL;`,
];

/** @type {Record<string, (text: string, tools: any, other: () => string) => string | Buffer>} */
export const MUTATIONS = {
  swapTokens: (text, { times, index }) => {
    const list = tokensOf(text);
    times(4, () => {
      const [a, b] = [index(list), index(list)];
      [list[a], list[b]] = [list[b], list[a]];
    });
    return list.join('');
  },
  deleteTokens: (text, { times, index }) => {
    const list = tokensOf(text);
    times(5, () => list.splice(index(list), 1));
    return list.join('');
  },
  repeatToken: (text, { times, index, pick }) => {
    const list = tokensOf(text);
    times(3, () => {
      const at = index(list);
      // Repeated again and again it would be longer than a string can be.
      if (list[at].length < 100_000) list[at] = list[at].repeat(pick([2, 3, 50, 3000]));
    });
    return list.join('');
  },
  literals: (text, { times, pick }) => {
    const list = tokensOf(text);
    const literals = [...list.keys()].filter((i) => /^(['"]|\d|true$|false$|null$)/.test(list[i]));
    if (literals.length > 0) times(5, () => (list[pick(literals)] = pick(LITERALS)));
    return list.join('');
  },
  words: (text, { times, pick }) => {
    const list = tokensOf(text);
    const words = [...list.keys()].filter((i) => /^\$?[a-z]\w+$/i.test(list[i]));
    if (words.length > 0) times(4, () => (list[pick(words)] = list[pick(words)]));
    return list.join('');
  },
  swapLines: (text, { times, index }) => {
    const lines = text.split('\n');
    times(6, () => {
      const [a, b] = [index(lines), index(lines)];
      [lines[a], lines[b]] = [lines[b], lines[a]];
    });
    return lines.join('\n');
  },
  duplicateLines: (text, { times, index, below, chance }) => {
    const lines = text.split('\n');
    times(3, () => {
      const from = index(lines);
      const part = lines.slice(from, from + 1 + below(8));
      const copies = chance(0.1) ? 40 : 1;
      for (let i = 0; i < copies; i++) lines.splice(index(lines), 0, ...part);
    });
    return lines.join('\n');
  },
  spliceLines: (text, { index, below }, other) => {
    const foreign = other().split('\n');
    const lines = text.split('\n');
    const from = index(foreign);
    lines.splice(index(lines), below(3), ...foreign.slice(from, from + 12));
    return lines.join('\n');
  },
  graftBlock: (text, { pick }, other) => {
    const foreign = other();
    const here = blocksOf(text);
    const there = blocksOf(foreign);
    if (here.length === 0 || there.length === 0) return text;
    const [from, to] = pick(here);
    const [start, end] = pick(there);
    return text.slice(0, from) + foreign.slice(start, end) + text.slice(to);
  },
  nestBlock: (text, { pick, times }) => {
    let nested = text;
    times(4, () => {
      const blocks = blocksOf(nested);
      if (blocks.length === 0 || nested.length > 200_000) return;
      const [from, to] = pick(blocks);
      const [start, end] = pick(blocks);
      nested = nested.slice(0, from) + nested.slice(start, end) + nested.slice(to);
    });
    return nested;
  },
  wrapLines: (text, { index, below, pick, times }) => {
    let lines = text.split('\n');
    times(3, () => {
      const from = index(lines);
      const count = 1 + below(10);
      const body = lines.slice(from, from + count).join('\n');
      lines.splice(from, count, pick(WRAPPERS)(body));
      lines = lines.join('\n').split('\n');
    });
    return lines.join('\n');
  },
  truncate: (text, { below }) => text.slice(0, below(text.length + 1)),
  dropStart: (text, { below }) => `<?php ${text.slice(below(text.length + 1))}`,
  bytes: (text, { times, below, chance, pick }) => {
    const bytes = Buffer.from(text);
    const any = () => (chance(0.5) ? pick(HOSTILE_BYTES) : below(256));
    if (bytes.length > 0) times(8, () => (bytes[below(bytes.length)] = any()));
    return bytes;
  },
  insertBytes: (text, { times, below, pick }) => {
    let bytes = Buffer.from(text);
    times(6, () => {
      const at = below(bytes.length + 1);
      bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([pick(HOSTILE_BYTES)]), bytes.subarray(at)]);
    });
    return bytes;
  },
};
