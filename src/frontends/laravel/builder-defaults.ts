/** What the application's providers set for the schema builder: `Schema::defaultStringLength(191)` and the like. */
import { type AstNode, descendants, nameText, nodes } from '../../php/ast.ts';
import type { BuilderDefaults } from './application.ts';

/** Bytes that a provider must contain to be worth parsing. */
export const BUILDER_WORDS =
  /defaultStringLength|morphUsingUuids|morphUsingUlids|defaultMorphKeyType|defaultTimePrecision|useNativeSchemaOperationsIfPossible/;

export const NO_DEFAULTS: BuilderDefaults = {
  stringLength: null,
  morphKeyType: 'int',
  timePrecision: 0,
  nativeOperations: false,
};

/** What one more provider says, over what the ones before it said. */
export function readBuilderDefaults(program: AstNode, before: BuilderDefaults): BuilderDefaults {
  let { stringLength, morphKeyType, timePrecision, nativeOperations } = before;
  for (const node of descendants(program)) {
    if (node.kind !== 'call' || node.what?.kind !== 'staticlookup') continue;
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
      case 'defaulttimeprecision':
        if (first?.kind === 'number') timePrecision = Number(first.value);
        else if (first?.kind === 'nullkeyword') timePrecision = null;
        break;
      case 'usenativeschemaoperationsifpossible':
        nativeOperations = first === undefined || (first.kind === 'boolean' && first.value === true);
        break;
      case 'defaultmorphkeytype':
        if (first?.kind === 'string' && /^(int|uuid|ulid)$/.test(String(first.value)))
          morphKeyType = first.value;
        break;
    }
  }
  return { stringLength, morphKeyType, timePrecision, nativeOperations };
}
