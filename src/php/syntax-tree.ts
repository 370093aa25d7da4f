/**
 * The syntax tree that php-parser 3.7 makes, as a union told apart by `kind` (its own types.d.ts has no literal kinds
 * and says `string` where a node comes). Only what was seen in its output is promised here.
 */

export interface PhpPosition {
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
  /** UTF-16 units from 0. */
  readonly offset: number;
}

export interface PhpLocation {
  readonly start: PhpPosition;
  readonly end: PhpPosition;
}

interface Base<K extends string> {
  readonly kind: K;
  readonly loc: PhpLocation;
  /** Expressions only: it stands in parentheses of its own. */
  readonly parenthesizedExpression?: boolean;
}

type N<K extends string, F = unknown> = Base<K> & Readonly<F>;

/** `value` is the text with its marks, `// …`, `# …` or `/* … *\/`, and a line comment's line break. */
export type PhpComment = N<'commentline' | 'commentblock', { value: string }>;

export type Identifier = N<'identifier', { name: string }>;
/** `name` as written, except for `namespace\x` (resolution `rn`), where the keyword is cut off. */
export type Name = N<'name', { name: string; resolution: 'uqn' | 'qn' | 'fqn' | 'rn' }>;
export type SelfReference = N<'selfreference', { raw: string }>;
export type ParentReference = N<'parentreference', { raw: string }>;
export type StaticReference = N<'staticreference', { raw: string }>;
export type ClassReference = Name | SelfReference | ParentReference | StaticReference;

/** `value` is the text as written: see `phpNumber`. */
export type NumberLiteral = N<'number', { value: string }>;
/** `value` with its escapes resolved; `raw` with its quotes (without them inside an interpolated string). */
export type StringLiteral = N<'string', { value: string; raw: string; isDoubleQuote: boolean }>;
export type BooleanLiteral = N<'boolean', { value: boolean; raw: string }>;
export type NullKeyword = N<'nullkeyword', { raw: string }>;
/** `__DIR__`, `__CLASS__`, … */
export type Magic = N<'magic', { value: string; raw: string }>;
export type NowDoc = N<'nowdoc', { value: string; raw: string; label: string }>;
export type EncapsedPart = N<
  'encapsedpart',
  { expression: Expression; syntax: 'simple' | 'complex' | null; curly: boolean }
>;
/** An interpolated string, heredoc or shell command. */
export type Encapsed = N<
  'encapsed',
  {
    value: readonly EncapsedPart[];
    raw: string;
    type: 'string' | 'heredoc' | 'shell' | 'offset';
    label?: string;
  }
>;

/** `key` is null for a plain item; `unpack`: `...$x`. */
export type Entry = N<
  'entry',
  { key: Expression | null; value: Expression; byRef: boolean; unpack: boolean }
>;
export type ArrayLiteral = N<'array', { items: readonly Entry[]; shortForm: boolean }>;
/** A destructuring target; a skipped place is a `noop`. */
export type List = N<'list', { items: readonly (Entry | Noop)[]; shortForm: boolean }>;
/** `name` is an expression for `$$x` and `${…}`. */
export type Variable = N<'variable', { name: string | Expression; curly: boolean }>;
/** `offset` is false for `$x[]`. */
export type OffsetLookup = N<'offsetlookup', { what: Expression; offset: Expression | false }>;
/** `offset`: an identifier, a variable (`$x->$y`), or encapsedpart (`$x->{…}`). */
export type PropertyLookup = N<
  'propertylookup' | 'nullsafepropertylookup',
  { what: Expression; offset: Identifier | Variable | EncapsedPart }
>;
/** `X::y`, `X::$y`, `X::class`; with a literal that holds an expression for `X::{…}`. */
export type StaticLookup = N<
  'staticlookup',
  {
    what: Expression;
    offset: Identifier | Variable | EncapsedPart | N<'literal', { value: Expression }>;
  }
>;
export type NamedArgument = N<'namedargument', { name: string; value: Expression }>;
export type Variadic = N<'variadic', { what: Expression }>;
/** The `...` of `strlen(...)`. */
export type VariadicPlaceholder = N<'variadicplaceholder'>;
export type Argument = Expression | NamedArgument | Variadic | VariadicPlaceholder;
export type Call = N<'call', { what: Expression; arguments: readonly Argument[] }>;
export type New = N<'new', { what: Expression | Class; arguments: readonly Argument[] }>;
export type Clone = N<'clone', { what: Expression; properties?: Expression | null }>;
export type Bin = N<'bin', { type: string; left: Expression; right: Expression }>;
export type Unary = N<'unary', { type: '+' | '-' | '!' | '~'; what: Expression }>;
/** `type` is `+` for `++`, `-` for `--`. */
export type Step = N<'pre' | 'post', { type: '+' | '-'; what: Expression }>;
export type Cast = N<
  'cast',
  { type: 'int' | 'float' | 'string' | 'array' | 'object' | 'bool' | 'unset'; raw: string; expr: Expression }
