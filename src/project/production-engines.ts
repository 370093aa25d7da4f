/**
 * Which engines production runs on, as far as the project tells. SQLite in `.env*` or config/database.php tells
 * nothing: it is what a new Laravel comes with.
 */
import type { EngineUse, Provenance } from '../schema/index.ts';
import type { ComposeFacts } from './compose-files.ts';
import type { EnvFile, EnvLayers } from './env-layers.ts';
import { engineOfDriver } from './test-engine.ts';

export interface ProductionFacts {
  readonly engines: readonly EngineUse[];
  /** Names of the connections that were named, the deciding one first. */
  readonly connections: readonly string[];
}

interface Named {
  readonly name: string;
  readonly from: Provenance;
}

export function productionEngines(
  layers: EnvLayers,
  compose: ComposeFacts,
  configured: { readonly name: string | null; readonly from: Provenance },
  driverOf: (name: string) => string | null,
): ProductionFacts {
  const uses: EngineUse[] = [];
  const connections: string[] = [];
  const isSqlite = (named: Named) => driverOf(named.name) === 'sqlite';
  const add = (named: Named) => {
    const driver = driverOf(named.name);
    connections.push(named.name);
    if (driver === null || uses.some((use) => use.driver === driver)) return;
    uses.push({ engine: engineOfDriver(driver), driver, from: named.from });
  };
  const said = layers.production.flatMap(named);
  const configFile: Named[] =
    configured.name !== null && configured.from.file !== undefined
      ? [{ name: configured.name, from: configured.from }]
      : [];
  const resolvable = (list: readonly Named[]) => list.filter((item) => driverOf(item.name) !== null);
  const decisive = resolvable(said).find((item) => !isSqlite(item));
  if (decisive !== undefined) add(decisive);
  else {
    // Nothing but SQLite, or nothing at all, in the files that count: whatever else the project names is added.
    const others = [...layers.others.flatMap(named), ...compose.connections, ...configFile];
    for (const item of resolvable(others)) if (!isSqlite(item)) add(item);
  }
  addServers(uses, compose);
  const sqlite = resolvable([...said, ...configFile]).find(isSqlite);
  if (
    uses.length === 0 ||
    (decisive === undefined && !uses.some((use) => use.engine === 'mysql' || use.engine === null))
  ) {
    if (decisive === undefined && (uses.length === 0 || sqlite !== undefined))
      uses.push(assumedMysql(sqlite));
  }
  return { engines: uses, connections };
}

function named(file: EnvFile): Named[] {
  const entry = file.entries.get('DB_CONNECTION');
  if (typeof entry?.value !== 'string' || entry.value === '') return [];
  return [{ name: entry.value, from: { file: entry.file, line: entry.line } }];
}

function assumedMysql(sqlite: Named | undefined): EngineUse {
  const where = sqlite?.from.file === undefined ? '' : ` (${sqlite.from.file}:${sqlite.from.line})`;
  const note =
    sqlite === undefined
      ? 'assumed: the project names no production database'
      : `assumed: SQLite${where} is a new project's default and says nothing about production`;
  return { engine: 'mysql', driver: 'mysql', from: { note } };
}

/** A Compose file's servers give versions; a MariaDB server may stand behind the `mysql` driver. */
function addServers(uses: EngineUse[], compose: ComposeFacts): void {
  for (const server of compose.servers) {
    const at = uses.findIndex((use) => use.engine === server.engine);
    const known = uses[at];
    if (known !== undefined) {
      if (known.version === undefined && server.version !== undefined) {
        const note = `version from ${server.from.file}:${server.from.line}`;
        uses[at] = { ...known, version: server.version, from: { ...known.from, note } };
      }
      continue;
    }
    const version = server.version === undefined ? {} : { version: server.version };
    const onlyOne = uses.length === 0;
    if (server.engine === 'mariadb' && (onlyOne || uses.some((use) => use.driver === 'mysql'))) {
      uses.push({ engine: 'mariadb', driver: 'mysql', ...version, from: server.from });
    } else if (onlyOne && (server.engine === 'mysql' || server.engine === 'postgres')) {
      const driver = server.engine === 'mysql' ? 'mysql' : 'pgsql';
      uses.push({ engine: server.engine, driver, ...version, from: server.from });
    }
  }
}
