/** ALTER COLUMN and RENAME COLUMN. */
import type { AlterAction, Column, ProblemFact, Table } from '../../schema/index.ts';
import { renameColumn, replaceColumn } from '../catalog-edits.ts';
import { checkExpression, checkSystemName, checkType, defaultOf, refuseExpression } from './columns.ts';
import { type Context, column, lookUpColumn, refuseExisting, relation } from './context.ts';
import { isOver } from './expression-tree.ts';
import { literalFinding, typeOfDefault } from './expressions.ts';
import { keepingColumnNames } from './index-columns.ts';
import { recheckKeys } from './keys.ts';
import { chooseName } from './names.ts';
import { canAssign, formatted, isInteger, typeName } from './types.ts';
import { holdColumn } from './views.ts';

export type ActionOf<K extends AlterAction['kind']> = Extract<AlterAction, { kind: K }>;

/** ATPrepAlterColumnType looks at all changes of type before anything is done. */
export function prepareTypes(context: Context, table: Table, actions: readonly AlterAction[]): void {
  for (const action of actions) {
    if (action.kind !== 'alterColumnType') continue;
    // transformAlterTableStmt reads USING first.
    const using =
      action.using === undefined ? undefined : checkExpression(context, table, action.using, action.origin);
    const missing = `column "${action.column}" of relation "${table.name}" does not exist`;
    const old = lookUpColumn(context, table, action.column, missing, action.origin);
    const before = context.docket.refused;
    checkType(context, action.type, table.name, action.column, action.collation, action.origin);
    if (old === undefined || (context.docket.refused && !before)) continue;
    const to = typeName(action.type);
    if (using?.finding !== undefined) continue;
    if (using?.literal !== undefined) {
      const finding = literalFinding(to, using.literal, context.target.version);
      refuseExpression(context, table, finding, action.origin);
    }
    const cast = using?.type;
    const fits =
      using === undefined
        ? canAssign(typeName(old.type), to)
        : cast === undefined || cast === null || canAssign(cast, to) !== false;
    if (fits === null) context.docket.unsure(`whether ${old.type.text} casts to ${to.name} is not known`);
    else if (!fits) {
      context.docket.refuse(
        '42804',
        using === undefined ? notCast(table, old, to.name) : { kind: 'other' },
        using === undefined
          ? `column "${action.column}" cannot be cast automatically to type ${to.name}`
          : `result of USING clause for column "${action.column}" cannot be cast automatically to type ${to.name}`,
        action.origin,
      );
    }
  }
}

function notCast(table: Table, column: Column, to: string): ProblemFact {
  return {
    kind: 'type-not-cast',
    table: table.name,
    column: column.name,
    from: typeName(column.type).name,
    to,
    default: hasDefault(column),
  };
}

/** NULL as a default is none, unless it is first cast to a length or a precision: cookDefault. */
function hasDefault({ default: value, type }: Column): boolean {
  if (value === undefined) return false;
  if (value.kind !== 'literal' || value.value !== null) return true;
  return type.length !== undefined || type.precision !== undefined || typeName(type).name === 'character';
}

/** `before`: the table as the statement found it. */
export function changeType(
  context: Context,
  table: Table,
  action: ActionOf<'alterColumnType'>,
  before: Table,
): void {
  // It was there before the statement, but an earlier pass may have dropped it.
  const missing = `column "${action.column}" of relation "${table.name}" does not exist`;
  const old =
    context.docket.refused && column(table, action.column) === undefined
      ? undefined
      : lookUpColumn(context, table, action.column, missing, action.origin);
  if (old === undefined) return;
  const refuse = (code: string, message: string, fact: ProblemFact = { kind: 'other' }) =>
    context.docket.refuse(code, fact, message, action.origin);
  // A change to the type that was there already does not count.
  const first = column(before, old.name);
  if (first !== undefined && formatted(first.type) !== formatted(old.type)) {
    refuse('0A000', `cannot alter type of column "${old.name}" twice`);
  }
  holdColumn(context, table, old.name);
  if (table.columns.some((other) => isOver(other.generated?.expression ?? '', old.name))) {
    refuse('0A000', 'cannot alter type of a column used by a generated column');
  }
  const to = typeName(action.type);
  // The default must fit as well, and USING does not speak of it.
  if (hasDefault(old) && old.default !== undefined) {
    const message = `default for column "${old.name}" cannot be cast automatically to type ${to.name}`;
    const from = typeOfDefault(typeName(old.type), old.default.sql, context.target.version);
    if (from !== null && canAssign(from, to) === false)
      refuse('42804', message, notCast(table, old, to.name));
    else if (from === null && canAssign(typeName(old.type), to) === false)
      context.docket.unsure(`whether the default ${old.default.sql} casts to ${to.name} is not known`);
  }
  const { collation: _collation, ...rest } = old;
  const changed = {
    ...rest,
    type: action.type,
    ...(action.collation === undefined ? {} : { collation: action.collation }),
  };
  const next = replaceColumn(table, old.name, changed, undefined, 'exact');
  context.catalog = context.catalog.withTable(next);
  recheckKeys(context, next, old.name, table);
}

