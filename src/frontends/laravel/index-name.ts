/** The names that Laravel gives to indexes and keys (Blueprint::createIndexName, Laravel 8 to 13). */
import { type PhpValue, Unknown } from '../../php/values.ts';
import type { ConnectionSettings } from '../../schema/index.ts';
import type { Capabilities } from './capabilities.ts';
import { isExpression } from './expression.ts';
import { textOf } from './fluent.ts';
import { FrameworkError } from './framework-error.ts';
import { asciiLower } from './str.ts';

/**
 * `table_column_column_type`, in lower case (ASCII letters only, as PHP's strtolower), dashes and dots as underscores.
 * @param table As the author wrote it, without prefix.
 */
export function automaticIndexName(
  type: string,
  table: string,
  columns: readonly PhpValue[],
  settings: ConnectionSettings,
  can: Capabilities,
): string | Unknown {
  const unknown = columns.find((column) => column instanceof Unknown);
  if (unknown instanceof Unknown) return unknown;
  if (can.expressionNoText && columns.some(isExpression)) {
    throw new FrameworkError(
      'Object of class Illuminate\\Database\\Query\\Expression could not be converted to string',
    );
  }
  const prefix = settings.prefixIndexes ? settings.prefix : '';
  const dot = table.lastIndexOf('.');
  const full =
    can.schemaInIndexName && dot >= 0
      ? `${table.slice(0, dot)}.${prefix}${table.slice(dot + 1)}`
      : prefix + table;
  return asciiLower(`${full}_${columns.map(textOf).join('_')}_${type}`).replace(/[-.]/g, '_');
}
