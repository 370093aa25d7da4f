/** What is to be known of a project whose migrations are run by TypeORM. */
import path from 'node:path';
import {
  type DialectVariant,
  ENGINE_NAMES,
  type EngineName,
  type EngineUse,
  type MigrationSource,
  type Project,
} from '../../schema/index.ts';
import type { DialintConfig } from '../config.ts';
import { lineOf, type ProjectFiles } from '../files.ts';
import { driverOfEngine } from '../test-engine.ts';
import { isInCode } from './scripts/code-words.ts';
import { enginesOf } from './scripts/engines.ts';
import { otherScripts, SCRIPT, scriptsIn, surveyed, withoutBuilt } from './scripts/folders.ts';
import { type Manifest, namedAt, readManifest, versionOf } from './scripts/manifest.ts';
import { scriptProject } from './scripts/project.ts';

/** What a project without a version of its own is read as. */
export const NEWEST_TYPEORM = '1';

/** Names of folders, and the engines that migrations in them are written for. */
const DIALECTS: Readonly<Record<string, EngineName>> = {
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  sqlitedb: 'sqlite',
  mysql: 'mysql',
  mysqldb: 'mysql',
  mariadb: 'mariadb',
  postgres: 'postgres',
  postgresdb: 'postgres',
  postgresql: 'postgres',
  pg: 'postgres',
};

