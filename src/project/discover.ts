/** Everything that dialint needs to know of a project before it reads a migration. Nothing of the project is run. */
import path from 'node:path';
import type { ModuleInfo, Owner, Project, Provenance, SchemaDump, Sourced } from '../schema/index.ts';
import { readComposeFiles } from './compose-files.ts';
import { type Composer, frameworkVersion, hasPackage, NEWEST_FRAMEWORK, readComposer } from './composer.ts';
import type { DialintConfig } from './config.ts';
import {
  connectionDriver,
  openDatabaseConfig,
  readDatabaseConfig,
  settingsByDriver,
} from './database-config.ts';
import { Environment } from './env-file.ts';
import { productionEnvironment, readEnvLayers } from './env-layers.ts';
import { UsageError } from './errors.ts';
import { ProjectFiles } from './files.ts';
import { declaredUse } from './frameworks/declared-use.ts';
import type { FrameworkDiscovery } from './frameworks/index.ts';
import { survey } from './landscape.ts';
import { findModules, kebab } from './layouts.ts';
import { listedMigrations } from './listed-migrations.ts';
import { orderMigrations } from './migrations.ts';
import { productionEngines } from './production-engines.ts';
import { readRegistrations } from './providers.ts';
import { phpunitEnv, testConnection, testEngine } from './test-engine.ts';
import { vendorMigrations } from './vendor.ts';

export interface DiscoverOptions {
  /** Instead of what composer.json and composer.lock say. */
  readonly frameworkVersion?: string;
  /** What else a project may be that is none of Laravel's, in order; absent: nothing. */
  readonly frameworks?: readonly FrameworkDiscovery[];
}

/** Throws UsageError only for an option that cannot be meant; what is wrong in the project becomes a notice. */
export function discoverProject(root: string, config: DialintConfig, options: DiscoverOptions = {}): Project {
  const files = new ProjectFiles(root);
  const composer = readComposer(files);
  // Migrations that are declared are those that are meant, whatever else the project is.
  if (config.migrations.length > 0 || !isLaravel(files, composer)) {
    const asked = options.frameworkVersion === undefined ? undefined : readVersion(options.frameworkVersion);
    for (const { discover } of options.frameworks ?? []) {
      const found = discover(files, config, asked);
      if (found !== undefined) return found;
    }
  }
  const version: Sourced<string> =
    options.frameworkVersion === undefined
      ? frameworkVersion(files, composer)
      : { value: readVersion(options.frameworkVersion), from: { note: '--framework-version' } };
  const major = Number.parseInt(version.value, 10);

  const layers = readEnvLayers(files);
  const phpunit = phpunitEnv(files);
  const database = openDatabaseConfig(files, major);
  const environment = productionEnvironment(layers);
  const production = readDatabaseConfig(database, environment);
  const testing = readDatabaseConfig(
    database,
    environment.over([phpunit, ...layers.testing.map((file) => file.entries)]),
  );
  const bare = readDatabaseConfig(database, new Environment([]));

  const said = productionEngines(
    layers,
    readComposeFiles(files),
    { name: bare.defaultConnection.value, from: bare.defaultConnection.from },
    (name) => connectionDriver(production, name),
  );
  const testName = testConnection(files, phpunit, layers);
  const settings = settingsByDriver(production, said.connections);
  const testSettings = settingsByDriver(testing, testName === null ? [] : [testName.name]);

  const landscape = survey(files);
  const registrations = readRegistrations(files, landscape.providers);
  const rootOwner = ownerOfRoot(files, composer);
  const moduleFolders = { declared: config.modules, ofCms: composer?.cms === true };
  const { migrations, modules } = orderMigrations(
    files,
    landscape,
    registrations,
    vendorMigrations(files),
    rootOwner,
    moduleFolders,
    listedMigrations(files, landscape.providers),
  );
  const allModules = new Map<string, ModuleInfo>();
  for (const module of [...findModules(files, moduleFolders), ...modules])
    allModules.set(module.directory, module);

  const [firstSaid] = said.connections;
  const usual =
    firstSaid !== undefined
      ? { name: firstSaid, from: said.engines.find((use) => use.from.file !== undefined)?.from ?? {} }
      : production.defaultConnection.value === null
        ? null
        : { name: production.defaultConnection.value, from: production.defaultConnection.from };
  const productionUses = config.engines.production?.map(declaredUse) ?? said.engines;
  return {
    root: files.root,
    framework: framework(files, composer, migrations.length > 0),
    frameworkVersion: version,
    testEngine:
      config.engines.test === undefined
        ? testEngine(testName, (name) => connectionDriver(testing, name), usual)
        : declaredUse(config.engines.test),
    productionEngines: productionUses,
    connections: { ...settings, sqlite: testSettings.sqlite },
    mariadbDriver: said.engines.some((use) => use.driver === 'mariadb'),
    defaultConnection: defaultConnection(said.connections[0], production.defaultConnection),
    modules: [...allModules.values()].sort((a, b) => (a.directory < b.directory ? -1 : 1)),
    migrations,
    notices: files.notices,
    ...(composer === null ? {} : { hasDoctrine: hasPackage(files, 'doctrine/dbal') }),
    schemaDumps: schemaDumps(files),
    connectionDrivers: Object.fromEntries(
      [...production.connections].map(([name, entry]) => [name, entry.driver]),
    ),
  };
}

