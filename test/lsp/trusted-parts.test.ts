/** Which project's packages the language server may load: only those of a workspace that is trusted. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findPart, trust, trustNobody } from '../../src/engines/parts.ts';
import { OpenProject } from '../../src/lsp/open-project.ts';
import { folderWith, stopAll } from './client.ts';

// Whatever is installed beside the tests would be found there.
beforeEach(() => vi.stubEnv('DIALINT_PARTS', ''));
afterEach(async () => {
  vi.unstubAllEnvs();
  trustNobody();
  trust(process.cwd());
  await stopAll();
});

const PART = 'better-sqlite3';

function workspace(): string {
  return folderWith({
    artisan: '',
    [`node_modules/${PART}/package.json`]: JSON.stringify({
      name: PART,
      version: '12.0.0',
      main: 'index.js',
    }),
    [`node_modules/${PART}/index.js`]: '',
  });
}

it('is none before a workspace is trusted, not even that of the current folder', async () => {
  const root = workspace();
  vi.spyOn(process, 'cwd').mockReturnValue(root);
  trustNobody();
  expect(findPart(PART)).toBeNull();
  await new OpenProject(root, { trustedWorkspace: false }).open(new Map());
  expect(findPart(PART)).toBeNull();
  await new OpenProject(root, { trustedWorkspace: true }).open(new Map());
  expect(findPart(PART)?.folder).toBe(join(root, 'node_modules', PART));
});
