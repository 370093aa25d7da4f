/** dialint rules */
import type { Rule } from '../lint/rule.ts';
import { UsageError } from '../project/errors.ts';
import { COLOURED, PLAIN, type Style } from '../report/style.ts';
import { wrap } from '../report/text.ts';
import type { Deps } from './deps.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type Io, terminalWidth, wantsColour } from './io.ts';
import type { OptionValues } from './options.ts';
import { writeResult } from './result-output.ts';

function table(rules: readonly Rule[], style: Style, width: number): string {
  const ids = Math.max(4, ...rules.map(({ id }) => id.length));
  const margin = ids + 11;
  const lines = [style.bold(`${'Rule'.padEnd(ids)}  Severity Reports`)];
  for (const { id, severity, recommended, docs } of rules) {
    const what = recommended ? docs.what : `${docs.what} (Off unless it is configured.)`;
    const [first = '', ...more] = wrap(what, width, margin, ' '.repeat(margin));
    lines.push(`${id.padEnd(ids)}  ${severity.padEnd(8)} ${first}`, ...more);
  }
  return `${lines.join('\n')}\n`;
}

function json(rules: readonly Rule[]): string {
  const list = rules.map(({ id, severity, recommended, docs }) => ({ id, severity, recommended, ...docs }));
  return `${JSON.stringify({ rules: list }, null, 2)}\n`;
}

export async function listRules(
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ExitCode> {
  if (operands.length > 0) throw new UsageError('rules takes no arguments; explain RULE tells about one');
  const rules = [...(await deps.rules())].sort((a, b) => (a.id < b.id ? -1 : 1));
  const colour = options.output === undefined && wantsColour(io.stdout, io, options['no-color'] === true);
  const text =
    options.format === 'json'
      ? json(rules)
      : table(rules, colour ? COLOURED : PLAIN, terminalWidth(io.stdout));
  writeResult(text, options.output, io);
  return EXIT.ok;
}
