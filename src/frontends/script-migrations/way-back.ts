/** Whether a migration's file has a way back: a function `down` that does something. */
import type { ts } from 'ts-morph';
import type { FactOf, LineStarts } from '../../schema/index.ts';
import type { Ts } from '../javascript/evaluator.ts';

/** undefined: the file has no `up` that is seen without evaluating it. */
export function findWayBack(
  ts: Ts,
  tree: ts.SourceFile,
  file: string,
  lines: LineStarts,
): FactOf<'way-back'> | undefined {
  const found = new Map<'up' | 'down', ts.Node>();
  const look = (name: string, value: ts.Node): void => {
    if (name === 'up' || name === 'down') found.set(name, value);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name !== undefined) look(node.name.text, node);
    else if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name))
      look(node.name.text, node.initializer ?? node);
    else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name))
      look(node.name.text, node.initializer);
    else if (ts.isMethodDeclaration(node) && ts.isIdentifier(node.name)) look(node.name.text, node);
    else if (ts.isShorthandPropertyAssignment(node))
      found.has(node.name.text as 'up') || look(node.name.text, node);
    else if (ts.isBinaryExpression(node) && ts.isPropertyAccessExpression(node.left))
      look(node.left.name.text, node.right);
    // only what stands at the top, or in what is exported there
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(tree);
  const up = found.get('up');
  if (up === undefined) return undefined;
  const down = found.get('down');
  const node = down ?? up;
  return {
    kind: 'way-back',
    down: down === undefined ? 'missing' : isEmpty(ts, down) ? 'empty' : 'present',
    inherited: false,
    origin: {
      file,
      span: lines.span(node.getStart(tree), node.end),
      call: down === undefined ? 'up()' : 'down()',
    },
  };
}

function isEmpty(ts: Ts, node: ts.Node): boolean {
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return false;
  const body = node.body as ts.Node;
  return ts.isBlock(body) && body.statements.length === 0;
}
