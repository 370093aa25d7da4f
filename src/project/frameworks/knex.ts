/** What is to be known of a project whose migrations are run by knex: its own command, Objection's, or the application. */
import path from 'node:path';
import type {
  EngineName,
  EngineUse,
  MigrationSource,
  Project,
  Provenance,
  Sourced,
} from '../../schema/index.ts';
import { readComposeFiles } from '../compose-files.ts';
import type { DialintConfig } from '../config.ts';
import { lineOf, type ProjectFiles } from '../files.ts';
import { DRIVERS, defaultSettings } from '../framework-defaults.ts';
import { engineOfDriver } from '../test-engine.ts';

/** What a project without a version of its own is read as. */
export const NEWEST_KNEX = '3';

/** Packages that run migrations through Knex, Knex itself first. */
const RUN_BY = ['knex', 'objection', '@adonisjs/lucid'];

const KNEXFILE = /^knexfile\.(?:[mc]?[jt]s)$/;
/** Extensions that knex loads, as far as they are read here (lib/migrations/common/MigrationsLoader.js). */
const SCRIPT = /\.[mc]?[jt]s$/;
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

/** Names that connections and packages have, and the driver as it is called elsewhere. */
const DRIVER_OF: Readonly<Record<string, string>> = {
  pg: 'pgsql',
  postgres: 'pgsql',
  postgresql: 'pgsql',
  pgnative: 'pgsql',
  'pg-native': 'pgsql',
  cockroachdb: 'cockroachdb',
  mysql: 'mysql',
  mysql2: 'mysql',
  mariadb: 'mariadb',
  sqlite3: 'sqlite',
  'better-sqlite3': 'sqlite',
  mssql: 'mssql',
  tedious: 'mssql',
  oracledb: 'oracle',
};

interface Manifest {
  readonly packages: ReadonlyMap<string, string>;
  readonly text: string;
}

function readManifest(files: ProjectFiles): Manifest | null {
  const text = files.exists('package.json') ? files.read('package.json') : null;
  if (text === null) return null;
  const packages = new Map<string, string>();
  try {
    const json = JSON.parse(text) as Record<string, unknown>;
    for (const key of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
      const list = json[key];
      if (typeof list !== 'object' || list === null) continue;
      for (const [name, version] of Object.entries(list)) packages.set(name, String(version));
    }
  } catch {
    files.notice('package.json is not valid JSON; what it says is not known', 'package.json');
  }
  return { packages, text };
}

/** null: knex does not run this project's migrations. */
export function discoverKnex(files: ProjectFiles, config: DialintConfig, version?: string): Project | null {
  const manifest = readManifest(files);
  const knexfile = files.list('.').find(({ name, kind }) => kind !== 'folder' && KNEXFILE.test(name))?.name;
  const runner = RUN_BY.find((name) => manifest?.packages.has(name) === true);
  if (runner === undefined && knexfile === undefined) return null;
  const migrations = findMigrations(files, knexfile);
  if (migrations.length === 0 && knexfile === undefined) return null;
  const from: Provenance =
    runner === undefined || manifest === null
      ? { file: knexfile! }
      : { file: 'package.json', line: lineOf(manifest.text, manifest.text.indexOf(`"${runner}"`)) };
  // Lucid has its connections where AdonisJS has its configuration
  const isLucid = runner === '@adonisjs/lucid';
  const lucid = isLucid
    ? ['config/database.ts', 'config/database.js'].find((name) => files.exists(name))
    : undefined;
  const scripts = otherScripts(files, migrations);
  const elsewhere = tablesElsewhere(files, scripts, migrations);
  const withoutTransaction = isLucid ? undefined : transactionsOff(files, scripts, knexfile);
  const { production, test } = engines(files, manifest, knexfile ?? lucid);
  const declared = config.engines;
  return {
    root: files.root,
    framework: { value: 'knex', from },
    frameworkVersion:
      version === undefined
        ? knexVersion(manifest)
        : { value: version, from: { note: '--framework-version' } },
    testEngine: declared.test === undefined ? test : { ...declaredUse(declared.test) },
    productionEngines: declared.production?.map(declaredUse) ?? production,
    connections: connections(),
    mariadbDriver: false,
    defaultConnection: { value: 'default', from: { note: 'knex has one connection' } },
    modules: [],
    migrations,
    notices: files.notices,
    ...(elsewhere === null ? {} : { tablesElsewhere: elsewhere }),
    ...(withoutTransaction === undefined ? {} : { withoutTransaction }),
  };
}

