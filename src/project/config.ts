/** dialint.json: what the project declares. Read and checked by hand; schemas/dialint.schema.json says the same. */

import path from 'node:path';
import { readRegular } from '../disk/disk.ts';
import type { EngineName, PresetName, Provenance, RuleOptions, Severity } from '../schema/index.ts';
import { checkConfig } from './config-check.ts';
import { ConfigError, type ConfigProblem, UsageError } from './errors.ts';
import { JsonSyntaxError, parseJson, positionsIn } from './json-document.ts';

export const CONFIG_FILE = 'dialint.json';

export interface EngineSetting {
  readonly engine: EngineName;
  /** Absent: the engine's default version. */
  readonly version?: string;
  readonly from: Provenance;
}

export interface RuleSetting {
  readonly severity: Severity | 'off';
  readonly options: Readonly<Record<string, unknown>>;
}

export type RuleSettings = Readonly<Record<string, RuleSetting>>;

export interface DialintConfig {
  /** Absolute; null: there is none. */
  readonly file: string | null;
  readonly engines: {
    readonly test?: EngineSetting;
    readonly production?: readonly EngineSetting[];
  };
  /** The later overrule the earlier; empty: nothing is said. */
  readonly extends: readonly PresetName[];
  readonly rules: RuleSettings;
  /** Globs of module folders, relative to the project's root. */
  readonly modules: readonly string[];
  /** Column types by column; null: the columns are not declared. */
  readonly externalTables: Readonly<Record<string, Readonly<Record<string, string>> | null>>;
  readonly tables: {
    /** Globs of tables with many rows, without the connection's prefix. */
    readonly large: readonly string[];
  };
  readonly overrides: readonly { readonly files: readonly string[]; readonly rules: RuleSettings }[];
  /** Where each value stands, by its path: `rules.missing-down`, `modules[0]`, `overrides[1].rules.missing-down`. */
  readonly places: Readonly<Record<string, Provenance>>;
}

/** A rule that the configuration may name. */
export interface KnownRule {
  readonly id: string;
  /** Absent: any option is taken. */
  readonly options?: RuleOptions;
}

export const NO_CONFIG: DialintConfig = {
  file: null,
  engines: {},
  extends: [],
  rules: {},
  modules: [],
  externalTables: {},
  tables: { large: [] },
  overrides: [],
  places: {},
};

export interface ReadConfigOptions {
  /** Path of the file, instead of `dialint.json` in the root; it must exist. */
  readonly file?: string;
  /** The rules that exist; with them, an unknown id or option is an error. */
  readonly rules?: readonly KnownRule[];
}

/** Throws ConfigError, or UsageError where a file that was asked for is not there. */
export function readConfig(root: string, options: ReadConfigOptions = {}): DialintConfig {
  const file = path.resolve(root, options.file ?? CONFIG_FILE);
  let text: string;
  try {
    text = textOf(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      throw new UsageError(`${file} cannot be read: ${code === undefined ? (error as Error).message : code}`);
    if (options.file !== undefined) throw new UsageError(`there is no configuration file ${options.file}`);
    return NO_CONFIG;
  }
  const shown = path.relative(root, file).split(path.sep).join('/');
  return parseConfig(text, { file, shown, ...(options.rules === undefined ? {} : { rules: options.rules }) });
}

/** Larger than any that people write: 1 MB. */
const MAX_BYTES = 1024 * 1024;

/** Throws as node:fs does, and an error without a code for what is no file to be read. */
function textOf(file: string): string {
  const bytes = readRegular(file, MAX_BYTES);
  if (!('refused' in bytes)) return bytes.toString('utf8');
  throw new Error(
    bytes.refused.isFile()
      ? `it is too large (${(bytes.refused.size / MAX_BYTES).toFixed(1)} MB; at most 1 MB is read)`
      : 'it is no regular file',
  );
}

/** `shown` is the path for provenance. */
export function parseConfig(
  text: string,
  options: { readonly file: string; readonly shown?: string; readonly rules?: readonly KnownRule[] },
): DialintConfig {
  const positionOf = positionsIn(text);
  const problem = (message: string, at: number, hint?: string): ConfigProblem => ({
    message,
    ...positionOf(at),
    ...(hint === undefined ? {} : { hint }),
  });
  try {
    const problems: ConfigProblem[] = [];
    const config = checkConfig(parseJson(text), {
      file: options.file,
      ...(options.rules === undefined ? {} : { rules: options.rules }),
      place: (at) => ({ file: options.shown ?? CONFIG_FILE, line: positionOf(at).line }),
      report: (message, at, hint) => problems.push(problem(message, at, hint)),
    });
    if (problems.length > 0) {
      problems.sort((a, b) => a.line - b.line || a.column - b.column);
      throw new ConfigError(options.file, problems);
    }
    return config;
  } catch (error) {
    if (error instanceof JsonSyntaxError) {
      throw new ConfigError(options.file, [problem(error.message, error.at, error.hint)]);
    }
    throw error;
  }
}
