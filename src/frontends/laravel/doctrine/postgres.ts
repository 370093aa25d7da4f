/** Doctrine\DBAL\Platforms\PostgreSQLPlatform::getAlterTableSQL, as far as Laravel asks for it: a statement for each difference. */
import type { AlterAction, Origin, Statement } from '../../../schema/index.ts';
import type { DoctrineColumn } from './column.ts';
import type { ColumnDiff } from './compare.ts';
import { defaultSql } from './default.ts';
import { commentOf, quotedName, quoteText, typeSql } from './platform.ts';
import { asUnderstood, brokenName, type Source, unreadable } from './source.ts';
import { defaultFromDbal, typeFromSql } from './spec.ts';

export function changePostgres(source: Source, diffs: readonly ColumnDiff[], origin: Origin): Statement[] {
  const statements: Statement[] = [];
  const comments: Statement[] = [];
  for (const diff of diffs) {
    const changes = changesOf(source, diff, diff.column.origin ?? origin);
    statements.push(...changes.statements);
    comments.push(...changes.comments);
  }
  return [...statements, ...comments];
}

function changesOf(
  source: Source,
  { old, column, changed }: ColumnDiff,
  origin: Origin,
): { statements: Statement[]; comments: Statement[] } {
  const { platform } = source;
  const written = quotedName(platform, old.name, old.quoted);
  const name = asUnderstood(platform, old.name, old.quoted);
  const statements: Statement[] = [];
  const alter = (sql: string, action: AlterAction): void => {
    statements.push(altered(source, `ALTER ${written} ${sql}`, action, origin));
  };
  const retype = (of: DoctrineColumn): void => {
    const type = typeSql(platform, of);
    alter(`TYPE ${type}`, {
      kind: 'alterColumnType',
      column: name,
      type: typeFromSql(platform, type),
      origin,
    });
  };
  if (['type', 'precision', 'scale', 'fixed'].some((property) => changed.has(property as 'type'))) {
    retype({ ...column, autoincrement: false });
  }
  if (changed.has('default')) {
    if (column.default === null) {
      alter('DROP DEFAULT', { kind: 'alterColumnDefault', column: name, default: null });
    } else {
      const text = defaultSql(platform, column);
      const value = text.replace(/^ DEFAULT /, '');
      alter(`SET${text}`, {
        kind: 'alterColumnDefault',
        column: name,
        default: defaultFromDbal(value),
      });
    }
  }
  if (changed.has('notnull')) {
    alter(`${column.notnull ? 'SET' : 'DROP'} NOT NULL`, {
      kind: 'alterColumnNull',
      column: name,
      nullable: !column.notnull,
    });
  }
  if (changed.has('autoincrement')) {
    if (column.autoincrement) {
      const sequence = `${source.name}_${written}_seq`;
      const other = (sql: string): void => {
        statements.push({ kind: 'noSchemaChange', sql, origin, what: 'a sequence' });
      };
      other(`CREATE SEQUENCE ${sequence}`);
      other(`SELECT setval('${sequence}', (SELECT MAX(${written}) FROM ${source.sql}))`);
      const value = `nextval('${sequence}')`;
      alter(`SET DEFAULT ${value}`, {
        kind: 'alterColumnDefault',
        column: name,
        default: { kind: 'expression', sql: value },
      });
    } else alter('DROP DEFAULT', { kind: 'alterColumnDefault', column: name, default: null });
  }
  const comments: Statement[] = [];
  const comment = commentOf(platform, column);
  if (changed.has('comment') || comment !== commentOf(platform, old)) {
    comments.push({
      kind: 'comment',
      // The name went into quotes once and is read again.
      sql: `COMMENT ON COLUMN ${source.sql}.${written} IS ${comment === null ? 'NULL' : quoteText(platform, comment)}`,
      origin,
      table: source.table,
      column: name,
      comment: comment === '' ? null : comment,
    });
  }
  if (changed.has('length')) retype(column);
  return { statements, comments };
}

function altered(source: Source, part: string, action: AlterAction, origin: Origin): Statement {
  const sql = `ALTER TABLE ${source.sql} ${part}`;
  const broken = brokenName(source.platform, [{ name: source.name }]);
  if (broken !== undefined) return unreadable(source.platform, sql, broken, origin);
  return { kind: 'alterTable', sql, origin, table: source.table, actions: [action] };
}

export function renamePostgres(source: Source, from: string, to: string, origin: Origin): Statement[] {
  const { platform } = source;
  const sql = `ALTER TABLE ${source.sql} RENAME COLUMN ${quotedName(platform, from)} TO ${quotedName(platform, to)}`;
  const broken = brokenName(
    platform,
    [source.name, from, to].map((name) => ({ name })),
  );
  if (broken !== undefined) return [unreadable(platform, sql, broken, origin)];
  const action: AlterAction = {
    kind: 'renameColumn',
    from: asUnderstood(platform, from),
    to: asUnderstood(platform, to),
    origin,
  };
  return [{ kind: 'alterTable', sql, origin, table: source.table, actions: [action] }];
}
