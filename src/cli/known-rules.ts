/** The rules that explain and rules tell of: dialint's, and those that the project of the current folder brings along. */
import type { Rule } from '../lint/rule.ts';
import type { Deps } from './deps.ts';
import type { Io } from './io.ts';
import type { OptionValues } from './options.ts';
import { announceCode, chosenProjects } from './projects.ts';

/** With `--no-config-code`, dialint's own alone. Throws what a configuration that does not load throws. */
export async function knownRules(options: OptionValues, io: Io, deps: Deps): Promise<readonly Rule[]> {
  const own = await deps.rules();
  if (options['no-config-code']) return own;
  const [project, ...more] = await chosenProjects([], options, io, deps);
  if (project === undefined || more.length > 0 || !(await announceCode(project, io, deps))) return own;
  return [...own, ...(await deps.rulesOfProject(project.root, project.options))];
}
