/**
 * The extension in a real VS Code: squiggle, hover, quick fix, SQL. `DIALINT_TEST_VSCODE` is a script that starts one:
 *
 *     SCRIPT EXTENSION.vsix WORKSPACE FILE PICTURE.png SCENARIO.mjs
 *
 * It hands a driver to the scenario, and fails where that fails. Pictures go to `DIALINT_TEST_PICTURES`, if that is a folder.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { LONG, MIGRATION, writeWorkspace } from './workspace.ts';

const EXTENSION = fileURLToPath(new URL('../../editors/vscode/', import.meta.url));
const VSIX = join(EXTENSION, 'dialint.vsix');

const script = process.env.DIALINT_TEST_VSCODE;
const missing =
  script === undefined || script === ''
    ? 'DIALINT_TEST_VSCODE is not set'
    : existsSync(VSIX)
      ? undefined
      : 'npm run vsix in editors/vscode has not been run';
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(missing !== undefined)('VS Code', () => {
  it('shows the finding, tells of the index, makes the fix, shows the SQL', () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'dialint-vscode-')));
    folders.push(root);
    writeWorkspace(root);
    mkdirSync(join(root, '.vscode'));
    const settings = { 'dialint.command': "printf '%s ' > replayed.txt" };
    writeFileSync(join(root, '.vscode/settings.json'), JSON.stringify(settings));
    const pictures = process.env.DIALINT_TEST_PICTURES ?? root;
    const { status, stdout, stderr } = spawnSync(
      script!,
      [VSIX, root, MIGRATION, join(pictures, 'vscode.png'), join(EXTENSION, 'test/scenario.mjs')],
      {
        encoding: 'utf8',
        timeout: 400_000,
        env: {
          ...process.env,
          SIZE: '1280x960',
          SETTINGS: '{"editor.minimap.enabled":false,"editor.fontSize":13}',
        },
      },
    );
    expect(status, `${stdout}\n${stderr}`).toBe(0);
    for (const name of ['squiggle', 'hover', 'fixed', 'sql'])
      expect(existsSync(join(pictures, `vscode.${name}.png`)), name).toBe(true);
    const text = readFileSync(join(root, MIGRATION), 'utf8');
    expect(text).toMatch(/'recipient_street'\], '\w{1,63}'\)/);
    expect(text).not.toContain(LONG);
  }, 420_000);
});
