/**
 * Which files a fix may change. A migration that is in the main branch has run somewhere: to change it would change
 * nothing there, and elsewhere make another schema.
 */
import { statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { CannotDo } from '../project/errors.ts';
import { Git, type Surroundings } from './git.ts';

export interface Editable {
  /** The main branch that was looked at: `origin/main`; null: none, so nothing is known of what is merged. */
  readonly mainBranch: string | null;
  /** Is this file (absolute) in the main branch? */
  isMerged(file: string): boolean;
  /** Null: the file (absolute) may be edited; else why not, as half a sentence. */
  whyNot(file: string, isMigration: boolean): string | null;
}

/** The files that a command line names, absolute; folders do not count. */
export function namedFiles(operands: readonly string[], cwd: string): Set<string> {
  return new Set(
    operands
      .map((operand) => resolve(cwd, operand))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true),
  );
}

/** `root` is the project's folder, absolute. `named`: files that are asked for by name. */
export function editableFiles(
  root: string,
  named: ReadonlySet<string>,
  surroundings: Surroundings,
): Editable {
  let git: Git;
  try {
    git = new Git(root, surroundings);
  } catch (error) {
    if (!(error instanceof CannotDo)) throw error;
    return onlyNamed(named, error.message);
  }
  const branches = git.mainBranches();
  const mainBranch = branches[0]?.replace(/^refs\/(?:remotes|heads)\//, '');
  if (mainBranch === undefined && git.head() !== null) {
    return onlyNamed(named, 'git has no branch origin/HEAD, main or master, so what is merged is not known');
  }
  const merged = new Set(
    branches.flatMap((branch) => git.list('ls-tree', '-r', '--name-only', '-z', branch)),
  );
  let listed: ReadonlySet<string> | undefined;
  const isKnown = (inside: string): boolean => {
    listed ??= new Set(git.list('ls-files', '--cached', '--others', '--exclude-standard', '-z'));
    return listed.has(inside);
  };
  const isMerged = (file: string): boolean => merged.has(git.inside(file) ?? '');
  return {
    mainBranch: mainBranch ?? null,
    isMerged,
    whyNot: (file, isMigration) => {
      if (isMigration && isMerged(file)) return `it is in ${mainBranch}`;
      const inside = git.inside(file);
      if (named.has(file) || (inside !== null && isKnown(inside))) return null;
      const shown = relative(root, file);
      return isAbsolute(shown) || shown.startsWith('..')
        ? 'it is not in the project'
        : 'git ignores it, or it is in another repository';
    },
  };
}

function onlyNamed(named: ReadonlySet<string>, why: string): Editable {
  return {
    mainBranch: null,
    isMerged: () => false,
    whyNot: (file) => (named.has(file) ? null : `${why}; name the files that may be edited`),
  };
}
