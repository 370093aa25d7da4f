/** PHP source text to a syntax tree. The parser is loaded when it is first needed: `--help` should not pay for it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type { Span } from '../schema/index.ts';
import { type AstNode, childNodes } from './ast.ts';
import { outOfRoom, TOO_DEEP } from './limits.ts';
import { type GappyEngine, mendGaps } from './parser-gaps.ts';
import { lineStarts } from './positions.ts';
import { MAX_BYTES, tooLarge } from './source-text.ts';
import type { PhpComment, PhpNode, Program } from './syntax-tree.ts';

export type * from './syntax-tree.ts';

export interface PhpSyntaxError {
  readonly message: string;
  readonly span: Span;
}

export interface ParsedPhp {
  /** With errors: the tree of what could be read. null: nothing could. */
  readonly ast: Program | null;
  readonly errors: readonly PhpSyntaxError[];
  readonly comments: readonly PhpComment[];
  /** Why the file was not parsed, though nothing says that its syntax is wrong. */
  readonly unread?: string;
}

interface Lexer {
  readonly tok: Readonly<Record<string, number>>;
  readonly yytext: string;
  readonly offset: number;
  readonly yylloc: Readonly<
    Record<'first_line' | 'first_column' | 'first_offset' | 'last_line' | 'last_column', number>
  >;
  next(): number | string;
}

interface Engine extends GappyEngine {
  readonly lexer: Lexer;
  parseCode(text: string, file: string): Program;
}
type EngineClass = new (options: object) => Engine;

/** After so many errors the rest of the tree is noise; it also ends a parser that no longer moves on. */
const MAX_ERRORS = 100;
/** So many nodes that were begun without a token between them: the parser no longer moves on. Deep code needs 20 a level. */
const MAX_NODES_AT_ONE_PLACE = 100_000;

/**
 * So many nodes inside one another. Parsing, and walking the tree, take as much of the stack as code is deep; where the
 * stack ends depends on what the process has done before, and a check must not. It holds half as many again when it is
 * cold (Node 20, the default of 984 KB).
 */
const MAX_DEPTH = 1000;

let engine: Engine | undefined;
let comments: PhpComment[] = [];

/**
 * php-parser's one-file browser build loads in half the time of the 130 modules of `src/` (about 14 ms against 30),
 * and parses as fast. It expects a global `self`, which a wrapper gives it without touching the real globals.
 */
function loadEngine(): EngineClass {
  const require = createRequire(import.meta.url);
  try {
    const file = require.resolve('php-parser/dist/php-parser.min.js');
    const module: { exports: unknown } = { exports: {} };
    const wrapper = compileFunction(readFileSync(file, 'utf8'), ['module', 'exports', 'self'], {
      filename: file,
    });
    wrapper.call(module.exports, module, module.exports, {});
    if (typeof module.exports === 'function') return module.exports as EngineClass;
  } catch {
    // The build is not there, or is packed differently: the package's main entry says the same, only slower.
  }
  return require('php-parser') as EngineClass;
}

function phpEngine(): Engine {
  if (engine === undefined) {
    const PhpParser = loadEngine();
    engine = new PhpParser({
      parser: { extractDoc: false, suppressErrors: false, version: '8.5' },
      ast: { withPositions: true },
    });
    mendGaps(engine);
    endWhatStandsStill(engine);
    collectComments(engine.lexer);
  }
  return engine;
}

/**
 * Comments are taken from the lexer as they pass. The library's own way, `extractDoc`, hangs them on nodes that
 * nobody asks, makes parsing a third slower, and lets a comment spoil its look-ahead.
 */
function collectComments(lexer: Lexer): void {
  const next = lexer.next;
  const { T_COMMENT, T_DOC_COMMENT } = lexer.tok;
  lexer.next = function () {
    const token = next.call(this);
    if (token === T_COMMENT || token === T_DOC_COMMENT) {
      const { yylloc: at, yytext: value, offset } = this;
      // The parser steps back at times and reads a piece again.
      if (at.first_offset > (comments.at(-1)?.loc.start.offset ?? -1)) {
        const kind = value.startsWith('/*') ? 'commentblock' : 'commentline';
        const start = { line: at.first_line, column: at.first_column, offset: at.first_offset };
        const end = { line: at.last_line, column: at.last_column, offset };
        comments.push({ kind, value, loc: { start, end } });
      }
    }
    return token;
  };
}

function endWhatStandsStill({ parser, lexer }: Engine): void {
  const { node } = parser;
  let place = -1;
  let begun = 0;
  parser.node = function (kind) {
    if (lexer.offset !== place) {
      place = lexer.offset;
      begun = 0;
    } else if (++begun > MAX_NODES_AT_ONE_PLACE) throw new Error('syntax error');
    return node.call(this, kind);
  };
}

function parseOnce(php: Engine, text: string, file: string): Program {
  comments = [];
  return php.parseCode(text, file);
}

/** Syntax errors of a text; null: its file is none of PHP's. */
export function phpErrorsIn(file: string, text: string): readonly PhpSyntaxError[] | null {
  return file.endsWith('.php') ? parsePhp(text, file).errors : null;
}

