/** Which migrations run, and in which order: Illuminate\Database\Migrations\Migrator::getMigrationFiles (Laravel 8–13). */
import path from 'node:path';
import type { MigrationSource, ModuleInfo, Owner } from '../schema/index.ts';
import type { ProjectFiles } from './files.ts';
import type { Landscape, MigrationFolder } from './landscape.ts';
import { type ModuleFolders, type Place, placeOf } from './layouts.ts';
import type { ListedMigrations } from './listed-migrations.ts';
import type { Registrations } from './providers.ts';

const OWN = 'database/migrations';

/** How a folder's migrations come to run. */
type Way = 'registered' | 'own' | 'merged' | 'module' | 'set';

interface Folder {
  readonly folder: string;
  readonly names: readonly string[];
  readonly place: Place;
  readonly way: Way;
  readonly set: string;
  readonly reported: boolean;
}

export interface FoundMigrations {
  readonly migrations: readonly MigrationSource[];
  readonly modules: readonly ModuleInfo[];
}

export function orderMigrations(
  files: ProjectFiles,
  landscape: Landscape,
  registrations: Registrations,
  vendor: readonly { readonly folder: string; readonly names: readonly string[]; readonly package: string }[],
  rootOwner: Owner,
  moduleFolders: ModuleFolders,
  listed: ReadonlyMap<string, ListedMigrations> = new Map(),
): FoundMigrations {
  const registered = new Map<string, number>();
  registrations.paths.forEach((item, index) => {
    registered.set(files.relative(item).replace(/\/+$/, ''), index);
  });
  const unreadOwn = registrations.unread.length > 0;
  const folders = landscape.folders.map((found): Folder => {
    const place = placeOf(found.folder, rootOwner, moduleFolders);
    const { way, set } = wayOf(files, found, place, registered, unreadOwn);
    return { folder: found.folder, names: found.names, place, way, set, reported: true };
  });
  for (const item of vendor) {
    const place: Place = { owner: { kind: 'package', name: item.package } };
    folders.push({ ...item, place, way: 'registered', set: 'default', reported: false });
  }
  noticeUnread(files, registrations, folders);
  for (const folder of folders) noticeUnlisted(files, folder, listed.get(folder.folder));
  const sources = (folder: Folder) =>
    folder.names
      .filter((name) => isListed(folder, name, listed.get(folder.folder)))
      .flatMap((name) => source(files, folder, name));

  // Migrator::path() keeps the folders in the order of registration; the application's own comes last, and
  // of files with one name the last is run.
  const rank = (folder: Folder) => (folder.way === 'own' ? Infinity : (registered.get(folder.folder) ?? -1));
  const together = folders.filter((folder) => folder.way !== 'module' && folder.way !== 'set');
  together.sort((a, b) => rank(a) - rank(b));
  const byName = new Map<string, MigrationSource>();
  // Whether a folder that nothing registers is ever merged with the others is not known: its files stay, whatever
  // their names.
  const merged: MigrationSource[] = [];
  const certain = together.filter((folder) => folder.way !== 'merged');
  for (const folder of together) if (folder.way === 'merged') merged.push(...sources(folder));
  for (const migration of [
    ...certain.flatMap(sources),
    ...singleFiles(files, registered, rootOwner, moduleFolders),
  ]) {
    const other = byName.get(migration.name);
    if (other !== undefined && other.file !== migration.file && other.reported) {
      files.notice(`is never run: ${migration.file} has the same name and is found later`, other.file);
    }
    byName.set(migration.name, migration);
  }
  const migrations = [...byName.values(), ...merged].sort(byMigrationName);

  // A module's own run comes after the application's, module by module.
  const alone = folders.filter((folder) => folder.way === 'module');
  const slug = (folder: Folder) => folder.place.module?.slug ?? '';
  alone.sort((a, b) => (slug(a) < slug(b) ? -1 : slug(a) > slug(b) ? 1 : 0));
  const ran = new Map(byName);
  for (const folder of alone) {
    for (const migration of sources(folder).sort(moduleOrder(files, folder.folder))) {
      const other = ran.get(migration.name);
      if (other !== undefined) {
        files.notice(`is never run: ${other.file} has the same name and runs before it`, migration.file);
      }
      ran.set(migration.name, migration);
      migrations.push(migration);
    }
  }

  const sets = folders.filter((folder) => folder.way === 'set');
  for (const set of [...new Set(sets.map((folder) => folder.set))].sort()) {
    const own = sets.filter((folder) => folder.set === set).flatMap(sources);
    migrations.push(...own.sort(byMigrationName));
  }
  const modules = new Map<string, ModuleInfo>();
  for (const { place } of folders)
    if (place.module !== undefined) modules.set(place.module.directory, place.module);
  return { migrations, modules: [...modules.values()] };
}

