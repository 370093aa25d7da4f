/** `replay` as annotations of GitHub Actions. */
import type { ReplayResult } from '../schema/index.ts';
import { listed, targetTitle } from './engine-names.ts';
import { replayCounts } from './replay-counts.ts';
import { differenceName, heldValue } from './replay-difference.ts';
import { count } from './text.ts';
import { type AnnotationLevel, workflowCommand } from './workflow-command.ts';

export function renderReplayGithub(result: ReplayResult, displayPath: (file: string) => string): string {
  const lines: string[] = [];
  const say = (
    kind: AnnotationLevel,
    title: string,
    message: string,
    file?: string,
    line?: number | null,
  ) => {
    const place = file === undefined ? {} : { file: displayPath(file), line: line || undefined };
    lines.push(workflowCommand(kind, { ...place, title }, message));
  };
  for (const { asked, target, fault } of result.engines)
    if (fault !== undefined) say('error', target === null ? asked : targetTitle(target.id), fault);
  for (const { file, up, down, again } of result.migrations) {
    for (const [phase, outcomes] of Object.entries({ up, down, 'up again': again })) {
      for (const [id, { outcome, code, message, line, sql }] of Object.entries(outcomes)) {
        if (outcome === 'refuses')
          say(
            'error',
            `${targetTitle(id)} refuses, ${phase}${code === null ? '' : ` (${code})`}`,
            `${message}${sql === null ? '' : `\n${sql}`}`,
            file,
            line,
          );
        if (outcome === 'unavailable' && line !== null)
          say('warning', `Not sent to ${targetTitle(id)}, ${phase}`, message ?? '', file, line);
      }
    }
  }
  for (const { file, engine, what } of result.residues)
    say('error', `Left over on ${targetTitle(engine)}`, what, file);
  for (const difference of result.differences)
    if (difference.class === 'unexplained')
      say(
        'error',
        `${difference.kind} of ${differenceName(difference)} differs`,
        Object.entries(difference.values)
          .map(([id, value]) => `${targetTitle(id)}: ${heldValue(value)}`)
          .join('\n'),
      );
  for (const { name, table, length, unit, targets } of result.guard)
    say(
      'error',
      `${name} is too long`,
      `${length} ${unit}, in the table ${table}; ${listed(targets.map(({ id, limit }) => `${targetTitle(id)} allows ${limit}`))}`,
    );
  const { biting, migrations } = replayCounts(result);
  const engines = result.engines.flatMap(({ target }) => (target === null ? [] : [targetTitle(target.id)]));
  say(
    'notice',
    'dialint replay',
    `${count(migrations, 'migration')} on ${listed(engines) || 'no engine'}; ${biting} known differences in behaviour`,
  );
  return `${lines.join('\n')}\n`;
}
