/**
 * The package as people install it: packed, installed into an empty folder, and run there. Nothing of this repository is
 * in reach of it. Its one dependency comes from npm's registry, or from npm's own cache.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineMissing } from '../support/engine-url.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const MB = 2 ** 20;
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

const work = mkdtempSync(path.join(tmpdir(), 'dialint-package-'));
const project = path.join(work, 'project');

/** The parts are not in reach by DIALINT_PARTS either; in CI a replay tells its progress on standard error. */
const { DIALINT_PARTS: _parts, CI: _ci, ...environment } = process.env;

function run(command: string, args: readonly string[], cwd = project) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...environment, NO_COLOR: '1', DIALINT_CACHE_DIR: path.join(work, 'cache') },
    shell: process.platform === 'win32',
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

const installed = (...names: string[]) => path.join(project, 'node_modules', ...names);
const dialint = (...args: string[]) =>
  run(process.execPath, ['--no-addons', installed('dialint/dist/src/cli/main.js'), ...args]);

/** Bytes of all files in a folder. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

/** Why the package cannot be installed here; undefined: it was. */
const missing = (() => {
  mkdirSync(project);
  cpSync(path.join(ROOT, 'fixtures/wintertrace'), project, { recursive: true });
  writeFileSync(path.join(project, 'package.json'), '{ "private": true }\n');
  const packed = run(npm, ['pack', ROOT, '--silent', '--pack-destination', work], work);
  if (packed.status !== 0) throw new Error(`npm pack: ${packed.stderr}`);
  const archive = path.join(work, packed.stdout.trim().split('\n').at(-1) ?? '');
  const added = run(npm, [
    ...['install', '--save-dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', archive],
  ]);
  if (added.status === 0) return undefined;
  const reason = `npm could not install the package (${added.stderr.trim().split('\n').at(-1)})`;
  engineMissing(reason);
  return reason;
})();

afterAll(() => rmSync(work, { recursive: true, force: true, maxRetries: 3 }));

describe.skipIf(missing !== undefined)('the installed package', () => {
  it('brings at most 15 MB, and nothing that is built or run on the way', () => {
    expect(sizeOf(installed())).toBeLessThan(15 * MB);
    const lock = JSON.parse(readFileSync(path.join(project, 'package-lock.json'), 'utf8'));
    const packages: [string, { hasInstallScript?: boolean }][] = Object.entries(lock.packages);
    expect(packages.filter(([, one]) => one.hasInstallScript === true).map(([name]) => name)).toEqual([]);
    const natives = readdirSync(installed(), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.node$|binding\.gyp$/.test(name),
    );
    expect(natives).toEqual([]);
  });

  it('has what its package.json names, and the licence of each package', () => {
    const { exports, bin } = JSON.parse(readFileSync(installed('dialint/package.json'), 'utf8'));
    for (const file of [...Object.values<string>(exports['.']), bin.dialint])
      expect(existsSync(installed('dialint', file)), file).toBe(true);
    for (const name of readdirSync(installed()).filter((one) => !one.startsWith('.')))
      expect(
        readdirSync(installed(name)).some((file) => /^licen[cs]e/i.test(file)),
        name,
      ).toBe(true);
  });

  it('checks, in the words of its own command', () => {
    const { status, stdout, stderr } = run(npm, ['exec', '--offline', '--', 'dialint']);
    expect(stderr).toBe('');
    expect(stdout).toContain('mod_telegram_enrollment_tokens_notifiable_type_notifiable_id_index');
    expect(status).toBe(1);
  });

  it('prints the SQL', () => {
    const { status, stdout } = dialint('sql', '--engine', 'mysql', '--format', 'sql');
    expect(status).toBe(0);
    expect(stdout).toContain('create table `');
  });

  it.each([
    ['sqlite', 'npm install --save-dev better-sqlite3@12'],
    ['postgres', 'npm install --save-dev @electric-sql/pglite@0.5'],
    ['mysql://root@127.0.0.1:1', 'npm install --save-dev mysql2@3'],
    ['testcontainers:mysql:8.4', 'npm install --save-dev testcontainers@11'],
  ])('says which one line adds what a replay on %s needs', (engine, line) => {
    const { status, stdout } = dialint('replay', '--engine', engine);
    expect(stdout.replace(/\s+/g, ' ')).toContain(line);
    expect(status).toBe(3);
  });

  it.each([
    ['tidewatch', 'knex@3'],
    ['harbourlog', 'sequelize@6'],
  ])('says which one line adds what the migrations of %s need', (fixture, library) => {
    const copy = path.join(work, fixture);
    cpSync(path.join(ROOT, 'fixtures', fixture), copy, { recursive: true });
    const { status, stderr, stdout } = dialint('check', copy);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toBe(
      'dialint: Reading migrations in JavaScript and TypeScript needs the package ts-morph, which is not installed. ' +
        `Add it: npm install --save-dev ts-morph@28 ${library}\n`,
    );
  });

  it('has types for rules and configurations of one’s own', () => {
    writeFileSync(
      path.join(project, 'dialint.config.ts'),
      `import { checkProject, defineConfig, defineRule, type Diagnostic } from 'dialint';
export const asked: Promise<readonly Diagnostic[]> = checkProject('.').then(({ diagnostics }) => diagnostics);
export const rule: Parameters<typeof defineRule>[0]['id'] = 'no-enum';
export default defineConfig({ rules: { 'nullable-unique': 'off' } });
`,
    );
    const compiler = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--types', ''];
    const { status, stdout } = run(process.execPath, [compiler, ...options, 'dialint.config.ts']);
    rmSync(path.join(project, 'dialint.config.ts'));
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});

describe.skipIf(missing !== undefined)('with a part added', () => {
  /** Why the parts could not be added; undefined: they are there. */
  let without: string | undefined;

  beforeAll(() => {
    const added = run(npm, [
      ...['install', '--save-dev', '--prefer-offline', '--no-audit', '--no-fund', '@electric-sql/pglite@0.5'],
    ]);
    // better-sqlite3 is compiled where it is installed, which takes longer than all the rest: what is there is taken.
    const there = path.join(ROOT, 'test/engines/node_modules');
    if (added.status !== 0) without = `npm could not install PGlite (${added.stderr.trim()})`;
    else if (!existsSync(path.join(there, 'better-sqlite3'))) without = 'test/engines is not installed';
    else
      for (const name of ['better-sqlite3', 'bindings', 'file-uri-to-path'])
        cpSync(path.join(there, name), installed(name), { recursive: true });
    if (without !== undefined) engineMissing(without);
  }, 120_000);

  it('replays', ({ skip }) => {
    skip(without !== undefined, without);
    const { status, stdout, stderr } = run(npm, [
      ...['exec', '--offline', '--', 'dialint', 'replay', '--engine', 'sqlite,postgres', '--format', 'json'],
    ]);
    expect(stderr).toBe('');
    const { engines, guard, predictions, summary } = JSON.parse(stdout);
    expect(engines.map(({ origin }: { origin: string }) => origin)).toEqual(['embedded', 'embedded']);
    expect(predictions.disagree).toEqual([]);
    expect(summary.unavailable).toBe(0);
    expect(guard).toContainEqual(expect.objectContaining({ length: 66 }));
    expect(status).toBe(1);
  }, 120_000);
});
