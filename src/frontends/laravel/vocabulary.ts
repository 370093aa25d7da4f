/**
 * The methods of Laravel's schema classes, and the versions that have them: read from the sources of every release
 * from 8.0.0 to 13.42.0 (`Illuminate\Database\Schema\*`, `Illuminate\Support\Fluent`). A span ends before `until`.
 * 13.29 and 13.34 to 13.36 were not to be had: what came with one of these stands at the next.
 */
import { compareVersions } from '../../schema/index.ts';

export interface MethodSpan {
  readonly since: string;
  readonly until?: string;
  /** The parameters as PHP writes them, without `$`: `column, length = null`. */
  readonly params: string;
}

export type Vocabulary = Readonly<Record<string, readonly MethodSpan[]>>;

/** Illuminate\Database\Schema\Blueprint. */
export const BLUEPRINT_METHODS: Vocabulary = {
  addAlterCommands: [
    { since: '11.15', until: '12.0', params: 'connection, grammar' },
    { since: '12.0', params: '' },
  ],
  addColumn: [{ since: '8.0', params: 'type, name, array parameters = []' }],
  addFluentCommands: [
    { since: '8.0', until: '10.0', params: 'grammar' },
    { since: '10.0', until: '12.0', params: 'connection, grammar' },
    { since: '12.0', params: '' },
  ],
  after: [{ since: '8.27', params: 'column, callback' }],
  autoIncrementingStartingValues: [{ since: '8.0', until: '10.0', params: '' }],
  bigIncrements: [{ since: '8.0', params: 'column' }],
  bigInteger: [{ since: '8.0', params: 'column, autoIncrement = false, unsigned = false' }],
  binary: [
    { since: '8.0', until: '11.0', params: 'column' },
    { since: '11.0', params: 'column, length = null, fixed = false' },
  ],
  boolean: [{ since: '8.0', params: 'column' }],
  build: [
    { since: '8.0', until: '12.0', params: 'connection, grammar' },
    { since: '12.0', params: '' },
  ],
  char: [{ since: '8.0', params: 'column, length = null' }],
  charset: [{ since: '10.38', params: 'charset' }],
  collation: [{ since: '10.38', params: 'collation' }],
  comment: [{ since: '9.14', params: 'comment' }],
  computed: [{ since: '8.0', params: 'column, expression' }],
  create: [{ since: '8.0', params: '' }],
  creating: [{ since: '8.0', params: '' }],
  date: [{ since: '8.0', params: 'column' }],
  dateTime: [
    { since: '8.0', until: '12.0', params: 'column, precision = 0' },
    { since: '12.0', params: 'column, precision = null' },
  ],
  datetimes: [
    { since: '10.0', until: '12.0', params: 'precision = 0' },
    { since: '12.0', params: 'precision = null' },
  ],
  dateTimeTz: [
    { since: '8.0', until: '12.0', params: 'column, precision = 0' },
    { since: '12.0', params: 'column, precision = null' },
  ],
  decimal: [
    { since: '8.0', until: '11.0', params: 'column, total = 8, places = 2, unsigned = false' },
    { since: '11.0', params: 'column, total = 8, places = 2' },
  ],
  double: [
    { since: '8.0', until: '11.0', params: 'column, total = null, places = null, unsigned = false' },
    { since: '11.0', params: 'column' },
  ],
  drop: [{ since: '8.0', params: '' }],
  dropColumn: [{ since: '8.0', params: 'columns' }],
  dropConstrainedForeignId: [{ since: '8.10', params: 'column' }],
  dropConstrainedForeignIdFor: [{ since: '9.1', params: 'model, column = null' }],
  dropForeign: [{ since: '8.0', params: 'index' }],
  dropForeignIdFor: [{ since: '9.1', params: 'model, column = null' }],
  dropFulltext: [{ since: '8.74', until: '8.79', params: 'index' }],
  dropFullText: [{ since: '8.79', params: 'index' }],
  dropIfExists: [{ since: '8.0', params: '' }],
  dropIndex: [{ since: '8.0', params: 'index' }],
  dropMorphs: [{ since: '8.0', params: 'name, indexName = null' }],
  dropPrimary: [{ since: '8.0', params: 'index = null' }],
  dropRememberToken: [{ since: '8.0', params: '' }],
  dropSoftDeletes: [{ since: '8.0', params: "column = 'deleted_at'" }],
  dropSoftDeletesTz: [{ since: '8.0', params: "column = 'deleted_at'" }],
  dropSpatialIndex: [{ since: '8.0', params: 'index' }],
  dropTimestamps: [{ since: '8.0', params: '' }],
  dropTimestampsTz: [{ since: '8.0', params: '' }],
  dropUnique: [{ since: '8.0', params: 'index' }],
  dropVectorIndex: [{ since: '13.30', params: 'index' }],
  engine: [{ since: '10.36', params: 'engine' }],
  enum: [{ since: '8.0', params: 'column, array allowed' }],
  float: [
    { since: '8.0', until: '11.0', params: 'column, total = 8, places = 2, unsigned = false' },
    { since: '11.0', params: 'column, precision = 53' },
  ],
  foreign: [{ since: '8.0', params: 'columns, name = null' }],
  foreignId: [{ since: '8.0', params: 'column' }],
  foreignIdFor: [{ since: '8.0', params: 'model, column = null' }],
  foreignUlid: [{ since: '9.31', params: 'column, length = 26' }],
  foreignUlidFor: [{ since: '13.25', params: 'model, column = null' }],
  foreignUuid: [{ since: '8.0', params: 'column' }],
  foreignUuidFor: [{ since: '13.9', params: 'model, column = null' }],
  fulltext: [{ since: '8.74', until: '8.79', params: 'columns, name = null, algorithm = null' }],
  fullText: [{ since: '8.79', params: 'columns, name = null, algorithm = null' }],
  geography: [{ since: '11.0', params: 'column, subtype = null, srid = 4326' }],
  geometry: [
    { since: '8.0', until: '11.0', params: 'column' },
    { since: '11.0', params: 'column, subtype = null, srid = 0' },
  ],
  geometryCollection: [{ since: '8.0', until: '11.0', params: 'column' }],
  getAddedColumns: [{ since: '8.0', params: '' }],
  getChangedColumns: [{ since: '8.0', params: '' }],
  getColumns: [{ since: '8.0', params: '' }],
  getCommands: [{ since: '8.0', params: '' }],
  getPrefix: [{ since: '10.21.1', params: '' }],
  getState: [{ since: '11.15', params: '' }],
  getTable: [{ since: '8.0', params: '' }],
  hasAutoIncrementColumn: [{ since: '8.0', until: '10.0', params: '' }],
  id: [{ since: '8.0', params: "column = 'id'" }],
  increments: [{ since: '8.0', params: 'column' }],
  index: [{ since: '8.0', params: 'columns, name = null, algorithm = null' }],
  innoDb: [{ since: '10.36', params: '' }],
  integer: [{ since: '8.0', params: 'column, autoIncrement = false, unsigned = false' }],
  integerIncrements: [{ since: '8.0', params: 'column' }],
  ipAddress: [
    { since: '8.0', until: '9.0', params: 'column' },
    { since: '9.0', params: "column = 'ip_address'" },
  ],
  json: [{ since: '8.0', params: 'column' }],
  jsonb: [{ since: '8.0', params: 'column' }],
  lineString: [{ since: '8.0', until: '11.0', params: 'column' }],
  longText: [{ since: '8.0', params: 'column' }],
  macAddress: [
    { since: '8.0', until: '9.0', params: 'column' },
    { since: '9.0', params: "column = 'mac_address'" },
  ],
  mediumIncrements: [{ since: '8.0', params: 'column' }],
  mediumInteger: [{ since: '8.0', params: 'column, autoIncrement = false, unsigned = false' }],
  mediumText: [{ since: '8.0', params: 'column' }],
  morphs: [
    { since: '8.0', until: '12.23', params: 'name, indexName = null' },
    { since: '12.23', params: 'name, indexName = null, after = null' },
  ],
  multiLineString: [{ since: '8.0', until: '11.0', params: 'column' }],
  multiPoint: [{ since: '8.0', until: '11.0', params: 'column' }],
  multiPolygon: [{ since: '8.0', until: '11.0', params: 'column' }],
  multiPolygonZ: [{ since: '8.0', until: '11.0', params: 'column' }],
  nullableMorphs: [
    { since: '8.0', until: '12.23', params: 'name, indexName = null' },
    { since: '12.23', params: 'name, indexName = null, after = null' },
  ],
  nullableNumericMorphs: [
    { since: '8.0', until: '12.23', params: 'name, indexName = null' },
    { since: '12.23', params: 'name, indexName = null, after = null' },
  ],
  nullableTimestamps: [
    { since: '8.0', until: '12.0', params: 'precision = 0' },
    { since: '12.0', params: 'precision = null' },
  ],
  nullableTimestampsTz: [{ since: '12.26', params: 'precision = null' }],
  nullableUlidMorphs: [
    { since: '9.33', until: '12.23', params: 'name, indexName = null' },
    { since: '12.23', params: 'name, indexName = null, after = null' },
  ],
  nullableUuidMorphs: [
    { since: '8.0', until: '12.23', params: 'name, indexName = null' },
    { since: '12.23', params: 'name, indexName = null, after = null' },
  ],
  numericMorphs: [
    { since: '8.0', until: '12.23', params: 'name, indexName = null' },
    { since: '12.23', params: 'name, indexName = null, after = null' },
  ],
  point: [{ since: '8.0', until: '11.0', params: 'column, srid = null' }],
  polygon: [{ since: '8.0', until: '11.0', params: 'column' }],
  primary: [{ since: '8.0', params: 'columns, name = null, algorithm = null' }],
  rawColumn: [{ since: '11.32', params: 'column, definition' }],
  rawIndex: [{ since: '8.0', params: 'expression, name' }],
  rememberToken: [{ since: '8.0', params: '' }],
  removeColumn: [{ since: '8.0', params: 'name' }],
  rename: [{ since: '8.0', params: 'to' }],
  renameColumn: [{ since: '8.0', params: 'from, to' }],
  renameIndex: [{ since: '8.0', params: 'from, to' }],
  set: [{ since: '8.0', params: 'column, array allowed' }],
  smallIncrements: [{ since: '8.0', params: 'column' }],
  smallInteger: [{ since: '8.0', params: 'column, autoIncrement = false, unsigned = false' }],
  softDeletes: [
    { since: '8.0', until: '12.0', params: "column = 'deleted_at', precision = 0" },
    { since: '12.0', params: "column = 'deleted_at', precision = null" },
  ],
  softDeletesDatetime: [
    { since: '10.0', until: '12.0', params: "column = 'deleted_at', precision = 0" },
    { since: '12.0', params: "column = 'deleted_at', precision = null" },
  ],
  softDeletesTz: [
    { since: '8.0', until: '12.0', params: "column = 'deleted_at', precision = 0" },
    { since: '12.0', params: "column = 'deleted_at', precision = null" },
  ],
  spatialIndex: [
    { since: '8.0', until: '12.21', params: 'columns, name = null' },
    { since: '12.21', params: 'columns, name = null, operatorClass = null' },
  ],
  string: [{ since: '8.0', params: 'column, length = null' }],
  temporary: [{ since: '8.0', params: '' }],
  text: [{ since: '8.0', params: 'column' }],
  time: [
    { since: '8.0', until: '12.0', params: 'column, precision = 0' },
    { since: '12.0', params: 'column, precision = null' },
  ],
  timestamp: [
    { since: '8.0', until: '12.0', params: 'column, precision = 0' },
    { since: '12.0', params: 'column, precision = null' },
  ],
  timestamps: [
    { since: '8.0', until: '12.0', params: 'precision = 0' },
    { since: '12.0', params: 'precision = null' },
  ],
  timestampsTz: [
    { since: '8.0', until: '12.0', params: 'precision = 0' },
    { since: '12.0', params: 'precision = null' },
  ],
  timestampTz: [
    { since: '8.0', until: '12.0', params: 'column, precision = 0' },
    { since: '12.0', params: 'column, precision = null' },
  ],
  timeTz: [
    { since: '8.0', until: '12.0', params: 'column, precision = 0' },
    { since: '12.0', params: 'column, precision = null' },
  ],
  tinyIncrements: [{ since: '8.0', params: 'column' }],
  tinyInteger: [{ since: '8.0', params: 'column, autoIncrement = false, unsigned = false' }],
  tinyText: [{ since: '8.37', params: 'column' }],
  toSql: [
    { since: '8.0', until: '12.0', params: 'connection, grammar' },
    { since: '12.0', params: '' },
  ],
  tsvector: [{ since: '12.54', params: 'column' }],
  ulid: [
    { since: '9.31', until: '10.0', params: "column = 'uuid', length = 26" },
    { since: '10.0', params: "column = 'ulid', length = 26" },
  ],
  ulidMorphs: [
    { since: '9.33', until: '12.23', params: 'name, indexName = null' },
    { since: '12.23', params: 'name, indexName = null, after = null' },
  ],
  unique: [{ since: '8.0', params: 'columns, name = null, algorithm = null' }],
  unsignedBigInteger: [{ since: '8.0', params: 'column, autoIncrement = false' }],
  unsignedDecimal: [{ since: '8.0', until: '11.0', params: 'column, total = 8, places = 2' }],
  unsignedDouble: [{ since: '8.0', until: '11.0', params: 'column, total = null, places = null' }],
  unsignedFloat: [{ since: '8.0', until: '11.0', params: 'column, total = 8, places = 2' }],
  unsignedInteger: [{ since: '8.0', params: 'column, autoIncrement = false' }],
  unsignedMediumInteger: [{ since: '8.0', params: 'column, autoIncrement = false' }],
  unsignedSmallInteger: [{ since: '8.0', params: 'column, autoIncrement = false' }],
  unsignedTinyInteger: [{ since: '8.0', params: 'column, autoIncrement = false' }],
  uuid: [
    { since: '8.0', until: '9.0', params: 'column' },
    { since: '9.0', params: "column = 'uuid'" },
  ],
  uuidMorphs: [
    { since: '8.0', until: '12.23', params: 'name, indexName = null' },
    { since: '12.23', params: 'name, indexName = null, after = null' },
  ],
  vector: [
    { since: '11.25', until: '11.30', params: 'column, dimensions' },
    { since: '11.30', params: 'column, dimensions = null' },
  ],
  vectorIndex: [{ since: '12.47', params: 'column, name = null' }],
  year: [{ since: '8.0', params: 'column' }],
};

