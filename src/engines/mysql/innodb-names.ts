/** Columns whose names InnoDB keeps for itself: its hidden ones, and the row numbers of a FULLTEXT index. */
import type { Column, Origin, Table } from '../../schema/index.ts';
import type { Context } from './context.ts';
import { isInnodb } from './row-size.ts';
import { resolveType } from './types.ts';

/** dict_col_name_is_reserved, storage/innobase/dict/dict0dict.cc. */
const HIDDEN = /^db_(?:row_id|trx_id|roll_ptr)$/i;

/** May InnoDB number the rows of a FULLTEXT index by it? Manual page innodb-fulltext-index. */
function numbersRows(column: Column): boolean {
  const type = resolveType(column.type);
  return column.name === 'FTS_DOC_ID' && type.name === 'bigint' && type.unsigned && !column.nullable;
}

const hiddenOf = ({ columns }: Table) => columns.find(({ name }) => HIDDEN.test(name));
const numberOf = ({ columns }: Table) => columns.find(({ name }) => name.toLowerCase() === 'fts_doc_id');
const hasFulltext = ({ indexes }: Table) => indexes.some(({ kind }) => kind === 'fulltext');

/** Without a FULLTEXT index the column is looked at only in a new table; MariaDB looks at an added one, too. */
function isLookedAt(context: Context, table: Table, before: Table | undefined): boolean {
  if (hasFulltext(table) || before === undefined) return true;
  return context.dialect.engine === 'mariadb' && table.columns.length > before.columns.length;
}

/** `before`: the table as it was; what was wrong then is not told again. Tried on MySQL 9.7.4 and MariaDB 10.11.19. */
export function judgeInnodbNames(
  context: Context,
  table: Table,
  before: Table | undefined,
  origin: Origin | undefined,
): void {
  if (!isInnodb(table)) return;
  const refuse = (code: string, message: string) =>
    context.findings.refuse('engine', { kind: 'other' }, { code, message }, origin);
  const known = before !== undefined && isInnodb(before) ? before : undefined;
  // Most statements leave the columns as they are.
  if (known?.columns === table.columns && hasFulltext(known) === hasFulltext(table)) return;
  const hidden = hiddenOf(table);
  if (hidden !== undefined && (known === undefined || hiddenOf(known) === undefined)) {
    refuse('1166', `Incorrect column name '${hidden.name}'`);
  }
  const number = numberOf(table);
  if (number === undefined || numbersRows(number) || !isLookedAt(context, table, before)) return;
  if (known !== undefined && numberOf(known) === number && hasFulltext(known) === hasFulltext(table)) return;
  if (hasFulltext(table) && context.dialect.engine === 'mysql') {
    refuse('1797', `Column '${number.name}' is of wrong type for an InnoDB FULLTEXT index`);
  } else refuse('1166', `Incorrect column name '${number.name}'`);
}

/** InnoDB's temporary tables have no FULLTEXT index; tried on 9.7.4 and 10.11.19. */
export function judgeTemporary(context: Context, table: Table, origin: Origin | undefined): void {
  if (!table.temporary || !isInnodb(table)) return;
  if (table.indexes.some(({ kind }) => kind === 'fulltext')) {
    const message = 'Cannot create FULLTEXT index on temporary InnoDB table';
    context.findings.refuse('engine', { kind: 'other' }, { code: '1796', message }, origin);
  }
}
