/** Expressions: values, variables, properties, arrays, assignment. Calls are in calls.ts. */
import { type AstNode, nameText, nodes } from './ast.ts';
import * as calls from './calls.ts';
import { type ClassDeclaration, PhpEnumCase, PhpInstance } from './classes.ts';
import { PhpClosure } from './closures.ts';
import { PhpException } from './exceptions.ts';
import type { Interpreter } from './interpreter.ts';
import { binary, cast, looselyEqual, not, toBool, toNumber, toText } from './operators.ts';
import { type Frame, variable } from './scope.ts';
import { orElse, PhpArray, PhpObject, PhpThrow, type PhpValue, Unknown } from './values.ts';

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

export function evaluate(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
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
      return calls.create(php, node, frame);
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
      const number = old instanceof Unknown ? old : toNumber(old);
      const next =
        number instanceof Unknown ? number : number + (node.type === '+' || node.type === '++' ? 1 : -1);
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
      return cast(node.type, evaluate(php, node.expr, frame));
    case 'isset':
      return issetAll(php, nodes(node.variables), frame);
    case 'empty':
      return not(toBool(quietly(php, node.expression, frame)));
    case 'name':
      return constant(php, node, frame);
    case 'magic':
      return magic(node, frame);
    case 'throw':
      return php.throwValue(evaluate(php, node.what, frame));
    case 'clone': {
      const value = evaluate(php, node.what, frame);
      if (value instanceof PhpInstance) {
        const copy = new PhpInstance(value.declaration);
        for (const [name, ref] of value.properties) copy.properties.set(name, { value: ref.value });
        return copy;
      }
      return value;
    }
    case 'print':
      evaluate(php, node.expression, frame);
      return 1;
    case 'include':
      return calls.include(php, node, frame);
    case 'exit':
      php.host.notUnderstood('the migration ends the process with exit()', node, frame.file);
      return null;
    case 'eval':
      php.host.notUnderstood('eval() runs code that is not in the source', node, frame.file);
      return new Unknown('the result of eval()', calls.spanOfNode(node));
    case 'yield':
    case 'yieldfrom':
      return new Unknown('a generator', calls.spanOfNode(node));
    case 'entry':
      return evaluate(php, node.value, frame);
    case 'expressionstatement':
      return evaluate(php, node.expression, frame);
    case 'selfreference':
    case 'staticreference':
    case 'parentreference':
      return node.kind === 'selfreference' ? (frame.self?.name ?? null) : (frame.static?.name ?? null);
    default:
      return new Unknown(`PHP syntax that is not evaluated (${node.kind})`, calls.spanOfNode(node));
  }
}

function parseNumber(value: unknown): number {
  const text = String(value).replaceAll('_', '').toLowerCase();
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  if (/^0o[0-7]+$/.test(text)) return Number.parseInt(text.slice(2), 8);
  return Number(text);
}

