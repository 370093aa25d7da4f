/** All rules, in the order in which they are listed. */
import type { Rule } from '../src/lint/rule.ts';
import { engineRejects } from './engine-rejects.ts';
import { identifierTooLong } from './identifier-too-long.ts';
import { indexKeyTooLong } from './index-key-too-long.ts';
import { indexedStringWithoutLength } from './indexed-string-without-length.ts';
import { moduleTablePrefix } from './module-table-prefix.ts';
import { selectForUpdate } from './select-for-update.ts';
import { syntaxError } from './syntax-error.ts';
import { unresolvedMigration } from './unresolved-migration.ts';
import { unusedSuppression } from './unused-suppression.ts';

export const rules: readonly Rule[] = [
  identifierTooLong,
  moduleTablePrefix,
  indexedStringWithoutLength,
  indexKeyTooLong,
  selectForUpdate,
  engineRejects,
  syntaxError,
  unresolvedMigration,
  unusedSuppression,
];
