/** The parts that commands call. They are loaded when they are called: `--help` reads no rule and no parser. */
import type { Rule } from '../lint/rule.ts';
import type { ProjectRoot } from '../project/roots.ts';
import type { ReplayOptions } from '../replay.ts';
import type { CheckOptions, CheckResult, EffectiveConfig, ReplayResult, SqlResult } from '../schema/index.ts';

export interface Deps {
  checkProject(root: string, options: CheckOptions): Promise<CheckResult>;
  findProjectRoots(paths: readonly string[], cwd: string): Promise<readonly ProjectRoot[]>;
  sqlOfProject(root: string, options: CheckOptions): Promise<SqlResult>;
  replayProject(root: string, options: ReplayOptions): Promise<ReplayResult>;
  /** As checkProject, with what is kept in this folder. */
  cachedCheck(folder: string, root: string, options: CheckOptions): Promise<CheckResult>;
  effectiveConfig(root: string, options: CheckOptions): Promise<EffectiveConfig>;
  rules(): Promise<readonly Rule[]>;
}

export const DEPS: Deps = {
  checkProject: async (root, options) => (await import('../check.ts')).checkProject(root, options),
  sqlOfProject: async (root, options) => (await import('../sql.ts')).sqlOfProject(root, options),
  replayProject: async (root, options) => (await import('../replay.ts')).replayProject(root, options),
  cachedCheck: async (folder, root, options) =>
    (await import('../cache/check-cache.ts')).cachedCheck(folder, root, options, DEPS.checkProject),
  effectiveConfig: async (root, options) =>
    (await import('../effective-config.ts')).effectiveConfig(root, options),
  findProjectRoots: async (paths, cwd) => (await import('../project/roots.ts')).findProjectRoots(paths, cwd),
  rules: async () => (await import('../../rules/index.ts')).rules,
};
