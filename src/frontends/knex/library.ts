/**
 * The knex library that dialint compiles schema builders with: nothing of it is ever connected. Its own types cover
 * what applications call; of the compilers only what is used here is described (knex 3.3).
 */
import type { RealObject } from '../script-migrations/membrane.ts';
import type { ScriptTools } from '../script-migrations/tools.ts';

/** The packages that the frontend needs, loaded when they are first asked for. */
export interface KnexTools extends ScriptTools {
  readonly knex: KnexFactory;
  /** Of the package that is loaded. */
  readonly version: string;
  /** A file of the knex package: `lib/dialects/…`. */
  internal<T>(file: string): T;
  /** A package that knex depends on. */
  dependency<T>(name: string): T;
}

export type KnexFactory = (config: Readonly<Record<string, unknown>>) => KnexInstance;

export interface KnexInstance extends RealObject {
  readonly client: KnexClient;
  readonly schema: RealSchema;
  readonly fn: RealObject;
  queryBuilder(): RealObject;
}

export interface CompiledQuery {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  /** What is done with the answer; SQLite's table rebuilds and MySQL's renamed columns hide here. */
  readonly output?: (this: unknown, answer: unknown) => unknown;
  readonly statementsProducer?: (pragma: unknown, connection: unknown) => unknown;
}

export interface RealTable extends RealObject {
  readonly _statements: readonly TableEntry[];
  readonly _tableName: string;
  readonly _method: string;
}

/** One thing that a table's callback has asked for. */
export interface TableEntry {
  readonly grouping: string;
  readonly method?: string;
  readonly args?: readonly unknown[];
  readonly builder?: RealObject & { readonly _args: readonly unknown[]; readonly _type: string };
}

export interface RealSchema extends RealObject {
  readonly _sequence: readonly { readonly method: string; readonly args: readonly unknown[] }[];
}

export interface SchemaCompiler {
  readonly sequence: CompiledQuery[];
}

export interface TableCompiler {
  sequence: CompiledQuery[];
  readonly tableNameRaw: string;
  readonly alterColumnsPrefix: string;
}

export interface KnexClient {
  readonly config: Readonly<Record<string, unknown>>;
  readonly dialect: string;
  readonly driverName: string;
  schemaCompiler(builder: RealSchema): SchemaCompiler;
  tableCompiler(table: RealTable): TableCompiler;
  tableBuilder(...args: readonly unknown[]): RealTable;
  ddl(compiler: TableCompiler, pragma: unknown, connection: unknown): unknown;
  raw(sql: string, bindings?: unknown): RealObject;
  positionBindings(sql: string): string;
  wrapIdentifierImpl(name: string): string;
  wrapIdentifier(name: string): string;
}
