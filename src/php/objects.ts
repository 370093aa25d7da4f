/** Objects: made, copied, gone over, and the methods that PHP itself gives them. */
import { type AstNode, nameText, nodes } from './ast.ts';
import type { CallSiteAt } from './call-site.ts';
import { type ClassDeclaration, PhpInstance, STANDARD_CLASS } from './classes.ts';
import { isExceptionClass, PhpException } from './exceptions.ts';
import { copied, enumCase, evaluate, iterable } from './expressions.ts';
import type { Interpreter } from './interpreter.ts';
import { callDeclared, callOnUnknown, nowhere } from './invoke.ts';
import {
  ancestry,
  classByName,
  declareAnonymous,
  findMethod,
  frameworkAncestors,
  hasNoProperties,
  instanceProperty,
  materialize,
} from './members.ts';
import { looselyEqual, toText } from './operators.ts';
import { type Frame, resolveClassName } from './scope.ts';
import {
  argument,
  type CallArguments,
  PhpArray,
  PhpObject,
  PhpThrow,
  type PhpValue,
  Unknown,
} from './values.ts';

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
export function exceptionMethod(
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

/** `cases()`, `from()` and `tryFrom()` of an enum. */
export function enumMethod(
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