/** Illuminate\Database\Schema\ForeignIdColumnDefinition; any other name is a modifier of the column. */
export const FOREIGN_ID_METHODS: Vocabulary = {
  constrained: [
    { since: '8.0', until: '10.8', params: "table = null, column = 'id'" },
    { since: '10.8', until: '11.31', params: "table = null, column = 'id', indexName = null" },
    { since: '11.31', params: 'table = null, column = null, indexName = null' },
  ],
  references: [
    { since: '8.0', until: '10.8', params: 'column' },
    { since: '10.8', params: 'column, indexName = null' },
  ],
};

/** Illuminate\Database\Schema\ForeignKeyDefinition; any other name is a modifier of the key. */
export const FOREIGN_KEY_METHODS: Vocabulary = {
  cascadeOnDelete: [{ since: '8.0', params: '' }],
  cascadeOnUpdate: [{ since: '8.0', params: '' }],
  noActionOnDelete: [{ since: '9.49', params: '' }],
  noActionOnUpdate: [{ since: '10.36', params: '' }],
  nullOnDelete: [{ since: '8.0', params: '' }],
  nullOnUpdate: [{ since: '11.24', params: '' }],
  restrictOnDelete: [{ since: '8.10', params: '' }],
  restrictOnUpdate: [{ since: '8.68', params: '' }],
};

