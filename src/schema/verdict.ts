/** What an engine makes of a statement. */
import type { Catalog, Table } from './catalog.ts';
import type { Origin } from './source.ts';
import type { KeyPart, Statement } from './statement.ts';
import type { TableWork } from './table-work.ts';
import type { Target } from './target.ts';

export type ObjectKind =
  | 'table'
  | 'column'
  | 'index'
  | 'unique'
  | 'primaryKey'
  | 'foreignKey'
  | 'constraint'
  | 'alias';

/** What is the matter, in a form that rules can explain. Lengths say their unit. */
export type ProblemFact =
  | {
      readonly kind: 'identifier-too-long';
      readonly object: ObjectKind;
      readonly name: string;
      readonly table: string;
      readonly length: number;
      readonly limit: number;
      readonly unit: 'characters' | 'bytes';
      /** The name that the engine keeps instead, where it cuts rather than refuses. */
      readonly kept?: string;
    }
  | {
      readonly kind: 'object-exists';
      readonly object: ObjectKind;
      readonly name: string;
      readonly table: string;
      /** The full name whose cut form collides, where cutting caused it. */
      readonly cutFrom?: string;
      /** The table that owns the object that is there already. */
      readonly owner?: string;
    }
  | {
      readonly kind: 'object-missing';
      readonly object: ObjectKind;
      readonly name: string;
      readonly table: string;
    }
  | {
      readonly kind: 'key-too-long';
      readonly object: ObjectKind;
      readonly name: string;
      readonly table: string;
      /** Bytes of the whole key, or of the one part that is too long. */
      readonly bytes: number;
      readonly limit: number;
      readonly parts: readonly { readonly column: string; readonly bytes: number }[];
      /** What the engine silently makes instead, where it does not refuse. */
      readonly instead?: string;
    }
  | {
      readonly kind: 'too-many-key-parts';
      readonly name: string;
      readonly table: string;
      readonly count: number;
      readonly limit: number;
    }
  /** A key over a type that the engine cannot index, or not without a prefix length. */
  | {
      readonly kind: 'key-on-unindexable-type';
      readonly name: string;
      readonly table: string;
      readonly column: string;
      readonly type: string;
      readonly instead?: string;
    }
  | { readonly kind: 'row-too-large'; readonly table: string; readonly bytes: number; readonly limit: number }
  | {
      readonly kind: 'column-too-long';
      readonly table: string;
      readonly column: string;
      readonly length: number;
      readonly limit: number;
    }
  | {
      readonly kind: 'default-not-allowed';
      readonly table: string;
      readonly column: string;
      readonly type: string;
    }
  | {
      readonly kind: 'invalid-default';
      readonly table: string;
      readonly column: string;
      readonly value: string;
    }
  | { readonly kind: 'nullable-primary-key'; readonly table: string; readonly column: string }
  | {
      readonly kind: 'foreign-key';
      readonly name: string | null;
      readonly table: string;
      readonly parent: string;
      readonly reason:
        | 'parent-missing'
        | 'parent-column-missing'
        | 'type-mismatch'
        | 'parent-not-indexed'
        | 'parent-not-unique'
        | 'set-null-on-not-null'
        | 'column-not-allowed'
        | 'cascades-null'
        | 'storage-engine';
      readonly detail?: string;
    }
  /** Something else still needs the object: a referenced table, an index that a foreign key uses, an indexed column. */
  | {
      readonly kind: 'object-in-use';
      readonly object: ObjectKind;
      readonly name: string;
      readonly table: string;
      readonly by: string;
      /** Where that is known: what sort of key it is that needs it. */
      readonly byKind?: 'foreignKey' | 'index';
    }
  /** A NOT NULL column without a default, added to a table that has rows: they would hold NULL. */
  | { readonly kind: 'rows-without-value'; readonly table: string; readonly column: string }
  /** A change of type that the engine does not make by itself, of the values or (`default`) of a default there is. */
  | {
      readonly kind: 'type-not-cast';
      readonly table: string;
      readonly column: string;
      readonly from: string;
      readonly to: string;
      readonly default: boolean;
    }
  /** A type that the engine does not have. */
  | {
      readonly kind: 'unknown-type';
      readonly table: string;
      readonly column: string;
      readonly type: string;
    }
  /** A collation or character set that the engine does not have, of a column, or of a table (null) as a whole. */
  | {
      readonly kind: 'unknown-collation';
      readonly what: 'collation' | 'character set';
      readonly collation: string;
      readonly table: string;
      readonly column: string | null;
    }
  /** An earlier refusal in the same transaction has been caught, and the engine waits for the rollback. */
  | { readonly kind: 'transaction-aborted' }
  | { readonly kind: 'framework-refuses' }
  /** SQL that the engine's parser gives up on. `several`: statements in one text that is prepared, which may hold one. */
  | { readonly kind: 'foreign-syntax'; readonly several?: true }
  /** Anything else that an engine refuses; the message tells. */
  | { readonly kind: 'other' };

