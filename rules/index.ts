/** All rules, in the order in which they are listed. */
import type { Rule } from '../src/lint/rule.ts';
import { changeDropsModifiers } from './change-drops-modifiers.ts';
import { changeRequiresDbal } from './change-requires-dbal.ts';
import { dialectPairDiffers } from './dialect-pair-differs.ts';
import { downLeavesResidue } from './down-leaves-residue.ts';
import { duplicateIndexName } from './duplicate-index-name.ts';
import { engineRejects } from './engine-rejects.ts';
import { foreignKeyEngine } from './foreign-key-engine.ts';
import { foreignKeyTypeMismatch } from './foreign-key-type-mismatch.ts';
import { foreignModuleTable } from './foreign-module-table.ts';
import { identifierTooLong } from './identifier-too-long.ts';
import { indexKeyTooLong } from './index-key-too-long.ts';
import { indexedStringWithoutLength } from './indexed-string-without-length.ts';
import { missingDown } from './missing-down.ts';
import { moduleTablePrefix } from './module-table-prefix.ts';
import { nullableUnique } from './nullable-unique.ts';
import { selectForUpdate } from './select-for-update.ts';
import { settingKeyPrefix } from './setting-key-prefix.ts';
import { shortNameConvention } from './short-name-convention.ts';
import { syntaxError } from './syntax-error.ts';
import { textInsteadOfJson } from './text-instead-of-json.ts';
import { truncationCollision } from './truncation-collision.ts';
import { unknownColumnModifier } from './unknown-column-modifier.ts';
import { unresolvedMigration } from './unresolved-migration.ts';
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
  dialectPairDiffers,
  unknownColumnModifier,
  changeRequiresDbal,
  missingDown,
  downLeavesResidue,
  selectForUpdate,
  changeDropsModifiers,
  engineRejects,
  syntaxError,
  unresolvedMigration,
  unusedSuppression,
];
