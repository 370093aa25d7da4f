/** What a CREATE TABLE or an ALTER TABLE brings to a table. */
import {
  type ForeignKeySpec,
  type IndexSpec,
  type KeyPart,
  keyColumns,
  type Origin,
  type PrimaryKeySpec,
  type Table,
} from '../../schema/index.ts';

export interface Additions {
  readonly primaryKeys: readonly PrimaryKeySpec[];
  /** Has the table a primary key that the statement does not drop? */
  readonly hadPrimaryKey: boolean;
  /** How many of the new indexes and foreign keys are written before the last of the primary keys. */
  readonly keysBeforePrimary: number;
  readonly indexes: readonly IndexSpec[];
  readonly foreignKeys: readonly ForeignKeySpec[];
  /** How many of the new indexes are written before each of the foreign keys. */
  readonly indexesBeforeForeign: readonly number[];
  /** New or changed columns (folded to lower case), and who asked for them: keys over them are judged anew. */
  readonly touched: ReadonlyMap<string, Origin | undefined>;
  /** Columns whose definition says NULL; a primary key over them is refused or makes them NOT NULL. */
  readonly saysNull: ReadonlySet<string>;
  /** Of new foreign keys: is an ALTER TABLE done by a copy of the table, whatever becomes of its keys? */
  readonly copies: boolean;
  /** The call to blame for what no part of the statement bears alone. */
  readonly origin: Origin | undefined;
  /** The table as it was; absent for a new one. */
  readonly before: Table | undefined;
}

/** Who changed a column of a key that was there before. */
export function touching(additions: Additions, parts: readonly KeyPart[]): Origin | undefined {
  for (const column of keyColumns(parts)) {
    const origin = additions.touched.get(column.toLowerCase());
    if (origin !== undefined) return origin;
  }
  return undefined;
}
