/** Calls: functions, methods, static methods, constructors, callables. */
import type { Span } from '../schema/index.ts';
import { type AstNode, nameText, nodes } from './ast.ts';
import { CallSiteAt, type PreparedArguments } from './call-site.ts';
import {
  ANONYMOUS,
  type ClassDeclaration,
  declareClass,
  type MethodDeclaration,
  PhpInstance,
  STANDARD_CLASS,
} from './classes.ts';
import { NativeCallable, PhpClosure } from './closures.ts';
import { isExceptionClass, PhpException } from './exceptions.ts';
import {
  classConstant,
  constantByName,
  copied,
  enumCase,
  evaluate,
  iterable,
  place,
  propertyName,
  sameValue,
} from './expressions.ts';
import { callBuiltin, isBuiltin } from './functions/index.ts';
import type { Interpreter } from './interpreter.ts';
import { looselyEqual, toText } from './operators.ts';
import { type FileContext, type Frame, type Ref, resolveClassName, variable } from './scope.ts';
import {
  argument,
  type CallArguments,
  orElse,
  PhpArray,
  PhpObject,
  PhpThrow,
  type PhpValue,
  Unknown,
} from './values.ts';

/** A node's span, lines and columns from 1. */
export function spanOfNode(node: AstNode | null | undefined): Span | undefined {
  const loc = node?.loc;
  if (loc == null) return undefined;
  return {
    start: { line: loc.start.line, column: loc.start.column + 1 },
    end: { line: loc.end.line, column: loc.end.column + 1 },
    startOffset: loc.start.offset,
    endOffset: loc.end.offset,
  };
}

const NO_ARGUMENTS: PreparedArguments = { positional: [], named: new Map(), refs: [] };

export function prepareArguments(
  php: Interpreter,
  list: readonly AstNode[],
  frame: Frame,
): PreparedArguments {
  if (list.length === 0) return NO_ARGUMENTS;
  const positional: PhpValue[] = [];
  const refs: (Ref | undefined)[] = [];
  const named = new Map<string, PhpValue>();
  for (const item of list) {
    if (item.kind === 'variadicplaceholder') continue;
    if (item.kind === 'namedargument') {
      named.set(nameText(item.name) ?? '', copied(evaluate(php, item.value, frame)));
    } else if (item.kind === 'variadic') {
      const spread = iterable(php, evaluate(php, item.what ?? item.value, frame));
      if (spread instanceof Unknown) {
        positional.push(spread);
        continue;
      }
      for (const [key, value] of spread.entries) {
        if (typeof key === 'string') named.set(key, value);
        else positional.push(value);
      }
    } else {
      if (item.kind === 'variable' && typeof item.name === 'string' && item.name !== 'this') {
        refs[positional.length] = frame.variables.get(item.name) ?? undefined;
        if (refs[positional.length] === undefined) {
          // passed by reference, a variable that is not there yet comes into being
          const made: Ref = { value: null };
          refs[positional.length] = made;
          positional.push(null);
          lateBound.set(made, { frame, name: item.name });
          continue;
        }
        const value = refs[positional.length]!.value;
        positional.push(value);
        continue;
      }
      if (item.kind === 'offsetlookup' || item.kind === 'propertylookup' || item.kind === 'staticlookup') {
        if (item.kind === 'offsetlookup' && (item.offset == null || item.offset === false)) {
          refs[positional.length] = place(php, item, frame);
          positional.push(null);
          continue;
        }
        refs[positional.length] = new LatePlace(php, item, frame);
      }
      positional.push(copied(evaluate(php, item, frame)));
    }
  }
  return { positional, named, refs };
}

/** An element or property that was passed: its place matters only to a function that takes it by reference. */
class LatePlace implements Ref {
  readonly #php: Interpreter;
  readonly #node: AstNode;
  readonly #frame: Frame;
  #place: Ref | undefined;

  constructor(php: Interpreter, node: AstNode, frame: Frame) {
    this.#php = php;
    this.#node = node;
    this.#frame = frame;
  }

  get #ref(): Ref {
    this.#place ??= place(this.#php, this.#node, this.#frame);
    return this.#place;
  }

  get value(): PhpValue {
    return this.#ref.value;
  }

  set value(value: PhpValue) {
    this.#ref.value = value;
  }
}

/** Variables that only come into being if the called function takes them by reference. */
const lateBound = new WeakMap<Ref, { readonly frame: Frame; readonly name: string }>();

