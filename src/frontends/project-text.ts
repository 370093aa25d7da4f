/** A file of the project that its code reads: SQL to send, data to seed. Paths of evaluated code begin at the root. */
import path from 'node:path';
import { realpathSync } from '../disk/disk.ts';
import { readLimited } from '../php/source-text.ts';

/** undefined: there is none, it is not the project's, or it is no text. */
export function readProjectText(root: string, file: string): string | undefined {
  try {
    const real = realpathSync(path.join(root, path.posix.normalize(`/${file}`)));
    const within = path.relative(realpathSync(root), real);
    if (within.startsWith('..') || path.isAbsolute(within)) return undefined;
    const text = readLimited(real).toString('utf8');
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
