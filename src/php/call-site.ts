/** Where a call stands in the source, worked out only when somebody asks. */
import type { NameSlot, Origin, Span } from '../schema/index.ts';
import { argumentSlot, openingParenthesis, quoteMark } from './argument-slot.ts';
import { type AstNode, nameText, nodes } from './ast.ts';
import type { Interpreter } from './interpreter.ts';
import { invokeCallable } from './invoke.ts';
import type { FileContext, Frame, Ref } from './scope.ts';
import { spanOfNode } from './span.ts';
import type { CallArguments, CallSite, PhpValue } from './values.ts';

export interface PreparedArguments extends CallArguments {
  /** The variables that were passed as such, by position, for parameters taken by reference. */
  readonly refs: readonly (Ref | undefined)[];
}

export class CallSiteAt implements CallSite {
  readonly interpreter: Interpreter;
  readonly node: AstNode;
  readonly frame: Frame;
  readonly argumentNodes: readonly AstNode[];
  #origin: Origin | undefined;

  constructor(interpreter: Interpreter, node: AstNode, frame: Frame, argumentNodes: readonly AstNode[]) {
    this.interpreter = interpreter;
    this.node = node;
    this.frame = frame;
    this.argumentNodes = argumentNodes;
  }

  /** The call in the migration's own file; one made elsewhere is reached through a call that stands there. */
  get origin(): Origin {
    this.#origin ??= this.#findOrigin();
    return this.#origin;
  }

  #findOrigin(): Origin {
    const entry = this.interpreter.entry.file;
    if (this.frame.file.file === entry) return ownOrigin(this.node, this.frame.file);
    const call = describeCall(this.node, this.frame.file.text);
    const related = [
      {
        file: this.frame.file.file,
        span: callSpan(this.node),
        message: call === '' ? 'made here' : `made here: ${call}`,
      },
    ];
    const through = callIn(entry, this.frame);
    return { file: entry, span: through === undefined ? startSpan() : callSpan(through), call, related };
  }

  nameSlot(position: number, parameter: string): NameSlot | undefined {
    // A name made elsewhere (trait, helper) is passed on from there; the edit would reach every migration that uses it.
    if (this.frame.file.file !== this.interpreter.entry.file) return undefined;
    const text = this.frame.file.text;
    const called = methodName(this.node);
    const operator = this.node.what?.kind === 'staticlookup' ? '::' : '->';
    const shown = (from: number, to: number, before: string, after: string) => {
      const start = openingParenthesis(this.node, text);
      const full = start === undefined ? '' : text.slice(start, from);
      const rest = text.slice(to, closingParenthesis(this.node, text, to));
      return {
        exampleBefore: `${operator}${called}${squeeze(full)}${before}`,
        exampleAfter: `${after}${squeeze(rest)}`,
      };
    };
    const slot = argumentSlot(this.node, text, position, parameter);
    if (slot === undefined) return undefined;
    const { span, shownBefore } = slot;
    const quote = quoteMark(this.node, text);
    return {
      span,
      before: `${slot.before}${quote}`,
      after: `${quote}${slot.after}`,
      ...shown(span.startOffset, span.endOffset, `${shownBefore}${quote}`, quote),
    };
  }

  invoke(callable: PhpValue, args: readonly PhpValue[], refs: readonly (Ref | undefined)[] = []): PhpValue {
    const prepared: PreparedArguments = { positional: args, named: new Map(), refs };
    return invokeCallable(this.interpreter, callable, prepared, this);
  }
}

/** The call in a file through which a frame was reached, or else through which its closure was made. */
function callIn(file: string, frame: Frame): AstNode | undefined {
  for (let at: Frame | null = frame; at !== null; at = at.caller) {
    if (at.caller?.file.file === file && at.callNode?.loc != null) return at.callNode;
  }
  for (let at: Frame | null = frame; at !== null; at = at.caller) {
    const through = at.madeIn === undefined ? undefined : callIn(file, at.madeIn);
    if (through !== undefined) return through;
  }
  return undefined;
}

/** Of calls in the file that is evaluated: the same on every target, in every direction and turn of a loop. */
const OWN_ORIGINS = new WeakMap<AstNode, Origin>();

function ownOrigin(node: AstNode, { file, text }: FileContext): Origin {
  let origin = OWN_ORIGINS.get(node);
  if (origin === undefined) {
    origin = { file, span: callSpan(node), call: describeCall(node, text) };
    OWN_ORIGINS.set(node, origin);
  }
  return origin;
}

function startSpan(): Span {
  const start = { line: 1, column: 1 };
  return { start, end: start, startOffset: 0, endOffset: 0 };
}

function squeeze(text: string): string {
  const flat = text
    .replace(/\s+/g, ' ')
    .replace(/\[\s/g, '[')
    .replace(/,?\s*\]/g, ']');
  return flat.length > 60 && flat.startsWith('(') ? `${flat.slice(0, 1)}…${flat.slice(-20)}` : flat;
}

/** The method's or function's name as written. */
export function methodName(node: AstNode): string {
  const what = node.what ?? node;
  return nameText(what.offset) ?? nameText(what.name) ?? nameText(what) ?? '';
}

/** A call's own part of a chain: from the method's name to the closing parenthesis. */
export function callSpan(node: AstNode): Span {
  const whole = spanOfNode(node) ?? startSpan();
  const what = node.what;
  const from =
    what?.kind === 'propertylookup' || what?.kind === 'nullsafepropertylookup'
      ? what.offset?.loc?.start
      : undefined;
  if (from === undefined || from === null) return whole;
  return { ...whole, start: { line: from.line, column: from.column + 1 }, startOffset: from.offset };
}

const CALLS = new Set(['call', 'new']);

/** The call, short enough for a message; nothing for what is none. */
export function describeCall(node: AstNode, text: string): string {
  if (!CALLS.has(node.kind)) return '';
  const what = node.what;
  const name = methodName(node);
  const list = nodes(node.arguments)
    .map((item) => describeArgument(item, text))
    .join(', ');
  const short = list.length > 60 ? '…' : list;
  if (what?.kind === 'propertylookup' || what?.kind === 'nullsafepropertylookup')
    return `->${name}(${short})`;
  if (what?.kind === 'staticlookup') return `${nameText(what.what) ?? ''}::${name}(${short})`;
  if (node.kind === 'new') return `new ${name}(${short})`;
  return `${name}(${short})`;
}

function describeArgument(node: AstNode, text: string): string {
  switch (node.kind) {
    case 'closure':
    case 'arrowfunc':
      return '…';
    case 'array':
      return nodes(node.items).length === 0 ? '[]' : '[...]';
    case 'namedargument':
      return `${nameText(node.name)}: ${describeArgument(node.value, text)}`;
    default: {
      const raw = node.loc ? text.slice(node.loc.start.offset, node.loc.end.offset) : '';
      return raw.length > 30 || raw.includes('\n') ? '…' : raw;
    }
  }
}

/** Offset just behind the call's closing parenthesis; php-parser's own end may take in the semicolon. */
function closingParenthesis(node: AstNode, text: string, from: number): number {
  const end = node.loc?.end.offset ?? from;
  const at = text.lastIndexOf(')', end - 1);
  return at < from ? end : at + 1;
}
