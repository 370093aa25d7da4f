/**
 * What PostgreSQL does to a table's rows under a lock. ALTER TABLE takes ACCESS EXCLUSIVE unless its page says otherwise,
 * and CREATE INDEX takes SHARE: https://www.postgresql.org/docs/current/sql-altertable.html (Notes) and explicit-locking.
 * Which changes write the table anew was measured on 15.18 by pg_relation_filenode().
 */
import {
  type Catalog,
  type Column,
  type ColumnSpec,
  compareVersions,
  findColumn,
  type Origin,
  type Statement,
  type TableWork,
  type Target,
} from '../../schema/index.ts';

/** From here on a default that is one value for all rows is kept in the catalog (release notes of 11, E.5.3.1). */
const FAST_DEFAULT = '11';

const rewrite = (cause: string, origin: Origin | undefined): TableWork => ({
  of: 'column',
  work: 'copy',
  blocks: 'everything',
  term: 'ACCESS EXCLUSIVE',
  cause,
  ...(origin === undefined ? {} : { origin }),
});

export function tableWork(
  target: Target,
  statement: Statement,
  before: Catalog,
  after: Catalog,
): readonly TableWork[] {
  if (statement.kind === 'createIndex') {
    if (statement.concurrently === true) return [];
    const { origin } = statement.index;
    return [
      {
        of: 'key',
        work: 'build',
        blocks: 'writes',
        term: 'SHARE',
        cause: 'an index is built',
        ...(origin === undefined ? {} : { origin }),
      },
    ];
  }
  if (statement.kind !== 'alterTable') return [];
  const [old, now] = [before.table(statement.table), after.table(statement.table)];
  return statement.actions.flatMap((action): TableWork[] => {
    switch (action.kind) {
      case 'addColumn': {
        const cause = addedColumn(target, action.column);
        return cause === null ? [] : [rewrite(cause, action.column.origin)];
      }
      case 'addIdentity':
        return [];
      case 'alterColumnType': {
        const from = old === undefined ? undefined : findColumn(old, action.column, 'exact');
        const to = now === undefined ? undefined : findColumn(now, action.column, 'exact');
        if (from === undefined || to === undefined || keepsRows(from, to, action.using)) return [];
        return [rewrite(`its type changes from ${from.type.text} to ${to.type.text}`, action.origin)];
      }
      case 'addForeignKey':
        if (/\bnot\s+valid\b/i.test(statement.sql)) return [];
        return [
          {
            of: 'foreignKey',
            work: 'scan',
            blocks: 'writes',
            term: 'SHARE ROW EXCLUSIVE',
            cause: 'every row is looked at',
            ...(action.foreignKey.origin === undefined ? {} : { origin: action.foreignKey.origin }),
          },
        ];
      case 'addIndex':
      case 'addPrimaryKey': {
        const origin = action.kind === 'addIndex' ? action.index.origin : action.primaryKey.origin;
        if (/\busing\s+index\b/i.test(statement.sql)) return [];
        return [
          {
            of: 'key',
            work: 'build',
            blocks: 'everything',
            term: 'ACCESS EXCLUSIVE',
            cause: 'an index is built for the constraint',
            ...(origin === undefined ? {} : { origin }),
          },
        ];
      }
      default:
        return [];
    }
  });
}

/** Defaults that are worked out once, when the column is added. */
const STABLE =
  /^\(*(?:current_timestamp|current_date|current_time|localtimestamp|localtime|now\(\)|current_user|session_user|transaction_timestamp\(\)|statement_timestamp\(\))/i;

function addedColumn(target: Target, column: ColumnSpec): string | null {
  const { generated, autoIncrement, type, default: value } = column;
  if (generated?.stored === true) return 'a stored generated column is added';
  if (autoIncrement === true || /serial/i.test(type.name)) return 'each row gets a number of a sequence';
  if (value === undefined || (value.kind === 'literal' && value.value === null)) return null;
  if (compareVersions(target.version, FAST_DEFAULT) < 0) return 'each row is given the default';
  const computed = value.kind === 'expression' && !STABLE.test(value.sql) && /[a-z_]\s*\(/i.test(value.sql);
  return computed ? `each row gets a value of its own: ${value.sql}` : null;
}

const isText = (name: string): boolean => /^(?:text|varchar|character varying)$/.test(name);
const isDecimal = (name: string): boolean => /^(?:numeric|decimal)$/.test(name);

function keepsRows({ type: from }: Column, { type: to }: Column, using: string | undefined): boolean {
  // USING with more than the column itself computes each value.
  if (using !== undefined && !/^\(*"?\w+"?(?:::[\w ()]+)?\)*$/.test(using.trim())) return false;
  if (isText(from.name) && isText(to.name)) {
    if (to.length === undefined) return true;
    if (using !== undefined && /::/.test(using)) return false;
    return from.length !== undefined && to.length >= from.length;
  }
  if (isDecimal(from.name) && isDecimal(to.name)) {
    if (to.precision === undefined) return true;
    return (
      from.precision !== undefined && to.precision >= from.precision && (to.scale ?? 0) === (from.scale ?? 0)
    );
  }
  const name = (text: string): string =>
    text
      .toLowerCase()
      .replace(/\(\d+\)/, '')
      .replace(/\s+/g, ' ')
      .trim();
  const [was, is] = [canonical(name(from.text)), canonical(name(to.text))];
  if (/^(?:timestamp|time)/.test(is)) {
    // From timestamp to timestamptz nothing is written where the session's time zone is UTC.
    const zone = (text: string): string => text.replace(/ with(?:out)? time zone$/, '').replace(/tz$/, '');
    return zone(was) === zone(is) && (to.precision === undefined || (from.precision ?? 6) <= to.precision);
  }
  return was === is && from.length === to.length;
}

const SAME: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  serial: 'integer',
  int8: 'bigint',
  bigserial: 'bigint',
  int2: 'smallint',
  smallserial: 'smallint',
  bool: 'boolean',
  float8: 'double precision',
  float4: 'real',
};

const canonical = (name: string): string => SAME[name] ?? name;
