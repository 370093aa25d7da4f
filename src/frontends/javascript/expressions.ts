/** Expressions of evaluated JavaScript. */
import type { ts } from 'ts-morph';
import { callBuiltin, hasBuiltin } from './builtins.ts';
import { classInfo, construct, declareClass, inherited, initialise, isInstance } from './classes.ts';
import type { Evaluator } from './evaluator.ts';
import { makeFunction } from './functions.ts';
import { globalValue } from './globals.ts';
import { entriesOf } from './iteration.ts';
import { getMember, keyOf, setMember } from './members.ts';
import { binary, unary } from './operators.ts';
import { propertyKey } from './patterns.ts';
import type { Scope } from './scope.ts';
import { siteOf } from './site.ts';
import {
  errorClasses,
  HostObject,
  isPlain,
  JsFunction,
  JsPromise,
  JsThrow,
  type JsValue,
  makeError,
  type Site,
  setOwn,
  Unknown,
} from './values.ts';

/** Does a condition hold? Unknown: that depends on what is not known. */
export function truth(value: JsValue): boolean | Unknown {
  return value instanceof Unknown ? value : Boolean(value);
}

/** `name`: what an anonymous function is called by where it is put. */
export function evaluate(ev: Evaluator, node: ts.Expression, scope: Scope, name = ''): JsValue {
  ev.step();
  const K = ev.ts.SyntaxKind;
  switch (node.kind) {
    case K.Identifier:
      return variable(ev, (node as ts.Identifier).text, scope);
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
      return (node as ts.StringLiteral).text;
    case K.NumericLiteral:
      return Number((node as ts.NumericLiteral).text);
    case K.BigIntLiteral:
      return BigInt((node as ts.BigIntLiteral).text.replace(/n$/, ''));
    case K.TrueKeyword:
      return true;
    case K.FalseKeyword:
      return false;
    case K.NullKeyword:
      return null;
    case K.ThisKeyword:
      return scope.frame.self;
    case K.RegularExpressionLiteral: {
      const [, source = '', flags = ''] =
        /^\/(.*)\/([a-z]*)$/s.exec((node as ts.LiteralExpression).text) ?? [];
      return regularExpression(source, flags);
    }
    case K.TemplateExpression:
      return template(ev, node as ts.TemplateExpression, scope);
    case K.TaggedTemplateExpression: {
      const { tag, template: text } = node as ts.TaggedTemplateExpression;
      const isRaw = tag.getText(scope.frame.module.tree ?? undefined) === 'String.raw';
      if (isRaw) return evaluate(ev, text, scope);
      return tagged(ev, node as ts.TaggedTemplateExpression, scope);
    }
    case K.ParenthesizedExpression:
    case K.AsExpression:
    case K.SatisfiesExpression:
    case K.NonNullExpression:
    case K.TypeAssertionExpression:
      return evaluate(ev, (node as ts.ParenthesizedExpression).expression, scope, name);
    case K.ArrowFunction:
    case K.FunctionExpression:
      return makeFunction(ev, node as ts.ArrowFunction, scope, name);
    case K.ClassExpression:
      return declareClass(ev, node as ts.ClassExpression, scope);
    case K.ObjectLiteralExpression:
      return objectLiteral(ev, node as ts.ObjectLiteralExpression, scope);
    case K.ArrayLiteralExpression:
      return listOf(ev, (node as ts.ArrayLiteralExpression).elements, scope);
    case K.PropertyAccessExpression:
    case K.ElementAccessExpression:
      return chainValue(access(ev, node as ts.PropertyAccessExpression, scope));
    case K.CallExpression:
      return chainValue(callExpression(ev, node as ts.CallExpression, scope));
    case K.NewExpression:
      return newExpression(ev, node as ts.NewExpression, scope);
    case K.AwaitExpression:
      return ev.settle(evaluate(ev, (node as ts.AwaitExpression).expression, scope), siteOf(ev, node, scope));
    case K.ConditionalExpression:
      return conditional(ev, node as ts.ConditionalExpression, scope);
    case K.BinaryExpression:
      return binaryExpression(ev, node as ts.BinaryExpression, scope);
    case K.PrefixUnaryExpression:
    case K.PostfixUnaryExpression:
      return unaryExpression(ev, node as ts.PrefixUnaryExpression, scope);
    case K.TypeOfExpression: {
      const { expression } = node as ts.TypeOfExpression;
      const value = ev.ts.isIdentifier(expression)
        ? variable(ev, expression.text, scope)
        : evaluate(ev, expression, scope);
      if (value instanceof Unknown) return value;
      return value instanceof JsFunction || (value instanceof HostObject && value.invoke !== undefined)
        ? 'function'
        : typeof value;
    }
    case K.VoidExpression:
      evaluate(ev, (node as ts.VoidExpression).expression, scope);
      return undefined;
    case K.DeleteExpression: {
      const { expression } = node as ts.DeleteExpression;
      if (ev.ts.isPropertyAccessExpression(expression) || ev.ts.isElementAccessExpression(expression)) {
        const object = evaluate(ev, expression.expression, scope);
        const key = accessKey(ev, expression, scope);
        if (isPlain(object) && typeof key === 'string' && ev.uncertain === null) delete object[key];
      }
      return true;
    }
    case K.SpreadElement:
      return evaluate(ev, (node as ts.SpreadElement).expression, scope);
    case K.MetaProperty:
      return {
        url: `file:///${scope.frame.module.file}`,
        dirname: scope.frame.module.globals.get('__dirname'),
      };
    default:
      return new Unknown(`an expression that is not evaluated (${ev.ts.SyntaxKind[node.kind]})`);
  }
}

