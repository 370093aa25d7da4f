/** The text of a file that only gives a hint: what cannot be read gives none. */
import { readRegular } from './disk.ts';

/** Bytes: what tells a project from others is small. */
const MAX_BYTES = 4 * 2 ** 20;

/** '' where there is no such file, it is no regular one, or too large. A pipe is not waited for. */
export function textOf(path: string): string {
  try {
    const bytes = readRegular(path, MAX_BYTES);
    return 'refused' in bytes ? '' : bytes.toString('utf8');
  } catch {
    return '';
  }
}
