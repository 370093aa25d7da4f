/** What judging one PostgreSQL statement needs at hand, and how names are looked up and taken. */
import {
  type Catalog,
  type Column,
  constraintNames,
  findColumn,
  keyColumns,
  type NamedObject,
  type ObjectKind,
  type Origin,
  type Statement,
  type Table,
  type TableName,
  type Target,
} from '../../schema/index.ts';
import type { Docket } from '../docket.ts';
import type { Cut } from './names.ts';

export interface Context {
  /** As it is at this point of the statement. */
  catalog: Catalog;
  readonly statement: Statement;
  readonly target: Target;
  readonly docket: Docket;
  readonly cuts: readonly Cut[];
}

export function syntaxError(context: Context, near: string, origin?: Origin): void {
  context.docket.refuse('42601', { kind: 'other' }, `syntax error at or near "${near}"`, origin);
}

/** `42P01`, in the words of the statement at hand. */
export function lookUpTable(
  context: Context,
  name: TableName,
  word: 'relation' | 'table' = 'relation',
  origin?: Origin,
): Table | undefined {
  const { catalog, docket } = context;
  const table = catalog.table(name);
  if (table !== undefined) {
    if (table.maybe !== undefined) docket.unsure(table.maybe);
    return table;
  }
  const open = openFor(catalog, name);
  if (relation(catalog, name.name, name.schema) !== undefined) {
    docket.refuse('42809', { kind: 'other' }, notTable(context, name.name), origin);
  } else if (open !== null) docket.unsure(open);
  else {
    docket.refuse(
      '42P01',
      { kind: 'object-missing', object: 'table', name: name.name, table: name.name },
      `${word} "${qualified(name)}" does not exist`,
      origin,
    );
  }
  return undefined;
}

/** What a statement says to a relation that is an index or a sequence. */
function notTable({ statement }: Context, name: string): string {
  if (statement.kind === 'createIndex') return `cannot create index on relation "${name}"`;
  if (statement.kind === 'alterTable') return `ALTER action cannot be performed on relation "${name}"`;
  return `"${name}" is not a table`;
}

export function qualified(name: TableName): string {
  return name.schema === undefined ? name.name : `${name.schema}.${name.name}`;
}

/** May a table exist that is not listed? Schemas beside `public` are made by statements outside this vocabulary. */
export function openFor(catalog: Catalog, name: TableName): string | null {
  if (name.schema !== undefined) return `the schema ${name.schema} is not known`;
  return catalog.open;
}

export function column(table: Table, name: string): Column | undefined {
  return findColumn(table, name, 'exact');
}

/** `42703`; unsure where the table may hold more than is known. */
export function lookUpColumn(
  context: Context,
  table: Table,
  name: string,
  message: string,
  origin?: Origin,
): Column | undefined {
  const found = column(table, name);
  if (found !== undefined) return found;
  if (table.open !== undefined) context.docket.unsure(table.open);
  else {
    context.docket.refuse(
      '42703',
      { kind: 'object-missing', object: 'column', name, table: table.name },
      message,
      origin,
    );
  }
  return undefined;
}

/** Tables, indexes and sequences of one schema share their names. */
export function relation(
  catalog: Catalog,
  name: string,
  schema: string | undefined,
): (NamedObject & { readonly owner: Table | undefined }) | undefined {
  const table = catalog.table(schema === undefined ? { name } : { name, schema });
  if (table !== undefined) return { kind: 'table', table: catalog.key(table), owner: table };
  const object = catalog.named('relation', name);
  if (object === undefined || object.kind === 'table') return undefined;
  const owner = catalog.table(object.table);
  return owner?.schema === schema ? { ...object, owner } : undefined;
}

export function hasConstraint(table: Table, name: string): boolean {
  return constraintNames(table).has(name);
}

/** The name as it was written: of several that are kept alike, the one that is refused; the first of them was free. */
function cutFrom(context: Context, name: string, origin: Origin | undefined): { readonly cutFrom?: string } {
  const cuts = context.cuts.filter((cut) => cut.kept === name);
  const cut = cuts.find((one) => one.origin === origin && one !== cuts[0]) ?? cuts.at(-1);
  return cut === undefined ? {} : { cutFrom: cut.name };
}

export function refuseExisting(
  context: Context,
  code: string,
  object: ObjectKind,
  name: string,
  table: string,
  owner: string | undefined,
  message: string,
  origin?: Origin,
): void {
  context.docket.refuse(
    code,
    {
      kind: 'object-exists',
      object,
      name,
      table,
      ...cutFrom(context, name, origin),
      ...(owner === undefined ? {} : { owner }),
    },
    message,
    origin,
  );
}

/** `42P07`, unless the name is free. */
export function checkRelationFree(
  context: Context,
  object: ObjectKind,
  name: string,
  table: TableName,
  origin?: Origin,
): void {
  const holder = relation(context.catalog, name, table.schema);
  if (holder === undefined) return;
  if (holder.owner?.maybe !== undefined) context.docket.unsure(holder.owner.maybe);
  else {
    const message = `relation "${name}" already exists`;
    refuseExisting(context, '42P07', object, name, table.name, holder.owner?.name, message, origin);
  }
}

/** `42710`, unless no constraint of the table has the name. */
export function checkConstraintFree(
  context: Context,
  object: ObjectKind,
  name: string,
  table: Table,
  origin?: Origin,
): void {
  if (!hasConstraint(table, name)) return;
  const message = `constraint "${name}" for relation "${table.name}" already exists`;
  refuseExisting(context, '42710', object, name, table.name, table.name, message, origin);
}

export function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

/**
 * The keys that may serve a foreign key, in the order in which PostgreSQL would take them. `deferrable`: those that may
 * not, because they are.
 */
export function uniqueKeys(
  table: Table,
  deferrable = false,
): readonly { readonly name: string | undefined; readonly columns: readonly string[] }[] {
  const keys: { name: string | undefined; columns: readonly string[] }[] = [];
  if (table.primaryKey !== undefined && (table.primaryKey.deferrable === true) === deferrable) {
    keys.push({ name: table.primaryKey.name, columns: keyColumns(table.primaryKey.parts) });
  }
  for (const index of table.indexes) {
    const columns = keyColumns(index.parts);
    if ((index.deferrable === true) !== deferrable) continue;
    if (index.kind === 'unique' && index.where === undefined && columns.length === index.parts.length) {
      keys.push({ name: index.name, columns });
    }
  }
  return keys;
}

export function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && sameColumns([...a].sort(), [...b].sort());
}
