/** dialint replay */

import { join, relative, resolve } from 'node:path';
import { UsageError } from '../project/errors.ts';
import type { Runner } from '../replay.ts';
import { replayCounts } from '../report/replay-counts.ts';
import { renderReplayGithub } from '../report/replay-github.ts';
import { renderReplayJson } from '../report/replay-json.ts';
import { renderReplayJunit } from '../report/replay-junit.ts';
import { keptText } from '../report/replay-kept.ts';
import { renderReplayPretty } from '../report/replay-pretty.ts';
import { COLOURED, PLAIN } from '../report/style.ts';
import type { ReplayResult } from '../schema/index.ts';
import type { Deps } from './deps.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type Io, terminalWidth, wantsColour } from './io.ts';
import type { OptionValues } from './options.ts';
import { withProbeBaseline } from './probe-baseline.ts';
import { announceCode, chosenProjects, isNoProject, noProject, oneOf } from './projects.ts';
import { ReplayProgress } from './replay-progress.ts';
import { writeResult } from './result-output.ts';

/** An engine that is missing outranks what the others found: it was asked for, and not done. */
function exitCode(result: ReplayResult, newOnesFail: boolean): ExitCode {
  const { refused, unavailable, residues, unexplained, guard, unanswered, ...counts } = replayCounts(result);
  const blind = newOnesFail ? counts.blindSpots : counts.unexplainedProbes;
  const missing = result.engines.some(({ fault }) => fault !== undefined);
  if (missing || unavailable + unanswered > 0) return EXIT.failed;
  return refused + residues + unexplained + guard + blind > 0 ? EXIT.findings : EXIT.ok;
}

export async function replay(
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ExitCode> {
  const projects = await chosenProjects(operands, options, io, deps);
  const first = oneOf(projects, 'replay takes', io);
  const known = options['probe-baseline'];
  if (known !== undefined && options.probe !== true) throw new UsageError('--probe-baseline needs --probe');
  const timeout = options.timeout === undefined ? undefined : seconds(options.timeout);
  await announceCode(first, io, deps);
  const progress = new ReplayProgress(io);
  let result: ReplayResult;
  try {
    result = await deps.replayProject(first.root, {
      ...first.options,
      ...(timeout === undefined ? {} : { timeout }),
      ...(options.runner === undefined ? {} : { runner: options.runner as Runner }),
      ...(io.env.DIALINT_PHP ? { php: io.env.DIALINT_PHP.split(' ') } : {}),
      ...(options.rows === true ? { rows: true } : {}),
      ...(options.probe === true ? { probe: true } : {}),
      ...(options.keep === true ? { keep: true } : {}),
      onProgress: (step) => progress.step(step),
      onProbe: (step) => progress.probe(step),
      onStart: (line) => progress.say(line),
    });
  } finally {
    progress.end();
  }
  if (isNoProject(result)) throw noProject(first);
  if (known !== undefined) {
    const applied = withProbeBaseline(result, resolve(io.cwd, known), known);
    result = applied.result;
    if (applied.note !== undefined) io.stderr.write(`${applied.note}\n`);
  }
  const displayPath = (file: string): string =>
    (relative(io.cwd, join(first.root, file)) || '.').replaceAll('\\', '/');
  const text = (): string => {
    switch (options.format) {
      case 'json':
        return renderReplayJson(result);
      case 'junit':
        return renderReplayJunit(result);
      case 'github':
        return renderReplayGithub(result, displayPath);
    }
    const colour = options.output === undefined && wantsColour(io.stdout, io, options['no-color'] === true);
    return renderReplayPretty(result, {
      style: colour ? COLOURED : PLAIN,
      width: terminalWidth(io.stdout),
      displayPath,
    });
  };
  if (options.report !== undefined) {
    const { renderReplayHtml } = await import('../report/replay-html.ts');
    writeResult(renderReplayHtml(result, new Date()), options.report, io);
  }
  writeResult(text(), options.output, io);
  // Not in the result: whoever reads that may be a program, and these lines are for the one who has to clean up.
  io.stderr.write(keptText(result));
  return exitCode(result, known !== undefined);
}

function seconds(text: string): number {
  const number = Number(text);
  if (!(number > 0) || number > 86_400)
    throw new UsageError(`--timeout takes seconds, such as 60; not ${JSON.stringify(text)}`);
  return number * 1000;
}
