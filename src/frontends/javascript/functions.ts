/** Functions of the evaluated code. */
import type { ts } from 'ts-morph';
import type { ClassInfo } from './classes.ts';
import type { Evaluator } from './evaluator.ts';
import { evaluate } from './expressions.ts';
import { bindPattern } from './patterns.ts';
import { type Frame, Scope } from './scope.ts';
import { executeAll, hoist } from './statements.ts';
import { holdsObjects, JsFunction, JsPromise, JsThrow, type JsValue, type Site, Unknown } from './values.ts';

/** Calls within itself after which a function whose end is not known is not followed further. */
const TURNS = 4;

export function makeFunction(
  ev: Evaluator,
  node: ts.FunctionLikeDeclaration,
  scope: Scope,
  name: string,
  home: ClassInfo | null = null,
): JsFunction {
  return new JsFunction(name, (self, args, site) => call(ev, node, scope, self, args, home, site));
}

/** Calls a function of the evaluated code; an async one gives a promise. */
export function call(
  ev: Evaluator,
  node: ts.FunctionLikeDeclaration,
  scope: Scope,
  self: JsValue,
  args: readonly JsValue[],
  home: ClassInfo | null,
  site: Site,
): JsValue {
  const K = ev.ts.SyntaxKind;
  if (node.asteriskToken !== undefined) return new Unknown('what a generator function gives');
  const isArrow = node.kind === K.ArrowFunction;
  const frame: Frame = {
    module: scope.frame.module,
    self: isArrow ? scope.frame.self : self,
    home: isArrow ? scope.frame.home : home,
    depth: ev.depth + 1,
  };
  const run = (): JsValue => {
    const inner = new Scope(frame, scope);
    if (!isArrow) inner.declare('arguments', [...args]);
    node.parameters.forEach((parameter, index) => {
      if (ev.ts.isIdentifier(parameter.name) && parameter.name.text === 'this') return;
      const given = parameter.dotDotDotToken === undefined ? args[index] : args.slice(index);
      const value =
        given === undefined && parameter.initializer !== undefined
          ? evaluate(ev, parameter.initializer, inner)
          : given;
      bindPattern(ev, parameter.name, value, inner, (key, item) => inner.declare(key, item));
    });
    const { body } = node;
    if (body === undefined) return undefined;
    if (!ev.ts.isBlock(body)) return evaluate(ev, body, inner);
    hoist(ev, body.statements, inner);
    const completion = executeAll(ev, body.statements, inner);
    const value = completion?.kind === 'return' ? completion.value : undefined;
    if (frame.rest === undefined) return value;
    // a builder is not lost: it may still be awaited; that something is thrown is not certain
    const isKept = typeof value === 'object' && !(value instanceof JsPromise && value.state === 'rejected');
    return isKept ? value : new Unknown(frame.rest);
  };
  const { uncertain, depth } = ev;
  const turns = ev.open.get(node) ?? 0;
  if (uncertain !== null && turns >= TURNS && !args.some((arg) => holdsObjects(arg)))
    return new Unknown(`where a function that calls itself comes to its end (${uncertain})`);
  ev.step();
  ev.enter(frame.depth);
  ev.depth = frame.depth;
  ev.open.set(node, turns + 1);
  try {
    const modifiers = ev.ts.canHaveModifiers(node) ? ev.ts.getModifiers(node) : undefined;
    if (modifiers?.some(({ kind }) => kind === K.AsyncKeyword) !== true) return run();
    try {
      return new JsPromise('fulfilled', ev.settle(run(), site));
    } catch (error) {
      if (!(error instanceof JsThrow)) throw error;
      return new JsPromise('rejected', error.value, error.site);
    }
  } finally {
    ev.uncertain = uncertain;
    ev.depth = depth;
    ev.open.set(node, turns);
  }
}
