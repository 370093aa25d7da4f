/**
 * Mistakes made on purpose in a real migration, of kinds that few projects leave in their main branch. Each gives the
 * text with one mistake in it; null: there is no place for it.
 */

/** Modifiers of columns, of those that Laravel has had since its first versions. */
const MODIFIERS = 'nullable|default|unsigned|comment|unique|index|primary|useCurrent|autoIncrement|change';

/** @param {string} word */
function misspelt(word, { pick, below }) {
  const at = 1 + below(word.length - 2);
  return pick([
    () => word.slice(0, at) + word.slice(at + 1),
    () => word.slice(0, at) + word[at] + word.slice(at),
    () => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
  ])();
}

/** Where a function's body begins and ends, without its braces; null: there is no such function, or it has none. */
function bodyOf(text, name) {
  const head = new RegExp(`function\\s+${name}\\s*\\([^)]*\\)[^{;]*\\{`).exec(text);
  if (head === null) return null;
  const from = head.index + head[0].length;
  const ends = statementEnds(text, from);
  return ends === null ? null : { from, to: ends.close, ends: ends.ends };
}

/** Where the statements of a block end, each behind its last sign, and the brace that closes the block. */
function statementEnds(text, from) {
  const ends = [];
  let depth = 0;
  const TOKEN = /\/\/[^\n]*|#(?!\[)[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[{}()[\];]/g;
  TOKEN.lastIndex = from;
  for (let token = TOKEN.exec(text); token !== null; token = TOKEN.exec(text)) {
    const [sign] = token;
    if ('{(['.includes(sign)) depth++;
    else if ('})]'.includes(sign)) {
      depth--;
      if (depth < 0) return { ends, close: token.index };
    } else if (sign === ';' && depth === 0) ends.push(TOKEN.lastIndex);
  }
  return null;
}

/** The statements of down(): plain calls only, so that one can be taken out or moved. */
function statementsOfDown(text) {
  const body = bodyOf(text, 'down');
  if (body === null || /\b(?:if|foreach|for|while|try|return|switch)\b/.test(text.slice(body.from, body.to)))
    return null;
  let from = body.from;
  return body.ends.map((end) => {
    const one = { from, to: end, text: text.slice(from, end) };
    from = end;
    return one;
  });
}

function replaced(text, from, to, by) {
  return text.slice(0, from) + by + text.slice(to);
}

/**
 * Each mistake, the rules that should find it, and whether its fix must give the author's own text again.
 * @type {readonly { kind: string, rules: readonly string[], restores: boolean, spoil: (text: string, tools: any) => string | null }[]}
 */
export const MISTAKES = [
  {
    kind: 'a modifier misspelt',
    rules: ['unknown-column-modifier'],
    restores: true,
    spoil: (text, tools) => {
      const found = [...text.matchAll(new RegExp(`->(${MODIFIERS})\\(`, 'g'))];
      if (found.length === 0) return null;
      const one = tools.pick(found);
      const name = one[1];
      const wrong = misspelt(name, tools);
      return wrong === name ? null : replaced(text, one.index + 2, one.index + 2 + name.length, wrong);
    },
  },
  {
    kind: 'down() emptied',
    rules: ['missing-down'],
    restores: false,
    spoil: (text) => {
      const body = bodyOf(text, 'down');
      if (body === null || body.ends.length === 0) return null;
      return replaced(text, body.from, body.to, '\n        //\n    ');
    },
  },
  {
    kind: 'a statement taken out of down()',
    rules: ['down-leaves-residue', 'missing-down'],
    restores: false,
    spoil: (text, { pick }) => {
      const statements = statementsOfDown(text);
      if (statements === null || statements.length < 2) return null;
      const { from, to } = pick(statements);
      return replaced(text, from, to, '');
    },
  },
  {
    kind: 'two statements of down() exchanged',
    rules: ['engine-rejects'],
    restores: false,
    spoil: (text, { below }) => {
      const statements = statementsOfDown(text);
      if (statements === null || statements.length < 2) return null;
      const at = below(statements.length - 1);
      const [a, b] = statements.slice(at, at + 2);
      return replaced(text, a.from, b.to, b.text + a.text);
    },
  },
  {
    kind: 'the name of a key taken away',
    rules: ['identifier-too-long', 'truncation-collision'],
    restores: false,
    spoil: (text, { pick }) => {
      const found = [...text.matchAll(/->(?:index|unique|foreign)\(\s*\[[^\]]*\](\s*,\s*(['"])\w+\2)\s*\)/g)];
      if (found.length === 0) return null;
      const one = pick(found);
      const at = one.index + one[0].indexOf(one[1]);
      return replaced(text, at, at + one[1].length, '');
    },
  },
];
