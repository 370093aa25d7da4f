/**
 * The frameworks besides Laravel. What reads them is loaded only where a project may be one of theirs, so that nobody
 * else waits for it.
 */
import path from 'node:path';
import type { Comparison } from './comparison/compare.ts';
import { existsSync, readdirSync } from './disk/disk.ts';
import { textOf } from './disk/text-of.ts';
import { LaravelFrontend } from './frontends/laravel/frontend.ts';
import type { CompareSchemas, PairDifference } from './lint/dialect-pairs.ts';
import type { MigrationView } from './lint/rule.ts';
import { type FrameworkDiscovery, findConfigFile } from './project/index.ts';
import type { ProjectFrontend } from './project-frontend.ts';
import type { Project, Target } from './schema/index.ts';

interface Framework extends FrameworkDiscovery {
  frontend(project: Project): ProjectFrontend;
  readonly pairDifferences?: PairDifferences;
}

/** What files that are written for one dialect each differ in. */
export type PairDifferences = (
  views: readonly MigrationView[],
  targets: readonly Target[],
) => readonly PairDifference[];

let loaded: readonly Framework[] = [];

/**
 * Loads what reads the project at `root` (absolute), if it is none of Laravel's: to be waited for before what is not
 * asynchronous looks at it. null: all that it needs is there; not a promise then, since a promise is waited for.
 */
export function loadFrameworks(root: string, configFile?: string): Promise<void> | null {
  if (loaded.length > 0 || (isLaravel(root) && !declaresMigrations(root, configFile))) return null;
  return load();
}

async function load(): Promise<void> {
  const [knex, typeorm, sequelize, kysely, mikroOrm, dbMigrate, tools, { sequelizeTools }] =
    await Promise.all([
      import('./frontends/knex/frontend.ts'),
      import('./frontends/typeorm/frontend.ts'),
      import('./frontends/sequelize/frontend.ts'),
      import('./frontends/kysely/frontend.ts'),
      import('./frontends/mikroorm/frontend.ts'),
      import('./frontends/dbmigrate/frontend.ts'),
      import('./script-tools.ts'),
      import('./sequelize-tools.ts'),
    ]);
  const [
    { discoverKnex },
    { discoverTypeorm },
    { discoverSequelize },
    { discoverKysely },
    { discoverMikroOrm },
    { discoverDbMigrate },
  ] = await Promise.all([
    import('./project/frameworks/knex.ts'),
    import('./project/frameworks/typeorm.ts'),
    import('./project/frameworks/sequelize.ts'),
    import('./project/frameworks/kysely.ts'),
    import('./project/frameworks/mikroorm.ts'),
    import('./project/frameworks/dbmigrate.ts'),
  ]);
  const [sql, { pairDifferences }, { compareEngines }] = await Promise.all([
    import('./frontends/sql/files/framework.ts'),
    import('./lint/dialect-pairs.ts'),
    import('./comparison/compare.ts'),
  ]);
  const compare =
    (ways: Comparison): CompareSchemas =>
    (held) =>
      compareEngines(
        held.map(({ target, tables }) => ({ target, snapshot: { tables } })),
        new Set(),
        ways,
      );
  const differences =
    (ways: Comparison): PairDifferences =>
    (views, targets) =>
      pairDifferences(views, targets, compare(ways));
  // Migrations that are declared are SQL files.
  const undeclared =
    (
      discover: (...given: Parameters<FrameworkDiscovery['discover']>) => Project | null | undefined,
    ): FrameworkDiscovery['discover'] =>
    (files, config, version) =>
      config.migrations.length > 0 ? undefined : (discover(files, config, version) ?? undefined);
  loaded = [
    {
      // before Knex, which a project may have besides, to ask its database
      name: 'dbmigrate',
      discover: undeclared(discoverDbMigrate),
      frontend: (project) => dbMigrate.dbMigrateFrontend(project, tools.plainTools()),
    },
    {
      name: 'knex',
      discover: undeclared(discoverKnex),
      frontend: (project) => knex.knexFrontend(project, tools.knexTools()),
    },
    {
      name: 'typeorm',
      discover: undeclared(discoverTypeorm),
      frontend: (project) => typeorm.typeormFrontend(project, tools.typeormTools()),
      pairDifferences: differences({ framework: 'typeorm' }),
    },
    {
      name: 'sequelize',
      discover: undeclared(discoverSequelize),
      frontend: (project) => sequelize.sequelizeFrontend(project, sequelizeTools()),
    },
    {
      name: 'kysely',
      discover: undeclared(discoverKysely),
      frontend: (project) => kysely.kyselyFrontend(project, tools.kyselyTools()),
    },
    {
      name: 'mikroorm',
      discover: undeclared(discoverMikroOrm),
      frontend: (project) => mikroOrm.mikroOrmFrontend(project, tools.plainTools()),
    },
    { ...sql.sqlFiles, pairDifferences: differences({}) },
  ];
}

/** Those that are loaded. */
export function knownFrameworks(): readonly FrameworkDiscovery[] {
  return loaded;
}

/** `resumable`: keep what is needed to go on after a migration's text has changed. */
export function frontendOf(project: Project, options: { resumable?: boolean } = {}): ProjectFrontend {
  const other = loaded.find(({ name }) => name === project.framework?.value);
  return other === undefined ? new LaravelFrontend(project, options) : other.frontend(project);
}

/** undefined: nothing of the project is written for one dialect by hand. */
export function pairDifferencesOf({ framework }: Project): PairDifferences | undefined {
  return loaded.find(({ name }) => name === framework?.value)?.pairDifferences;
}

function isLaravel(root: string): boolean {
  if (existsSync(path.join(root, 'artisan'))) return true;
  const composer = textOf(path.join(root, 'composer.json'));
  if (/"(?:laravel|illuminate|laravel-zero|orchestra)\\?\//.test(composer)) return true;
  try {
    return readdirSync(path.join(root, 'database/migrations')).some(({ name }) => name.endsWith('.php'));
  } catch {
    return false;
  }
}

function declaresMigrations(root: string, configFile: string | undefined): boolean {
  let found: ReturnType<typeof findConfigFile>;
  try {
    found = findConfigFile(root, configFile);
  } catch {
    // Whoever reads the configuration tells what is wrong with it.
    return false;
  }
  return found !== null && /\bmigrations["']?\s*:/.test(textOf(found.file));
}
