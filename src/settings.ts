/** What a project's configuration means to the linter. */
import { presetLevels } from '../rules/presets.ts';
import type { Rule } from './lint/rule.ts';
import type { LintSettings, RuleSettings } from './lint/settings.ts';
import type { DialintConfig, KnownRule } from './project/index.ts';

/** What the configuration may say of a rule. */
export function knownRule({ id, docs }: Rule): KnownRule {
  return { id, options: docs.options ?? {} };
}

/** `only`: ids of the rules that are to be reported; absent: all that are on. */
export function lintSettings(
  config: DialintConfig,
  rules: readonly Rule[],
  only?: readonly string[],
): LintSettings {
  return {
    preset: new Map([...presetLevels(config.extends, rules)].map(([id, { level }]) => [id, level] as const)),
    rules: ruleSettings(config.rules),
    overrides: config.overrides.map(({ files, rules: settings }) => ({
      files,
      rules: ruleSettings(settings),
    })),
    ...(only === undefined ? {} : { only }),
  };
}

function ruleSettings(settings: DialintConfig['rules']): RuleSettings {
  return Object.fromEntries(
    Object.entries(settings).map(([id, { severity, options }]) => [id, [severity, options] as const]),
  );
}
