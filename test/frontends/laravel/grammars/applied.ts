/** A catalog after the few statements that set up a recorded case: no judge, all is accepted. */
import type { Catalog, Column, ColumnSpec, Index, Statement, Table } from '../../../../src/schema/index.ts';

function columnOf(spec: ColumnSpec): Column {
  return {
    name: spec.name,
    type: spec.type,
    nullable: spec.nullable !== false,
    autoIncrement: spec.autoIncrement === true,
    ...(spec.default === undefined ? {} : { default: spec.default }),
    ...(spec.collation === undefined ? {} : { collation: spec.collation }),
    ...(spec.generated === undefined ? {} : { generated: spec.generated }),
  };
}

export function applied(catalog: Catalog, statement: Statement): Catalog {
  if (statement.kind === 'createTable') {
    const own = statement.columns.find((column) => column.primaryKey === true);
    const parts = statement.primaryKey?.parts ?? (own === undefined ? undefined : [{ column: own.name }]);
    const table: Table = {
      ...statement.table,
      columns: statement.columns.map(columnOf),
      ...(parts === undefined ? {} : { primaryKey: { parts } }),
      indexes: [],
      foreignKeys: statement.foreignKeys.map((key) => ({
        columns: key.columns,
        parent: key.parent,
        parentColumns: key.parentColumns,
        onDelete: key.onDelete ?? 'no action',
        onUpdate: key.onUpdate ?? 'no action',
      })),
      checks: [],
      temporary: false,
    };
    return catalog.withTable(table);
  }
  if (statement.kind === 'createIndex') {
    const table = catalog.table(statement.table);
    if (table === undefined) throw new Error(`no table ${statement.table.name}`);
    const index: Index = {
      name: statement.index.name ?? '',
      kind: statement.index.kind,
      parts: statement.index.parts,
    };
    return catalog.withTable({ ...table, indexes: [...table.indexes, index] });
  }
  throw new Error(`a setup does not ${statement.kind}: ${statement.sql}`);
}
