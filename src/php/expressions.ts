/** Expressions: values, variables, properties, arrays, assignment. Calls are in calls.ts. */
import { type AstNode, nameText, nodes } from './ast.ts';
import * as calls from './calls.ts';
import { type ClassDeclaration, PhpEnumCase, PhpInstance, standardObject } from './classes.ts';
import { PhpClosure } from './closures.ts';
import { constantOf } from './constants.ts';
import { PhpException } from './exceptions.ts';
import type { Interpreter } from './interpreter.ts';
import * as invoking from './invoke.ts';
import * as members from './members.ts';
import * as objects from './objects.ts';
import {
  binary,
  cast,
  concatenated,
  increment,
  looselyEqual,
  negate,
  not,
  toBool,
  toNumber,
  toText,
} from './operators.ts';
import { ComputedRef, ElementRef, type Frame, type Ref, variable, writableArray } from './scope.ts';
import { spanOfNode } from './span.ts';
import { orElse, PhpArray, PhpObject, PhpThrow, type PhpValue, Unknown } from './values.ts';
import { spend } from './work.ts';

export const looseEquality = looselyEqual;

export function sameValue(a: PhpValue, b: PhpValue): boolean {
  if (a === b) return true;
  if (a instanceof Unknown || b instanceof Unknown) return false;
  if (a instanceof PhpArray && b instanceof PhpArray) {
    return (
      a.size === b.size &&
      [...a.entries].every(([key, value]) => b.has(key) && sameValue(value, b.get(key) ?? null))
    );
  }
  return false;
}

export function evaluate(php: Interpreter, node: AstNode | undefined, frame: Frame): PhpValue {
  spend(1);
  // after a syntax error a node may be of another kind than its place promises
  if (node === undefined) return new Unknown('code that could not be parsed');
  switch (node.kind) {
    case 'string':
      return String(node.value);
    case 'nowdoc':
      return String(node.value);
    case 'encapsed':
      return interpolate(php, node, frame);
    case 'encapsedpart':
      return evaluate(php, node.expression, frame);
    case 'number':
      return parseNumber(node.value);
    case 'boolean':
      return node.value === true;
    case 'nullkeyword':
      return null;
    case 'array':
      return arrayLiteral(php, node, frame);
    case 'variable':
      return readVariable(php, node, frame);
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return readProperty(php, node, frame);
    case 'staticlookup':
      return readStatic(php, node, frame);
    case 'offsetlookup':
      return readOffset(php, node, frame);
    case 'call':
      return calls.call(php, node, frame);
    case 'new':
      return objects.create(php, node, frame);
    case 'closure':
    case 'arrowfunc':
      return PhpClosure.from(node, frame);
    case 'bin':
      return binaryExpression(php, node, frame);
    case 'unary':
      return unary(php, node, frame);
    case 'pre':
    case 'post': {
      const old = evaluate(php, node.what, frame);
      const next = increment(old, node.type === '+' || node.type === '++' ? 1 : -1);
      assign(php, node.what, next, frame);
      return node.kind === 'pre' ? next : old;
    }
    case 'assign':
      return assignment(php, node, frame);
    case 'assignref':
      return assignReference(php, node, frame);
    case 'retif':
      return ternary(php, node, frame);
    case 'match':
      return matchExpression(php, node, frame);
    case 'silent':
    case 'parenthesis':
      return evaluate(php, node.expr ?? node.inner, frame);
    case 'cast':
      return castTo(php, node.type, evaluate(php, node.expr, frame));
    case 'isset':
      return issetAll(php, nodes(node.variables), frame);
    case 'empty':
      return not(toBool(evaluate(php, node.expression, frame)));
    case 'name':
      return constant(php, node, frame);
    case 'magic':
      return magic(node, frame);
    case 'throw':
      return php.throwValue(evaluate(php, node.what, frame));
    case 'clone': {
      const value = evaluate(php, node.what, frame);
      if (value instanceof PhpInstance) return objects.clone(php, value, php.callSite(node, frame, []));
      if (!(value instanceof PhpObject)) return new Unknown('a cloned object', spanOfNode(node));
      return value.isInstanceOf('Closure')
        ? value
        : (value.clone() ?? new Unknown('a cloned object', spanOfNode(node)));
    }
    case 'print':
      evaluate(php, node.expression, frame);
      return 1;
    case 'include':
      return invoking.include(php, node, frame);
    case 'exit':
      php.host.notUnderstood('the migration ends the process with exit()', node, frame.file);
      return null;
    case 'eval':
      php.host.notUnderstood('eval() runs code that is not in the source', node, frame.file);
      return new Unknown('the result of eval()', spanOfNode(node));
    case 'yield':
    case 'yieldfrom':
      return yieldValue(php, node, frame);
    case 'entry':
      return evaluate(php, node.value, frame);
    case 'identifier':
      // the bare word of "$array[key]"
      return nameText(node) ?? '';
    case 'expressionstatement':
      return evaluate(php, node.expression, frame);
    case 'selfreference':
    case 'staticreference':
    case 'parentreference':
      return node.kind === 'selfreference' ? (frame.self?.name ?? null) : (frame.static?.name ?? null);
    default:
      return new Unknown(`PHP syntax that is not evaluated (${node.kind})`, spanOfNode(node));
  }
}

