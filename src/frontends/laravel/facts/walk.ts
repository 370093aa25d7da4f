/** Reads literals and arguments out of a syntax tree. */
import { type AstNode, nodes } from '../../../php/ast.ts';

/** The text of a plain string; undefined for anything else. */
export function plainString(node: AstNode | null | undefined): string | undefined {
  return node?.kind === 'string' || node?.kind === 'nowdoc' ? String(node.value) : undefined;
}

/** What is literal of the beginning of a text, and whether that is all of it. */
export function literalStart(
  node: AstNode | null | undefined,
): { readonly text: string; readonly whole: boolean } | undefined {
  const plain = plainString(node);
  if (plain !== undefined) return { text: plain, whole: true };
  if (node?.kind === 'encapsed') {
    let text = '';
    for (const part of nodes(node.value)) {
      const piece = plainString(part.kind === 'encapsedpart' ? part.expression : part);
      if (piece === undefined) return { text, whole: false };
      text += piece;
    }
    return { text, whole: true };
  }
  if (node?.kind === 'bin' && node.type === '.') {
    const left = literalStart(node.left);
    if (left === undefined || !left.whole) return left ?? { text: '', whole: false };
    const right = literalStart(node.right);
    return { text: left.text + (right?.text ?? ''), whole: right?.whole ?? false };
  }
  return undefined;
}

/** An argument by its place or its name. */
export function argument(call: AstNode, position: number, name: string): AstNode | undefined {
  const list = nodes(call.arguments);
  const named = list.find((item) => item.kind === 'namedargument' && item.name === name);
  if (named !== undefined) return named.value;
  const before = list.slice(0, position + 1);
  if (before.some((item) => item.kind === 'namedargument' || item.kind === 'variadic')) return undefined;
  return before[position];
}
