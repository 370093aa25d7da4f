/** The command as it is installed: `npm test` builds it first. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

function dialint(...argv: string[]) {
  return spawnSync(process.execPath, [MAIN, ...argv], { encoding: 'utf8' });
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
