/**
 * Which changes of an InnoDB table copy it, or keep others from writing while they run. What is done in place with
 * LOCK=NONE, or at once (INSTANT), is not told: nobody waits for it.
 *
 * MySQL: https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html; measured on 9.7.4 by asking for
 * ALGORITHM=INSTANT, INPLACE with LOCK=NONE and INPLACE with LOCK=SHARED, which are refused with 1845 or 1846 where they
 * cannot be. What copies there copies in 5.7 as well, by that version's page.
 */
import type {
  AlterAction,
  Catalog,
  Column,
  ColumnSpec,
  DefaultValue,
  IndexSpec,
  Origin,
  ReferentialAction,
  Statement,
  Table,
  TableWork,
} from '../../schema/index.ts';
import { findColumn } from '../../schema/index.ts';
import { bytesPerCharacter } from './charsets.ts';

/** In what MySQL and MariaDB differ. */
export interface OnlineDdl {
  /** ADD COLUMN with an expression as its default copies: any, or one only that gives each row a value of its own. */
  readonly expressionDefault: 'any' | 'each-row';
  /** Does ADD COLUMN with a CHECK copy? */
  readonly newColumnCheck: boolean;
  /** A VARCHAR of at least so many bytes, and at most 255, copies when it is to take more than 255. */
  readonly longerVarcharFrom: number;
  /** Does another collation of a column in an index copy? */
  readonly indexedCollation: boolean;
  /** Does a column that loses AUTO_INCREMENT copy? */
  readonly lostAutoIncrement: boolean;
  /** May others write while a table is copied, where nothing of `keepsWritersOut` is in the way? */
  readonly copiesOnline: boolean;
}

export const MYSQL_ONLINE_DDL: OnlineDdl = {
  expressionDefault: 'any',
  newColumnCheck: true,
  longerVarcharFrom: 0,
  indexedCollation: true,
  lostAutoIncrement: true,
  copiesOnline: false,
};

/** Bytes up to which the length of a VARCHAR takes one byte. */
const ONE_LENGTH_BYTE = 255;

const copy = (of: TableWork['of'], cause: string, origin?: Origin): TableWork => ({
  of,
  work: 'copy',
  blocks: 'writes',
  term: 'ALGORITHM=COPY',
  cause,
  ...(origin === undefined ? {} : { origin }),
});

/** `before` and `after`: the catalogs around the statement. */
export function tableWork(
  online: OnlineDdl,
  statement: Statement,
  before: Catalog,
  after: Catalog,
): readonly TableWork[] {
  if (statement.kind !== 'createIndex' && statement.kind !== 'alterTable') return [];
  const [old, now] = [before.table(statement.table), after.table(statement.table)];
  if (online.copiesOnline && !keepsWritersOut(statement, old)) return [];
  if (statement.kind === 'createIndex') return [...indexWork(statement.index)];
  // MyISAM and its kin copy for everything, but nobody has chosen them for a table that must not wait.
  if (old?.engine !== undefined && old.engine !== 'innodb') return [];
  return statement.actions.flatMap((action) => [
    ...actionWork(online, action, statement.actions, old, now, before),
  ]);
}

/**
 * What an online copy cannot do: number the rows, or follow what a foreign key does to the table's rows.
 * https://mariadb.com/kb/en/innodb-online-ddl-operations-with-alter-algorithm-copy/; measured on MariaDB 11.8.9.
 */
function keepsWritersOut(statement: Statement, table: Table | undefined): boolean {
  if (table?.foreignKeys.some(({ onDelete, onUpdate }) => changesRows(onDelete) || changesRows(onUpdate)))
    return true;
  return (
    statement.kind === 'alterTable' &&
    statement.actions.some(
      (action) =>
        (action.kind === 'addColumn' && action.column.autoIncrement === true) ||
        (action.kind === 'modifyColumn' &&
          action.column.autoIncrement === true &&
          (table === undefined || findColumn(table, action.from)?.autoIncrement !== true)),
    )
  );
}

const changesRows = (action: ReferentialAction): boolean =>
  action === 'cascade' || action === 'set null' || action === 'set default';

function* indexWork(index: IndexSpec): IterableIterator<TableWork> {
  if (index.kind !== 'fulltext' && index.kind !== 'spatial') return;
  yield {
    of: 'key',
    work: 'build',
    blocks: 'writes',
    term: 'LOCK=SHARED',
    cause: `a ${index.kind} index is built`,
    ...(index.origin === undefined ? {} : { origin: index.origin }),
  };
}