/** Reads a PHP file's text. Never throws. */
export function parsePhp(text: string, file: string): ParsedPhp {
  if (text.length > MAX_BYTES) return unread(tooLarge(text.length));
  const php = phpEngine();
  php.parser.suppressErrors = false;
  let failure: unknown;
  try {
    const ast = parseOnce(php, text, file);
    return isTooDeep(ast) ? unread(TOO_DEEP) : { ast, errors: [], comments };
  } catch (error) {
    failure = error;
  }
  const room = outOfRoom(failure);
  if (room !== undefined) return unread(room);
  const first = firstError(failure, text, php.lexer.yylloc.first_line);
  php.parser.suppressErrors = true;
  const raise = php.parser.raiseError;
  let count = 0;
  try {
    php.parser.raiseError = function (...args) {
      if (++count > MAX_ERRORS) throw new Error('too many errors');
      return raise.apply(this, args);
    };
    const ast = parseOnce(php, text, file);
    if (isTooDeep(ast)) return { ast: null, errors: [first], comments: [] };
    fillHoles(ast, first.message);
    // Errors after the first mostly follow from it; the first is the author's.
    return { ast, errors: [first], comments };
  } catch {
    return { ast: null, errors: [first], comments: [] };
  } finally {
    php.parser.raiseError = raise;
    php.parser.suppressErrors = false;
  }
}

/** Level by level: a walk that calls itself would need the very stack that is in question. */
function isTooDeep(ast: Program): boolean {
  let level: readonly AstNode[] = [ast as unknown as AstNode];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === MAX_DEPTH) return true;
    level = level.flatMap((node) => [...childNodes(node)]);
  }
  return false;
}

export function unread(reason: string): ParsedPhp {
  return { ast: null, errors: [], comments: [], unread: reason };
}

/** Fields that hold an expression in valid code; after an error the library leaves some of them undefined. */
const NEEDED = new Set(
  'cond expr expression falseExpr left offset right source target test value variable what'.split(' '),
);

/** Of these kinds, in which other fields may be null, some never are in valid code. */
const NEVER_NULL: Readonly<Record<string, readonly string[]>> = {
  assign: ['left', 'right'],
  assignref: ['left', 'right'],
  bin: ['left', 'right'],
  call: ['what'],
  do: ['test'],
  expressionstatement: ['expression'],
  foreach: ['source', 'value'],
  arrowfunc: ['body'],
  if: ['test'],
  matcharm: ['body'],
  retif: ['test', 'falseExpr'],
  switch: ['test'],
  while: ['test'],
};

function isHole(kind: unknown, field: string, value: unknown): boolean {
  if (typeof kind !== 'string' || (value !== undefined && value !== null)) return false;
  return (value === undefined && NEEDED.has(field)) || (NEVER_NULL[kind]?.includes(field) ?? false);
}

/** Puts error nodes where expressions are missing, so that whoever walks the tree finds a node in every place. */
function fillHoles(node: unknown, message: string): void {
  if (typeof node !== 'object' || node === null) return;
  const { kind, loc } = node as PhpNode;
  const hole = () => ({
    kind: 'error',
    message,
    line: loc?.start.line ?? 1,
    token: null,
    expected: null,
    loc,
  });
  for (const [field, value] of Object.entries(node)) {
    if (field === 'loc') continue;
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        if (item === undefined) value[index] = hole();
        else fillHoles(item, message);
      });
    } else if (isHole(kind, field, value)) {
      (node as Record<string, unknown>)[field] = hole();
    } else fillHoles(value, message);
  }
}

function firstError(failure: unknown, text: string, reached: number | undefined): PhpSyntaxError {
  const error = failure as { message?: string; lineNumber?: number; columnNumber?: number };
  // A SyntaxError or an Error is the parser's word; any other kind is its own trouble with code that it cannot place.
  const said = failure instanceof Error && !/^(Error|SyntaxError)$/.test(failure.name) ? '' : error.message;
  const message = (said || 'syntax error')
    .replace(/^Parse Error ?: ?/, '')
    .replace(/ (on|at) line \d+( \(offset \d+\))?$/, '');
  const lines = lineStarts(text);
  const lineNumber = error.lineNumber ?? Number(/ line (\d+)/.exec(error.message ?? '')?.[1] ?? reached ?? 1);
  const line = Math.min(Math.max(lineNumber, 1), lines.length);
  const from = lines[line - 1] ?? 0;
  const to = endOfLine(text, from);
  const offset = Math.min(from + (error.columnNumber ?? 0), to);
  const startColumn = offset - from + 1;
  return {
    message,
    span: {
      start: { line, column: startColumn },
      end: { line, column: startColumn + (to - offset) },
      startOffset: offset,
      endOffset: to,
    },
  };
}

/** Where a node stands. */
export function spanOf(node: PhpNode): Span {
  const { start, end } = node.loc;
  return {
    start: { line: start.line, column: start.column + 1 },
    end: { line: end.line, column: end.column + 1 },
    startOffset: start.offset,
    endOffset: end.offset,
  };
}

function endOfLine(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || unit === 13) return i;
  }
  return text.length;
}

/** The value of a number as PHP writes them: `1_000`, `0x1F`, `0b1`, `017`, `0o17`, `1.5e3`. */
export function phpNumber(text: string): number {
  const plain = text.replaceAll('_', '');
  if (/^0[0-7]+$/.test(plain)) return Number.parseInt(plain, 8);
  return Number(plain);
}
