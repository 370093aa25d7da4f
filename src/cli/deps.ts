/** The parts that commands call. They are loaded when they are called: `--help` reads no rule and no parser. */
import type { FileView } from '../disk/view.ts';
import type { FixOutcome, FixRequest } from '../fix/apply.ts';
import type { Rule } from '../lint/rule.ts';
import type { ProjectRoot } from '../project/roots.ts';
import type { ReplayOptions } from '../replay.ts';
import type { CheckOptions, CheckResult, ReplayResult, SqlResult } from '../schema/index.ts';

export interface Deps {
  checkProject(root: string, options: CheckOptions): Promise<CheckResult>;
  findProjectRoots(paths: readonly string[], cwd: string): Promise<readonly ProjectRoot[]>;
  sqlOfProject(root: string, options: CheckOptions): Promise<SqlResult>;
  replayProject(root: string, options: ReplayOptions): Promise<ReplayResult>;
  /** The project's findings with what can be fixed fixed; writes nothing. */
  fixProject(root: string, options: CheckOptions, request: FixRequest, view?: FileView): Promise<FixOutcome>;
  /** As checkProject, with what is kept in this folder. */
  cachedCheck(folder: string, root: string, options: CheckOptions): Promise<CheckResult>;
  rules(): Promise<readonly Rule[]>;
}

export const DEPS: Deps = {
  checkProject: async (root, options) => (await import('../check.ts')).checkProject(root, options),
  sqlOfProject: async (root, options) => (await import('../sql.ts')).sqlOfProject(root, options),
  replayProject: async (root, options) => (await import('../replay.ts')).replayProject(root, options),
  fixProject: async (root, options, request, view) =>
    (await import('../fix-project.ts')).fixProject(root, options, request, view),
  cachedCheck: async (folder, root, options) =>
    (await import('../cache/check-cache.ts')).cachedCheck(folder, root, options, DEPS.checkProject),
  findProjectRoots: async (paths, cwd) => (await import('../project/roots.ts')).findProjectRoots(paths, cwd),
  rules: async () => (await import('../../rules/index.ts')).rules,
};
