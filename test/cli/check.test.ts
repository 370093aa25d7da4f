import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult, Diagnostic } from '../../src/schema/index.ts';
import { diagnostic, project, result } from '../report/example.ts';
import { dialint, type World } from './harness.ts';

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'dialint-cli-'));
  for (const folder of ['one/database/migrations', 'two', 'one/rules']) {
    mkdirSync(join(cwd, folder), { recursive: true });
  }
  writeFileSync(join(cwd, 'one/database/migrations/a.php'), '<?php');
  writeFileSync(join(cwd, 'dialint.json'), '{}');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

function answering(change: Partial<CheckResult>): World {
  return { cwd, deps: { checkProject: async () => result(change) } };
}

describe('exit code', () => {
  const withSeverity = (severity: Diagnostic['severity'], suppressed = false): World =>
    answering({
      diagnostics: [diagnostic({ severity, ...(suppressed && { suppressed: { reason: null } }) })],
    });

  it.each<[Diagnostic['severity'], string, number]>([
    ['error', 'error', 1],
    ['error', 'warning', 1],
    ['error', 'info', 1],
    ['error', 'never', 0],
    ['warning', 'error', 0],
    ['warning', 'warning', 1],
    ['warning', 'info', 1],
    ['info', 'error', 0],
    ['info', 'warning', 0],
    ['info', 'info', 1],
    ['info', 'never', 0],
  ])('of a finding of severity %s with --fail-on %s is %i', async (severity, failOn, code) => {
    expect((await dialint(['--fail-on', failOn], withSeverity(severity))).code).toBe(code);
  });

  it('is that of --fail-on error by default', async () => {
    expect((await dialint([], withSeverity('error'))).code).toBe(1);
    expect((await dialint([], withSeverity('warning'))).code).toBe(0);
  });

  it('does not depend on what is suppressed, nor on the format', async () => {
    expect((await dialint([], withSeverity('error', true))).code).toBe(0);
    expect((await dialint(['--format', 'json'], withSeverity('error'))).code).toBe(1);
    expect((await dialint(['--quiet', '--fail-on', 'info'], withSeverity('warning'))).code).toBe(1);
  });

  it('is 3 where a rule failed, whatever else was asked for', async () => {
    const world = answering({ diagnostics: [diagnostic(), diagnostic({ rule: 'internal-error' })] });
    expect((await dialint(['--fail-on', 'never'], world)).code).toBe(3);
  });

  it('is 0 where there is nothing', async () => {
    expect((await dialint([], answering({ diagnostics: [] }))).code).toBe(0);
  });
});

describe('what is handed to the check', () => {
  it('is nothing but what was asked for', async () => {
    const { checks } = await dialint([], { cwd });
    expect(checks).toEqual([{ root: cwd, options: {} }]);
  });

  it('is every option', async () => {
    const { checks } = await dialint(
      [
        ...['check', '--engine', 'mysql@8.4, mariadb', '--engine=postgres@16', '--driver', 'mariadb'],
        ...['--framework-version', '11', '--config', 'dialint.json', '--rule', 'identifier-too-long'],
      ],
      { cwd },
    );
    expect(checks[0]?.options).toEqual({
      engines: ['mysql@8.4', 'mariadb', 'postgres@16'],
      driver: 'mariadb',
      frameworkVersion: '11',
      configFile: join(cwd, 'dialint.json'),
      rules: ['identifier-too-long'],
    });
  });

  it('is the part of the project that was named, and the whole where its root was', async () => {
    const deps = {
      findProjectRoots: async () => [
        { root: join(cwd, 'one'), paths: [join(cwd, 'one/database/migrations/a.php')] },
        { root: join(cwd, 'two'), paths: [] },
      ],
    };
    const { checks } = await dialint(['one/database/migrations/a.php', 'two'], { cwd, deps });
    expect(checks).toEqual([
      { root: join(cwd, 'one'), options: { paths: [join(cwd, 'one/database/migrations/a.php')] } },
      { root: join(cwd, 'two'), options: {} },
    ]);
  });

  it('takes a folder that is named as a command is, where it is written as a path', async () => {
    const { checks } = await dialint(['./rules'], { cwd: join(cwd, 'one') });
    expect(checks[0]?.root).toBe(join(cwd, 'one/rules'));
  });
});

describe('output', () => {
  it('is for people by default, with paths from the current folder', async () => {
    const { stdout, stderr } = await dialint([], answering({ project: project({ root: join(cwd, 'one') }) }));
    expect(stdout).toContain('error[identifier-too-long]');
    expect(stdout).toContain('--> one/modules/telegram/database/');
    expect(stderr).toBe('');
  });

  it('is one JSON document with --format json, for several projects too', async () => {
    const { stdout } = await dialint(['one', 'two', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout).projects).toHaveLength(2);
  });

  it('goes to a file with --output', async () => {
    const { stdout, code } = await dialint(['--format', 'json', '--output', 'new/report.json'], { cwd });
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(JSON.parse(readFileSync(join(cwd, 'new/report.json'), 'utf8')).version).toBe('0.1.0');
  });

  it('that cannot be written is exit code 3', async () => {
    const { code, stderr } = await dialint(['--output', 'two'], { cwd });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^dialint: cannot write two: .*EISDIR.*\n$/);
  });

  it('has a table of verdicts and one of rules where they are asked for', async () => {
    const plain = (await dialint([], { cwd })).stdout;
    const { stdout } = await dialint(['--verdicts', '--statistics'], { cwd });
    expect(plain).not.toContain('Migration  ');
    expect(stdout).toMatch(/^Migration .*MySQL 8\.4/m);
    expect(stdout).toMatch(/^Findings +Files/m);
  });

  it('is empty with --quiet where there are no errors', async () => {
    expect((await dialint(['--quiet'], answering({ diagnostics: [] }))).stdout).toBe('');
  });

  const coloured = async (argv: readonly string[], world: World): Promise<boolean> =>
    (await dialint(argv, { cwd, ...world })).stdout.includes('\u001B[');

  it('has colours on a terminal only, unless the environment says otherwise', async () => {
    expect(await coloured([], {})).toBe(false);
    expect(await coloured([], { isTTY: true })).toBe(true);
    expect(await coloured([], { isTTY: true, env: { NO_COLOR: '1' } })).toBe(false);
    expect(await coloured([], { isTTY: true, env: { NO_COLOR: '' } })).toBe(true);
    expect(await coloured([], { isTTY: true, env: { TERM: 'dumb' } })).toBe(false);
    expect(await coloured(['--no-color'], { isTTY: true, env: { FORCE_COLOR: '1' } })).toBe(false);
    expect(await coloured([], { env: { FORCE_COLOR: '1' } })).toBe(true);
    expect(await coloured([], { isTTY: true, env: { FORCE_COLOR: '0' } })).toBe(false);
    expect(await coloured(['--format', 'json'], { isTTY: true })).toBe(false);
  });

  it('is as wide as the terminal', async () => {
    const narrow = (await dialint([], { cwd, isTTY: true, columns: 50, env: { NO_COLOR: '1' } })).stdout;
    expect(narrow).toContain('\n  has 66 characters; MySQL and MariaDB allow 64\n');
  });
});
