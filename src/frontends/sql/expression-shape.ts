/**
 * Expressions are not read, but what cannot be one is noticed: a comma too many, an operator with nothing behind it, two
 * values side by side. What passes may still be refused by the engine.
 */
import type { Token } from './tokens.ts';

const QUERIES = new Set([
  'select',
  'insert',
  'update',
  'delete',
  'with',
  'values',
  'replace',
  'table',
  'show',
  'explain',
]);

const BINARY = new Set(['=', '<', '>', '/', '%', '|', '&', '^', '::', ':=']);
const VALUES = new Set(['number', 'string', 'bits', 'parameter', 'variable']);
/** Words that want something behind them. */
const OPEN = new Set([
  'and',
  'or',
  'not',
  'is',
  'between',
  'like',
  'in',
  'when',
  'then',
  'else',
  'case',
  'where',
  'set',
]);
/** Of these, words that want something before them. */
const INFIX = new Set(['and', 'or', 'is', 'between', 'like']);

/** Words that may stand beside another word, or beside a value, in an expression. */
const JOINING = new Set(
  (
    'and or not is null in like ilike rlike regexp glob match similar between case when then else end as cast collate escape ' +
    'distinct from interval at time zone to over partition order by asc desc filter where using for both leading trailing ' +
    'symmetric asymmetric isnull notnull exists any some all div mod xor sounds binary array row true false unknown ' +
    'signed unsigned integer int char character varying double precision decimal numeric varchar text date datetime timestamp ' +
    'with without local set separator ignore respect nulls first last rows range groups preceding following current unbounded ' +
    'within group placing year month day hour minute second microsecond week quarter'
  ).split(' '),
);

/** Why the tokens cannot be an expression, or a list of them; undefined: nothing is noticed. */
export function misshapen(tokens: readonly Token[]): Token | undefined {
  const [first] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return undefined;
  if (first.key === ',' || BINARY.has(first.key) || INFIX.has(first.key)) return first;
  if (last.key === ',' || last.key === '.' || BINARY.has(last.key) || OPEN.has(last.key)) return last;
  // Queries have more words than are listed here.
  const query = tokens.some(({ key }) => QUERIES.has(key));
  for (let i = 1; i < tokens.length; i++) {
    const before = tokens[i - 1]!;
    const after = tokens[i]!;
    if (isJsonOperator(before, tokens[i - 2], after) || isJsonOperator(after, before, tokens[i + 1]))
      continue;
    if (clash(before, after) || (!query && sideBySide(before, after))) return after;
  }
  return undefined;
}

/** `data ? 'key'`, `data ?| array['a']` (PostgreSQL): between two values a question mark stands for none. */
function isJsonOperator(token: Token, before: Token | undefined, after: Token | undefined): boolean {
  if (token.text !== '?' || before === undefined || after === undefined) return false;
  const ends = before.kind === 'word' || before.kind === 'quoted' || before.key === ')';
  const begins = VALUES.has(after.kind) || after.key === '|' || after.key === '&' || after.key === 'array';
  return ends && begins && !(before.kind === 'word' && JOINING.has(before.key));
}

function clash(before: Token, after: Token): boolean {
  if (before.key === ',' || before.key === '(') {
    // A condition of MATCH, or the star of count(*), may begin with a symbol; these may not.
    return (
      after.key === ',' ||
      (before.key === ',' && after.key === ')') ||
      BINARY.has(after.key) ||
      INFIX.has(after.key)
    );
  }
  if (before.key === '.') return after.kind !== 'word' && after.kind !== 'quoted' && after.key !== '*';
  if (after.key === '.') return before.kind !== 'word' && before.kind !== 'quoted';
  if (BINARY.has(before.key) || OPEN.has(before.key)) return after.key === ')' || after.key === ',';
  if (VALUES.has(before.kind) && (VALUES.has(after.kind) || after.key === '(')) {
    return !(before.kind === 'string' && after.kind === 'string');
  }
  if (before.key === ')' && VALUES.has(after.kind)) return true;
  return before.kind === 'word' && OPEN.has(before.key) && INFIX.has(after.key) && before.key !== 'not';
}

/** Two names, or a name and a value, with nothing between them. */
function sideBySide(before: Token, after: Token): boolean {
  const joins = (token: Token) =>
    token.kind === 'word' && (JOINING.has(token.key) || token.key.startsWith('_'));
  if (joins(before) || joins(after)) return false;
  const ends =
    before.kind === 'word' || before.kind === 'quoted' || VALUES.has(before.kind) || before.key === ')';
  const begins = after.kind === 'word' || after.kind === 'quoted' || VALUES.has(after.kind);
  return ends && begins && !(before.kind === 'string' && after.kind === 'string');
}
