/** config/database.php: which connections there are, and what the framework would connect with. */
import { type ParsedPhp, parsePhp } from '../php/parse.ts';
import type { ConnectionSettings, Provenance, Sourced } from '../schema/index.ts';
import { Environment } from './env-file.ts';
import type { ProjectFiles } from './files.ts';
import { DRIVERS, type Driver, defaultConnectionName, defaultSettings } from './framework-defaults.ts';
import { at, type ConfigArray, type Located, NotKnown, truthy } from './located.ts';
import { evaluateConfig } from './php-config.ts';

/** A few applications keep their configuration inside of `app/`. */
const FILES = ['config/database.php', 'app/Config/database.php', 'app/config/database.php'];

export interface DatabaseConfig {
  /** The name of the default connection; null: it is put together from what is not known. */
  readonly defaultConnection: Sourced<string | null>;
  /** By connection name. */
  readonly connections: ReadonlyMap<string, ConnectionEntry>;
}

export interface ConnectionEntry {
  readonly name: string;
  /** null: not known. */
  readonly driver: string | null;
  readonly config: Located;
  readonly from: Provenance;
}

/** The file, parsed once; what it says depends on the environment that it is asked in. */
export interface DatabaseFile {
  readonly parsed: ParsedPhp | null;
  /** Relative to the root. */
  readonly file: string;
  readonly root: string;
  readonly frameworkMajor: number;
}

/** Broken PHP gives a notice, and what could still be read. */
export function openDatabaseConfig(files: ProjectFiles, frameworkMajor: number): DatabaseFile {
  const file = FILES.find((name) => files.exists(name)) ?? 'config/database.php';
  const text = files.read(file);
  const parsed = text === null ? null : parsePhp(text, file);
  const broken = parsed?.errors[0];
  if (broken !== undefined) files.notice(broken.message, file, broken.span.start.line);
  else if (parsed?.unread !== undefined) files.notice(`what it says is not known: ${parsed.unread}`, file);
  else if (parsed !== null) {
    const { value, from } = evaluateConfig(parsed, { root: files.root, file, env: new Environment([]) });
    if (value instanceof NotKnown)
      files.notice(`what it says is not known: ${value.reason}`, file, from.line);
    else if (!(value instanceof Map))
      files.notice('it returns no array; what it says is not known', file, from.line);
  }
  return { parsed, file, root: files.root, frameworkMajor };
}

export function readDatabaseConfig(file: DatabaseFile, env: Environment): DatabaseConfig {
  const { parsed, root, frameworkMajor } = file;
  const own: Sourced<string> = {
    value: defaultConnectionName(frameworkMajor),
    from: { note: `Laravel ${frameworkMajor}'s own default` },
  };
  const connections = new Map<string, ConnectionEntry>();
  if (parsed === null) {
    const entry = env.get('DB_CONNECTION');
    const named = typeof entry?.value === 'string' && entry.value !== '';
    return {
      defaultConnection: named
        ? { value: String(entry.value), from: { file: entry.file, line: entry.line } }
        : own,
      connections,
    };
  }
  const value = evaluateConfig(parsed, { root, file: file.file, env });
  const list = at(value, ['connections']);
  if (list?.value instanceof Map) {
    for (const [key, config] of list.value as ConfigArray) {
      const name = String(key);
      connections.set(name, { name, driver: driverOf(name, config), config, from: config.from });
    }
  }
  const chosen = at(value, ['default']);
  const name = chosen?.value;
  return {
    defaultConnection:
      chosen === undefined
        ? own
        : { value: typeof name === 'string' && name !== '' ? name : null, from: chosen.from },
    connections,
  };
}

/** Illuminate\Support\ConfigurationUrlParser: a URL decides the driver. */
const URL_DRIVERS: Readonly<Record<string, string>> = {
  mssql: 'sqlsrv',
  mysql2: 'mysql',
  postgres: 'pgsql',
  postgresql: 'pgsql',
  sqlite3: 'sqlite',
};

