/** Doctrine\DBAL\Platforms\AbstractMySQLPlatform::getAlterTableSQL, as far as Laravel asks for it. */
import type { AlterAction, Origin, Statement } from '../../../schema/index.ts';
import type { DoctrineColumn } from './column.ts';
import { declaration, quotedName } from './platform.ts';
import { brokenName, type Source, unreadable } from './source.ts';
import { specOf } from './spec.ts';

export interface Replaced {
  readonly from: string;
  readonly column: DoctrineColumn;
}

/** One ALTER TABLE … CHANGE …, CHANGE …. */
export function changeMysql(source: Source, columns: readonly Replaced[], origin: Origin): Statement[] {
  if (columns.length === 0) return [];
  const { platform } = source;
  const parts = columns.map(
    ({ from, column }) =>
      `CHANGE ${quotedName(platform, from)} ${quotedName(platform, column.name)} ${declaration(platform, column)}`,
  );
  const sql = `ALTER TABLE ${source.sql} ${parts.join(', ')}`;
  const names = [source.name, ...columns.flatMap(({ from, column }) => [from, column.name])];
  const broken = brokenName(
    platform,
    names.map((name) => ({ name })),
  );
  if (broken !== undefined) return [unreadable(platform, sql, broken, origin)];
  const actions = columns.map(
    ({ from, column }): AlterAction => ({ kind: 'modifyColumn', from, column: specOf(platform, column) }),
  );
  return [{ kind: 'alterTable', sql, origin, table: source.table, actions }];
}
