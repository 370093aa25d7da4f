/** ALTER TABLE: several steps, which PostgreSQL sorts into passes (ATController, src/backend/commands/tablecmds.c). */
import {
  type AlterAction,
  type CheckSpec,
  keyColumns,
  type StatementOf,
  type Table,
  type TableName,
} from '../../schema/index.ts';
import { addColumn, replaceColumn } from '../catalog-edits.ts';
import { type ActionOf, addIdentity, changeType, prepareTypes, rename, setDefault } from './alter-column.ts';
import {
  checkDefault,
  checkDefinition,
  checkGenerated,
  checkIdentity,
  checkSystemName,
  isSerial,
  keptColumn,
} from './columns.ts';
import {
  type Context,
  checkRelationFree,
  column,
  lookUpColumn,
  lookUpTable,
  refuseExisting,
  relation,
  syntaxError,
} from './context.ts';
import { dropColumn, dropConstraint } from './drops.ts';
import { makeForeignKey, recheckForeignKeys } from './foreign-keys.ts';
import { renameIndexColumn } from './index-columns.ts';
import { makeKeyFromIndex } from './key-from-index.ts';
import {
  checkKeyColumns,
  checkKeyNotNull,
  makeCheck,
  makeIndex,
  makePrimaryKey,
  noteNullable,
} from './keys.ts';
import { LIMITS } from './limits.ts';
import { renameConstraint } from './rename-constraint.ts';

/** AT_PASS_*: drops first, then types, added columns, properties, keys, other constraints. */
function pass(action: AlterAction): number {
  switch (action.kind) {
    case 'dropColumn':
    case 'dropConstraint':
    case 'dropForeignKey':
    case 'dropColumnExpression':
      return 0;
    case 'alterColumnDefault':
      return action.default === null ? 0 : 6;
    case 'alterColumnNull':
      return action.nullable ? 0 : 4;
    case 'alterColumnType':
      return 1;
    case 'addColumn':
      return 3;
    case 'addIndex':
    case 'addKeyFromIndex':
    case 'addPrimaryKey':
      return 5;
    case 'addForeignKey':
    case 'addCheck':
    case 'addIdentity':
      return 7;
    default:
      return 8;
  }
}

/** Words of other dialects, which the parser does not know. */
function foreignWord(action: AlterAction): string | undefined {
  switch (action.kind) {
    case 'modifyColumn':
      return 'modify';
    case 'dropPrimaryKey':
      return 'primary';
    case 'dropIndex':
    case 'renameIndex':
      return 'index';
    case 'setOptions':
      return 'engine';
    case 'addIndex':
      return action.index.kind === 'unique' ? undefined : 'index';
    default:
      return undefined;
  }
}

export function alterTable(context: Context, statement: StatementOf<'alterTable'>): void {
  const { docket } = context;
  for (const action of statement.actions) {
    const word = foreignWord(action);
    if (word !== undefined) syntaxError(context, word, statement.origin);
  }
  if (docket.refused) return;
  const name = statement.table;
  if (statement.ifExists === true && context.catalog.table(name) === undefined) return;
  const [first] = statement.actions;
  const holder = relation(context.catalog, name.name, name.schema);
  if (first?.kind === 'renameColumn' && holder?.owner !== undefined && holder.kind !== 'table') {
    renameIndexColumn(context, name.name, holder.owner, first);
    return;
  }
  const table = lookUpTable(context, name, 'relation', statement.origin);
  if (table === undefined) return;
  if (table.view === true && first !== undefined && first.kind !== 'renameTo') {
    const message = `ALTER action ${first.kind} cannot be performed on relation "${table.name}"`;
    if (first.kind !== 'renameColumn') docket.refuse('42809', { kind: 'other' }, message, statement.origin);
  }
  prepareTypes(context, table, statement.actions);
  const ordered = statement.actions
    .map((action, i) => ({ action, i }))
    .sort((a, b) => pass(a.action) - pass(b.action) || a.i - b.i);
  let key: TableName = name;
  let keysChecked = false;
  const checks: CheckSpec[] = [];
  let retyped = new Set<string>();
  // Foreign keys are made anew once all types are changed: AT_PASS_OLD_CONSTR.
  const recheck = (): void => {
    const current = context.catalog.table(key);
    if (current !== undefined && retyped.size > 0) recheckForeignKeys(context, current, retyped);
    retyped = new Set();
  };
  for (const { action } of ordered) {
    if (action.kind !== 'alterColumnType') recheck();
    const current = context.catalog.table(key);
    if (current === undefined) return;
    if (!keysChecked && pass(action) >= 5) {
      keysChecked = true;
      checkKeys(context, current, statement.actions);
    }
    act(context, current, action, checks, table);
    if (action.kind === 'alterColumnType') retyped.add(action.column);
    if (action.kind === 'renameTo') key = { ...key, name: action.to.name };
  }
  recheck();
  // The checks in definitions of added columns are constraints, which come when all columns are there.
  for (const check of checks) {
    const current = context.catalog.table(key);
    if (current !== undefined) makeCheck(context, current, check);
  }
  if (context.catalog.rowsOf(name) !== undefined) checkRows(context, table, statement.actions);
}

