/** Calls: functions, methods, static methods, constructors, callables. */
import type { Span } from '../schema/index.ts';
import { type AstNode, nameText, nodes } from './ast.ts';
import { CallSiteAt, type PreparedArguments } from './call-site.ts';
import {
  ANONYMOUS,
  type ClassDeclaration,
  declareClass,
  type MethodDeclaration,
  PhpEnumCase,
  PhpInstance,
} from './classes.ts';
import { NativeCallable, PhpClosure } from './closures.ts';
import { PhpException } from './exceptions.ts';
import { copied, enumCase, evaluate, iterable, propertyName } from './expressions.ts';
import { callBuiltin } from './functions/index.ts';
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
      positional.push(copied(evaluate(php, item, frame)));
    }
  }
  return { positional, named, refs };
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
      if (what.offset.kind !== 'identifier' && object instanceof PhpInstance && typeof name === 'string') {
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
  if (name.toLowerCase() === 'func_get_args') return new Unknown('func_get_args()', spanOfNode(node));
  return callFunctionByName(php, name, frame.file, php.arguments(list, frame), site);
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
    const declared = php.host.loadFunction(candidate.toLowerCase());
    if (declared !== undefined) {
      return callDeclared(php, declared.node, declared.file, args, site, {
        self: null,
        static: null,
        this: null,
        name: candidate,
      });
    }
  }
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
  if (object === null) return new Unknown(`->${name}() is called on null`, spanOfNode(site.node));
  if (!(object instanceof PhpObject))
    return new Unknown(`->${name}() is called on something that is no object`, spanOfNode(site.node));
  if (object instanceof PhpInstance) return instanceCall(php, object, name, args, site);
  if (object instanceof PhpClosure || object instanceof NativeCallable)
    return closureMethod(php, object, name, args, site);
  if (object instanceof PhpEnumCase) {
    const method = findMethod(php, object.declaration, name);
    if (method !== undefined) {
      const self = new PhpInstance(object.declaration);
      self.setProperty('name', object.name);
      if (object.value !== undefined) self.setProperty('value', object.value);
      return callDeclared(php, method.node, method.file, args, site, {
        self: method.declaredIn,
        static: object.declaration,
        this: self,
        name,
      });
    }
  }
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
    php.uncertain ??= reason;
    try {
      const parameters = nodes(value.node.arguments).map(() => new Unknown(reason, spanOfNode(site.node)));
      site.invoke(value, parameters);
    } catch (error) {
      if (!(error instanceof PhpThrow)) throw error;
    } finally {
      php.uncertain = outer;
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
  const method = findMethod(php, object.declaration, name);
  if (method !== undefined) {
    return callDeclared(php, method.node, method.file, args, site, {
      self: method.declaredIn,
      static: object.declaration,
      this: method.isStatic ? null : object,
      name: method.name,
    });
  }
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
    case 'call':
      return invokeCallable(php, object, { ...args, positional: args.positional.slice(1) }, site);
    case 'bindto':
      return object;
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
    for (const ancestor of frameworkAncestors(php, declaration)) {
      // `parent::x()` in an object calls what it inherits; a class of its own may also extend a facade
      const inherited =
        reference !== undefined && reference !== 'staticreference' && frame.this !== null
          ? php.host.inheritedMethod(frame.this, ancestor, name, args, site)
          : undefined;
      const value = inherited === undefined ? php.host.callStatic(ancestor, name, args, site) : inherited;
      if (value !== undefined) return value;
    }
  }
  if (reference === 'parentreference' && frame.this !== null) {
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
      throw new PhpThrow(
        new PhpException('ValueError', 'not a member of the enum'),
        'not a member of the enum',
      );
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
  const known = php.host.construct(className, args, site);
  if (known !== undefined) return known;
  const declaration =
    classByName(php, className) ?? (frame.self?.name === className ? frame.self : undefined);
  if (declaration !== undefined) return instantiate(php, declaration, args, site);
  return php.host.outside(`new ${className}()`, args, site);
}

