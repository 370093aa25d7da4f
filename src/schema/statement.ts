/**
 * What is asked of an engine, as structured DDL together with its SQL text.
 *
 * A framework's grammar yields both at once, and raw SQL is read into the same structure, so that a judge sees
 * nothing that was not sent.
 */
import type { Origin } from './source.ts';

/** A table as the statement names it: prefix applied, quotes removed. */
export interface TableName {
  readonly name: string;
  /** Schema (PostgreSQL) or database (MySQL, MariaDB), where the statement names one. */
  readonly schema?: string;
}

/** A column's type as the engine is told it. */
export interface ColumnType {
  /** The engine's own word, lower case, without arguments: `varchar`, `bigint`, `double precision`, `enum`. */
  readonly name: string;
  /** The whole type as written in the statement: `bigint unsigned`, `varchar(255)`. */
  readonly text: string;
  /** Length in characters (char, varchar) or bytes (binary, varbinary). */
  readonly length?: number;
  /** Digits (decimal), or fractional seconds (time types). */
  readonly precision?: number;
  readonly scale?: number;
  readonly unsigned?: boolean;
  /** The members of an enum or set. */
  readonly members?: readonly string[];
}

export type DefaultValue =
  /** A literal; `value` is its text without quotes, null for NULL. */
  | { readonly kind: 'literal'; readonly value: string | null; readonly sql: string }
  /** An expression or keyword such as CURRENT_TIMESTAMP. */
  | { readonly kind: 'expression'; readonly sql: string }
  /** It could not be known; `sql` holds a question mark in its place. */
  | { readonly kind: 'unknown'; readonly sql: string };

export interface ColumnSpec {
  readonly name: string;
  readonly type: ColumnType;
  /** false: NOT NULL was written; true: NULL was written; absent: neither. */
  readonly nullable?: boolean;
  readonly default?: DefaultValue;
  readonly autoIncrement?: boolean;
  /** GENERATED … AS IDENTITY was written, which a `serial` must not have. */
  readonly identity?: true;
  /** PRIMARY KEY / UNIQUE in the column's own definition. */
  readonly primaryKey?: boolean;
  readonly unique?: boolean;
  readonly charset?: string;
  readonly collation?: string;
  /** The attribute BINARY (MySQL, MariaDB): the collation of the character set that compares code by code. */
  readonly binaryCollation?: boolean;
  readonly comment?: string;
  readonly generated?: { readonly expression: string; readonly stored: boolean };
  /** The text of a CHECK in the column's own definition. */
  readonly check?: string;
  readonly onUpdate?: string;
  readonly position?: { readonly after: string } | 'first';
  readonly invisible?: boolean;
  /** Modifiers that the author has written, and that the framework does not send to this engine. */
  readonly unsent?: readonly string[];
  readonly origin?: Origin;
}

/** One part of an index: a column (with a prefix length where one was written), or an expression. */
export type KeyPart =
  | {
      readonly column: string;
      readonly length?: number;
      readonly descending?: boolean;
      /** PostgreSQL: one that no server has of itself, such as pg_trgm's `gin_trgm_ops`. */
      readonly operatorClass?: string;
    }
  | { readonly expression: string };

export type IndexKind = 'index' | 'unique' | 'fulltext' | 'spatial';

export interface IndexSpec {
  readonly kind: IndexKind;
  /** Absent: the engine makes a name. */
  readonly name?: string;
  readonly parts: readonly KeyPart[];
  readonly method?: string;
  /** UNIQUE as a constraint (ALTER TABLE … ADD CONSTRAINT … UNIQUE), not as an index: PostgreSQL tells them apart. */
  readonly constraint?: boolean;
  /** A partial index's condition. */
  readonly where?: string;
  /** INCLUDE (PostgreSQL): columns that it holds besides its parts. */
  readonly include?: readonly string[];
  /** DEFERRABLE (PostgreSQL): no foreign key can point to it. */
  readonly deferrable?: boolean;
  readonly origin?: Origin;
}

export type ReferentialAction = 'cascade' | 'restrict' | 'set null' | 'set default' | 'no action';