/**
 * Real methods of Illuminate\Support\Fluent (with the trait InteractsWithData from 11.34 and Conditionable from
 * 12.10): calling one of them on a column sets no attribute.
 */
export const FLUENT_METHODS: Vocabulary = {
  all: [{ since: '11.34', params: 'keys = null' }],
  collect: [
    { since: '11.0', until: '11.34', params: 'key = null' },
    { since: '11.34', params: 'key = null' },
  ],
  fill: [{ since: '11.41.1', params: 'attributes' }],
  flushMacros: [{ since: '11.41.1', params: '' }],
  get: [{ since: '8.0', params: 'key, default = null' }],
  getAttributes: [{ since: '8.0', params: '' }],
  getIterator: [{ since: '12.20', params: '' }],
  hasMacro: [{ since: '11.41.1', params: 'name' }],
  isEmpty: [{ since: '12.21', params: '' }],
  isNotEmpty: [{ since: '12.21', params: '' }],
  jsonSerialize: [{ since: '8.0', params: '' }],
  macro: [{ since: '11.41.1', params: 'name, macro' }],
  macroCall: [{ since: '11.41.1', params: 'method, parameters' }],
  make: [{ since: '12.9', params: 'attributes = []' }],
  mixin: [{ since: '11.41.1', params: 'mixin, replace = true' }],
  offsetExists: [{ since: '8.0', params: 'offset' }],
  offsetGet: [{ since: '8.0', params: 'offset' }],
  offsetSet: [{ since: '8.0', params: 'offset, value' }],
  offsetUnset: [{ since: '8.0', params: 'offset' }],
  scope: [{ since: '11.0', params: 'key, default = null' }],
  set: [{ since: '11.36', params: 'key, value' }],
  toArray: [{ since: '8.0', params: '' }],
  toJson: [{ since: '8.0', params: 'options = 0' }],
  toPrettyJson: [
    { since: '12.26', until: '12.27', params: '' },
    { since: '12.27', params: 'options = 0' },
  ],
  value: [{ since: '11.0', params: 'key, default = null' }],
  anyFilled: [{ since: '11.34', params: 'keys' }],
  array: [{ since: '11.38', params: 'key = null' }],
  boolean: [
    { since: '11.34', until: '13.40', params: 'key = null, default = false' },
    { since: '13.40', params: 'key = null, default = false, strict = false' },
  ],
  clamp: [{ since: '12.50', params: 'key, min, max, default = 0' }],
  date: [{ since: '11.34', params: 'key, format = null, tz = null' }],
  enum: [
    { since: '11.34', until: '12.15', params: 'key, enumClass' },
    { since: '12.15', params: 'key, enumClass, default = null' },
  ],
  enums: [{ since: '11.34', params: 'key, enumClass' }],
  except: [{ since: '11.34', params: 'keys' }],
  exists: [{ since: '11.34', params: 'key' }],
  filled: [{ since: '11.34', params: 'key' }],
  float: [
    { since: '11.34', until: '13.40', params: 'key, default = 0.0' },
    { since: '13.40', params: 'key, default = 0.0, strict = false' },
  ],
  has: [{ since: '11.34', params: 'key' }],
  hasAny: [{ since: '11.34', params: 'keys' }],
  integer: [
    { since: '11.34', until: '13.40', params: 'key, default = 0' },
    { since: '13.40', params: 'key, default = 0, strict = false' },
  ],
  interval: [{ since: '12.54', params: 'key, unit = null' }],
  isNotFilled: [{ since: '11.34', params: 'key' }],
  missing: [{ since: '11.34', params: 'key' }],
  only: [{ since: '11.34', params: 'keys' }],
  str: [
    { since: '11.34', until: '13.40', params: 'key, default = null' },
    { since: '13.40', params: 'key, default = null, strict = false' },
  ],
  string: [
    { since: '11.34', until: '13.40', params: 'key, default = null' },
    { since: '13.40', params: 'key, default = null, strict = false' },
  ],
  ulid: [{ since: '13.41', params: 'key' }],
  uuid: [{ since: '13.41', params: 'key' }],
  whenEnum: [{ since: '13.16', params: 'key, enumClass, callback, default = null' }],
  whenFilled: [{ since: '11.34', params: 'key, callback, default = null' }],
  whenHas: [{ since: '11.34', params: 'key, callback, default = null' }],
  whenMissing: [{ since: '11.34', params: 'key, callback, default = null' }],
  unless: [{ since: '12.10', params: 'value = null, callback = null, default = null' }],
  when: [{ since: '12.10', params: 'value = null, callback = null, default = null' }],
};