export function setDefault(context: Context, table: Table, action: ActionOf<'alterColumnDefault'>): void {
  const { docket, catalog } = context;
  const missing = `column "${action.column}" of relation "${table.name}" does not exist`;
  const old = lookUpColumn(context, table, action.column, missing);
  if (old === undefined) return;
  if (old.autoIncrement && old.sequence !== undefined && old.default === undefined) {
    const message = `column "${old.name}" of relation "${table.name}" is an identity column`;
    docket.refuse('42601', { kind: 'other' }, message);
  }
  if (old.generated !== undefined) {
    const message = `column "${old.name}" of relation "${table.name}" is a generated column`;
    docket.refuse('42601', { kind: 'other' }, message);
  }
  if (action.default !== null) {
    const finding = defaultOf(context, { name: old.name, type: old.type, default: action.default });
    if (finding !== undefined && 'unsure' in finding) docket.unsure(finding.unsure);
    else if (finding !== undefined) {
      const fact = {
        kind: 'invalid-default',
        table: table.name,
        column: old.name,
        value: action.default.sql,
      } as const;
      docket.refuse(finding.code, fact, finding.message);
    }
  }
  const { default: _default, ...rest } = old;
  const changed =
    action.default === null
      ? { ...rest, autoIncrement: false }
      : { ...rest, default: action.default, autoIncrement: /^nextval\(/i.test(action.default.sql) };
  context.catalog = catalog.withTable(replaceColumn(table, old.name, changed, undefined, 'exact'));
}

export function rename(context: Context, table: Table, action: ActionOf<'renameColumn'>): void {
  const { from, to, origin } = action;
  const old = lookUpColumn(context, table, from, `column "${from}" does not exist`, origin);
  if (old === undefined) return;
  checkSystemName(context, to, table.name, origin);
  if (column(table, to) !== undefined) {
    const message = `column "${to}" of relation "${table.name}" already exists`;
    refuseExisting(context, '42701', 'column', to, table.name, table.name, message, origin);
  }
  const rewrite = (text: string) =>
    text.replace(/'(?:[^']|'')*'|"((?:[^"]|"")*)"|([\p{L}_][\p{L}\p{N}_$]*)(?!\s*\()/gu, (whole, a, b) =>
      (a ?? b) === from ? `"${to.replaceAll('"', '""')}"` : whole,
    );
  const renamed = renameColumn(table, from, to, 'exact');
  context.catalog = context.catalog.withTable({
    ...renamed,
    ...(renamed.primaryKey === undefined || table.primaryKey === undefined
      ? {}
      : { primaryKey: keepingColumnNames(renamed.primaryKey, table.primaryKey) }),
    checks: renamed.checks.map((check) => ({ ...check, expression: rewrite(check.expression) })),
    columns: renamed.columns.map((other) =>
      other.generated === undefined
        ? other
        : { ...other, generated: { ...other.generated, expression: rewrite(other.generated.expression) } },
    ),
    indexes: renamed.indexes.map((index, i) => {
      const parts = index.parts.map((part) =>
        'expression' in part ? { expression: rewrite(part.expression) } : part,
      );
      const where = index.where === undefined ? {} : { where: rewrite(index.where) };
      return keepingColumnNames({ ...index, parts, ...where }, table.indexes[i] ?? index);
    }),
  });
  for (const { child } of [...context.catalog.referencesTo(table)]) {
    context.catalog = context.catalog.withTable({
      ...child,
      foreignKeys: child.foreignKeys.map((foreignKey) =>
        context.catalog.key(foreignKey.parent) === context.catalog.key(table)
          ? {
              ...foreignKey,
              parentColumns: foreignKey.parentColumns.map((name) => (name === from ? to : name)),
            }
          : foreignKey,
      ),
    });
  }
}

/** ATExecAddIdentity; the sequence gets its name as that of a SERIAL does. PostgreSQL 15, measured. */
export function addIdentity(context: Context, table: Table, name: string): void {
  const subject = `column "${name}" of relation "${table.name}"`;
  const old = lookUpColumn(context, table, name, `${subject} does not exist`);
  if (old === undefined) return;
  const refuse = (code: string, message: string) =>
    context.docket.refuse(code, { kind: 'other' }, message, context.statement.origin);
  const type = typeName(old.type);
  if (!type.builtIn) context.docket.unsure(`what type ${old.type.text} is`);
  else if (!isInteger(type)) refuse('22023', 'identity column type must be smallint, integer, or bigint');
  else if (old.nullable) refuse('55000', `${subject} must be declared NOT NULL before identity can be added`);
  else if (old.autoIncrement && old.default === undefined)
    refuse('55000', `${subject} is already an identity column`);
  else if (old.default !== undefined) refuse('55000', `${subject} already has a default value`);
  const sequence = chooseName(
    table.name,
    name,
    'seq',
    (other) => relation(context.catalog, other, table.schema) !== undefined,
  );
  const counting = { ...old, autoIncrement: true, sequence };
  context.catalog = context.catalog.withTable(replaceColumn(table, old.name, counting, undefined, 'exact'));
}