/** A link of an optional chain that has come to its end: `a?.b.c` where a is undefined. */
const ENDED = Symbol('ended');

function chainValue(value: JsValue): JsValue {
  return value === ENDED ? undefined : value;
}

export function regularExpression(source: string, flags: string): JsValue {
  // nested repetitions may take for ever
  if (source.length > 300 || /[+*}]\)[+*{]/.test(source))
    return new Unknown('a regular expression that is not tried');
  try {
    return new RegExp(source, flags);
  } catch {
    return new Unknown('a regular expression');
  }
}

function variable(ev: Evaluator, name: string, scope: Scope): JsValue {
  if (name === 'undefined') return undefined;
  const binding = scope.find(name);
  if (binding !== undefined) return binding.value;
  const { globals, holder } = scope.frame.module;
  if (name === 'exports') return holder.exports;
  if (globals.has(name)) return globals.get(name);
  const value = globalValue(ev, name);
  if (value !== undefined) return value;
  return ev.surroundings.globalVariable(name) ?? new Unknown(`${name}, which the file does not declare`);
}

function template(ev: Evaluator, node: ts.TemplateExpression, scope: Scope): JsValue {
  const parts: (string | Unknown)[] = [node.head.text];
  for (const { expression, literal } of node.templateSpans)
    parts.push(textOf(ev, evaluate(ev, expression, scope)), literal.text);
  return Unknown.joined(parts);
}

/** A function is called with the texts, and the values between them. */
function tagged(ev: Evaluator, { tag, template: text }: ts.TaggedTemplateExpression, scope: Scope): JsValue {
  const self = ev.ts.isPropertyAccessExpression(tag) ? evaluate(ev, tag.expression, scope) : undefined;
  const site = siteOf(ev, tag, scope);
  const called =
    ev.ts.isPropertyAccessExpression(tag) && self !== undefined && self !== null
      ? getMember(ev, self, tag.name.text, site)
      : evaluate(ev, tag, scope);
  const spans = ev.ts.isTemplateExpression(text) ? text.templateSpans : [];
  const values = spans.map(({ expression }) => evaluate(ev, expression, scope));
  if (!(called instanceof JsFunction) && !(called instanceof HostObject && called.invoke !== undefined))
    return new Unknown('a tagged template');
  const first = ev.ts.isTemplateExpression(text) ? text.head.text : text.text;
  const strings = [first, ...spans.map(({ literal }) => literal.text)];
  return callValue(ev, called, self, [strings, ...values], {
    ...site,
    call: `${tag.getText(scope.frame.module.tree ?? undefined)}\`…\``,
  });
}

