/** Enumerated types. Codes and words tried on PostgreSQL 15.18. */
import { Buffer } from 'node:buffer';
import {
  type Catalog,
  compareVersions,
  type EnumType,
  type StatementOf,
  type Table,
} from '../../schema/index.ts';
import { type Context, relation } from './context.ts';
import { dropColumn } from './drops.ts';
import { LIMITS, SINCE } from './limits.ts';
import { quotedIfNeeded as shown, typeName } from './types.ts';

const OTHER = { kind: 'other' } as const;

export function enumType(context: Context, statement: StatementOf<'enumType'>): void {
  const { change } = statement;
  switch (change.action) {
    case 'create': {
      if (isTaken(context, change.name)) return;
      const seen = new Set<string>();
      for (const label of change.labels) {
        checkLabel(context, label);
        // unique_violation on pg_enum_typid_label_index
        if (seen.has(label))
          refuse(
            context,
            '23505',
            'duplicate key value violates unique constraint "pg_enum_typid_label_index"',
          );
        seen.add(label);
      }
      set(context, { name: change.name, labels: change.labels });
      return;
    }
    case 'addLabel':
      addLabel(context, change);
      return;
    case 'renameLabel': {
      const type = found(context, change.name);
      if (type === undefined) return;
      if (!type.labels.includes(change.from))
        refuse(context, '22023', `"${change.from}" is not an existing enum label`);
      else if (type.labels.includes(change.to))
        refuse(context, '42710', `enum label "${change.to}" already exists`);
      checkLabel(context, change.to);
      const labels = type.labels.map((label) => (label === change.from ? change.to : label));
      set(context, { ...type, labels });
      return;
    }
    case 'rename': {
      const type = found(context, change.name);
      if (type === undefined || isTaken(context, change.to)) return;
      set(context, { ...type, name: change.to });
      context.catalog = renamedIn(context.catalog, change.name, change.to).withEnumType(
        change.name,
        undefined,
      );
      return;
    }
    case 'drop':
      for (const name of change.names) drop(context, name, change);
  }
}

type AddLabel = Extract<StatementOf<'enumType'>['change'], { action: 'addLabel' }>;

function addLabel(context: Context, { name, label, ifNotExists, beside }: AddLabel): void {
  const { catalog, target } = context;
  const type = found(context, name);
  if (type === undefined) return;
  const since = SINCE.enumValuesInTransactions;
  if (catalog.transaction !== null && compareVersions(target.version, since.version) < 0)
    refuse(context, '25001', 'ALTER TYPE ... ADD cannot run inside a transaction block');
  checkLabel(context, label);
  if (type.labels.includes(label)) {
    if (!ifNotExists) refuse(context, '42710', `enum label "${label}" already exists`);
    return;
  }
  const at = beside === undefined ? type.labels.length : type.labels.indexOf(beside.label);
  if (at < 0) {
    refuse(context, '22023', `"${beside?.label}" is not an existing enum label`);
    return;
  }
  const labels = [...type.labels];
  labels.splice(beside?.where === 'after' ? at + 1 : at, 0, label);
  set(context, { ...type, labels });
}

type Drop = Extract<StatementOf<'enumType'>['change'], { action: 'drop' }>;

function drop(context: Context, name: string, { ifExists, cascade }: Drop): void {
  const { catalog } = context;
  if (catalog.enumType(name) === undefined) {
    // It may be of another kind, and go with the columns that are of it.
    const other = catalog.openTypes ?? catalog.open;
    if (cascade && other !== null) dropUsers(context, name, other);
    if (!ifExists) missing(context, name);
    return;
  }
  const user = users(catalog, name)[0];
  if (cascade) dropUsers(context, name);
  else if (user !== undefined && user.maybe === undefined && user.open === undefined)
    refuse(context, '2BP01', `cannot drop type ${shown(name)} because other objects depend on it`);
  else if (user !== undefined) context.docket.unsure(user.maybe ?? user.open ?? '');
  context.catalog = context.catalog.withEnumType(name, undefined);
}

/** CASCADE takes the columns along. */
function dropUsers(context: Context, name: string, unsure?: string): void {
  for (const table of users(context.catalog, name)) {
    if (unsure !== undefined) context.docket.unsure(unsure);
    for (const column of table.columns) {
      if (typeName(column.type).name !== name) continue;
      dropColumn(context, context.catalog.table(table) ?? table, column.name, true, true);
    }
  }
}

function refuse({ docket, statement }: Context, code: string, message: string): void {
  docket.refuse(code, OTHER, message, statement.origin);
}

function set(context: Context, type: EnumType): void {
  context.catalog = context.catalog.withEnumType(type.name, type);
}

function checkLabel(context: Context, label: string): void {
  if (Buffer.byteLength(label) > LIMITS.identifierBytes.value)
    refuse(context, '42602', `invalid enum label "${label}"`);
}

/** Every relation has a type of its name, too. */
function isTaken(context: Context, name: string): boolean {
  const { catalog, docket } = context;
  const holder = relation(catalog, name, undefined);
  const isTable = holder?.kind === 'table' && holder.owner?.maybe === undefined;
  if (catalog.enumType(name) === undefined && !isTable) {
    const open = holder?.owner?.maybe ?? catalog.openTypes ?? catalog.open;
    if (open !== null) docket.unsure(open);
    return false;
  }
  refuse(context, '42710', `type "${name}" already exists`);
  return true;
}

function found(context: Context, name: string): EnumType | undefined {
  const type = context.catalog.enumType(name);
  if (type === undefined) missing(context, name);
  return type;
}

function missing(context: Context, name: string): void {
  const { catalog, docket } = context;
  const open = catalog.openTypes ?? catalog.open;
  if (open !== null) docket.unsure(open);
  else refuse(context, '42704', `type "${name}" does not exist`);
}

function users(catalog: Catalog, name: string): Table[] {
  return catalog
    .tables('irregular')
    .filter(({ columns }) => columns.some(({ type }) => typeName(type).name === name));
}

/** Columns keep their type when it is renamed. */
function renamedIn(catalog: Catalog, from: string, to: string): Catalog {
  let after = catalog;
  for (const table of users(catalog, from)) {
    const columns = table.columns.map((column) => {
      if (typeName(column.type).name !== from) return column;
      const array = /\[\d*\]$/.exec(column.type.text)?.[0] ?? '';
      return { ...column, type: { ...column.type, name: to, text: `${shown(to)}${array}` } };
    });
    after = after.withTable({ ...table, columns });
  }
  return after;
}
