/** The databases of a project whose migrations are scripts. */
import type { EngineName, EngineUse, Project, Provenance } from '../../../schema/index.ts';
import { readComposeFiles } from '../../compose-files.ts';
import { lineOf, type ProjectFiles } from '../../files.ts';
import { DRIVERS, defaultSettings } from '../../framework-defaults.ts';
import { engineOfDriver } from '../../test-engine.ts';
import { type Manifest, namedAt } from './manifest.ts';

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
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  'better-sqlite3': 'sqlite',
  mssql: 'mssql',
  tedious: 'mssql',
  oracledb: 'oracle',
};

/**
 * The engines of production and of the tests: what the configuration's file says, else the drivers among the packages,
 * with the versions of the project's Compose files. `setting`: the key that names the driver there (`client`, `type`).
 * `written`: what the project's code names.
 */
export function enginesOf(
  files: ProjectFiles,
  manifest: Manifest | null,
  configFile: string | undefined,
  setting: string,
  written: readonly EngineUse[] = [],
): { readonly production: readonly EngineUse[]; readonly test: EngineUse } {
  const uses: EngineUse[] = [...written];
  let test: EngineUse | undefined;
  const add = (driver: string, from: Provenance): void => {
    const engine = engineOfDriver(driver);
    if (!uses.some((use) => use.driver === driver)) uses.push({ engine, driver, from });
  };
  const text = configFile === undefined ? null : files.read(configFile);
  if (text !== null && configFile !== undefined) {
    const pattern = new RegExp(`\\b${setting}['"]?\\s*:\\s*(['"\`])([\\w-]+)\\1`, 'g');
    for (const match of text.matchAll(pattern)) {
      const driver = DRIVER_OF[match[2] ?? ''];
      if (driver === undefined) continue;
      const from = { file: configFile, line: lineOf(text, match.index) };
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
      if (driver !== undefined) add(driver, namedAt(manifest, name));
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

/** No character set is asked for, and foreign keys are checked as the driver does. */
export function serverConnections(): Project['connections'] {
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