/** Binds a variable that a function writes through a reference. */
export function writeReference(ref: Ref | undefined, value: PhpValue): void {
  if (ref === undefined) return;
  const late = lateBound.get(ref);
  if (late !== undefined && !late.frame.variables.has(late.name)) late.frame.variables.set(late.name, ref);
  ref.value = value;
}

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

export function call(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  php.step();
  const what: AstNode = node.what;
  const list = nodes(node.arguments);
  if (list.length === 1 && list[0]!.kind === 'variadicplaceholder')
    return firstClassCallable(php, node, frame);
  switch (what.kind) {
    case 'name':
      return functionCall(php, node, what, list, frame);
    case 'propertylookup':
    case 'nullsafepropertylookup': {
      const object = evaluate(php, what.what, frame);
      if (object === null && what.kind === 'nullsafepropertylookup') return null;
      const name = propertyName(php, what.offset, frame);
      const called = (what as { parenthesizedExpression?: boolean }).parenthesizedExpression === true;
      if (
        (called || what.offset.kind !== 'identifier') &&
        object instanceof PhpInstance &&
        typeof name === 'string'
      ) {
        const closure = instanceProperty(php, object, name)?.value;
        if (closure instanceof PhpClosure)
          return php.callSite(node, frame, list).invoke(closure, php.arguments(list, frame).positional);
      }
      const args = php.arguments(list, frame);
      return methodCall(php, object, name, args, php.callSite(node, frame, list));
    }
    case 'staticlookup':
      return staticCall(php, node, what, list, frame);
    default: {
      const callable = evaluate(php, what, frame);
      return invokeCallable(php, callable, php.arguments(list, frame), php.callSite(node, frame, list));
    }
  }
}

function firstClassCallable(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const what: AstNode = node.what;
  if (what.kind === 'propertylookup') {
    const object = evaluate(php, what.what, frame);
    const name = propertyName(php, what.offset, frame);
    return new NativeCallable((args, site) => methodCall(php, object, name, args, site));
  }
  return new NativeCallable((args, site) => {
    if (what.kind === 'name') return callFunctionByName(php, nameText(what) ?? '', frame.file, args, site);
    const className = classNameOf(php, what.what, frame);
    return className instanceof Unknown
      ? className
      : callStaticMethod(php, className, nameText(what.offset) ?? '', args, site, frame);
  });
}

function functionCall(
  php: Interpreter,
  node: AstNode,
  what: AstNode,
  list: readonly AstNode[],
  frame: Frame,
): PhpValue {
  const name = nameText(what) ?? '';
  const site = php.callSite(node, frame, list);
  if (name.toLowerCase() === 'compact') {
    const array = new PhpArray();
    for (const value of php.arguments(list, frame).positional) {
      const names = value instanceof PhpArray ? value.values() : [value];
      for (const item of names)
        if (typeof item === 'string' && frame.variables.has(item))
          array.set(item, variable(frame, item).value);
    }
    return array;
  }
  switch (name.toLowerCase().replace(/^\\/, '')) {
    case 'func_get_args':
      return frame.args === undefined ? new Unknown('func_get_args()') : PhpArray.list(frame.args);
    case 'func_num_args':
      return frame.args?.length ?? new Unknown('func_num_args()');
    case 'func_get_arg': {
      const position = list[0] === undefined ? null : evaluate(php, list[0], frame);
      return typeof position === 'number' ? (frame.args?.[position] ?? null) : new Unknown('func_get_arg()');
    }
    case 'extract':
      return extract(php.arguments(list, frame).positional, frame);
    case 'get_called_class':
      return frame.static?.name ?? false;
    case 'define': {
      const [constant = null, value = null] = php.arguments(list, frame).positional;
      if (typeof constant === 'string') php.constants.set(constant, value);
      return true;
    }
  }
  return callFunctionByName(php, name, frame.file, php.arguments(list, frame), site);
}

/** `extract()` in its plain forms. */
function extract([array = null, flags = 0]: readonly PhpValue[], frame: Frame): PhpValue {
  if (!(array instanceof PhpArray) || (flags !== 0 && flags !== 1)) {
    // any variable may have been set
    for (const ref of frame.variables.values()) ref.value = new Unknown('extract()');
    return new Unknown('extract()');
  }
  let count = 0;
  for (const [key, value] of array.entries) {
    if (typeof key !== 'string' || (flags === 1 && frame.variables.has(key))) continue;
    variable(frame, key).value = copied(value);
    count += 1;
  }
  return count;
}

