import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** From the package.json above this file: sources and built files lie at different depths. */
function findPackage(): { readonly root: string; readonly version: string } {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      if (name === 'dialint' && typeof version === 'string') return { root: folder, version };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the package.json of dialint was not found');
    folder = parent;
  }
}

const found = findPackage();

/** dialint's own version, as its package.json says. */
export const VERSION = found.version;

/** The folder of its package.json; absolute. */
export const PACKAGE_ROOT = found.root;
