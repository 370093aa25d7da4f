/** A diff is right where git makes the new text of the old one with it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unifiedDiff } from '../../src/fix/diff.ts';

function patched(before: string | null, after: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dialint-diff-'));
  try {
    if (before !== null) writeFileSync(join(folder, 'a.php'), before);
    writeFileSync(join(folder, 'p.diff'), unifiedDiff('a.php', before, after));
    execFileSync('git', ['apply', '--whitespace=nowarn', 'p.diff'], {
      cwd: folder,
      stdio: 'pipe',
      // Not a folder of some repository around it.
      env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() },
    });
    return readFileSync(join(folder, 'a.php'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const lines = (count: number): string[] => Array.from({ length: count }, (_, i) => `line ${i}`);
const LONG = `${lines(40).join('\n')}\n`;

it.each([
  ['a line changes', LONG, LONG.replace('line 20', 'line twenty')],
  ['the first and the last change', LONG, LONG.replace('line 0\n', 'zero\n').replace('line 39', 'last')],
  ['lines come and go', LONG, LONG.replace('line 3\n', '').replace('line 30\n', 'a\nb\nline 30\nc\n')],
  ['a line moves', LONG, LONG.replace('line 5\n', '').replace('line 9\n', 'line 9\nline 5\n')],
  ['without a line end', 'a\nb', 'a\nc'],
  ['a line end comes', 'a\nb', 'a\nb\n'],
  ['carriage returns', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nx\r\nc\r\n'],
  ['a new file', null, LONG],
  ['from nothing', '\n', LONG],
])('%s', (_what, before, after) => {
  expect(patched(before, after)).toBe(after);
});

it('says nothing of what is the same', () => {
  expect(unifiedDiff('a.php', LONG, LONG)).toBe('');
});

it('reads as a diff does', () => {
  expect(unifiedDiff('x/a.php', 'a\nb\nc\n', 'a\nB\nc\n')).toBe(
    '--- a/x/a.php\n+++ b/x/a.php\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n',
  );
});
