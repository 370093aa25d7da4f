/** The command on a project of SQL files, with a real git. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEPS } from '../../src/cli/deps.ts';
import { project } from '../project/support.ts';
import { dialint } from './harness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'dist/src/cli/main.js');
const DOWN = 'migrations/sqlite/1_a.down.sql';

let root: string;
const run = (...argv: string[]) => dialint(argv, { cwd: root, deps: DEPS });
const git = (...argv: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...argv], {
    cwd: root,
    env: { ...process.env, GIT_CONFIG_GLOBAL: join(root, 'none'), GIT_CONFIG_NOSYSTEM: '1' },
    encoding: 'utf8',
    stdio: 'pipe',
  });

beforeEach(() => {
  root = project({
    'migrations/sqlite/1_a.up.sql': 'CREATE TABLE a (id INTEGER);\n',
    [DOWN]: 'DROP TABLE a;\n',
    'migrations/sqlite/2_b.up.sql': 'DROP TABLE nothing;\n',
  });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
});

interface Answer {
  readonly diagnostics: readonly { readonly file: string; readonly message: string }[];
  readonly verdicts: readonly {
    readonly file: string;
    readonly direction: string;
    readonly outcome: string;
  }[];
}

async function found(...argv: string[]): Promise<Answer> {
  return JSON.parse((await run(...argv, '--no-cache', '--format', 'json')).stdout) as Answer;
}

describe('check', () => {
  it('--staged looks at the way back as it is in the index, and reports on its migration', async () => {
    writeFileSync(join(root, DOWN), 'DROP TABLE staged;\n');
    git('add', '-A');
    writeFileSync(join(root, DOWN), 'DROP TABLE later;\n');
    const { diagnostics, verdicts } = await found('--staged');
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ file: DOWN, message: expect.stringContaining('no such table: staged') }),
    );
    expect(new Set(diagnostics.map(({ file }) => file))).toEqual(new Set([DOWN]));
    expect(verdicts.map(({ file, direction }) => [file, direction])).toEqual([
      ['migrations/sqlite/1_a.up.sql', 'up'],
      ['migrations/sqlite/1_a.up.sql', 'down'],
    ]);
  });

  it('--since reports on what has changed since', async () => {
    writeFileSync(join(root, 'migrations/sqlite/3_c.up.sql'), 'DROP TABLE later;\n');
    git('add', '-A');
    git('commit', '-q', '-m', 'second');
    const { diagnostics } = await found('--since', 'HEAD~1');
    expect(diagnostics.map(({ file }) => file)).toContain('migrations/sqlite/3_c.up.sql');
    expect(diagnostics.map(({ file }) => file)).not.toContain('migrations/sqlite/2_b.up.sql');
  });

  it('a baseline holds what is there', async () => {
    expect((await run('--no-cache')).code).toBe(1);
    expect((await run('baseline')).code).toBe(0);
    expect((await run('--no-cache')).code).toBe(0);
  });

  it('answers the same from the cache', async () => {
    const env = { XDG_CACHE_HOME: join(root, '.cache') };
    const first = await dialint([], { cwd: root, env, deps: DEPS });
    const second = await dialint([], { cwd: root, env, deps: DEPS });
    const untimed = (text: string) => text.replace(/\(\d.*/g, '');
    expect(untimed(second.stdout)).toBe(untimed(first.stdout));
    writeFileSync(join(root, 'migrations/sqlite/2_b.up.sql'), 'DROP TABLE a;\n');
    const third = await dialint([], { cwd: root, env, deps: DEPS });
    expect(third.stdout).not.toContain('no such table: nothing');
  });
});

it('sql prints what the files hold, and says so', async () => {
  const { stdout, code } = await run('sql');
  expect(code).toBe(0);
  expect(stdout).toContain('CREATE TABLE a (id INTEGER)');
  expect(stdout).toContain('DROP TABLE a');
  expect(stdout).toContain('as its files hold it');
  expect(stdout).not.toContain('Laravel');
});

it('init and --show-config know the project', async () => {
  expect((await run('--show-config')).stdout).toContain('SQL files');
  expect((await run('init')).code).toBe(0);
  expect(JSON.parse(readFileSync(join(root, 'dialint.json'), 'utf8'))).toMatchObject({
    engines: { test: 'sqlite' },
  });
});

it('--show-config tells which folders are declared, and where', async () => {
  writeFileSync(
    join(root, 'dialint.json'),
    '{\n  "migrations": [\n    { "path": "migrations/sqlite", "format": "golang-migrate" }\n  ]\n}\n',
  );
  const { stdout } = await run('--show-config', '--format', 'json');
  expect((JSON.parse(stdout) as { migrations: unknown }).migrations).toEqual([
    {
      value: { path: 'migrations/sqlite', format: 'golang-migrate' },
      from: { file: 'dialint.json', line: 3 },
    },
  ]);
  expect((await run('--show-config')).stdout).toMatch(/migrations\/sqlite +golang-migrate +dialint\.json:3/);
});

describe.skipIf(!existsSync(MAIN) && process.env.CI !== 'true')('the built command', () => {
  /** All code of the package that a run loads, as V8 tells it. */
  function loadedFor(folder: string): string {
    const coverage = mkdtempSync(join(tmpdir(), 'dialint-loaded-'));
    try {
      const { status } = spawnSync(
        process.execPath,
        [MAIN, 'check', folder, '--no-cache', '--fail-on', 'never'],
        { env: { ...process.env, NODE_V8_COVERAGE: coverage } },
      );
      expect(status).toBe(0);
      const urls = readdirSync(coverage).flatMap((name) => {
        const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as {
          result: readonly { readonly url: string }[];
        };
        return result.map(({ url }) => url);
      });
      return urls
        .filter((url) => url.startsWith('file:') && url.includes('/dist/'))
        .map((url) => readFileSync(fileURLToPath(url), 'utf8'))
        .join('\n');
    } finally {
      rmSync(coverage, { recursive: true, force: true });
    }
  }
  /** Words of the frontend, of the discovery and of the ledger. */
  const OF_SQL = ['No migration is written for', 'migration_lock.toml', 'sqlite-integer-width'];

  it('loads nothing of SQL files for a Laravel project', () => {
    const loaded = loadedFor(join(ROOT, 'fixtures/wintertrace'));
    expect(loaded).toContain('LaravelFrontend');
    expect(OF_SQL.filter((words) => loaded.includes(words))).toEqual([]);
  }, 30_000);

  it('and does for one of SQL files', () => {
    const loaded = loadedFor(root);
    expect(OF_SQL.filter((words) => loaded.includes(words))).toEqual(OF_SQL);
  }, 30_000);
});
