/** Findings as text, with all that a reader, a program or an editor is told of them. */
import { expect } from 'vitest';
import { rules } from '../../rules/index.ts';
import { EXAMPLE_FILE, exampleSource } from '../../src/lint/example-source.ts';
import type { CheckResult, Diagnostic, Location, Span } from '../../src/schema/index.ts';
import { type Options, run } from './project.ts';

/** Migrations by their number alone. */
const short = (file: string): string =>
  file.replace(
    /^database\/migrations\/(2026_01_\d\d_000000_step|2026_01_01_000001_example)\.php$/,
    (_, name) => (name.endsWith('example') ? 'example' : name.slice(8, 10)),
  );

const position = ({ start }: Span): string => `${start.line}:${start.column}`;

function place({ file, span }: Location, sources: CheckResult['sources']): string {
  const covered = (sources.get(file) ?? '').slice(span.startOffset, span.endOffset);
  const [first = '', ...more] = covered.split('\n');
  return `${short(file)}:${position(span)} «${first.trim()}${more.length > 0 ? ' …' : ''}»`;
}

function one(diagnostic: Diagnostic, sources: CheckResult['sources']): string {
  const { severity, message, help, engines, fix, related, data, suppressed } = diagnostic;
  return [
    `${severity} ${place(diagnostic, sources)}`,
    `  ${message}`,
    ...(help === undefined ? [] : [`  help: ${help}`]),
    `  engines: ${engines.join(' ') || 'any'}`,
    ...(fix === undefined ? [] : [`  fix (${fix.safety}): ${fix.title}`]),
    ...(fix?.edits ?? []).map((edit) => `    ${place(edit, sources)} → «${edit.text}»`),
    ...related.map((item) => `  related: ${place(item, sources)} ${item.message}`),
    ...(Object.keys(data).length === 0 ? [] : [`  data: ${JSON.stringify(data)}`]),
    ...(suppressed === undefined ? [] : [`  suppressed: ${suppressed.reason}`]),
  ].join('\n');
}

function shown({ diagnostics, sources }: CheckResult): string {
  return diagnostics.length === 0 ? 'nothing' : diagnostics.map((item) => one(item, sources)).join('\n');
}

/** What a rule finds in a project; migrations may be given by number. */
export async function found(
  rule: string,
  files: Readonly<Record<string, string>>,
  options: Options = {},
): Promise<string> {
  return shown(await run([rule], files, options));
}

/** What a rule finds in the example of this title in its own documentation. */
export async function example(rule: string, title: string): Promise<string> {
  const chosen = rules.find(({ id }) => id === rule)?.docs.bad.find((item) => item.title === title);
  expect(chosen, `${rule} has no bad example "${title}"`).toBeDefined();
  const { file = EXAMPLE_FILE, files, config } = chosen!;
  const project = {
    ...files,
    ...(config === undefined ? {} : { 'dialint.json': JSON.stringify(config) }),
    [file]: exampleSource(chosen!),
  };
  return found(rule, project, config !== undefined && 'engines' in config ? { engines: [] } : {});
}
