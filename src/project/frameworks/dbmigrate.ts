/** What is to be known of a project whose migrations are db-migrate's. */
import type { MigrationSource, Project } from '../../schema/index.ts';
import type { DialintConfig } from '../config.ts';
import type { ProjectFiles } from '../files.ts';
import { enginesOf } from './scripts/engines.ts';
import { migrationsIn, surveyed, withoutBuilt } from './scripts/folders.ts';
import { type Manifest, namedAt, readManifest, versionOf } from './scripts/manifest.ts';
import { scriptProject } from './scripts/project.ts';

/** What a project without a version of its own is read as. */
export const NEWEST_DB_MIGRATE = '1';

/** https://db-migrate.readthedocs.io/en/latest/Getting%20Started/configuration/ */
const CONFIG = 'database.json';

/** null: no migrations of db-migrate's are there. */
export function discoverDbMigrate(
  files: ProjectFiles,
  config: DialintConfig,
  version?: string,
): Project | null {
  const manifest = readManifest(files);
  if (manifest?.packages.has('db-migrate') !== true) return null;
  const migrations = findMigrations(files);
  if (migrations.length === 0) return null;
  const configFile = files.read(CONFIG) === null ? undefined : CONFIG;
  return scriptProject(files, config, {
    framework: { value: 'dbmigrate', from: namedAt(manifest, 'db-migrate') },
    version:
      version === undefined
        ? versionOf(manifest, 'db-migrate', NEWEST_DB_MIGRATE)
        : { value: version, from: { note: '--framework-version' } },
    engines: enginesOf(files, drivers(manifest), configFile, 'driver'),
    connection: { value: 'default', from: { note: 'migrations run on the connection that they are given' } },
    migrations,
  });
}

/** Its drivers are packages of their own: `db-migrate-pg`. */
function drivers(manifest: Manifest): Manifest {
  const packages = new Map(manifest.packages);
  for (const [name, range] of manifest.packages) {
    const own = /^db-migrate-(pg|mysql|sqlite3|mssql|cockroachdb)$/.exec(name)?.[1];
    if (own !== undefined) packages.set(own, range);
  }
  return { ...manifest, packages };
}

/** In order of the files' names, which begin with a time. */
function findMigrations(files: ProjectFiles): MigrationSource[] {
  const all = withoutBuilt(surveyed(files, (file) => isMigration(files, file)));
  // A folder in one of migrations is a scope, which is run by itself and by name (`db-migrate up:scope`).
  const folders = all.filter((folder) => !all.some((outer) => folder.startsWith(`${outer}/`)));
  return migrationsIn(files, folders, (file) => isMigration(files, file));
}

function isMigration(files: ProjectFiles, file: string): boolean {
  const text = files.read(file);
  return (
    text !== null &&
    /^\d{8,}-/.test(file.slice(file.lastIndexOf('/') + 1)) &&
    /\bexports?\b[^;]*?\bup\b/s.test(text)
  );
}
