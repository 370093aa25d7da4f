/**
 * A syntax tree's nodes as the interpreter walks them: any node, any field. `syntax-tree.ts` has the same tree with
 * its fields spelled out.
 */
import type { PhpLocation } from './syntax-tree.ts';

export interface AstNode {
  readonly kind: string;
  readonly loc?: PhpLocation | null;
  // biome-ignore lint/suspicious/noExplicitAny: the fields depend on the kind, which is tested where they are read
  readonly [field: string]: any;
}

/** The text of a name, identifier, variable or string field; undefined where it is computed or absent. */
export function nameText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const node = value as AstNode;
  if (typeof node.name === 'string') return node.name;
  switch (node.kind) {
    case 'selfreference':
    case 'parentreference':
    case 'staticreference':
      return node.raw;
    case 'variable':
      return undefined;
    default:
      return node.name === undefined ? undefined : nameText(node.name);
  }
}

/** A field that holds a list of nodes; empty where it is null or absent. A skipped place (`[, $b]`) is a `noop`. */
export function nodes(value: unknown): readonly AstNode[] {
  return Array.isArray(value) ? value : [];
}

/** Fields that hold no part of the code. */
const NO_CHILDREN = new Set(['loc', 'leadingComments', 'trailingComments', 'comments']);

function isNode(value: unknown): value is AstNode {
  return (
    typeof value === 'object' && value !== null && typeof (value as { kind?: unknown }).kind === 'string'
  );
}

/** The nodes right below this one, in the order of its fields. */
export function* childNodes(node: AstNode): IterableIterator<AstNode> {
  for (const [field, child] of Object.entries(node)) {
    if (NO_CHILDREN.has(field)) continue;
    if (Array.isArray(child)) {
      for (const item of child) if (isNode(item)) yield item;
    } else if (isNode(child)) yield child;
  }
}

/** This node and every one below it, outer ones first. */
export function* descendants(node: AstNode): IterableIterator<AstNode> {
  yield node;
  for (const child of childNodes(node)) yield* descendants(child);
}
