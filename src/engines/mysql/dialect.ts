/** In what MySQL and MariaDB differ, from each other and from version to version. The rest of this folder serves both. */
import { hasReached, type ObjectKind } from '../../schema/index.ts';
import type { Stage } from './findings.ts';
import type { OnlineDdl } from './online-ddl.ts';

/** A number that the engine keeps to, where it is written down, and the version on which it was tried. */
export interface Limit {
  readonly value: number;
  readonly source: string;
  readonly measured: string;
  /** The first version with this value; absent: since ever. Versions that came before have the entry above. */
  readonly since?: string;
}

export type LimitName =
  | 'identifier'
  | 'keyBytes'
  | 'keyPartBytes'
  | 'keyPartBytesOldFormats'
  | 'keyBytesMyisam'
  | 'keyParts'
  | 'keysPerTable'
  | 'rowBytes'
  | 'columnOctets'
  | 'charLength'
  | 'columnsServer'
  | 'columnsInnodb'
  | 'decimalDigits'
  | 'decimalScale'
  | 'fractionalDigits'
  | 'bitLength'
  | 'displayWidth'
  | 'vectorDimensions'
  | 'columnComment'
  | 'tableComment'
  | 'timestampSeconds';

/** Oldest value first. */
export type LimitTable = Readonly<Record<LimitName, readonly Limit[]>>;

export function limitAt(table: LimitTable, name: LimitName, version: string): number {
  let value = 0;
  for (const limit of table[name]) {
    if (limit.since === undefined || hasReached(version, limit.since)) value = limit.value;
  }
  return value;
}

/** What a dialect is at one version; worked out once, as every statement asks for it. */
export interface DialectAt {
  readonly traits: Traits;
  limit(name: LimitName): number;
}

const AT_VERSION = new WeakMap<Dialect, Map<string, DialectAt>>();

export function dialectAt(dialect: Dialect, version: string): DialectAt {
  let versions = AT_VERSION.get(dialect);
  if (versions === undefined) {
    versions = new Map();
    AT_VERSION.set(dialect, versions);
  }
  let found = versions.get(version);
  if (found === undefined) {
    const limits = new Map<LimitName, number>();
    found = {
      traits: dialect.traits(version),
      limit: (name) => {
        let value = limits.get(name);
        if (value === undefined) {
          value = limitAt(dialect.limits, name, version);
          limits.set(name, value);
        }
        return value;
      },
    };
    versions.set(version, found);
  }
  return found;
}

/** What an engine of one version can do, or does in its own way. */
export interface Traits {
  /** Default character set of a server that nobody configured. */
  readonly serverCharset: string;
  readonly defaultCollations: Readonly<Record<string, string>>;
  /** A key over one too long column: refused, cut to a prefix, or cut only outside strict mode. Never for UNIQUE. */
  readonly longKey: 'refuse' | 'prefix' | 'prefix-unless-strict';
  /** A too long UNIQUE becomes a hash index. */
  readonly hashUnique: boolean;
  /** TEXT and BLOB in a key without a length: cut or hashed like any other long column. */
  readonly blobKeys: boolean;
  /** The errno for a part that passes the row format's 767 bytes while the server's own limit is not passed. */
  readonly partTooLong: '1071' | '1709';
  readonly literalBlobDefaults: boolean;
  readonly expressionDefaults: boolean;
  /** CURRENT_TIMESTAMP as the default of any type, of any precision. */
  readonly looseNowDefaults: boolean;
  /** Trailing spaces that pass the column's length are cut from a default. */
  readonly trimsDefaults: boolean;
  /** PRIMARY KEY over a column that says NULL: refused (1171), or silently made NOT NULL. */
  readonly nullablePrimaryKey: 'refuse' | 'notNull';
  /** TIMESTAMP without NULL gets NOT NULL and a default of its own (explicit_defaults_for_timestamp is off). */
  readonly implicitTimestamps: boolean;
  /** JSON: not there, a type of its own, or another word for LONGTEXT. */
  readonly json: 'none' | 'native' | 'longtext';
  readonly renameColumn: boolean;
  readonly renameIndex: boolean;
  readonly dropConstraint: boolean;
  /** IF [NOT] EXISTS for columns, indexes and keys. */
  readonly ifExistsInAlter: boolean;
  readonly checks: 'none' | 'schema' | 'table';
  /** Are md5(), sha1() and sha() functions of the server itself? */
  readonly classicHashes: boolean;
  /** Dropping a column that a UNIQUE or PRIMARY KEY of several columns holds. */
  readonly dropFromUnique: 'shrinks' | 'refuse';
  /** DROP TABLE a, b is done as a whole or not at all. */
  readonly atomicDrop: boolean;
  /** The parent of a foreign key: any index that starts with the columns, or a unique key of just these. */
  readonly foreignKeyParent: 'indexed' | 'unique';
  /** Is the parent's type compared though foreign key checks are off? */
  readonly checksTypesAlways: boolean;
  /** How a change of a foreign key's column is judged: against its other end, or by the change alone. */
  readonly modifyForeignKeyColumn: 'compare' | 'sameType';
  /** An index that a foreign key needs may go while foreign key checks are off. */
  readonly dropNeededIndexUnchecked: boolean;
  /** Dropping a foreign key's column is refused with the index's error while checks are on. */
  readonly dropColumnNamesIndex: boolean;
  /** A column of TEXT kind or over 255 bytes leaves this much in an InnoDB page (DYNAMIC). */
  readonly pageRule: 'mysql' | 'mariadb';
  /** Is an InnoDB row that cannot fit a page refused (innodb_strict_mode)? */
  readonly innodbStrict: boolean;
  /** InnoDB's row format where none is written. */
  readonly defaultRowFormat: 'dynamic' | 'compact';
  /** Names outside the basic multilingual plane: refused (1300) or stored with question marks. */
  readonly supplementaryNames: 'refuse' | 'replace';
  /** Types that this version does not know; using one is a syntax error or an unknown type. */
  readonly missingTypes: readonly string[];
  readonly autoIncrementFloat: boolean;
  readonly generatedColumns: boolean;
  readonly spatialIndexes: boolean;
  /** A plain key over a geometry column becomes a spatial index, or is one over bytes. */
  readonly geometryKeys: 'spatial' | 'bytes';
  /** A spatial index of several columns is not even grammar. */
  readonly spatialIndexSyntax: boolean;
  /** The errno of RENAME TABLE for a table that is not there. */
  readonly renameMissingTable: '1146' | '1017';
  /** Text that is no number as a DECIMAL's default passes outside strict mode. */
  readonly lenientDecimalDefaults: boolean;
  /** A virtual column as a foreign key's child. */
  readonly virtualForeignKeys: boolean;
  /** ON UPDATE CASCADE from a column that may be NULL to one that may not is refused in strict mode. */
  readonly cascadeLooksAtNull: boolean;
  /** `DROP PRIMARY KEY, ADD PRIMARY KEY` does not look whether a foreign key needs the old one. */
  readonly replacesNeededPrimaryKey: boolean;
  /** At which stages these are found. */
  readonly stages: {
    /** CREATE TABLE for one that is there. */
    readonly existingTable: Stage;
    readonly duplicateColumn: Stage;
    readonly indexName: Stage;
    readonly foreignKeyName: Stage;
    readonly duplicateKey: Stage;
    /** One column twice in a key. */
    readonly duplicatePart: Stage;
    /** Names that are the engine's own, and empty ones. */
    readonly wrongIndexName: Stage;
    /** Names that end in a space. */
    readonly spacedIndexName: Stage;
    readonly primaryKey: Stage;
    readonly secondPrimary: Stage;
    readonly heldColumn: Stage;
    readonly neededIndex: Stage;
    readonly foreignKey: Stage;
    /** In CREATE TABLE. */
    readonly duplicateForeignKey: Stage;
    readonly missingForeignKey: Stage;
  };
  /** Is a definition changed for an old style of refusal: 1215 and 1022 in place of a reason of its own? */
  readonly foreignKeyWording: 'own' | '1215' | '1005';
}