/** As a template or `+` puts it into a text. */
export function textOf(ev: Evaluator, value: JsValue): string | Unknown {
  if (value instanceof Unknown) return value;
  if (Array.isArray(value)) {
    const parts = value.map((item) => (item === null || item === undefined ? '' : textOf(ev, item)));
    return parts.find((part) => part instanceof Unknown) ?? parts.join(',');
  }
  if (value instanceof HostObject) {
    const made = value.get('toString', NO_SITE);
    const text = made instanceof JsFunction ? made.invoke(value, [], NO_SITE) : made;
    return typeof text === 'string' ? text : new Unknown('the text of an object');
  }
  if (typeof value === 'object' && value !== null) {
    const own = getMember(ev, value, 'toString', NO_SITE);
    const text = own instanceof JsFunction ? own.invoke(value, [], NO_SITE) : '[object Object]';
    return typeof text === 'string' ? text : new Unknown('the text of an object');
  }
  if (typeof value === 'symbol' || value instanceof JsFunction) return new Unknown('the text of a function');
  return String(value);
}

const NO_SITE: Site = { file: '', start: 0, end: 0, call: '', argumentSpans: [], close: 0 };

function objectLiteral(ev: Evaluator, node: ts.ObjectLiteralExpression, scope: Scope): JsValue {
  const object: Record<string, JsValue> = {};
  for (const property of node.properties) {
    if (ev.ts.isSpreadAssignment(property)) {
      const spread = evaluate(ev, property.expression, scope);
      if (spread instanceof Unknown) return spread;
      if (typeof spread === 'object' && spread !== null && !(spread instanceof HostObject))
        for (const key of Object.keys(spread)) setOwn(object, key, (spread as Record<string, JsValue>)[key]);
      continue;
    }
    if (ev.ts.isShorthandPropertyAssignment(property)) {
      setOwn(object, property.name.text, variable(ev, property.name.text, scope));
      continue;
    }
    const key = propertyKey(ev, property.name, scope);
    if (key instanceof Unknown) return key;
    if (ev.ts.isPropertyAssignment(property))
      setOwn(object, key, evaluate(ev, property.initializer, scope, key));
    else if (ev.ts.isMethodDeclaration(property)) setOwn(object, key, makeFunction(ev, property, scope, key));
    else if (ev.ts.isGetAccessor(property)) {
      const getter = makeFunction(ev, property, scope, key);
      Object.defineProperty(object, key, {
        get: () => getter.invoke(object, [], siteOf(ev, property, scope)),
        enumerable: true,
        configurable: true,
      });
    }
  }
  return object;
}

function listOf(ev: Evaluator, nodes: readonly ts.Expression[], scope: Scope): JsValue[] {
  const list: JsValue[] = [];
  for (const node of nodes) {
    if (ev.ts.isSpreadElement(node)) {
      const items = entriesOf(evaluate(ev, node.expression, scope));
      if (items instanceof Unknown) list.push(items);
      else list.push(...items);
    } else if (ev.ts.isOmittedExpression(node)) list.push(undefined);
    else list.push(evaluate(ev, node, scope));
  }
  return list;
}

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

function accessKey(ev: Evaluator, node: Access, scope: Scope): string | Unknown {
  return ev.ts.isPropertyAccessExpression(node)
    ? node.name.text
    : keyOf(evaluate(ev, node.argumentExpression, scope));
}

function receiver(ev: Evaluator, node: ts.Expression, scope: Scope): JsValue {
  const K = ev.ts.SyntaxKind;
  // within an optional chain the end of an inner link ends the whole
  if (node.kind === K.PropertyAccessExpression || node.kind === K.ElementAccessExpression)
    return access(ev, node as Access, scope);
  if (node.kind === K.CallExpression) return callExpression(ev, node as ts.CallExpression, scope);
  return evaluate(ev, node, scope);
}