/** The rows that are there are looked at last (AT_REWRITE): an added column is NULL in all of them, unless something fills it. */
function checkRows(context: Context, table: Table, actions: readonly AlterAction[]): void {
  for (const action of actions) {
    if (action.kind !== 'addColumn' || column(table, action.column.name) !== undefined) continue;
    const { column: spec } = action;
    const filled =
      (spec.default !== undefined && !(spec.default.kind === 'literal' && spec.default.value === null)) ||
      spec.generated !== undefined ||
      spec.autoIncrement === true ||
      isSerial(spec.type);
    if (filled || (spec.nullable !== false && spec.primaryKey !== true)) continue;
    if (!context.catalog.hasRows(table)) {
      context.docket.unsure(`whether all rows of ${table.name} were deleted is not known`);
      return;
    }
    const message = `column "${spec.name}" of relation "${table.name}" contains null values`;
    context.docket.refuse(
      '23502',
      { kind: 'rows-without-value', table: table.name, column: spec.name },
      message,
      spec.origin,
    );
  }
}

/** All keys are looked at before the first is made. */
function checkKeys(context: Context, table: Table, actions: readonly AlterAction[]): void {
  for (const action of actions) {
    if (action.kind === 'addIndex') {
      checkKeyColumns(context, table, action.index.parts, 'unique', action.index.origin);
    } else if (action.kind === 'addPrimaryKey') {
      checkKeyColumns(context, table, action.primaryKey.parts, 'primary key', action.primaryKey.origin);
      checkKeyNotNull(context, table, action.primaryKey);
    }
  }
}

