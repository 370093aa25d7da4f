/** The fixes that a check offers: a migration that has been merged is not to be edited. */
import { withoutMerged } from '../fix/offered.ts';
import { editableFiles } from '../git/merged.ts';
import type { CheckResult } from '../schema/index.ts';
import type { Io } from './io.ts';

/** Asks git, where there is one. */
export function offered(result: CheckResult, io: Io): CheckResult {
  return withoutMerged(result, editableFiles(result.project.root, new Set(), io));
}
