/** SQL text as tokens: no blanks, no comments, quotes removed. */
import { type EngineName, hasReached } from '../../schema/index.ts';
import { isMySql, type LexemeKind, scan } from './scan.ts';

export interface Token {
  readonly kind: Exclude<LexemeKind, 'space' | 'comment' | 'executable'> | 'unread';
  /** As it stands in the text. */
  readonly text: string;
  /** A word in lower case; a symbol itself; else empty. */
  readonly key: string;
  /** What stands in the quotes, for names and strings. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export function tokenize(text: string, engine: EngineName, version: string): Token[] {
  const tokens: Token[] = [];
  let skipped = false;
  for (const { kind, start, end, closed } of scan(text, engine)) {
    const own = text.slice(start, end);
    if (kind === 'executable') {
      skipped = own !== '*/' && !executes(own, engine, version);
      continue;
    }
    if (!closed && !skipped) {
      tokens.push({ kind: 'unread', text: own, key: '', value: own, start, end });
      continue;
    }
    if (skipped || kind === 'space' || kind === 'comment') continue;
    const key = kind === 'word' ? own.toLowerCase() : kind === 'symbol' ? own : '';
    const value = kind === 'quoted' || kind === 'string' ? unquoted(own, kind, engine) : own;
    tokens.push({
      kind: value === undefined ? 'unread' : kind,
      text: own,
      key,
      value: value ?? own,
      start,
      end,
    });
  }
  return tokens;
}

/** `/*!80013` is for servers from 8.0.13 on; MariaDB leaves out what is for MySQL 5.7 and later. */
function executes(marker: string, engine: EngineName, version: string): boolean {
  const digits = /\d+/.exec(marker)?.[0];
  if (digits === undefined) return true;
  const number = Number(digits);
  if (engine === 'mariadb' && !marker.includes('M') && number >= 50_700 && number <= 99_999) return false;
  const wanted = `${Math.floor(number / 10_000)}.${Math.floor(number / 100) % 100}.${number % 100}`;
  return hasReached(version, wanted);
}

/** undefined: an escape that is not decoded here (U&'…'). */
function unquoted(text: string, kind: 'quoted' | 'string', engine: EngineName): string | undefined {
  if (/^u&/i.test(text)) return undefined;
  const dollar = /^\$[^$]*\$/.exec(text)?.[0];
  if (dollar !== undefined) return text.slice(dollar.length, -dollar.length);
  const open = /^[en](?=')/i.test(text) ? 1 : 0;
  const quote = text[open]!;
  const inner = text.slice(open + 1, -1);
  if (quote === '[') return inner;
  const backslashes =
    kind === 'string' && ((isMySql(engine) && quote !== '`') || (open === 1 && /^e/i.test(text)));
  if (!backslashes) return inner.replaceAll(quote + quote, quote);
  if (engine === 'postgres' && /\\[0-7xuU]/.test(inner)) return undefined;
  return inner.replace(/\\([\s\S])|(['"])\2/g, (_all, escaped?: string, doubled?: string) => {
    if (doubled !== undefined) return doubled === quote ? quote : doubled + doubled;
    return unescaped(escaped!, engine);
  });
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b' };

/** Manual page string-literals; PostgreSQL has \f besides, and no \0 and \Z. */
function unescaped(character: string, engine: EngineName): string {
  if (engine === 'postgres') return character === 'f' ? '\f' : (ESCAPES[character] ?? character);
  if (character === '0') return '\0';
  if (character === 'Z') return '\u001a';
  // \% and \_ keep their backslash.
  if (character === '%' || character === '_') return `\\${character}`;
  return ESCAPES[character] ?? character;
}