function isLaravel(files: ProjectFiles, composer: Composer | null): boolean {
  if (composer?.laravel != null || files.exists('artisan')) return true;
  return files.list('database/migrations').some(({ name }) => name.endsWith('.php'));
}

function readVersion(text: string): string {
  const version = /^v?(\d+(?:\.\d+){0,3})$/.exec(text.trim())?.[1];
  if (version !== undefined) return version;
  throw new UsageError(
    `--framework-version: "${text}" is no version`,
    `Write digits and dots: ${NEWEST_FRAMEWORK}, or ${NEWEST_FRAMEWORK}.1.`,
  );
}

function defaultConnection(named: string | undefined, configured: Sourced<string | null>): Sourced<string> {
  if (configured.value !== null) return { value: configured.value, from: configured.from };
  return {
    value: named ?? 'mysql',
    from: { ...configured.from, note: 'put together from what is not known' },
  };
}

function framework(
  files: ProjectFiles,
  composer: Composer | null,
  hasMigrations: boolean,
): Project['framework'] {
  let from: Provenance | null = null;
  if (composer?.laravel) {
    from = { file: 'composer.json', line: composer.laravel.line, note: composer.laravel.package };
  } else if (files.exists('artisan')) from = { file: 'artisan' };
  else if (hasMigrations) from = { note: 'assumed: there are migrations in folders of Laravel' };
  return from === null ? null : { value: 'laravel', from };
}

/** Is the root an application, a package, or a module that stands alone? */
function ownerOfRoot(files: ProjectFiles, composer: Composer | null): Owner {
  if (files.exists('artisan')) return { kind: 'app' };
  const folder = path.basename(files.root);
  const container = path.basename(path.dirname(files.root));
  if (container === 'modules' || container === 'Modules') {
    return { kind: 'module', slug: kebab(folder), layout: container === 'modules' ? 'modules' : 'nwidart' };
  }
  const manifest = files.read('module.json');
  if (manifest !== null) {
    try {
      const json = JSON.parse(manifest) as { slug?: unknown; alias?: unknown; name?: unknown };
      const slug = [json.slug, json.alias, json.name].find(
        (value) => typeof value === 'string' && value !== '',
      );
      const layout = typeof json.slug === 'string' ? 'modules' : 'nwidart';
      return { kind: 'module', slug: kebab(typeof slug === 'string' ? slug : folder), layout };
    } catch {
      files.notice('module.json is not valid JSON; what it says is not known', 'module.json');
    }
  }
  const laravel = composer?.laravel;
  if (composer?.name && laravel && (composer.devOnly || laravel.package.startsWith('illuminate/'))) {
    return { kind: 'package', name: composer.name };
  }
  return { kind: 'app' };
}

/** `database/schema/mysql-schema.sql`: what `migrate` loads before the migrations. */
function schemaDumps(files: ProjectFiles): SchemaDump[] {
  const dumps: SchemaDump[] = [];
  for (const entry of files.list('database/schema')) {
    const connection = /^(.+)-schema\.(?:sql|dump)$/.exec(entry.name)?.[1];
    if (entry.kind === 'folder' || connection === undefined) continue;
    const file = `database/schema/${entry.name}`;
    dumps.push({ file, path: files.absolute(file), connection });
  }
  return dumps;
}
