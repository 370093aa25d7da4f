/**
 * The methods of Illuminate\Database\Schema\Builder and of its drivers' own builders, and the versions that have them:
 * read from the sources of every release, as vocabulary.ts says.
 */
import type { Target } from '../../schema/index.ts';
import { type MethodSpan, spanOf, type Vocabulary } from './vocabulary.ts';

type Driver = Target['driver'];

const EVERYWHERE: Vocabulary = {
  blueprintResolver: [{ since: '8.0', params: 'resolver' }],
  create: [{ since: '8.0', params: 'table, callback' }],
  createDatabase: [{ since: '8.25', params: 'name' }],
  defaultMorphKeyType: [{ since: '8.0', params: 'type' }],
  defaultStringLength: [{ since: '8.0', params: 'length' }],
  defaultTimePrecision: [{ since: '12.0', params: 'precision' }],
  disableForeignKeyConstraints: [{ since: '8.0', params: '' }],
  drop: [{ since: '8.0', params: 'table' }],
  dropAllTables: [{ since: '8.0', params: '' }],
  dropAllTypes: [{ since: '8.0', params: '' }],
  dropAllViews: [{ since: '8.0', params: '' }],
  dropColumns: [{ since: '8.10', params: 'table, columns' }],
  dropDatabaseIfExists: [{ since: '8.25', params: 'name' }],
  dropIfExists: [{ since: '8.0', params: 'table' }],
  enableForeignKeyConstraints: [{ since: '8.0', params: '' }],
  ensureExtensionExists: [{ since: '12.47', params: 'name, schema = null' }],
  ensureVectorExtensionExists: [{ since: '12.47', params: 'schema = null' }],
  flushMacros: [{ since: '10.40', params: '' }],
  getAllTables: [{ since: '8.0', until: '11.0', params: '' }],
  getColumn: [{ since: '13.37', params: 'table, column' }],
  getColumnListing: [{ since: '8.0', params: 'table' }],
  getColumns: [{ since: '10.30', params: 'table' }],
  getColumnType: [
    { since: '8.0', until: '10.30', params: 'table, column' },
    { since: '10.30', params: 'table, column, fullDefinition = false' },
  ],
  getConnection: [{ since: '8.0', params: '' }],
  getCurrentSchemaListing: [{ since: '12.0', params: '' }],
  getCurrentSchemaName: [{ since: '12.0', params: '' }],
  getForeignKeys: [{ since: '10.36', params: 'table' }],
  getIndexes: [{ since: '10.36', params: 'table' }],
  getIndexListing: [{ since: '10.43', params: 'table' }],
  getSchemas: [{ since: '12.0', params: '' }],
  getTableListing: [
    { since: '10.43', until: '12.0', params: '' },
    { since: '12.0', params: 'schema = null, schemaQualified = true' },
  ],
  getTables: [
    { since: '10.34', until: '12.0', params: '' },
    { since: '12.0', params: 'schema = null' },
  ],
  getTypes: [
    { since: '10.37.1', until: '12.0', params: '' },
    { since: '12.0', params: 'schema = null' },
  ],
  getViews: [
    { since: '10.34', until: '12.0', params: '' },
    { since: '12.0', params: 'schema = null' },
  ],
  hasColumn: [{ since: '8.0', params: 'table, column' }],
  hasColumns: [{ since: '8.0', params: 'table, array columns' }],
  hasForeignKey: [{ since: '13.10', params: 'table, foreignKey' }],
  hasIndex: [{ since: '10.43', params: 'table, index, type = null' }],
  hasMacro: [{ since: '10.40', params: 'name' }],
  hasTable: [{ since: '8.0', params: 'table' }],
  hasView: [{ since: '10.35', params: 'view' }],
  macro: [{ since: '10.40', params: 'name, macro' }],
  mixin: [{ since: '10.40', params: 'mixin, replace = true' }],
  morphUsingUlids: [{ since: '9.33', params: '' }],
  morphUsingUuids: [{ since: '8.0', params: '' }],
  parseSchemaAndTable: [{ since: '12.0', params: 'reference, withDefaultSchema = null' }],
  registerCustomDoctrineType: [{ since: '8.0', until: '9.0', params: 'class, name, type' }],
  rename: [{ since: '8.0', params: 'from, to' }],
  setConnection: [{ since: '8.0', until: '12.0', params: 'connection' }],
  table: [{ since: '8.0', params: 'table, callback' }],
  useNativeSchemaOperationsIfPossible: [{ since: '9.44', until: '11.0', params: 'value = true' }],
  whenTableDoesntHaveColumn: [{ since: '9.6', params: 'table, column, callback' }],
  whenTableDoesntHaveIndex: [{ since: '12.42', params: 'table, index, callback, type = null' }],
  whenTableHasColumn: [{ since: '9.6', params: 'table, column, callback' }],
  whenTableHasIndex: [{ since: '12.42', params: 'table, index, callback, type = null' }],
  withoutForeignKeyConstraints: [{ since: '9.48', params: 'callback' }],
};

