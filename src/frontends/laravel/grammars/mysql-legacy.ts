/** Columns of MySQL and MariaDB that are written anew from the catalog (MySqlGrammar::compileLegacyRenameColumn). */
import type { Column, ColumnSpec, Origin } from '../../../schema/index.ts';
import type { Blueprint } from '../blueprint.ts';
import { Expression } from '../expression.ts';
import { ColumnDefinition } from '../fluent.ts';
import type { MySqlColumns } from './mysql-columns.ts';

export function columnSpecOf(column: Column): ColumnSpec {
  return {
    name: column.name,
    type: column.type,
    nullable: column.nullable,
    ...(column.default === undefined ? {} : { default: column.default }),
    ...(column.autoIncrement ? { autoIncrement: true } : {}),
    ...(column.charset === undefined ? {} : { charset: column.charset }),
    ...(column.collation === undefined ? {} : { collation: column.collation }),
    ...(column.comment === undefined ? {} : { comment: column.comment }),
    ...(column.generated === undefined ? {} : { generated: column.generated }),
  };
}

const TYPES: Readonly<Record<string, string>> = {
  bigint: 'bigInteger',
  int: 'integer',
  mediumint: 'mediumInteger',
  smallint: 'smallInteger',
  tinyint: 'tinyInteger',
};

/** The definition behind CHANGE old new. */
export function legacyRenameDefinition(
  grammar: MySqlColumns,
  blueprint: Blueprint,
  old: Column,
  to: string,
  origin: Origin,
): { sql: string; spec: ColumnSpec } {
  const value = old.default;
  const definition = new ColumnDefinition(blueprint, origin, {
    name: to,
    change: true,
    type: TYPES[old.type.name] ?? old.type.name,
    nullable: old.nullable,
    default:
      value === undefined
        ? null
        : value.kind === 'literal'
          ? value.value === null
            ? new Expression('NULL')
            : value.value
          : new Expression(value.sql),
    autoIncrement: old.autoIncrement,
    collation: old.collation ?? null,
    comment: old.comment ?? '',
    virtualAs: old.generated?.stored === false ? old.generated.expression : null,
    storedAs: old.generated?.stored === true ? old.generated.expression : null,
  });
  const { sql, spec } = grammar.definition(blueprint, definition, old.type.text);
  return { sql, spec: { ...columnSpecOf(old), ...spec, type: old.type, name: to } };
}
