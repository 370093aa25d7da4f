/** npm run new-rule, in a copy of the repository. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'dialint-new-rule-'));
const { FORCE_COLOR: _colour, ...env } = process.env;

beforeAll(() => {
  for (const name of [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'biome.json',
    'vitest.config.ts',
    'src',
    'rules',
    'scripts',
    'schemas',
    'docs/rules',
    'test/rules',
    'test/support',
  ]) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, '.gitignore'), 'node_modules\ndist\n');
  spawnSync('git', ['init', '-q'], { cwd: copy });
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function run(...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    cwd: copy,
    env: { ...env, NO_COLOR: '1' },
    encoding: 'utf8',
  });
  return { status, text: stdout + stderr };
}

const newRule = (...argv: string[]) => run('scripts/new-rule.mjs', ...argv);
const tests = (...argv: string[]) => run('node_modules/vitest/vitest.mjs', 'run', ...argv);
const read = (file: string) => readFileSync(join(copy, file), 'utf8');

describe('new-rule', { timeout: 300_000 }, () => {
  it.each([
    [[], 'give one name'],
    [['a', 'b'], 'give one name'],
    [['No_Enum'], '"No_Enum" is no rule id'],
    [['missing-down'], 'rules/missing-down.ts is there already'],
    [['presets'], 'rules/presets.ts is there already'],
    [['no-enum', '--severity', 'bad'], '--severity takes error, warning, info; not "bad"'],
    [['no-enum', '--topic', 'speed'], '--topic takes portability, safety; not "speed"'],
    [['no-enum', '--what'], "Unknown option '--what'"],
  ])('refuses %j', (argv, message) => {
    const before = read('rules/index.ts');
    expect(newRule(...argv)).toMatchObject({ status: 2, text: expect.stringContaining(message) });
    expect(read('rules/index.ts')).toBe(before);
  });

  it('makes a rule that is registered, formatted and documented, whose test says what is to be written', () => {
    const made = newRule('no-enum', '--severity', 'error', '--topic', 'portability,safety');
    expect(made.text).toContain('rules/no-enum.ts');
    expect(made.status).toBe(0);
    expect(read('rules/index.ts')).toMatch(/narrowingChange } .*\nimport { noEnum } from '\.\/no-enum\.ts';/);
    expect(read('rules/index.ts')).toMatch(/ {2}noEnum,\n {2}engineRejects,/);
    expect(read('rules/presets.ts')).toContain("  'no-enum': both,\n");
    expect(read('docs/rules/no-enum.md')).toContain(
      '- Presets: recommended, strict, all, portability, safety',
    );
    expect(JSON.parse(read('schemas/dialint.schema.json')).definitions.rules.properties).toHaveProperty(
      'no-enum',
    );
    expect(run('node_modules/@biomejs/biome/bin/biome', 'check', 'rules', 'test/rules').status).toBe(0);

    const first = tests(
      'test/rules/no-enum.test.ts',
      'test/rules/presets.test.ts',
      'test/rules/pages.test.ts',
    );
    expect(first.status).toBe(1);
    expect(first.text).toContain(
      'rules/no-enum.ts: write what stands as TODO in these lines, then npm run docs:rules',
    );
    expect(first.text).toContain('rules/no-enum.ts reports nothing here');
    expect(first.text).toMatch(/Tests {2}4 failed \| \d+ passed/);
  });

  it('and passes once it is written', () => {
    const text = read('rules/no-enum.ts')
      .replace(/ *\/\/ TODO.*\n.*isHit = .*\n/, '')
      .replace('&& isHit', "&& statement.columns.some(({ type }) => type.name === 'enum')")
      .replaceAll('TODO: ', '')
      .replaceAll(
        /(todo_bad_\d', function \(Blueprint \$table\) {\n)/g,
        "$1    $table->enum('state', ['new', 'paid']);\n",
      );
    writeFileSync(join(copy, 'rules/no-enum.ts'), text);
    expect(run('scripts/build.mjs')).toEqual({ status: 0, text: '' });
    expect(run('scripts/rule-docs.mjs').status).toBe(0);
    const now = tests(
      'test/rules/no-enum.test.ts',
      'test/rules/pages.test.ts',
      'test/rules/examples.test.ts',
    );
    expect(now.text).toMatch(/Test Files {2}3 passed/);
    expect(now.status).toBe(0);
  });
});
