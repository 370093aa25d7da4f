/** Packages that only some commands need, and that are not installed along with dialint. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export type Part =
  | 'better-sqlite3'
  | 'mysql2'
  | 'pg'
  | '@electric-sql/pglite'
  | 'testcontainers'
  | '@testcontainers/mysql'
  | '@testcontainers/mariadb'
  | '@testcontainers/postgresql'
  | 'jiti';

/** Major versions that dialint is tested with; later ones of these packages need a newer Node. */
const WANTED: Readonly<Record<Part, string>> = {
  'better-sqlite3': '12',
  mysql2: '3',
  pg: '8',
  '@electric-sql/pglite': '0.5',
  testcontainers: '11',
  '@testcontainers/mysql': '11',
  '@testcontainers/mariadb': '11',
  '@testcontainers/postgresql': '11',
  jiti: '2',
};

/** A package is missing, or does not load. The message says which line adds it. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing';
  readonly part: Part;

  constructor(part: Part, purpose: string, cause?: unknown) {
    const why =
      cause === undefined
        ? 'is not installed'
        : `does not load (${String(cause).split('\n')[0]?.slice(0, 200)})`;
    super(
      `${purpose} needs the package ${part}, which ${why}. Add it: npm install --save-dev ${installed(part)}`,
    );
    this.part = part;
  }
}

function installed(part: Part): string {
  const together: readonly Part[] = part.startsWith('@testcontainers/') ? ['testcontainers', part] : [part];
  return together.map((name) => `${name}@${WANTED[name]}`).join(' ');
}

/**
 * Loads a package from where dialint is installed, else from the current folder's project, else from the folder that
 * DIALINT_PARTS names. `purpose` is what needs it, for the message. Throws PartMissing.
 */
export function loadPart<T>(part: Part, purpose: string): T {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const own = process.env.DIALINT_PARTS;
  const folders = [here, process.cwd(), ...(own === undefined || own === '' ? [] : [path.resolve(own)])];
  for (const folder of folders) {
    const require = createRequire(path.join(folder, 'package.json'));
    let file: string;
    try {
      file = require.resolve(subpath(part));
    } catch {
      continue;
    }
    try {
      return require(file) as T;
    } catch (error) {
      throw new PartMissing(part, purpose, error);
    }
  }
  throw new PartMissing(part, purpose);
}

function subpath(part: Part): string {
  return part === 'mysql2' ? 'mysql2/promise' : part;
}
