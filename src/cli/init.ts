/** dialint init */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CODE_FILES, CONFIG_FILE } from '../project/config-file.ts';
import { UsageError } from '../project/errors.ts';
import { place } from '../report/place.ts';
import { COLOURED, PLAIN } from '../report/style.ts';
import { padEnd, wrap } from '../report/text.ts';
import type { Deps } from './deps.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type Io, terminalWidth, wantsColour } from './io.ts';
import type { OptionValues } from './options.ts';
import { chosenProjects, isNoProject, noProject, oneOf } from './projects.ts';
import { writeWhole } from './write-whole.ts';

export async function init(
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ExitCode> {
  const project = oneOf(await chosenProjects(operands, options, io, deps), 'init writes for', io);
  const { root, options: chosen } = project;
  if (chosen.paths !== undefined)
    throw new UsageError(`the configuration is that of a whole project; give its root, ${root}`);
  const file = join(root, CONFIG_FILE);
  const inside = relative(io.cwd, file);
  const shown = (inside.startsWith('..') ? file : inside).replaceAll('\\', '/');
  const code = CODE_FILES.find((name) => existsSync(join(root, name)));
  if (code !== undefined) {
    throw new UsageError(
      `the project has ${code}, which holds its configuration; ${CONFIG_FILE} beside it would be an error`,
      `Remove ${code} first, or leave it as it is.`,
    );
  }
  if (existsSync(file) && options.force !== true) {
    throw new UsageError(
      `${shown} is there already, and is left as it is`,
      'dialint check --show-config tells what holds; dialint init --force writes it anew.',
    );
  }
  const config = await deps.initialConfig(root);
  if (isNoProject(config)) throw noProject(project);
  writeWhole(file, config.text);

  const style = wantsColour(io.stdout, io, options['no-color'] === true) ? COLOURED : PLAIN;
  const width = terminalWidth(io.stdout);
  const rows = config.entries.map(({ key, value, from, guessed }) => ({
    key,
    value: Array.isArray(value) ? value.join(', ') : String(value),
    why: `${guessed ? 'guessed: ' : ''}${place(from).replace(/^assumed: /, '')}`,
  }));
  const keys = Math.max(...rows.map(({ key }) => key.length));
  const values = Math.max(...rows.map(({ value }) => value.length));
  const margin = keys + values + 6;
  const lines = [style.bold(`Wrote ${shown}`)];
  for (const { key, value, why } of rows) {
    const [first = '', ...rest] = wrap(why, width, margin, ' '.repeat(margin));
    lines.push(
      `  ${padEnd(key, keys)}  ${padEnd(value, values)}  ${style.dim(first)}`,
      ...rest.map(style.dim),
    );
  }
  for (const hint of config.hints) lines.push(...wrap(`note: ${hint}`, width, 0, '  '));
  const guesses = config.entries.filter(({ guessed }) => guessed).map(({ key }) => key);
  if (guesses.length > 0) lines.push(style.yellow(`Please look at what was guessed: ${guesses.join(', ')}`));
  lines.push('Next: dialint checks the project; dialint baseline accepts what it finds today.');
  io.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.ok;
}
