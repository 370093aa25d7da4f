/** .pre-commit-hooks.yaml under the real pre-commit, which installs dialint from a clone as it does from any repository. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readCommandLine } from '../../../src/cli/options.ts';
import { git, gitEnvironment, LARAVEL, LONG, tableWithIndex, write } from '../../support/git-repository.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** With CI=true a missing program is a failure, unless the job has said that it goes without. */
const mayMiss = process.env.CI !== 'true' || process.env.DIALINT_TEST_ENGINES === 'optional';
const notHere =
  process.platform === 'win32'
    ? 'tried on POSIX only'
    : spawnSync('pre-commit', ['--version']).error !== undefined && mayMiss
      ? 'pre-commit is not installed: apt-get install pre-commit'
      : undefined;
if (notHere !== undefined) console.warn(`.pre-commit-hooks.yaml is not tried: ${notHere}`);

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
}

it('calls dialint with options that there are', () => {
  const hooks = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as readonly Hook[];
  expect(hooks.map(({ id }) => id)).toEqual(['dialint', 'dialint-all']);
  for (const { entry, language } of hooks) {
    expect(language).toBe('node');
    const [program, ...argv] = entry.split(' ');
    expect(program).toBe('dialint');
    expect(() => readCommandLine(argv, () => true)).not.toThrow();
  }
});

it('is run for what migrations are written in', () => {
  const hooks = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as readonly {
    files: string;
  }[];
  // Python's way to say that case does not matter
  const files = new RegExp(hooks[0]!.files.replace(/^\(\?i\)/, ''), 'i');
  const isRun = (file: string): boolean => files.test(file);
  const migrations = [
    'database/migrations/2026_01_01_000001_a.php',
    'db/changes/V1__a.sql',
    'packages/api/migrations/1_a.ts',
    'src/database/migrations/1700000000001-A.ts',
    'server/dbMigrations/a.cjs',
    'src/Migration20260101.mts',
  ];
  expect(migrations.filter((file) => !isRun(file))).toEqual([]);
  expect(
    ['README.md', 'src/app.ts', 'resources/js/app.js', 'a.sql.bak', 'migrations/a.tsx'].filter(isRun),
  ).toEqual([]);
});

it('is built by npm, of whose scripts npm pack prints nothing', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(scripts.prepare).toBe('node scripts/build.mjs');
  // pre-commit takes all that npm pack prints for the name of the file
  expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toContain('foreground-scripts=false\n');
});