function parseNumber(value: unknown): PhpValue {
  const text = String(value).replaceAll('_', '').toLowerCase();
  const number = /^0[0-7]+$/.test(text)
    ? Number.parseInt(text, 8)
    : /^0o[0-7]+$/.test(text)
      ? Number.parseInt(text.slice(2), 8)
      : Number(text);
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER && !/[.e]/.test(/^0x/.test(text) ? '' : text))
    return new Unknown(`the number ${text}, which is too large to be calculated with`);
  return number;
}

/** A generator is run to its end when it is made; its values are an array from then on. */
function yieldValue(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const value = node.value == null ? null : copied(evaluate(php, node.value, frame));
  if (frame.yielded === undefined) return new Unknown('what is sent into a generator', spanOfNode(node));
  if (node.kind === 'yieldfrom') {
    const all = iterable(php, value);
    if (all instanceof Unknown) frame.yielded.push(all);
    else for (const [key, item] of all.entries) frame.yielded.set(key, item);
  } else if (node.key == null) frame.yielded.push(value);
  else {
    const key = keyOf(evaluate(php, node.key, frame));
    if (key instanceof Unknown) frame.yielded.push(key);
    else frame.yielded.set(key, value);
  }
  return null;
}

function castTo(php: Interpreter, type: string, value: PhpValue): PhpValue {
  if (value instanceof PhpInstance && type === 'array') {
    members.materialize(php, value);
    return PhpArray.of([...value.properties].map(([name, ref]) => [name, copied(ref.value)] as const));
  }
  if (value instanceof PhpObject && type === 'array') return iterate(php, value);
  if (type === 'object' && value instanceof PhpArray)
    return standardObject([...value.entries].map(([key, item]) => [key, copied(item)] as const));
  if (type === 'object' && value === null) return standardObject([]);
  return cast(type, value);
}

function interpolate(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  let text = '';
  for (const part of nodes(node.value)) {
    const value = toText(evaluate(php, part, frame));
    if (value instanceof Unknown) return new Unknown(value.reason, value.span ?? spanOfNode(part));
    const longer = concatenated(text, value);
    if (longer instanceof Unknown) return longer;
    text = longer;
  }
  return text;
}

function arrayLiteral(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const array = new PhpArray();
  for (const item of nodes(node.items)) {
    if (item.kind === 'noop') continue;
    if (item.kind === 'variadic' || item.unpack === true) {
      const spread = iterable(php, evaluate(php, item.what ?? item.value, frame));
      if (spread instanceof Unknown) return spread;
      for (const [key, value] of spread.entries)
        typeof key === 'number' ? array.push(value) : array.set(key, value);
      continue;
    }
    if (item.byRef === true) {
      const unknown = new Unknown('an array that holds a reference', spanOfNode(item));
      place(php, item.value, frame).value = unknown;
      return unknown;
    }
    const entry = item.kind === 'entry' ? item : { ...item, key: null, value: item };
    // PHP reads a variable that is the key only after the value
    const early = entry.key == null || entry.key.kind === 'variable' ? null : evaluate(php, entry.key, frame);
    const value = copied(evaluate(php, entry.value, frame));
    if (entry.key == null) array.push(value);
    else {
      const name = keyOf(entry.key.kind === 'variable' ? evaluate(php, entry.key, frame) : early);
      if (name instanceof Unknown) return name;
      array.set(name, value);
    }
  }
  return array;
}

