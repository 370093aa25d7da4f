/** Statements of evaluated JavaScript. */
import type { ts } from 'ts-morph';
import { declareClass } from './classes.ts';
import type { Evaluator } from './evaluator.ts';
import { evaluate, truth } from './expressions.ts';
import { makeFunction } from './functions.ts';
import { entriesOf } from './iteration.ts';
import { exported } from './modules.ts';
import { bindPattern } from './patterns.ts';
import type { Scope } from './scope.ts';
import { siteOf } from './site.ts';
import { JsThrow, type JsValue, setOwn, Unknown } from './values.ts';

/** How a statement ends that does not just go on. */
export type Completion =
  | { readonly kind: 'return'; readonly value: JsValue }
  | { readonly kind: 'break' | 'continue'; readonly label: string | undefined };

/** Declares what is there before the first statement: functions, imports and types that are values. */
export function hoist(ev: Evaluator, statements: readonly ts.Statement[], scope: Scope): void {
  const K = ev.ts.SyntaxKind;
  for (const statement of statements) {
    if (statement.kind === K.FunctionDeclaration) {
      const node = statement as ts.FunctionDeclaration;
      if (node.body === undefined) continue;
      const name = node.name?.text ?? 'default';
      scope.declare(name, makeFunction(ev, node, scope, name));
      exportDeclared(ev, statement, [name], scope);
    } else if (statement.kind === K.ImportDeclaration)
      importNames(ev, statement as ts.ImportDeclaration, scope);
    else if (statement.kind === K.ImportEqualsDeclaration) {
      const node = statement as ts.ImportEqualsDeclaration;
      const reference = node.moduleReference;
      const from =
        reference.kind === K.ExternalModuleReference && (reference as ts.ExternalModuleReference).expression;
      if (from && ev.ts.isStringLiteral(from))
        scope.declare(node.name.text, ev.modules.namespaceOf(from.text, scope.frame.module, true));
    } else if (statement.kind === K.ExportDeclaration || statement.kind === K.ExportAssignment)
      scope.frame.module.isEcma = true;
  }
}

function importNames(ev: Evaluator, node: ts.ImportDeclaration, scope: Scope): void {
  const { module } = scope.frame;
  module.isEcma = true;
  const clause = node.importClause;
  if (!ev.ts.isStringLiteral(node.moduleSpecifier) || clause?.isTypeOnly === true) return;
  const from = node.moduleSpecifier.text;
  let namespace: { readonly value: JsValue } | undefined;
  const all = (): JsValue => {
    namespace ??= { value: ev.modules.namespaceOf(from, module) };
    return namespace.value;
  };
  if (clause === undefined) {
    all();
    return;
  }
  // a module of which only types are wanted is not loaded, as TypeScript leaves its import out
  const declare = (name: string, read: () => JsValue): void => scope.declareLate(name, read);
  if (clause.name !== undefined) declare(clause.name.text, () => exported(ev, all(), 'default'));
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (ev.ts.isNamespaceImport(bindings)) {
    declare(bindings.name.text, all);
    return;
  }
  for (const element of bindings.elements) {
    if (element.isTypeOnly) continue;
    declare(element.name.text, () => exported(ev, all(), (element.propertyName ?? element.name).text));
  }
}

/** `export` before a declaration: what is exported is the variable, whatever it holds later. */
function exportDeclared(ev: Evaluator, node: ts.Statement, names: readonly string[], scope: Scope): void {
  const modifiers = ev.ts.canHaveModifiers(node) ? (ev.ts.getModifiers(node) ?? []) : [];
  if (!modifiers.some(({ kind }) => kind === ev.ts.SyntaxKind.ExportKeyword)) return;
  const isDefault = modifiers.some(({ kind }) => kind === ev.ts.SyntaxKind.DefaultKeyword);
  scope.frame.module.isEcma = true;
  for (const name of names) exportBinding(scope, isDefault ? 'default' : name, name);
}

