/**
 * A changed column below Laravel 11: doctrine/dbal starts from the column as it is and sets only what the migration
 * says, so that modifiers which are not repeated stay (Illuminate\Database\Schema\Grammars\ChangeColumn).
 */
import type { ColumnSpec } from '../../../schema/index.ts';
import type { ColumnDefinition } from '../fluent.ts';

/**
 * @param old The column as it is.
 * @param change What the migration calls on it.
 * @param made What the migration's column alone would be.
 */
export function mergedColumn(
  old: ColumnSpec,
  change: ColumnDefinition,
  made: ColumnSpec | undefined,
): ColumnSpec {
  if (made === undefined) return old;
  const keep = <K extends keyof ColumnSpec>(key: K, attribute: string): Pick<ColumnSpec, K> | object => {
    const value = change.attributes.has(attribute) ? made[key] : old[key];
    return value === undefined ? {} : { [key]: value };
  };
  const { nullable: _n, default: _d, comment: _c, collation: _o, charset: _s, ...rest } = made;
  return {
    ...rest,
    nullable: change.attributes.has('nullable') ? change.is('nullable') : old.nullable !== false,
    ...keep('default', 'default'),
    ...keep('comment', 'comment'),
    ...keep('collation', 'collation'),
    ...keep('charset', 'charset'),
  };
}