/**
 * Attributes that a grammar or the blueprint reads, by the version that first knows them. Every other call on a
 * column is swallowed by Fluent's `__call` and does nothing.
 */
export const COLUMN_MODIFIERS: Readonly<Record<string, string>> = {
  after: '8.0',
  allowed: '8.0',
  always: '8.0',
  autoIncrement: '8.0',
  change: '8.0',
  charset: '8.0',
  collation: '8.0',
  comment: '8.0',
  default: '8.0',
  dimensions: '11.25',
  first: '8.0',
  fixed: '11.0',
  from: '8.70',
  fulltext: '8.74',
  fullText: '8.79',
  generatedAs: '8.0',
  index: '8.0',
  instant: '12.40.1',
  invisible: '8.76',
  isGeometry: '8.0',
  length: '8.0',
  lock: '12.46',
  name: '8.0',
  nullable: '8.0',
  onUpdate: '10.0',
  persisted: '8.0',
  places: '8.0',
  precision: '8.0',
  primary: '8.0',
  projection: '8.0',
  referencesModelColumn: '11.31',
  renameTo: '8.0',
  spatialIndex: '8.0',
  srid: '8.0',
  startingValue: '8.39',
  storedAs: '8.0',
  storedAsJson: '9.0',
  subtype: '11.0',
  table: '11.28',
  total: '8.0',
  type: '8.0',
  unique: '8.0',
  unsigned: '8.0',
  useCurrent: '8.0',
  useCurrentOnUpdate: '8.14',
  using: '13.23',
  vectorIndex: '12.47',
  virtualAs: '8.0',
  virtualAsJson: '9.0',
};

