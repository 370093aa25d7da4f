/** What the schema builder asks of the connection that it builds for. */
import type { Catalog, Origin, Target } from '../../schema/index.ts';

/** What Eloquent says of a model's key, for foreignIdFor() and its kin. */
export interface ModelKey {
  readonly table: string;
  readonly keyName: string;
  readonly keyType: 'int' | 'string';
  /** Does it use HasUlids? */
  readonly ulid: boolean;
  /** getForeignKey(): `user_id`. */
  readonly foreignKey: string;
}

/** What the grammars ask of a connection: it stays the same from one migration to the next. */
export interface GrammarConnection {
  /** Prefix, prefix_indexes, charset, collation and storage engine come from its settings. */
  readonly target: Target;
  readonly serverVersion: string;
  readonly isMaria: boolean;
}

export interface BlueprintConnection extends GrammarConnection {
  readonly frameworkVersion: string;
  /** The catalog of this connection now: SQLite's rebuilds are compiled from it. */
  catalog(): Catalog;
  readonly defaultStringLength: number;
  readonly defaultStringLengthGiven: boolean;
  readonly defaultTimePrecision: number | null;
  readonly defaultMorphKeyType: 'int' | 'uuid' | 'ulid';
  foreignKeyChecks(): boolean;
  /** A call that describes a table; gives why it may not be made at all, undefined where it is. */
  called?(origin: Origin): string | undefined;
  /** undefined: the model is not known. */
  model?(className: string): ModelKey | undefined;
  /** Is doctrine/dbal installed? Asked below Laravel 11 only; it is, unless said otherwise. */
  readonly hasDoctrine?: boolean;
  /** Schema::useNativeSchemaOperationsIfPossible(): what Laravel 9 and 10 can do without it, they do. */
  readonly nativeOperations?: boolean;
  /** Column types that the project adds to doctrine/dbal's own, such as `timestamp`; none, unless said otherwise. */
  readonly doctrineTypes?: ReadonlySet<string> | 'unknown';
  /** The engine's types that the project maps to types of doctrine/dbal. */
  readonly doctrineMappings?: ReadonlyMap<string, string>;
}