>;
export type Silent = N<'silent', { expr: Expression }>;
/** `trueExpr` is null for `a ?: b`. */
export type RetIf = N<'retif', { test: Expression; trueExpr: Expression | null; falseExpr: Expression }>;
/** `operator` is `=`, `.=`, `??=`, … */
export type Assign = N<'assign', { left: Expression; right: Expression; operator: string }>;
export type AssignRef = N<'assignref', { left: Expression; right: Expression }>;
export type ByRef = N<'byref', { what: Expression }>;
export type Match = N<'match', { cond: Expression; arms: readonly MatchArm[] }>;
/** `conds` is null for `default`. */
export type MatchArm = N<'matcharm', { conds: readonly Expression[] | null; body: Expression }>;
export type Isset = N<'isset', { variables: readonly Expression[] }>;
export type Empty = N<'empty', { expression: Expression }>;
export type Include = N<'include', { target: Expression; once: boolean; require: boolean }>;
export type Eval = N<'eval', { source: Expression }>;
export type Exit = N<'exit', { expression: Expression | null; useDie: boolean }>;
export type Print = N<'print', { expression: Expression }>;
export type Yield = N<'yield', { value: Expression | null; key: Expression | null }>;
export type YieldFrom = N<'yieldfrom', { value: Expression }>;
/** Also an expression: `$x ?? throw …`. */
export type Throw = N<'throw', { what: Expression }>;

export type PhpType =
  | N<'typereference', { name: string; raw: string }>
  | ClassReference
  | Identifier
  | N<'uniontype' | 'intersectiontype', { types: readonly PhpType[] }>;

/** `flags`: 1 public, 2 protected, 4 private (a promoted parameter), 0 none. */
export type Parameter = N<
  'parameter',
  {
    name: Identifier;
    value: Expression | null;
    type: PhpType | null;
    byref: boolean;
    variadic: boolean;
    readonly: boolean;
    nullable: boolean;
    flags: number;
    attrGroups: readonly AttributeGroup[];
  }
>;
interface FunctionParts {
  arguments: readonly Parameter[];
  byref: boolean;
  type: PhpType | null;
  nullable: boolean;
  attrGroups: readonly AttributeGroup[];
}
export type Closure = N<
  'closure',
  FunctionParts & { uses: readonly (Variable & { byref?: boolean })[]; body: Block; isStatic: boolean }
>;
export type ArrowFunction = N<'arrowfunc', FunctionParts & { body: Expression; isStatic: boolean }>;
export type AttributeGroup = N<'attrgroup', { attrs: readonly Attribute[] }>;
export type Attribute = N<'attribute', { name: string; args: readonly Argument[] }>;

export type Expression =
  | Identifier
  | ClassReference
  | NumberLiteral
  | StringLiteral
  | BooleanLiteral
  | NullKeyword
  | Magic
  | NowDoc
  | Encapsed
  | EncapsedPart
  | ArrayLiteral
  | List
  | Variable
  | OffsetLookup
  | PropertyLookup
  | StaticLookup
  | Call
  | New
  | Clone
  | Bin
  | Unary
  | Step
  | Cast
  | Silent
  | RetIf
  | Assign
  | AssignRef
  | ByRef
  | Match
  | Isset
  | Empty
  | Include
  | Eval
  | Exit
  | Print
  | Yield
  | YieldFrom
  | Throw
  | Closure
  | ArrowFunction
  | ParseError;

export type Block = N<'block', { children: readonly Statement[] }>;
export type ExpressionStatement = N<'expressionstatement', { expression: Expression }>;
/** `elseif` is an `if` as the alternate. */
export type If = N<'if', { test: Expression; body: Statement | null; alternate: Statement | null }>;
export type While = N<'while' | 'do', { test: Expression; body: Statement | null }>;
export type For = N<
  'for',
  {
    init: readonly Expression[];
    test: readonly Expression[];
    increment: readonly Expression[];
    body: Statement | null;
  }
>;
export type Foreach = N<
  'foreach',
  { source: Expression; key: Expression | null; value: Expression; body: Statement | null }
