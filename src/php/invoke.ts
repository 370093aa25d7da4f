/** Runs what is callable: closures, declared functions and methods, generators. */
import { bindParameters } from './arguments.ts';
import { type AstNode, nameText, nodes } from './ast.ts';
import { CallSiteAt } from './call-site.ts';
import { callFunctionByName, callStaticMethod, instanceCall, methodCall } from './calls.ts';
import { type ClassDeclaration, PhpInstance } from './classes.ts';
import { NativeCallable, PhpClosure } from './closures.ts';
import { copied, evaluate, sameValue } from './expressions.ts';
import type { Interpreter } from './interpreter.ts';
import { type FileContext, type Frame, variable } from './scope.ts';
import { spanOfNode } from './span.ts';
import { type CallArguments, PhpArray, PhpObject, PhpThrow, type PhpValue, Unknown } from './values.ts';

/** A call site where there is none in the source (the interpreter asks on its own behalf). */
export function nowhere(php: Interpreter): CallSiteAt {
  const frame: Frame = {
    variables: new Map(),
    file: php.entry,
    self: null,
    static: null,
    this: null,
    callNode: null,
    caller: null,
    functionName: '',
    maybe: null,
  };
  return new CallSiteAt(php, { kind: 'call' }, frame, []);
}

/** Something is called that is not known; closures among its arguments may run. */
export function callOnUnknown(
  php: Interpreter,
  unknown: Unknown,
  args: CallArguments,
  site: CallSiteAt,
): PhpValue {
  speculateCallables(php, unknown.reason, args, site);
  return new Unknown(unknown.reason, unknown.span);
}

/** Evaluates the closures among the arguments as code that may run, with arguments that are not known. */
export function speculateCallables(
  php: Interpreter,
  reason: string,
  args: CallArguments,
  site: CallSiteAt,
): void {
  for (const value of [...args.positional, ...args.named.values()]) {
    if (!(value instanceof PhpClosure)) continue;
    const effects = php.host.effects();
    const outer = php.uncertain;
    const shared = [...value.shared].map((name) => value.bound.get(name)!);
    const before = shared.map((ref) => copied(ref.value));
    php.uncertain ??= reason;
    try {
      const parameters = nodes(value.node.arguments).map(() => new Unknown(reason, spanOfNode(site.node)));
      site.invoke(value, parameters);
    } catch (error) {
      if (!(error instanceof PhpThrow)) throw error;
    } finally {
      php.uncertain = outer;
      // what it writes through references may have been written, any number of times
      for (const [index, ref] of shared.entries())
        if (!sameValue(ref.value, before[index]!)) ref.value = new Unknown(reason);
    }
    if (php.host.effects() > effects) {
      php.host.notUnderstood(
        `whether and how often this runs cannot be known: ${reason}`,
        site.node,
        site.frame.file,
      );
    }
  }
}

export function include(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const path = evaluate(php, node.target, frame);
  const reason =
    path instanceof Unknown ? path.reason : `the included file ${typeof path === 'string' ? path : ''}`;
  return new Unknown(reason, spanOfNode(node));
}

/** Calls a closure, a function's name, or `[object, 'method']`. */
export function invokeCallable(
  php: Interpreter,
  callable: PhpValue,
  args: CallArguments,
  site: CallSiteAt,
): PhpValue {
  if (callable instanceof PhpClosure) {
    const frame: Frame = {
      variables: callable.variables(),
      file: callable.file,
      self: callable.self,
      static: callable.static,
      this: callable.this,
      callNode: site.node,
      caller: site.frame,
      madeIn: callable.madeIn,
      functionName: '{closure}',
      maybe: null,
      statics: callable.statics,
      args: args.positional,
    };
    bindParameters(php, nodes(callable.node.arguments), args, frame);
    const { body } = callable.node;
    if (callable.node.kind === 'arrowfunc') return php.marked(body, () => evaluate(php, body, frame));
    return runBody(php, callable.node, frame);
  }
  if (callable instanceof NativeCallable) return callable.run(args, site);
  if (callable instanceof Unknown) return callOnUnknown(php, callable, args, site);
  if (typeof callable === 'string') {
    const [className, method] = callable.split('::');
    if (method !== undefined) return callStaticMethod(php, className ?? '', method, args, site, site.frame);
    return callFunctionByName(php, callable, { ...site.frame.file, namespace: '' }, args, site);
  }
  if (callable instanceof PhpArray && callable.size === 2) {
    const [object, method] = callable.values();
    if (object instanceof PhpObject && typeof method === 'string')
      return methodCall(php, object, method, args, site);
    if (typeof object === 'string' && typeof method === 'string')
      return callStaticMethod(php, object, method, args, site, site.frame);
  }
  if (callable instanceof PhpInstance) return instanceCall(php, callable, '__invoke', args, site);
  const unknown = new Unknown('something is called that is not callable', spanOfNode(site.node));
  return callOnUnknown(php, unknown, args, site);
}

const generators = new WeakMap<AstNode, boolean>();

/** Does the function yield? (Functions inside it do not count.) */
function isGenerator(node: AstNode): boolean {
  let found = generators.get(node);
  if (found === undefined) {
    const visit = (value: unknown): boolean => {
      if (Array.isArray(value)) return value.some(visit);
      if (typeof value !== 'object' || value === null) return false;
      const child = value as AstNode;
      if (child.kind === 'yield' || child.kind === 'yieldfrom') return true;
      if (/^(closure|arrowfunc|function|class|method)$/.test(child.kind ?? '')) return false;
      return Object.entries(child).some(([field, inner]) => field !== 'loc' && visit(inner));
    };
    found = visit(node.body);
    generators.set(node, found);
  }
  return found;
}

function runBody(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  if (isGenerator(node)) frame.yielded = new PhpArray();
  try {
    const value = php.callBody(node.body ?? null, frame);
    if (frame.yielded === undefined) return value;
    return frame.maybe === null ? frame.yielded : new Unknown(frame.maybe);
  } finally {
    php.settle(frame);
  }
}

interface Receiver {
  readonly self: ClassDeclaration | null;
  readonly static: ClassDeclaration | null;
  readonly this: PhpObject | null;
  readonly name: string;
}

/** Calls a function or method of the evaluated code. */
export function callDeclared(
  php: Interpreter,
  node: AstNode,
  file: FileContext,
  args: CallArguments,
  site: CallSiteAt,
  receiver: Receiver,
): PhpValue {
  const frame: Frame = {
    variables: new Map(),
    file,
    self: receiver.self,
    static: receiver.static,
    this: receiver.this,
    callNode: site.node,
    caller: site.frame,
    functionName: receiver.name,
    maybe: null,
    statics: php.staticsOf(node),
    args: args.positional,
  };
  bindParameters(php, nodes(node.arguments), args, frame);
  for (const parameter of nodes(node.arguments)) {
    // a promoted parameter is a property, too
    if (!(parameter.flags > 0) || receiver.this === null) continue;
    const name = nameText(parameter.name) ?? '';
    receiver.this.setProperty(name, copied(variable(frame, name).value));
  }
  return runBody(php, node, frame);
}
