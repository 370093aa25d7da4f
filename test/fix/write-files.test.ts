import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ChangedMeanwhile, writeFiles } from '../../src/fix/write-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dialint-write-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

it('keeps the mode, and leaves nothing else behind', () => {
  writeFileSync(at('a.php'), 'old');
  chmodSync(at('a.php'), 0o640);
  writeFiles([
    { path: at('a.php'), before: 'old', after: '\uFEFFnew\r\n' },
    { path: at('b.php'), before: null, after: 'made' },
  ]);
  expect(readFileSync(at('a.php'))).toEqual(Buffer.from('\uFEFFnew\r\n'));
  expect(readFileSync(at('b.php'), 'utf8')).toBe('made');
  if (process.platform !== 'win32') expect(statSync(at('a.php')).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder).sort()).toEqual(['a.php', 'b.php']);
});

it('writes what a link points to, and leaves the link', () => {
  writeFileSync(at('real.php'), 'old');
  symlinkSync(at('real.php'), at('link.php'));
  writeFiles([{ path: at('link.php'), before: 'old', after: 'new' }]);
  expect(lstatSync(at('link.php')).isSymbolicLink()).toBe(true);
  expect(readFileSync(at('real.php'), 'utf8')).toBe('new');
});

it('writes nothing at all where one file is not what it was', () => {
  writeFileSync(at('a.php'), 'old');
  writeFileSync(at('b.php'), 'edited by somebody');
  expect(() =>
    writeFiles([
      { path: at('a.php'), before: 'old', after: 'new' },
      { path: at('b.php'), before: 'old', after: 'new' },
    ]),
  ).toThrow(ChangedMeanwhile);
  expect(readFileSync(at('a.php'), 'utf8')).toBe('old');
  expect(readdirSync(folder).sort()).toEqual(['a.php', 'b.php']);
});

it('writes nothing at all where one cannot be written', () => {
  writeFileSync(at('a.php'), 'old');
  mkdirSync(at('folder'));
  expect(() =>
    writeFiles([
      { path: at('a.php'), before: 'old', after: 'new' },
      { path: at('missing/b.php'), before: null, after: 'new' },
    ]),
  ).toThrow(/ENOENT/);
  expect(readFileSync(at('a.php'), 'utf8')).toBe('old');
  expect(readdirSync(folder).sort()).toEqual(['a.php', 'folder']);
});
