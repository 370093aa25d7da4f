/** The project's PHP besides its migrations: looked through byte by byte, parsed only where it says something. */

import path from 'node:path';
import { readdirSync } from '../../disk/disk.ts';
import { readLimited } from '../../php/source-text.ts';

/** Folders whose code is not the application's own, or is no PHP. */
const NEVER = new Set([
  'node_modules',
  'vendor',
  'storage',
  'public',
  'bower_components',
  'tests',
  'test',
  'Tests',
  'lang',
  'dist',
  'coverage',
]);

/** Every PHP file of the project, relative to its root with forward slashes, sorted. Links are not followed. */
export function phpFiles(root: string): string[] {
  const found: string[] = [];
  const walk = (folder: string, depth: number) => {
    let entries: import('node:fs').Dirent[];
    try {
      entries = readdirSync(path.join(root, folder));
    } catch {
      return;
    }
    for (const entry of entries) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (depth < 16 && !entry.name.startsWith('.') && !NEVER.has(entry.name)) walk(file, depth + 1);
      } else if (entry.isFile() && entry.name.endsWith('.php') && !entry.name.endsWith('.blade.php'))
        found.push(file);
    }
  };
  walk('', 0);
  return found.sort();
}

/** A file's bytes as Latin-1 text: fit for looking for ASCII words, and quicker than decoding. '' where it is not read. */
export function rawText(root: string, file: string): string {
  try {
    return readLimited(path.join(root, file)).toString('latin1');
  } catch {
    return '';
  }
}
