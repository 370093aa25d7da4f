/**
 * Migrations that a package's provider names one by one: `$package->hasMigrations(['create_a_table', …])`
 * (spatie/laravel-package-tools). A file beside them that is not named is never run.
 */
import path from 'node:path';
import type { ProjectFiles } from './files.ts';

const CALL = /->\s*hasMigrations?\s*\(([^;]*?)\)\s*(?=->|;)/g;
const NAME = /(['"])([\w/.-]+)\1/g;

/** Names by the folder that they lie in, with the provider that names them. */
export interface ListedMigrations {
  readonly provider: string;
  readonly names: ReadonlySet<string>;
}

/** `providers`: relative to the root. By folder, relative to the root as well. */
export function listedMigrations(
  files: ProjectFiles,
  providers: readonly string[],
): ReadonlyMap<string, ListedMigrations> {
  const found = new Map<string, ListedMigrations>();
  for (const provider of providers) {
    const text = files.read(provider);
    if (text === null || !text.includes('hasMigration') || text.includes('discoversMigrations')) continue;
    const names = new Set<string>();
    let known = true;
    for (const [, list = ''] of withoutComments(text).matchAll(CALL)) {
      // a list that is put together elsewhere may hold anything
      if (/\$\w|\(/.test(list)) known = false;
      for (const [, , name = ''] of list.matchAll(NAME)) names.add(path.posix.basename(name));
    }
    // the package's base path is the folder above its provider's (Package::basePath)
    const folder = path.posix.join(path.posix.dirname(provider), '..', 'database', 'migrations');
    if (known && names.size > 0) found.set(folder, { provider, names });
  }
  return found;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|^[ \t]*(?:\/\/|#(?!\[)).*$/gm, '');
}
