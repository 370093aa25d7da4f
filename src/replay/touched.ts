/** The tables that a statement may have changed, so that only these are described anew. */
import type { AlterAction, Statement } from '../schema/index.ts';

/** A new name stands in the keys of other tables, too, and CASCADE takes those along. */
function reachesFurther(action: AlterAction): boolean {
  switch (action.kind) {
    case 'renameTo':
    case 'renameColumn':
      return true;
    case 'modifyColumn':
      return action.from !== action.column.name;
    case 'dropColumn':
    case 'dropConstraint':
      return action.cascade === true;
    default:
      return false;
  }
}

/** null: any. */
export function touchedBy(statement: Statement): readonly string[] | null {
  switch (statement.kind) {
    case 'createTable':
    case 'createIndex':
    case 'comment':
      return [statement.table.name];
    case 'dropTable':
      // CASCADE takes keys of other tables along.
      return statement.cascade ? null : statement.tables.map(({ name }) => name);
    case 'alterTable':
      return statement.actions.some(reachesFurther) ? null : [statement.table.name];
    case 'dropIndex':
      return statement.table === undefined ? null : [statement.table.name];
    case 'foreignKeyChecks':
    case 'data':
    case 'noSchemaChange':
      return [];
    case 'transaction':
      return statement.action === 'rollback' ? null : [];
    default:
      return null;
  }
}
