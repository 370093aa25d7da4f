/** PCRE's functions, on JavaScript's regular expressions where the two agree. */
import { createContext, Script } from 'node:vm';
import { writeReference } from '../arguments.ts';
import { toText } from '../operators.ts';
import { PhpArray, type PhpValue, Unknown } from '../values.ts';
import { MAX_TEXT, spend, spendSteps } from '../work.ts';
import { int, text } from './arguments.ts';
import type { Builtin } from './index.ts';

const POSIX: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};

/** Characters; V8 refuses what it cannot compile only when it runs, and PCRE has a limit as well (64 KB compiled). */
const LONGEST_PATTERN = 16_384;

/** A PCRE pattern as a JavaScript expression; undefined where it has no equal. */
function pcre(pattern: string, extra = ''): RegExp | undefined {
  if (pattern.length > LONGEST_PATTERN) return undefined;
  // what JavaScript reads otherwise, or not at all
  if (
    /\(\?[>|+\-imsx#&R(P=]|\(\?<[!=]?$|[*+?}]\+|\\[hHRKGXQ]|\(\*/.test(pattern) &&
    !/^\W?\(\?P</.test(pattern)
  )
    return undefined;
  const delimiter = pattern[0] ?? '/';
  const close =
    ({ '(': ')', '{': '}', '[': ']', '<': '>' } as Record<string, string>)[delimiter] ?? delimiter;
  const end = pattern.lastIndexOf(close);
  if (end <= 0) return undefined;
  const modifiers = pattern.slice(end + 1);
  if (/[^imsuD]/.test(modifiers)) return undefined;
  try {
    return new RegExp(
      pattern
        .slice(1, end)
        .replace(/\(\?<([a-z_]\w*)>/gi, '(?<$1>')
        .replace(/\(\?P</g, '(?<')
        .replace(/\[:(\w+):\]/g, (all, name: string) => POSIX[name] ?? all)
        .replace(/\\A/g, '(?<![\\s\\S])')
        .replace(/\\z/g, '(?![\\s\\S])'),
      [...new Set(modifiers.replace('D', '') + extra)].join(''),
    );
  } catch {
    return undefined;
  }
}

/** A match, with the names of the pattern's groups by their number. */
interface Match {
  readonly found: RegExpExecArray;
  readonly names: readonly (string | undefined)[];
}

/** The names of a pattern's groups by their number. */
function groupNames(source: string): (string | undefined)[] {
  const names: (string | undefined)[] = [undefined];
  const plain = source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/g, (found) => ' '.repeat(found.length));
  for (const found of plain.matchAll(/\((?:\?(?:<([A-Za-z_]\w*)>)?)?/g))
    if (found[0] === '(') names.push(undefined);
    else if (found[1] !== undefined) names.push(found[1]);
  return names;
}

/** A match's groups as PHP gives them: a named group stands before its number, unmatched ones at the end are left out. */
function groupsOf({ found, names }: Match): PhpArray {
  const groups = new PhpArray();
  let last = found.length - 1;
  while (last > 0 && found[last] === undefined) last -= 1;
  for (let index = 0; index <= last; index++) {
    const name = names[index];
    if (name !== undefined) groups.set(name, found[index] ?? '');
    groups.set(index, found[index] ?? '');
  }
  return groups;
}

/** How long a search may take. PCRE itself gives up after a million steps back (pcre.backtrack_limit). */
const SEARCH_MS = 250;
/** What a search that was given up costs: evaluation does not go on for long after a few of them. */
const STEPS_OF_A_RUNAWAY = 50_000;
const MAX_MATCHES = 100_000;

let context: { search: unknown } | undefined;
let script: Script | undefined;

/** Gives up on an expression that backtracks for ever: no step is counted inside of it, so it is ended from outside. */
function timed<T>(search: () => T): T | undefined {
  context ??= createContext({ search: undefined }) as { search: unknown };
  script ??= new Script('search()');
  context.search = search;
  try {
    return script.runInContext(context, { timeout: SEARCH_MS }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    return undefined;
  } finally {
    context.search = undefined;
  }
}

/** Searches that were given up: the next target's evaluation meets them again. */
const runaways = new Set<string>();
const MAX_RUNAWAYS = 100;

/** The matches of a pattern, or the first one only. */
function matchesIn(pattern: string, subject: string, all: boolean): Match[] | Unknown {
  const expression = pcre(pattern, all ? 'g' : '');
  if (expression === undefined) return new Unknown(`the pattern ${pattern}`);
  const endless = () => new Unknown(`a search that takes too long, with the pattern ${pattern}`);
  const key = `${expression} ${subject}`;
  if (runaways.has(key)) {
    spendSteps(STEPS_OF_A_RUNAWAY);
    return endless();
  }
  const names = groupNames(expression.source);
  const matches = timed(() => {
    const list: Match[] = [];
    try {
      const results = all ? subject.matchAll(expression) : [expression.exec(subject)];
      for (const found of results) {
        if (found === null || list.length > MAX_MATCHES) break;
        list.push({ found, names });
      }
    } catch (error) {
      // one that is too large is refused only when it is used
      if (error instanceof SyntaxError) return new Unknown(`the pattern ${pattern}`);
      throw error;
    }
    return list;
  });
  if (matches instanceof Unknown) return matches;
  if (matches === undefined) {
    if (runaways.size < MAX_RUNAWAYS) runaways.add(key);
    spendSteps(STEPS_OF_A_RUNAWAY);
    return endless();
  }
  spend(matches.length * names.length);
  return matches.length > MAX_MATCHES ? new Unknown('a very large number of matches') : matches;
}

/** The subject with each match replaced. */
function replaced(
  subject: string,
  matches: readonly Match[],
  by: (match: Match) => string | Unknown,
): string | Unknown {
  const parts: string[] = [];
  let from = 0;
  let length = subject.length;
  for (const match of matches) {
    const { found } = match;
    const part = by(match);
    if (part instanceof Unknown) return part;
    length += part.length - found[0].length;
    if (length > MAX_TEXT) return new Unknown('a very long text');
    parts.push(subject.slice(from, found.index), part);
    from = found.index + found[0].length;
  }
  return parts.join('') + subject.slice(from);
}

/** `$1`, `${1}` and `\1` in a replacement. */
function filledIn(replacement: string, { found }: Match): string {
  return replacement.replace(
    /\\\\|\$\{(\d{1,2})\}|[$\\](\d{1,2})/g,
    (all, braced?: string, plain?: string) =>
      all === '\\\\' ? '\\' : (found[Number(braced ?? plain)] ?? ''),
  );
}

export const REGULAR_EXPRESSION_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  preg_match: (args, _call, prepared) => {
    const matches = matchesIn(text(args[0]), text(args[1]), false);
    const groups = (): PhpValue => {
      if (matches instanceof Unknown) return matches;
      if (int(args[3]) !== 0) return new Unknown('preg_match() with flags');
      return matches[0] === undefined ? new PhpArray() : groupsOf(matches[0]);
    };
    writeReference(prepared.refs?.[2], groups());
    return matches instanceof Unknown ? matches : matches.length;
  },
  preg_match_all: (args, _call, prepared) => {
    const pattern = text(args[0]);
    const matches = matchesIn(pattern, text(args[1]), true);
    if (matches instanceof Unknown) {
      writeReference(prepared.refs?.[2], matches);
      return matches;
    }
    const flags = int(args[3]);
    let result: PhpValue;
    if ((flags & ~3) !== 0) result = new Unknown('preg_match_all() with flags');
    else if ((flags & 2) !== 0) result = PhpArray.list(matches.map(groupsOf));
    else {
      const columns = new PhpArray();
      for (const [index, name] of groupNames(pcre(pattern)?.source ?? '').entries()) {
        const column = PhpArray.list(matches.map(({ found }) => found[index] ?? ''));
        if (name !== undefined) columns.set(name, column.copy());
        columns.set(index, column);
      }
      result = columns;
    }
    writeReference(prepared.refs?.[2], result);
    return matches.length;
  },
  preg_replace: (args) => {
    if (args[2] instanceof PhpArray) return new Unknown('preg_replace() on an array');
    const patterns = args[0] instanceof PhpArray ? args[0].values().map(text) : [text(args[0])];
    const replacements = args[1] instanceof PhpArray ? args[1].values().map(text) : undefined;
    const limit = args[3] == null || args[3] === -1 ? Number.POSITIVE_INFINITY : Math.max(0, int(args[3]));
    let result = text(args[2]);
    for (const [index, pattern] of patterns.entries()) {
      const by = replacements === undefined ? text(args[1]) : (replacements[index] ?? '');
      const matches = matchesIn(pattern, result, true);
      if (matches instanceof Unknown) return matches;
      const next = replaced(result, matches.slice(0, limit), (match) => filledIn(by, match));
      if (next instanceof Unknown) return next;
      result = next;
    }
    return result;
  },
  preg_replace_callback: (args, call) => {
    if (args[0] instanceof PhpArray || args[2] instanceof PhpArray)
      return new Unknown('preg_replace_callback() on an array');
    const subject = text(args[2]);
    const matches = matchesIn(text(args[0]), subject, true);
    if (matches instanceof Unknown) return matches;
    return replaced(subject, matches, (match) => toText(call.invoke(args[1] ?? null, [groupsOf(match)])));
  },
  preg_split: (args) => {
    if (args[2] != null && int(args[2]) > 0) return new Unknown('preg_split() with a limit');
    const flags = int(args[3]);
    if ((flags & 4) !== 0) return new Unknown('preg_split() with offsets');
    const subject = text(args[1]);
    const matches = matchesIn(text(args[0]), subject, true);
    if (matches instanceof Unknown) return matches;
    const parts: string[] = [];
    let from = 0;
    for (const { found } of matches) {
      parts.push(subject.slice(from, found.index));
      if ((flags & 2) !== 0) for (const group of found.slice(1)) parts.push(group ?? '');
      from = found.index + found[0].length;
    }
    parts.push(subject.slice(from));
    return PhpArray.list((flags & 1) !== 0 ? parts.filter((part) => part !== '') : parts);
  },
  preg_grep: (args) => {
    if (!(args[1] instanceof PhpArray)) return new Unknown('preg_grep()');
    const kept = new PhpArray();
    for (const [key, value] of args[1].entries) {
      const matches = matchesIn(text(args[0]), text(value), false);
      if (matches instanceof Unknown) return matches;
      if (matches.length > 0 !== (args[2] === 1)) kept.set(key, value);
    }
    return kept;
  },
  preg_quote: (args) =>
    text(args[0]).replace(/[.\\+*?[^\]$(){}=!<>|:\-#/]/g, (found) =>
      found !== '/' || args[1] === '/' ? `\\${found}` : found,
    ),
};