function access(ev: Evaluator, node: Access, scope: Scope): JsValue {
  const K = ev.ts.SyntaxKind;
  if (node.expression.kind === K.SuperKeyword) {
    const key = accessKey(ev, node, scope);
    const parent = scope.frame.home?.parent;
    return typeof key === 'string' && parent != null
      ? inherited(parent, 'methods', key)
      : new Unknown('a member of a class that is not evaluated');
  }
  const object = receiver(ev, node.expression, scope);
  if (object === ENDED) return ENDED;
  if (node.questionDotToken !== undefined && (object === undefined || object === null)) return ENDED;
  const key = accessKey(ev, node, scope);
  if (key instanceof Unknown) return key;
  return getMember(ev, object, key, siteOf(ev, node, scope));
}

function callExpression(ev: Evaluator, node: ts.CallExpression, scope: Scope): JsValue {
  const K = ev.ts.SyntaxKind;
  const callee = node.expression;
  const site = siteOf(ev, node, scope);
  if (callee.kind === K.SuperKeyword) {
    const { home, self } = scope.frame;
    const args = listOf(ev, node.arguments, scope);
    if (home !== null && typeof self === 'object' && self !== null) {
      if (home.parent !== null) construct(ev, home.parent, self, args, site);
      initialise(ev, home, self);
    }
    return undefined;
  }
  if (callee.kind === K.ImportKeyword) {
    const [name] = listOf(ev, node.arguments, scope);
    return typeof name === 'string'
      ? new JsPromise('fulfilled', ev.modules.namespaceOf(name, scope.frame.module))
      : new Unknown('a module whose name is not known');
  }
  if (!ev.ts.isPropertyAccessExpression(callee) && !ev.ts.isElementAccessExpression(callee)) {
    const value = receiver(ev, callee, scope);
    if (value === ENDED) return ENDED;
    if (node.questionDotToken !== undefined && (value === undefined || value === null)) return ENDED;
    return callValue(ev, value, undefined, listOf(ev, node.arguments, scope), site);
  }
  if (callee.expression.kind === K.SuperKeyword) {
    const method = access(ev, callee, scope);
    return callValue(ev, method, scope.frame.self, listOf(ev, node.arguments, scope), site);
  }
  // a handler of rejections catches what goes wrong before it
  const handles =
    ev.ts.isPropertyAccessExpression(callee) &&
    (callee.name.text === 'catch' || (callee.name.text === 'then' && node.arguments.length > 1));
  if (handles) ev.catching += 1;
  try {
    const object = receiver(ev, callee.expression, scope);
    if (object === ENDED) return ENDED;
    if (callee.questionDotToken !== undefined && (object === undefined || object === null)) return ENDED;
    const key = accessKey(ev, callee, scope);
    if (key instanceof Unknown) return callValue(ev, key, object, listOf(ev, node.arguments, scope), site);
    return callMethod(ev, object, key, node, scope, site);
  } finally {
    if (handles) ev.catching -= 1;
  }
}

function callMethod(
  ev: Evaluator,
  object: JsValue,
  key: string,
  node: ts.CallExpression,
  scope: Scope,
  site: Site,
): JsValue {
  const own = object instanceof Unknown ? object : ownMember(ev, object, key, site);
  if (own === undefined && hasBuiltin(object, key))
    return callBuiltin(ev, object, key, listOf(ev, node.arguments, scope), site);
  if (node.questionDotToken !== undefined && (own === undefined || own === null)) return ENDED;
  if (own === undefined) {
    listOf(ev, node.arguments, scope);
    throw new JsThrow(makeError(`${site.call.replace(/\(\)$/, '')} is not a function`, 'TypeError'), site);
  }
  return callValue(ev, own, object, listOf(ev, node.arguments, scope), site);
}

/** A member that is no built-in method of every value of its kind. */
function ownMember(ev: Evaluator, object: JsValue, key: string, site: Site): JsValue {
  const isBare = typeof object === 'string' || Array.isArray(object) || object instanceof JsPromise;
  if (isBare || (object instanceof JsFunction && hasBuiltin(object, key) && !object.members.has(key)))
    return undefined;
  return getMember(ev, object, key, site);
}

