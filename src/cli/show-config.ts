/** dialint check --show-config */
import { UsageError } from '../project/errors.ts';
import { renderConfigJson } from '../report/config-json.ts';
import { renderConfigPretty } from '../report/config-pretty.ts';
import { COLOURED, PLAIN } from '../report/style.ts';
import type { EffectiveConfig } from '../schema/index.ts';
import type { Deps } from './deps.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type Io, wantsColour } from './io.ts';
import type { OptionValues } from './options.ts';
import { announceCode, type ChosenProject, counts, someOf } from './projects.ts';
import { writeResult } from './result-output.ts';

export async function showConfig(
  projects: readonly ChosenProject[],
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ExitCode> {
  const { format = 'pretty' } = options;
  if (format !== 'pretty' && format !== 'json') {
    throw new UsageError(`--show-config is shown as pretty or json; not as ${format}`);
  }
  const configs: EffectiveConfig[] = [];
  for (const project of projects) {
    const { root, options: chosen } = project;
    await announceCode(project, io, deps);
    const config = await deps.effectiveConfig(root, chosen);
    if (counts(config, root, projects, operands)) configs.push(config);
  }
  someOf(configs, projects, io);
  const colour = options.output === undefined && wantsColour(io.stdout, io, options['no-color'] === true);
  const text =
    format === 'json'
      ? renderConfigJson(configs)
      : configs.map((config) => renderConfigPretty(config, colour ? COLOURED : PLAIN)).join('\n');
  writeResult(text, options.output, io);
  return EXIT.ok;
}