export function copied(value: PhpValue): PhpValue {
  return value instanceof PhpArray ? value.copy() : value;
}

export function keyOf(value: PhpValue): string | number | Unknown {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : 0;
  if (typeof value === 'boolean') return Number(value);
  const text = toText(value);
  return text;
}

/** The array that `foreach`, spread and the like go over. */
export function iterable(php: Interpreter, value: PhpValue): PhpArray | Unknown {
  if (value instanceof PhpArray) return value;
  if (value instanceof Unknown) return value;
  if (value instanceof PhpObject) return iterate(php, value);
  return new Unknown('something that is not an array is gone over');
}

/** An object's elements: collections answer `all`. */
export function iterate(php: Interpreter, object: PhpObject): PhpArray | Unknown {
  if (object instanceof PhpInstance) return objects.elements(php, object);
  const all = object.callMethod('all', { positional: [], named: new Map() }, invoking.nowhere(php));
  if (all instanceof PhpArray) return all;
  return all instanceof Unknown ? all : new Unknown(`an object of class ${object.className} is gone over`);
}

function readVariable(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const name = variableName(php, node, frame);
  if (name instanceof Unknown) return name;
  if (name === 'this') return frame.this ?? new Unknown('$this outside of an object');
  const ref = frame.variables.get(name);
  return ref === undefined ? null : ref.value;
}

function variableName(php: Interpreter, node: AstNode, frame: Frame): string | Unknown {
  if (typeof node.name === 'string') return node.name;
  return toText(evaluate(php, node.name, frame));
}

export function propertyName(php: Interpreter, offset: AstNode, frame: Frame): string | Unknown {
  if (offset.kind === 'identifier' || offset.kind === 'name') return nameText(offset) ?? '';
  return toText(evaluate(php, offset, frame));
}

/**
 * What `node`, a link of a chain of `->` and `[…]`, is applied to. Undefined: a `?->` has found null, so that the whole
 * chain is null, whatever else hangs on it.
 */
export function chained(
  php: Interpreter,
  node: AstNode,
  what: AstNode,
  nullsafe: boolean,
  frame: Frame,
): PhpValue | undefined {
  return linked(php, node, what, nullsafe, evaluate(php, what, frame));
}

function linked(php: Interpreter, node: AstNode, what: AstNode, nullsafe: boolean, value: PhpValue) {
  const cut = value === null && (nullsafe || php.shortCircuited === what);
  php.shortCircuited = cut ? node : undefined;
  return cut ? undefined : value;
}

function readProperty(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const object = chained(php, node, node.what, node.kind === 'nullsafepropertylookup', frame);
  if (object === undefined || object === null) return null;
  if (object instanceof Unknown) return object;
  const name = propertyName(php, node.offset, frame);
  if (name instanceof Unknown) return name;
  if (object instanceof PhpInstance) {
    const ref = members.instanceProperty(php, object, name);
    if (ref !== undefined) return ref.value;
    const site = php.callSite(node, frame, []);
    const magic = objects.magicCall(php, object, '__get', [name], site);
    if (magic !== undefined) return magic;
    if (members.frameworkAncestors(php, object.declaration).every(members.hasNoProperties)) return null;
    return new Unknown(`the property $${name} of ${object.className}`, spanOfNode(node));
  }
  if (object instanceof PhpObject) {
    return orElse(
      object.getProperty(name),
      () => new Unknown(`the property ${name} of ${object.className}`, spanOfNode(node)),
    );
  }
  return null;
}

