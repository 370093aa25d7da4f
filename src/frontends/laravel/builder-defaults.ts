/** What the application's providers set for the schema builder: `Schema::defaultStringLength(191)` and the like. */
import { type AstNode, nameText, nodes } from '../../php/ast.ts';
import type { BuilderDefaults } from './application.ts';

/** Bytes that a provider must contain to be worth parsing. */
export const BUILDER_WORDS = /defaultStringLength|morphUsingUuids|morphUsingUlids|defaultMorphKeyType/;

export const NO_DEFAULTS: BuilderDefaults = { stringLength: null, morphKeyType: 'int' };

export function readBuilderDefaults(programs: readonly AstNode[]): BuilderDefaults {
  let stringLength: number | null = null;
  let morphKeyType: BuilderDefaults['morphKeyType'] = 'int';
  const visit = (node: AstNode) => {
    if (node.kind === 'call' && node.what?.kind === 'staticlookup') {
      const [first] = nodes(node.arguments);
      switch ((nameText(node.what.offset) ?? '').toLowerCase()) {
        case 'defaultstringlength':
          if (first?.kind === 'number') stringLength = Number(first.value);
          break;
        case 'morphusinguuids':
          morphKeyType = 'uuid';
          break;
        case 'morphusingulids':
          morphKeyType = 'ulid';
          break;
        case 'defaultmorphkeytype':
          if (first?.kind === 'string' && /^(int|uuid|ulid)$/.test(String(first.value)))
            morphKeyType = first.value;
          break;
      }
    }
    for (const key of Object.keys(node)) {
      if (key === 'loc' || key.endsWith('omments')) continue;
      const child: unknown = node[key];
      for (const item of Array.isArray(child) ? child : [child]) {
        if (typeof item === 'object' && item !== null && typeof (item as AstNode).kind === 'string')
          visit(item as AstNode);
      }
    }
  };
  for (const program of programs) visit(program);
  return { stringLength, morphKeyType };
}