export interface Problem {
  readonly fact: ProblemFact;
  /** Does the engine refuse the statement, or silently do something else? */
  readonly effect: 'refuses' | 'changes';
  /** errno (MySQL, MariaDB), SQLSTATE (PostgreSQL), result code name (SQLite); null: none, or the framework itself. */
  readonly code: string | null;
  /** The engine's own message. */
  readonly message: string;
  /** The author's call that is at fault, where the statement holds several. */
  readonly origin?: Origin;
}

export interface Verdict {
  readonly outcome: 'accepts' | 'refuses' | 'unknown';
  /** Refusals first, in the order in which the engine would find them. */
  readonly problems: readonly Problem[];
  /** Why the outcome is unknown. */
  readonly reason?: string;
  /** The catalog as if the statement had succeeded: later statements are judged against it. */
  readonly after: Catalog;
  /** The catalog that the engine would really be left with. */
  readonly left: Catalog;
}

/** The refusal that the engine would tell; undefined: it would tell none. */
export function firstRefusal({ problems }: Pick<Verdict, 'problems'>): Problem | undefined {
  return problems.find(({ effect }) => effect === 'refuses');
}

/** An engine's judge: one per engine, over structured statements and the catalog so far. */
export interface Judge {
  /** A fresh database on this target. */
  initial(target: Target): Catalog;
  judge(catalog: Catalog, statement: Statement, target: Target): Verdict;
  /** Bytes that an index key of this table may have; null or absent: there is no such limit. */
  keyLimit?(target: Target, table: Table): number | null;
  /** What a statement makes the engine do to a table that has rows; absent: nothing that others wait for is known. */
  tableWork?(target: Target, statement: Statement, before: Catalog, after: Catalog): readonly TableWork[];
  /** What a key over these parts takes of what it may have; absent: there are no such limits, or none before the values are known. */
  keySize?(target: Target, table: Table, parts: readonly KeyPart[]): KeySize;
  /** The last second, since 1970-01-01 00:00:00 UTC, that a TIMESTAMP column holds; null or absent: it reaches further. */
  lastTimestamp?(target: Target): number | null;
}

/** Bytes of a key. */
export interface KeySize {
  /** Null: a part's length is not known before its values are, or is an expression. */
  readonly bytes: number | null;
  readonly limit: number;
  /** The most that any one part takes, and may take. */
  readonly longestPart: number | null;
  readonly partLimit: number;
}

/** Circumstances of a statement that the SQL does not show. */
export interface ExecuteOptions {
  /** The framework's connection it goes to; absent: the default one. */
  readonly connection?: string;
  /** Why it may not be sent at all; absent: it is. */
  readonly uncertain?: string;
  /** Why a fresh database does not make this call of the author; undefined: it does. */
  readonly unreached?: (origin: Origin) => string | undefined;
  /** Why a call that the statement is made of may not be made at all; absent: all of them are. */
  readonly doubt?: (origin: Origin) => string | undefined;
}

export interface Executed {
  readonly verdict: Verdict;
  /** Tells the session that the evaluated code has caught the refusal. */
  caught(): void;
  /** It was caught, and then thrown on to nobody who would catch it. */
  passedOn(): void;
}

/** How an evaluated migration and an engine take turns. `replay` wires it to a server instead of a judge. */
export interface Session {
  readonly target: Target;
  execute(statement: Statement, options?: ExecuteOptions): Executed;
  /** The catalog of a connection; without a name, the default connection's. */
  catalog(connection?: string): Catalog;
}