const ORMCONFIG = /^ormconfig\.(?:[mc]?[jt]s|json)$/;
const DATA_SOURCE =
  /\bnew\s+(?:\w+\.)?DataSource\s*\(|\bcreateConnection\s*\(|\bTypeOrmModule\s*\.\s*forRoot/;

/** undefined: TypeORM does not run this project's migrations. */
export function discoverTypeorm(
  files: ProjectFiles,
  config: DialintConfig,
  version?: string,
): Project | undefined {
  const manifest = readManifest(files);
  const runner = manifest === null ? undefined : runnerIn(manifest);
  if (manifest === null || runner === undefined) return undefined;
  const folders = withoutBuilt(surveyed(files, (file) => looksLikeTypeorm(files, file)));
  const migrations = findMigrations(files, folders);
  if (migrations.length === 0) return undefined;
  const scripts = otherScripts(files, migrations);
  const source = dataSourceFile(files, scripts);
  const dialects = dialectsOf(folders);
  const found = enginesOf(files, manifest, source, 'type');
  return scriptProject(files, config, {
    framework: { value: 'typeorm', from: namedAt(manifest, runner) },
    version:
      version === undefined
        ? versionOf(manifest, 'typeorm', NEWEST_TYPEORM)
        : { value: version, from: { note: '--framework-version' } },
    engines: dialects.size > 0 ? ofDialects(dialects, found) : found,
    connection: { value: 'default', from: { note: "TypeORM's name for the only data source" } },
    migrations,
    ...withoutTransaction(files, source, scripts),
    extensions: extensions(files, scripts),
  });
}

/** TypeORM itself, or a fork of it under the same name. */
function runnerIn({ packages }: Manifest): string | undefined {
  if (packages.has('typeorm')) return 'typeorm';
  return [...packages.keys()].find((name) => /^@[\w-]+\/typeorm$/.test(name));
}

/** Does the file hold a class with up(), by what TypeORM's own command writes? */
function looksLikeTypeorm(files: ProjectFiles, file: string): boolean {
  const text = files.read(file);
  if (text === null || isInCode(text, /\b(?:queryInterface|Kysely)\b/)) return false;
  if (migrationClass(text) === undefined) return false;
  return /\bup\s*\(/.test(text) || INHERITED.test(text);
}

/** A migration of one dialect that has its methods from another's. */
const INHERITED = /\bclass\s+\w*\d{13}\s+extends\s+[\w.$]*\d{13}\b/;

/** The name of the migration's class, where it has one. */
function migrationClass(text: string): string | undefined {
  const implemented =
    /(?<!\babstract\s+)\bclass\s+(\w+)\s+(?:extends\s+\w+\s+)?implements\s+[\w.,\s]*Migration\w*/.exec(text);
  return (implemented ?? /\bclass\s+(\w*\d{13})\b/.exec(text))?.[1];
}

// ---- Order

/** MigrationExecutor.getMigrations: the digits at the end of the class's name, or of its property `name`. */
function nameOf(text: string, file: string): string {
  const given = /^\s*(?:public\s+|readonly\s+)*name\s*(?::\s*string\s*)?=\s*['"`]([\w$-]+)['"`]/m.exec(
    text,
  )?.[1];
  return given ?? migrationClass(text) ?? path.posix.basename(file).replace(SCRIPT, '');
}

/**
 * TypeORM itself runs no class without digits ("migration name is wrong"): where there is one, the application's own code
 * makes a new database with it, before the others.
 */
function timestampOf(name: string, file: string): number {
  const digits = /(\d{13})$/.exec(name)?.[1] ?? /(?:^|\/)(\d{13})[^/]*$/.exec(file)?.[1];
  return digits === undefined ? Number.NEGATIVE_INFINITY : Number(digits);
}

interface Found {
  readonly file: string;
  readonly name: string;
  readonly timestamp: number;
}

function findMigrations(files: ProjectFiles, folders: readonly string[]): MigrationSource[] {
  const lists = dialectLists(files, folders);
  const several = lists.size === 0 && folders.length > 1;
  const found = folders.flatMap((folder) =>
    scriptsIn(files, folder).flatMap((name): (Found & { readonly folder: string })[] => {
      const file = folder === '.' ? name : `${folder}/${name}`;
      if (!looksLikeTypeorm(files, file)) return [];
      const text = files.read(file) ?? '';
      const own = nameOf(text, file);
      const timestamp = timestampOf(own, file);
      if (!Number.isFinite(timestamp))
        files.notice(
          `its class "${own}" ends in no time, so that TypeORM itself does not run it: it is taken for what the application runs before the other migrations`,
          file,
        );
      return [{ file, folder, name: own, timestamp }];
    }),
  );
  const all = [...lists.values()];
  return found
    .flatMap(({ file, folder, name, timestamp }): (MigrationSource & { readonly timestamp: number })[] => {
      const dialect = dialectIn(folder);
      const listing = all.filter((list) => list.files.has(file));
      // what no list of a dialect names is not run
      const isListed = listing.length > 0;
      if (all.length > 0 && !isListed && (dialect === undefined || lists.has(dialect.name))) return [];
      const engines = isListed
        ? listing.flatMap((list) => list.engines)
        : dialect === undefined
          ? undefined
          : enginesFor(dialect.engine, folders);
      const variant: DialectVariant | undefined =
        engines === undefined
          ? undefined
          : {
              version: name.replace(/\d{13}$/, ''),
              engines,
              ...(dialect === undefined ? {} : { dialect: dialect.name }),
            };
      return [
        {
          file,
          path: files.absolute(file),
          name: path.posix.basename(file).replace(SCRIPT, ''),
          owner: { kind: 'app' },
          // folders that nothing puts together are databases of their own
          set: several && variant === undefined && !isBesideDialects(folder, folders) ? folder : 'default',
          reported: true,
          timestamp,
          ...(variant === undefined ? {} : { variant }),
        },
      ];
    })
    .sort((a, b) => compare(a.set, b.set) || compare(a.timestamp, b.timestamp) || compare(a.file, b.file))
    .map(({ timestamp: _timestamp, ...migration }) => migration);
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// ---- A folder for each dialect

interface Dialect {
  /** As the folder is called. */
  readonly name: string;
  readonly engine: EngineName;
}

/** The dialect that a folder's path names, nearest to its end. */
function dialectIn(folder: string): Dialect | undefined {
  for (const name of folder.split('/').reverse()) {
    const engine = DIALECTS[name.toLowerCase()];
    if (engine !== undefined) return { name, engine };
  }
  return undefined;
}

/** Does it lie above folders of dialects, or beside them? Then it is of their database, whichever that is. */
function isBesideDialects(folder: string, folders: readonly string[]): boolean {
  return folders.some((one) => {
    if (dialectIn(one) === undefined) return false;
    const above = path.posix.dirname(one);
    return above === folder || above === path.posix.dirname(folder);
  });
}

/** Engines that have folders of their own, and the first of these. */
function dialectsOf(folders: readonly string[]): Map<EngineName, string> {
  const found = new Map<EngineName, string>();
  for (const folder of folders) {
    const dialect = dialectIn(folder);
    if (dialect !== undefined && !found.has(dialect.engine)) found.set(dialect.engine, folder);
  }
  return found;
}

/** MariaDB without files of its own is sent MySQL's. */
function enginesFor(engine: EngineName, folders: readonly string[]): EngineName[] {
  return engine === 'mysql' && !dialectsOf(folders).has('mariadb') ? ['mysql', 'mariadb'] : [engine];
}

interface DialectList {
  readonly engines: readonly EngineName[];
  readonly files: ReadonlySet<string>;
}

/** By the dialect's folder: the files that its `index` imports, which is what the data source is handed. */
function dialectLists(files: ProjectFiles, folders: readonly string[]): Map<string, DialectList> {
  const lists = new Map<string, DialectList>();
  for (const folder of folders) {
    const dialect = dialectIn(folder);
    const index = scriptsIn(files, folder).find((name) => /^index\.[mc]?[jt]s$/.test(name));
    if (dialect === undefined || index === undefined) continue;
    const text = files.read(`${folder}/${index}`) ?? '';
    const listed = new Set<string>();
    for (const [, specifier = ''] of text.matchAll(/(?:\bfrom|\brequire\s*\()\s*['"](\.[^'"]+)['"]/g)) {
      const base = path.posix.join(folder, specifier).replace(/\.[mc]?js$/, '');
      const file = ['.ts', '.js', '.mts', '.cts', '.mjs', '.cjs']
        .map((ending) => base + ending)
        .find((name) => files.exists(name));
      if (file !== undefined) listed.add(file);
    }
    const own = lists.get(dialect.name);
    if (listed.size > 0)
      lists.set(dialect.name, {
        engines: enginesFor(dialect.engine, folders),
        files: new Set([...(own?.files ?? []), ...listed]),
      });
  }
  return lists;
}

// ---- Engines

function ofDialects(
  dialects: ReadonlyMap<EngineName, string>,
  found: { readonly production: readonly EngineUse[]; readonly test: EngineUse },
): { readonly production: readonly EngineUse[]; readonly test: EngineUse } {
  const uses = ENGINE_NAMES.flatMap((engine): EngineUse[] => {
    const folder = dialects.get(engine);
    if (folder === undefined) return [];
    const known = [...found.production, found.test].find((use) => use.engine === engine);
    return [known ?? { engine, driver: driverOfEngine(engine), from: { file: folder } }];
  });
  const sqlite = uses.find(({ engine }) => engine === 'sqlite');
  const production = uses.filter((use) => use !== sqlite);
  return {
    production: production.length === 0 ? uses : production,
    test: sqlite ?? uses[0] ?? found.test,
  };
}

function dataSourceFile(files: ProjectFiles, scripts: readonly string[]): string | undefined {
  const config = files.list('.').find(({ name, kind }) => kind !== 'folder' && ORMCONFIG.test(name))?.name;
  if (config !== undefined) return config;
  const made = scripts.filter((file) => DATA_SOURCE.test(files.read(file) ?? ''));
  return made.find((file) => /\btype['"]?\s*:\s*['"`]/.test(files.read(file) ?? '')) ?? made[0];
}

/** Why migrations do not run in transactions; absent: they do. */
function withoutTransaction(
  files: ProjectFiles,
  source: string | undefined,
  scripts: readonly string[],
): { readonly withoutTransaction?: string } {
  for (const file of source === undefined ? scripts : [source, ...scripts]) {
    const text = files.read(file) ?? '';
    const at = text.search(/\bmigrationsTransactionMode['"]?\s*:\s*['"`]none['"`]/);
    if (at >= 0) return { withoutTransaction: `${file}:${lineOf(text, at)} turns transactions off` };
  }
  return {};
}

/** PostgresDriver.enableExtensions: what columns of entities need is made as soon as TypeORM has connected. */
function extensions(files: ProjectFiles, scripts: readonly string[]): string[] {
  const found = new Set<string>();
  let uuid = 'uuid-ossp';
  for (const file of scripts) {
    const text = files.read(file) ?? '';
    if (/\binstallExtensions\s*:\s*false\b/.test(text)) return [];
    uuid = /\buuidExtension\s*:\s*['"`](uuid-ossp|pgcrypto)['"`]/.exec(text)?.[1] ?? uuid;
    if (/(?:@PrimaryGeneratedColumn|@Generated)\s*\(\s*['"`]uuid['"`]/.test(text)) found.add('uuid');
    for (const [, type = ''] of text.matchAll(
      /@Column\s*\((?:\s*\{[^{}]*?\btype\s*:)?\s*['"`](citext|hstore|cube|ltree)['"`]/g,
    ))
      found.add(type);
  }
  return [...found].map((name) => (name === 'uuid' ? uuid : name));
}