const MYSQL: Vocabulary = {
  getAllViews: [{ since: '8.0', until: '11.0', params: '' }],
};

/** What a driver's builder has besides, or with other parameters. */
const OF_DRIVER: Readonly<Record<Driver, Vocabulary>> = {
  sqlite: {
    getAllViews: [{ since: '9.9', until: '11.0', params: '' }],
    getTables: [
      { since: '10.34', until: '10.48.5', params: '' },
      { since: '10.48.5', until: '11.0', params: 'withSize = true' },
      { since: '11.0', until: '11.3', params: '' },
      { since: '11.3', until: '12.0', params: 'withSize = true' },
      { since: '12.0', params: 'schema = null' },
    ],
    pragma: [{ since: '12.0', params: 'key, value = null' }],
    refreshDatabaseFile: [
      { since: '8.0', until: '12.0', params: '' },
      { since: '12.0', params: 'path = null' },
    ],
    setBusyTimeout: [{ since: '11.16', until: '12.0', params: 'milliseconds' }],
    setJournalMode: [{ since: '11.16', until: '12.0', params: 'mode' }],
    setSynchronous: [{ since: '11.16', until: '12.0', params: 'mode' }],
  },
  mysql: MYSQL,
  mariadb: MYSQL,
  pgsql: {
    getAllTypes: [{ since: '8.0', until: '11.0', params: '' }],
    getAllViews: [{ since: '8.0', until: '11.0', params: '' }],
    getSchemas: [{ since: '11.35', params: '' }],
    parseSchemaAndTable: [
      { since: '11.16', until: '12.0', params: 'reference' },
      { since: '12.0', params: 'reference, withDefaultSchema = null' },
    ],
  },
};

/** All methods that some version of a driver's builder has. */
export const SCHEMA_METHODS: Readonly<Record<Driver, Vocabulary>> = {
  sqlite: { ...EVERYWHERE, ...OF_DRIVER.sqlite },
  mysql: { ...EVERYWHERE, ...OF_DRIVER.mysql },
  mariadb: { ...EVERYWHERE, ...OF_DRIVER.mariadb },
  pgsql: { ...EVERYWHERE, ...OF_DRIVER.pgsql },
};

/** PHP's method names do not care about case. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.values(SCHEMA_METHODS).flatMap((methods) =>
    Object.keys(methods).map((name) => [name.toLowerCase(), name] as const),
  ),
);

/** The method of this version; undefined: it has none of that name. */
export function schemaMethod(
  name: string,
  driver: Driver,
  frameworkVersion: string,
): { readonly name: string; readonly span: MethodSpan } | undefined {
  const known = NAMES.get(name.toLowerCase());
  if (known === undefined) return undefined;
  const span = spanOf(SCHEMA_METHODS[driver], known, frameworkVersion);
  return span === undefined ? undefined : { name: known, span };
}