function driverOf(name: string, config: Located): string | null {
  const url = at(config, ['url'])?.value;
  const scheme = typeof url === 'string' ? /^([a-z0-9]+):/i.exec(url)?.[1]?.toLowerCase() : undefined;
  if (scheme !== undefined) return URL_DRIVERS[scheme] ?? scheme;
  const driver = at(config, ['driver'])?.value;
  if (typeof driver === 'string') return driver;
  // read/write connections put together with array_merge() and the like: the name often is the driver
  if (config.value instanceof NotKnown || driver instanceof NotKnown) return builtinDriver(name);
  return null;
}

function builtinDriver(name: string): string | null {
  return (DRIVERS as readonly string[]).includes(name) || name === 'sqlsrv' ? name : null;
}

/** The driver behind a connection's name. */
export function connectionDriver(config: DatabaseConfig, name: string): string | null {
  const entry = config.connections.get(name);
  if (entry !== undefined) return entry.driver;
  return builtinDriver(name);
}

/**
 * What the framework would connect with through each driver: the preferred connection if it uses the driver, else the
 * one named like it, else the first that uses it, else the framework's own.
 */
export function settingsByDriver(
  config: DatabaseConfig,
  preferred: readonly string[],
): Record<Driver, Sourced<ConnectionSettings>> {
  const of = (driver: Driver): Sourced<ConnectionSettings> => {
    const entries = [...config.connections.values()].filter((entry) => entry.driver === driver);
    const chosen =
      preferred
        .map((name) => entries.find((entry) => entry.name === name))
        .find((entry) => entry !== undefined) ??
      entries.find((entry) => entry.name === driver) ??
      entries[0];
    if (chosen === undefined)
      return { value: defaultSettings(driver), from: { note: "Laravel's own defaults" } };
    return connectionSettings(chosen, driver);
  };
  return { mysql: of('mysql'), mariadb: of('mariadb'), pgsql: of('pgsql'), sqlite: of('sqlite') };
}

function connectionSettings(entry: ConnectionEntry, driver: Driver): Sourced<ConnectionSettings> {
  const defaults = defaultSettings(driver);
  const guessed: string[] = [];
  const get = (key: string): Located['value'] | undefined => {
    const value = at(entry.config, [key])?.value;
    if (value instanceof NotKnown) guessed.push(key);
    return value;
  };
  const text = (key: 'charset' | 'collation' | 'engine', fallback: string | null): string | null => {
    const value = get(key);
    if (value instanceof NotKnown) return fallback;
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const flag = (key: string, fallback: boolean, absent: boolean): boolean => {
    const value = get(key);
    if (value instanceof NotKnown) return fallback;
    return value === undefined || value === null ? absent : truthy(value);
  };
  const prefix = get('prefix');
  const settings: ConnectionSettings = {
    name: entry.name,
    charset: text('charset', defaults.charset),
    collation: text('collation', defaults.collation),
    prefix: typeof prefix === 'string' ? prefix : '',
    // SchemaGrammar asks for a truthy value: a connection that does not say so does not prefix index names
    prefixIndexes: flag('prefix_indexes', defaults.prefixIndexes, false),
    strict: strictMode(get('modes'), get('strict')),
    storageEngine: text('engine', null),
    // SQLiteConnector leaves the pragma alone unless it is configured, and SQLite's own default is off
    foreignKeyChecks: driver === 'sqlite' ? flag('foreign_key_constraints', true, false) : true,
    ...(flag('use_upsert_alias', false, false) ? { upsertAlias: true } : {}),
  };
  const note = guessed.length > 0 ? { note: `not readable, default assumed: ${guessed.join(', ')}` } : {};
  return { value: settings, from: { ...entry.from, ...note } };
}

/** MySqlConnector: `modes` decides, else `strict`, else the server's own mode, which is strict (MySQL 5.7, MariaDB 10.2). */
function strictMode(modes: Located['value'] | undefined, strict: Located['value'] | undefined): boolean {
  if (modes instanceof Map && modes.size > 0) {
    return [...(modes as ConfigArray).values()].some(
      ({ value }) =>
        typeof value === 'string' && /^(STRICT_(TRANS|ALL)_TABLES|TRADITIONAL)$/i.test(value.trim()),
    );
  }
  if (strict === undefined || strict === null || strict instanceof NotKnown) return true;
  return truthy(strict);
}
