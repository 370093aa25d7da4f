/** Migrations, and what became of them on each target. */
import type { Catalog } from './catalog.ts';
import type { Location, Origin } from './source.ts';
import type { Statement } from './statement.ts';
import type { EngineName, Target } from './target.ts';
import type { Verdict } from './verdict.ts';

/** Whose a migration is. */
export type Owner =
  | { readonly kind: 'app' }
  | {
      readonly kind: 'module';
      /** As in `mod_{slug}_`, dashes kept: `my-module`. */
      readonly slug: string;
      readonly layout: 'modules' | 'nwidart' | 'app-modules' | 'packages' | 'declared';
    }
  | { readonly kind: 'package'; readonly name: string };

/** Who runs a migration that is SQL as it stands: how its files are named, ordered and divided is that tool's. */
export type SqlFormat =
  | 'golang-migrate'
  | 'popx'
  | 'goose'
  | 'dbmate'
  | 'sql-migrate'
  | 'flyway'
  | 'prisma'
  | 'drizzle'
  | 'diesel'
  /** Numbered files, each with the way up. */
  | 'plain';

export const SQL_FORMATS: readonly SqlFormat[] = [
  'golang-migrate',
  'popx',
  'goose',
  'dbmate',
  'sql-migrate',
  'flyway',
  'prisma',
  'drizzle',
  'diesel',
  'plain',
];

/** A file of SQL. */
export interface SqlScript {
  /** Relative to the project's root, forward slashes. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  /** The engines on which it is run; absent: on any. */
  readonly engines?: readonly EngineName[];
}

/** Which file of several it is, where a project keeps one for each dialect. */
export interface DialectVariant {
  /** Tells which files of other dialects are the same migration. */
  readonly version: string;
  /** The engines on which this file is run; absent: on any. */
  readonly engines?: readonly EngineName[];
  /** The dialect as the file's name, its folder or the tool's configuration has it; absent: none is told. */
  readonly dialect?: string;
}

/** What is known of a migration that is SQL as it stands, besides its text. `version` decides the order, too. */
export interface SqlSource extends DialectVariant {
  readonly format: SqlFormat;
  /** Files with the way back, where they are files of their own: the first that is run on an engine counts. */
  readonly downs?: readonly SqlScript[];
  /** false: the tool runs it outside of a transaction, as the file's name says. */
  readonly transaction?: boolean;
  /** Why the file is not read: it is code that the tool runs between the files of SQL. `told`: an earlier file of the set says so. */
  readonly unread?: { readonly reason: string; readonly told: boolean };
}

export interface MigrationSource {
  /** Relative to the project's root, forward slashes. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  /** The file's name without its ending; what decides the order. */
  readonly name: string;
  readonly owner: Owner;
  /** Migrations of one set share a catalog: `default`, or `tenant` and the like. */
  readonly set: string;
  /** Report findings in it? (false: it is read for its effects only.) */
  readonly reported: boolean;
  /** Absent: it is code. */
  readonly sql?: SqlSource;
  /** Of code that is written for one dialect. */
  readonly variant?: DialectVariant;
}

/** What a migration says of dialects; undefined: nothing. */
export function variantOf({ sql, variant }: MigrationSource): DialectVariant | undefined {
  return sql ?? variant;
}

/** Is it run on the engine, as far as it says on which ones it is? */
export function isFor(what: Pick<DialectVariant, 'engines'> | undefined, engine: EngineName): boolean {
  return what?.engines?.includes(engine) !== false;
}

export type Direction = 'up' | 'down';

/** One statement, and what the target makes of it. */
export interface Step {
  readonly migration: MigrationSource;
  readonly direction: Direction;
  readonly target: Target;
  readonly statement: Statement;
  readonly verdict: Verdict;
  readonly before: Catalog;
  /** The framework's connection it goes to. */
  readonly connection: string;
  /** A refusal that the migration itself catches. */
  readonly caught: boolean;
  /** false: in a branch whose condition is not known, or that a fresh database does not reach. */
  readonly reached: boolean;
  /**
   * Why a fresh database does not get here: `Schema::hasColumn('users', 'code') is false`. Absent: it does, or that is
   * not known. Of the problems only those are kept that hold in any database.
   */
  readonly unreached?: string;
}

/** A source call that could not be understood; counted once however many targets and loop turns meet it. */
export interface NotUnderstood extends Location {
  readonly reason: string;
}

/** One migration in one direction on one target. */
export interface MigrationRun {
  readonly migration: MigrationSource;
  readonly direction: Direction;
  readonly target: Target;
  readonly steps: readonly Step[];
  readonly outcome: 'accepts' | 'refuses' | 'unknown';
  /** The step whose refusal the migration does not catch. */
  readonly refusal?: Step;
  /** Nothing is wrong with it, but a server that refused an earlier migration refuses it as well. Absent: no such thing. */
  readonly spoiled?: boolean;
  /**
   * On the way back: the keys of the tables that are not as the migrations mean them, since an up was refused. What goes
   * wrong with them is no fault of this run. Absent: nothing was refused.
   */
  readonly spoilt?: ReadonlySet<string>;
  readonly before: Catalog;
  readonly after: Catalog;
}

/** Everything that happened on one target, in order: all ups, then all downs in reverse. */
export interface Timeline {
  readonly target: Target;
  readonly runs: readonly MigrationRun[];
  /** What the migrations would do where a fresh database does not get; no run knows of it. See `Step.unreached`. */
  readonly unreached: readonly Step[];
  /** What the target refuses of the squashed schema that is loaded before all migrations: the first of it. */
  readonly openingRefusal?: OpeningRefusal;
}

