/** All rules, in the order in which they are listed. */
import type { Rule } from '../src/lint/rule.ts';
import { addNotNullWithoutDefault } from './add-not-null-without-default.ts';
import { appModelInMigration } from './app-model-in-migration.ts';
import { caseInsensitiveUnique } from './case-insensitive-unique.ts';
import { changeDropsModifiers } from './change-drops-modifiers.ts';
import { changeRequiresDbal } from './change-requires-dbal.ts';
import { collationUnknown } from './collation-unknown.ts';
import { dataStepsWithoutTransaction } from './data-steps-without-transaction.ts';
import { ddlInTransaction } from './ddl-in-transaction.ts';
import { dialectOnlySql } from './dialect-only-sql.ts';
import { dialectPairDiffers } from './dialect-pair-differs.ts';
import { downLeavesResidue } from './down-leaves-residue.ts';
import { downNotInverse } from './down-not-inverse.ts';
import { dropColumn } from './drop-column.ts';
import { dropColumnWithIndex } from './drop-column-with-index.ts';
import { dropIndexNeededByForeignKey } from './drop-index-needed-by-foreign-key.ts';
import { dropTable } from './drop-table.ts';
import { duplicateIndexName } from './duplicate-index-name.ts';
import { duplicateMigrationTimestampOrClass } from './duplicate-migration-timestamp-or-class.ts';
import { editedAfterMerge } from './edited-after-merge.ts';
import { encryptedOrCastMismatch } from './encrypted-or-cast-mismatch.ts';
import { engineRejects } from './engine-rejects.ts';
import { enumPortability } from './enum-portability.ts';
import { environmentOrHttpInMigration } from './environment-or-http-in-migration.ts';
import { explicitIdDesyncsSequence } from './explicit-id-desyncs-sequence.ts';
import { floatForMoney } from './float-for-money.ts';
import { foreignKeyEngine } from './foreign-key-engine.ts';
import { foreignKeyLock } from './foreign-key-lock.ts';
import { foreignKeyNameCollision } from './foreign-key-name-collision.ts';
import { foreignKeyParentMissing } from './foreign-key-parent-missing.ts';
import { foreignKeyParentNotUnique } from './foreign-key-parent-not-unique.ts';
import { foreignKeyTypeMismatch } from './foreign-key-type-mismatch.ts';
import { foreignKeyWithoutIndex } from './foreign-key-without-index.ts';
import { foreignModuleTable } from './foreign-module-table.ts';
import { identifierTooLong } from './identifier-too-long.ts';
import { ignoredModifier } from './ignored-modifier.ts';
import { indexKeyTooLong } from './index-key-too-long.ts';
import { indexedStringWithoutLength } from './indexed-string-without-length.ts';
import { irreversibleDown } from './irreversible-down.ts';
import { jsonIsText } from './json-is-text.ts';
import { literalDefaultOnTextOrJson } from './literal-default-on-text-or-json.ts';
import { lockOutsideTransaction } from './lock-outside-transaction.ts';
import { migrationFileName } from './migration-file-name.ts';
import { missingDefault } from './missing-default.ts';
import { missingDown } from './missing-down.ts';
import { missingPrimaryKey } from './missing-primary-key.ts';
import { missingTimestamps } from './missing-timestamps.ts';
import { moduleTablePrefix } from './module-table-prefix.ts';
import { multiDdlNotAtomic } from './multi-ddl-not-atomic.ts';
import { narrowingChange } from './narrowing-change.ts';
import { nullableUnique } from './nullable-unique.ts';
import { oneChangePerMigration } from './one-change-per-migration.ts';
import { postgresIndexNotConcurrent } from './postgres-index-not-concurrent.ts';
import { preferEnum } from './prefer-enum.ts';
import { prefixIndexesDivergence } from './prefix-indexes-divergence.ts';
import { redundantIndex } from './redundant-index.ts';
import { relationWithoutForeignKey } from './relation-without-foreign-key.ts';
import { renameColumn } from './rename-column.ts';
import { renameTable } from './rename-table.ts';
import { requiredColumnNullable } from './required-column-nullable.ts';
import { reservedWord } from './reserved-word.ts';
import { rowSizeTooLarge } from './row-size-too-large.ts';
import { selectForUpdate } from './select-for-update.ts';
import { setNullOnNotNull } from './set-null-on-not-null.ts';
import { settingKeyPrefix } from './setting-key-prefix.ts';
import { shortNameConvention } from './short-name-convention.ts';
import { softDeleteUnique } from './soft-delete-unique.ts';
import { sqliteRebuildCascades } from './sqlite-rebuild-cascades.ts';
import { staleSchemaDump } from './stale-schema-dump.ts';
import { syntaxError } from './syntax-error.ts';
import { tableCopy } from './table-copy.ts';
import { textIndexNeedsLength } from './text-index-needs-length.ts';
import { textInsteadOfJson } from './text-instead-of-json.ts';
import { timestamp2038 } from './timestamp-2038.ts';
import { truncationCollision } from './truncation-collision.ts';
import { unbatchedBackfill } from './unbatched-backfill.ts';
import { uniqueOnPopulated } from './unique-on-populated.ts';
import { unknownColumnModifier } from './unknown-column-modifier.ts';
import { unresolvedMigration } from './unresolved-migration.ts';
import { unsupportedType } from './unsupported-type.ts';
import { unusedSuppression } from './unused-suppression.ts';
import { updateDeleteWithoutWhere } from './update-delete-without-where.ts';

