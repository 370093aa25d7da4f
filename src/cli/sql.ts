/** dialint sql */
import { join, relative } from 'node:path';
import { renderSqlJson } from '../report/sql-json.ts';
import { renderSqlPretty } from '../report/sql-pretty.ts';
import { renderSqlScript } from '../report/sql-script.ts';
import { COLOURED, PLAIN } from '../report/style.ts';
import type { SqlResult } from '../schema/index.ts';
import type { Deps } from './deps.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type Io, terminalWidth, wantsColour } from './io.ts';
import type { OptionValues } from './options.ts';
import { announceCode, chosenProjects, counts, someOf } from './projects.ts';
import { writeResult } from './result-output.ts';

/** Something was to be compiled, and nothing could be. */
function gaveNothing(results: readonly SqlResult[]): boolean {
  const all = results.flatMap(({ engines }) => engines.flatMap(({ migrations }) => migrations));
  return (
    all.some(({ unknown }) => unknown.length > 0) &&
    all.every(({ up, down }) => up.length === 0 && down.length === 0)
  );
}

export async function sql(
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ExitCode> {
  const results: SqlResult[] = [];
  const projects = await chosenProjects(operands, options, io, deps);
  for (const project of projects) {
    const { root, options: chosen } = project;
    await announceCode(project, io, deps);
    const result = await deps.sqlOfProject(root, chosen);
    if (counts(result, root, projects, operands)) results.push(result);
  }
  someOf(results, projects, io);
  const { direction } = options;
  const only = direction === 'up' || direction === 'down' ? direction : undefined;
  const displayPath = (root: string, file: string): string =>
    (relative(io.cwd, join(root, file)) || '.').replaceAll('\\', '/');
  const text = (): string => {
    switch (options.format) {
      case 'json':
        return renderSqlJson(results, displayPath);
      case 'sql':
        return results.map((result) => renderSqlScript(result, only)).join('\n');
      default: {
        const colour =
          options.output === undefined && wantsColour(io.stdout, io, options['no-color'] === true);
        return results
          .map((result) =>
            renderSqlPretty(result, {
              style: colour ? COLOURED : PLAIN,
              width: terminalWidth(io.stdout),
              directions: only === undefined ? ['up', 'down'] : [only],
              displayPath,
            }),
          )
          .join('\n');
      }
    }
  };
  writeResult(text(), options.output, io);
  return gaveNothing(results) ? EXIT.failed : EXIT.ok;
}
