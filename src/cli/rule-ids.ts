import type { Rule } from '../lint/rule.ts';
import { UsageError } from '../project/errors.ts';
import { suggestion } from './suggestion.ts';

/** The rule of that id; a UsageError, with what may have been meant, where there is none. */
export function ruleById(id: string, rules: readonly Rule[]): Rule {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule !== undefined) return rule;
  const near = suggestion(
    id,
    rules.map((candidate) => candidate.id),
  );
  throw new UsageError(`unknown rule ${JSON.stringify(id)}${near || '; dialint rules lists them'}`);
}