function interpolate(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  let text = '';
  for (const part of nodes(node.value)) {
    const value = toText(evaluate(php, part, frame));
    if (value instanceof Unknown) return new Unknown(value.reason, value.span ?? calls.spanOfNode(part));
    text += value;
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
    const entry = item.kind === 'entry' ? item : { ...item, key: null, value: item };
    const key = entry.key == null ? null : evaluate(php, entry.key, frame);
    const value =
      entry.byRef === true ? evaluate(php, entry.value, frame) : copied(evaluate(php, entry.value, frame));
    if (key === null) array.push(value);
    else {
      const name = keyOf(key);
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
  if (typeof value === 'number') return Math.trunc(value);
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
  if (object instanceof PhpInstance)
    return new Unknown(`an object of class ${object.className} is gone over`);
  const all = object.callMethod('all', { positional: [], named: new Map() }, calls.nowhere(php));
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

/** Evaluates what `isset`, `empty` and `??` look at: what is missing is null, no exception. */
export function quietly(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  try {
    return evaluate(php, node, frame);
  } catch (error) {
    if (error instanceof PhpThrow) return null;
    throw error;
  }
}

export function propertyName(php: Interpreter, offset: AstNode, frame: Frame): string | Unknown {
  if (offset.kind === 'identifier' || offset.kind === 'name') return nameText(offset) ?? '';
  return toText(evaluate(php, offset, frame));
}

function readProperty(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const object = evaluate(php, node.what, frame);
  if (object === null) return null;
  if (object instanceof Unknown) return object;
  const name = propertyName(php, node.offset, frame);
  if (name instanceof Unknown) return name;
  if (object instanceof PhpInstance) {
    const ref = calls.instanceProperty(php, object, name);
    if (ref !== undefined) return ref.value;
    return new Unknown(`the property $${name} of ${object.className}`, calls.spanOfNode(node));
  }
  if (object instanceof PhpObject) {
    return orElse(
      object.getProperty(name),
      () => new Unknown(`the property ${name} of ${object.className}`, calls.spanOfNode(node)),
    );
  }
  return null;
}

function readStatic(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const className = calls.classNameOf(php, node.what, frame);
  if (className instanceof Unknown) return className;
  if (node.offset.kind === 'variable') {
    const property = nameText(node.offset) ?? '';
    const ref = calls.staticProperty(php, className, property);
    if (ref !== undefined) return ref.value;
    return orElse(
      php.host.staticProperty(className, property),
      () => new Unknown(`the static property ${className}::$${property}`, calls.spanOfNode(node)),
    );
  }
  const name = nameText(node.offset) ?? '';
  if (name.toLowerCase() === 'class') return className;
  const own = classConstant(php, className, name);
  if (own !== undefined) return own;
  return orElse(
    php.host.classConstant(className, name),
    () => new Unknown(`the constant ${className}::${name}`, calls.spanOfNode(node)),
  );
}

/** A constant or enum case of a class of the project; undefined: no such class or constant. */
export function classConstant(
  php: Interpreter,
  className: string,
  name: string,
  seen = new Set<ClassDeclaration>(),
): PhpValue | undefined {
  const declaration = calls.classByName(php, className);
  if (declaration === undefined) return php.host.classConstant(className, name);
  if (seen.has(declaration)) return undefined;
  seen.add(declaration);
  if (declaration.cases.has(name)) return enumCase(php, declaration, name);
  const node = declaration.constants.get(name);
  if (node !== undefined) return evaluate(php, node, calls.classFrame(declaration));
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
  const value = node == null ? undefined : evaluate(php, node, calls.classFrame(declaration));
  const made = new PhpEnumCase(declaration, name, value);
  declaration.caseObjects.set(name, made);
  return made;
}

function readOffset(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const container = evaluate(php, node.what, frame);
  if (container instanceof Unknown) return container;
  if (node.offset == null || node.offset === false) return null;
  const offset = evaluate(php, node.offset, frame);
  if (container instanceof PhpArray) {
    const key = keyOf(offset);
    if (key instanceof Unknown) return key;
    return container.get(key) ?? null;
  }
  if (typeof container === 'string') {
    const index = toNumber(offset);
    if (index instanceof Unknown) return index;
    return container[index < 0 ? container.length + index : index] ?? '';
  }
  if (container instanceof PhpObject) {
    const value = container.callMethod(
      'offsetGet',
      { positional: [offset], named: new Map() },
      php.callSite(node, frame, []),
    );
    return orElse(
      value,
      () => new Unknown(`an element of an object of class ${container.className}`, calls.spanOfNode(node)),
    );
  }
  return null;
}

function binaryExpression(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  switch (node.type) {
    case '&&':
    case 'and': {
      const left = toBool(evaluate(php, node.left, frame));
      if (left === false) return false;
      const right =
        left === true ? evaluate(php, node.right, frame) : speculate(php, node.right, frame, left);
      const value = toBool(right);
      if (left === true) return value;
      return value === false ? false : left;
    }
    case '||':
    case 'or': {
      const left = toBool(evaluate(php, node.left, frame));
      if (left === true) return true;
      const right =
        left === false ? evaluate(php, node.right, frame) : speculate(php, node.right, frame, left);
      const value = toBool(right);
      if (left === false) return value;
      return value === true ? true : left;
    }
    case '??': {
      const left = quietly(php, node.left, frame);
      if (left instanceof Unknown) return left;
      return left === null ? evaluate(php, node.right, frame) : left;
    }
    case 'instanceof': {
      const object = evaluate(php, node.left, frame);
      if (object instanceof Unknown) return object;
      if (!(object instanceof PhpObject)) return false;
      const className = calls.classNameOf(php, node.right, frame);
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
  php.uncertain ??= why.reason;
  try {
    return evaluate(php, node, frame);
  } finally {
    php.uncertain = outer;
  }
}

function unary(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const value = evaluate(php, node.what, frame);
  if (value instanceof Unknown) return value;
  if (node.type === '!') return not(toBool(value));
  const number = toNumber(value);
  if (number instanceof Unknown) return number;
  return node.type === '-' ? -number : node.type === '~' ? ~number : number;
}

function ternary(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const test = evaluate(php, node.test, frame);
  const known = toBool(test);
  if (known instanceof Unknown) {
    const left = node.trueExpr == null ? test : speculate(php, node.trueExpr, frame, known);
    const right = speculate(php, node.falseExpr, frame, known);
    return sameValue(left, right) ? left : new Unknown(known.reason, known.span);
  }
  if (known) return node.trueExpr == null ? test : evaluate(php, node.trueExpr, frame);
  return evaluate(php, node.falseExpr, frame);
}

function matchExpression(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const subject = evaluate(php, node.cond, frame);
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
      if (equal) return evaluate(php, arm.body, frame);
    }
  }
  if (fallback !== undefined) return evaluate(php, fallback.body, frame);
  throw new PhpThrow(new PhpException('UnhandledMatchError', 'Unhandled match case'), 'Unhandled match case');
}

function issetAll(php: Interpreter, list: readonly AstNode[], frame: Frame): PhpValue {
  for (const item of list) {
    const value = quietly(php, item, frame);
    if (value instanceof Unknown) return value;
    if (value === null) return false;
  }
  return true;
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
  const imported = frame.file.constants.get(name);
  return orElse(
    php.host.constant(imported ?? name.replace(/^.*\\/, '')),
    () => new Unknown(`the constant ${name}`, calls.spanOfNode(node)),
  );
}

function magic(node: AstNode, frame: Frame): PhpValue {
  switch (String(node.value).toUpperCase()) {
    case '__CLASS__':
      return frame.self?.name ?? '';
    case '__FUNCTION__':
    case '__METHOD__':
      return frame.functionName;
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
    const value = copied(evaluate(php, node.right, frame));
    assign(php, node.left, value, frame);
    return value;
  }
  if (operator === '??=') {
    const old = quietly(php, node.left, frame);
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

function assignReference(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  if (node.left.kind === 'variable' && node.right.kind === 'variable') {
    const ref = variable(frame, nameText(node.right) ?? '');
    frame.variables.set(nameText(node.left) ?? '', ref);
    return ref.value;
  }
  const value = evaluate(php, node.right, frame);
  assign(php, node.left, value, frame);
  return value;
}

/** Puts a value where an expression points: variable, element, property, or a list of these. */
export function assign(php: Interpreter, target: AstNode, value: PhpValue, frame: Frame): void {
  switch (target.kind) {
    case 'variable': {
      const name = variableName(php, target, frame);
      if (typeof name === 'string') variable(frame, name).value = value;
      return;
    }
    case 'list':
    case 'array':
      destructure(php, nodes(target.items), value, frame);
      return;
    case 'offsetlookup': {
      const container = containerFor(php, target.what, frame);
      if (container instanceof PhpArray) {
        if (target.offset == null || target.offset === false) container.push(value);
        else {
          const key = keyOf(evaluate(php, target.offset, frame));
          if (key instanceof Unknown) assign(php, target.what, key, frame);
          else container.set(key, value);
        }
      }
      return;
    }
    case 'propertylookup': {
      const object = evaluate(php, target.what, frame);
      const name = propertyName(php, target.offset, frame);
      if (object instanceof PhpObject && typeof name === 'string') object.setProperty(name, value);
      return;
    }
    case 'staticlookup': {
      const className = calls.classNameOf(php, target.what, frame);
      const name = nameText(target.offset) ?? '';
      if (className instanceof Unknown) return;
      const ref = calls.staticProperty(php, className, name);
      if (ref !== undefined) ref.value = value;
      else php.host.setStaticProperty(className, name, value);
      return;
    }
  }
}

/** The array that an element is written into, made where there is none. */
function containerFor(php: Interpreter, node: AstNode, frame: Frame): PhpValue {
  const current =
    node.kind === 'offsetlookup' && (node.offset == null || node.offset === false)
      ? null
      : quietly(php, node, frame);
  if (current !== null) return current;
  const made = new PhpArray();
  assign(php, node, made, frame);
  return made;
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
    else assign(php, target, value instanceof PhpArray ? copied(value.get(key) ?? null) : null, frame);
  }
}

export function unset(php: Interpreter, target: AstNode, frame: Frame): void {
  if (target.kind === 'variable') frame.variables.delete(nameText(target) ?? '');
  if (target.kind !== 'offsetlookup' || target.offset == null) return;
  const container = quietly(php, target.what, frame);
  const key = keyOf(evaluate(php, target.offset, frame));
  if (container instanceof PhpArray && !(key instanceof Unknown)) container.delete(key);
}