export interface ForeignKeySpec {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly parent: TableName;
  readonly parentColumns: readonly string[];
  readonly onDelete?: ReferentialAction;
  readonly onUpdate?: ReferentialAction;
  /** Written in the column's own definition: REFERENCES …. Beside an `addColumn` it belongs to that column. */
  readonly inline?: boolean;
  readonly origin?: Origin;
}

export interface PrimaryKeySpec {
  /** A constraint name, where one was written. */
  readonly name?: string;
  readonly parts: readonly KeyPart[];
  /** As an index has it. */
  readonly deferrable?: boolean;
  readonly origin?: Origin;
}

export interface CheckSpec {
  readonly name?: string;
  readonly expression: string;
  readonly origin?: Origin;
}

/** One step of ALTER TABLE. */
export type AlterAction =
  | { readonly kind: 'addColumn'; readonly column: ColumnSpec; readonly ifNotExists?: boolean }
  /** MODIFY / CHANGE (MySQL, MariaDB): the whole definition anew; `from` is the old name. */
  | { readonly kind: 'modifyColumn'; readonly from: string; readonly column: ColumnSpec }
  /** ALTER COLUMN (PostgreSQL, partly MySQL): one property. */
  | {
      readonly kind: 'alterColumnType';
      readonly column: string;
      readonly type: ColumnType;
      readonly collation?: string;
      readonly using?: string;
      readonly origin?: Origin;
    }
  | { readonly kind: 'alterColumnDefault'; readonly column: string; readonly default: DefaultValue | null }
  | { readonly kind: 'alterColumnNull'; readonly column: string; readonly nullable: boolean }
  | { readonly kind: 'dropColumnExpression'; readonly column: string; readonly ifExists: boolean }
  /** ADD GENERATED … AS IDENTITY (PostgreSQL). */
  | { readonly kind: 'addIdentity'; readonly column: string }
  | {
      readonly kind: 'dropColumn';
      readonly column: string;
      readonly ifExists?: boolean;
      readonly cascade?: boolean;
    }
  | { readonly kind: 'renameColumn'; readonly from: string; readonly to: string; readonly origin?: Origin }
  | { readonly kind: 'addIndex'; readonly index: IndexSpec; readonly ifNotExists?: boolean }
  | { readonly kind: 'dropIndex'; readonly name: string; readonly ifExists?: boolean }
  | { readonly kind: 'renameIndex'; readonly from: string; readonly to: string; readonly origin?: Origin }
  | { readonly kind: 'addPrimaryKey'; readonly primaryKey: PrimaryKeySpec }
  /** ADD … PRIMARY KEY | UNIQUE USING INDEX (PostgreSQL): a unique index becomes a constraint, under its name if one is given. */
  | {
      readonly kind: 'addKeyFromIndex';
      /** The index. */
      readonly from: string;
      readonly name?: string;
      readonly primary: boolean;
      readonly origin?: Origin;
    }
  | { readonly kind: 'dropPrimaryKey' }
  | { readonly kind: 'addForeignKey'; readonly foreignKey: ForeignKeySpec }
  | { readonly kind: 'dropForeignKey'; readonly name: string; readonly ifExists?: boolean }
  | { readonly kind: 'addCheck'; readonly check: CheckSpec }
  /** DROP CONSTRAINT: whatever bears that name (PostgreSQL; MySQL 8.0.19+; MariaDB). */
  | {
      readonly kind: 'dropConstraint';
      readonly name: string;
      readonly ifExists?: boolean;
      readonly cascade?: boolean;
    }
  /** RENAME CONSTRAINT: whatever bears that name (PostgreSQL). */
  | {
      readonly kind: 'renameConstraint';
      readonly from: string;
      readonly to: string;
      readonly origin?: Origin;
    }
  | { readonly kind: 'renameTo'; readonly to: TableName; readonly origin?: Origin }
  | { readonly kind: 'setOptions'; readonly options: TableOptions }
  /** Says nothing about the schema: AUTO_INCREMENT = n, ALGORITHM, LOCK. */
  | { readonly kind: 'noSchemaChange'; readonly what: string };

