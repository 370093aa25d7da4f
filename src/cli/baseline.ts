/** dialint baseline */
import { join, relative } from 'node:path';
import { baselineText, entriesFor, withBaseline } from '../lint/baseline.ts';
import { INTERNAL_ERROR } from '../lint/internal-error.ts';
import { BASELINE_FILE, readBaseline } from '../project/baseline.ts';
import { UsageError } from '../project/errors.ts';
import { count } from '../report/text.ts';
import type { BaselineEntry } from '../schema/index.ts';
import type { Deps } from './deps.ts';
import { CannotDo, EXIT, type ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import type { OptionValues } from './options.ts';
import { announceCode, chosenProjects, counts, someOf } from './projects.ts';
import { writeWhole } from './write-whole.ts';

function write(root: string, entries: readonly BaselineEntry[]): void {
  writeWhole(join(root, BASELINE_FILE), baselineText(entries));
}

export async function baseline(
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ExitCode> {
  const projects = await chosenProjects(operands, options, io, deps);
  const taken: string[] = [];
  for (const project of projects) {
    const { root, options: chosen } = project;
    const shown = (relative(io.cwd, join(root, BASELINE_FILE)) || BASELINE_FILE).replaceAll('\\', '/');
    if (chosen.paths !== undefined) {
      throw new UsageError(`a baseline is that of a whole project; give its root, ${root}`);
    }
    // One that cannot be read is told, not written over: it may hold what is wanted.
    const before = readBaseline(root);
    if (options.prune && before === null) throw new UsageError(`there is no ${shown} to prune`);
    await announceCode(project, io, deps);
    const result = await deps.checkProject(root, { ...chosen, baseline: 'ignore' });
    if (!counts(result, root, projects, operands)) continue;
    taken.push(root);
    const failed = result.diagnostics.find(({ rule }) => rule === INTERNAL_ERROR);
    if (failed !== undefined) throw new CannotDo(`${shown} is left as it was: ${failed.message}`);

    const old = before ?? [];
    const { stale } = withBaseline(result.diagnostics, old);
    const gone = new Set(stale);
    const kept = old.filter((entry) => !gone.has(entry));
    if (options.prune) {
      if (stale.length > 0) write(root, kept);
      io.stdout.write(
        stale.length === 0
          ? `${shown}: nothing to remove, all of its ${count(kept.length, 'finding')} are still there\n`
          : `${shown}: ${count(stale.length, 'finding')} removed that ${stale.length === 1 ? 'is' : 'are'} gone, ${kept.length} left\n`,
      );
      continue;
    }
    const entries = entriesFor(result.diagnostics);
    write(root, entries);
    const news = entries.length - new Set(kept.map(({ fingerprint }) => fingerprint)).size;
    const change = before === null ? '' : ` (${news} new, ${stale.length} removed that are gone)`;
    io.stdout.write(
      `${shown}: ${count(entries.length, 'finding')} accepted${change}; from now on only new ones fail\n`,
    );
  }
  someOf(taken, projects, io);
  return EXIT.ok;
}
