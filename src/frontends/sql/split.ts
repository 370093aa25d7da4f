/** Where one SQL statement ends and the next begins. */
import type { EngineName } from '../../schema/index.ts';
import { isMySql, type Lexeme, lexemeAt } from './scan.ts';

export interface SqlPiece {
  readonly sql: string;
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
}

const DELIMITER_LINE = /delimiter[ \t]+(\S+)[^\n]*/iy;

/**
 * The statements of a text, without what separates them: semicolons, DELIMITER lines, and the blanks and comments
 * between. Comments inside a statement stay. Bodies of triggers and routines are kept whole.
 */
export function splitSql(text: string, dialect: EngineName): SqlPiece[] {
  const pieces: SqlPiece[] = [];
  let delimiter = ';';
  let start = -1;
  let end = -1;
  let executable = false;
  let parentheses = 0;
  let blocks = new BlockDepth(dialect);

  const finish = () => {
    if (start >= 0) pieces.push({ sql: text.slice(start, end), start, end });
    start = -1;
    parentheses = 0;
    blocks = new BlockDepth(dialect);
  };

  for (let at = 0; at < text.length; ) {
    if (isMySql(dialect) && start < 0) {
      const line = delimiterLine(text, at);
      if (line !== undefined) {
        delimiter = line.delimiter;
        at = line.end;
        continue;
      }
    }
    const lexeme = lexemeAt(text, at, dialect, executable);
    const { kind } = lexeme;
    if (delimiter !== ';' && !executable && kind !== 'space' && text.startsWith(delimiter, at)) {
      finish();
      at += delimiter.length;
      continue;
    }
    at = lexeme.end;
    if (kind === 'space' || kind === 'comment') continue;
    const character = text[lexeme.start];
    if (kind === 'symbol' && character === ';' && delimiter === ';' && !executable) {
      // PostgreSQL's CREATE RULE has statements in parentheses; elsewhere none closes later.
      if (blocks.depth === 0 && (dialect !== 'postgres' || parentheses <= 0)) {
        finish();
        continue;
      }
    }
    if (kind === 'executable') executable = character === '/';
    if (kind === 'symbol' && character === '(') parentheses += 1;
    if (kind === 'symbol' && character === ')') parentheses -= 1;
    if (start < 0) start = lexeme.start;
    end = endBefore(text, lexeme, delimiter);
    at = end;
    if (kind !== 'executable') blocks.see(text, lexeme);
  }
  finish();
  return pieces;
}

/** A word ends where the delimiter begins: `END$$`, where `$` is a letter of MySQL's names. */
function endBefore(text: string, { kind, start, end }: Lexeme, delimiter: string): number {
  if (delimiter === ';' || (kind !== 'word' && kind !== 'number')) return end;
  const at = text.slice(start, end).indexOf(delimiter);
  return at > 0 ? start + at : end;
}

/** The mysql client's command: a line of its own. */
function delimiterLine(
  text: string,
  at: number,
): { readonly delimiter: string; readonly end: number } | undefined {
  if (at > 0 && !/[\s;]/.test(text[at - 1]!)) return undefined;
  DELIMITER_LINE.lastIndex = at;
  const match = DELIMITER_LINE.exec(text);
  return match === null ? undefined : { delimiter: match[1]!, end: at + match[0].length };
}

const ROUTINES = new Set(['trigger', 'procedure', 'function', 'event', 'package']);
/** CREATE of one of these has no body, whatever words come later. */
const OTHERS = new Set([
  'table',
  'index',
  'view',
  'database',
  'schema',
  'type',
  'domain',
  'sequence',
  'user',
]);
const LOOPS = new Set(['if', 'loop', 'while', 'repeat', 'for', 'case']);
/** After these a statement of a routine's body begins. */
const STARTS = new Set([';', ':', 'begin', 'then', 'else', 'do', 'loop', 'repeat']);

/** How deep in BEGIN … END we are. Only statements that make a trigger or a routine have such bodies. */
class BlockDepth {
  readonly #dialect: EngineName;
  readonly #open: string[] = [];
  #words = 0;
  #first = '';
  #routine = false;
  #decided = false;
  #previous = '';
  /** END was seen; the next word says of what. */
  #ending = false;
  #beginning = false;

  constructor(dialect: EngineName) {
    this.#dialect = dialect;
  }

  get depth(): number {
    this.#settle('');
    return this.#open.length;
  }

  see(text: string, { kind, start, end }: Lexeme): void {
    const word = kind === 'word' || kind === 'symbol' ? text.slice(start, end).toLowerCase() : kind;
    const previous = this.#previous;
    this.#previous = word;
    if (kind === 'word' && this.#words < 40) this.#head(word, previous);
    if (!this.#routine) return;
    if (this.#settle(kind === 'word' ? word : '')) return;
    if (kind !== 'word' || previous === '.') return;
    if (word === 'begin') {
      if (this.#dialect === 'postgres') this.#beginning = true;
      else this.#open.push('begin');
    } else if (this.#beginning) {
      this.#beginning = false;
      if (word === 'atomic') this.#open.push('begin');
    } else if (word === 'end') this.#ending = true;
    else if (word === 'case') {
      if (this.#open.length > 0 || isMySql(this.#dialect)) this.#open.push('case');
    } else if (LOOPS.has(word) && isMySql(this.#dialect)) this.#loop(text, word, previous, end);
  }

  /** Is this a statement with a body? Its first words say so. */
  #head(word: string, previous: string): void {
    this.#words += 1;
    if (this.#words === 1) this.#first = word;
    if (this.#first === 'create' && !this.#decided && previous !== '.') {
      this.#routine = ROUTINES.has(word);
      this.#decided = this.#routine || OTHERS.has(word);
    }
    // MariaDB's anonymous block.
    if (this.#first === 'begin' && this.#words === 2 && word === 'not' && this.#dialect === 'mariadb') {
      this.#routine = true;
      this.#open.push('begin');
    }
  }

  /** Closes the block that END has announced; true: the word belongs to END. */
  #settle(word: string): boolean {
    if (!this.#ending) return false;
    this.#ending = false;
    const top = this.#open.at(-1);
    if (!LOOPS.has(word)) {
      if (top === 'begin' || top === 'case') this.#open.pop();
      return false;
    }
    if (top === word) this.#open.pop();
    return true;
  }

  /** IF, WHILE … as statements; IF() and REPEAT() are functions, and IF NOT EXISTS is neither. */
  #loop(text: string, word: string, previous: string, end: number): void {
    const first = this.#open.length === 0;
    if (!first && !STARTS.has(previous)) return;
    const rest = text.slice(end, end + 4000);
    const closes = { if: /^[^;]*?\bthen\b/i, while: /^[^;]*?\bdo\b/i, for: /^[^;]*?\bdo\b/i }[word];
    if (closes !== undefined && !closes.test(rest)) return;
    // FOR EACH ROW … BEGIN of a trigger is no loop.
    if (word === 'for' && (first || /^\s+each\b/i.test(rest))) return;
    if (word === 'if' && /^\s+(?:not\s+)?exists\b/i.test(rest) && this.#words < 8) return;
    if ((word === 'repeat' || word === 'loop') && /^\s*\(/.test(rest)) return;
    this.#open.push(word);
  }
}
