/** --fix, --fix-unsafe and --fix-dry-run: what is asked for. */
import { UsageError } from '../project/errors.ts';
import type { OptionValues } from './options.ts';

export interface FixMode {
  readonly unsafe: boolean;
  readonly dryRun: boolean;
}

/** Null: nothing is to be fixed. Throws UsageError for options that do not go together. */
export function fixMode(options: OptionValues): FixMode | null {
  const dryRun = options['fix-dry-run'] === true;
  const unsafe = options['fix-unsafe'] === true;
  if (options.fix !== true && !unsafe && !dryRun) return null;
  const asked = dryRun ? '--fix-dry-run' : unsafe ? '--fix-unsafe' : '--fix';
  if (options.staged !== undefined) {
    throw new UsageError(
      `${asked} does not go with --staged: what is judged there is the index, and what would be edited is the working tree`,
      'Fix the working tree, and stage what was fixed.',
    );
  }
  if (dryRun && options.format !== undefined && options.format !== 'pretty') {
    throw new UsageError(`--fix-dry-run prints a diff; it does not go with --format ${options.format}`);
  }
  return { unsafe, dryRun };
}
