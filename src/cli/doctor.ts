/** dialint doctor */
import { cacheFolder } from '../cache/folder.ts';
import { renderDoctorJson, renderDoctorPretty } from '../report/doctor.ts';
import { COLOURED, PLAIN } from '../report/style.ts';
import type { DoctorReport } from '../schema/index.ts';
import type { Deps } from './deps.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type Io, wantsColour } from './io.ts';
import type { OptionValues } from './options.ts';
import { chosenProjects, oneOf } from './projects.ts';
import { writeResult } from './result-output.ts';

/** A configuration that cannot be is wrong configuration; else what the project needs and cannot be used decides. */
function exitCode({ project, packages, programs, configProblems }: DoctorReport): ExitCode {
  if (configProblems.length > 0) return EXIT.usage;
  const broken = [...project, ...packages, ...programs].some(
    ({ needed, state }) => needed && state !== 'found',
  );
  return broken ? EXIT.failed : EXIT.ok;
}

export async function doctor(
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ExitCode> {
  const project = oneOf(await chosenProjects(operands, options, io, deps), 'doctor looks at', io);
  const { configFile } = project.options;
  const report = await deps.doctor(project.root, {
    ...(configFile === undefined ? {} : { configFile }),
    cacheFolder: cacheFolder(io.env, process.platform),
    php: io.env.DIALINT_PHP ? io.env.DIALINT_PHP.split(' ') : ['php'],
  });
  const colour = options.output === undefined && wantsColour(io.stdout, io, options['no-color'] === true);
  const text =
    options.format === 'json'
      ? renderDoctorJson(report)
      : renderDoctorPretty(report, colour ? COLOURED : PLAIN);
  writeResult(text, options.output, io);
  return exitCode(report);
}
