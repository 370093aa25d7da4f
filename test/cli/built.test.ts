/** The command as it is installed: `npm test` builds it first. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'dist/src/cli/main.js');

// Vitest sets FORCE_COLOR where it runs in a terminal.
const { FORCE_COLOR: _colour, ...env } = process.env;

function dialint(...argv: string[]) {
  return spawnSync(process.execPath, [MAIN, ...argv], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
}

describe.skipIf(!existsSync(MAIN) && process.env.CI !== 'true')('the built command', () => {
  it('answers', () => {
    expect(dialint('--version')).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(/^\d/),
    });
    expect(dialint('help', 'check')).toMatchObject({ status: 0, stderr: '' });
  });

  it('tells wrong usage on standard error', () => {
    expect(dialint('--frobnicate')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'dialint: unknown option --frobnicate\n',
    });
  });

  it('knows its rules', () => {
    const { status, stdout } = dialint('rules', '--format', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).rules.length).toBeGreaterThan(0);
  });

  it('prints what the picture in the README shows', () => {
    const script = join(ROOT, 'scripts/terminal-picture.mjs');
    const { stdout } = spawnSync(process.execPath, [script, '--stdout'], { encoding: 'utf8' });
    const picture = readFileSync(join(ROOT, 'docs/images/terminal.svg'), 'utf8');
    expect(stdout === picture, 'node scripts/terminal-picture.mjs renews it').toBe(true);
  });

  it.each(['wintertrace', 'medipro', 'mediastream', 'tidewatch', 'harbourlog'])(
    'prints %s as JSON that the schema describes',
    (name) => {
      const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/check-output.schema.json'), 'utf8'));
      const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
      const { status, stdout } = dialint(
        'check',
        `fixtures/${name}`,
        '--format',
        'json',
        '--fail-on',
        'never',
      );
      expect(status).toBe(0);
      const report = JSON.parse(stdout);
      expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
      const { statements, understood, unknown } = report.coverage;
      expect(statements).toBe(understood + unknown.length);
      const open = report.diagnostics.filter((one: { suppressed?: unknown }) => one.suppressed === undefined);
      for (const severity of ['error', 'warning', 'info']) {
        const number = open.filter((one: { severity: string }) => one.severity === severity).length;
        expect(report.summary[`${severity}s`], severity).toBe(number);
      }
    },
  );

  it('tells the same each time', () => {
    const once = () => {
      const { stdout } = dialint('check', 'fixtures/wintertrace', '--format', 'json');
      return stdout.replace(/"durationMs": \d+/, '');
    };
    expect(once()).toBe(once());
  });

  it('does not mind a reader that goes away', async () => {
    const child = spawn(process.execPath, [MAIN, 'rules', '--format', 'json']);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('does not call a result delivered that could not be written', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'rules'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    expect(status).toBe(3);
    expect(stderr).toMatch(/^dialint: ENOSPC/);
  });
});