export function callValue(
  ev: Evaluator,
  callee: JsValue,
  self: JsValue,
  args: readonly JsValue[],
  site: Site,
): JsValue {
  ev.step();
  if (callee instanceof JsFunction) {
    const outer = ev.through;
    if (site.file === ev.entry) ev.through = site;
    try {
      return callee.invoke(self, args, site);
    } finally {
      ev.through = outer;
    }
  }
  if (callee instanceof HostObject && callee.invoke !== undefined) return callee.invoke(args, site);
  if (callee instanceof Unknown) {
    ev.surroundings.unknownCalled(callee.reason, args, site);
    // what it is given to call may be called, with whatever
    for (const arg of args) {
      if (arg instanceof JsFunction)
        ev.branches(callee.reason, [
          () => ev.promise(() => arg.invoke(undefined, Array(4).fill(callee), site), site),
          () => undefined,
        ]);
    }
    return callee;
  }
  throw new JsThrow(makeError(`${site.call.replace(/\(\)$/, '')} is not a function`, 'TypeError'), site);
}

function newExpression(ev: Evaluator, node: ts.NewExpression, scope: Scope): JsValue {
  const callee = evaluate(ev, node.expression, scope);
  const args = listOf(ev, node.arguments ?? [], scope);
  const site = siteOf(ev, node, scope);
  if ((callee instanceof JsFunction || callee instanceof HostObject) && callee.construct !== undefined)
    return callee.construct(args, site);
  if (callee instanceof Unknown) {
    ev.surroundings.unknownCalled(callee.reason, args, site);
    return callee;
  }
  return new Unknown('what new gives');
}

function conditional(ev: Evaluator, node: ts.ConditionalExpression, scope: Scope): JsValue {
  const condition = truth(evaluate(ev, node.condition, scope));
  if (!(condition instanceof Unknown)) return evaluate(ev, condition ? node.whenTrue : node.whenFalse, scope);
  const [first, second] = ev.branches(condition.reason, [
    () => evaluate(ev, node.whenTrue, scope),
    () => evaluate(ev, node.whenFalse, scope),
  ]);
  return first === second ? first : new Unknown(condition.reason);
}

function binaryExpression(ev: Evaluator, node: ts.BinaryExpression, scope: Scope): JsValue {
  const K = ev.ts.SyntaxKind;
  const operator = node.operatorToken.kind;
  switch (operator) {
    case K.AmpersandAmpersandToken:
    case K.BarBarToken:
    case K.QuestionQuestionToken: {
      const left = evaluate(ev, node.left, scope);
      if (left instanceof Unknown) {
        ev.branches(left.reason, [() => evaluate(ev, node.right, scope), () => undefined]);
        return left;
      }
      const goesOn =
        operator === K.AmpersandAmpersandToken
          ? Boolean(left)
          : operator === K.BarBarToken
            ? !left
            : left === undefined || left === null;
      return goesOn ? evaluate(ev, node.right, scope) : left;
    }
    case K.CommaToken:
      evaluate(ev, node.left, scope);
      return evaluate(ev, node.right, scope);
    case K.EqualsToken: {
      const isName = ev.ts.isIdentifier(node.left) ? node.left.text : '';
      const value = evaluate(ev, node.right, scope, isName);
      assign(ev, node.left, value, scope);
      return value;
    }
    case K.InKeyword: {
      const key = keyOf(evaluate(ev, node.left, scope));
      const object = evaluate(ev, node.right, scope);
      if (key instanceof Unknown || object instanceof Unknown) return key instanceof Unknown ? key : object;
      if (object instanceof HostObject) return object.get(key, siteOf(ev, node, scope)) !== undefined;
      return typeof object === 'object' && object !== null && Object.hasOwn(object, key);
    }
    case K.InstanceOfKeyword:
      return instanceOf(evaluate(ev, node.left, scope), evaluate(ev, node.right, scope));
    default:
  }
  // the enumeration has several names for some of these
  const text = ev.ts.tokenToString(operator) ?? '';
  const compound = compoundOperator(text);
  if (compound !== undefined) {
    const left = evaluate(ev, node.left, scope);
    if (compound === '??' || compound === '||' || compound === '&&') {
      if (left instanceof Unknown) {
        assign(ev, node.left, left, scope);
        return left;
      }
      const goesOn =
        compound === '??' ? left === undefined || left === null : compound === '||' ? !left : Boolean(left);
      if (!goesOn) return left;
      const value = evaluate(ev, node.right, scope);
      assign(ev, node.left, value, scope);
      return value;
    }
    const value = binary(ev, compound, left, evaluate(ev, node.right, scope));
    assign(ev, node.left, value, scope);
    return value;
  }
  return binary(ev, text, evaluate(ev, node.left, scope), evaluate(ev, node.right, scope));
}