export function instantiate(
  php: Interpreter,
  declaration: ClassDeclaration,
  args: CallArguments,
  site: CallSiteAt,
): PhpInstance {
  const object = new PhpInstance(declaration);
  const initializer = findMethod(php, declaration, '__construct');
  if (initializer !== undefined) {
    for (const [position, parameter] of nodes(initializer.node.arguments).entries()) {
      if (!(parameter.flags > 0)) continue;
      const name = nameText(parameter.name) ?? '';
      const passed = argument(args, position, name);
      object.setProperty(
        name,
        orElse(passed, () =>
          parameter.value == null ? null : evaluate(php, parameter.value, classFrame(declaration)),
        ),
      );
    }
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
      variables: new Map(callable.bound),
      file: callable.file,
      self: callable.self,
      static: callable.static,
      this: callable.this,
      callNode: site.node,
      caller: site.frame,
      functionName: '{closure}',
      maybe: null,
    };
    bindParameters(php, nodes(callable.node.arguments), args, frame);
    if (callable.node.kind === 'arrowfunc') return evaluate(php, callable.node.body, frame);
    const value = php.callBody(callable.node.body, frame);
    php.settle(frame);
    return value;
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
  return new Unknown('something is called that is not callable', spanOfNode(site.node));
}

interface Receiver {
  readonly self: ClassDeclaration | null;
  readonly static: ClassDeclaration | null;
  readonly this: PhpInstance | null;
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
  };
  bindParameters(php, nodes(node.arguments), args, frame);
  const value = php.callBody(node.body ?? null, frame);
  php.settle(frame);
  return value;
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
      for (const [key, value] of args.named) rest.set(key, value);
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
        value: parameter.value == null ? null : evaluate(php, parameter.value, frame),
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
  const own = declaration.methods.get(name.toLowerCase());
  if (own !== undefined) return own;
  for (const trait of declaration.traits) {
    const used = classByName(php, trait);
    const found = used && findMethod(php, used, name, seen);
    // a trait's method belongs to the class that uses it
    if (found !== undefined) return { ...found, declaredIn: declaration };
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

function ancestry(
  php: Interpreter,
  declaration: ClassDeclaration,
  seen = new Set<ClassDeclaration>(),
): ClassDeclaration[] {
  if (seen.has(declaration)) return [];
  seen.add(declaration);
  const further = [...declaration.traits, ...(declaration.parent === null ? [] : [declaration.parent])];
  return [
    declaration,
    ...further.flatMap((name) => {
      const found = classByName(php, name);
      return found === undefined ? [] : ancestry(php, found, seen);
    }),
  ];
}

/** A property's place in an object, made from its declaration when first used. */
export function instanceProperty(php: Interpreter, object: PhpInstance, name: string): Ref | undefined {
  const existing = object.properties.get(name);
  if (existing !== undefined) return existing;
  for (const declaration of ancestry(php, object.declaration)) {
    const property = declaration.properties.get(name);
    if (property === undefined || property.isStatic) continue;
    const ref: Ref = {
      value: property.value === null ? null : evaluate(php, property.value, classFrame(declaration)),
    };
    object.properties.set(name, ref);
    return ref;
  }
  return undefined;
}

export function staticProperty(php: Interpreter, className: string, name: string): Ref | undefined {
  const start = classByName(php, className);
  if (start === undefined) return undefined;
  for (const declaration of ancestry(php, start)) {
    const existing = declaration.statics.get(name);
    if (existing !== undefined) return existing;
    const property = declaration.properties.get(name);
    if (property === undefined || !property.isStatic) continue;
    const ref: Ref = {
      value: property.value === null ? null : evaluate(php, property.value, classFrame(declaration)),
    };
    declaration.statics.set(name, ref);
    return ref;
  }
  return undefined;
}
