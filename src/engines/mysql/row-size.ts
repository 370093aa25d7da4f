/** Does a row fit: the server's 65,535 bytes, InnoDB's half page, and the number of columns. */
import type { Column, Origin, Table } from '../../schema/index.ts';
import { bytesPerCharacter } from './charsets.ts';
import type { Context } from './context.ts';
import { contentBytes, fixedBytes, isBlobLike, resolveType, rowBytes } from './types.ts';

/** Bytes of a row as the server counts them: columns, and a bit for each that may be NULL. */
export function serverRowBytes(table: Table): number {
  let bytes = 0;
  let nullable = 0;
  for (const column of table.columns) {
    if (column.generated !== undefined && !column.generated.stored) continue;
    bytes += rowBytes(column);
    if (column.nullable) nullable++;
  }
  return bytes + Math.ceil(nullable / 8);
}

/**
 * Half of an empty 16 KiB page, exclusive: a B-tree page must hold two records (page_get_free_space_of_empty() / 2).
 * The server says it in its message: "Row size too large (> 8126)"; measured on MySQL 9.7.4 and MariaDB 10.11.19.
 */
const PAGE_RECORD = { comp: 8126, redundant: 8123 };
/** REC_N_NEW_EXTRA_BYTES and REC_N_OLD_EXTRA_BYTES of storage/innobase/rem/rec.h. */
const RECORD_HEADER = { comp: 5, redundant: 6 };
/** DB_TRX_ID, DB_ROLL_PTR; and DB_ROW_ID where the table has no key that could cluster it. */
const SYSTEM_COLUMNS = [6, 7];
const ROW_ID = 6;
/** A pointer to the pages outside the record, and the prefix that the old formats keep in it (btr0types.h). */
const POINTER = 20;
const OLD_PREFIX = 768;

type PageRow = { readonly bytes: number; readonly limit: number; readonly prefix: number };

function isVariableInRow(column: Column): boolean {
  const { family } = resolveType(column.type);
  if (family === 'varchar' || family === 'varbinary' || isBlobLike(family)) return true;
  if (family !== 'char') return false;
  // CHAR of a variable-width character set is kept like VARCHAR, and so is what is longer than DICT_MAX_FIXED_COL_LEN.
  const fixed = bytesPerCharacter(column.charset) === 1 || /^(?:ucs2|utf32)$/.test(column.charset ?? '');
  return !fixed || contentBytes(column) > 768;
}

/** The row's part in its clustered index page: dict_index_too_big_for_tree() (MySQL), record_size_info() (MariaDB). */
export function pageRow(context: Context, table: Table): PageRow {
  const format = table.rowFormat ?? context.traits.defaultRowFormat;
  const comp = format !== 'redundant';
  const old = format === 'redundant' || format === 'compact';
  const clustered =
    table.primaryKey !== undefined ||
    table.indexes.some(
      (index) =>
        index.kind === 'unique' &&
        index.method !== 'hash' &&
        index.parts.every(
          (part) =>
            'column' in part &&
            part.length === undefined &&
            table.columns.some(
              (column) => column.name.toLowerCase() === part.column.toLowerCase() && !column.nullable,
            ),
        ),
    );
  const system = clustered ? SYSTEM_COLUMNS : [...SYSTEM_COLUMNS, ROW_ID];
  const stored = table.columns.filter((column) => column.generated === undefined || column.generated.stored);
  const nullable = stored.filter((column) => column.nullable).length;
  let bytes = comp
    ? RECORD_HEADER.comp + Math.ceil(nullable / 8)
    : RECORD_HEADER.redundant + 2 * (stored.length + system.length);
  for (const size of system) bytes += size;
  for (const column of stored) bytes += inPage(column, context.traits.pageRule, comp, old);
  return {
    bytes,
    limit: comp ? PAGE_RECORD.comp : PAGE_RECORD.redundant,
    prefix: old ? OLD_PREFIX : 0,
  };
}

function inPage(column: Column, rule: 'mysql' | 'mariadb', comp: boolean, old: boolean): number {
  if (!isVariableInRow(column)) return fixedBytes(column) ?? contentBytes(column);
  const content = contentBytes(column);
  const blob = isBlobLike(resolveType(column.type).family);
  const lengthByte = comp ? 1 : 0;
  if (old) {
    const local = OLD_PREFIX + POINTER;
    return blob || content >= local ? local + lengthByte : content + (comp ? (content < 256 ? 1 : 2) : 0);
  }
  if (rule === 'mysql') {
    const local = 2 * POINTER;
    return blob || content >= local ? local + lengthByte : content + lengthByte;
  }
  // MariaDB counts the least that the row needs: what can leave the page does, and only long columns can.
  return blob || content > 255 ? POINTER + lengthByte : content + lengthByte;
}

/** Does the row pass a limit? Used to tell whether a change of the table brought it about. */
export function rowFits(context: Context, table: Table): boolean {
  if (serverRowBytes(table) > context.limit('rowBytes')) return false;
  if (!isInnodb(table) || !context.traits.innodbStrict) return true;
  const page = pageRow(context, table);
  return page.bytes < page.limit;
}

export function isInnodb(table: Table): boolean {
  return table.engine === undefined || table.engine === 'innodb';
}

export function judgeRow(context: Context, table: Table, origin: Origin | undefined): void {
  const { findings } = context;
  const count = table.columns.length;
  if (count > context.limit('columnsServer')) {
    findings.refuse(
      'columns',
      { kind: 'other' },
      context.dialect.words.tooManyColumns(table.name, count, true),
      origin,
    );
  } else if (isInnodb(table) && count > context.limit('columnsInnodb')) {
    findings.refuse(
      'engine',
      { kind: 'other' },
      context.dialect.words.tooManyColumns(table.name, count, false),
      origin,
    );
  }
  const bytes = serverRowBytes(table);
  const limit = context.limit('rowBytes');
  if (bytes > limit) {
    findings.refuse(
      'rowSize',
      { kind: 'row-too-large', table: table.name, bytes, limit },
      {
        code: '1118',
        message: `Row size too large. The maximum row size for the used table type, not counting BLOBs, is ${limit}. This includes storage overhead, check the manual. You have to change some columns to TEXT or BLOBs`,
      },
      origin,
    );
    return;
  }
  if (!isInnodb(table) || !context.traits.innodbStrict) return;
  const page = pageRow(context, table);
  if (page.bytes < page.limit) return;
  const way = page.prefix === 0 ? '' : ' or using ROW_FORMAT=DYNAMIC or ROW_FORMAT=COMPRESSED';
  findings.refuse(
    'engine',
    { kind: 'row-too-large', table: table.name, bytes: page.bytes, limit: page.limit },
    {
      code: '1118',
      message: `Row size too large (> ${page.limit}). Changing some columns to TEXT or BLOB${way} may help. In current row format, BLOB prefix of ${page.prefix} bytes is stored inline.`,
    },
    origin,
  );
}
