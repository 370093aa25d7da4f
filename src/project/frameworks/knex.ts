/** What is to be known of a project whose migrations are run by knex: its own command, Objection's, or the application. */
import path from 'node:path';
import type { MigrationSource, Project, Provenance } from '../../schema/index.ts';
import type { DialintConfig } from '../config.ts';
import { lineOf, type ProjectFiles } from '../files.ts';
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
import { settingsOf } from './scripts/knex-settings.ts';
import { type Manifest, namedAt, readManifest, versionOf } from './scripts/manifest.ts';
import { scriptProject } from './scripts/project.ts';

/** What a project without a version of its own is read as. */
export const NEWEST_KNEX = '3';

/** Packages that run migrations through Knex, Knex itself first. */
const RUN_BY = ['knex', 'objection', '@adonisjs/lucid'];

/** What makes a table besides the migrations. */
const CREATES_TABLE = /\bschema\s*\.createTable(?:IfNotExists)?\s*\(/;

const KNEXFILE = /^knexfile\.(?:[mc]?[jt]s)$/;
/** null: knex does not run this project's migrations. */
export function discoverKnex(files: ProjectFiles, config: DialintConfig, version?: string): Project | null {
  const manifest = readManifest(files);
  const knexfile =
    files.list('.').find(({ name, kind }) => kind !== 'folder' && KNEXFILE.test(name))?.name ??
    knexfileOfScripts(files, manifest);
  const runner = RUN_BY.find((name) => manifest?.packages.has(name) === true);
  if (runner === undefined && knexfile === undefined) return null;
  const migrations = findMigrations(files, knexfile);
  if (migrations.length === 0 && knexfile === undefined) return null;
  const from: Provenance =
    runner === undefined || manifest === null ? { file: knexfile! } : namedAt(manifest, runner);
  // Lucid has its connections where AdonisJS has its configuration
  const isLucid = runner === '@adonisjs/lucid';
  const lucid = isLucid
    ? ['config/database.ts', 'config/database.js'].find((name) => files.exists(name))
    : undefined;
  const scripts = otherScripts(files, migrations);
  // knex-migrator runs them on databases of earlier versions, which nothing here has made.
  const elsewhere =
    manifest?.packages.has('knex-migrator') === true
      ? { file: 'package.json', line: namedAt(manifest, 'knex-migrator').line ?? 1 }
      : (tablesElsewhere(files, scripts, migrations, CREATES_TABLE) ?? beginsLater(files, migrations));
  const knexSettings = settingsOf(files, scripts, knexfile);
  const withoutTransaction = isLucid ? undefined : transactionsOff(files, scripts, knexfile);
  return scriptProject(files, config, {
    framework: { value: 'knex', from },
    version:
      version === undefined
        ? versionOf(manifest, 'knex', NEWEST_KNEX)
        : { value: version, from: { note: '--framework-version' } },
    engines: enginesOf(files, manifest, knexfile ?? lucid, 'client'),
    connection: { value: 'default', from: { note: 'knex has one connection' } },
    migrations,
    ...(elsewhere === null ? {} : { tablesElsewhere: elsewhere }),
    ...(withoutTransaction === undefined ? {} : { withoutTransaction }),
    ...(knexSettings === undefined ? {} : { knexSettings }),
  });
}

// ---- Migrations

/** The knexfile that a command in package.json is told: `knex migrate:latest --knexfile ./src/knexfile.ts`. */
function knexfileOfScripts(files: ProjectFiles, manifest: Manifest | null): string | undefined {
  const given = manifest?.text.matchAll(/\bknex\b[^"\n]*\s--knexfile[\s=]+(?:\\"|')?([\w./@-]+)/g) ?? [];
  for (const [, name = ''] of given) {
    const file = path.posix.normalize(name);
    if (!file.startsWith('..') && !path.posix.isAbsolute(file) && files.exists(file)) return file;
  }
  return undefined;
}

/** Folders of migrations: those that the knexfile names, else all that hold files which look like knex's. */
function findMigrations(files: ProjectFiles, knexfile: string | undefined): MigrationSource[] {
  const named = knexfile === undefined ? [] : namedFolders(files, knexfile);
  const folders =
    named.length > 0 ? named : withoutBuilt(surveyed(files, (file) => looksLikeKnex(files, file)));
  const several = named.length === 0 && folders.length > 1;
  // lodash's sortBy over file names, whatever their folders (FsMigrations.getMigrations)
  return byFileName(
    migrationsIn(files, folders, (file) => looksLikeKnex(files, file), {
      several,
      notice: 'it exports no up(knex), and is taken for no migration',
    }),
  );
}

function namedFolders(files: ProjectFiles, knexfile: string): string[] {
  const text = files.read(knexfile) ?? '';
  const folders: string[] = [];
  for (const section of text.matchAll(/\bmigrations\s*:\s*\{([^{}]*)\}/g)) {
    const value = /\bdirectory\s*:\s*(\[[^\]]*\]|['"`][^'"`]+['"`])/.exec(section[1] ?? '')?.[1] ?? '';
    for (const [, name = ''] of value.matchAll(/['"`]([^'"`$]+)['"`]/g)) {
      // knex goes to the knexfile's folder first (bin/cli.js)
      const folder = path.posix.join(path.posix.dirname(knexfile), name).replace(/\/+$/, '');
      if (files.isFolder(folder) && !folders.includes(folder)) folders.push(folder);
    }
  }
  return folders.filter((folder) =>
    scriptsIn(files, folder).some((name) => looksLikeKnex(files, `${folder}/${name}`)),
  );
}

function looksLikeKnex(files: ProjectFiles, file: string): boolean {
  const text = files.read(file);
  if (text === null || isInCode(text, /\b(?:queryRunner|queryInterface|MigrationInterface|Kysely)\b/))
    return false;
  return /\bexport(?:s|\b)[^;]*?\bup\b/s.test(text) || /\bextends\s+(?:BaseSchema|Schema)\b/.test(text);
}

/** Why each migration does not run in a transaction of knex's migrator; undefined: it does. */
function transactionsOff(
  files: ProjectFiles,
  scripts: readonly string[],
  knexfile: string | undefined,
): string | undefined {
  const all = knexfile === undefined ? scripts : [knexfile, ...scripts];
  let runs = knexfile !== undefined || scripts.length === 0;
  for (const file of all) {
    const text = files.read(file) ?? '';
    const at = text.search(/\bdisableTransactions\s*:\s*true\b/);
    if (at >= 0) return `${file}:${lineOf(text, at)} turns transactions off`;
    runs ||= /\bmigrate\s*\.\s*(?:latest|up)\b/.test(text);
  }
  return runs ? undefined : 'the project runs its migrations itself, not through knex.migrate';
}
