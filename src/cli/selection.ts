/** --since, --staged and --stdin: which files a check reports on, and through what it sees them. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { FileView } from '../disk/view.ts';
import { isWithin } from '../disk/within.ts';
import { Git } from '../git/git.ts';
import { UsageError } from '../project/errors.ts';
import { indexView } from './git-index.ts';
import type { Io } from './io.ts';
import type { OptionValues } from './options.ts';
import type { ChosenProject } from './projects.ts';

export interface Selection {
  readonly project: ChosenProject;
  /** Absent: the disk. */
  readonly view?: FileView;
}

/** Throws UsageError for a revision that does not exist, and CannotDo for what git cannot tell here. */
export function selectChanged(project: ChosenProject, options: OptionValues, io: Io): Selection {
  const { since, staged } = options;
  if (since === undefined && staged === undefined) return { project };
  const git = new Git(project.root, io);
  const base = since === undefined ? git.head() : git.forkPoint(since);
  const { paths } = project.options;
  const changed = git
    .changed(base, staged === true)
    .filter((file) => paths === undefined || paths.some((path) => isWithin(file, path)));
  return {
    project: { ...project, options: { ...project.options, paths: changed } },
    ...(staged && { view: indexView(git) }),
  };
}

/** A folder that is there, and in which the file lies or would lie. */
export function standingFolder(file: string): string {
  let folder = dirname(file);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

/** Absolute. Throws UsageError where options and operands do not go together. */
export function stdinFile(
  operands: readonly string[],
  options: OptionValues,
  cwd: string,
): string | undefined {
  const name = options['stdin-filename'];
  if (options.stdin === undefined) {
    if (name !== undefined) throw new UsageError('--stdin-filename goes with --stdin');
    return undefined;
  }
  if (name === undefined)
    throw new UsageError('--stdin needs --stdin-filename: which file the text stands for');
  if (operands.length > 0)
    throw new UsageError('--stdin reports on --stdin-filename only; it takes no paths');
  if (options.since !== undefined || options.staged !== undefined) {
    throw new UsageError(`--stdin does not go with ${options.staged ? '--staged' : '--since'}`);
  }
  return resolve(cwd, name);
}
