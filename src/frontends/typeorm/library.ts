/**
 * The typeorm package with which SQL is made: its query runners and builders, which never get a connection. Of its own
 * types only what is used here is described (typeorm 1.1).
 */
import type { RealObject } from '../script-migrations/membrane.ts';
import type { ScriptTools } from '../script-migrations/tools.ts';
import type { Eager } from './eager.ts';

/** The packages that the frontend needs. */
export interface TypeormTools extends ScriptTools {
  readonly typeorm: TypeormLibrary;
  /** Of the package that is loaded. */
  readonly version: string;
  /** Where the package lies: absolute. */
  readonly folder: string;
  /** A file of the package: `driver/Query.js`. */
  internal<T>(file: string): T;
}

type Class = new (...args: readonly unknown[]) => RealObject;

/** The package's exports. */
export interface TypeormLibrary extends Readonly<Record<string, unknown>> {
  readonly DataSource: new (options: Readonly<Record<string, unknown>>) => RealDataSource;
}

/** What migrations describe tables with, by the names under which the package exports it. */
export const SCHEMA_CLASSES = [
  'Table',
  'TableColumn',
  'TableIndex',
  'TableForeignKey',
  'TableUnique',
  'TableCheck',
  'TableExclusion',
  'View',
] as const;

export function classOf(typeorm: TypeormLibrary, name: string): Class | undefined {
  const found = typeorm[name];
  return typeof found === 'function' ? (found as Class) : undefined;
}

export interface RealDriver extends RealObject {
  readonly options: Readonly<Record<string, unknown>>;
}

export interface RealDataSource extends RealObject {
  readonly driver: RealDriver;
  readonly manager: RealObject;
  readonly namingStrategy: RealObject;
}

export interface RealRunner extends RealObject {
  loadedTables: unknown[];
  loadedViews: unknown[];
  cachedTablePaths: Record<string, string>;
}

/** Its methods are run at once: see `EagerFiles`. */
export type RunnerClass = new (
  driver: RealDriver,
  mode: 'master',
) => RealRunner & { query(sql: string, parameters?: readonly unknown[]): Eager };