/** Functions that ask about the code itself. */
function reflection(
  php: Interpreter,
  name: string,
  args: readonly PhpValue[],
  site: CallSiteAt,
): PhpValue | undefined {
  const [first = null, second = null] = args;
  const classOf = (value: PhpValue) =>
    value instanceof PhpInstance
      ? value.declaration
      : typeof value === 'string'
        ? classByName(php, value.replace(/^\\/, ''))
        : undefined;
  switch (name) {
    case 'function_exists':
      if (typeof first !== 'string') return undefined;
      return php.host.loadFunction(first.toLowerCase().replace(/^\\/, '')) !== undefined ||
        isBuiltin(first.toLowerCase().replace(/^\\/, ''))
        ? true
        : undefined;
    case 'class_exists':
    case 'enum_exists':
    case 'interface_exists':
    case 'trait_exists':
      return classOf(first) !== undefined ? true : undefined;
    case 'method_exists': {
      const declaration = classOf(first);
      if (declaration === undefined || typeof second !== 'string') return undefined;
      if (findMethod(php, declaration, second) !== undefined) return true;
      return frameworkAncestors(php, declaration).length === 0 ? false : undefined;
    }
    case 'property_exists': {
      const declaration = classOf(first);
      if (declaration === undefined || typeof second !== 'string') return undefined;
      if (ancestry(php, declaration).some(({ from }) => from.properties.has(second))) return true;
      if (first instanceof PhpInstance && first.properties.has(second)) return true;
      return frameworkAncestors(php, declaration).every(hasNoProperties) ? false : undefined;
    }
    case 'get_object_vars': {
      if (!(first instanceof PhpInstance)) return undefined;
      materialize(php, first);
      return PhpArray.of([...first.properties].map(([key, ref]) => [key, copied(ref.value)] as const));
    }
    case 'get_parent_class':
      return classOf(first)?.parent ?? (classOf(first) === undefined ? undefined : false);
    case 'is_a':
    case 'is_subclass_of': {
      if (!(first instanceof PhpObject) || typeof second !== 'string') return undefined;
      const wanted = second.replace(/^\\/, '');
      if (name === 'is_subclass_of' && first.className.toLowerCase() === wanted.toLowerCase()) return false;
      return php.isInstance(first, wanted);
    }
    case 'is_callable': {
      if (typeof first === 'string' && reflection(php, 'function_exists', [first], site) === true)
        return true;
      if (first instanceof PhpInstance)
        return findMethod(php, first.declaration, '__invoke') !== undefined ? true : undefined;
      if (first instanceof PhpArray && first.size === 2) {
        const declaration = classOf(first.get(0) ?? null);
        const method = first.get(1);
        if (declaration !== undefined && typeof method === 'string')
          return findMethod(php, declaration, method) !== undefined ? true : undefined;
      }
      return undefined;
    }
    case 'constant': {
      if (typeof first !== 'string') return undefined;
      const [className, constant] = first.split('::');
      if (constant === undefined) return constantByName(php, first.replace(/^\\/, ''));
      return classConstant(php, (className ?? '').replace(/^\\/, ''), constant);
    }
    case 'defined':
      return typeof first === 'string' && constantByName(php, first) !== undefined ? true : undefined;
    case 'call_user_func_array': {
      const named = new Map<string, PhpValue>();
      const positional: PhpValue[] = [];
      if (!(second instanceof PhpArray)) return undefined;
      for (const [key, value] of second.entries)
        typeof key === 'string' ? named.set(key, value) : positional.push(value);
      return invokeCallable(php, first, { positional, named }, site);
    }
    case 'count':
    case 'sizeof':
    case 'iterator_count':
      if (!(first instanceof PhpInstance)) return undefined;
      if (name === 'iterator_count') {
        const all = elements(php, first);
        return all instanceof Unknown ? all : all.size;
      }
      return magicCall(php, first, 'count', [], nowhere(php));
    case 'iterator_to_array': {
      if (!(first instanceof PhpObject)) return undefined;
      const all = iterable(php, first);
      return second === false && all instanceof PhpArray ? PhpArray.list(all.values()) : all;
    }
    default:
      return undefined;
  }
}

