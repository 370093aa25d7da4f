import type { CheckResult, MigrationVerdict } from '../schema/index.ts';

const known = new WeakMap<CheckResult, ReadonlyMap<string, readonly MigrationVerdict[]>>();

/** In the order of the result. A large project has thousands of verdicts, so they are sorted once. */
export function verdictsByFile(result: CheckResult): ReadonlyMap<string, readonly MigrationVerdict[]> {
  const before = known.get(result);
  if (before !== undefined) return before;
  const files = new Map<string, MigrationVerdict[]>();
  for (const verdict of result.verdicts) {
    const list = files.get(verdict.file);
    if (list === undefined) files.set(verdict.file, [verdict]);
    else list.push(verdict);
  }
  known.set(result, files);
  return files;
}
