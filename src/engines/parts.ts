/** Packages that only some commands need, and that are not installed along with dialint. */
import { readFileSync } from 'node:fs';
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
  | 'jiti'
  | 'ts-morph'
  | 'knex'
  | 'typeorm'
  | 'sequelize'
  | 'kysely';

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
  'ts-morph': '28',
  knex: '3',
  typeorm: '1',
  sequelize: '6',
  kysely: '0.28',
};

export const PARTS = Object.keys(WANTED) as readonly Part[];

/** A package is missing, or does not load. The message says which line adds it. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing';
  readonly part: Part;

  /** `others`: what is missing along with it. */
  constructor(part: Part, purpose: string, cause?: unknown, others: readonly Part[] = []) {
    const why =
      cause === undefined
        ? 'is not installed'
        : `does not load (${String(cause).split('\n')[0]?.slice(0, 200)})`;
    super(`${purpose} needs the package ${part}, which ${why}. Add it: ${lineThatAdds(part, ...others)}`);
    this.part = part;
  }
}

export function lineThatAdds(...parts: readonly Part[]): string {
  const together = parts.flatMap((part): readonly Part[] =>
    part.startsWith('@testcontainers/') ? ['testcontainers', part] : [part],
  );
  return `npm install --save-dev ${[...new Set(together)].map((name) => `${name}@${WANTED[name]}`).join(' ')}`;
}

/** Projects (absolute folders) whose own packages may be loaded, which runs them. */
const trusted = new Set([process.cwd()]);

/** From here on, packages are loaded from where dialint is installed, and of projects that `trust` names. */
export function trustNobody(): void {
  trusted.clear();
}

export function trust(project: string): void {
  trusted.add(project);
}

/** Where a package lies: where dialint is installed, else in the current folder's project, else what DIALINT_PARTS names. */
function resolved(part: Part): { readonly file: string; readonly require: NodeJS.Require } | null {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const own = process.env.DIALINT_PARTS;
  const folders = [here, ...trusted, ...(own === undefined || own === '' ? [] : [path.resolve(own)])];
  for (const folder of folders) {
    const require = createRequire(path.join(folder, 'package.json'));
    try {
      return { file: require.resolve(subpath(part)), require };
    } catch {
      // not there; perhaps in the next one
    }
  }
  return null;
}

/** Loads a package. `purpose` is what needs it, for the message. Throws PartMissing. */
export function loadPart<T>(part: Part, purpose: string): T {
  const found = resolved(part);
  if (found === null) throw new PartMissing(part, purpose);
  try {
    return found.require(found.file) as T;
  } catch (error) {
    throw new PartMissing(part, purpose, error);
  }
}

export interface FoundPart {
  /** As its package.json says. */
  readonly version: string;
  /** Absolute. */
  readonly folder: string;
}

/** The package as it is installed; null: it is not. Nothing of it is loaded. */
export function findPart(part: Part): FoundPart | null {
  const found = resolved(part);
  if (found === null) return null;
  for (let folder = path.dirname(found.file); ; folder = path.dirname(folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
      if (name === part && typeof version === 'string') return { version, folder };
    } catch {
      // a folder inside of the package
    }
    if (folder === path.dirname(folder)) return null;
  }
}

function subpath(part: Part): string {
  return part === 'mysql2' ? 'mysql2/promise' : part;
}
