/** Each rule's examples, run through the whole of `check`: the bad ones are found, the good ones are not. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { checkProject } from '../../src/check.ts';
import { EXAMPLE_FILE, exampleSource } from '../../src/lint/example-source.ts';
import type { Rule, RuleExample } from '../../src/lint/rule.ts';
import type { Diagnostic } from '../../src/schema/index.ts';

const ENGINES = ['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11', 'postgres@16'];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dialint-examples-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the example's project, and answers what the rule finds in it. */
async function found({ id: rule }: Rule, example: RuleExample): Promise<readonly Diagnostic[]> {
  const root = mkdtempSync(join(folder, 'project-'));
  const files: Record<string, string> = {
    ...(example.file?.endsWith('.sql') === true
      ? {}
      : { 'composer.json': '{ "require": { "laravel/framework": "^12.0" } }\n' }),
    ...example.files,
    ...(example.config === undefined ? {} : { 'dialint.json': JSON.stringify(example.config) }),
    [example.file ?? EXAMPLE_FILE]: exampleSource(example),
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const named = example.config !== undefined && 'engines' in example.config;
  const file = example.file ?? EXAMPLE_FILE;
  const isEdited = example.merged !== undefined && example.merged !== files[file];
  const { diagnostics } = await checkProject(root, {
    ...(named ? {} : { engines: ENGINES }),
    ...(isEdited ? { edited: { branch: 'main', files: [join(root, file)] } } : {}),
    rules: [rule],
  });
  return diagnostics.filter((diagnostic) => diagnostic.rule === rule && diagnostic.suppressed === undefined);
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  const { docs } = rule;
  it.each(docs.bad.map((example) => [example.title, example] as const))('finds: %s', async (_, example) => {
    expect((await found(rule, example)).length).toBeGreaterThan(0);
  });
  it.each(docs.good.map((example) => [example.title, example] as const))(
    'is content: %s',
    async (_, example) => {
      expect((await found(rule, example)).map((one) => one.message)).toEqual([]);
    },
  );
});