export const rules: readonly Rule[] = [
  identifierTooLong,
  truncationCollision,
  duplicateIndexName,
  moduleTablePrefix,
  foreignModuleTable,
  shortNameConvention,
  settingKeyPrefix,
  indexedStringWithoutLength,
  indexKeyTooLong,
  foreignKeyTypeMismatch,
  foreignKeyEngine,
  nullableUnique,
  textInsteadOfJson,
  dialectPairDiffers,
  unknownColumnModifier,
  changeRequiresDbal,
  missingDown,
  downLeavesResidue,
  selectForUpdate,
  changeDropsModifiers,
  addNotNullWithoutDefault,
  dropColumn,
  dropTable,
  narrowingChange,
  renameColumn,
  renameTable,
  uniqueOnPopulated,
  tableCopy,
  foreignKeyLock,
  postgresIndexNotConcurrent,
  multiDdlNotAtomic,
  ddlInTransaction,
  updateDeleteWithoutWhere,
  sqliteRebuildCascades,
  irreversibleDown,
  downNotInverse,
  appModelInMigration,
  unbatchedBackfill,
  dataStepsWithoutTransaction,
  environmentOrHttpInMigration,
  missingPrimaryKey,
  foreignKeyWithoutIndex,
  redundantIndex,
  relationWithoutForeignKey,
  preferEnum,
  missingTimestamps,
  missingDefault,
  requiredColumnNullable,
  oneChangePerMigration,
  migrationFileName,
  duplicateMigrationTimestampOrClass,
  staleSchemaDump,
  editedAfterMerge,
  collationUnknown,
  dialectOnlySql,
  dropColumnWithIndex,
  dropIndexNeededByForeignKey,
  foreignKeyNameCollision,
  foreignKeyParentMissing,
  foreignKeyParentNotUnique,
  literalDefaultOnTextOrJson,
  reservedWord,
  rowSizeTooLarge,
  setNullOnNotNull,
  textIndexNeedsLength,
  unsupportedType,
  prefixIndexesDivergence,
  caseInsensitiveUnique,
  explicitIdDesyncsSequence,
  floatForMoney,
  ignoredModifier,
  jsonIsText,
  softDeleteUnique,
  timestamp2038,
  encryptedOrCastMismatch,
  enumPortability,
  lockOutsideTransaction,
  engineRejects,
  syntaxError,
  unresolvedMigration,
  unusedSuppression,
];
