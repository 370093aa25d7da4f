/** What dialint.config.ts exports. */
import type { CustomRule } from './lint/custom-rule.ts';
import type { Rule } from './lint/rule.ts';
import type { EngineName, PresetName, Severity, SqlFormat } from './schema/index.ts';

export type RuleSettingInput =
  | 'off'
  | Severity
  | readonly [severity: 'off' | Severity, options?: Readonly<Record<string, unknown>>];

/** As dialint.json, see docs/configuration.md; and rules of the project's own. */
export interface ConfigInput {
  readonly extends?: PresetName | readonly PresetName[];
  readonly engines?: { readonly test?: string; readonly production?: string | readonly string[] };
  readonly rules?: Readonly<Record<string, RuleSettingInput>>;
  readonly migrations?: readonly {
    readonly path: string;
    readonly format?: SqlFormat;
    readonly dialect?: EngineName;
  }[];
  readonly modules?: readonly string[];
  readonly externalTables?: Readonly<Record<string, Readonly<Record<string, string>> | readonly []>>;
  readonly tables?: { readonly large?: readonly string[] };
  readonly overrides?: readonly {
    readonly files: string | readonly string[];
    readonly rules: Readonly<Record<string, RuleSettingInput>>;
  }[];
  readonly customRules?: readonly (Rule | CustomRule)[];
}

/** The configuration itself; for completion and types. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}
