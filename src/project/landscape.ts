/** One walk over a project: where migrations lie, and which files may register further folders. */
import path from 'node:path';
import type { FolderEntry, ProjectFiles } from './files.ts';

export interface MigrationFolder {
  /** Relative to the root. */
  readonly folder: string;
  /** Names of the files that Laravel's glob `*_*.php` finds, and of stubs of such. */
  readonly names: readonly string[];
  /** The folder called `migrations` that this one lies in, and the way down; null: it is that folder itself. */
  readonly within: { readonly folder: string; readonly path: string } | null;
}

export interface Landscape {
  readonly folders: readonly MigrationFolder[];
  /** Files called …Provider.php, relative to the root. */
  readonly providers: readonly string[];
}

const NEVER = new Set(['node_modules', 'vendor', 'bower_components', 'storage']);
/** Large, and no place for migrations. Not left out where they are the name of a module (`modules/events`). */
const FRUITLESS = new Set(
  `assets build config console coverage dist docs examples factories filament http jobs lang livewire models node public
   resources routes seeders seeds test tests views workbench`.split(/\s+/),
);
/** Folders whose children are modules; under some of them after a vendor's or section's folder. */
const CONTAINERS = new Set(['modules', 'packages', 'plugins', 'app-modules', 'containers', 'domains']);
const MAX_DEPTH = 10;

export function survey(files: ProjectFiles): Landscape {
  const folders: MigrationFolder[] = [];
  const providers: string[] = [];
  const realRoot = files.real('.') ?? files.root;
  const followed: string[] = [];

  const isInside = (inner: string, outer: string) => inner === outer || inner.startsWith(outer + path.sep);
  /** A link is followed only where it leads to something that is not walked anyway. */
  const mayFollow = (link: string): boolean => {
    const real = files.real(link);
    if (real === null && path.posix.basename(link).toLowerCase() === 'migrations')
      files.notice('the link leads nowhere, or in a circle', link);
    if (real === null || !files.isFolder(link)) return false;
    if (isInside(real, realRoot) || isInside(realRoot, real)) return false;
    if (followed.some((other) => isInside(real, other) || isInside(other, real))) return false;
    followed.push(real);
    return true;
  };

  const walk = (folder: string, depth: number) => {
    const entries = files.list(folder);
    if (path.posix.basename(folder).toLowerCase() === 'migrations') {
      collect(folder, entries, null);
      return;
    }
    if (/^plugins\/[^/]+\/[^/]+\/updates$/.test(folder)) collect(folder, entries, null);
    const above = folder.split('/');
    const holdsModules = [above.at(-1), above.at(-2)].some((name) =>
      CONTAINERS.has(name?.toLowerCase() ?? ''),
    );
    for (const entry of entries) {
      const child = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      if (entry.kind === 'file') {
        if (entry.name.endsWith('Provider.php')) providers.push(child);
        continue;
      }
      const lower = entry.name.toLowerCase();
      if (entry.name.startsWith('.') || depth >= MAX_DEPTH) continue;
      if (!holdsModules && FRUITLESS.has(lower)) {
        // konekt/concord's modules keep them under resources/database
        if (lower === 'resources' && files.isFolder(`${child}/database`))
          walk(`${child}/database`, depth + 2);
        continue;
      }
      if (NEVER.has(lower) && !(holdsModules && lower === 'storage')) continue;
      if (entry.kind === 'link') {
        if (/\.\w+$/.test(entry.name) || !mayFollow(child)) continue;
      }
      walk(child, depth + 1);
    }
  };

  const collect = (folder: string, entries: readonly FolderEntry[], within: MigrationFolder['within']) => {
    const names = entries
      .filter((entry) => entry.kind !== 'folder' && /_.*\.(php|stub)$/.test(entry.name))
      .map((entry) => entry.name);
    if (names.length > 0) folders.push({ folder, names, within });
    for (const entry of entries) {
      if (entry.kind === 'file' || entry.name.startsWith('.')) continue;
      const child = `${folder}/${entry.name}`;
      if (/_.*\.php$/.test(entry.name) && files.isFolder(child))
        files.notice('it is a folder; Laravel takes it for a migration, and fails to load it', child);
      if (entry.kind === 'link' && (/\.\w+$/.test(entry.name) || !mayFollow(child))) continue;
      const down =
        within === null ? { folder, path: entry.name } : { ...within, path: `${within.path}/${entry.name}` };
      if (down.path.split('/').length > 6) continue;
      collect(child, files.list(child), down);
    }
  };

  walk('.', 0);
  if (folders.length === 0) {
    // Migrations without anything around them: the root itself is their folder.
    const names = files
      .list('.')
      .filter((entry) => entry.kind !== 'folder' && /^\d{4}_\d{2}_\d{2}_.*\.php$/.test(entry.name))
      .map((entry) => entry.name);
    if (names.length > 0) folders.push({ folder: '.', names, within: null });
  }
  return { folders, providers };
}
