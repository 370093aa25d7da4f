/** Static properties that still hold what their declaration says. */
import type { Ref } from './scope.ts';
import { PhpArray, type PhpValue } from './values.ts';
import { bounded } from './work.ts';

const initial = new WeakMap<Ref, string | undefined>();

/** Notes what a static property's declaration says; call it before anything is written there. */
export function declaredAs(ref: Ref): void {
  initial.set(ref, text(ref.value));
}

export function isAsDeclared(ref: Ref): boolean {
  const declared = initial.get(ref);
  return declared !== undefined && declared === text(ref.value);
}

/** Different for different values; undefined for what can change on its own. No evaluation is charged for it. */
function text(value: PhpValue): string | undefined {
  return bounded(Number.POSITIVE_INFINITY, () => describe(value));
}

function describe(value: PhpValue): string | undefined {
  if (value instanceof PhpArray) {
    const items: string[] = [];
    for (const [key, item] of value.entries) {
      const described = describe(item);
      if (described === undefined) return undefined;
      items.push(`${JSON.stringify(key)}: ${described}`);
    }
    return `[${items.join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) return undefined;
  return typeof value === 'number' && Object.is(value, -0)
    ? '-0'
    : `${typeof value} ${JSON.stringify(value)} ${value}`;
}
