/** The parts that commands call. They are loaded when they are called: `--help` reads no rule and no parser. */
import type { AnalyseOptions } from '../analyse.ts';
import type { FileView } from '../disk/view.ts';
import type { DoctorOptions } from '../doctor.ts';
import type { FixOutcome, FixRequest } from '../fix/apply.ts';
import type { InitialConfig } from '../init.ts';
import type { Rule } from '../lint/rule.ts';
import type { ConfigFile } from '../project/config-file.ts';
import type { ProjectRoot } from '../project/roots.ts';
import type { ReplayOptions } from '../replay.ts';
import type {
  CheckOptions,
  CheckResult,
  DoctorReport,
  EffectiveConfig,
  PrefixBudget,
  ReplayResult,
  SqlResult,
} from '../schema/index.ts';

export interface Deps {
  checkProject(root: string, options: CheckOptions): Promise<CheckResult>;
  findConfigFile(root: string, given?: string): Promise<ConfigFile | null>;
  findProjectRoots(paths: readonly string[], cwd: string): Promise<readonly ProjectRoot[]>;
  sqlOfProject(root: string, options: CheckOptions): Promise<SqlResult>;
  replayProject(root: string, options: ReplayOptions): Promise<ReplayResult>;
  /** The project's findings with what can be fixed fixed; writes nothing. */
  fixProject(root: string, options: CheckOptions, request: FixRequest, view?: FileView): Promise<FixOutcome>;
  /** As checkProject, with what is kept in this folder. */
  cachedCheck(folder: string, root: string, options: CheckOptions): Promise<CheckResult>;
  effectiveConfig(root: string, options: CheckOptions): Promise<EffectiveConfig>;
  initialConfig(root: string): Promise<InitialConfig>;
  prefixBudget(root: string, options: CheckOptions): Promise<PrefixBudget>;
  doctor(root: string, options: DoctorOptions): Promise<DoctorReport>;
  rules(): Promise<readonly Rule[]>;
  /** Those that a configuration which is code brings along; it is run. */
  rulesOfProject(root: string, options: CheckOptions): Promise<readonly Rule[]>;
}

/** What reads the project, if it is none of Laravel's. */
async function withFrameworks(root: string, options: { readonly configFile?: string } = {}): Promise<void> {
  await (await import('../frameworks.ts')).loadFrameworks(root, options.configFile);
}

/** The options, with what a configuration that is code has come to. */
async function withCode(root: string, options: CheckOptions): Promise<AnalyseOptions> {
  await withFrameworks(root, options);
  const code = await (await import('../config-code.ts')).loadConfigCode(root, options);
  return code === null ? options : { ...options, code };
}

export const DEPS: Deps = {
  checkProject: async (root, options) => (await import('../check.ts')).checkProject(root, options),
  sqlOfProject: async (root, options) =>
    (await import('../sql.ts')).sqlOfProject(root, await withCode(root, options)),
  prefixBudget: async (root, options) =>
    (await import('../prefix-budget.ts')).prefixBudget(root, await withCode(root, options)),
  replayProject: async (root, options) => (await import('../replay.ts')).replayProject(root, options),
  fixProject: async (root, options, request, view) =>
    (await import('../fix-project.ts')).fixProject(root, options, request, view),
  cachedCheck: async (folder, root, options) =>
    (await import('../cache/check-cache.ts')).cachedCheck(folder, root, options, DEPS.checkProject),
  effectiveConfig: async (root, options) =>
    (await import('../effective-config.ts')).effectiveConfig(root, options),
  doctor: async (root, options) => {
    await withFrameworks(root, options);
    return (await import('../doctor.ts')).doctor(root, options);
  },
  initialConfig: async (root) => {
    await withFrameworks(root);
    return (await import('../init.ts')).initialConfig(root);
  },
  findConfigFile: async (root, given) =>
    (await import('../project/config-file.ts')).findConfigFile(root, given),
  findProjectRoots: async (paths, cwd) => (await import('../project/roots.ts')).findProjectRoots(paths, cwd),
  rules: async () => (await import('../../rules/index.ts')).rules,
  rulesOfProject: async (root, options) =>
    (await (await import('../config-code.ts')).loadConfigCode(root, options))?.rules ?? [],
};
