/** dialint rules */
import type { Rule } from '../lint/rule.ts';
import { UsageError } from '../project/errors.ts';
import { COLOURED, PLAIN, type Style } from '../report/style.ts';
import { wrap } from '../report/text.ts';
import { PRESET_NAMES } from '../schema/index.ts';
import type { Deps } from './deps.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type Io, terminalWidth, wantsColour } from './io.ts';
import { knownRules } from './known-rules.ts';
import type { OptionValues } from './options.ts';
import { writeResult } from './result-output.ts';

type Presets = typeof import('../../rules/presets.ts');

function table(rules: readonly Rule[], presets: Presets, style: Style, width: number): string {
  const ids = Math.max(4, ...rules.map(({ id }) => id.length));
  const margin = ids + 11;
  const wrapped = (text: string): string[] => wrap(text, width, margin, ' '.repeat(margin));
  const lines = [style.bold(`${'Rule'.padEnd(ids)}  Severity Reports`)];
  for (const rule of rules) {
    const { id, severity, recommended, docs } = rule;
    const what = recommended ? docs.what : `${docs.what} (Off unless it is configured.)`;
    const [first = '', ...more] = wrapped(what);
    lines.push(`${id.padEnd(ids)}  ${severity.padEnd(8)} ${first}`, ...more);
    const [names = '', ...rest] = wrapped(`presets: ${presets.presetsOf(rule).join(', ')}`);
    lines.push(...[`${' '.repeat(margin)}${names}`, ...rest].map(style.dim));
  }
  lines.push('', style.bold('Presets, for "extends" in dialint.json'));
  for (const name of PRESET_NAMES) lines.push(`  ${name.padEnd(12)} ${presets.PRESET_PURPOSES[name]}`);
  return `${lines.join('\n')}\n`;
}

function json(rules: readonly Rule[], presets: Presets): string {
  const list = rules.map((rule) => {
    const { id, severity, recommended, definedIn, docs } = rule;
    const own = definedIn === undefined ? {} : { definedIn };
    return { id, severity, recommended, ...own, presets: presets.presetsOf(rule), ...docs };
  });
  const named = PRESET_NAMES.map((name) => ({ name, purpose: presets.PRESET_PURPOSES[name] }));
  return `${JSON.stringify({ rules: list, presets: named }, null, 2)}\n`;
}

export async function listRules(
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ExitCode> {
  if (operands.length > 0) throw new UsageError('rules takes no arguments; explain RULE tells about one');
  const rules = [...(await knownRules(options, io, deps))].sort((a, b) => (a.id < b.id ? -1 : 1));
  const presets = await import('../../rules/presets.ts');
  const colour = options.output === undefined && wantsColour(io.stdout, io, options['no-color'] === true);
  const text =
    options.format === 'json'
      ? json(rules, presets)
      : table(rules, presets, colour ? COLOURED : PLAIN, terminalWidth(io.stdout));
  writeResult(text, options.output, io);
  return EXIT.ok;
}
