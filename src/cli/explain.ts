/** dialint explain RULE */
import type { Rule, RuleExample } from '../lint/rule.ts';
import { UsageError } from '../project/errors.ts';
import { COLOURED, PLAIN, type Style } from '../report/style.ts';
import { wrap } from '../report/text.ts';
import { ENGINE_TITLES, type PresetName } from '../schema/index.ts';
import type { Deps } from './deps.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { type Io, terminalWidth, wantsColour } from './io.ts';
import { knownRules } from './known-rules.ts';
import type { OptionValues } from './options.ts';
import { ruleById } from './rule-ids.ts';

function exampleLines(label: string, example: RuleExample, style: Style, width: number): string[] {
  const lines = ['', ...wrap(`${label}: ${example.title}`, width, 0, '  ').map(style.bold)];
  const block = (title: string | undefined, text: string): void => {
    if (title !== undefined) lines.push(style.dim(`  ${title}`));
    lines.push(
      ...text
        .replace(/\s+$/, '')
        .split('\n')
        .map((line) => `    ${line}`.trimEnd()),
    );
  };
  if (example.config !== undefined) block('dialint.json', JSON.stringify(example.config, null, 2));
  for (const [file, text] of Object.entries(example.files ?? {})) block(file, text);
  if (example.merged !== undefined) block('in the main branch', example.merged);
  block(example.file ?? (lines.length > 2 ? 'the migration' : undefined), example.code);
  return lines;
}

export function explanation(rule: Rule, presets: readonly PresetName[], style: Style, width: number): string {
  const { docs } = rule;
  const off = rule.recommended ? '' : ', off unless it is configured';
  const lines = [`${style.bold(rule.id)} (${rule.severity}${off})`, ''];
  const row = (label: string, text: string): void => {
    const [first = '', ...more] = wrap(text, width, 9, ' '.repeat(9));
    lines.push(style.bold(label.padEnd(9)) + first, ...more);
  };
  row('What', docs.what);
  if (docs.why !== '') row('Why', docs.why);
  if (docs.how !== '') row('How', docs.how);
  row(
    'Engines',
    docs.engines.length === 0
      ? 'it does not depend on an engine'
      : docs.engines.map((engine) => ENGINE_TITLES[engine]).join(', '),
  );
  row('Presets', presets.join(', '));
  for (const [name, option] of Object.entries(docs.options ?? {})) {
    row(
      'Option',
      `${name}: ${option.type}, default ${JSON.stringify(option.default)}. ${option.description}`,
    );
  }
  if (rule.definedIn !== undefined) row('From', rule.definedIn);
  row('Suppress', `// dialint-disable-next-line ${rule.id} -- the reason`);
  for (const example of docs.bad) lines.push(...exampleLines('Reported', example, style, width));
  for (const example of docs.good) lines.push(...exampleLines('Not reported', example, style, width));
  return `${lines.join('\n')}\n`;
}

export async function explain(
  operands: readonly string[],
  options: OptionValues,
  io: Io,
  deps: Deps,
): Promise<ExitCode> {
  const [id, ...more] = operands;
  if (id === undefined) throw new UsageError('explain needs a rule; dialint rules lists them');
  if (more.length > 0) throw new UsageError('explain takes one rule');
  const builtIn = (await deps.rules()).find((rule) => rule.id === id);
  const rule = builtIn ?? ruleById(id, await knownRules(options, io, deps));
  const { presetsOf } = await import('../../rules/presets.ts');
  const style = wantsColour(io.stdout, io, options['no-color'] === true) ? COLOURED : PLAIN;
  io.stdout.write(explanation(rule, presetsOf(rule), style, terminalWidth(io.stdout)));
  return EXIT.ok;
}
