/** dialint prefix-budget */
import { join, relative } from 'node:path';
import { UsageError } from '../project/errors.ts';
import { renderBudgetJson, renderBudgetPretty } from '../report/prefix-budget.ts';
import { COLOURED, PLAIN } from '../report/style.ts';
import type { Deps } from './deps.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type Io, wantsColour } from './io.ts';
import type { OptionValues } from './options.ts';
import { announceCode, chosenProjects, noProject, oneOf } from './projects.ts';
import { writeResult } from './result-output.ts';

export async function prefixBudget(
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ExitCode> {
  const project = oneOf(await chosenProjects(operands, options, io, deps), 'prefix-budget looks at', io);
  const { root, options: chosen } = project;
  if (chosen.paths !== undefined)
    throw new UsageError(`a prefix is that of a whole project; give its root, ${root}`);
  await announceCode(project, io, deps);
  const budget = await deps.prefixBudget(root, chosen);
  if (budget.migrations === 0) throw noProject(project);
  const displayPath = (folder: string, file: string): string =>
    (relative(io.cwd, join(folder, file)) || '.').replaceAll('\\', '/');
  const colour = options.output === undefined && wantsColour(io.stdout, io, options['no-color'] === true);
  writeResult(
    options.format === 'json'
      ? renderBudgetJson(budget, displayPath)
      : renderBudgetPretty(budget, displayPath, colour ? COLOURED : PLAIN),
    options.output,
    io,
  );
  return EXIT.ok;
}