function exportBinding(scope: Scope, as: string, name: string): void {
  const exports = scope.frame.module.holder.exports;
  if (typeof exports !== 'object' || exports === null) return;
  Object.defineProperty(exports, as, {
    get: () => scope.find(name)?.value,
    enumerable: true,
    configurable: true,
  });
}

export function executeAll(
  ev: Evaluator,
  statements: readonly ts.Statement[],
  scope: Scope,
): Completion | undefined {
  for (const statement of statements) {
    const completion = execute(ev, statement, scope);
    if (completion !== undefined) return completion;
  }
  return undefined;
}

function block(ev: Evaluator, statements: readonly ts.Statement[], scope: Scope): Completion | undefined {
  const inner = scope.inner();
  hoist(ev, statements, inner);
  return executeAll(ev, statements, inner);
}

export function execute(ev: Evaluator, node: ts.Statement, scope: Scope): Completion | undefined {
  ev.step();
  ev.uncertain ??= scope.frame.rest ?? null;
  const K = ev.ts.SyntaxKind;
  switch (node.kind) {
    case K.VariableStatement: {
      const list = (node as ts.VariableStatement).declarationList;
      const names = declareAll(ev, list, scope);
      exportDeclared(ev, node, names, scope);
      return undefined;
    }
    case K.ExpressionStatement:
      evaluate(ev, (node as ts.ExpressionStatement).expression, scope);
      return undefined;
    case K.ReturnStatement: {
      const { expression } = node as ts.ReturnStatement;
      return {
        kind: 'return',
        value: expression === undefined ? undefined : evaluate(ev, expression, scope),
      };
    }
    case K.IfStatement:
      return ifStatement(ev, node as ts.IfStatement, scope);
    case K.Block:
      return block(ev, (node as ts.Block).statements, scope);
    case K.ForOfStatement:
      return forOf(ev, node as ts.ForOfStatement, scope);
    case K.ForInStatement:
      return forIn(ev, node as ts.ForInStatement, scope);
    case K.ForStatement:
      return forLoop(ev, node as ts.ForStatement, scope);
    case K.WhileStatement:
    case K.DoStatement:
      return whileLoop(ev, node as ts.WhileStatement | ts.DoStatement, scope);
    case K.TryStatement:
      return tryStatement(ev, node as ts.TryStatement, scope);
    case K.SwitchStatement:
      return switchStatement(ev, node as ts.SwitchStatement, scope);
    case K.ThrowStatement:
      throw new JsThrow(evaluate(ev, (node as ts.ThrowStatement).expression, scope), siteOf(ev, node, scope));
    case K.BreakStatement:
      return { kind: 'break', label: (node as ts.BreakStatement).label?.text };
    case K.ContinueStatement:
      return { kind: 'continue', label: (node as ts.ContinueStatement).label?.text };
    case K.LabeledStatement: {
      const { label, statement } = node as ts.LabeledStatement;
      // of a loop, `continue` may name it
      if (ev.ts.isIterationStatement(statement, false)) ev.label = label.text;
      const completion = execute(ev, statement, scope);
      return completion?.kind === 'break' && completion.label === label.text ? undefined : completion;
    }
    case K.ClassDeclaration: {
      const declaration = node as ts.ClassDeclaration;
      const name = declaration.name?.text ?? 'default';
      scope.declare(name, declareClass(ev, declaration, scope));
      exportDeclared(ev, node, [name], scope);
      return undefined;
    }
    case K.EnumDeclaration: {
      const declaration = node as ts.EnumDeclaration;
      scope.declare(declaration.name.text, enumObject(ev, declaration, scope));
      exportDeclared(ev, node, [declaration.name.text], scope);
      return undefined;
    }
    case K.ExportAssignment: {
      const { expression, isExportEquals } = node as ts.ExportAssignment;
      const value = evaluate(ev, expression, scope);
      const { holder } = scope.frame.module;
      if (isExportEquals === true) holder.exports = value;
      else if (typeof holder.exports === 'object' && holder.exports !== null)
        setOwn(holder.exports, 'default', value);
      return undefined;
    }
    case K.ExportDeclaration:
      exportList(ev, node as ts.ExportDeclaration, scope);
      return undefined;
    case K.ModuleDeclaration: {
      const { body } = node as ts.ModuleDeclaration;
      return body !== undefined && ev.ts.isModuleBlock(body) ? block(ev, body.statements, scope) : undefined;
    }
    default:
      // types, empty statements, what was declared before
      return undefined;
  }
}

