/** dialint doctor: what it finds, and what it says of what is missing. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { DEPS } from '../../src/cli/deps.ts';
import type { DoctorItem, DoctorReport, DoctorTarget } from '../../src/schema/index.ts';
import { APP, migrations, project } from '../project/support.ts';
import { dialint } from './harness.ts';

const deps = { doctor: DEPS.doctor, findProjectRoots: DEPS.findProjectRoots };
const FILES = { ...APP, ...migrations('database/migrations/2026_01_01_000000_a.php') };

async function doctor(
  files: Readonly<Record<string, string>>,
  env: Record<string, string> = {},
  ...argv: string[]
) {
  const root = project(files);
  const ran = await dialint(['doctor', '--format', 'json', ...argv], { cwd: root, deps, env });
  return { ...ran, root, report: ran.stdout === '' ? null : (JSON.parse(ran.stdout) as DoctorReport) };
}

const item = (items: readonly DoctorItem[] | undefined, name: string) =>
  items?.find((one) => one.name === name);

describe('dialint doctor', () => {
  it('tells the project, its configuration, git and the cache, and writes nothing', async () => {
    const files = {
      ...FILES,
      'dialint.json':
        '{ "engines": { "test": "sqlite", "production": ["mysql@8.4", "mariadb@10.11", "postgres@16"] } }',
    };
    const { code, stderr, root, report } = await doctor(files, {
      DIALINT_CACHE_DIR: '/tmp/dialint-no/such/folder',
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(report?.root).toBe(root);
    expect(item(report?.project, 'Laravel')).toMatchObject({
      state: 'found',
      version: '12',
      note: '1 migrations, 0 modules',
    });
    expect(item(report?.project, 'dialint.json')).toMatchObject({
      state: 'found',
      where: join(root, 'dialint.json'),
    });
    expect(item(report?.project, 'git repository')).toMatchObject({ state: 'missing' });
    expect(item(report?.project, 'cache')).toMatchObject({
      state: 'found',
      where: '/tmp/dialint-no/such/folder',
    });
    expect(existsSync('/tmp/dialint-no')).toBe(false);
    expect(readdirSync(root).sort()).toEqual(
      Object.keys(files)
        .map((name) => name.split('/')[0])
        .sort(),
    );
    expect(report?.targets.map(({ id }) => id)).toEqual([
      'sqlite@3.45',
      'mysql@8.4',
      'mariadb@10.11',
      'postgres@16',
    ]);
  });

  it('names the line that adds each package that is missing, and the place of each that is there', async () => {
    const { report } = await doctor(FILES);
    expect(report?.packages.map(({ name }) => name)).toContain('better-sqlite3');
    for (const { name, state, version, where, add } of report?.packages ?? []) {
      if (state === 'found') expect(existsSync(join(where!, 'package.json')), name).toBe(true);
      if (state === 'found') expect(version).toMatch(/^\d+\.\d+/);
      if (state === 'missing') expect(add).toMatch(new RegExp(`^npm install --save-dev .*${name}@\\d`));
    }
    expect(item(report?.packages, 'mysql2')).toMatchObject({ state: 'found' });
    expect(item(report?.packages, 'jiti')).toMatchObject({ state: 'found', needed: false });
  });

  it('says for each target how replay would run it, or what adds that', async () => {
    const { report } = await doctor({
      ...FILES,
      'dialint.json': '{ "engines": { "production": ["mysql", "mariadb", "postgres"] } }',
    });
    for (const { id, way, note, add } of report?.targets ?? ([] as DoctorTarget[])) {
      expect(note, id).not.toBe('');
      // what runs needs nothing, what does not run has a way out
      expect(add === null, id).toBe(way !== null);
    }
    const sqlite = report?.targets.find(({ id }) => id === 'sqlite@3.45');
    const there = item(report?.packages, 'better-sqlite3')?.state === 'found';
    expect(sqlite).toMatchObject(
      there
        ? { way: 'embedded', note: expect.stringMatching(/^better-sqlite3 \d/) }
        : { way: null, add: 'npm install --save-dev better-sqlite3@12' },
    );
  });

  it('looks for PHP where DIALINT_PHP says', async () => {
    const { code, report } = await doctor(FILES, { DIALINT_PHP: '/no/such/php' });
    expect(code).toBe(0);
    expect(item(report?.programs, 'php')).toMatchObject({
      state: 'missing',
      add: 'install PHP, or name it: DIALINT_PHP=/path/to/php',
    });
    expect(item(report?.programs, 'node')).toMatchObject({ state: 'found', version: process.versions.node });
  });

  it('finds the servers of the PATH with their versions', async () => {
    const root = project({
      'bin/mysqld':
        '#!/bin/sh\necho "mysqld  Ver 8.4.3 for Linux on x86_64 (MySQL Community Server - GPL)"\n',
    });
    const { chmodSync } = await import('node:fs');
    chmodSync(join(root, 'bin/mysqld'), 0o755);
    vi.stubEnv('PATH', `${join(root, 'bin')}:${process.env.PATH}`);
    try {
      const { report } = await doctor({
        ...FILES,
        'dialint.json': '{ "engines": { "production": "mysql" } }',
      });
      expect(item(report?.programs, 'mysqld')).toMatchObject({
        state: 'found',
        version: 'MySQL 8.4.3',
        where: join(root, 'bin/mysqld'),
      });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('is exit code 2 for a configuration that cannot be, and names all of it', async () => {
    const { code, report } = await doctor({ ...FILES, 'dialint.json': '{ "extends": "x",\n  "engine": 1 }' });
    expect(code).toBe(2);
    expect(report?.configProblems).toEqual([
      'dialint.json:1:14 extends: there is no preset "x"',
      'dialint.json:2:3 there is no key "engine"',
    ]);
    expect(item(report?.project, 'dialint.json')).toMatchObject({ state: 'unusable' });
    const both = await doctor({ ...FILES, 'dialint.json': '{}', 'dialint.config.mjs': 'export default {};' });
    expect(both.code).toBe(2);
    expect(both.report?.configProblems[0]).toContain('which of them holds is not clear');
  });

  it('does not run a configuration that is code, and needs what reads TypeScript', async () => {
    const { code, report, root } = await doctor({
      ...FILES,
      'dialint.config.ts':
        "import { writeFileSync } from 'node:fs'; writeFileSync('was-run', '');\nexport default {};",
    });
    expect(code).toBe(0);
    expect(existsSync(join(root, 'was-run'))).toBe(false);
    expect(item(report?.project, 'dialint.config.ts')).toMatchObject({
      state: 'found',
      note: 'code: not run here, and what it says is not looked at',
    });
    expect(item(report?.packages, 'jiti')?.needed).toBe(
      !(process.features as { typescript?: unknown }).typescript,
    );
  });

  it('looks at the machine where there is no project', async () => {
    const { code, report } = await doctor({ 'notes.txt': 'x' });
    expect(code).toBe(0);
    expect(report).toMatchObject({ root: null, project: [], targets: [] });
    expect(report?.programs.length).toBeGreaterThan(0);
  });

  it('is told for people', async () => {
    const root = project(FILES);
    const { stdout, code } = await dialint(['doctor'], { cwd: root, deps });
    expect(code).toBe(0);
    expect(stdout).toContain(`\nProject ${root}\n  ✓ Laravel `);
    expect(stdout).toMatch(/^ {2}– configuration +not found, defaults hold\n +add it: dialint init$/m);
    expect(stdout).toMatch(/^ {2}✓ mysql2 +\d+\.\d+\.\d+, .*, for replay on MySQL and MariaDB$/m);
    expect(stdout).toMatch(new RegExp(`^ {2}✓ node +${process.versions.node.replaceAll('.', '\\.')}, `, 'm'));
  });
});

describe('the exit code of doctor', () => {
  const NOTHING = { version: null, where: null, note: null, add: null, needed: false } as const;
  const with_ = async (more: Partial<DoctorReport>) => {
    const report: DoctorReport = {
      version: '1',
      root: '/p',
      project: [],
      targets: [],
      packages: [],
      programs: [],
      configProblems: [],
      ...more,
    };
    return (await dialint(['doctor'], { cwd: '/', deps: { doctor: async () => report } })).code;
  };

  it('is 3 for what is needed and cannot be used only', async () => {
    expect(await with_({ packages: [{ ...NOTHING, name: 'jiti', state: 'missing', needed: true }] })).toBe(3);
    expect(await with_({ packages: [{ ...NOTHING, name: 'jiti', state: 'missing' }] })).toBe(0);
    expect(await with_({ packages: [{ ...NOTHING, name: 'better-sqlite3', state: 'unusable' }] })).toBe(0);
    expect(await with_({ programs: [{ ...NOTHING, name: 'node', state: 'unusable', needed: true }] })).toBe(
      3,
    );
  });
});