function callFunctionByName(
  php: Interpreter,
  name: string,
  file: FileContext,
  args: CallArguments,
  site: CallSiteAt,
): PhpValue {
  const bare = name.replace(/^\\/, '');
  const imported = file.functions.get(bare.toLowerCase());
  const short = (imported ?? bare).replace(/^.*\\/, '').toLowerCase();
  const candidates =
    imported !== undefined
      ? [imported]
      : file.namespace !== '' && !name.startsWith('\\')
        ? [`${file.namespace}\\${bare}`, bare]
        : [bare];
  for (const candidate of candidates) {
    const declared =
      php.functions.get(candidate.toLowerCase()) ?? php.host.loadFunction(candidate.toLowerCase());
    if (declared !== undefined) {
      return callDeclared(php, declared.node, declared.file, args, site, {
        self: null,
        static: null,
        this: null,
        name: candidate,
      });
    }
  }
  const asked = reflection(php, short, args.positional, site);
  if (asked !== undefined) return asked;
  return orElse(callBuiltin(short, args, site), () =>
    orElse(php.host.callFunction(short, args, site), () => php.host.outside(`${bare}()`, args, site)),
  );
}

/** Calls a method on a value; a method that nobody has is code outside of what can be seen. */
export function methodCall(
  php: Interpreter,
  object: PhpValue,
  name: string | Unknown,
  args: CallArguments,
  site: CallSiteAt,
): PhpValue {
  if (object instanceof Unknown) return callOnUnknown(php, object, args, site);
  if (name instanceof Unknown) return callOnUnknown(php, name, args, site);
  if (object === null)
    return callOnUnknown(
      php,
      new Unknown(`->${name}() is called on null`, spanOfNode(site.node)),
      args,
      site,
    );
  if (!(object instanceof PhpObject)) {
    const unknown = new Unknown(
      `->${name}() is called on something that is no object`,
      spanOfNode(site.node),
    );
    return callOnUnknown(php, unknown, args, site);
  }
  if (object instanceof PhpInstance) return instanceCall(php, object, name, args, site);
  if (object instanceof PhpClosure || object instanceof NativeCallable)
    return closureMethod(php, object, name, args, site);
  const added = php.host.addedMethod(object, name);
  if (added !== undefined) return invokeCallable(php, added.on(object), args, site);
  return orElse(object.callMethod(name, args, site), () =>
    php.host.outside(`${object.className}->${name}()`, args, site, object),
  );
}