export function declareAll(ev: Evaluator, list: ts.VariableDeclarationList, scope: Scope): string[] {
  const names: string[] = [];
  for (const { name, initializer } of list.declarations) {
    const value =
      initializer === undefined ? undefined : evaluate(ev, initializer, scope, nameText(ev, name));
    bindPattern(ev, name, value, scope, (binding, inner) => {
      scope.declare(binding, inner);
      names.push(binding);
    });
  }
  return names;
}

function nameText(ev: Evaluator, name: ts.BindingName): string | undefined {
  return ev.ts.isIdentifier(name) ? name.text : undefined;
}

function exportList(ev: Evaluator, node: ts.ExportDeclaration, scope: Scope): void {
  const { exportClause, moduleSpecifier } = node;
  const { module } = scope.frame;
  const { exports } = module.holder;
  if (node.isTypeOnly || typeof exports !== 'object' || exports === null) return;
  const from =
    moduleSpecifier !== undefined && ev.ts.isStringLiteral(moduleSpecifier)
      ? ev.modules.namespaceOf(moduleSpecifier.text, module)
      : undefined;
  if (exportClause === undefined) {
    if (typeof from !== 'object' || from === null || from instanceof Unknown) return;
    for (const key of Object.keys(from)) if (key !== 'default') setOwn(exports, key, exported(ev, from, key));
    return;
  }
  if (ev.ts.isNamespaceExport(exportClause)) {
    setOwn(exports, exportClause.name.text, from);
    return;
  }
  for (const { name, propertyName, isTypeOnly } of exportClause.elements) {
    if (isTypeOnly) continue;
    const local = (propertyName ?? name).text;
    if (moduleSpecifier === undefined) exportBinding(scope, name.text, local);
    else setOwn(exports, name.text, exported(ev, from, local));
  }
}

function enumObject(ev: Evaluator, node: ts.EnumDeclaration, scope: Scope): JsValue {
  const members: Record<string, JsValue> = {};
  let next: JsValue = 0;
  for (const { name, initializer } of node.members) {
    const key = ev.ts.isComputedPropertyName(name) ? '' : name.text;
    const value: JsValue = initializer === undefined ? next : evaluate(ev, initializer, scope);
    setOwn(members, key, value);
    if (typeof value === 'number') setOwn(members, String(value), key);
    next = typeof value === 'number' ? value + 1 : new Unknown(`the member ${key} of an enum`);
  }
  return members;
}

/** After a branch that may be taken: what it does if it leaves the function, or the loop. */
export function afterBranches(
  ev: Evaluator,
  reason: string,
  results: readonly { readonly completion: Completion | undefined }[],
  threw: boolean,
  scope: Scope,
): Completion | undefined {
  const left = results.filter(({ completion }) => completion !== undefined);
  if (left.length === 0 && !threw) return undefined;
  if (left.length > 0 && left.length === results.length && !threw) {
    const [first] = left;
    return left.every(({ completion }) => completion?.kind === 'return')
      ? { kind: 'return', value: new Unknown(reason) }
      : first?.completion;
  }
  // a return gives up the rest of the function, a break the rest of the loop: what comes then may not be run
  scope.frame.rest ??= reason;
  ev.uncertain ??= reason;
  return undefined;
}

function chosenWays(
  ev: Evaluator,
  reason: string,
  ways: readonly (() => Completion | undefined)[],
  scope: Scope,
): Completion | undefined {
  const results = ev.branches(
    reason,
    ways.map((way) => () => ({ completion: way() })),
  );
  const done = results.filter((result) => result !== undefined);
  return afterBranches(ev, reason, done, done.length < results.length, scope);
}