>;
export type Switch = N<'switch', { test: Expression; body: N<'block', { children: readonly Case[] }> }>;
/** `test` is null for `default`. */
export type Case = N<'case', { test: Expression | null; body: Block | null }>;
export type Jump = N<'break' | 'continue', { level: NumberLiteral | null }>;
export type Return = N<'return', { expr: Expression | null }>;
export type Echo = N<'echo', { expressions: readonly Expression[]; shortForm: boolean }>;
export type Inline = N<'inline', { value: string; raw: string }>;
export type Try = N<'try', { body: Block; catches: readonly Catch[]; always: Block | null }>;
export type Catch = N<'catch', { what: readonly ClassReference[]; variable: Variable | null; body: Block }>;
export type Global = N<'global', { items: readonly Variable[] }>;
export type Static = N<'static', { variables: readonly StaticVariable[] }>;
export type StaticVariable = N<'staticvariable', { variable: Variable; defaultValue: Expression | null }>;
export type Unset = N<'unset', { variables: readonly Expression[] }>;
export type ConstantStatement = N<'constantstatement', { constants: readonly Constant[] }>;
export type Constant = N<'constant', { name: string | Identifier; value: Expression }>;
export type Namespace = N<
  'namespace',
  { name: string; children: readonly Statement[]; withBrackets: boolean }
>;
/** `name` is the common prefix of `use A\{B, C}`. */
export type UseGroup = N<
  'usegroup',
  { name: string | null; type: 'function' | 'const' | null; items: readonly UseItem[] }
>;
export type UseItem = N<
  'useitem',
  { name: string; alias: Identifier | null; type: 'function' | 'const' | null }
>;
export type Declare = N<'declare', { children: readonly Statement[]; mode: 'short' | 'block' | 'none' }>;
export type Goto = N<'goto', { label: string | Identifier }>;
export type Label = N<'label', { name: string }>;
/** What follows `__halt_compiler();`. */
export type Halt = N<'halt', { after: string }>;
export type Noop = N<'noop'>;

export type FunctionDeclaration = N<'function', FunctionParts & { name: Identifier; body: Block }>;
export type Visibility = 'public' | 'protected' | 'private' | '' | null;
export type Method = N<
  'method',
  FunctionParts & {
    name: Identifier;
    body: Block | null;
    isAbstract: boolean;
    isFinal: boolean;
    isStatic: boolean;
    visibility: Visibility;
  }
>;
export type ClassConstant = N<
  'classconstant',
  { constants: readonly Constant[]; visibility: Visibility; final: boolean; type: PhpType | null }
>;
export type PropertyStatement = N<
  'propertystatement',
  { properties: readonly Property[]; visibility: Visibility; isStatic: boolean; isAbstract: boolean }
>;
export type Property = N<
  'property',
  {
    name: Identifier;
    value: Expression | null;
    readonly: boolean;
    nullable: boolean;
    type: PhpType | null;
    hooks: readonly unknown[];
  }
>;
export type TraitUse = N<
  'traituse',
  { traits: readonly ClassReference[]; adaptations: readonly (TraitAlias | TraitPrecedence)[] | null }
>;
export type TraitAlias = N<
  'traitalias',
  {
    trait: ClassReference | null;
    method: Identifier | string;
    as: Identifier | string | null;
    visibility: Visibility;
  }
>;
export type TraitPrecedence = N<
  'traitprecedence',
  { trait: ClassReference | null; method: Identifier | string; instead: readonly ClassReference[] }
>;
export type EnumCase = N<'enumcase', { name: string | Identifier; value: Expression | null }>;
export type Member = Method | ClassConstant | PropertyStatement | TraitUse | EnumCase;

interface ClassParts {
  body: readonly Member[];
  attrGroups: readonly AttributeGroup[];
}
/** An anonymous class has no name, and stands as `what` of a `new`. */
export type Class = N<
  'class',
  ClassParts & {
    name: Identifier | null;
    isAnonymous: boolean;
    extends: ClassReference | null;
    implements: readonly ClassReference[] | null;
    isAbstract: boolean;
    isFinal: boolean;
    isReadonly: boolean;
  }
>;
export type Trait = N<'trait', ClassParts & { name: Identifier }>;
export type Interface = N<
  'interface',
  ClassParts & { name: Identifier; extends: readonly ClassReference[] | null }
>;
export type Enum = N<
  'enum',
  ClassParts & {
    name: Identifier;
    valueType: PhpType | null;
    implements: readonly ClassReference[] | null;
  }
>;

/** A place that could not be read; the rest of the tree goes on after it. */
export type ParseError = N<'error', { message: string; line: number; token: unknown; expected: unknown }>;

export type Statement =
  | Block
  | ExpressionStatement
  | If
  | While
  | For
  | Foreach
  | Switch
  | Jump
  | Return
  | Echo
  | Inline
  | Try
  | Throw
  | Global
  | Static
  | Unset
  | ConstantStatement
  | Namespace
  | UseGroup
  | Declare
  | Goto
  | Label
  | Halt
  | Noop
  | FunctionDeclaration
  | Class
  | Trait
  | Interface
  | Enum
  | ParseError;

/** Comments are apart: see `ParsedPhp`. */
export type Program = N<'program', { children: readonly Statement[]; errors: readonly ParseError[] }>;

/** Any node that carries a place. */
export interface PhpNode {
  readonly kind: string;
  readonly loc: PhpLocation;
}
