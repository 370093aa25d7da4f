/** The kysely library that dialint compiles with; nothing of it ever connects. Described as far as it is used (kysely 0.28). */
import type { RealObject } from '../script-migrations/membrane.ts';
import type { ScriptTools } from '../script-migrations/tools.ts';

export interface KyselyTools extends ScriptTools {
  readonly kysely: KyselyModule;
  /** Of the package that is loaded. */
  readonly version: string;
}

type Made = new (...args: readonly unknown[]) => unknown;

export interface KyselyModule extends Readonly<Record<string, unknown>> {
  readonly Kysely: new (config: { readonly dialect: Dialect }) => RealObject;
  readonly DummyDriver: Made;
  readonly sql: SqlTag;
}

interface Dialect {
  createAdapter(): unknown;
  createDriver(): unknown;
  createIntrospector(database: unknown): unknown;
  createQueryCompiler(): unknown;
}

export type SqlTag = ((strings: readonly string[], ...values: readonly unknown[]) => RealObject) &
  Readonly<Record<string, unknown>>;

export interface CompiledQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** `dialect`: Postgres, Mysql or Sqlite, as the library's classes begin. */
export function databaseFor(
  { Kysely, DummyDriver, ...library }: KyselyModule,
  dialect: 'Postgres' | 'Mysql' | 'Sqlite',
): RealObject {
  const part = (name: string): Made => library[`${dialect}${name}`] as Made;
  return new Kysely({
    dialect: {
      createAdapter: () => new (part('Adapter'))(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new (part('Introspector'))(database),
      createQueryCompiler: () => new (part('QueryCompiler'))(),
    },
  });
}