export interface OpeningRefusal {
  readonly origin: Origin;
  readonly code: string | null;
  readonly message: string;
}

/** Something in the project's code that rules look at and that is no schema statement. */
export type Fact =
  | {
      readonly kind: 'row-lock';
      /** `update` (FOR UPDATE, lockForUpdate) or `share`. */
      readonly lock: 'update' | 'share';
      /** The call or keyword as written. */
      readonly text: string;
      readonly owner: Owner;
      /** Does it stand in a migration? */
      readonly inMigration: boolean;
      /**
       * Is there a transaction around it? `inside`: in its closure, or behind its beginning in the same function; `none`:
       * the file speaks of no transaction at all.
       */
      readonly transaction: 'inside' | 'none' | 'unknown';
      /** Is the query run where the lock is written? */
      readonly executed: boolean;
      readonly origin: Origin;
    }
  /** The way back that a migration's class declares. */
  | {
      readonly kind: 'way-back';
      /** `empty`: there is a down(), and nothing in it. */
      readonly down: 'missing' | 'empty' | 'present';
      /** May it come from a class or trait that was not looked at? */
      readonly inherited: boolean;
      /** The class's name with its namespace; absent: it has none. */
      readonly className?: string;
      /** down(), else up(). */
      readonly origin: Origin;
    }
  /** A class that stands for a table. */
  | {
      readonly kind: 'model';
      /** Without its namespace. */
      readonly name: string;
      readonly table: string;
      /** false: the table's name follows from the class's. */
      readonly tableGiven: boolean;
      /** By column: `array`, or a class's name without its namespace. */
      readonly casts: Readonly<Record<string, string>>;
      readonly owner: Owner;
      /** The table's name where it is given, else the class's. */
      readonly origin: Origin;
    }
  /** How long a value may be that a request is let through with. */
  | {
      readonly kind: 'length-rule';
      /** The class of the request, without its namespace. */
      readonly request: string;
      readonly field: string;
      /** Characters. */
      readonly max: number;
      /** The table that the request's name speaks of. */
      readonly table: string;
      readonly owner: Owner;
      /** The rule as written: `max:500`. */
      readonly origin: Origin;
    }
  /** A module reads or writes one of the application's settings. */
  | {
      readonly kind: 'setting';
      readonly access: 'read' | 'write' | 'register';
      /** The key, or what is literal of its beginning; to `register`: the module's name that was given. */
      readonly key: string;
      readonly whole: boolean;
      /** The type that was given with a value. */
      readonly type?: { readonly name: string; readonly origin: Origin };
      readonly owner: Owner;
      /** The key. */
      readonly origin: Origin;
    }
  /** A transaction that a migration opens itself; the place is all that it holds. */
  | { readonly kind: 'transaction'; readonly origin: Origin }
  /** A migration uses a class that stands for a table. */
  | {
      readonly kind: 'model-use';
      /** Fully qualified, without leading backslash. */
      readonly name: string;
      /** The migration's method in which it stands, in lower case: `up`. */
      readonly method: string;
      readonly origin: Origin;
    }
  /** A migration loads rows, all at once, and writes for each of them. */
  | {
      readonly kind: 'row-loop';
      readonly method: string;
      /** The call that writes: `->save()`. */
      readonly write: string;
      /** What loads the rows. */
      readonly origin: Origin;
    }
  /** A migration looks at what is neither its code nor the database. */
  | {
      readonly kind: 'outside-look';
      readonly what: 'environment' | 'network';
      /** As written: `env()`. */
      readonly text: string;
      readonly origin: Origin;
    }
  /** A model says that each of its rows belongs to one of another model. */
  | {
      readonly kind: 'relation';
      /** Both without their namespaces. */
      readonly model: string;
      readonly other: string;
      readonly table: string;
      /** What the other's table is called, unless it says so itself. */
      readonly otherTable: string;
      /** The column that holds the other's key. */
      readonly column: string;
      readonly origin: Origin;
    }
  /** A squashed schema that is loaded before the migrations. */
  | {
      readonly kind: 'schema-dump';
      /** Names of the migrations that it says have been run. */
      readonly done: readonly string[];
      readonly origin: Origin;
    }
  /** A call on a column or key that the framework takes and never looks at. */
  | {
      readonly kind: 'unread-modifier';
      /** Its name as written. */
      readonly name: string;
      readonly on: 'column' | 'index' | 'foreignKey';
      /** The column, or the columns of the key. */
      readonly columns: readonly string[];
      readonly table: string;
      /**
       * `unknown`: nobody reads it; `elsewhere`: it belongs to a column (or to a key), not to this; `later`: a later version
       * reads it; `overwrites`: it takes the place of something that the key needs itself.
       */
      readonly reason: 'unknown' | 'elsewhere' | 'later' | 'overwrites';
      /** What was probably meant. */
      readonly nearest?: string;
      /** The version that first reads it. */
      readonly since?: string;
      /** Why a fresh database does not get here; absent: it does. */
      readonly unreached?: string;
      readonly origin: Origin;
    };

export type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>;

/** How a source call was counted. */
export interface CoverageEntry {
  readonly statements: number;
  readonly unknown: readonly NotUnderstood[];
}
