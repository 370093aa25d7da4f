/** What a check of a project goes by, each value with the place that it comes from. */

import type { Severity } from './diagnostic.ts';
import type { SqlFormat } from './migration.ts';
import type { PresetName } from './preset.ts';
import type { ModuleInfo, Project, Provenance } from './project.ts';
import type { EngineName, Target } from './target.ts';

/** Where a value comes from: an option of the command, a preset, a file, or, with none of these, dialint itself. */
export interface ConfigSource extends Provenance {
  /** `--engine`. */
  readonly option?: string;
  readonly preset?: PresetName;
}

export interface Configured<T> {
  readonly value: T;
  readonly from: ConfigSource;
}

export interface EffectiveRule {
  readonly id: string;
  /** How severe the rule's findings are. */
  readonly severity: Severity | 'off';
  /** Does the configuration name a severity that holds for each finding? Otherwise the rule may tell one as less severe. */
  readonly fixed: boolean;
  readonly from: ConfigSource;
  readonly options: Readonly<Record<string, Configured<unknown>>>;
}

export interface EffectiveOverride {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, unknown>>;
  readonly from: ConfigSource;
}

export interface EffectiveConfig {
  /** dialint's own version. */
  readonly version: string;
  readonly project: Project;
  /** Relative to the project's root; null: there is none. */
  readonly configFile: string | null;
  /** The file for which the rules are told, overrides included; null: for a file that no override is for. */
  readonly forFile: string | null;
  readonly targets: readonly { readonly target: Target; readonly from: readonly ConfigSource[] }[];
  readonly notes: readonly string[];
  readonly frameworkVersion: Configured<string>;
  /** The framework's driver for MariaDB targets. */
  readonly driver: Configured<'mysql' | 'mariadb'>;
  readonly extends: Configured<readonly PresetName[]>;
  readonly rules: readonly EffectiveRule[];
  /** Folders of SQL migrations that are declared; empty: they are looked for. */
  readonly migrations: readonly Configured<{
    readonly path: string;
    readonly format?: SqlFormat;
    readonly dialect?: EngineName;
  }>[];
  /** Globs that are declared. */
  readonly modules: readonly Configured<string>[];
  /** Modules that were found, also in layouts that are recognised. */
  readonly modulesFound: readonly ModuleInfo[];
  /** Column types by column; null: the columns are not declared. */
  readonly externalTables: Readonly<Record<string, Configured<Readonly<Record<string, string>> | null>>>;
  readonly largeTables: readonly Configured<string>[];
  readonly overrides: readonly EffectiveOverride[];
}
