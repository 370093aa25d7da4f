/**
 * What differs between Laravel's versions in the schema builder, each difference under one name with the release that
 * brought it (read from the sources of every release from 8.0.0 to 13.42.0, but for 13.29 and 13.34 to 13.36, which
 * were not to be had: what came with one of these stands at the next).
 */
import { compareVersions } from '../../schema/index.ts';
import { fullVersion } from './vocabulary.ts';

/** The release that brought it; of several, the second took it away and the third brought it back. */
const SINCE = {
  // ---- Blueprint
  /** Changed and renamed columns are compiled by Laravel itself; below, by doctrine/dbal where it is installed. */
  nativeChange: '11.0',
  /** Where doctrine/dbal is not installed, columns are renamed and dropped natively; from 10.0 changed, too. */
  nativeWithoutDoctrine: '9.44',
  changeCompiled: '10.0',
  // What is asked of doctrine/dbal (ChangeColumn).
  /** No charset and collation for DATETIME. */
  doctrineDateTimeWithoutCharacters: '8.66',
  /** CHAR goes under the name that dbal has for it. */
  doctrineChar: '9.4',
  /** The same for DOUBLE and TINYTEXT; no charset and collation for TIMESTAMP. */
  doctrineDouble: '9.30.1',
  /** What dbal has no setter for is an option of the platform; below, the column's own, which makes any change differ. */
  doctrinePlatformOptions: '10.0',
  /** A table that is not there is missed; below, it is one without columns. */
  doctrineMissesTables: '10.0',
  /** Columns are compared as the engine has them written; below, by their properties. */
  doctrineComparesDeclarations: '10.5',
  /** The counter ends where a column becomes something else than an integer. */
  doctrineEndsCounters: '10.25',
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
  /** dropVectorIndex(), which `->vectorIndex(false)->change()` calls, too. */
  dropVectorIndex: '13.30',
  /** Vector indexes of MariaDB. */
  mariaVectorIndex: '13.13',
  /** An expression is no string any more. */
  expressionNoText: '10.0',
  /** Blueprint::after() moves the columns that its closure adds. */
  afterClosure: '8.27',

  /** A modifier takes its argument by any name; below, only by position. */
  modifierByName: '9.32',

  /** getColumnType() does not mind the case of a column's name. */
  columnTypeIgnoresCase: '11.8',
  /** hasIndex() does not mind the case of the name. */
  hasIndexIgnoresCase: '13.32',
  /** getColumns() answers a PostgreSQL sequence as the default. */
  sequenceAsDefault: '11.0',
  /** Tables are listed with their schemas. */
  tablesOfSchemas: '12.0',

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
  sqliteForeignTableWrapped: '13.38',
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
  mysqlInplace: '13.33',
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
  /** Dropped and renamed indexes bear the schema of their table. */
  postgresIndexInSchema: '13.40',
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

  // ---- Query builder
  /** `as "aggregate"`; below, the name stands unquoted. */
  aggregateWrapped: '13.10',
  /** A JSON path can end in `[0]`. */
  jsonPathBrackets: '9.7',
  /** What is looked for in JSON is sent without `\u….`. */
  jsonContainsUnicode: ['9.52.8', '10.0', '10.13'],
  /** insertUsing() without columns, or with `*`, names none. */
  insertUsingAllColumns: '10.5.1',
  /** A nested condition is cut by its own query's word; below, by the outer one's. */
  nestedWordOfInner: '10.7',
  /** A question mark in whereColumn()'s operator is doubled. */
  columnOperatorEscaped: '13.21',
  indexHintChecked: ['11.48', '12.0', '12.48'],
  severalIndexHints: '12.49',
  sqliteIndexHintUncheckedUnlessForced: '12.48',
  sqliteSeveralIndexHints: '13.40',
  randomSeedChecked: ['11.49', '12.0', '12.48'],
  /** `is` and `is not` are operators. */
  isOperators: '9.10',
  /** `<=>` with null asks for null; below, for what is not null. */
  nullSafeNull: '12.4',
  nullSafeEquals: '12.53',
  /** The and or or of where([[…], […]]) holds between its conditions. */
  booleanOfArrayWheres: '11.28',
  /** where('a', $query); below, only a closure makes a subquery. */
  whereSubOfQuery: '10.20',
  /** whereDate('a', 'x', …): what is no operator is a value. */
  dateOperatorChecked: ['10.48.21', '11.0', '11.23.4'],
  rowValuesOperatorChecked: ['12.70', '13.0', '13.37'],
  whereInChecked: '9.45',
  integersFlattened: '9.47',
  whereBetweenOfSubquery: '12.45',
  /** addSelect() of a column that is selected already. */
  addSelectOnce: '9.52',
  /** chunkById() asks for keys that are not null first. */
  pageAfterNull: '12.4',
  /** chunk() keeps to the query's own limit and offset. */
  chunkKeepsLimit: '12.0',
  pluckKeyOnce: '11.41.1',
  /** update(['a' => $query]), and of an Eloquent query. */
  updateOfQuery: '11.0',
  updateOfEloquentQuery: '12.51',
  upsertAlias: '9.10',
  /** updateOrInsert() takes a closure. */
  updateOrInsertClosure: '11.10',
  uniqueByChecked: '13.0',
  mysqlDeleteJoinLimited: '13.0',
  jsonOverlapsExtracted: '13.37',
  jsonUpdateCastOfGrammar: '13.40',
  /** The query grammar's json_query() for a cast. */
  mariaJsonQuery: '11.14',
  sqliteJsonContains: '10.38',
  sqliteTruncatePrefixed: '10.46',
  postgresJsonbLength: '9.0',
  postgresJsonQuoted: ['12.67', '13.0', '13.24'],
  postgresJsonDateEnclosed: '12.4',
  fullTextVectors: '12.53',
  fullTextRawMode: '12.53',
  moreFullTextLanguages: '13.40',

  // ---- Eloquent
  /** whereKey() writes whole numbers into the text. */
  keysInText: '9.46',
  uniqueIdsInUpsert: '10.3',
  /** Models with HasUuids make their keys. */
  uniqueIds: '9.30.1',
  castsMethod: '11.0',
  /** `$dates` lists columns that are dates. */
  datesProperty: ['8.0', '10.0'],
  enumCasts: '8.69',
  /** `$this->timestamps` is asked by usesTimestamps() everywhere. */
  softDeletesAskTimestamps: '9.31',
  /** increment() on a model leaves its global scopes out. */
  incrementWithoutScopes: '10.15',
  /** Scopes with `or not` are nested, too. */
  scopesNestOrNot: '10.46',
  /** increment() on a model sends extra attributes as they are cast. */
  extraAttributesCast: '13.37',
  /** Attributes of a model's class: #[Table], #[Fillable] … */
  modelAttributes: '13.0',
} as const satisfies Record<string, string | readonly string[]>;

export type Capability = keyof typeof SINCE;
export type Capabilities = Readonly<Record<Capability, boolean>>;

const cache = new Map<string, Capabilities>();

export function capabilitiesOf(frameworkVersion: string): Capabilities {
  const version = fullVersion(frameworkVersion);
  let found = cache.get(version);
  if (found === undefined) {
    found = Object.fromEntries(
      Object.entries<string | readonly string[]>(SINCE).map(([name, spans]) => [name, isIn(version, spans)]),
    ) as Record<Capability, boolean>;
    cache.set(version, found);
  }
  return found;
}

/** Is a version at or after this one; of several, in a span from the first to before the second, or from the third on? */
function isIn(version: string, spans: string | readonly string[]): boolean {
  const limits = typeof spans === 'string' ? [spans] : spans;
  return limits.filter((limit) => compareVersions(version, limit) >= 0).length % 2 === 1;
}
