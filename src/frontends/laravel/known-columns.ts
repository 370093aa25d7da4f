/** A table of which not all columns are known: its keys over others say nothing. */
import { keyColumns, type Statement } from '../../schema/index.ts';

/** CREATE TABLE without the keys over columns that something not understood may have added. */
export function withKnownColumns(statement: Statement): Statement {
  if (statement.kind !== 'createTable') return statement;
  const names = new Set(statement.columns.map((column) => column.name.toLowerCase()));
  const known = (columns: readonly string[]) => columns.every((name) => names.has(name.toLowerCase()));
  const { primaryKey, ...rest } = statement;
  return {
    ...rest,
    indexes: statement.indexes.filter((index) => known(keyColumns(index.parts))),
    foreignKeys: statement.foreignKeys.filter((key) => known(key.columns)),
    ...(primaryKey === undefined || !known(keyColumns(primaryKey.parts)) ? {} : { primaryKey }),
  };
}
