/** What was found out about a project, each fact with the place where it was read. */
import type { MigrationSource, Owner } from './migration.ts';
import type { ConnectionSettings, EngineName } from './target.ts';

/** Where a fact comes from. `file` is relative to the project's root; absent: it is assumed, and `note` says why. */
export interface Provenance {
  readonly file?: string;
  readonly line?: number;
  readonly note?: string;
}

export interface Sourced<T> {
  readonly value: T;
  readonly from: Provenance;
}

export interface ModuleInfo {
  readonly slug: string;
  readonly layout: Extract<Owner, { kind: 'module' }>['layout'];
  /** Relative to the project's root. */
  readonly directory: string;
}

/** A problem in the project's own files that is no finding in a migration: broken composer.json, unreadable folder. */
export interface ProjectNotice {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

/** An engine that the project uses, and how. `version` only where the project says it. */
export interface EngineUse {
  /** null: an engine that dialint does not judge; `driver` tells which. */
  readonly engine: EngineName | null;
  readonly driver: string;
  readonly version?: string;
  readonly from: Provenance;
}

/** A squashed schema, which the framework loads before the migrations when the database is empty. */
export interface SchemaDump {
  /** Relative to the project's root. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  /** The connection that it was dumped from; the framework loads it for that connection only. */
  readonly connection: string;
}

/** `sql`: migrations are SQL files, whichever tool runs them. */
export type FrameworkName =
  | 'laravel'
  | 'knex'
  | 'typeorm'
  | 'sequelize'
  | 'kysely'
  | 'mikroorm'
  | 'dbmigrate'
  | 'sql';

/** How a framework is written in prose. */
export const FRAMEWORK_TITLES: Readonly<Record<FrameworkName, string>> = {
  laravel: 'Laravel',
  knex: 'Knex',
  typeorm: 'TypeORM',
  sequelize: 'Sequelize',
  kysely: 'Kysely',
  mikroorm: 'MikroORM',
  dbmigrate: 'db-migrate',
  sql: 'SQL files',
};

/** The framework with its version, as far as it has one. */
export function frameworkTitle({
  framework,
  frameworkVersion,
}: Pick<Project, 'framework' | 'frameworkVersion'>): string | null {
  if (framework === null) return null;
  const { value } = frameworkVersion;
  return `${FRAMEWORK_TITLES[framework.value]}${value === '' ? '' : ` ${value}`}`;
}

/** Settings of Knex that change SQL (https://knexjs.org/guide/#configuration-options). */
export interface KnexSettings {
  /** `wrapIdentifier`: the code that tells what becomes of names, where it stands (`at`: UTF-16, in the file's text). */
  readonly wrapIdentifier?: { readonly file: string; readonly line: number; readonly at: number };
  /** `useNullAsDefault: true`: a row that leaves a column out has NULL there. */
  readonly nullAsDefault?: boolean;
}

export interface Project {
  /** Absolute. */
  readonly root: string;
  /** null where none was recognised. */
  readonly framework: Sourced<FrameworkName> | null;
  /** `12.40.2`, or `12` where only the constraint is known; empty where there is no such thing. */
  readonly frameworkVersion: Sourced<string>;
  readonly testEngine: EngineUse;
  readonly productionEngines: readonly EngineUse[];
  /** Connection settings by driver (`mysql`, `mariadb`, `pgsql`, `sqlite`): what the framework would connect with. */
  readonly connections: Readonly<
    Record<'mysql' | 'mariadb' | 'pgsql' | 'sqlite', Sourced<ConnectionSettings>>
  >;
  /** Does the project's own production connection use Laravel's `mariadb` driver? */
  readonly mariadbDriver: boolean;
  /** Name of the default connection by target engine is the target; this is the one that the project declares. */
  readonly defaultConnection: Sourced<string>;
  readonly modules: readonly ModuleInfo[];
  readonly migrations: readonly MigrationSource[];
  readonly notices: readonly ProjectNotice[];
  /** Is doctrine/dbal among the project's packages? Laravel needs it to change columns below version 11. */
  readonly hasDoctrine?: boolean;
  readonly schemaDumps?: readonly SchemaDump[];
  /** What tells that there are tables which the migrations do not make: a file besides them. Absent: none is known. */
  readonly tablesElsewhere?: {
    readonly file: string;
    readonly line: number;
    /** It is the first migration of a history, and changes what it finds. */
    readonly isFirst?: boolean;
  };
  /** Extensions of PostgreSQL that the framework makes before any migration runs. */
  readonly extensions?: readonly string[];
  /** Knex: why its migrator does not put each migration into a transaction. Absent: it does. */
  readonly withoutTransaction?: string;
  /** Knex: what its configuration says of the SQL that its builders make. */
  readonly knexSettings?: KnexSettings;
  /** The driver of each connection in the project's configuration; null: not known. */
  readonly connectionDrivers?: Readonly<Record<string, string | null>>;
}
