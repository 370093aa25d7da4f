/** Where a project keeps migrations that are scripts, and which scripts it has besides. */
import path from 'node:path';
import type { MigrationSource } from '../../../schema/index.ts';
import { lineOf, type ProjectFiles } from '../../files.ts';

/** Is the file (relative to the root) a migration of the framework? */
export type IsMigration = (file: string) => boolean;

/** Extensions of scripts that migrators load, as far as they are read here. */
export const SCRIPT = /\.[mc]?[jt]s$/;
const NEVER = new Set([
  'node_modules',
  'vendor',
  'bower_components',
  'coverage',
  'fixtures',
  'test',
  'tests',
  '__tests__',
]);
/** Where compilers put what they make of the sources. */
const BUILT = /(?:^|\/)(?:dist|build|out|lib|\.next)(?:\/|$)/;
const MAX_DEPTH = 8;

/** `migrations`, `migration`, `db-migrate` …: TypeORM's documentation itself calls it `migration`. */
const CALLED = /migrat/i;

/** Folders so called, and those below them, that hold files which are the framework's. */
export function surveyed(files: ProjectFiles, isMigration: IsMigration): string[] {
  const found: string[] = [];
  const walk = (folder: string, depth: number): void => {
    for (const { name, kind } of files.list(folder)) {
      if (kind !== 'folder' || name.startsWith('.') || NEVER.has(name)) continue;
      const child = folder === '.' ? name : `${folder}/${name}`;
      if (CALLED.test(child) && holdsMigrations(files, child, isMigration)) found.push(child);
      if (depth < MAX_DEPTH) walk(child, depth + 1);
    }
  };
  walk('.', 0);
  if (
    found.length === 0 &&
    holdsMigrations(files, '.', isMigration) &&
    CALLED.test(path.basename(files.root))
  )
    found.push('.');
  return found;
}

/** What is built of other folders is passed over. */
export function withoutBuilt(folders: readonly string[]): string[] {
  const sources = folders.filter((folder) => !BUILT.test(folder));
  return sources.length > 0 ? sources : [...folders];
}

function holdsMigrations(files: ProjectFiles, folder: string, isMigration: IsMigration): boolean {
  return scriptsIn(files, folder).some((name) => isMigration(folder === '.' ? name : `${folder}/${name}`));
}

/**
 * The migrations in the folders, one folder after the other, by the names of their files. Folders that nothing puts together (`several`) are databases of
 * their own. `notice`: what is said of a script that is no migration; absent: nothing.
 */
export function migrationsIn(
  files: ProjectFiles,
  folders: readonly string[],
  isMigration: IsMigration,
  { several = folders.length > 1, notice }: { readonly several?: boolean; readonly notice?: string } = {},
): MigrationSource[] {
  const migrations: MigrationSource[] = [];
  for (const folder of folders)
    for (const name of scriptsIn(files, folder).sort()) {
      const file = folder === '.' ? name : `${folder}/${name}`;
      if (isMigration(file))
        migrations.push({
          file,
          path: files.absolute(file),
          name: name.replace(SCRIPT, ''),
          owner: { kind: 'app' },
          set: several ? folder : 'default',
          reported: true,
        });
      else if (notice !== undefined) files.notice(notice, file);
    }
  return migrations;
}

/** Those of one database by the names of their files, whatever their folders. */
export function byFileName(migrations: readonly MigrationSource[]): MigrationSource[] {
  const key = ({ file }: MigrationSource): string => path.posix.basename(file);
  return migrations.toSorted((a, b) =>
    a.set !== b.set ? (a.set < b.set ? -1 : 1) : key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0,
  );
}

/** Names of the scripts in a folder, but for declarations of types and tests. */
export function scriptsIn(files: ProjectFiles, folder: string): string[] {
  return files
    .list(folder)
    .filter(
      ({ name, kind }) =>
        kind !== 'folder' && SCRIPT.test(name) && !/\.(?:d|test|spec)\.[mc]?[jt]s$/.test(name),
    )
    .map(({ name }) => name);
}

const MAX_FILES = 4000;

/** The scripts besides the migrations: those that are built of others only where the migrations are built, too. */
export function otherScripts(files: ProjectFiles, migrations: readonly MigrationSource[]): string[] {
  if (migrations.length === 0) return [];
  const folders = new Set(migrations.map(({ file }) => path.posix.dirname(file)));
  const builtOnly = [...folders].every((folder) => BUILT.test(folder));
  const found: string[] = [];
  const walk = (folder: string, depth: number): void => {
    for (const { name, kind } of files.list(folder)) {
      const child = folder === '.' ? name : `${folder}/${name}`;
      if (kind === 'file') {
        if (SCRIPT.test(name) && !/\.(?:d|test|spec)\./.test(name) && found.length < MAX_FILES)
          found.push(child);
      } else if (kind === 'folder' && !name.startsWith('.') && !NEVER.has(name) && depth < MAX_DEPTH) {
        const passed = folders.has(child) || /^(?:client|public|frontend)$/.test(name);
        if (!passed && (builtOnly || !BUILT.test(child))) walk(child, depth + 1);
      }
    }
  };
  walk('.', 0);
  const own = new Set(migrations.map(({ file }) => file));
  return found.filter((file) => !own.has(file));
}

/**
 * The first script besides the migrations that makes tables: what an application sets up before them. One that migrations
 * import is no such script. `makesTable`: the call.
 */
export function tablesElsewhere(
  files: ProjectFiles,
  scripts: readonly string[],
  migrations: readonly MigrationSource[],
  makesTable: RegExp,
): { readonly file: string; readonly line: number } | null {
  const texts = migrations.map(({ file }) => files.read(file) ?? '');
  for (const file of scripts) {
    const text = files.read(file) ?? '';
    const at = text.search(makesTable);
    const stem = path.posix.basename(file).replace(SCRIPT, '');
    const folder = path.posix.basename(path.posix.dirname(file));
    const isImported = (one: string): boolean =>
      one.includes(`/${stem}`) || ['"', "'"].some((quote) => one.includes(`/${folder}${quote}`));
    if (at >= 0 && !texts.some(isImported)) return { file, line: lineOf(text, at) };
  }
  return null;
}
