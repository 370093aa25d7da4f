/** A file of the project that its code reads: SQL to send, data to seed. Paths of evaluated code begin at the root. */
import path from 'node:path';
import { realpathSync } from '../disk/disk.ts';
import { readLimited } from '../php/source-text.ts';

/**
 * undefined: there is none, it is not the project's, or it is no text. `around`: the folder whose files are the project's own
 * where it is more than the root; then a path may lead up to it.
 */
export function readProjectText(root: string, file: string, around?: string): string | undefined {
  try {
    const from = around !== undefined && file.startsWith('../') ? file : path.posix.normalize(`/${file}`);
    const real = realpathSync(path.join(root, from));
    const within = path.relative(realpathSync(around ?? root), real);
    if (within.startsWith('..') || path.isAbsolute(within)) return undefined;
    const text = readLimited(real).toString('utf8');
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
