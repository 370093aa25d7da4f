/** Finds in a syntax tree what a diagnostic speaks of. */
import { type AstNode, childNodes, nameText } from '../php/ast.ts';
import { callSpan } from '../php/call-site.ts';
import type { Span } from '../schema/index.ts';

/** The nodes from the tree's root to the call whose own part (`->name(…)`) has the span; undefined: there is none. */
export function pathToCall(root: AstNode, span: Span): AstNode[] | undefined {
  const path: AstNode[] = [];
  const visit = (node: AstNode): boolean => {
    const { loc } = node;
    if (loc != null && (loc.start.offset > span.startOffset || loc.end.offset < span.endOffset)) return false;
    path.push(node);
    if (node.kind === 'call' && loc != null) {
      const own = callSpan(node);
      if (own.startOffset === span.startOffset && own.endOffset === span.endOffset) return true;
    }
    for (const child of childNodes(node)) if (visit(child)) return true;
    path.pop();
    return false;
  };
  return visit(root) ? path : undefined;
}

/** The name of the method or function that is called, as written; undefined where it is computed. */
export function calledName(call: AstNode): AstNode | undefined {
  const { what } = call;
  if (what?.kind === 'name') return what;
  return what?.offset?.kind === 'identifier' ? what.offset : undefined;
}

export function isCallOf(node: AstNode, names: readonly string[]): boolean {
  if (node.kind !== 'call') return false;
  const name = nameText(calledName(node))?.toLowerCase();
  return name !== undefined && names.includes(name);
}
