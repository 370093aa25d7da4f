/** What --fix, --fix-unsafe and --fix-dry-run make, and where it goes. */
import { join, relative } from 'node:path';
import type { FileView } from '../disk/view.ts';
import { unifiedDiff } from '../fix/diff.ts';
import { withoutMerged } from '../fix/offered.ts';
import { ChangedMeanwhile, type NewContent, writeFiles } from '../fix/write-files.ts';
import { editableFiles, namedFiles } from '../git/merged.ts';
import type { CheckResult } from '../schema/index.ts';
import type { Deps } from './deps.ts';
import { CannotDo } from './exit.ts';
import type { Io } from './io.ts';
import type { ChosenProject } from './projects.ts';

export interface Fixed {
  readonly result: CheckResult;
  /** What changes, in the order of the paths. */
  readonly contents: readonly NewContent[];
}

/** Works out what is fixed. With a view nothing but the one file (absolute) that it stands for may change. */
export async function fixed(
  { root, options }: ChosenProject,
  operands: readonly string[],
  unsafe: boolean,
  io: Io,
  deps: Deps,
  shown?: { readonly file: string; readonly view: FileView },
): Promise<Fixed> {
  const named = shown === undefined ? namedFiles(operands, io.cwd) : new Set([shown.file]);
  const editable = editableFiles(root, named, io);
  const { result, texts, before, report } = await deps.fixProject(
    root,
    options,
    {
      unsafe,
      now: shown === undefined ? Math.floor(Date.now() / 1000) : null,
      whyNot: (file, isMigration) => {
        const path = join(root, file);
        return shown !== undefined && path !== shown.file
          ? 'only the text on standard input is fixed'
          : editable.whyNot(path, isMigration);
      },
    },
    shown?.view,
  );
  const contents = report.files.map((file) => ({
    path: join(root, file),
    before: before.get(file) ?? null,
    after: texts.get(file) ?? '',
  }));
  return { result: { ...withoutMerged(result, editable), fixes: report }, contents };
}

/** Throws CannotDo; then nothing was written. */
export function write(contents: readonly NewContent[]): void {
  try {
    writeFiles(contents);
  } catch (error) {
    if (error instanceof ChangedMeanwhile) throw new CannotDo(error.message);
    throw new CannotDo(
      `what was fixed cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

export function diffOf(contents: readonly NewContent[], io: Io): string {
  return contents
    .map(({ path, before, after }) =>
      unifiedDiff((relative(io.cwd, path) || '.').replaceAll('\\', '/'), before, after),
    )
    .join('');
}
