/** The fixes that a check offers: a migration that has been merged is not to be edited. */
import { asNewMigration } from '../fix/new-migration.ts';
import type { CheckResult } from '../schema/index.ts';
import type { Io } from './io.ts';
import { editableFiles } from './merged.ts';

/** Asks git, where there is one. */
export function offered(result: CheckResult, io: Io): CheckResult {
  const { project } = result;
  const { isMerged } = editableFiles(project.root, new Set(), io);
  const merged = new Set(project.migrations.filter(({ path }) => isMerged(path)).map(({ file }) => file));
  if (merged.size === 0) return result;
  const now = Math.floor(Date.now() / 1000);
  return {
    ...result,
    diagnostics: result.diagnostics.map((diagnostic) => {
      if (diagnostic.fix?.edits.some(({ file }) => merged.has(file)) !== true) return diagnostic;
      const { fix: _fix, ...rest } = diagnostic;
      const fix = asNewMigration(diagnostic, project, now);
      return fix === undefined ? rest : { ...rest, fix };
    }),
  };
}
