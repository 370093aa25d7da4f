/** Migrations that were changed after they had come into the main branch: for the rule that speaks of them. */

import { textOf } from '../disk/text-of.ts';
import { Git } from '../git/git.ts';
import type { CheckOptions } from '../schema/index.ts';
import type { Deps } from './deps.ts';
import { CannotDo } from './exit.ts';
import type { Io } from './io.ts';
import type { ChosenProject } from './projects.ts';

const RULE = 'edited-after-merge';

/** What a configuration must hold for the rule to be on in it: its name, or a preset that has it. */
const SWITCHED_ON = new RegExp(`\\b${RULE}\\b|['"](?:all|safety)['"]`);

/** Asks git only where the rule may be on: that takes longer than a small check. */
async function isWanted({ root, options }: ChosenProject, deps: Deps): Promise<boolean> {
  if (options.rules !== undefined) return options.rules.includes(RULE);
  const config = await deps.findConfigFile(root, options.configFile);
  if (config === null) return false;
  // Whoever reads the configuration tells what is wrong with it.
  return SWITCHED_ON.test(textOf(config.file));
}

/** Absolute paths of files that the main branch has and that are other now than where this branch left it. */
function editedFiles(root: string, io: Io): CheckOptions['edited'] {
  try {
    const git = new Git(root, io);
    const [main] = git.mainBranches();
    if (main === undefined) return undefined;
    const base = git.forkPoint(main);
    const merged = new Set(git.list('ls-tree', '-r', '--name-only', '-z', base));
    const files = git.changed(base, false).filter((file) => merged.has(git.inside(file) ?? ''));
    return { branch: main.replace(/^refs\/(?:remotes|heads)\//, ''), files };
  } catch (error) {
    // No repository, no git, or a history that does not go back so far: nothing is known.
    if (error instanceof CannotDo) return undefined;
    throw error;
  }
}

export async function withEdited(project: ChosenProject, io: Io, deps: Deps): Promise<ChosenProject> {
  if (!(await isWanted(project, deps))) return project;
  const edited = editedFiles(project.root, io);
  return edited === undefined ? project : { ...project, options: { ...project.options, edited } };
}