export interface TableOptions {
  readonly engine?: string;
  readonly charset?: string;
  readonly collation?: string;
  /** CONVERT TO CHARACTER SET (MySQL, MariaDB): the columns as well. */
  readonly convert?: boolean;
  readonly rowFormat?: string;
  readonly comment?: string;
  readonly strict?: boolean;
  readonly withoutRowid?: boolean;
}

/** A value that is sent apart from the text; `unknown` says why it cannot be known. */
export type StatementBinding = string | number | null | { readonly unknown: string };

/** What every statement carries. */
interface Sent {
  /** The text that the engine is sent. */
  readonly sql: string;
  /** In the order of the placeholders in `sql`. */
  readonly bindings?: readonly StatementBinding[];
  /** Why the text is not known to the letter; `sql` has a question mark for what is missing. */
  readonly unknownText?: string;
  readonly origin: Origin;
}

/** CREATE TYPE … AS ENUM, ALTER TYPE and DROP TYPE of one. Names are without their schema, which is the default one. */
export type EnumTypeChange =
  | { readonly action: 'create'; readonly name: string; readonly labels: readonly string[] }
  | {
      readonly action: 'addLabel';
      readonly name: string;
      readonly label: string;
      readonly ifNotExists: boolean;
      /** The label that the new one stands beside. */
      readonly beside?: { readonly label: string; readonly where: 'before' | 'after' };
    }
  | { readonly action: 'renameLabel'; readonly name: string; readonly from: string; readonly to: string }
  | { readonly action: 'rename'; readonly name: string; readonly to: string }
  | {
      readonly action: 'drop';
      readonly names: readonly string[];
      readonly ifExists: boolean;
      readonly cascade: boolean;
    };

export type RowLock = 'update' | 'share';

