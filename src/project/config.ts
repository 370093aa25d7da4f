/** dialint.json: what the project declares. Read and checked by hand; schemas/dialint.schema.json says the same. */

import path from 'node:path';
import { readRegular } from '../disk/disk.ts';
import type {
  EngineName,
  PresetName,
  Provenance,
  RuleOptions,
  Severity,
  SqlFormat,
} from '../schema/index.ts';
import { checkConfig } from './config-check.ts';
import { CONFIG_FILE, findConfigFile } from './config-file.ts';
import { ConfigError, type ConfigProblem, UsageError } from './errors.ts';
import { type JsonNode, JsonSyntaxError, jsonOf, parseJson, positionsIn } from './json-document.ts';

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

/** A folder of SQL migrations. */
export interface DeclaredMigrations {
  /** Relative to the project's root. */
  readonly path: string;
  /** Absent: told by the files' names. */
  readonly format?: SqlFormat;
  /** Absent: told by the files' names, or none. */
  readonly dialect?: EngineName;
  readonly from: Provenance;
}

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
  /** Folders of SQL migrations; empty: they are looked for. */
  readonly migrations: readonly DeclaredMigrations[];
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
  migrations: [],
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
  /** What a configuration that is code has come to; without it, such a configuration is refused. */
  readonly code?: ConfigCode;
}

/** A configuration that is code, after it was run. */
export interface ConfigCode {
  /** Absolute. */
  readonly file: string;
  /** What it exports, but for the rules. */
  readonly value: unknown;
}

/** Throws ConfigError, or UsageError where a file that was asked for is not there, or is code that was not run. */
export function readConfig(root: string, options: ReadConfigOptions = {}): DialintConfig {
  const found = findConfigFile(root, options.file);
  if (found === null) return NO_CONFIG;
  const { file } = found;
  const shown = path.relative(root, file).split(path.sep).join('/');
  const known = options.rules === undefined ? {} : { rules: options.rules };
  if (found.kind === 'code') {
    // Looked at, so that what rests on it can tell when it changes.
    textOrNot(file, options.file);
    if (options.code === undefined)
      throw new UsageError(
        `${shown} is code, and it was not run`,
        'loadConfigCode runs it; dialint.json is only read.',
      );
    return parseConfigValue(options.code.value, { file, shown, ...known });
  }
  const text = textOrNot(file, options.file);
  return text === null ? NO_CONFIG : parseConfig(text, { file, shown, ...known });
}

/** Null: it is not there, and was not asked for. */
function textOrNot(file: string, asked: string | undefined): string | null {
  try {
    return textOf(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      throw new UsageError(`${file} cannot be read: ${code === undefined ? (error as Error).message : code}`);
    if (asked !== undefined) throw new UsageError(`there is no configuration file ${asked}`);
    return null;
  }
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

interface ParseOptions {
  readonly file: string;
  /** The path for provenance. */
  readonly shown?: string;
  readonly rules?: readonly KnownRule[];
}

/** Throws ConfigError with every mistake. */
export function parseConfig(text: string, options: ParseOptions): DialintConfig {
  const positionOf = positionsIn(text);
  try {
    return checked(parseJson(text), options, positionOf);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const { message, hint, at } = error;
    throw new ConfigError(options.file, [
      { message, ...positionOf(at), ...(hint === undefined ? {} : { hint }) },
    ]);
  }
}

/** The same from a value instead of a text. Throws ConfigError with every mistake. */
export function parseConfigValue(value: unknown, options: ParseOptions): DialintConfig {
  return checked(jsonOf(value), options, () => ({}));
}

function checked(
  document: JsonNode,
  { file, shown = CONFIG_FILE, rules }: ParseOptions,
  positionOf: (at: number) => { readonly line?: number; readonly column?: number },
): DialintConfig {
  const problems: ConfigProblem[] = [];
  const config = checkConfig(document, {
    file,
    ...(rules === undefined ? {} : { rules }),
    place: (at) => {
      const { line } = positionOf(at);
      return { file: shown, ...(line === undefined ? {} : { line }) };
    },
    report: (message, at, hint) =>
      problems.push({ message, ...positionOf(at), ...(hint === undefined ? {} : { hint }) }),
  });
  if (problems.length === 0) return config;
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  throw new ConfigError(file, problems);
}
