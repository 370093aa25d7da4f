/** What is to be known of a project whose migrations are MikroORM's. */
import type { MigrationSource, Project, Provenance } from '../../schema/index.ts';
import type { DialintConfig } from '../config.ts';
import { lineOf, type ProjectFiles } from '../files.ts';
import { enginesOf } from './scripts/engines.ts';
import { migrationsIn, surveyed, withoutBuilt } from './scripts/folders.ts';
import { type Manifest, namedAt, readManifest, versionOf } from './scripts/manifest.ts';
import { scriptProject } from './scripts/project.ts';

/** What a project without a version of its own is read as. */
export const NEWEST_MIKROORM = '6';

const CONFIG = /^(?:mikro-?orm|mikro-orm)\.config(?:\.\w+)?\.[mc]?[jt]s$/i;

/** Packages that hand MikroORM on along with their own. */
const HANDED_ON = ['@mikro-orm/migrations', '@mikro-orm/core', '@medusajs/framework'];

/** null: no migrations of MikroORM's are there. */
export function discoverMikroOrm(
  files: ProjectFiles,
  config: DialintConfig,
  version?: string,
): Project | null {
  const manifest = readManifest(files);
  const packages = [...(manifest?.packages.keys() ?? [])];
  const named = packages.find((name) => /^@mikro-orm\//.test(name) || HANDED_ON.includes(name));
  const configFile = files.list('.').find(({ name, kind }) => kind !== 'folder' && CONFIG.test(name))?.name;
  if (named === undefined && configFile === undefined) return null;
  const migrations = findMigrations(files);
  if (migrations.length === 0) return null;
  const from: Provenance =
    named === undefined || manifest === null ? { file: configFile! } : namedAt(manifest, named);
  const off = transactionsOff(files, configFile);
  return scriptProject(files, config, {
    framework: { value: 'mikroorm', from },
    version:
      version === undefined
        ? versionOf(manifest, '@mikro-orm/core', NEWEST_MIKROORM)
        : { value: version, from: { note: '--framework-version' } },
    engines: enginesOf(files, drivers(manifest), configFile, 'type'),
    connection: { value: 'default', from: { note: 'migrations run on the connection that they are given' } },
    migrations,
    ...(off === undefined ? {} : { withoutTransaction: off }),
  });
}

/** MikroORM's own packages bring the drivers along: `@mikro-orm/postgresql`; Medusa's brings PostgreSQL's. */
function drivers(manifest: Manifest | null): Manifest | null {
  if (manifest === null) return null;
  const packages = new Map(manifest.packages);
  for (const [name, range] of manifest.packages) {
    const own = /^@mikro-orm\/(\w+(?:-\w+)?)$/.exec(name)?.[1];
    if (own !== undefined && /^(?:postgresql|mysql|mariadb|sqlite|better-sqlite|libsql|mssql)$/.test(own))
      packages.set(/sqlite|libsql/.test(own) ? 'sqlite3' : own, range);
    if (name === '@medusajs/framework') packages.set('postgresql', range);
  }
  return { ...manifest, packages };
}

/** By the class's name, which is the file's. Folders beside each other are databases of their own. */
function findMigrations(files: ProjectFiles): MigrationSource[] {
  const folders = withoutBuilt(surveyed(files, (file) => isMigration(files, file)));
  return migrationsIn(files, folders, (file) => isMigration(files, file));
}

function isMigration(files: ProjectFiles, file: string): boolean {
  const text = files.read(file);
  return (
    text !== null &&
    /\bextends\s+Migration\b/.test(text) &&
    /['"](?:@mikro-orm\/|[^'"]*\/mikro-orm\/)/.test(text)
  );
}

/** Why migrations do not run in a transaction; undefined: they do, unless one says otherwise. */
function transactionsOff(files: ProjectFiles, configFile: string | undefined): string | undefined {
  const text = configFile === undefined ? '' : (files.read(configFile) ?? '');
  const at = text.search(/\btransactional\s*:\s*false\b/);
  return at < 0 ? undefined : `${configFile}:${lineOf(text, at)} turns transactions off`;
}
