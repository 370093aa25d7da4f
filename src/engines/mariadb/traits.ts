/** What each MariaDB version can do. Measured on 10.5, 10.11.19 and 11.8; what lies between follows the release notes. */
import { hasReached } from '../../schema/index.ts';
import { DEFAULT_COLLATIONS } from '../mysql/charsets.ts';
import type { Traits } from '../mysql/dialect.ts';

/**
 * MDEV-34392 came to each series with a release of its own. Measured: not on 10.5.23, but on 10.11.19 and 11.8.9; the
 * releases between are those that the issue names. A version without its third number stands for the newest.
 */
function cascadeLooksAtNull(version: string): boolean {
  const [major = 0, minor = 0, patch = Number.POSITIVE_INFINITY] = version.split('.').map(Number);
  const firsts: Record<string, number> = { '10.5': 28, '10.6': 21, '10.11': 11, '11.4': 5, '11.7': 2 };
  const first = firsts[`${major}.${minor}`];
  return first === undefined ? hasReached(version, '11.8') : patch >= first;
}

export function mariadbTraits(version: string): Traits {
  const since = (first: string) => hasReached(version, first);
  return {
    // Distributions (Debian) configure utf8mb4; this is the server's own default.
    serverCharset: since('11.6') ? 'utf8mb4' : 'latin1',
    // character_set_collations gives Unicode character sets a new default.
    defaultCollations: since('11.5')
      ? {
          ...DEFAULT_COLLATIONS,
          utf8mb4: 'utf8mb4_uca1400_ai_ci',
          utf8mb3: 'utf8mb3_uca1400_ai_ci',
          ucs2: 'ucs2_uca1400_ai_ci',
          utf16: 'utf16_uca1400_ai_ci',
          utf32: 'utf32_uca1400_ai_ci',
        }
      : DEFAULT_COLLATIONS,
    longKey: 'prefix',
    hashUnique: since('10.4.3'),
    blobKeys: since('10.4.3'),
    partTooLong: '1709',
    literalBlobDefaults: since('10.2.1'),
    expressionDefaults: since('10.2.1'),
    looseNowDefaults: true,
    trimsDefaults: false,
    nullablePrimaryKey: 'notNull',
    implicitTimestamps: !since('10.10'),
    json: since('10.2.7') ? 'longtext' : 'none',
    renameColumn: since('10.5.2'),
    renameIndex: since('10.5.2'),
    dropConstraint: since('10.2.1'),
    ifExistsInAlter: true,
    checks: since('10.2.1') ? 'table' : 'none',
    classicHashes: true,
    dropFromUnique: 'refuse',
    atomicDrop: false,
    foreignKeyParent: 'indexed',
    // Measured: compared by 10.5, not by 10.11.19 and 11.8.
    checksTypesAlways: !since('10.6'),
    modifyForeignKeyColumn: 'sameType',
    dropNeededIndexUnchecked: true,
    dropColumnNamesIndex: true,
    pageRule: 'mariadb',
    innodbStrict: since('10.2.2'),
    defaultRowFormat: since('10.2.2') ? 'dynamic' : 'compact',
    supplementaryNames: 'refuse',
    missingTypes: [
      ...(since('10.7') ? [] : ['uuid']),
      ...(since('10.10') ? [] : ['inet4']),
      ...(since('10.5') ? [] : ['inet6']),
      ...(since('11.7') ? [] : ['vector']),
    ],
    autoIncrementFloat: true,
    lenientDecimalDefaults: false,
    // Measured: 1210 on 10.11.19, 1064 on 11.8.
    geometryKeys: 'bytes',
    spatialIndexes: since('10.2.2'),
    spatialIndexSyntax: since('11.0'),
    generatedColumns: true,
    renameMissingTable: '1146',
    virtualForeignKeys: true,
    cascadeLooksAtNull: cascadeLooksAtNull(version),
    // Measured: refused by 10.5, taken by 10.11.19 and 11.8.
    replacesNeededPrimaryKey: since('10.6'),
    // The order changed between 10.5 and 10.11; where is not known.
    stages: {
      existingTable: 'open',
      duplicateColumn: since('10.6') ? 'duplicateColumns' : 'columns',
      indexName: since('10.6') ? 'nameLengths' : 'earlyNameLengths',
      foreignKeyName: since('10.6') ? 'nameLengths' : 'earlyNameLengths',
      duplicateKey: since('10.6') ? 'keyNames' : 'earlyKeyNames',
      duplicatePart: since('10.6') ? 'duplicateParts' : 'keys',
      spacedIndexName: since('10.6') ? 'duplicateParts' : 'keyNames',
      wrongIndexName: since('10.6') ? 'nameLengths' : 'keyNames',
      primaryKey: 'keys',
      secondPrimary: since('10.6') ? 'keyNames' : 'earlyKeyNames',
      heldColumn: since('10.6') ? 'engine' : 'end',
      neededIndex: since('10.6') ? 'engine' : 'end',
      foreignKey: 'engineForeignKeys',
      duplicateForeignKey: 'engineForeignKeys',
      missingForeignKey: since('10.6') ? 'alterDrops' : 'end',
    },
    foreignKeyWording: '1005',
  };
}
