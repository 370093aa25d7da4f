/** The server in a real Neovim: findings come, and the fix that it offers changes the file. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { MAIN, notBuilt } from '../lsp/client.ts';
import { LONG, MIGRATION, TEXT, writeWorkspace } from './workspace.ts';

const version = spawnSync('nvim', ['--version'], { encoding: 'utf8' }).stdout?.split('\n')[0];
if (version === undefined || version === null) console.warn('skipped: nvim is not installed');

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What docs/editors.md says for this version, with another command. */
function recipeWith(command: readonly string[]): string {
  const page = readFileSync(new URL('../../docs/editors.md', import.meta.url), 'utf8');
  const recipe = [...page.matchAll(/```lua\n([\s\S]*?)```/g)].map(([, code = '']) => code)[1] ?? '';
  expect(recipe).toContain("cmd = { 'npx', 'dialint', 'lsp' }");
  return recipe.replace(
    "{ 'npx', 'dialint', 'lsp' }",
    `{ ${command.map((word) => `'${word}'`).join(', ')} }`,
  );
}

describe.skipIf(notBuilt || version === undefined)(`Neovim (${version})`, () => {
  it('shows the finding, and makes the fix', () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'dialint-nvim-')));
    folders.push(root);
    writeWorkspace(root);
    const file = join(root, MIGRATION);
    const script = fileURLToPath(new URL('neovim.lua', import.meta.url));
    const recipe = join(root, 'init.lua');
    writeFileSync(recipe, recipeWith([process.execPath, MAIN, 'lsp']));
    const { status, stdout, stderr } = spawnSync('nvim', ['--headless', '-u', recipe, '-S', script], {
      encoding: 'utf8',
      timeout: 90_000,
      env: { ...process.env, FILE: file, XDG_STATE_HOME: root, XDG_CACHE_HOME: root },
    });
    expect(status, `${stdout}\n${stderr}`).toBe(0);
    // what print() writes goes there
    expect(stderr).toContain('17:21 identifier-too-long dialint');
    const text = readFileSync(file, 'utf8');
    const name = /'recipient_street'\], '(\w+)'\)/.exec(text)?.[1];
    expect(name?.length).toBeLessThan(LONG.length);
    expect(text.replace(`, '${name}'`, '')).toBe(TEXT);
  }, 120_000);
});
