/** A node's place in the source. */
import type { Span } from '../schema/index.ts';
import type { AstNode } from './ast.ts';

/** A node's span, lines and columns from 1. */
export function spanOfNode(node: AstNode | null | undefined): Span | undefined {
  const loc = node?.loc;
  if (loc == null) return undefined;
  return {
    start: { line: loc.start.line, column: loc.start.column + 1 },
    end: { line: loc.end.line, column: loc.end.column + 1 },
    startOffset: loc.start.offset,
    endOffset: loc.end.offset,
  };
}