/** Something is called that is not known; closures among its arguments may run. */
function callOnUnknown(php: Interpreter, unknown: Unknown, args: CallArguments, site: CallSiteAt): PhpValue {
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

function instanceCall(
  php: Interpreter,
  object: PhpInstance,
  name: string,
  args: CallArguments,
  site: CallSiteAt,
): PhpValue {
  // a private method of the calling class is meant before an override of the same name
  const own = site.frame.self?.methods.get(name.toLowerCase());
  const method = own?.isPrivate === true ? own : findMethod(php, object.declaration, name);
  if (method !== undefined) {
    return callDeclared(php, method.node, method.file, args, site, {
      self: method.declaredIn,
      static: object.declaration,
      this: method.isStatic ? null : object,
      name: method.name,
    });
  }
  const inherited = exceptionMethod(php, object, name, args);
  if (inherited !== undefined) return inherited;
  for (const ancestor of frameworkAncestors(php, object.declaration)) {
    const value = php.host.inheritedMethod(object, ancestor, name, args, site);
    if (value !== undefined) return value;
  }
  const magic = findMethod(php, object.declaration, '__call');
  if (magic !== undefined) {
    return callDeclared(
      php,
      magic.node,
      magic.file,
      { positional: [name, PhpArray.list(args.positional)], named: new Map() },
      site,
      {
        self: magic.declaredIn,
        static: object.declaration,
        this: object,
        name: '__call',
      },
    );
  }
  const label = object.declaration.name.startsWith(ANONYMOUS) ? '$this' : object.declaration.name;
  return php.host.outside(`${label}->${name}()`, args, site);
}

/** A method that PHP itself would call (`__get`, `offsetGet`, …); undefined: the object has none. */
export function magicCall(
  php: Interpreter,
  object: PhpInstance,
  name: string,
  args: readonly PhpValue[],
  site: CallSiteAt,
): PhpValue | undefined {
  const method = findMethod(php, object.declaration, name);
  if (method === undefined) return undefined;
  return callDeclared(php, method.node, method.file, { positional: args, named: new Map() }, site, {
    self: method.declaredIn,
    static: object.declaration,
    this: method.isStatic ? null : object,
    name: method.name,
  });
}

/** What an exception class of the project has from PHP's own. */
function exceptionMethod(
  php: Interpreter,
  object: PhpInstance,
  name: string,
  args: CallArguments,
): PhpValue | undefined {
  const base = frameworkAncestors(php, object.declaration).find(isExceptionClass);
  if (base === undefined) return undefined;
  const property = (key: string, otherwise: PhpValue) =>
    instanceProperty(php, object, key)?.value ?? otherwise;
  switch (name.toLowerCase()) {
    case '__construct':
      object.setProperty('message', argument(args, 0, 'message') ?? property('message', ''));
      object.setProperty('code', argument(args, 1, 'code') ?? property('code', 0));
      object.setProperty('previous', argument(args, 2, 'previous') ?? null);
      return null;
    case 'getmessage':
      return property('message', '');
    case 'getcode':
      return property('code', 0);
    case 'getprevious':
      return property('previous', null);
    default:
      return undefined;
  }
}

/** `clone`. */
export function clone(php: Interpreter, object: PhpInstance, site: CallSiteAt): PhpValue {
  materialize(php, object);
  const copy = new PhpInstance(object.declaration);
  for (const [name, ref] of object.properties) copy.properties.set(name, { value: copied(ref.value) });
  giveText(php, copy);
  magicCall(php, copy, '__clone', [], site);
  return copy;
}

function giveText(php: Interpreter, object: PhpInstance): void {
  if (findMethod(php, object.declaration, '__toString') !== undefined)
    object.stringify = () => magicCall(php, object, '__toString', [], nowhere(php)) ?? null;
}

/** Gives an object all properties that its classes declare, in PHP's order. */
export function materialize(php: Interpreter, object: PhpInstance): void {
  for (const { from } of ancestry(php, object.declaration).reverse())
    for (const [name, property] of from.properties)
      if (!property.isStatic) instanceProperty(php, object, name);
}

/** What `foreach` goes over in an object of the project. */
export function elements(php: Interpreter, object: PhpInstance): PhpArray | Unknown {
  const inner = magicCall(php, object, 'getIterator', [], nowhere(php));
  if (inner !== undefined) return iterable(php, inner);
  if (findMethod(php, object.declaration, 'current') !== undefined)
    return new Unknown(`an iterator of class ${object.className} is gone over`);
  if (!frameworkAncestors(php, object.declaration).every(hasNoProperties))
    return new Unknown(`an object of class ${object.className} is gone over`);
  materialize(php, object);
  const hidden = new Set<string>();
  for (const { from } of ancestry(php, object.declaration))
    for (const [name, property] of from.properties) if (!property.isPublic) hidden.add(name);
  return PhpArray.of(
    [...object.properties]
      .filter(([name]) => !hidden.has(name))
      .map(([name, ref]) => [name, ref.value] as const),
  );
}

/** Interfaces and classes of PHP and the framework that give an object no properties. */
export function hasNoProperties(name: string): boolean {
  return /^(countable|arrayaccess|iteratoraggregate|iterator|traversable|stringable|jsonserializable|unitenum|backedenum|illuminate\\database\\migrations\\migration)$/i.test(
    name,
  );
}

/** Base classes and traits that are not the project's own, nearest first. */
export function frameworkAncestors(php: Interpreter, declaration: ClassDeclaration): string[] {
  const found: string[] = [];
  const seen = new Set<ClassDeclaration>();
  const visit = (current: ClassDeclaration) => {
    if (seen.has(current)) return;
    seen.add(current);
    for (const name of [
      ...current.traits,
      ...(current.parent === null ? [] : [current.parent]),
      ...current.interfaces,
    ]) {
      const ancestor = classByName(php, name);
      if (ancestor === undefined) found.push(name);
      else visit(ancestor);
    }
  };
  visit(declaration);
  return found;
}

function closureMethod(
  php: Interpreter,
  object: PhpClosure | NativeCallable,
  name: string,
  args: CallArguments,
  site: CallSiteAt,
): PhpValue {
  switch (name.toLowerCase()) {
    case '__invoke':
      return invokeCallable(php, object, args, site);
    case 'call': {
      const [target = null, ...rest] = args.positional;
      const bound =
        object instanceof PhpClosure && target instanceof PhpInstance ? object.on(target) : object;
      return invokeCallable(php, bound, { ...args, positional: rest }, site);
    }
    case 'bindto': {
      const target = args.positional[0] ?? null;
      return object instanceof PhpClosure && (target === null || target instanceof PhpInstance)
        ? object.on(target)
        : object;
    }
    default:
      return php.host.outside(`Closure->${name}()`, args, site);
  }
}

function staticCall(
  php: Interpreter,
  node: AstNode,
  what: AstNode,
  list: readonly AstNode[],
  frame: Frame,
): PhpValue {
  const site = php.callSite(node, frame, list);
  const target = what.what.kind === 'name' || isReference(what.what) ? null : evaluate(php, what.what, frame);
  if (target instanceof PhpObject)
    return methodCall(php, target, propertyName(php, what.offset, frame), php.arguments(list, frame), site);
  const className = classNameOf(php, what.what, frame);
  const args = php.arguments(list, frame);
  if (className instanceof Unknown) return callOnUnknown(php, className, args, site);
  const name = propertyName(php, what.offset, frame);
  if (name instanceof Unknown) return callOnUnknown(php, name, args, site);
  return callStaticMethod(
    php,
    className,
    name,
    args,
    site,
    frame,
    isReference(what.what) ? what.what.kind : undefined,
  );
}

function isReference(node: AstNode): boolean {
  return node.kind === 'selfreference' || node.kind === 'parentreference' || node.kind === 'staticreference';
}

function callStaticMethod(
  php: Interpreter,
  className: string,
  name: string,
  args: CallArguments,
  site: CallSiteAt,
  frame: Frame,
  reference?: string,
): PhpValue {
  const declaration =
    classByName(php, className) ?? (frame.self?.name === className ? frame.self : undefined);
  if (declaration !== undefined) {
    const method = findMethod(php, declaration, name);
    if (method !== undefined) {
      const keepThis =
        !method.isStatic && frame.this !== null && (reference !== undefined || declaration === frame.self);
      return callDeclared(php, method.node, method.file, args, site, {
        self: method.declaredIn,
        static: reference === undefined ? declaration : (frame.static ?? declaration),
        this: keepThis ? frame.this : null,
        name: method.name,
      });
    }
    const own = enumMethod(php, declaration, name, args);
    if (own !== undefined) return own;
    if (reference === 'parentreference' && frame.this instanceof PhpInstance) {
      const inherited = exceptionMethod(php, frame.this, name, args);
      if (inherited !== undefined) return inherited;
    }
    const magic = findMethod(php, declaration, '__callStatic');
    if (magic !== undefined && reference !== 'parentreference') {
      const passed = { positional: [name, PhpArray.list(args.positional)], named: new Map() };
      return callDeclared(php, magic.node, magic.file, passed, site, {
        self: magic.declaredIn,
        static: declaration,
        this: null,
        name: '__callStatic',
      });
    }
    const ancestors = frameworkAncestors(php, declaration);
    if (reference !== undefined && reference !== 'staticreference' && frame.this !== null) {
      // `parent::x()` in an object calls what it inherits
      for (const ancestor of ancestors) {
        const value = php.host.inheritedMethod(frame.this, ancestor, name, args, site);
        if (value !== undefined) return value;
      }
    }
    // a class of the project's own may be a model, or extend a facade
    for (const candidate of [className, ...ancestors]) {
      const value = php.host.callStatic(candidate, name, args, site);
      if (value !== undefined) return value;
    }
  }
  if (reference === 'parentreference' && frame.this !== null) {
    const inherited =
      frame.this instanceof PhpInstance ? exceptionMethod(php, frame.this, name, args) : undefined;
    if (inherited !== undefined) return inherited;
    const value = php.host.inheritedMethod(frame.this, className, name, args, site);
    if (value !== undefined) return value;
  }
  return orElse(php.host.callStatic(className, name, args, site), () =>
    php.host.outside(`${className}::${name}()`, args, site),
  );
}

/** `cases()`, `from()` and `tryFrom()` of an enum. */
function enumMethod(
  php: Interpreter,
  declaration: ClassDeclaration,
  name: string,
  args: CallArguments,
): PhpValue | undefined {
  if (declaration.kind !== 'enum') return undefined;
  const cases = [...declaration.cases.keys()].map((item) => enumCase(php, declaration, item));
  switch (name.toLowerCase()) {
    case 'cases':
      return PhpArray.list(cases);
    case 'from':
    case 'tryfrom': {
      const wanted = argument(args, 0, 'value') ?? null;
      if (wanted instanceof Unknown) return wanted;
      const found = cases.find((item) => looselyEqual(item.value ?? null, wanted) === true);
      if (found !== undefined || name.toLowerCase() === 'tryfrom') return found ?? null;
      const shown = typeof wanted === 'string' ? `"${wanted}"` : String(toText(wanted));
      const message = `${shown} is not a valid backing value for enum ${declaration.name}`;
      throw new PhpThrow(new PhpException('ValueError', message), message);
    }
    default:
      return undefined;
  }
}

/** The class that `Name::`, `self::`, `static::`, `parent::`, `$object::` or `new` means. */
export function classNameOf(php: Interpreter, node: AstNode, frame: Frame): string | Unknown {
  switch (node.kind) {
    case 'selfreference':
      return frame.self?.name ?? new Unknown('self outside of a class');
    case 'staticreference':
      return (frame.static ?? frame.self)?.name ?? new Unknown('static outside of a class');
    case 'parentreference':
      return frame.self?.parent ?? new Unknown('parent outside of a class');
    case 'name': {
      const name = nameText(node) ?? '';
      if (name.toLowerCase() === 'self') return frame.self?.name ?? new Unknown('self outside of a class');
      if (name.toLowerCase() === 'static')
        return (frame.static ?? frame.self)?.name ?? new Unknown('static outside of a class');
      if (name.toLowerCase() === 'parent')
        return frame.self?.parent ?? new Unknown('parent outside of a class');
      return resolveClassName(name, node.resolution, frame.file);
    }
    case 'identifier':
      return nameText(node) ?? '';
    default: {
      const value = evaluate(php, node, frame);
      if (value instanceof PhpObject) return value.className;
      return toText(value);
    }
  }
}

export function create(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  php.step();
  const list = nodes(node.arguments);
  const site = php.callSite(node, frame, list);
  if (node.what.kind === 'class') {
    return instantiate(php, declareAnonymous(php, node.what, frame.file), php.arguments(list, frame), site);
  }
  const className = classNameOf(php, node.what, frame);
  const args = php.arguments(list, frame);
  if (className instanceof Unknown) return callOnUnknown(php, className, args, site);
  if (className.toLowerCase() === 'stdclass') return new PhpInstance(STANDARD_CLASS);
  const known = php.host.construct(className, args, site);
  if (known !== undefined) return known;
  const declaration =
    classByName(php, className) ?? (frame.self?.name === className ? frame.self : undefined);
  if (declaration !== undefined) return instantiate(php, declaration, args, site);
  if (isExceptionClass(className)) return PhpException.made(className, args);
  return php.host.outside(`new ${className}()`, args, site);
}

export function instantiate(
  php: Interpreter,
  declaration: ClassDeclaration,
  args: CallArguments,
  site: CallSiteAt,
): PhpInstance {
  const object = new PhpInstance(declaration);
  giveText(php, object);
  const initializer = findMethod(php, declaration, '__construct');
  if (initializer === undefined) {
    exceptionMethod(php, object, '__construct', args);
  } else {
    callDeclared(php, initializer.node, initializer.file, args, site, {
      self: initializer.declaredIn,
      static: declaration,
      this: object,
      name: '__construct',
    });
  }
  return object;
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
      functionName: '{closure}',
      maybe: null,
      statics: callable.statics,
      args: args.positional,
    };
    bindParameters(php, nodes(callable.node.arguments), args, frame);
    if (callable.node.kind === 'arrowfunc') return evaluate(php, callable.node.body, frame);
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

function bindParameters(
  php: Interpreter,
  parameters: readonly AstNode[],
  args: CallArguments,
  frame: Frame,
): void {
  const refs = (args as Partial<PreparedArguments>).refs;
  for (const [position, parameter] of parameters.entries()) {
    const name = nameText(parameter.name) ?? '';
    if (parameter.variadic === true) {
      const rest = PhpArray.list(args.positional.slice(position));
      const taken = new Set(parameters.map((other) => nameText(other.name) ?? ''));
      for (const [key, value] of args.named) if (!taken.has(key)) rest.set(key, value);
      frame.variables.set(name, { value: rest });
      return;
    }
    const ref = refs?.[position];
    if (parameter.byref === true && ref !== undefined) {
      writeReference(ref, ref.value);
      frame.variables.set(name, ref);
      continue;
    }
    const passed = argument(args, position, name);
    if (passed !== undefined) frame.variables.set(name, { value: copied(passed) });
    else
      frame.variables.set(name, {
        value:
          parameter.value == null
            ? new Unknown(`the argument $${name}, which is not passed`)
            : evaluate(php, parameter.value, frame),
      });
  }
}

/** A class of the project by name; the declaration being evaluated is found by the host, too. */
export function classByName(php: Interpreter, name: string): ClassDeclaration | undefined {
  return php.declared.get(name.toLowerCase()) ?? php.host.loadClass(name);
}

/** Declares an anonymous class, so that `self::` and `static::` find it. */
export function declareAnonymous(php: Interpreter, node: AstNode, file: FileContext): ClassDeclaration {
  const declaration = declareClass({ ...node, isAnonymous: true }, file);
  php.declared.set(declaration.name.toLowerCase(), declaration);
  return declaration;
}

/** A method by name, through traits and base classes. */
export function findMethod(
  php: Interpreter,
  declaration: ClassDeclaration,
  name: string,
  seen = new Set<ClassDeclaration>(),
): MethodDeclaration | undefined {
  if (seen.has(declaration)) return undefined;
  seen.add(declaration);
  const key = name.toLowerCase();
  const own = declaration.methods.get(key);
  if (own !== undefined) return own;
  // a trait's method belongs to the class that uses it
  for (const { trait, method, alias } of declaration.traitAliases) {
    if (alias !== key) continue;
    for (const candidate of trait === null ? declaration.traits : [trait]) {
      const used = classByName(php, candidate);
      const found = used && findMethod(php, used, method);
      if (found !== undefined) return { ...found, declaredIn: declaration };
    }
  }
  for (const trait of declaration.traits) {
    if (declaration.traitExclusions.has(`${trait}::${name}`.toLowerCase())) continue;
    const used = classByName(php, trait);
    const found = used && findMethod(php, used, name, seen);
    if (found !== undefined && found.node.isAbstract !== true) return { ...found, declaredIn: declaration };
  }
  const parent = declaration.parent === null ? undefined : classByName(php, declaration.parent);
  return parent && findMethod(php, parent, name, seen);
}

/** A frame in which a class's own constant expressions are evaluated. */
export function classFrame(declaration: ClassDeclaration): Frame {
  return {
    variables: new Map(),
    file: declaration.file,
    self: declaration,
    static: declaration,
    this: null,
    callNode: null,
    caller: null,
    functionName: '',
    maybe: null,
  };
}

interface Ancestor {
  /** Where the member is declared: the class or a trait that it uses. */
  readonly from: ClassDeclaration;
  /** The class whose member it is. */
  readonly holder: ClassDeclaration;
}

function ancestry(
  php: Interpreter,
  declaration: ClassDeclaration,
  holder: ClassDeclaration = declaration,
  seen = new Set<ClassDeclaration>(),
): Ancestor[] {
  if (seen.has(declaration)) return [];
  seen.add(declaration);
  const found: Ancestor[] = [{ from: declaration, holder }];
  for (const name of declaration.traits) {
    const trait = classByName(php, name);
    if (trait !== undefined) found.push(...ancestry(php, trait, holder, seen));
  }
  const parent = declaration.parent === null ? undefined : classByName(php, declaration.parent);
  if (parent !== undefined) found.push(...ancestry(php, parent, parent, seen));
  return found;
}

/** A property's place in an object, made from its declaration when first used. */
export function instanceProperty(php: Interpreter, object: PhpInstance, name: string): Ref | undefined {
  const existing = object.properties.get(name);
  if (existing !== undefined) return existing;
  for (const { from, holder } of ancestry(php, object.declaration)) {
    const property = from.properties.get(name);
    if (property === undefined || property.isStatic) continue;
    const ref: Ref = {
      value: property.value === null ? null : evaluate(php, property.value, memberFrame(from, holder)),
    };
    object.properties.set(name, ref);
    return ref;
  }
  return undefined;
}

export function staticProperty(php: Interpreter, className: string, name: string): Ref | undefined {
  const start = classByName(php, className);
  if (start === undefined) return undefined;
  for (const { from, holder } of ancestry(php, start)) {
    const property = from.properties.get(name);
    if (property === undefined || !property.isStatic) continue;
    const existing = holder.statics.get(name);
    if (existing !== undefined) return existing;
    const ref: Ref = {
      value: property.value === null ? null : evaluate(php, property.value, memberFrame(from, holder)),
    };
    holder.statics.set(name, ref);
    return ref;
  }
  return undefined;
}

/** Names in a trait's member are the trait's file's; `self` is the class that uses it. */
function memberFrame(from: ClassDeclaration, holder: ClassDeclaration): Frame {
  return { ...classFrame(from), self: holder, static: holder };
}
