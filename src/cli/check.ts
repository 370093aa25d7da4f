/** dialint check */
import { join, relative } from 'node:path';
import { cacheFolder } from '../cache/folder.ts';
import { lookingThrough } from '../disk/disk.ts';
import { INTERNAL_ERROR } from '../lint/internal-error.ts';
import { renderJson } from '../report/json.ts';
import { renderPrettyAll } from '../report/pretty.ts';
import { type CheckResult, isOpen, SEVERITIES, type Severity } from '../schema/index.ts';
import type { Deps } from './deps.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type Io, terminalWidth, wantsColour } from './io.ts';
import type { OptionValues } from './options.ts';
import { announceCode, type ChosenProject, chosenProjects, isNoProject, noProject } from './projects.ts';
import { writeResult } from './result-output.ts';
import { ruleById } from './rule-ids.ts';
import { type Selection, selectChanged, standingFolder, stdinFile, textInPlaceOf } from './selection.ts';
import { showConfig } from './show-config.ts';

/** `never` is no severity: nothing is at or above it. */
function exitCode(results: readonly CheckResult[], threshold: string): ExitCode {
  const found = results.flatMap(({ diagnostics }) => diagnostics.filter(isOpen));
  // A rule that failed has not done its work, whatever the others found.
  if (found.some(({ rule }) => rule === INTERNAL_ERROR)) return EXIT.failed;
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(threshold as Severity) + 1);
  return found.some(({ severity }) => failing.includes(severity)) ? EXIT.findings : EXIT.ok;
}

/** Is the configuration of one of them code? It may bring rules of its own. */
async function haveCode(projects: readonly ChosenProject[], deps: Deps): Promise<boolean> {
  for (const { root, options } of projects) {
    if ((await deps.findConfigFile(root, options.configFile))?.kind === 'code') return true;
  }
  return false;
}

export async function check(
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ExitCode> {
  const file = stdinFile(operands, options, io.cwd);
  const text = file === undefined ? undefined : await io.stdin();
  const chosen = await chosenProjects(
    file === undefined ? operands : [standingFolder(file)],
    options,
    io,
    deps,
  );
  if (options.rule !== undefined && !(await haveCode(chosen, deps))) {
    const rules = await deps.rules();
    for (const id of options.rule) ruleById(id, rules);
  }
  if (options['show-config']) return showConfig(chosen, options, io, deps);
  const cache = options['no-cache'] === true ? null : cacheFolder(io.env, process.platform);
  const results: CheckResult[] = [];
  for (const each of chosen) {
    const { project, view }: Selection =
      file === undefined || text === undefined
        ? selectChanged(each, options, io)
        : {
            project: { ...each, options: { ...each.options, paths: [file] } },
            view: textInPlaceOf(file, text),
          };
    const { root, options: checkOptions } = project;
    const anew = async (): Promise<CheckResult> => {
      await announceCode(project, io, deps);
      return deps.checkProject(root, checkOptions);
    };
    // What is kept rests on looks at the disk: a view shows something else, and code may look at anything.
    const result =
      view !== undefined
        ? await lookingThrough(view, anew)
        : cache === null || (await haveCode([project], deps))
          ? await anew()
          : await deps.cachedCheck(cache, root, checkOptions);
    if (isNoProject(result)) throw noProject(root);
    results.push(result);
  }

  const displayPath = (root: string, file: string): string =>
    (relative(io.cwd, join(root, file)) || '.').replaceAll('\\', '/');
  const report =
    options.format === 'json'
      ? renderJson(results, displayPath)
      : renderPrettyAll(results, {
          colour: options.output === undefined && wantsColour(io.stdout, io, options['no-color'] === true),
          width: terminalWidth(io.stdout),
          displayPath,
          quiet: options.quiet === true,
          verdicts: options.verdicts === true,
          statistics: options.statistics === true,
          allInfos: options.rule !== undefined,
        });
  writeResult(report, options.output, io);
  return exitCode(results, options['fail-on'] ?? 'error');
}
