/** Where a call stands. */
import type { ts } from 'ts-morph';
import type { Evaluator } from './evaluator.ts';
import type { Scope } from './scope.ts';
import type { Site } from './values.ts';

/** Of a call in a chain, from its own name on: `.notNullable()`. */
export function siteOf(ev: Evaluator, node: ts.Node, scope: Scope): Site {
  const { tree, file, text } = scope.frame.module;
  const end = node.end;
  let start = tree === null ? node.pos : node.getStart(tree);
  if (!ev.ts.isCallExpression(node)) return { file, start, end, call: '', argumentSpans: [], close: end };
  const callee = node.expression;
  let call = text.slice(start, callee.end);
  if (ev.ts.isPropertyAccessExpression(callee)) {
    const simple = ev.ts.isIdentifier(callee.expression);
    call = `${simple ? callee.expression.getText(tree ?? undefined) : ''}.${callee.name.text}`;
    if (!simple && tree !== null) start = callee.name.getStart(tree);
  }
  return {
    file,
    start,
    end,
    call: `${call.length > 60 ? '' : call}()`,
    argumentSpans: node.arguments.map((argument) => ({
      start: tree === null ? argument.pos : argument.getStart(tree),
      end: argument.end,
    })),
    close: end - 1,
  };
}
