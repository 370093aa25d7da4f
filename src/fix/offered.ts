/** The fixes that are offered: a migration that has been merged is not to be edited. */
import type { CheckResult } from '../schema/index.ts';
import { asNewMigration } from './new-migration.ts';

/** Which files (absolute) are in the main branch. */
export interface MergedFiles {
  isMerged(file: string): boolean;
}

/** What is left of the fixes once a migration that is merged stays as it is. */
export function withoutMerged<T extends Pick<CheckResult, 'project' | 'diagnostics'>>(
  result: T,
  { isMerged }: MergedFiles,
): T {
  const { project } = result;
  const merged = new Set(project.migrations.filter(({ path }) => isMerged(path)).map(({ file }) => file));
  if (merged.size === 0) return result;
  return {
    ...result,
    diagnostics: result.diagnostics.map((diagnostic) => {
      if (diagnostic.fix?.edits.some(({ file }) => merged.has(file)) !== true) return diagnostic;
      const { fix: _fix, ...rest } = diagnostic;
      // The same report each time: until it is written, its date is the one after the last migration's.
      const fix = asNewMigration(diagnostic, project, 0);
      return fix === undefined ? rest : { ...rest, fix };
    }),
  };
}
