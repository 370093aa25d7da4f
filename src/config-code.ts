/**
 * Configuration that is code: dialint.config.ts, .mts, .js, .mjs. It is the one thing of a project that a check runs.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadPart } from './engines/parts.ts';
import { type CustomRule, customRuleProblems, defineRule } from './lint/custom-rule.ts';
import type { Rule } from './lint/rule.ts';
import { type ConfigCode, ConfigError, findConfigFile, UsageError } from './project/index.ts';
import type { CheckOptions } from './schema/index.ts';

export interface LoadedCode extends ConfigCode {
  readonly rules: readonly Rule[];
}

/**
 * Runs the project's configuration, where it is code; null: it is none. `root` is absolute. Throws UsageError where
 * `configCode: false` forbids that or the file does not load, ConfigError for rules that are none, and PartMissing.
 */
export async function loadConfigCode(
  root: string,
  options: Pick<CheckOptions, 'configFile' | 'configCode'> = {},
): Promise<LoadedCode | null> {
  const found = findConfigFile(root, options.configFile);
  if (found?.kind !== 'code') return null;
  const { file } = found;
  const shown = path.relative(root, file).split(path.sep).join('/');
  if (options.configCode === false) throw refused(shown);
  const value = await evaluated(file, shown);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(
      `${shown} has no default export that is an object`,
      'Write: export default defineConfig({ … }).',
    );
  }
  const { customRules, ...plain } = value as Readonly<Record<string, unknown>>;
  return {
    file,
    value: plain,
    rules: customRules === undefined ? [] : await readRules(customRules, file, shown),
  };
}

export function refused(shown: string): UsageError {
  return new UsageError(
    `${shown} is code, and it is not to be run (--no-config-code)`,
    'Without that option it is run; dialint.json is read without running anything.',
  );
}

async function evaluated(file: string, shown: string): Promise<unknown> {
  const typed = /\.[cm]?ts$/.test(file);
  try {
    if (typed) return await withTypes(file, shown);
    const module = (await import(pathToFileURL(file).href)) as { default?: unknown };
    return module.default;
  } catch (error) {
    if (error instanceof Error && error.name === 'PartMissing') throw error;
    const message = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    const own = /Cannot find (package|module) '?dialint'?/.test(message);
    throw new UsageError(
      `${shown} cannot be loaded: ${message}`,
      own
        ? 'Install it in the project: npm install --save-dev dialint. Or export plain objects, without the import.'
        : undefined,
    );
  }
}

interface Jiti {
  createJiti(
    from: string,
    options: Readonly<Record<string, unknown>>,
  ): { import(file: string, options: { readonly default: true }): Promise<unknown> };
}

async function withTypes(file: string, shown: string): Promise<unknown> {
  let jiti: Jiti;
  try {
    jiti = loadPart<Jiti>('jiti', `Reading ${shown}`);
  } catch (error) {
    // Node 22.18 and later leave out types by themselves.
    const { typescript } = process.features as { readonly typescript?: unknown };
    if (typescript === undefined || typescript === false) throw error;
    return ((await import(pathToFileURL(file).href)) as { default?: unknown }).default;
  }
  // Nothing is written, and `import … from 'dialint'` is this dialint, wherever it is installed.
  const loader = jiti.createJiti(file, {
    fsCache: false,
    moduleCache: false,
    virtualModules: { dialint: await import('./index.ts') },
  });
  return loader.import(file, { default: true });
}

async function readRules(value: unknown, file: string, shown: string): Promise<Rule[]> {
  if (!Array.isArray(value)) throw new ConfigError(file, [{ message: 'customRules is not a list' }]);
  const problems: { message: string }[] = [];
  const rules: Rule[] = [];
  const taken = (await import('../rules/index.ts')).rules.map(({ id }) => id);
  for (const [index, item] of value.entries()) {
    const found = customRuleProblems(item, taken);
    problems.push(...found.map((message) => ({ message: `customRules[${index}]: ${message}` })));
    if (found.length > 0) continue;
    const rule = { ...defineRule(item as CustomRule), definedIn: shown };
    if (rules.some(({ id }) => id === rule.id))
      problems.push({ message: `customRules[${index}]: there are two rules "${rule.id}"` });
    rules.push(rule);
  }
  if (problems.length > 0) throw new ConfigError(file, problems);
  return rules;
}