describe.skipIf(notHere !== undefined)(
  `the hook under pre-commit${notHere === undefined ? '' : ` (not here: ${notHere})`}`,
  () => {
    let work: string;
    let app: string;
    let config: string;
    const env = (): NodeJS.ProcessEnv => ({
      ...gitEnvironment(),
      PRE_COMMIT_HOME: join(work, 'home'),
      DIALINT_CACHE_DIR: join(work, 'cache'),
      PRE_COMMIT_COLOR: 'never',
    });
    const run = (program: string, ...argv: string[]) => {
      const { status, stdout, stderr, error } = spawnSync(program, argv, {
        cwd: app,
        env: env(),
        encoding: 'utf8',
      });
      if (error !== undefined) throw error;
      return { status, output: `${stdout}${stderr}` };
    };

    beforeAll(() => {
      work = mkdtempSync(join(tmpdir(), 'dialint-pre-commit-'));
      // The repository as it is here, also what is not committed yet.
      const clone = join(work, 'dialint');
      const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: ROOT })
        .toString('utf8')
        .split('\0')
        // dialint is neither built from nor tested with these here
        .filter((name) => name !== '' && !/^(?:fixtures|test|docs)\//.test(name));
      for (const name of files) {
        mkdirSync(dirname(join(clone, name)), { recursive: true });
        copyFileSync(join(ROOT, name), join(clone, name));
      }
      git(clone, 'init', '-q', '-b', 'main');
      git(clone, 'add', '-A');
      git(clone, 'commit', '-qm', 'dialint');
      config = `default_language_version:
  node: system
repos:
  - repo: ${clone}
    rev: ${git(clone, 'rev-parse', 'HEAD')}
    hooks:
      - id: dialint
      - id: dialint-all
`;
      app = join(work, 'first');
      fresh();
      const { status, output } = run('pre-commit', 'install', '--install-hooks');
      if (status !== 0) throw new Error(output);
    }, 420_000);
    afterAll(() => rmSync(work, { recursive: true, force: true }));

    let number = 0;
    function fresh(): void {
      app = join(work, `app-${++number}`);
      mkdirSync(app, { recursive: true });
      git(app, 'init', '-q', '-b', 'main');
      write(app, { ...LARAVEL, '.pre-commit-config.yaml': config });
      git(app, 'add', '-A');
      git(app, 'commit', '-qm', 'first');
    }
    beforeEach(() => {
      fresh();
      expect(run('pre-commit', 'install').status).toBe(0);
    });

    const FILE = 'database/migrations/2026_01_01_000001_create_a_table.php';
    const commits = (): number => Number(git(app, 'rev-list', '--count', 'HEAD'));
    const commit = () => run('git', 'commit', '-m', 'second');

    it('stops the commit of a bad migration, with the finding', () => {
      write(app, { [FILE]: tableWithIndex('a', LONG) });
      git(app, 'add', '-A');
      const { status, output } = commit();
      expect(status).toBe(1);
      expect(output).toMatch(/dialint\.+Failed\n- hook id: dialint\n- exit code: 1\n/);
      expect(output).toContain('error[identifier-too-long]');
      expect(output).toContain(`--> ${FILE}:11:`);
      expect(commits()).toBe(1);
    });

    it('lets a good one pass', () => {
      write(app, { [FILE]: tableWithIndex('a', 'short') });
      git(app, 'add', '-A');
      const { status, output } = commit();
      expect({ status, passed: /dialint\.+Passed/.test(output) }).toEqual({ status: 0, passed: true });
      expect(commits()).toBe(2);
    });

    it('judges what is staged, not what is on the disk', () => {
      write(app, { [FILE]: tableWithIndex('a', 'short') });
      git(app, 'add', '-A');
      write(app, { [FILE]: tableWithIndex('a', LONG) });
      expect(commit().status).toBe(0);
      // and the other way round
      git(app, 'add', '-A');
      write(app, { [FILE]: tableWithIndex('a', 'short') });
      const { status, output } = commit();
      expect(status).toBe(1);
      expect(output).toContain('error[identifier-too-long]');
      expect(readFileSync(join(app, FILE), 'utf8')).toBe(tableWithIndex('a', 'short'));
    });

    it('is not run for a commit without PHP', () => {
      write(app, { 'README.md': 'text' });
      git(app, 'add', '-A');
      const { status, output } = commit();
      expect(status).toBe(0);
      expect(output).toMatch(/dialint\.+\(no files to check\)Skipped/);
    });

    it('finds the project in a subfolder', () => {
      write(join(app, 'services/shop'), { ...LARAVEL, [FILE]: tableWithIndex('a', LONG) });
      git(app, 'rm', '-q', '--cached', ...Object.keys(LARAVEL));
      for (const name of Object.keys(LARAVEL)) rmSync(join(app, name));
      git(app, 'add', '-A');
      const { status, output } = commit();
      expect(status).toBe(1);
      expect(output).toContain(`--> services/shop/${FILE}:11:`);
    });

    it('checks everything in CI, where nothing is staged', () => {
      write(app, { [FILE]: tableWithIndex('a', LONG) });
      git(app, 'add', '-A');
      git(app, 'commit', '-qm', 'bad', '--no-verify');
      const { status, output } = run(
        'pre-commit',
        ...['run', 'dialint-all', '--all-files', '--hook-stage', 'manual'],
      );
      expect(status).toBe(1);
      expect(output).toContain(`--> ${FILE}:11:`);
    });
  },
);