function wayOf(
  files: ProjectFiles,
  found: MigrationFolder,
  place: Place,
  registered: ReadonlyMap<string, number>,
  unreadRegistrations: boolean,
): { way: Way; set: string } {
  if (registered.has(found.folder)) return { way: 'registered', set: 'default' };
  if (found.folder === OWN || found.folder === '.') return { way: 'own', set: 'default' };
  if (found.within !== null) {
    const set = found.within.path;
    if (/^tenants?(\/|$)/i.test(set)) return { way: 'set', set: 'tenant' };
    if (unreadRegistrations) return { way: 'merged', set: 'default' };
    files.notice(
      'Laravel does not run migrations in subfolders unless a provider registers them; they are checked as a set of their own',
      found.folder,
    );
    return { way: 'set', set };
  }
  const { owner } = place;
  const alone = owner.kind === 'module' && (owner.layout === 'modules' || owner.layout === 'declared');
  if (alone || found.folder.endsWith('/updates')) {
    return { way: 'module', set: 'default' };
  }
  return {
    way: owner.kind === 'module' || owner.kind === 'package' ? 'registered' : 'merged',
    set: 'default',
  };
}

/** Of a folder whose files a provider names one by one: is this one of them? */
function isListed(folder: Folder, fileName: string, listed: ListedMigrations | undefined): boolean {
  if (listed === undefined) return true;
  const named = (name: string) => listed.names.has(name.replace(/(\.php)?\.stub$|\.php$/, ''));
  // names that are none of these files' are of another folder
  return !folder.names.some(named) || named(fileName);
}

function noticeUnlisted(files: ProjectFiles, folder: Folder, listed: ListedMigrations | undefined): void {
  for (const name of folder.names) {
    if (isListed(folder, name, listed)) continue;
    files.notice(
      `is never run: ${listed?.provider} names the migrations of its package, and not this one`,
      `${folder.folder}/${name}`,
    );
  }
}

function noticeUnread(files: ProjectFiles, registrations: Registrations, folders: readonly Folder[]): void {
  const told = new Set<string>();
  for (const { file, line, reason } of registrations.unread) {
    if (told.has(file)) continue;
    told.add(file);
    files.notice(`which folder loadMigrationsFrom() registers here cannot be read (${reason})`, file, line);
  }
  for (const folder of folders) {
    if (folder.way !== 'merged') continue;
    files.notice(
      'nothing that can be read registers this folder; its migrations are taken to run with the others, in order of name',
      folder.folder,
    );
  }
}

function source(files: ProjectFiles, folder: Folder, fileName: string): MigrationSource[] {
  const { owner } = folder.place;
  const name = fileName.replace(/(\.php)?\.stub$|\.php$/, '');
  if (fileName.endsWith('.stub')) {
    // A stub is a package's migration, to be published under a dated name; an application's stub is a template.
    if (owner.kind === 'app' || folder.names.includes(`${name}.php`)) return [];
  }
  const file = folder.folder === '.' ? fileName : `${folder.folder}/${fileName}`;
  return [{ file, path: files.absolute(file), name, owner, set: folder.set, reported: folder.reported }];
}

/** `loadMigrationsFrom()` may name a file. */
function singleFiles(
  files: ProjectFiles,
  registered: ReadonlyMap<string, number>,
  rootOwner: Owner,
  moduleFolders: ModuleFolders,
): MigrationSource[] {
  const result: MigrationSource[] = [];
  for (const file of registered.keys()) {
    if (!file.endsWith('.php') || !files.exists(file)) continue;
    const { owner } = placeOf(path.posix.dirname(file), rootOwner, moduleFolders);
    const name = path.posix.basename(file, '.php');
    result.push({ file, path: files.absolute(file), name, owner, set: 'default', reported: true });
  }
  return result;
}

/** By name; Winter and October run what `updates/version.yaml` lists, in its order. */
function moduleOrder(
  files: ProjectFiles,
  folder: string,
): (a: MigrationSource, b: MigrationSource) => number {
  const versions = folder.endsWith('/updates') ? files.read(`${folder}/version.yaml`) : null;
  if (versions === null) return byMigrationName;
  const listed = [...versions.matchAll(/[\w./-]+\.php/g)].map((match) => `${folder}/${match[0]}`);
  const rank = (migration: MigrationSource) => {
    const at = listed.indexOf(migration.file);
    return at < 0 ? listed.length : at;
  };
  return (a, b) => rank(a) - rank(b) || byMigrationName(a, b);
}

function byMigrationName(a: MigrationSource, b: MigrationSource): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}