function ifStatement(ev: Evaluator, node: ts.IfStatement, scope: Scope): Completion | undefined {
  const condition = truth(evaluate(ev, node.expression, scope));
  if (!(condition instanceof Unknown)) {
    if (condition) return execute(ev, node.thenStatement, scope);
    return node.elseStatement === undefined ? undefined : execute(ev, node.elseStatement, scope);
  }
  return chosenWays(
    ev,
    condition.reason,
    [
      () => execute(ev, node.thenStatement, scope),
      () => (node.elseStatement === undefined ? undefined : execute(ev, node.elseStatement, scope)),
    ],
    scope,
  );
}

interface Loop {
  /** As the frame's was before the loop. */
  readonly rest: string | undefined;
  /** Its own label. */
  readonly label: string | undefined;
}

function beginLoop(ev: Evaluator, scope: Scope): Loop {
  const { label } = ev;
  ev.label = undefined;
  return { rest: scope.frame.rest, label };
}

/** undefined: go on with the loop; null: leave it, and go on after it. */
function afterTurn(
  completion: Completion | undefined,
  scope: Scope,
  { rest, label }: Loop,
): Completion | null | undefined {
  // where it may have been left, further turns say nothing new
  if (completion === undefined) return scope.frame.rest === rest ? undefined : null;
  if (completion.kind === 'return') return completion;
  if (completion.label !== undefined && completion.label !== label) return completion;
  return completion.kind === 'break' ? null : undefined;
}

function forOf(ev: Evaluator, node: ts.ForOfStatement, scope: Scope): Completion | undefined {
  const loop = beginLoop(ev, scope);
  const site = siteOf(ev, node, scope);
  const iterated = ev.settle(evaluate(ev, node.expression, scope), site);
  const items = entriesOf(iterated);
  const turn = (item: JsValue): Completion | undefined => {
    const inner = scope.inner();
    const value = node.awaitModifier === undefined ? item : ev.settle(item, site);
    bindLoopVariable(ev, node.initializer, value, inner);
    return execute(ev, node.statement, inner);
  };
  if (items instanceof Unknown)
    return chosenWays(ev, items.reason, [() => turn(items), () => undefined], scope);
  for (const item of items) {
    const done = afterTurn(turn(item), scope, loop);
    if (done === null) return undefined;
    if (done !== undefined) return done;
  }
  return undefined;
}

function bindLoopVariable(ev: Evaluator, initializer: ts.ForInitializer, value: JsValue, scope: Scope): void {
  if (ev.ts.isVariableDeclarationList(initializer)) {
    const name = initializer.declarations[0]?.name;
    if (name !== undefined) bindPattern(ev, name, value, scope, (key, inner) => scope.declare(key, inner));
  } else if (ev.ts.isIdentifier(initializer)) {
    const binding = scope.find(initializer.text);
    if (binding !== undefined) ev.assign(binding, value);
  }
}

function forIn(ev: Evaluator, node: ts.ForInStatement, scope: Scope): Completion | undefined {
  const loop = beginLoop(ev, scope);
  const object = evaluate(ev, node.expression, scope);
  const turn = (key: JsValue): Completion | undefined => {
    const inner = scope.inner();
    bindLoopVariable(ev, node.initializer, key, inner);
    return execute(ev, node.statement, inner);
  };
  if (object instanceof Unknown)
    return chosenWays(ev, object.reason, [() => turn(object), () => undefined], scope);
  if (typeof object !== 'object' || object === null) return undefined;
  for (const key of Object.keys(object)) {
    const done = afterTurn(turn(key), scope, loop);
    if (done === null) return undefined;
    if (done !== undefined) return done;
  }
  return undefined;
}