function act(context: Context, table: Table, action: AlterAction, checks: CheckSpec[], before: Table): void {
  const put = (next: Table) => {
    context.catalog = context.catalog.withTable(next);
  };
  switch (action.kind) {
    case 'addColumn':
      add(context, table, action, checks);
      return;
    case 'alterColumnType':
      changeType(context, table, action, before);
      return;
    case 'alterColumnDefault':
      setDefault(context, table, action);
      return;
    case 'alterColumnNull': {
      const missing = `column "${action.column}" of relation "${table.name}" does not exist`;
      const old = lookUpColumn(context, table, action.column, missing);
      if (old === undefined) return;
      if (action.nullable && keyColumns(table.primaryKey?.parts ?? []).includes(old.name)) {
        const message = `column "${old.name}" is in a primary key`;
        context.docket.refuse('42P16', { kind: 'other' }, message);
      }
      put(replaceColumn(table, old.name, { ...old, nullable: action.nullable }, undefined, 'exact'));
      return;
    }
    case 'dropColumnExpression': {
      const missing = `column "${action.column}" of relation "${table.name}" does not exist`;
      const old = lookUpColumn(context, table, action.column, missing);
      if (old === undefined) return;
      if (old.generated === undefined && !action.ifExists) {
        const message = `column "${old.name}" of relation "${table.name}" is not a stored generated column`;
        context.docket.refuse('55000', { kind: 'other' }, message);
      }
      const { generated: _generated, ...plain } = old;
      put(replaceColumn(table, old.name, plain, undefined, 'exact'));
      return;
    }
    case 'addIdentity':
      addIdentity(context, table, action.column);
      return;
    case 'dropColumn':
      dropColumn(context, table, action.column, action.ifExists === true, action.cascade === true);
      return;
    case 'renameColumn':
      rename(context, table, action);
      return;
    case 'addIndex':
      makeIndex(context, table, action.index, true);
      return;
    case 'addPrimaryKey': {
      const names = keyColumns(action.primaryKey.parts);
      const nullable = names.filter((name) => column(table, name)?.nullable === true);
      noteNullable(context, table.name, nullable, action.primaryKey.origin);
      makePrimaryKey(context, table, action.primaryKey);
      return;
    }
    case 'addForeignKey':
      makeForeignKey(context, table, action.foreignKey);
      return;
    case 'addCheck':
      makeCheck(context, table, action.check);
      return;
    case 'dropForeignKey':
      dropConstraint(context, table, action.name, action.ifExists === true, false);
      return;
    case 'dropConstraint':
      dropConstraint(context, table, action.name, action.ifExists === true, action.cascade === true);
      return;
    case 'addKeyFromIndex':
      makeKeyFromIndex(context, table, action);
      return;
    case 'renameConstraint':
      renameConstraint(context, table, action);
      return;
    case 'renameTo':
      renameTable(context, table, action.to, action.origin);
      return;
    default:
      return;
  }
}

function add(context: Context, table: Table, action: ActionOf<'addColumn'>, checks: CheckSpec[]): void {
  const { docket } = context;
  const { column: spec } = action;
  const { origin } = spec;
  if (action.ifNotExists === true && column(table, spec.name) !== undefined) return;
  // Only a column that may come is read any further (ATExecAddColumn).
  if (column(table, spec.name) !== undefined) {
    const message = `column "${spec.name}" of relation "${table.name}" already exists`;
    refuseExisting(context, '42701', 'column', spec.name, table.name, table.name, message, origin);
    return;
  }
  checkSystemName(context, spec.name, table.name, origin);
  checkDefinition(context, spec, table.name);
  checkIdentity(context, spec);
  const limit = LIMITS.tableColumns.value;
  if (table.columns.length >= limit) {
    docket.refuse('54011', { kind: 'other' }, `tables can have at most ${limit} columns`, origin);
  }
  if (!isSerial(spec.type)) checkDefault(context, spec, table.name, true);
  const widened = addColumn(table, keptColumn(context, spec, table));
  checkGenerated(context, widened, spec);
  context.catalog = context.catalog.withTable(widened);
  const current = () => context.catalog.table(table) ?? widened;
  const parts = [{ column: spec.name }];
  const from = origin === undefined ? {} : { origin };
  if (spec.primaryKey === true) {
    if (spec.nullable === true) noteNullable(context, table.name, [spec.name], origin);
    makePrimaryKey(context, current(), { parts, ...from });
  }
  if (spec.unique === true) makeIndex(context, current(), { kind: 'unique', parts, ...from }, true);
  if (spec.check !== undefined) checks.push({ expression: spec.check, ...from });
}

/** The table's indexes, sequences and constraints keep their names. */
export function renameTable(
  context: Context,
  table: Table,
  to: TableName,
  origin: StatementOf<'renameTable'>['origin'] | undefined,
): void {
  const schema = table.schema === undefined ? {} : { schema: table.schema };
  const name = { name: to.name, ...schema };
  checkRelationFree(context, 'table', to.name, name, origin);
  if (context.catalog.key(table) === context.catalog.key(name)) return;
  context.catalog = context.catalog.withRenamed(table, name);
}
