/** What git tells of migrations that were changed after they had come into the main branch, with a real git. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEPS } from '../../src/cli/deps.ts';
import { alter, create, migration } from '../rules/project.ts';
import { dialint } from './harness.ts';

const RULE = 'edited-after-merge';
let root: string;

function git(...argv: string[]): void {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: join(root, 'none'), GIT_CONFIG_NOSYSTEM: '1' };
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  execFileSync('git', [...who, ...argv], { cwd: root, env, stdio: 'pipe' });
}

const file = (name: string): string => join(root, 'database/migrations', name);
const FIRST = '2026_01_01_000001_a.php';
const SECOND = '2026_01_01_000002_b.php';

async function found(config: unknown = { rules: { [RULE]: 'warning' } }, argv: readonly string[] = []) {
  writeFileSync(join(root, 'dialint.json'), JSON.stringify(config));
  const { stdout } = await dialint(
    ['check', '--no-cache', '--engine', 'mysql', '--format', 'json', ...argv],
    { cwd: root, deps: DEPS },
  );
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { rule: string; message: string }[] };
  return diagnostics.filter(({ rule }) => rule === RULE).map(({ message }) => message.split('.')[0]);
}

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'dialint-edited-')));
  mkdirSync(file('.'), { recursive: true });
  writeFileSync(join(root, 'artisan'), '');
  writeFileSync(join(root, 'composer.json'), '{ "require": { "laravel/framework": "^12.0" } }');
  git('init', '-q', '-b', 'main');
  writeFileSync(file(FIRST), migration(create('a'), "Schema::drop('a');"));
  writeFileSync(file(SECOND), migration(create('b'), "Schema::drop('b');"));
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
  git('checkout', '-q', '-b', 'work');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('says nothing of what is as it was, and of what is new', async () => {
  writeFileSync(file('2026_01_01_000003_c.php'), migration(create('c'), "Schema::drop('c');"));
  expect(await found()).toEqual([]);
});

it('tells what was changed, committed or not, and against which branch', async () => {
  writeFileSync(file(FIRST), migration(create('a', "$table->date('due_on');"), "Schema::drop('a');"));
  expect(await found()).toEqual(['"2026_01_01_000001_a" is in main and was changed since']);
  git('commit', '-q', '-a', '-m', 'second');
  appendFileSync(file(SECOND), '// more\n');
  expect(await found()).toEqual([
    '"2026_01_01_000001_a" is in main and was changed since',
    '"2026_01_01_000002_b" is in main and was changed since',
  ]);
});

it('does not count what the main branch has changed meanwhile', async () => {
  git('checkout', '-q', 'main');
  writeFileSync(file(FIRST), migration(create('a', "$table->date('due_on');"), "Schema::drop('a');"));
  git('commit', '-q', '-a', '-m', 'second');
  git('checkout', '-q', 'work');
  expect(await found()).toEqual([]);
});

it('is off unless a configuration has it, by itself or by a preset, or it is asked for by name', async () => {
  writeFileSync(file(FIRST), migration(alter('a', "$table->date('due_on');"), "Schema::drop('a');"));
  expect(await found({})).toEqual([]);
  expect(await found({ extends: 'recommended' })).toEqual([]);
  expect(await found({ extends: 'safety' })).toHaveLength(1);
  expect(await found({ extends: ['portability', 'all'] })).toHaveLength(1);
  expect(await found({}, ['--rule', RULE])).toHaveLength(1);
  expect(await found({ rules: { [RULE]: 'off' } }, ['--rule', RULE])).toEqual([]);
});

it('says nothing without a main branch or without git', async () => {
  writeFileSync(file(FIRST), migration(create('a', "$table->date('due_on');"), "Schema::drop('a');"));
  git('branch', '-q', '-D', 'main');
  expect(await found()).toEqual([]);
  rmSync(join(root, '.git'), { recursive: true });
  expect(await found()).toEqual([]);
});
