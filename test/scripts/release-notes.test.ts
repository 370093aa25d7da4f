/** What is held against each other before a version is published. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = path.resolve(import.meta.dirname, '../../scripts/release-notes.mjs');
const CHANGELOG = `# Changelog

## Unreleased

## 1.2.0 - 2026-03-04

### Added

- A thing.

## [1.1.0] - 2026-01-02

### Fixed

- Another.

## 1.0.1

- Without its date.

## 1.0.0 - 2025-12-01
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'dialint-release-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function notes(tag: readonly string[], version = '1.2.0', changelog = CHANGELOG) {
  writeFileSync(path.join(root, 'package.json'), JSON.stringify({ version }));
  writeFileSync(path.join(root, 'CHANGELOG.md'), changelog);
  return spawnSync(process.execPath, [SCRIPT, '--root', root, ...tag], { encoding: 'utf8' });
}

describe('the notes of a release', () => {
  it.each([
    ['1.2.0', '### Added\n\n- A thing.\n'],
    ['1.1.0', '### Fixed\n\n- Another.\n'],
  ])('of %s are its section of the changelog', (version, text) => {
    expect(notes([`v${version}`], version)).toMatchObject({ status: 0, stdout: text, stderr: '' });
  });

  it.each<[string[], string, string]>([
    [[], '1.2.0', 'release: name the tag, such as v1.2.0 (none was named)\n'],
    [['1.2.0'], '1.2.0', 'release: name the tag, such as v1.2.0 (1.2.0)\n'],
    [
      ['v1.3.0'],
      '1.2.0',
      'release: the tag says 1.3.0 and package.json 1.2.0: npm version 1.3.0 --no-git-tag-version\n',
    ],
    [
      ['v1.3.0'],
      '1.3.0',
      'release: CHANGELOG.md has no section for it: make "## 1.3.0 - YYYY-MM-DD" of "## Unreleased"\n',
    ],
    [['v1.0.0'], '1.0.0', 'release: the section "## 1.0.0 - 2025-12-01" of CHANGELOG.md is empty\n'],
  ])('are refused where something does not belong together (%j, package.json %s)', (tag, version, told) => {
    expect(notes(tag, version)).toMatchObject({ status: 2, stdout: '', stderr: told });
  });

  it('need the day', () => {
    const { status, stderr } = notes(['v1.2.0'], '1.2.0', CHANGELOG.replace('1.2.0 - 2026-03-04', '1.2.0 '));
    expect(status).toBe(2);
    expect(stderr).toContain('has no date');
  });
});