function forLoop(ev: Evaluator, node: ts.ForStatement, scope: Scope): Completion | undefined {
  const loop = beginLoop(ev, scope);
  const outer = scope.inner();
  if (node.initializer !== undefined) {
    if (ev.ts.isVariableDeclarationList(node.initializer)) declareAll(ev, node.initializer, outer);
    else evaluate(ev, node.initializer, outer);
  }
  for (;;) {
    ev.step();
    const condition = node.condition === undefined ? true : truth(evaluate(ev, node.condition, outer));
    if (condition instanceof Unknown)
      return chosenWays(
        ev,
        condition.reason,
        [() => execute(ev, node.statement, outer.inner()), () => undefined],
        scope,
      );
    if (!condition) return undefined;
    const done = afterTurn(execute(ev, node.statement, outer.inner()), scope, loop);
    if (done === null) return undefined;
    if (done !== undefined) return done;
    if (node.incrementor !== undefined) evaluate(ev, node.incrementor, outer);
  }
}

function whileLoop(
  ev: Evaluator,
  node: ts.WhileStatement | ts.DoStatement,
  scope: Scope,
): Completion | undefined {
  let first = node.kind === ev.ts.SyntaxKind.DoStatement;
  const loop = beginLoop(ev, scope);
  for (;;) {
    ev.step();
    const condition = first ? true : truth(evaluate(ev, node.expression, scope));
    first = false;
    if (condition instanceof Unknown)
      return chosenWays(
        ev,
        condition.reason,
        [() => execute(ev, node.statement, scope), () => undefined],
        scope,
      );
    if (!condition) return undefined;
    const done = afterTurn(execute(ev, node.statement, scope), scope, loop);
    if (done === null) return undefined;
    if (done !== undefined) return done;
  }
}

function tryStatement(ev: Evaluator, node: ts.TryStatement, scope: Scope): Completion | undefined {
  let completion: Completion | undefined;
  const { catchClause, finallyBlock } = node;
  try {
    if (catchClause === undefined) completion = block(ev, node.tryBlock.statements, scope);
    else {
      const before = ev.uncertain;
      ev.catching += 1;
      let thrown: JsThrow | undefined;
      try {
        completion = block(ev, node.tryBlock.statements, scope);
      } catch (error) {
        if (!(error instanceof JsThrow)) throw error;
        thrown = error;
      } finally {
        ev.catching -= 1;
      }
      if (thrown !== undefined) {
        ev.uncertain = before;
        ev.caught(thrown.value);
        const inner = scope.inner();
        const name = catchClause.variableDeclaration?.name;
        if (name !== undefined)
          bindPattern(ev, name, thrown.value, inner, (key, value) => inner.declare(key, value));
        completion = block(ev, catchClause.block.statements, inner);
      }
    }
  } finally {
    if (finallyBlock !== undefined) {
      const last = block(ev, finallyBlock.statements, scope);
      if (last !== undefined) completion = last;
    }
  }
  return completion;
}

function switchStatement(ev: Evaluator, node: ts.SwitchStatement, scope: Scope): Completion | undefined {
  const subject = evaluate(ev, node.expression, scope);
  const inner = scope.inner();
  const { clauses } = node.caseBlock;
  const from = (start: number): Completion | undefined => {
    for (const clause of clauses.slice(start)) {
      const completion = executeAll(ev, clause.statements, inner);
      if (completion === undefined) continue;
      return completion.kind === 'break' && completion.label === undefined ? undefined : completion;
    }
    return undefined;
  };
  let fallback = -1;
  const unsure: number[] = [];
  let reason: string | undefined;
  for (const [index, clause] of clauses.entries()) {
    if (ev.ts.isDefaultClause(clause)) {
      fallback = index;
      continue;
    }
    const value = evaluate(ev, clause.expression, inner);
    if (subject instanceof Unknown || value instanceof Unknown) {
      reason ??= (subject instanceof Unknown ? subject : (value as Unknown)).reason;
      unsure.push(index);
    } else if (value === subject) {
      if (reason === undefined) return from(index);
      unsure.push(index);
      break;
    }
  }
  if (reason === undefined) return fallback < 0 ? undefined : from(fallback);
  const starts = fallback < 0 ? unsure : [...unsure, fallback];
  const ways = starts.map((start) => () => from(start));
  return chosenWays(ev, reason, fallback < 0 ? [...ways, () => undefined] : ways, scope);
}
