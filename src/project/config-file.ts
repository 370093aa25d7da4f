/** Which file is the project's configuration. */
import path from 'node:path';
import { statSync } from '../disk/disk.ts';
import { UsageError } from './errors.ts';

export const CONFIG_FILE = 'dialint.json';

/** Configuration that is code, in the order in which it is looked for. */
export const CODE_FILES = [
  'dialint.config.ts',
  'dialint.config.mts',
  'dialint.config.js',
  'dialint.config.mjs',
];

export interface ConfigFile {
  /** Absolute. */
  readonly file: string;
  /** `code` is run to be read. */
  readonly kind: 'json' | 'code';
}

/**
 * `given`: a path instead of the files in the root, relative to it or absolute. Null: there is none. Throws UsageError
 * where there are several.
 */
export function findConfigFile(root: string, given?: string): ConfigFile | null {
  if (given !== undefined) return configFileAt(path.resolve(root, given));
  const found = [CONFIG_FILE, ...CODE_FILES].filter((name) => isThere(path.join(root, name)));
  const [name, other] = found;
  if (name === undefined) return null;
  if (other !== undefined) {
    throw new UsageError(
      `${root} has ${found.slice(0, -1).join(', ')} and ${found.at(-1)}; which of them holds is not clear`,
      'Keep one of them, or name it: --config FILE.',
    );
  }
  return configFileAt(path.join(root, name));
}

/** A file that cannot be looked at, such as a link to itself, is there: reading it tells what is wrong with it. */
function isThere(file: string): boolean {
  try {
    statSync(file);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

function configFileAt(file: string): ConfigFile {
  return { file, kind: /\.[cm]?[jt]s$/.test(file) ? 'code' : 'json' };
}
