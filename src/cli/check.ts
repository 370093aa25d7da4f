/** dialint check */
import { cacheFolder } from '../cache/folder.ts';
import { lookingThrough } from '../disk/disk.ts';
import { textsInPlaceOf } from '../disk/in-place.ts';
import type { NewContent } from '../fix/write-files.ts';
import { INTERNAL_ERROR } from '../lint/internal-error.ts';
import { fixReport } from '../report/fix-report.ts';
import { type CheckResult, isOpen, SEVERITIES, type Severity } from '../schema/index.ts';
import { checkReport } from './check-report.ts';
import type { Deps } from './deps.ts';
import { withEdited } from './edited.ts';
import { CannotDo, EXIT, type ExitCode } from './exit.ts';
import { fixMode } from './fix-mode.ts';
import type { Io } from './io.ts';
import type { OptionValues } from './options.ts';
import { announceCode, type ChosenProject, chosenProjects, counts, someOf } from './projects.ts';
import { writeResult } from './result-output.ts';
import { ruleById } from './rule-ids.ts';
import { type Selection, selectChanged, standingFolder, stdinFile } from './selection.ts';
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

/** Throws CannotDo for other bytes than UTF-8: what is printed would not be what was given. */
function wholeText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) throw new CannotDo('the text on standard input is not in UTF-8');
  return text;
}

export async function check(
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ExitCode> {
  const mode = fixMode(options);
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
  if (options['show-config']) return showConfig(chosen, operands, options, io, deps);
  const cache = options['no-cache'] === true ? null : cacheFolder(io.env, process.platform);
  const results: CheckResult[] = [];
  const contents: NewContent[] = [];
  for (const one of chosen) {
    const each = await withEdited(one, io, deps);
    const { project, view }: Selection =
      file === undefined || text === undefined
        ? selectChanged(each, options, io)
        : {
            project: { ...each, options: { ...each.options, paths: [file] } },
            view: textsInPlaceOf(new Map([[file, text]])),
          };
    const { root, options: checkOptions } = project;
    if (mode !== null) {
      const { fixed } = await import('./fix.ts');
      const shown = file === undefined || view === undefined ? undefined : { file, view };
      const made = await fixed(project, operands, mode.unsafe, io, deps, shown);
      if (counts(made.result, root, chosen, operands)) {
        contents.push(...made.contents);
        results.push(made.result);
      }
      continue;
    }
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
    if (!counts(result, root, chosen, operands)) continue;
    results.push(
      result.diagnostics.some(({ fix }) => fix !== undefined)
        ? (await import('./offered.ts')).offered(result, io)
        : result,
    );
  }

  someOf(results, chosen, io);
  const report = await checkReport(results, chosen, options, io, deps);
  if (mode !== null) {
    const { diffOf, write } = await import('./fix.ts');
    if (mode.dryRun) {
      // The diff is what was asked for; what it leaves is for people.
      writeResult(diffOf(contents, io), options.output, io);
      io.stderr.write(results.map((result) => fixReport(result, true)).join(''));
      return exitCode(results, options['fail-on'] ?? 'error');
    }
    if (text !== undefined) {
      // The text takes the place of the one that was given, as an editor wants it; the report goes beside it.
      writeResult(contents[0]?.after ?? wholeText(text), options.output, io);
      io.stderr.write(report);
      return exitCode(results, options['fail-on'] ?? 'error');
    }
    write(contents);
  }
  writeResult(report, options.output, io);
  return exitCode(results, options['fail-on'] ?? 'error');
}
