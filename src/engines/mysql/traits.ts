/** What each MySQL version can do. "Measured" means 5.6.24 and 9.7.4; versions between follow the release notes. */
import { hasReached } from '../../schema/index.ts';
import { DEFAULT_COLLATIONS } from './charsets.ts';
import type { Traits } from './dialect.ts';

export function mysqlTraits(version: string): Traits {
  const since = (first: string) => hasReached(version, first);
  const eight = since('8.0');
  return {
    serverCharset: eight ? 'utf8mb4' : 'latin1',
    defaultCollations: eight ? { ...DEFAULT_COLLATIONS, utf8mb4: 'utf8mb4_0900_ai_ci' } : DEFAULT_COLLATIONS,
    longKey: 'prefix-unless-strict',
    hashUnique: false,
    blobKeys: false,
    partTooLong: '1071',
    literalBlobDefaults: false,
    expressionDefaults: since('8.0.13'),
    looseNowDefaults: false,
    trimsDefaults: true,
    nullablePrimaryKey: since('5.7.3') ? 'refuse' : 'notNull',
    implicitTimestamps: !since('8.0.2'),
    json: since('5.7.8') ? 'native' : 'none',
    renameColumn: since('8.0.3'),
    renameIndex: since('5.7.1'),
    dropConstraint: since('8.0.19'),
    ifExistsInAlter: false,
    checks: since('8.0.16') ? 'schema' : 'none',
    // Manual 9.6, legacy-hashing-component: from then on a component's; measured on 9.7.4.
    classicHashes: !since('9.6'),
    dropFromUnique: 'shrinks',
    atomicDrop: eight,
    // restrict_fk_on_non_standard_key came with 8.4 and is on by default.
    foreignKeyParent: since('8.4') ? 'unique' : 'indexed',
    checksTypesAlways: eight,
    modifyForeignKeyColumn: 'compare',
    dropNeededIndexUnchecked: !eight,
    dropColumnNamesIndex: !eight,
    pageRule: 'mysql',
    innodbStrict: since('5.7.7'),
    defaultRowFormat: since('5.7.9') ? 'dynamic' : 'compact',
    supplementaryNames: 'replace',
    missingTypes: ['uuid', 'inet4', 'inet6', 'xmltype', ...(since('9.0') ? [] : ['vector'])],
    autoIncrementFloat: !since('8.4'),
    lenientDecimalDefaults: since('5.7'),
    geometryKeys: eight ? 'spatial' : 'bytes',
    spatialIndexes: since('5.7.5'),
    spatialIndexSyntax: false,
    generatedColumns: since('5.7.6'),
    renameMissingTable: eight ? '1146' : '1017',
    virtualForeignKeys: false,
    cascadeLooksAtNull: false,
    replacesNeededPrimaryKey: false,
    stages: {
      // Before 8.0 when the new table has been put together.
      existingTable: eight ? 'open' : 'neededIndexes',
      duplicateColumn: 'columns',
      indexName: eight ? 'keys' : 'earlyNameLengths',
      foreignKeyName: eight ? 'parse' : 'earlyNameLengths',
      duplicateKey: 'keys',
      duplicatePart: 'keys',
      wrongIndexName: 'keys',
      spacedIndexName: 'keys',
      // Among the other keys, in the order in which they are written.
      primaryKey: 'keys',
      secondPrimary: 'keys',
      // The data dictionary of 8.0 looks at foreign keys itself, and early; before it InnoDB did, and late.
      heldColumn: eight ? 'heldColumns' : 'end',
      neededIndex: eight ? 'neededIndexes' : 'end',
      foreignKey: eight ? 'foreignKeys' : 'engineForeignKeys',
      duplicateForeignKey: eight ? 'duplicateForeignKeys' : 'engineForeignKeys',
      missingForeignKey: eight ? 'alterDrops' : 'end',
    },
    foreignKeyWording: eight ? 'own' : '1215',
  };
}