/** A refusal's errno and text. */
export interface Wording {
  /** null: nothing that the engine would number (a warning, or no word at all). */
  readonly code: string | null;
  readonly message: string;
}

export type ForeignKeyFault =
  | { readonly kind: 'parent-missing'; readonly parent: string }
  | { readonly kind: 'parent-column-missing'; readonly column: string; readonly parent: string }
  | { readonly kind: 'type-mismatch'; readonly column: string; readonly parentColumn: string }
  | { readonly kind: 'not-indexed'; readonly parent: string }
  | { readonly kind: 'not-unique'; readonly parent: string }
  | { readonly kind: 'set-null'; readonly column: string }
  | { readonly kind: 'duplicate-name' }
  | { readonly kind: 'virtual-column'; readonly column: string };

/** How an engine says the things that the two say differently. */
export interface Words {
  tableNameTooLong(name: string): Wording;
  cannotDrop(what: 'column' | 'index' | 'foreignKey' | 'constraint', name: string): Wording;
  foreignKey(fault: ForeignKeyFault, name: string, table: string, traits: Traits): Wording;
  dropReferencedTable(
    table: string,
    by: { readonly name: string; readonly table: string },
    traits: Traits,
  ): Wording;
  dropColumnOfKey(column: string, foreignKey: string, child: string | null): Wording;
  changeColumnOfKey(column: string, foreignKey: string, child: string | null): Wording;
  dropNeededIndex(index: string, table: string, copies: boolean, traits: Traits): Wording;
  tooManyColumns(table: string, count: number, server: boolean): Wording;
  literalDefault(column: string): Wording;
  precision(column: string, precision: number, limit: number): Wording;
  duplicateCheck(name: string): Wording;
  unknownType(type: string): Wording;
  generatedDependency(column: string): Wording;
  dropView(table: string): Wording;
  /** CREATE OR REPLACE VIEW over a table. */
  notView(table: string): Wording;
  /** DROP VIEW of what is not there, and of a table. */
  unknownView(view: string): Wording;
  dropNoView(table: string): Wording;
  notBaseTable(table: string): Wording;
  unknownColumnIn(column: string, verb: string): Wording;
  spatialParts(traits: Traits): Wording;
  spatialType(): Wording;
}

export interface Dialect {
  readonly engine: 'mysql' | 'mariadb';
  readonly title: string;
  readonly limits: LimitTable;
  readonly words: Words;
  traits(version: string): Traits;
  /** Which changes of a table copy it. */
  onlineDdl(version: string): OnlineDdl;
  /** Does this version have the collation? Unknown families are given the benefit of the doubt. */
  knowsCollation(collation: string, version: string): boolean;
}

/** What stands in a key's messages and facts for a primary key. */
export const PRIMARY = 'PRIMARY';

export const INDEX_OBJECT: Readonly<Record<string, ObjectKind>> = {
  primary: 'primaryKey',
  unique: 'unique',
  index: 'index',
  fulltext: 'index',
  spatial: 'index',
};
