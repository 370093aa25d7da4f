/** What is to be known of a project whose migrations are run by sequelize-cli, or by umzug with Sequelize. */
import path from 'node:path';
import type { MigrationSource, Project, Provenance } from '../../schema/index.ts';
import type { DialintConfig } from '../config.ts';
import type { ProjectFiles } from '../files.ts';
import { beginsLater } from './scripts/begins-later.ts';
import { isInCode } from './scripts/code-words.ts';
import { enginesOf } from './scripts/engines.ts';
import {
  byFileName,
  migrationsIn,
  otherScripts,
  scriptsIn,
  surveyed,
  tablesElsewhere,
  withoutBuilt,
} from './scripts/folders.ts';
import { type Manifest, namedAt, readManifest, versionOf } from './scripts/manifest.ts';
import { scriptProject } from './scripts/project.ts';

/** What a project without a version of its own is read as. */
export const NEWEST_SEQUELIZE = '6';

/** Packages that tell that Sequelize runs migrations, Sequelize itself first. */
const RUN_BY = ['sequelize', 'sequelize-typescript', 'sequelize-cli'];

/** Where sequelize-cli is told where things are. */
const SETTINGS = '.sequelizerc';

/** Where it looks without being told (sequelize-cli 6, src/helpers/path-helper.js). */
const CONFIGS = ['config/config.json', 'config/config.js', 'config/config.cjs', 'config/config.ts'];
const MIGRATIONS = 'migrations';

/** What makes tables besides the migrations: models that are brought to the database, and calls as in migrations. */
const CREATES_TABLE =
  /\b(?:sequelize\w*|connection|db)\s*\.\s*sync\s*\(|\bqueryInterface\s*\.\s*createTable\s*\(/i;

/** null: Sequelize does not run this project's migrations. */
export function discoverSequelize(
  files: ProjectFiles,
  config: DialintConfig,
  version?: string,
): Project | null {
  const manifest = readManifest(files);
  const settings = files.exists(SETTINGS) ? (files.read(SETTINGS) ?? '') : null;
  const runner = RUN_BY.find((name) => manifest?.packages.has(name) === true);
  if (runner === undefined && settings === null) return null;
  const migrations = findMigrations(files, settings, manifest);
  if (migrations.length === 0) return null;
  const from: Provenance =
    runner === undefined || manifest === null ? { file: SETTINGS } : namedAt(manifest, runner);
  const scripts = otherScripts(files, migrations);
  const elsewhere =
    tablesElsewhere(files, scripts, migrations, CREATES_TABLE) ?? beginsLater(files, migrations);
  const engines = enginesOf(files, manifest, configFile(files, settings), 'dialect');
  const project = scriptProject(files, config, {
    framework: { value: 'sequelize', from },
    version:
      version === undefined
        ? versionOf(manifest, 'sequelize', NEWEST_SEQUELIZE)
        : { value: version, from: { note: '--framework-version' } },
    engines,
    connection: { value: 'default', from: { note: 'Sequelize migrates on one connection' } },
    migrations,
    ...(elsewhere === null ? {} : { tablesElsewhere: elsewhere }),
  });
  // `mysql` reaches a MariaDB as well
  const isMariadb = [...engines.production, engines.test].some(({ driver }) => driver === 'mariadb');
  return { ...project, mariadbDriver: isMariadb };
}

function configFile(files: ProjectFiles, settings: string | null): string | undefined {
  const named = settings === null ? undefined : pathIn(settings, 'config');
  return [...(named === undefined ? [] : [named]), ...CONFIGS].find(
    (file) => files.exists(file) && !files.isFolder(file),
  );
}

/** A path in .sequelizerc: `'migrations-path': path.resolve('server', 'migrations')`; undefined: none is written there. */
function pathIn(settings: string, key: string): string | undefined {
  const line = new RegExp(`['"\`]?${key}['"\`]?\\s*:\\s*(.*)`).exec(settings)?.[1] ?? '';
  const parts = [...line.replace(/\brequire\([^)]*\)/g, '').matchAll(/(['"`])([^'"`$]+)\1/g)].map(
    ([, , text = '']) => text,
  );
  return parts.length === 0 ? undefined : path.posix.normalize(parts.join('/')).replace(/^\/|\/+$/g, '');
}

/** Folders of migrations: the one that is named, sequelize-cli's own, else all that hold files which look like Sequelize's. */
function findMigrations(
  files: ProjectFiles,
  settings: string | null,
  manifest: Manifest | null,
): MigrationSource[] {
  const named = settings === null ? undefined : pathIn(settings, 'migrations-path');
  const usual = manifest?.packages.has('sequelize-cli') === true ? MIGRATIONS : undefined;
  const told = [named ?? usual].filter((folder) => folder !== undefined && holds(files, folder, exportsUp));
  const folders =
    told.length > 0 ? (told as string[]) : withoutBuilt(surveyed(files, (file) => looksLike(files, file)));
  const isMigration = told.length > 0 ? exportsUp : looksLike;
  // umzug sorts them by name
  return byFileName(
    migrationsIn(files, folders, (file) => isMigration(files, file), {
      notice: 'it exports no up(queryInterface), and is taken for no migration',
    }),
  );
}

function holds(
  files: ProjectFiles,
  folder: string,
  isMigration: (files: ProjectFiles, file: string) => boolean,
): boolean {
  return (
    files.isFolder(folder) && scriptsIn(files, folder).some((name) => isMigration(files, `${folder}/${name}`))
  );
}

function exportsUp(files: ProjectFiles, file: string): boolean {
  const text = files.read(file) ?? '';
  if (isInCode(text, /\b(?:queryRunner|MigrationInterface|Kysely)\b/)) return false;
  return /\bexport(?:s|\b)[\s\S]*?\bup\b/.test(text);
}

function looksLike(files: ProjectFiles, file: string): boolean {
  return exportsUp(files, file) && /queryInterface|sequelize/i.test(files.read(file) ?? '');
}