function* actionWork(
  online: OnlineDdl,
  action: AlterAction,
  all: readonly AlterAction[],
  old: Table | undefined,
  now: Table | undefined,
  before: Catalog,
): IterableIterator<TableWork> {
  const columnIn = (table: Table | undefined, name: string): Column | undefined =>
    table === undefined ? undefined : findColumn(table, name);
  switch (action.kind) {
    case 'addColumn':
      yield* addedColumn(online, action.column, old);
      break;
    case 'modifyColumn': {
      const [from, to] = [columnIn(old, action.from), columnIn(now, action.column.name)];
      const cause =
        from === undefined || to === undefined ? null : changedColumn(online, from, to, isIndexed(old, from));
      if (cause !== null) yield copy('column', cause, action.column.origin);
      break;
    }
    case 'dropPrimaryKey':
      if (!all.some(({ kind }) => kind === 'addPrimaryKey'))
        yield copy('key', 'a primary key goes without another taking its place');
      break;
    case 'addIndex':
      yield* indexWork(action.index);
      break;
    case 'addForeignKey':
      if (before.foreignKeyChecks)
        yield copy('foreignKey', 'foreign key checks are on', action.foreignKey.origin);
      break;
    case 'addCheck':
      yield copy('check', 'a CHECK is added', action.check.origin);
      break;
    case 'setOptions': {
      const other = old?.columns.find(({ name, charset }) => columnIn(now, name)?.charset !== charset);
      if (other !== undefined) yield copy('table', 'its columns get another character set');
      break;
    }
    default:
      break;
  }
}

function isIndexed(table: Table | undefined, { name }: Column): boolean {
  if (table === undefined) return false;
  const keys = [...table.indexes.map(({ parts }) => parts), table.primaryKey?.parts ?? []];
  const wanted = name.toLowerCase();
  return keys.some((parts) => parts.some((part) => 'column' in part && part.column.toLowerCase() === wanted));
}

function* addedColumn(
  online: OnlineDdl,
  column: ColumnSpec,
  table: Table | undefined,
): IterableIterator<TableWork> {
  const { origin, generated, autoIncrement, check, default: value } = column;
  if (generated?.stored === true) yield copy('column', 'a stored generated column is added', origin);
  else if (isComputed(online, value, table))
    yield copy('column', `the new column's default is computed: ${value!.sql}`, origin);
  else if (check !== undefined && online.newColumnCheck && !/json_valid/i.test(check))
    yield copy('column', 'a column with a CHECK is added', origin);
  else if (autoIncrement === true)
    yield {
      of: 'column',
      work: 'copy',
      blocks: 'writes',
      term: 'LOCK=SHARED',
      cause: 'an AUTO_INCREMENT column is added',
      ...(origin === undefined ? {} : { origin }),
    };
}

/** Functions whose values differ from row to row; of MariaDB's others one value is taken for all rows. */
const EACH_ROW = /\b(?:uuid|uuid_short|sys_guid|sysdate|random_bytes|nextval)\s*\(|\bnext\s+value\b/i;

function isComputed(online: OnlineDdl, value: DefaultValue | undefined, table: Table | undefined): boolean {
  if (value === undefined) return false;
  // What stands in parentheses is an expression to MySQL, also where it is a literal.
  if (online.expressionDefault === 'any') return /^\s*\(/.test(value.sql);
  if (value.kind !== 'expression') return false;
  const words = value.sql.replace(/'(?:[^']|'')*'/g, '').match(/\w+/g) ?? [];
  return (
    EACH_ROW.test(value.sql) ||
    words.some((word) => table !== undefined && findColumn(table, word) !== undefined)
  );
}

/** Why the table is copied for it; null: it is not. */
function changedColumn(online: OnlineDdl, from: Column, to: Column, indexed: boolean): string | null {
  if (from.generated !== undefined || to.generated !== undefined) {
    const same = from.generated?.expression === to.generated?.expression && plain(from) === plain(to);
    if (same || to.generated?.stored === false) return null;
    return 'a generated column changes';
  }
  if (!from.autoIncrement && to.autoIncrement) return 'it becomes AUTO_INCREMENT';
  if (from.autoIncrement && !to.autoIncrement && online.lostAutoIncrement) return 'it loses AUTO_INCREMENT';
  const types = `its type changes from ${from.type.text} to ${to.type.text}`;
  if (from.charset !== to.charset && from.charset !== undefined && to.charset !== undefined)
    return `its character set changes from ${from.charset} to ${to.charset}`;
  if (plain(from) !== plain(to)) return isInPlace(online, from, to) ? null : types;
  const collation =
    from.collation !== to.collation && from.collation !== undefined && to.collation !== undefined;
  return collation && indexed && online.indexedCollation
    ? `its collation changes from ${from.collation} to ${to.collation}, and it is in an index`
    : null;
}

/** A type without what says nothing of its values: the display width of integers. */
function plain({ type }: Column): string {
  const text = type.text.toLowerCase().replace(/\s+/g, ' ').trim();
  return /int/.test(type.name) ? text.replace(/\(\d+\)/, '').replace(/^integer/, 'int') : text;
}

function isInPlace(online: OnlineDdl, from: Column, to: Column): boolean {
  const [a, b] = [from.type, to.type];
  if (a.name !== b.name) return false;
  if (a.members !== undefined && b.members !== undefined) {
    const { members } = b;
    return (
      a.members.every((member, at) => member === members[at]) &&
      a.members.length < 256 === members.length < 256
    );
  }
  if (a.name !== 'varchar' && a.name !== 'varbinary') return false;
  const width = a.name === 'varbinary' ? 1 : bytesPerCharacter(to.charset);
  const [was, is] = [(a.length ?? 0) * width, (b.length ?? 0) * width];
  if (is < was) return false;
  return was > ONE_LENGTH_BYTE || is <= ONE_LENGTH_BYTE || was < online.longerVarcharFrom;
}