function readStatic(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const className = objects.classNameOf(php, node.what, frame);
  if (className instanceof Unknown) return className;
  if (node.offset.kind === 'variable') {
    const property = nameText(node.offset) ?? '';
    const ref = members.staticProperty(php, className, property);
    if (ref !== undefined) return ref.value;
    return orElse(
      php.host.staticProperty(className, property),
      () => new Unknown(`the static property ${className}::$${property}`, spanOfNode(node)),
    );
  }
  const name = nameText(node.offset) ?? '';
  if (name.toLowerCase() === 'class') return className;
  const own = classConstant(php, className, name);
  if (own !== undefined) return own;
  return orElse(
    php.host.classConstant(className, name),
    () => new Unknown(`the constant ${className}::${name}`, spanOfNode(node)),
  );
}

/** A constant or enum case of a class of the project; undefined: no such class or constant. */
export function classConstant(
  php: Interpreter,
  className: string,
  name: string,
  seen = new Set<ClassDeclaration>(),
): PhpValue | undefined {
  const declaration = members.classByName(php, className);
  if (declaration === undefined) return php.host.classConstant(className, name);
  if (seen.has(declaration)) return undefined;
  seen.add(declaration);
  if (declaration.cases.has(name)) return enumCase(php, declaration, name);
  const node = declaration.constants.get(name);
  if (node !== undefined) return evaluate(php, node, members.classFrame(declaration));
  for (const ancestor of [...declaration.traits, ...declaration.interfaces, declaration.parent]) {
    if (ancestor === null) continue;
    const inherited = classConstant(php, ancestor, name, seen);
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

export function enumCase(php: Interpreter, declaration: ClassDeclaration, name: string): PhpEnumCase {
  const existing = declaration.caseObjects.get(name);
  if (existing !== undefined) return existing;
  const node = declaration.cases.get(name);
  const value = node == null ? undefined : evaluate(php, node, members.classFrame(declaration));
  const made = new PhpEnumCase(declaration, name, value);
  declaration.caseObjects.set(name, made);
  return made;
}

/** Evaluates what an element is read of; nested arrays on the way stay their owner's alone. */
function lookAt(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  if (node.kind !== 'offsetlookup' || node.offset == null || node.offset === false)
    return evaluate(php, node, frame);
  const container = lookAt(php, node.what, frame);
  if (!(container instanceof PhpArray)) return elementOf(php, node, container, frame);
  const key = keyOf(evaluate(php, node.offset, frame));
  return key instanceof Unknown ? key : (container.peek(key) ?? null);
}

function readOffset(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  return elementOf(php, node, lookAt(php, node.what, frame), frame);
}

function elementOf(php: Interpreter, node: AstNode, container: PhpValue, frame: Frame): PhpValue {
  if (linked(php, node, node.what, false, container) === undefined) return null;
  if (container instanceof Unknown) return container;
  if (node.offset == null || node.offset === false) return null;
  const offset = evaluate(php, node.offset, frame);
  if (container instanceof PhpArray) {
    const key = keyOf(offset);
    if (key instanceof Unknown) return key;
    return container.get(key) ?? null;
  }
  if (typeof container === 'string') {
    if (/[^\x00-\x7f]/.test(container))
      return new Unknown('a single byte of a text that is not ASCII', spanOfNode(node));
    if (typeof offset === 'string' && !/^-?\d+$/.test(offset)) return null;
    const index = toNumber(offset);
    if (index instanceof Unknown) return index;
    // outside of the text: PHP warns and gives '' (null where `??` and isset() ask)
    return container[index < 0 ? container.length + index : index] ?? null;
  }
  if (container instanceof PhpInstance) {
    const site = php.callSite(node, frame, []);
    return orElse(
      objects.magicCall(php, container, 'offsetGet', [offset], site),
      () => new Unknown(`an element of an object of class ${container.className}`, spanOfNode(node)),
    );
  }
  if (container instanceof PhpObject) {
    const value = container.callMethod(
      'offsetGet',
      { positional: [offset], named: new Map() },
      php.callSite(node, frame, []),
    );
    return orElse(
      value,
      () => new Unknown(`an element of an object of class ${container.className}`, spanOfNode(node)),
    );
  }
  return null;
}

function binaryExpression(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  switch (node.type) {
    case '&&':
    case 'and': {
      const left = toBool(evaluate(php, node.left, frame));
      if (left === false) {
        php.passOver(node.right, { condition: node.left, is: 'false' }, frame);
        return false;
      }
      const right =
        left === true ? evaluate(php, node.right, frame) : speculate(php, node.right, frame, left);
      const value = toBool(right);
      if (left === true) return value;
      return value === false ? false : left;
    }
    case '||':
    case 'or': {
      const left = toBool(evaluate(php, node.left, frame));
      if (left === true) {
        php.passOver(node.right, { condition: node.left, is: 'true' }, frame);
        return true;
      }
      const right =
        left === false ? evaluate(php, node.right, frame) : speculate(php, node.right, frame, left);
      const value = toBool(right);
      if (left === false) return value;
      return value === true ? true : left;
    }
    case '??': {
      const left = evaluate(php, node.left, frame);
      if (left instanceof Unknown) {
        speculate(php, node.right, frame, left);
        return left;
      }
      return left === null ? evaluate(php, node.right, frame) : left;
    }
    case 'instanceof': {
      const object = evaluate(php, node.left, frame);
      if (object instanceof Unknown) return object;
      if (!(object instanceof PhpObject)) return false;
      const className = objects.classNameOf(php, node.right, frame);
      return className instanceof Unknown ? className : php.isInstance(object, className);
    }
    case '|>': {
      const value = evaluate(php, node.left, frame);
      return php.callSite(node, frame, []).invoke(evaluate(php, node.right, frame), [value]);
    }
    default:
      return binary(node.type, evaluate(php, node.left, frame), evaluate(php, node.right, frame));
  }
}

/** Evaluates something that may not run, because what comes before it is not known. */
function speculate(php: Interpreter, node: AstNode, frame: Frame, why: Unknown): PhpValue {
  const outer = php.uncertain;
  const effects = php.host.effects();
  php.uncertain ??= why.reason;
  try {
    return php.marked(node, () => evaluate(php, node, frame));
  } catch (error) {
    if (!(error instanceof PhpThrow)) throw error;
    return new Unknown(why.reason, why.span);
  } finally {
    php.uncertain = outer;
    if (php.host.effects() > effects)
      php.host.notUnderstood(`a condition that cannot be known: ${why.reason}`, node, frame.file);
  }
}

function unary(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const value = evaluate(php, node.what, frame);
  if (value instanceof Unknown) return value;
  if (node.type === '!') return not(toBool(value));
  if (node.type === '-') return negate(value);
  const number = toNumber(value);
  if (number instanceof Unknown) return number;
  if (node.type === '~') return binary('^', number, -1);
  return number;
}

function ternary(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const test = evaluate(php, node.test, frame);
  const known = toBool(test);
  if (known instanceof Unknown) {
    const left = node.trueExpr == null ? test : speculate(php, node.trueExpr, frame, known);
    const right = speculate(php, node.falseExpr, frame, known);
    return sameValue(left, right) ? left : new Unknown(known.reason, known.span);
  }
  if (known) {
    php.passOver(node.falseExpr, { condition: node.test, is: 'true' }, frame);
    return node.trueExpr == null ? test : evaluate(php, node.trueExpr, frame);
  }
  php.passOver(node.trueExpr, { condition: node.test, is: 'false' }, frame);
  return evaluate(php, node.falseExpr, frame);
}

function matchExpression(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const subject = evaluate(php, node.cond, frame);
  const chosen = (arm: AstNode): PhpValue => {
    for (const other of nodes(node.arms))
      if (other !== arm) php.passOver(other.body, { condition: node.cond, is: 'something else' }, frame);
    return evaluate(php, arm.body, frame);
  };
  let fallback: AstNode | undefined;
  for (const arm of nodes(node.arms)) {
    if (arm.conds == null) {
      fallback = arm;
      continue;
    }
    for (const condition of nodes(arm.conds)) {
      const equal = toBool(binary('===', subject, evaluate(php, condition, frame)));
      if (equal instanceof Unknown) {
        for (const other of nodes(node.arms)) speculate(php, other.body, frame, equal);
        return new Unknown(equal.reason, equal.span);
      }
      if (equal) return chosen(arm);
    }
  }
  if (fallback !== undefined) return chosen(fallback);
  const message = `Unhandled match case ${matched(subject)}`;
  throw new PhpThrow(new PhpException('UnhandledMatchError', message), message);
}

function matched(value: PhpValue): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return String(toText(value));
  return `of type ${value instanceof PhpArray ? 'array' : value instanceof PhpObject ? value.className : ''}`;
}

function issetAll(php: Interpreter, list: readonly AstNode[], frame: Frame): PhpValue {
  for (const item of list) {
    const value = issetValue(php, item, frame);
    if (value instanceof Unknown) return value;
    if (value === null) return false;
  }
  return true;
}

/** What isset() looks at, through `offsetExists()` and `__isset()` where an object has them. */
function issetValue(php: Interpreter, item: AstNode, frame: Frame): PhpValue {
  if (item.kind === 'offsetlookup' && item.offset) {
    const container = evaluate(php, item.what, frame);
    if (container instanceof PhpObject) {
      const offset = evaluate(php, item.offset, frame);
      const site = php.callSite(item, frame, []);
      const exists =
        container instanceof PhpInstance
          ? objects.magicCall(php, container, 'offsetExists', [offset], site)
          : container.callMethod('offsetExists', { positional: [offset], named: new Map() }, site);
      if (exists instanceof Unknown) return exists;
      if (exists !== undefined) return toBool(exists) === true ? true : null;
    }
  }
  if (item.kind === 'propertylookup') {
    const object = evaluate(php, item.what, frame);
    const name = propertyName(php, item.offset, frame);
    if (object instanceof PhpInstance && typeof name === 'string') {
      const ref = members.instanceProperty(php, object, name);
      if (ref !== undefined) return ref.value;
      const exists = objects.magicCall(php, object, '__isset', [name], php.callSite(item, frame, []));
      if (exists instanceof Unknown) return exists;
      if (exists !== undefined && toBool(exists) !== true) return null;
    }
  }
  return evaluate(php, item, frame);
}

function constant(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const name = nameText(node) ?? '';
  switch (name.replace(/^\\/, '').toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
  }
  const full = frame.file.constants.get(name) ?? name.replace(/^\\/, '');
  return orElse(constantByName(php, full, frame.file.namespace), () => {
    return new Unknown(`the constant ${name}`, spanOfNode(node));
  });
}

/** A constant by its name as written in a namespace; undefined: there is none. */
export function constantByName(php: Interpreter, name: string, namespace = ''): PhpValue | undefined {
  const short = name.replace(/^.*\\/, '');
  const own = [`${namespace}\\${name}`, name, short].map((key) => php.constants.get(key.replace(/^\\/, '')));
  return own.find((value) => value !== undefined) ?? constantOf(short) ?? php.host.constant(short);
}

function magic(node: AstNode, frame: Frame): PhpValue {
  switch (String(node.value).toUpperCase()) {
    case '__CLASS__':
      return frame.self?.name ?? '';
    case '__FUNCTION__':
      return frame.functionName;
    case '__METHOD__':
      return frame.self === null || frame.functionName === '{closure}'
        ? frame.functionName
        : `${frame.self.name}::${frame.functionName}`;
    case '__NAMESPACE__':
      return frame.file.namespace;
    case '__LINE__':
      return node.loc?.start.line ?? 0;
    case '__FILE__':
      return `/${frame.file.file}`;
    case '__DIR__':
      return `/${frame.file.file}`.replace(/\/[^/]*$/, '');
    default:
      return new Unknown(`the constant ${node.value}`);
  }
}

function assignment(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const operator: string = node.operator ?? '=';
  if (operator === '=') {
    if (takesReferences(node.left)) {
      const value = new Unknown('a destructuring by reference', spanOfNode(node));
      assign(php, node.right, value, frame);
      assign(php, node.left, value, frame);
      return value;
    }
    const value = copied(evaluate(php, node.right, frame));
    assign(php, node.left, value, frame);
    return value;
  }
  if (operator === '??=') {
    const old = evaluate(php, node.left, frame);
    if (old !== null) return old;
    const value = copied(evaluate(php, node.right, frame));
    assign(php, node.left, value, frame);
    return value;
  }
  const value = binary(
    operator.slice(0, -1),
    evaluate(php, node.left, frame),
    evaluate(php, node.right, frame),
  );
  assign(php, node.left, value, frame);
  return value;
}

/** `[&$a] = …` */
function takesReferences(target: AstNode | null | undefined): boolean {
  if (target?.kind !== 'list' && target?.kind !== 'array') return false;
  return nodes(target.items).some(
    (item) =>
      item !== null && (item.byRef === true || item.value?.kind === 'byref' || takesReferences(item.value)),
  );
}

function assignReference(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const ref = place(php, node.right, frame);
  const { left } = node;
  if (left.kind === 'variable') {
    const name = variableName(php, left, frame);
    if (typeof name === 'string') frame.variables.set(name, ref);
  } else if (left.kind === 'propertylookup') {
    const object = evaluate(php, left.what, frame);
    const name = propertyName(php, left.offset, frame);
    if (object instanceof PhpInstance && typeof name === 'string') object.properties.set(name, ref);
  } else {
    // an element that is a reference: neither of the two places can be followed from here
    const unknown = new Unknown('an array that holds a reference', spanOfNode(node));
    assign(php, left, unknown, frame);
    ref.value = unknown;
  }
  return ref.value;
}

/** The place that an expression stands for: a variable, a property, an element; for others, a place of its own. */
export function place(php: Interpreter, node: AstNode, frame: Frame): Ref {
  switch (node.kind) {
    case 'variable': {
      const name = variableName(php, node, frame);
      if (name === 'this') return { value: frame.this };
      return typeof name === 'string' ? variable(frame, name) : { value: name };
    }
    case 'offsetlookup':
      return elementPlace(php, node, frame);
    case 'propertylookup':
    case 'nullsafepropertylookup': {
      const object = evaluate(php, node.what, frame);
      const name = propertyName(php, node.offset, frame);
      if (!(object instanceof PhpObject) || typeof name !== 'string')
        return { value: object instanceof Unknown ? object : null };
      if (!(object instanceof PhpInstance))
        return new ComputedRef(
          () => object.getProperty(name) ?? null,
          (value) => void object.setProperty(name, value),
        );
      const existing = members.instanceProperty(php, object, name);
      if (existing !== undefined) return existing;
      const site = php.callSite(node, frame, []);
      if (members.findMethod(php, object.declaration, '__set') !== undefined)
        return new ComputedRef(
          () => objects.magicCall(php, object, '__get', [name], site) ?? null,
          (value) => void objects.magicCall(php, object, '__set', [name, value], site),
        );
      const made: Ref = { value: null };
      object.properties.set(name, made);
      return made;
    }
    case 'staticlookup': {
      const className = objects.classNameOf(php, node.what, frame);
      const name = nameText(node.offset) ?? '';
      if (className instanceof Unknown) return { value: className };
      return (
        members.staticProperty(php, className, name) ??
        new ComputedRef(
          () => php.host.staticProperty(className, name) ?? null,
          (value) => void php.host.setStaticProperty(className, name, value),
        )
      );
    }
    default:
      return { value: evaluate(php, node, frame) };
  }
}

function elementPlace(php: Interpreter, node: AstNode, frame: Frame): Ref {
  const container = place(php, node.what, frame);
  const held = container instanceof ElementRef ? container.held : container.value;
  const offset = node.offset == null || node.offset === false ? null : evaluate(php, node.offset, frame);
  if (held instanceof Unknown) return { value: held };
  if (held instanceof PhpObject) {
    const site = php.callSite(node, frame, []);
    const send = (method: string, args: PhpValue[]) =>
      held instanceof PhpInstance
        ? objects.magicCall(php, held, method, args, site)
        : held.callMethod(method, { positional: args, named: new Map() }, site);
    return new ComputedRef(
      () => send('offsetGet', [offset]) ?? new Unknown(`an element of an object of class ${held.className}`),
      (value) => void send('offsetSet', [offset, value]),
    );
  }
  if (typeof held === 'string' && held !== '') {
    return new ComputedRef(
      () => held,
      (value) => {
        const at = toNumber(offset);
        const text = toText(value);
        const known = !(at instanceof Unknown) && !(text instanceof Unknown) && /^[\x00-\x7f]*$/.test(held);
        if (!known || at < 0) container.value = new Unknown('a byte of a text is replaced');
        else container.value = held.padEnd(at).slice(0, at) + (text[0] ?? '') + held.slice(at + 1);
      },
    );
  }
  if (held !== null && held !== false && held !== '' && !(held instanceof PhpArray)) return { value: null };
  if (node.offset == null || node.offset === false) {
    const array = held instanceof PhpArray ? held : null;
    return new ElementRef(container, array?.next ?? 0);
  }
  const key = keyOf(offset);
  if (key instanceof Unknown) {
    // some element, not known which: nothing is known of any
    return new ComputedRef(
      () => key,
      () => {
        container.value = key;
      },
    );
  }
  return new ElementRef(container, key);
}

/** Puts a value where an expression points: variable, element, property, or a list of these. */
export function assign(php: Interpreter, target: AstNode, value: PhpValue, frame: Frame): void {
  switch (target.kind) {
    case 'list':
    case 'array':
      destructure(php, nodes(target.items), value, frame);
      return;
    case 'variable':
    case 'offsetlookup':
    case 'propertylookup':
    case 'staticlookup':
      place(php, target, frame).value = value;
      return;
  }
}

function destructure(php: Interpreter, items: readonly AstNode[], value: PhpValue, frame: Frame): void {
  let index = 0;
  for (const item of items) {
    if (item === null || item.kind === 'noop') {
      index += 1;
      continue;
    }
    const key = item.kind === 'entry' && item.key != null ? keyOf(evaluate(php, item.key, frame)) : index++;
    const target = item.kind === 'entry' ? item.value : item;
    if (value instanceof Unknown) assign(php, target, value, frame);
    else if (key instanceof Unknown) assign(php, target, key, frame);
    else if (value instanceof PhpObject) {
      const site = php.callSite(target, frame, []);
      const element =
        value instanceof PhpInstance
          ? objects.magicCall(php, value, 'offsetGet', [key], site)
          : value.callMethod('offsetGet', { positional: [key], named: new Map() }, site);
      const missing = () => new Unknown(`an element of an object of class ${value.className}`);
      assign(php, target, orElse(element, missing), frame);
    } else assign(php, target, value instanceof PhpArray ? copied(value.get(key) ?? null) : null, frame);
  }
}

export function unset(php: Interpreter, target: AstNode, frame: Frame): void {
  if (target.kind === 'variable') {
    const name = variableName(php, target, frame);
    if (typeof name === 'string') frame.variables.delete(name);
  }
  if (target.kind === 'propertylookup') {
    const object = evaluate(php, target.what, frame);
    const name = propertyName(php, target.offset, frame);
    if (object instanceof PhpInstance && typeof name === 'string') {
      if (!object.properties.delete(name))
        objects.magicCall(php, object, '__unset', [name], php.callSite(target, frame, []));
    }
  }
  if (target.kind !== 'offsetlookup' || target.offset == null || target.offset === false) return;
  const container = evaluate(php, target.what, frame);
  const offset = evaluate(php, target.offset, frame);
  if (container instanceof PhpInstance) {
    objects.magicCall(php, container, 'offsetUnset', [offset], php.callSite(target, frame, []));
  } else if (container instanceof PhpObject) {
    const site = php.callSite(target, frame, []);
    container.callMethod('offsetUnset', { positional: [offset], named: new Map() }, site);
  } else if (container instanceof PhpArray) {
    const key = keyOf(offset);
    const ref = place(php, target.what, frame);
    if (key instanceof Unknown) ref.value = key;
    else writableArray(ref)?.delete(key);
  }
}
