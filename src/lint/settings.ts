/** Which rule is on where, how severe it is, and with which options. */
import type { PresetLevel, Severity } from '../schema/index.ts';
import { nearest, optionProblem, SEVERITIES } from '../schema/index.ts';
import { globMatcher } from './glob.ts';
import type { Rule } from './rule.ts';

export type RuleSetting = 'off' | Severity | readonly [Severity | 'off', Readonly<Record<string, unknown>>];

export type RuleSettings = Readonly<Record<string, RuleSetting>>;

export interface LintSettings {
  readonly rules: RuleSettings;
  /** Later ones win over earlier ones, and all of them over `rules`. */
  readonly overrides: readonly { readonly files: string | readonly string[]; readonly rules: RuleSettings }[];
  /** The rules that are on where nothing else is said, by id. Absent: those that are recommended. */
  readonly preset?: ReadonlyMap<string, PresetLevel>;
  /** Report these rules only. */
  readonly only?: readonly string[];
}

export const DEFAULT_SETTINGS: LintSettings = { rules: {}, overrides: [] };

/** The configuration, a command line or a comment names a rule that does not exist. */
export class UnknownRuleError extends Error {
  readonly rule: string;
  readonly nearest: string | undefined;

  constructor(rule: string, known: readonly string[]) {
    const close = nearest(rule, known);
    const hint = close === undefined ? `The rules are: ${known.join(', ')}.` : `Did you mean "${close}"?`;
    super(`There is no rule "${rule}". ${hint}`);
    this.name = 'UnknownRuleError';
    this.rule = rule;
    this.nearest = close;
  }
}

/** The configuration says something of a rule that cannot be. */
export class RuleSettingError extends Error {
  readonly rule: string;

  constructor(rule: string, message: string) {
    super(`rule "${rule}": ${message}`);
    this.name = 'RuleSettingError';
    this.rule = rule;
  }
}

/** What holds for one rule in one file. */
export interface EffectiveSetting {
  readonly on: boolean;
  /** As the configuration says; null: it leaves the severity to the rule. */
  readonly severity: Severity | null;
  /** Is what the rule says of itself to count one step more? */
  readonly raised: boolean;
  readonly options: Readonly<Record<string, unknown>>;
  readonly configured: boolean;
}

function checkSetting(rule: Rule, setting: RuleSetting): void {
  const level: unknown =
    typeof setting === 'string' ? setting : Array.isArray(setting) ? setting[0] : setting;
  if (level !== 'off' && !SEVERITIES.some((severity) => severity === level)) {
    throw new RuleSettingError(rule.id, `"${String(level)}" is none of off, error, warning, info`);
  }
  if (typeof setting === 'string') return;
  for (const [name, value] of Object.entries(setting[1] ?? {})) {
    const problem = optionProblem(rule.docs.options ?? {}, name, value);
    if (problem !== null) throw new RuleSettingError(rule.id, `${problem.message}. ${problem.hint}`);
  }
}

/** Throws UnknownRuleError or RuleSettingError. */
export function checkSettings(rules: readonly Rule[], settings: LintSettings): void {
  const known = rules.map((rule) => rule.id);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  for (const group of [settings.rules, ...settings.overrides.map((override) => override.rules)]) {
    for (const [id, setting] of Object.entries(group)) {
      const rule = byId.get(id);
      if (rule === undefined) throw new UnknownRuleError(id, known);
      checkSetting(rule, setting);
    }
  }
  for (const id of settings.only ?? []) if (!byId.has(id)) throw new UnknownRuleError(id, known);
}

/** Looks settings up, by rule and file. */
export function settingsLookup(settings: LintSettings): (rule: Rule, file: string) => EffectiveSetting {
  const overrides = settings.overrides.map((override) => {
    const globs = typeof override.files === 'string' ? [override.files] : override.files;
    const matchers = globs.map(globMatcher);
    return {
      matches: (file: string) => matchers.some((matcher) => matcher(file)),
      rules: override.rules,
    };
  });
  // Who asks for a rule by its name wants to hear of it, also where it is off by default.
  const asked = new Set(settings.only);
  const chosen = new Map<string, readonly RuleSettings[]>();
  const settingsOf = (file: string): readonly RuleSettings[] => {
    const known = chosen.get(file);
    if (known !== undefined) return known;
    const found = [
      settings.rules,
      ...overrides.filter((override) => override.matches(file)).map((override) => override.rules),
    ];
    chosen.set(file, found);
    return found;
  };
  return (rule, file) => {
    const options: Record<string, unknown> = {};
    for (const [name, option] of Object.entries(rule.docs.options ?? {})) options[name] = option.default;
    let level: Severity | 'off' | null = null;
    for (const group of settingsOf(file)) {
      const setting = Object.hasOwn(group, rule.id) ? group[rule.id] : undefined;
      if (setting === undefined) continue;
      level = typeof setting === 'string' ? setting : setting[0];
      if (typeof setting !== 'string') Object.assign(options, setting[1]);
    }
    const preset =
      settings.preset === undefined ? (rule.recommended ? 'own' : undefined) : settings.preset.get(rule.id);
    return {
      on: level === null ? preset !== undefined || asked.has(rule.id) : level !== 'off',
      severity: level === 'off' ? null : level,
      raised: preset === 'raised',
      options,
      configured: level !== null,
    };
  };
}

/** The severity of a finding that the rule holds for `own`. */
export function severityOf({ severity, raised }: EffectiveSetting, own: Severity): Severity {
  if (severity !== null) return severity;
  return raised ? (SEVERITIES[Math.max(0, SEVERITIES.indexOf(own) - 1)] ?? own) : own;
}