/** The operator within `+=` and its like; undefined: it is none of these. */
function compoundOperator(text: string): string | undefined {
  return /^(?:[-+*/%&|^]|\*\*|<<|>>>?|\?\?|\|\||&&)=$/.test(text) ? text.slice(0, -1) : undefined;
}

/** Classes whose instances are those of this program. */
const NATIVE = { Array, Map, Set, Date, RegExp, Object };

function instanceOf(value: JsValue, of: JsValue): JsValue {
  if (value instanceof Unknown) return value;
  if (of instanceof Unknown) return of;
  if (!(of instanceof JsFunction) || typeof value !== 'object' || value === null) return false;
  const names = errorClasses.get(value);
  if (names?.includes(of.name) === true) return true;
  if (of.name in NATIVE) return value instanceof NATIVE[of.name as keyof typeof NATIVE];
  const info = classInfo(of);
  return info === undefined ? new Unknown('whether it is an instance') : isInstance(value, info);
}

function assign(ev: Evaluator, target: ts.Expression, value: JsValue, scope: Scope): void {
  if (ev.ts.isIdentifier(target)) {
    const binding = scope.find(target.text);
    if (binding !== undefined) ev.assign(binding, value);
    else if (target.text !== 'exports') scope.declare(target.text, value);
    return;
  }
  if (ev.ts.isPropertyAccessExpression(target) || ev.ts.isElementAccessExpression(target)) {
    const object = evaluate(ev, target.expression, scope);
    const key = accessKey(ev, target, scope);
    if (typeof key === 'string') setMember(ev, object, key, value, siteOf(ev, target, scope));
    return;
  }
  if (ev.ts.isParenthesizedExpression(target)) assign(ev, target.expression, value, scope);
  else if (ev.ts.isArrayLiteralExpression(target)) {
    const items = entriesOf(value);
    target.elements.forEach((element, index) => {
      if (!ev.ts.isOmittedExpression(element))
        assign(ev, element, items instanceof Unknown ? items : items[index], scope);
    });
  } else if (ev.ts.isObjectLiteralExpression(target)) {
    for (const property of target.properties) {
      if (ev.ts.isShorthandPropertyAssignment(property))
        assign(ev, property.name, getMember(ev, value, property.name.text, NO_SITE), scope);
      else if (ev.ts.isPropertyAssignment(property)) {
        const key = propertyKey(ev, property.name, scope);
        const found = key instanceof Unknown ? key : getMember(ev, value, key, NO_SITE);
        assign(ev, property.initializer, found, scope);
      }
    }
  }
}

function unaryExpression(
  ev: Evaluator,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
  scope: Scope,
): JsValue {
  const K = ev.ts.SyntaxKind;
  const value = evaluate(ev, node.operand, scope);
  if (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken) {
    const changed = binary(ev, node.operator === K.PlusPlusToken ? '+' : '-', value, 1);
    assign(ev, node.operand, changed, scope);
    return node.kind === K.PrefixUnaryExpression ? changed : value;
  }
  return unary(ev.ts.tokenToString(node.operator) ?? '', value);
}
