/**
 * What differs between Laravel's versions in the schema builder, each difference under one name with the release that
 * brought it (read from the sources of every release from 8.0.0 to 13.26.1).
 */
import { compareVersions } from '../../schema/index.ts';
import { fullVersion } from './vocabulary.ts';

const SINCE = {
  // ---- Blueprint
  /** Changed and renamed columns are compiled by Laravel itself; below, by doctrine/dbal where it is installed. */
  nativeChange: '11.0',
  /** Where doctrine/dbal is not installed, columns are renamed and dropped natively; from 10.0 changed, too. */
  nativeWithoutDoctrine: '9.44',
  changeCompiled: '10.0',
  /** Each added or changed column is a command of its own, in the order written; below, all in one, at the front. */
  columnPerCommand: '11.15',
  /** Fluent commands (comment, starting value) are made for every column and look for themselves. */
  commandPerColumn: '10.0',
  /** `->index(false)->change()` drops the index. */
  dropIndexByFalse: '9.48',
  /** A changed auto-increment column on MySQL gets no primary-key command. */
  autoIncrementKeyInColumn: '11.0',
  /** `->index()` on a vector column makes a vector index. */
  vectorIndexModifier: '12.47',
  /** Fluent index modifiers: fulltext, fullText. */
  fulltextModifier: '8.79',
  /** The table's prefix stands behind the schema in an automatic index name, and `prefix_indexes` is asked then. */
  schemaInIndexName: '11.0',
  /** char(length: 0) stays 0. */
  charLengthZero: '9.0',
  /** dropForeignIdFor drops the column; below, the key. */
  dropForeignIdForColumn: '12.0',
  /** foreignIdFor makes a ULID column for models with HasUlids. */
  foreignUlidForModel: '10.9',
  /** foreignIdFor remembers the model's table, and from 11.31 its key's name. */
  foreignTableOfModel: '11.28',
  foreignColumnOfModel: '11.31',
  /** Builder::$defaultTimePrecision is asked; below, 0 is the parameter's own default. */
  defaultTimePrecision: '12.0',
  /** timestamps() and datetimes() return a Collection. */
  timestampsReturnColumns: '12.17',
  /** The indexes that morphs makes place their columns after another one. */
  morphsAfter: '12.23',
  /** Enum cases in the list of an enum column. */
  enumCasesAllowed: '12.22',
  /** Vector indexes of MariaDB. */
  mariaVectorIndex: '13.13',
  /** An expression is no string any more. */
  expressionNoText: '10.0',
  /** Blueprint::after() moves the columns that its closure adds. */
  afterClosure: '8.27',

  // ---- Grammar
  /** The prefix goes to the last segment of `schema.table`; below, to the first (twice). */
  prefixOnLastSegment: '11.0',
  /** `column->path` is a JSON selector; virtualAsJson and storedAsJson. */
  jsonSelectors: '9.0',
  /** Enum cases as default values: backed ones, then all. */
  backedEnumDefaults: '10.24',
  unitEnumDefaults: '12.29',
  /** Quotes in default values are doubled. */
  quotesEscaped: '12.20',
  /** useCurrent() sets the default attribute; below, it is part of the type's text. */
  currentAsDefault: '10.0',
  /** useCurrent() on date and year columns. */
  currentDate: '12.14',
  /** float(precision); below, float is double. */
  floatPrecision: '11.0',
  /** geometry(subtype, srid), geography(). */
  geometrySubtypes: '11.0',
  rawType: '11.32',
  vectorType: '11.25',
  tsvectorType: '12.54',
  vectorIndexCommand: '12.47',
  dropForeignRefused: '11.0',

  // ---- SQLite
  /** Keys and changes rebuild the table from what the database answers (BlueprintState). */
  sqliteRebuild: '11.15',
  sqliteDefaultsInParentheses: '11.23',
  /** A default of 0 survives the rebuild. */
  sqliteZeroDefaultKept: '11.11',
  sqliteForeignTableRaw: '11.23',
  sqliteCollate: '11.0',
  /** `create index "schema"."name" on "table"`. */
  sqliteSchemas: '12.0',
  sqlitePragmaLowerCase: '12.0',
  /** `null` is written for nullable columns until 8.22. */
  sqliteNullOmitted: '8.22',

  // ---- MySQL
  /** The primary key is part of CREATE TABLE. */
  mysqlPrimaryInCreate: '10.38',
  /** ADD PRIMARY KEY without a name. */
  mysqlPrimaryUnnamed: '9.47',
  mysqlInvisible: '8.76',
  /** `auto_increment` only, where a primary-key command stands by. */
  primaryCommandChecked: '11.0',
  mysqlInstant: '12.40.1',
  mysqlInstantDrop: '12.40.2',
  mysqlLock: '12.46',
  /** Old servers get CHANGE instead of RENAME COLUMN. */
  mysqlLegacyRename: '11.3',
  /** MariaDB before 10.7 gets char(36) for uuid. */
  mariaUuidByVersion: '12.7',
  /** json_value instead of json_unquote(json_extract()). */
  mariaJsonValue: '12.35',

  // ---- PostgreSQL
  /** Identity columns are a modifier; serial types ask for `generatedAs`. */
  identityModifier: '10.0',
  /** char and varchar without length. */
  postgresOpenLength: '9.7',
  postgresUniqueDeferrable: '9.31',
  postgresNullsNotDistinct: '12.3',
  postgresOnline: '12.23',
  postgresOperatorClass: '12.21',
  postgresVirtualKeyword: '12.34',
  postgresUsing: '13.23',
  /** How a sequence's start is set. */
  sequenceByLastSegment: '11.0',
  sequenceBySchema: '12.0',
  sequenceBySetval: '12.51',
  /** dropPrimary puts the prefix before the key's name. */
  dropPrimaryWithPrefix: '10.21.1',
  fulltextOverColumns: '8.79',
  tableComment: '9.14',
  fulltextRemovalMessage: '9.2',
  ulidMorphs: '9.33',
} as const satisfies Record<string, string>;

export type Capability = keyof typeof SINCE;
export type Capabilities = Readonly<Record<Capability, boolean>>;

const cache = new Map<string, Capabilities>();

export function capabilitiesOf(frameworkVersion: string): Capabilities {
  const version = fullVersion(frameworkVersion);
  let found = cache.get(version);
  if (found === undefined) {
    found = Object.fromEntries(
      Object.entries(SINCE).map(([name, since]) => [name, compareVersions(version, since) >= 0]),
    ) as Record<Capability, boolean>;
    cache.set(version, found);
  }
  return found;
}
