/** A baseline in a whole project: written, kept through changes of the code, pruned. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEPS } from '../../src/cli/deps.ts';
import { dialint } from './harness.ts';

const FIXTURE = fileURLToPath(new URL('../../fixtures/wintertrace', import.meta.url));

let root: string;
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'dialint-baseline-')), 'project');
  cpSync(FIXTURE, root, { recursive: true });
});
afterEach(() => rmSync(dirname(root), { recursive: true, force: true }));

const run = (...argv: string[]) => dialint(argv, { cwd: root, deps: DEPS });
const file = (): string => join(root, 'dialint-baseline.json');
const lines = (): string[] => readFileSync(file(), 'utf8').split('\n');

function json(stdout: string) {
  return JSON.parse(stdout) as {
    diagnostics: { rule: string; file: string; message: string; baselined?: true; fingerprint: string }[];
    baseline?: { entries: number; stale: { rule: string }[] | null };
    summary: Record<string, number>;
  };
}

/** Every migration of the project; the first is one with findings. */
function migrations(): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /migrations[\\/]\d.*\.php$/.test(name))
    .sort()
    .map((name) => join(root, name));
}

function change(pick: (text: string) => boolean, edit: (text: string) => string): void {
  const path = migrations().find((name) => pick(readFileSync(name, 'utf8')));
  if (path === undefined) throw new Error('no such migration');
  const before = readFileSync(path, 'utf8');
  const after = edit(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

describe('dialint baseline', () => {
  it('accepts what is found, so that only new findings fail', async () => {
    expect((await run('--no-cache')).code).toBe(1);
    const all = json((await run('--no-cache', '--format', 'json')).stdout);
    expect(all.baseline).toBeUndefined();

    const { code, stdout } = await run('baseline');
    expect(code).toBe(0);
    expect(stdout).toBe(
      `dialint-baseline.json: ${all.diagnostics.length} findings accepted; from now on only new ones fail\n`,
    );

    const quiet = await run('--no-cache', '--fail-on', 'info');
    expect(quiet.code).toBe(0);
    expect(quiet.stdout).toContain(`No findings (${all.diagnostics.length} in the baseline)`);
    const marked = json((await run('--no-cache', '--format', 'json')).stdout);
    expect(marked.diagnostics.every(({ baselined }) => baselined === true)).toBe(true);
    expect(marked.baseline).toEqual({ entries: all.diagnostics.length, stale: [] });
    expect(marked.summary).toMatchObject({
      errors: 0,
      warnings: 0,
      infos: 0,
      baselined: all.diagnostics.length,
    });

    writeFileSync(
      join(dirname(migrations()[0]!), '2031_01_01_000000_more.php'),
      `<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;
return new class extends Migration {
    public function up(): void {
        Schema::create('a_table_with_a_name_of_some_length', function (Blueprint $table) {
            $table->id();
            $table->integer('first_column_of_the_index_here');
            $table->index(['first_column_of_the_index_here']);
        });
    }
    public function down(): void { Schema::dropIfExists('a_table_with_a_name_of_some_length'); }
};
`,
    );
    const again = await run('--no-cache', '--format', 'json');
    expect(again.code).toBe(1);
    const fresh = json(again.stdout).diagnostics.filter(({ baselined }) => baselined === undefined);
    expect(fresh.map(({ rule }) => rule)).toContain('identifier-too-long');
    expect(fresh.every((one) => one.file.endsWith('2031_01_01_000000_more.php'))).toBe(true);
  });

  it('has one entry per line, sorted, and is the same when it is written again', async () => {
    await run('baseline');
    const first = readFileSync(file(), 'utf8');
    const entries = lines().filter((line) => line.startsWith('    {'));
    expect(entries).toHaveLength(JSON.parse(first).findings.length);
    for (const line of entries) {
      expect(Object.keys(JSON.parse(line.replace(/,$/, '')))).toEqual([
        'rule',
        'file',
        'fingerprint',
        'hint',
      ]);
    }
    const order = (JSON.parse(first).findings as { rule: string; file: string }[]).map(
      (one) => `${one.rule}\0${one.file}`,
    );
    expect(order).toEqual([...order].sort());
    const { stdout } = await run('baseline');
    expect(stdout).toContain('(0 new, 0 removed that are gone)');
    expect(readFileSync(file(), 'utf8')).toBe(first);
  });

  it('keeps its entries when code is formatted otherwise, and files are moved', async () => {
    await run('baseline');
    const before = readFileSync(file(), 'utf8');
    for (const path of migrations()) {
      // other lines, other columns, other spaces
      const source = readFileSync(path, 'utf8');
      // The lines of a heredoc are its content.
      if (source.includes('<<<')) continue;
      const text = source
        .replace(/^<\?php/, '<?php\n\n\n/* moved down */\n')
        .replace(/^ {4}/gm, '\t')
        .replace(/\)->/g, ')\n\t\t\t\t->')
        .replace(/, /g, ',  ');
      writeFileSync(path, text);
    }
    const moved = migrations().filter((path) => dirname(path) === join(root, 'database/migrations'));
    expect(moved.length).toBeGreaterThan(0);
    const { stdout, code } = await run('--no-cache', '--format', 'json', '--fail-on', 'info');
    const open = json(stdout).diagnostics.filter(({ baselined }) => baselined === undefined);
    expect(open).toEqual([]);
    expect(code).toBe(0);
    expect(json(stdout).baseline?.stale).toEqual([]);
    expect(readFileSync(file(), 'utf8')).toBe(before);
  });

  it('keeps its entries when a module lays its migrations elsewhere', async () => {
    await run('baseline');
    const own = migrations().filter((path) => /modules[\\/]telegram/.test(path));
    expect(own.length).toBeGreaterThan(0);
    for (const path of own) {
      const folder = join(dirname(path), 'later');
      mkdirSync(folder, { recursive: true });
      renameSync(path, join(folder, path.slice(dirname(path).length + 1)));
    }
    // Laravel reads no folder below a folder of migrations: the module says where they are.
    const provider = readdirSync(join(root, 'modules/telegram'), { recursive: true, encoding: 'utf8' }).find(
      (name) => name.endsWith('ServiceProvider.php'),
    );
    if (provider !== undefined) {
      const path = join(root, 'modules/telegram', provider);
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replace(/(database\/migrations)(?!\/later)/, '$1/later'));
    }
    const { diagnostics } = json((await run('--no-cache', '--format', 'json')).stdout);
    const there = diagnostics.filter((one) => one.file.includes('/later/'));
    if (provider !== undefined) expect(there.length).toBeGreaterThan(0);
    expect(there.filter(({ baselined }) => baselined === undefined)).toEqual([]);
  });

  it('tells entries whose finding is gone, and --prune removes them and accepts nothing', async () => {
    await run('baseline');
    const entries = JSON.parse(readFileSync(file(), 'utf8')).findings.length as number;
    const isIndex = (text: string) => text.includes("$table->index(['notifiable_type', 'notifiable_id']);");
    change(isIndex, (text) =>
      text.replace(
        "$table->index(['notifiable_type', 'notifiable_id']);",
        "$table->index(['notifiable_type', 'notifiable_id'], 'tg_enroll_notifiable_idx');\n" +
          "            $table->index(['notifiable_id', 'notifiable_type', 'notifiable_id_and_more']);",
      ),
    );
    const { stdout } = await run('--no-cache', '--format', 'json');
    const stale = json(stdout).baseline?.stale ?? [];
    expect(stale.map(({ rule }) => rule)).toContain('identifier-too-long');
    const shown = await run('--no-cache');
    expect(shown.stdout).toMatch(/of\s+dialint-baseline\.json\s+(is|are)\s+gone;/);
    // A part of the findings does not tell what is gone.
    for (const part of [['--rule', 'missing-down'], ['--engine', 'sqlite'], ['modules/telegram']]) {
      const some = json((await run('--no-cache', '--format', 'json', ...part)).stdout);
      expect(some.baseline?.stale ?? null).toBeNull();
    }
    const pruned = await run('baseline', '--prune');
    expect(pruned.code).toBe(0);
    const left = JSON.parse(readFileSync(file(), 'utf8')).findings.length as number;
    expect(left).toBe(entries - stale.length);
    const after = await run('--no-cache', '--format', 'json');
    expect(after.code).toBe(1);
    expect(json(after.stdout).baseline?.stale).toEqual([]);
    expect((await run('baseline', '--prune')).stdout).toContain('nothing to remove');
  });

  it('of a selected part, or without one to prune, is refused', async () => {
    expect(await run('baseline', '--prune')).toMatchObject({
      code: 2,
      stderr: 'dialint: there is no dialint-baseline.json to prune\n',
    });
    const part = await run('baseline', 'modules/telegram');
    expect(part.code).toBe(2);
    expect(existsSync(file())).toBe(false);
  });

  it.each([
    ['<<<<<<< HEAD\n{}', /^dialint: dialint-baseline\.json:1:1 /],
    [
      '{ "version": 2, "findings": [] }',
      /:1:14 "version" is not 1: another version of dialint wrote it\. Resolve/,
    ],
    ['{ "version": 1 }', /:1:1 "findings" is not a list\. Resolve/],
    ['{ "version": 1, "findings": [{ "rule": "x" }] }', /findings\[0\] has no "fingerprint"\. Resolve/],
  ])('that cannot be read is exit code 2, and stays as it is: %s', async (text, message) => {
    writeFileSync(file(), text);
    for (const argv of [['--no-cache'], ['baseline'], ['baseline', '--prune']]) {
      const { code, stderr } = await run(...argv);
      expect(code).toBe(2);
      expect(stderr).toMatch(message);
    }
    expect(readFileSync(file(), 'utf8')).toBe(text);
  });
});

describe('a baseline that changes', () => {
  it('is seen by a check that answers from the cache', async () => {
    const env = { DIALINT_CACHE_DIR: join(dirname(root), 'cache') };
    const check = () => dialint(['--fail-on', 'info'], { cwd: root, deps: DEPS, env });
    expect((await check()).code).toBe(1);
    await run('baseline');
    expect((await check()).code).toBe(0);
    rmSync(file());
    expect((await check()).code).toBe(1);
  });
});