export const INDEX_MODIFIERS: Readonly<Record<string, string>> = {
  algorithm: '9.12',
  columns: '8.0',
  deferrable: '9.31',
  index: '8.0',
  initiallyImmediate: '9.31',
  inplace: '13.33',
  language: '9.12',
  lock: '12.46',
  nullsNotDistinct: '12.3',
  online: '12.23',
  operatorClass: '12.21',
};

export const FOREIGN_KEY_MODIFIERS: Readonly<Record<string, string>> = {
  columns: '8.0',
  deferrable: '8.0',
  index: '8.0',
  initiallyImmediate: '8.0',
  inplace: '13.33',
  lock: '12.46',
  notValid: '8.0',
  on: '8.0',
  onDelete: '8.0',
  onUpdate: '8.0',
  references: '8.0',
};

/** `12` (only the constraint is known) stands for the newest 12.x; a full version stands for itself. */
export function fullVersion(version: string): string {
  return /^\d+$/.test(version) ? `${version}.9999` : version;
}

/** The span of a method in a framework version; undefined: that version does not have it. */
export function spanOf(
  vocabulary: Vocabulary,
  method: string,
  frameworkVersion: string,
): MethodSpan | undefined {
  const version = fullVersion(frameworkVersion);
  return vocabulary[method]?.find(
    (span) =>
      compareVersions(version, span.since) >= 0 &&
      (span.until === undefined || compareVersions(version, span.until) < 0),
  );
}
