/** Calls: functions, methods, static methods, constructors, callables. */
import { type AstNode, nameText, nodes } from './ast.ts';
import type { CallSiteAt } from './call-site.ts';
import { ANONYMOUS, PhpInstance } from './classes.ts';
import { NativeCallable, PhpClosure } from './closures.ts';
import { chained, evaluate, propertyName } from './expressions.ts';
import { callBuiltin } from './functions/index.ts';

import type { Interpreter } from './interpreter.ts';
import { callDeclared, callOnUnknown, invokeCallable } from './invoke.ts';
import { classByName, findMethod, frameworkAncestors, instanceProperty } from './members.ts';
import { classNameOf, enumMethod, exceptionMethod } from './objects.ts';
import { debugType, raise } from './operators.ts';
import { extract, reflection } from './reflection.ts';
import { type FileContext, type Frame, variable } from './scope.ts';
import { spanOfNode } from './span.ts';
import { type CallArguments, orElse, PhpArray, PhpObject, type PhpValue, Unknown } from './values.ts';

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
      const object = receiver(php, node, what, frame);
      if (object === undefined) return null;
      const name = propertyName(php, what.offset, frame);
      // before the arguments, as PHP does
      if (isNoObject(object) && typeof name === 'string') calledOn(object, name);
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
      const value = methodCall(php, object, name, args, php.callSite(node, frame, list));
      php.shortCircuited = undefined;
      return value;
    }
    case 'staticlookup':
      return staticCall(php, node, what, list, frame);
    default: {
      const callable = evaluate(php, what, frame);
      return invokeCallable(php, callable, php.arguments(list, frame), php.callSite(node, frame, list));
    }
  }
}

/** What a method is called on; undefined: nothing is called, since a `?->` before it has found null. */
function receiver(php: Interpreter, node: AstNode, lookup: AstNode, frame: Frame): PhpValue | undefined {
  const { what } = lookup;
  // null where nothing is assigned, or else what code that cannot be seen has written through a reference
  if (what.kind === 'variable' && isUnset(what, frame))
    return new Unknown(`$${what.name}, which is given no value here`, spanOfNode(what));
  return chained(php, node, what, lookup.kind === 'nullsafepropertylookup', frame);
}

function isUnset({ name }: AstNode, frame: Frame): boolean {
  return typeof name === 'string' && name !== 'this' && !frame.variables.has(name);
}

function isNoObject(value: PhpValue): boolean {
  return !(value instanceof PhpObject || value instanceof Unknown);
}

/** zend_invalid_method_call() of PHP 8.0 to 8.2; later ones name the type in other words for true and false. */
function calledOn(value: PhpValue, method: string): never {
  return raise('Error', `Call to a member function ${method}() on ${debugType(value)}`);
}

function firstClassCallable(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const what: AstNode = node.what;
  if (what.kind === 'propertylookup') {
    const object = receiver(php, node, what, frame) ?? null;
    const name = propertyName(php, what.offset, frame);
    if (isNoObject(object) && typeof name === 'string') calledOn(object, name);
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

export function callFunctionByName(
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
  if (!(object instanceof PhpObject)) return calledOn(object, name);
  if (object instanceof PhpInstance) return instanceCall(php, object, name, args, site);
  if (object instanceof PhpClosure || object instanceof NativeCallable)
    return closureMethod(php, object, name, args, site);
  const added = php.host.addedMethod(object, name);
  if (added !== undefined) return invokeCallable(php, added.on(object), args, site);
  return orElse(object.callMethod(name, args, site), () =>
    php.host.outside(`${object.className}->${name}()`, args, site, object),
  );
}

export function instanceCall(
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

export function callStaticMethod(
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