function declaredUse(setting: NonNullable<DialintConfig['engines']['test']>): EngineUse {
  const { engine, version, from } = setting;
  const driver = engine === 'postgres' ? 'pgsql' : engine;
  return { engine, driver, ...(version === undefined ? {} : { version }), from };
}

/** knex sends no character set of its own, and checks foreign keys as the driver does. */
function connections(): Project['connections'] {
  const entries = DRIVERS.map((driver) => [
    driver,
    {
      value: {
        ...defaultSettings(driver),
        charset: null,
        collation: null,
        doubleQuotedStrings: driver !== 'sqlite',
      },
      from: { note: "the server's own settings" },
    },
  ]);
  return Object.fromEntries(entries) as Project['connections'];
}

function knexVersion(manifest: Manifest | null): Sourced<string> {
  const range = manifest?.packages.get('knex');
  const found = range === undefined ? null : /(\d+(?:\.\d+){0,2})/.exec(range);
  if (found?.[1] === undefined || manifest === null)
    return { value: NEWEST_KNEX, from: { note: 'assumed: the newest' } };
  return {
    value: found[1],
    from: { file: 'package.json', line: lineOf(manifest.text, manifest.text.indexOf('"knex"')) },
  };
}

// ---- Engines

function engines(
  files: ProjectFiles,
  manifest: Manifest | null,
  knexfile: string | undefined,
): { readonly production: readonly EngineUse[]; readonly test: EngineUse } {
  const uses: EngineUse[] = [];
  let test: EngineUse | undefined;
  const add = (driver: string, from: Provenance): void => {
    const engine = engineOfDriver(driver);
    if (!uses.some((use) => use.driver === driver)) uses.push({ engine, driver, from });
  };
  const text = knexfile === undefined ? null : files.read(knexfile);
  if (text !== null && knexfile !== undefined) {
    for (const match of text.matchAll(/\bclient\s*:\s*(['"`])([\w-]+)\1/g)) {
      const driver = DRIVER_OF[match[2] ?? ''];
      if (driver === undefined) continue;
      const from = { file: knexfile, line: lineOf(text, match.index) };
      const section = [
        ...text.slice(0, match.index).matchAll(/\b(test\w*|development|staging|production)['"]?\s*:\s*\{/g),
      ].at(-1)?.[1];
      if (section?.startsWith('test') === true) test ??= { engine: engineOfDriver(driver), driver, from };
      else add(driver, from);
    }
  }
  if (uses.length === 0 && manifest !== null) {
    for (const name of manifest.packages.keys()) {
      const driver = DRIVER_OF[name];
      if (driver !== undefined)
        add(driver, {
          file: 'package.json',
          line: lineOf(manifest.text, manifest.text.indexOf(`"${name}"`)),
        });
    }
  }
  const servers = readComposeFiles(files).servers;
  const sqlite = uses.find(({ driver }) => driver === 'sqlite');
  const production = uses.filter((use) => use !== sqlite).map((use): EngineUse => withVersion(use, servers));
  if (production.length === 0) {
    for (const { engine, version, from } of servers) {
      const driver = engine === 'postgres' ? 'pgsql' : engine;
      production.push({ engine, driver, ...(version === undefined ? {} : { version }), from });
    }
  }
  if (production.length === 0) production.push(assumedMysql(sqlite));
  return {
    production,
    test: test ??
      sqlite ?? {
        ...production[0]!,
        from: { note: `no test configuration names one, so it is the application's own` },
      },
  };
}

function withVersion(
  use: EngineUse,
  servers: readonly { engine: EngineName; version?: string; from: Provenance }[],
): EngineUse {
  const server = servers.find(({ engine }) => engine === use.engine);
  if (server?.version === undefined) return use;
  return {
    ...use,
    version: server.version,
    from: { ...use.from, note: `version from ${server.from.file}:${server.from.line}` },
  };
}

function assumedMysql(sqlite: EngineUse | undefined): EngineUse {
  const note =
    sqlite?.from.file === undefined
      ? 'assumed: the project names no production database'
      : `assumed: SQLite (${sqlite.from.file}:${sqlite.from.line}) says nothing about production`;
  return { engine: 'mysql', driver: 'mysql', from: { note } };
}

// ---- Migrations

/** Folders of migrations: those that the knexfile names, else all that hold files which look like knex's. */
function findMigrations(files: ProjectFiles, knexfile: string | undefined): MigrationSource[] {
  const named = knexfile === undefined ? [] : namedFolders(files, knexfile);
  const folders = named.length > 0 ? named : withoutBuilt(surveyed(files));
  const several = named.length === 0 && folders.length > 1;
  const migrations: MigrationSource[] = [];
  for (const folder of folders) {
    for (const name of scriptsIn(files, folder)) {
      const file = folder === '.' ? name : `${folder}/${name}`;
      if (!looksLikeKnex(files, file)) {
        files.notice('it exports no up(knex), and is taken for no migration', file);
        continue;
      }
      migrations.push({
        file,
        path: files.absolute(file),
        name: name.replace(SCRIPT, ''),
        owner: { kind: 'app' },
        // folders that nothing puts together are databases of their own
        set: several ? folder : 'default',
        reported: true,
      });
    }
  }
  const key = ({ file }: MigrationSource): string => path.posix.basename(file);
  // lodash's sortBy over file names, whatever their folders (FsMigrations.getMigrations)
  return migrations.sort((a, b) =>
    a.set !== b.set ? (a.set < b.set ? -1 : 1) : key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0,
  );
}

function namedFolders(files: ProjectFiles, knexfile: string): string[] {
  const text = files.read(knexfile) ?? '';
  const folders: string[] = [];
  for (const section of text.matchAll(/\bmigrations\s*:\s*\{([^{}]*)\}/g)) {
    const value = /\bdirectory\s*:\s*(\[[^\]]*\]|['"`][^'"`]+['"`])/.exec(section[1] ?? '')?.[1] ?? '';
    for (const [, name = ''] of value.matchAll(/['"`]([^'"`$]+)['"`]/g)) {
      const folder = path.posix.normalize(name).replace(/\/+$/, '');
      if (files.isFolder(folder) && !folders.includes(folder)) folders.push(folder);
    }
  }
  return folders.filter((folder) =>
    scriptsIn(files, folder).some((name) => looksLikeKnex(files, `${folder}/${name}`)),
  );
}

function surveyed(files: ProjectFiles): string[] {
  const found: string[] = [];
  const walk = (folder: string, depth: number): void => {
    for (const { name, kind } of files.list(folder)) {
      if (kind !== 'folder' || name.startsWith('.') || NEVER.has(name)) continue;
      const child = folder === '.' ? name : `${folder}/${name}`;
      if (/migrations/i.test(child) && holdsMigrations(files, child)) found.push(child);
      if (depth < MAX_DEPTH) walk(child, depth + 1);
    }
  };
  walk('.', 0);
  if (found.length === 0 && holdsMigrations(files, '.') && /migrations/i.test(path.basename(files.root)))
    found.push('.');
  return found;
}

/** What is built of other folders is passed over. */
function withoutBuilt(folders: readonly string[]): string[] {
  const sources = folders.filter((folder) => !BUILT.test(folder));
  return sources.length > 0 ? sources : [...folders];
}

function holdsMigrations(files: ProjectFiles, folder: string): boolean {
  return scriptsIn(files, folder).some((name) =>
    looksLikeKnex(files, folder === '.' ? name : `${folder}/${name}`),
  );
}

function scriptsIn(files: ProjectFiles, folder: string): string[] {
  return files
    .list(folder)
    .filter(
      ({ name, kind }) =>
        kind !== 'folder' && SCRIPT.test(name) && !/\.(?:d|test|spec)\.[mc]?[jt]s$/.test(name),
    )
    .map(({ name }) => name);
}

function looksLikeKnex(files: ProjectFiles, file: string): boolean {
  const text = files.read(file);
  if (text === null || /\b(?:queryRunner|queryInterface|MigrationInterface|Kysely)\b/.test(text))
    return false;
  return /\bexport(?:s|\b)[^;]*?\bup\b/s.test(text) || /\bextends\s+(?:BaseSchema|Schema)\b/.test(text);
}

const MAX_FILES = 4000;

/** The scripts besides the migrations: those that are built of others only where the migrations are built, too. */
function otherScripts(files: ProjectFiles, migrations: readonly MigrationSource[]): string[] {
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
 * import is no such script.
 */
function tablesElsewhere(
  files: ProjectFiles,
  scripts: readonly string[],
  migrations: readonly MigrationSource[],
): { readonly file: string; readonly line: number } | null {
  const texts = migrations.map(({ file }) => files.read(file) ?? '');
  for (const file of scripts) {
    const text = files.read(file) ?? '';
    const at = text.search(/\bschema\s*\.createTable(?:IfNotExists)?\s*\(/);
    const stem = path.posix.basename(file).replace(SCRIPT, '');
    const folder = path.posix.basename(path.posix.dirname(file));
    const isImported = (one: string): boolean =>
      one.includes(`/${stem}`) || ['"', "'"].some((quote) => one.includes(`/${folder}${quote}`));
    if (at >= 0 && !texts.some(isImported)) return { file, line: lineOf(text, at) };
  }
  return null;
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