export type Statement = Sent &
  (
    | {
        readonly kind: 'createTable';
        readonly table: TableName;
        readonly columns: readonly ColumnSpec[];
        readonly primaryKey?: PrimaryKeySpec;
        readonly indexes: readonly IndexSpec[];
        readonly foreignKeys: readonly ForeignKeySpec[];
        readonly checks: readonly CheckSpec[];
        /** Its keys in the order in which they are written, where that is another than primary key, indexes, foreign keys. */
        readonly keysAsWritten?: readonly (PrimaryKeySpec | IndexSpec | ForeignKeySpec)[];
        readonly options: TableOptions;
        readonly temporary: boolean;
        readonly ifNotExists: boolean;
      }
    | {
        readonly kind: 'dropTable';
        readonly tables: readonly TableName[];
        readonly ifExists: boolean;
        readonly cascade: boolean;
      }
    /** Its query is not followed beyond the tables that it names. */
    | {
        readonly kind: 'createView';
        readonly view: TableName;
        /** The tables and views that the query reads. */
        readonly reads: readonly TableName[];
        readonly replace: boolean;
        readonly ifNotExists: boolean;
        /** PostgreSQL's that keep their rows. */
        readonly materialized?: boolean;
      }
    | {
        readonly kind: 'dropView';
        readonly views: readonly TableName[];
        readonly ifExists: boolean;
        readonly cascade: boolean;
        readonly materialized?: boolean;
      }
    | { readonly kind: 'renameTable'; readonly from: TableName; readonly to: TableName }
    | {
        readonly kind: 'alterTable';
        readonly table: TableName;
        readonly actions: readonly AlterAction[];
        readonly ifExists?: boolean;
      }
    | {
        readonly kind: 'createIndex';
        readonly table: TableName;
        readonly index: IndexSpec;
        readonly ifNotExists: boolean;
        readonly concurrently?: boolean;
        /** The call behind the author's that would make it so, where the framework has one: `online()`. */
        readonly concurrentCall?: string;
      }
    /** `table` is absent where the engine's syntax names only the index (SQLite, PostgreSQL). */
    | {
        readonly kind: 'dropIndex';
        readonly name: string;
        readonly table?: TableName;
        readonly ifExists: boolean;
      }
    /** An enumerated type of its own (PostgreSQL). */
    | { readonly kind: 'enumType'; readonly change: EnumTypeChange }
    /** DROP SEQUENCE (PostgreSQL). */
    | {
        readonly kind: 'dropSequence';
        readonly sequences: readonly TableName[];
        readonly ifExists: boolean;
        readonly cascade: boolean;
      }
    /** ALTER INDEX … RENAME TO (PostgreSQL). */
    | { readonly kind: 'renameIndex'; readonly from: string; readonly to: string }
    | {
        readonly kind: 'comment';
        readonly table: TableName;
        readonly column?: string;
        readonly comment: string | null;
      }
    /** PRAGMA foreign_keys / SET FOREIGN_KEY_CHECKS / SET CONSTRAINTS ALL. */
    | { readonly kind: 'foreignKeyChecks'; readonly enabled: boolean }
    | { readonly kind: 'transaction'; readonly action: 'begin' | 'commit' | 'rollback' }
    /** Reads or writes rows. `rows` is absent where the values are not known. */
    | {
        readonly kind: 'data';
        readonly verb: 'select' | 'insert' | 'update' | 'delete' | 'truncate';
        readonly table: TableName | null;
        /** Other tables that it reads, as far as they are certain to be tables. */
        readonly reads?: readonly TableName[];
        readonly columns?: readonly string[];
        readonly rows?: readonly (readonly (string | number | boolean | null)[])[];
        readonly lock?: RowLock;
      }
    /**
     * Changes nothing that a catalog keeps: SET NAMES, a sequence's value, a function. `what` names it; `unsure` says why it
     * is not known whether the engine takes it.
     */
    | { readonly kind: 'noSchemaChange'; readonly what: string; readonly unsure?: string }
    /** SQL that the engine's own parser certainly gives up on: most often another engine's. */
    | {
        readonly kind: 'foreignSyntax';
        readonly fault: SyntaxFault;
        /** Where in `sql` the parser stops (UTF-16). */
        readonly at: number;
        readonly reason: string;
        /** What it says in the dialect that it is written in. */
        readonly meant?: readonly Statement[];
        /** The tables that it may touch; absent: it could be any. */
        readonly tables?: readonly TableName[];
      }
    /** SQL that was not read into structure. `reason` says why; the text is still sent. */
    | {
        readonly kind: 'notUnderstood';
        readonly reason: string;
        /** The tables that it may touch; absent: it could be any. */
        readonly tables?: readonly TableName[];
        /** It makes tables of its own, and leaves those that are known alone. */
        readonly onlyNew?: boolean;
        /**
         * It may take something away: of what `tables` hold (`parts`), or the tables themselves as well (`tables`). Nothing
         * that they held is certain any more. Absent: it only adds to them.
         */
        readonly takesAway?: 'parts' | 'tables';
      }
    /** The framework itself throws before anything is sent. `message` is the exception's. */
    | {
        readonly kind: 'frameworkRefuses';
        readonly message: string;
        /** The exception's class, where it is the migration itself that throws. */
        readonly thrown?: string;
        /** The tables that it would have made or changed: what they were meant to become is not known. */
        readonly tables?: readonly TableName[];
        /** The package whose absence is the cause. What it would have sent follows, as if it were there. */
        readonly requires?: { readonly package: string; readonly until: string };
      }
  );

/**
 * What the parser stops at. `token`: no token of that engine; `reserved`: a word that is no name there without quotes;
 * `several`: more than one statement in a text that is prepared; `empty`: none.
 */
export type SyntaxFault = 'syntax' | 'reserved' | 'token' | 'setting' | 'type' | 'several' | 'empty';

export type StatementOf<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** The columns that a key names; expressions are left out. */
export function keyColumns(parts: readonly KeyPart[]): string[] {
  const names: string[] = [];
  for (const part of parts) if ('column' in part) names.push(part.column);
  return names;
}

/** The columns of which a statement gives the whole definition. */
export function definedColumns(statement: Statement): readonly ColumnSpec[] {
  if (statement.kind === 'createTable') return statement.columns;
  if (statement.kind !== 'alterTable') return [];
  return statement.actions.flatMap((action) =>
    action.kind === 'addColumn' || action.kind === 'modifyColumn' ? [action.column] : [],
  );
}
