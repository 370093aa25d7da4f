/**
 * What php-parser 3.7.0 gets wrong in valid PHP, mended on the one instance that dialint uses. Each was found by
 * parsing real projects and comparing with `php -l`. Method names are the library's own.
 */
import { growingClassBodies } from './parser-class-body.ts';
import type { Expression, PhpNode } from './syntax-tree.ts';

type NodeBuilder = (...parts: unknown[]) => PhpNode;
type Token = string | number | null;

/** Visibility when read and when written, then the other modifiers. */
type MemberFlags = [[read: number | null, written: number], ...number[]];

export interface ParserInternals {
  suppressErrors: boolean;
  token: Token;
  readonly EOF: number;
  readonly tok: Readonly<Record<string, number>>;
  readonly entries: Readonly<Record<string, Map<Token, null>>>;
  node(kind?: string): NodeBuilder;
  next(): ParserInternals;
  peek(): Token;
  position(): unknown;
  text(): string;
  expect(token: Token): boolean;
  expectEndOfStatement(node?: unknown): boolean;
  error(expected: unknown): unknown;
  raiseError(...args: unknown[]): unknown;
  handleDereferencable(expr: Expression): Expression;
  read_argument(): PhpNode | undefined;
  read_attr_list(): unknown[];
  read_class_body(allowVariables: boolean, allowEnumCases: boolean): PhpNode[];
  read_class_name_reference(): unknown;
  read_constant_list(flags: MemberFlags, attributes: unknown[], start: unknown): PhpNode | PhpNode[];
  read_dereferencable(expr: Expression): Expression;
  read_enum_case(attributes: unknown[]): PhpNode | PhpNode[];
  read_expr(expr?: Expression): Expression;
  read_expr_item(): unknown;
  read_function(closure: boolean, flags: MemberFlags, attributes: unknown[], start: unknown): PhpNode;
  read_function_list(read: () => unknown, separator: string): unknown[];
  read_member_flags(ofInterface: boolean): MemberFlags;
  read_non_empty_argument_list(): unknown[];
  read_statement(): unknown;
  read_trait_use_statement(): PhpNode | PhpNode[];
  read_variable(readOnly: boolean, encapsed: boolean): Expression;
  read_variable_list(flags: MemberFlags, attributes: unknown[], start: unknown): PhpNode | PhpNode[];
  read_what(isStatic?: boolean): unknown;
}

export interface GappyEngine {
  readonly parser: ParserInternals;
  readonly ast: object;
}

/** A function, so that the compiler does not take the token for unchanged after `next()`. */
function at(parser: ParserInternals, token: Token | undefined): boolean {
  return parser.token === token;
}

export function mendGaps(engine: GappyEngine): void {
  const { parser } = engine;
  concatenationBindsLooser(engine);
  namedArgumentsAfterUnpacking(parser);
  keywordsAsStaticMembers(parser);
  cloneOfAnyExpression(parser);
  instanceofAnyExpression(parser);
  staticClosureAsStatement(parser);
  curlyBehindExpression(parser);
  growingClassBodies(parser);
}

/** Since PHP 8, `.` binds looser than `+`, `-` and the shifts; the library still has it level with `+`. */
function concatenationBindsLooser(engine: GappyEngine): void {
  const { precedence } = engine.ast.constructor as unknown as { precedence?: Record<string, number> };
  const shift = precedence?.['<<'];
  if (precedence !== undefined && shift !== undefined) precedence['.'] = shift - 0.5;
}

/** `f(...$list, name: $value)` */
function namedArgumentsAfterUnpacking(parser: ParserInternals): void {
  parser.read_non_empty_argument_list = function () {
    let unpacked = false;
    return this.read_function_list(() => {
      const argument = this.read_argument();
      if (argument?.kind === 'variadic') unpacked = true;
      else if (unpacked && argument !== undefined && argument.kind !== 'namedargument') {
        this.raiseError('Cannot use positional argument after argument unpacking');
      }
      return argument;
    }, ',');
  };
}

/** `static::$factory::new()`, `$a::$b::list()` */
function keywordsAsStaticMembers(parser: ParserInternals): void {
  const original = parser.read_what;
  parser.read_what = function (isStatic = false) {
    if (isStatic) {
      const ahead = this.peek();
      if (ahead !== this.tok.T_CLASS && this.entries.IDENTIFIER?.has(ahead)) {
        this.next();
        const node = this.node('identifier');
        const name = this.text();
        this.next();
        return node(name);
      }
    }
    return original.call(this, isStatic);
  };
}

/** `clone ($a ?? $b)`, `clone new X`; the library reads only a variable after `clone`. */
function cloneOfAnyExpression(parser: ParserInternals): void {
  const original = parser.read_expr_item;
  parser.read_expr_item = function () {
    if (!at(this, this.tok.T_CLONE)) return original.call(this);
    const node = this.node('clone');
    this.next();
    if (at(this, this.tok.T_NEW)) return node(this.read_expr_item(), null);
    if (!at(this, '(')) return node(this.handleDereferencable(this.read_variable(false, false)), null);
    this.next();
    const what = this.read_expr();
    let properties: Expression | null = null;
    if (at(this, ',')) {
      this.next();
      if (!at(this, ')')) properties = this.read_expr();
    }
    if (this.expect(')')) this.next();
    if (properties !== null) return node(what, properties);
    (what as { parenthesizedExpression?: boolean }).parenthesizedExpression = true;
    return node(this.handleDereferencable(what), null);
  };
}

/** `$x instanceof ($name)` */
function instanceofAnyExpression(parser: ParserInternals): void {
  const original = parser.read_class_name_reference;
  parser.read_class_name_reference = function () {
    if (!at(this, '(')) return original.call(this);
    this.next();
    const what = this.read_expr();
    if (this.expect(')')) this.next();
    return what;
  };
}

/** A statement that starts with `static fn` or `static function`: refused, or made a closure that is no statement. */
function staticClosureAsStatement(parser: ParserInternals): void {
  const original = parser.read_statement;
  parser.read_statement = function () {
    if (this.token === this.tok.T_STATIC) {
      const ahead = this.peek();
      if (ahead === this.tok.T_FN || ahead === this.tok.T_FUNCTION) {
        const node = this.node('expressionstatement');
        const expression = this.read_expr();
        this.expectEndOfStatement(expression);
        return node(expression);
      }
    }
    return original.call(this);
  };
}

/** `'a'{$b}`: after an error the library may meet the `{$` of a text here, and asks for it for ever. */
function curlyBehindExpression(parser: ParserInternals): void {
  const original = parser.read_dereferencable;
  parser.read_dereferencable = function (expr) {
    if (at(this, '[')) return original.call(this, expr);
    this.error('[');
    this.next();
    return expr;
  };
}
