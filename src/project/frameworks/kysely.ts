/** What is to be known of a project whose migrations are Kysely's. */
import path from 'node:path';
import type { EngineUse, MigrationSource, Project } from '../../schema/index.ts';
import type { DialintConfig } from '../config.ts';
import { lineOf, type ProjectFiles } from '../files.ts';
import { engineOfDriver } from '../test-engine.ts';
import { enginesOf } from './scripts/engines.ts';
import {
  otherScripts,
  SCRIPT,
  scriptsIn,
  surveyed,
  tablesElsewhere,
  withoutBuilt,
} from './scripts/folders.ts';
import { type Manifest, namedAt, readManifest, versionOf } from './scripts/manifest.ts';
import { scriptProject } from './scripts/project.ts';

/** What a project without a version of its own is read as. */
export const NEWEST_KYSELY = '0.28';

const CREATES_TABLE = /\bschema\s*\.\s*createTable\s*\(/;

/** `new PostgresDialect({…})`, and those of other packages that are called so. */
const DIALECT = /\bnew\s+\w*?(Postgres|Sqlite|LibSQL|Mysql|MySQL|SQLite)\w*Dialect\b/g;

const DRIVERS: Readonly<Record<string, string>> = {
  postgres: 'pgsql',
  sqlite: 'sqlite',
  libsql: 'sqlite',
  mysql: 'mysql',
};

/** null: no migrations of Kysely's are there. */
export function discoverKysely(files: ProjectFiles, config: DialintConfig, version?: string): Project | null {
  const manifest = readManifest(files);
  if (manifest?.packages.has('kysely') !== true) return null;
  const migrations = findMigrations(files);
  if (migrations.length === 0) return null;
  const scripts = otherScripts(files, migrations);
  const elsewhere = tablesElsewhere(files, scripts, migrations, CREATES_TABLE);
  const off = transactionsOff(files, scripts);
  return scriptProject(files, config, {
    framework: { value: 'kysely', from: namedAt(manifest, 'kysely') },
    version:
      version === undefined
        ? versionOf(manifest, 'kysely', NEWEST_KYSELY)
        : { value: version, from: { note: '--framework-version' } },
    engines: engines(files, manifest, dialectsIn(files, scripts)),
    connection: { value: 'default', from: { note: 'a database of Kysely’s has one connection' } },
    migrations,
    ...(elsewhere === null ? {} : { tablesElsewhere: elsewhere }),
    ...(off === undefined ? {} : { withoutTransaction: off }),
  });
}

/** An application whose code knows no other database than SQLite runs on it. */
function engines(
  files: ProjectFiles,
  manifest: Manifest,
  written: readonly EngineUse[],
): ReturnType<typeof enginesOf> {
  const [only] = written;
  if (only?.engine === 'sqlite' && written.length === 1) return { production: [only], test: only };
  return enginesOf(files, manifest, undefined, '', written);
}

function dialectsIn(files: ProjectFiles, scripts: readonly string[]): EngineUse[] {
  const uses: EngineUse[] = [];
  for (const file of scripts) {
    const text = files.read(file) ?? '';
    for (const match of text.matchAll(DIALECT)) {
      const driver = DRIVERS[match[1]!.toLowerCase()]!;
      if (uses.some((use) => use.driver === driver)) continue;
      uses.push({ engine: engineOfDriver(driver), driver, from: { file, line: lineOf(text, match.index) } });
    }
  }
  return uses;
}

/** Folders of files that export up() and import from Kysely; several are databases of their own. */
function findMigrations(files: ProjectFiles): MigrationSource[] {
  const folders = withoutBuilt(surveyed(files, (file) => isMigration(files, file)));
  return folders.flatMap((folder) => {
    const in_ = (name: string): string => (folder === '.' ? name : `${folder}/${name}`);
    const scripts = scriptsIn(files, folder).filter((name) => isMigration(files, in_(name)));
    const keys = providedBy(files, scriptsIn(files, folder).map(in_));
    return scripts
      .flatMap((name): MigrationSource[] => {
        const file = in_(name);
        const stem = name.replace(SCRIPT, '');
        const key = keys === undefined ? stem : keys.get(stem);
        if (key === undefined) {
          files.notice('the index of migrations does not name it: it is not run', file);
          return [];
        }
        const set = folders.length > 1 ? folder : 'default';
        return [{ file, path: files.absolute(file), name: key, owner: { kind: 'app' }, set, reported: true }];
      })
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  });
}

function isMigration(files: ProjectFiles, file: string): boolean {
  const text = files.read(file);
  return (
    text !== null &&
    /\bkysely\b/i.test(text) &&
    /\bexport\s+(?:async\s+function|function|const|let)\s+up\b|\bexports\.up\b/.test(text)
  );
}

/**
 * The names under which an index hands the folder's files to a provider, by the files' names; undefined: there is none.
 * Kysely sorts by name, whatever the order in the index.
 */
function providedBy(files: ProjectFiles, all: readonly string[]): ReadonlyMap<string, string> | undefined {
  const index = all.find((file) => /^index\.[mc]?[jt]s$/.test(path.posix.basename(file)));
  if (index === undefined) return undefined;
  const text = files.read(index) ?? '';
  const names = new Map<string, string>();
  const stem = (specifier: string): string => path.posix.basename(specifier).replace(SCRIPT, '');
  for (const [, name = '', from = ''] of text.matchAll(
    /\bexport\s*\*\s*as\s+(\w+)\s+from\s+['"]([^'"]+)['"]/g,
  ))
    names.set(stem(from), name);
  for (const [, local = '', from = ''] of text.matchAll(
    /\bimport\s*\*\s*as\s+(\w+)\s+from\s+['"]([^'"]+)['"]/g,
  )) {
    const key = new RegExp(String.raw`(?:(['"])([^'"]+)\1|(\w+))\s*:\s*${local}\b`).exec(text);
    const shorthand = new RegExp(String.raw`[{,]\s*${local}\s*[,}]`).test(text);
    const name = key?.[2] ?? key?.[3] ?? (shorthand ? local : undefined);
    if (name !== undefined) names.set(stem(from), name);
  }
  return names.size === 0 ? undefined : names;
}

/** Why Kysely's migrator does not put the migrations into a transaction; undefined: it does, where the engine can. */
function transactionsOff(files: ProjectFiles, scripts: readonly string[]): string | undefined {
  for (const file of scripts) {
    const text = files.read(file) ?? '';
    const at = text.search(/\bdisableTransactions\s*:\s*true\b/);
    if (at >= 0) return `${file}:${lineOf(text, at)} turns transactions off`;
  }
  return undefined;
}
