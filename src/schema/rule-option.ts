/** Options of rules: what a rule says of them, and whether a value of the configuration fits. */
import { nearest } from './nearest.ts';

export interface RuleOption {
  readonly type: 'string' | 'number' | 'boolean' | 'string[]';
  readonly default: unknown;
  readonly description: string;
}

export type RuleOptions = Readonly<Record<string, RuleOption>>;

export interface OptionProblem {
  /** `key`: there is no such option; `value`: it has another type. */
  readonly of: 'key' | 'value';
  readonly message: string;
  readonly hint: string;
}

/** What is wrong with one option as it is written; null: nothing. */
export function optionProblem(known: RuleOptions, name: string, value: unknown): OptionProblem | null {
  const option = Object.hasOwn(known, name) ? known[name] : undefined;
  const names = Object.keys(known);
  if (option === undefined) {
    const meant = nearest(name, names);
    const allowed =
      names.length === 0
        ? 'The rule has no options.'
        : `Allowed: ${names.map((one) => `"${one}"`).join(', ')}.`;
    return {
      of: 'key',
      message: `there is no option "${name}"`,
      hint: `${meant === undefined ? '' : `Did you mean "${meant}"? `}${allowed}`,
    };
  }
  if (hasType(value, option.type)) return null;
  const wanted = option.type === 'string[]' ? 'a list of strings' : `a ${option.type}`;
  return {
    of: 'value',
    message: `option "${name}" is ${JSON.stringify(value)}, not ${wanted}`,
    hint: `It is ${JSON.stringify(option.default)} by default.`,
  };
}

function hasType(value: unknown, type: RuleOption['type']): boolean {
  if (type === 'string[]') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === type;
}
