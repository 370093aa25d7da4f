/** What the README says can be typed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { readCommandLine } from '../../src/cli/options.ts';
import { readConfig } from '../../src/project/index.ts';
import { knownRule } from '../../src/settings.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'dialint-readme-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the README', () => {
  it('shows a configuration that is understood', () => {
    const config = readme.match(/```json\n([\s\S]*?)```/)?.[1];
    writeFileSync(join(folder, 'dialint.json'), config ?? '');
    const read = readConfig(folder, { rules: rules.map(knownRule) });
    expect(read.modules).toEqual(['modules/*']);
    expect(Object.keys(read.externalTables)).toEqual(['customers']);
  });

  it('shows commands that are understood', () => {
    const lines = [...readme.matchAll(/^dialint(?: ([^#\n]*))?(?:#.*)?$/gm)];
    expect(lines.length).toBeGreaterThan(7);
    for (const [line, words = ''] of lines) {
      const argv = words.trim().split(/ +/).filter(Boolean);
      expect(() => readCommandLine(argv, () => true), line).not.toThrow();
    }
  });

  it('links to files that exist', () => {
    for (const [, target = ''] of readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect(() => readFileSync(new URL(`../../${target}`, import.meta.url)), target).not.toThrow();
    }
  });
});
