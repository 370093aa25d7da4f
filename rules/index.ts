/** All rules, in the order in which they are listed. */
import type { Rule } from '../src/lint/rule.ts';
import { caseInsensitiveUnique } from './case-insensitive-unique.ts';
import { changeDropsModifiers } from './change-drops-modifiers.ts';
import { changeRequiresDbal } from './change-requires-dbal.ts';
import { collationUnknown } from './collation-unknown.ts';
import { dialectOnlySql } from './dialect-only-sql.ts';
import { downLeavesResidue } from './down-leaves-residue.ts';
import { dropColumnWithIndex } from './drop-column-with-index.ts';
import { dropIndexNeededByForeignKey } from './drop-index-needed-by-foreign-key.ts';
import { duplicateIndexName } from './duplicate-index-name.ts';
import { encryptedOrCastMismatch } from './encrypted-or-cast-mismatch.ts';
import { engineRejects } from './engine-rejects.ts';
import { enumPortability } from './enum-portability.ts';
import { explicitIdDesyncsSequence } from './explicit-id-desyncs-sequence.ts';
import { floatForMoney } from './float-for-money.ts';
import { foreignKeyEngine } from './foreign-key-engine.ts';
import { foreignKeyNameCollision } from './foreign-key-name-collision.ts';
import { foreignKeyParentMissing } from './foreign-key-parent-missing.ts';
import { foreignKeyParentNotUnique } from './foreign-key-parent-not-unique.ts';
import { foreignKeyTypeMismatch } from './foreign-key-type-mismatch.ts';
import { foreignModuleTable } from './foreign-module-table.ts';
import { identifierTooLong } from './identifier-too-long.ts';
import { ignoredModifier } from './ignored-modifier.ts';
import { indexKeyTooLong } from './index-key-too-long.ts';
import { indexedStringWithoutLength } from './indexed-string-without-length.ts';
import { jsonIsText } from './json-is-text.ts';
import { literalDefaultOnTextOrJson } from './literal-default-on-text-or-json.ts';
import { lockOutsideTransaction } from './lock-outside-transaction.ts';
import { missingDown } from './missing-down.ts';
import { moduleTablePrefix } from './module-table-prefix.ts';
import { nullableUnique } from './nullable-unique.ts';
import { prefixIndexesDivergence } from './prefix-indexes-divergence.ts';
import { reservedWord } from './reserved-word.ts';
import { rowSizeTooLarge } from './row-size-too-large.ts';
import { selectForUpdate } from './select-for-update.ts';
import { setNullOnNotNull } from './set-null-on-not-null.ts';
import { settingKeyPrefix } from './setting-key-prefix.ts';
import { shortNameConvention } from './short-name-convention.ts';
import { softDeleteUnique } from './soft-delete-unique.ts';
import { syntaxError } from './syntax-error.ts';
import { textIndexNeedsLength } from './text-index-needs-length.ts';
import { textInsteadOfJson } from './text-instead-of-json.ts';
import { timestamp2038 } from './timestamp-2038.ts';
import { truncationCollision } from './truncation-collision.ts';
import { unknownColumnModifier } from './unknown-column-modifier.ts';
import { unresolvedMigration } from './unresolved-migration.ts';
import { unsupportedType } from './unsupported-type.ts';
import { unusedSuppression } from './unused-suppression.ts';

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
  unknownColumnModifier,
  changeRequiresDbal,
  missingDown,
  downLeavesResidue,
  selectForUpdate,
  changeDropsModifiers,
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
