/** dialint check */
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { cacheFolder } from '../cache/folder.ts';
import { INTERNAL_ERROR } from '../lint/internal-error.ts';
import { UsageError } from '../project/errors.ts';
import { renderJson } from '../report/json.ts';
import { renderPrettyAll } from '../report/pretty.ts';
import { type CheckOptions, type CheckResult, SEVERITIES, type Severity } from '../schema/index.ts';
import type { Deps } from './deps.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type Io, terminalWidth, wantsColour } from './io.ts';
import type { OptionValues } from './options.ts';
import { writeResult } from './result-output.ts';
import { ruleById } from './rule-ids.ts';

function existing(path: string, what: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  if (!existsSync(absolute)) throw new UsageError(`${what} ${JSON.stringify(path)} does not exist`);
  return absolute;
}

/** A folder in which there is nothing that dialint knows. A project without migrations is a project. */
function isNoProject({ project }: CheckResult): boolean {
  return project.framework === null && project.migrations.length === 0;
}

/** `never` is no severity: nothing is at or above it. */
function exitCode(results: readonly CheckResult[], threshold: string): ExitCode {
  const found = results.flatMap(({ diagnostics }) =>
    diagnostics.filter(({ suppressed }) => suppressed === undefined),
  );
  // A rule that failed has not done its work, whatever the others found.
  if (found.some(({ rule }) => rule === INTERNAL_ERROR)) return EXIT.failed;
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(threshold as Severity) + 1);
  return found.some(({ severity }) => failing.includes(severity)) ? EXIT.findings : EXIT.ok;
}

export async function check(
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ExitCode> {
  for (const path of operands) existing(path, 'path', io.cwd);
  const configFile =
    options.config === undefined ? undefined : existing(options.config, 'configuration file', io.cwd);
  const frameworkVersion = options['framework-version'];
  if (frameworkVersion !== undefined && !/^\d+(\.\d+){0,2}$/.test(frameworkVersion)) {
    throw new UsageError(
      `--framework-version takes a version such as 12 or 12.40.2; not ${JSON.stringify(frameworkVersion)}`,
    );
  }
  if (options.rule !== undefined) {
    const rules = await deps.rules();
    for (const id of options.rule) ruleById(id, rules);
  }
  const roots = await deps.findProjectRoots(operands, io.cwd);
  const cache = options['no-cache'] === true ? null : cacheFolder(io.env, process.platform);
  const results: CheckResult[] = [];
  for (const { root, paths: part } of roots) {
    const checkOptions: CheckOptions = {
      ...(options.engine && { engines: options.engine }),
      ...(options.driver !== undefined && { driver: options.driver === 'mariadb' ? 'mariadb' : 'mysql' }),
      ...(frameworkVersion !== undefined && { frameworkVersion }),
      ...(options.rule && { rules: options.rule }),
      ...(configFile !== undefined && { configFile }),
      ...(part.length > 0 && { paths: part }),
    };
    const result =
      cache === null
        ? await deps.checkProject(root, checkOptions)
        : await deps.cachedCheck(cache, root, checkOptions);
    if (isNoProject(result)) {
      throw new UsageError(
        `no project found in ${root}: it has no composer.json with Laravel in it, no artisan, and no folder of migrations`,
      );
    }
    results.push(result);
  }

  const displayPath = (root: string, file: string): string =>
    (relative(io.cwd, join(root, file)) || '.').replaceAll('\\', '/');
  const text =
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
  writeResult(text, options.output, io);
  return exitCode(results, options['fail-on'] ?? 'error');
}
