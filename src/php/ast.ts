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
