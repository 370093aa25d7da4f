/** Indexes, unique constraints, primary keys and checks: DefineIndex and index_create. */
import {
  type CheckSpec,
  type Column,
  type Index,
  type IndexSpec,
  type KeyPart,
  keyColumns,
  type PrimaryKeySpec,
  type Table,
} from '../../schema/index.ts';
import { addIndex } from '../catalog-edits.ts';
import { mentions } from '../docket.ts';
import { checkExpression } from './columns.ts';
import {
  type Context,
  checkConstraintFree,
  checkRelationFree,
  column,
  constraintInSchema,
  hasConstraint,
  lookUpColumn,
  refuseExisting,
  relation,
} from './context.ts';
import { LIMITS } from './limits.ts';
import { chooseName, clip } from './names.ts';
import { accessMethod, typeName } from './types.ts';

interface KeyRequest {
  readonly object: 'index' | 'unique' | 'primaryKey';
  readonly spec: IndexSpec;
}

/**
 * transformIndexConstraint looks at a constraint's columns before anything else: in CREATE TABLE those of all
 * constraints, before the table's own name. In ALTER TABLE it leaves missing ones to the steps that follow.
 */
export function checkKeyColumns(
  context: Context,
  table: Table,
  parts: readonly KeyPart[],
  what: 'unique' | 'primary key',
  origin: IndexSpec['origin'],
): void {
  const alter = context.statement.kind === 'alterTable';
  const seen = new Set<string>();
  for (const name of keyColumns(parts)) {
    if (!alter) lookUpColumn(context, table, name, `column "${name}" named in key does not exist`, origin);
    if (seen.has(name)) {
      const twice = `column "${name}" appears twice in ${what} constraint`;
      context.docket.refuse('42701', { kind: 'other' }, twice, origin);
    }
    seen.add(name);
  }
}

/** A primary key added later sets its columns NOT NULL first, and that is where a missing one is found. */
export function checkKeyNotNull(context: Context, table: Table, spec: PrimaryKeySpec): void {
  for (const name of keyColumns(spec.parts)) {
    const message = `column "${name}" of relation "${table.name}" does not exist`;
    lookUpColumn(context, table, name, message, spec.origin);
  }
}

/** DefineIndex: the number of columns, the access method, and whether it can take the columns' types. */
function checkParts(context: Context, table: Table, { object, spec }: KeyRequest): void {
  const { docket, catalog } = context;
  const { parts, origin } = spec;
  const limit = LIMITS.indexColumns.value;
  if (parts.length > limit) {
    const fact = {
      kind: 'too-many-key-parts',
      name: spec.name ?? '',
      table: table.name,
      count: parts.length,
      limit,
    } as const;
    docket.refuse('54011', fact, `cannot use more than ${limit} columns in an index`, origin);
  }
  const methodName = spec.method ?? 'btree';
  const method = accessMethod(methodName);
  const other = { kind: 'other' } as const;
  if (method === undefined) {
    const open = catalog.openTypes ?? catalog.open;
    if (open !== null) docket.unsure(open);
    else docket.refuse('42704', other, `access method "${methodName}" does not exist`, origin);
  } else {
    if (spec.kind === 'unique' && !method.unique) {
      const message = `access method "${methodName}" does not support unique indexes`;
      docket.refuse('0A000', other, message, origin);
    }
    if (parts.length > 1 && !method.multi) {
      const message = `access method "${methodName}" does not support multicolumn indexes`;
      docket.refuse('0A000', other, message, origin);
    }
  }
  if (spec.where !== undefined) checkExpression(context, table, spec.where, origin);
  for (const part of parts) {
    if ('expression' in part) checkExpression(context, table, part.expression, origin);
    else if (part.length !== undefined) {
      // MySQL's prefix length reads as a call.
      const message = `function ${part.column}(integer) does not exist`;
      docket.refuse('42883', { kind: 'foreign-syntax' }, message, origin);
    } else if (part.operatorClass !== undefined) {
      lookUpColumn(context, table, part.column, `column "${part.column}" does not exist`, origin);
      // an extension may have brought it; which types it takes is the extension's business
      const brought = catalog.openTypes ?? catalog.open;
      const message = `operator class "${part.operatorClass}" does not exist for access method "${methodName}"`;
      if (brought !== null) docket.unsure(brought);
      else docket.refuse('42704', other, message, origin);
    } else checkPart(context, table, object, spec, part.column, method, methodName);
  }
}

function checkPart(
  context: Context,
  table: Table,
  object: KeyRequest['object'],
  spec: IndexSpec,
  name: string,
  method: ReturnType<typeof accessMethod>,
  methodName: string,
): void {
  const { docket } = context;
  const { origin } = spec;
  const found =
    object === 'index'
      ? lookUpColumn(context, table, name, `column "${name}" does not exist`, origin)
      : object === 'unique' && context.statement.kind === 'alterTable'
        ? lookUpColumn(context, table, name, `column "${name}" named in key does not exist`, origin)
        : column(table, name);
  if (found?.generated?.stored === false) {
    const message = 'indexes on virtual generated columns are not supported';
    docket.refuse('0A000', { kind: 'other' }, message, origin);
  }
  // A full text index is over to_tsvector(column), whatever the column's own type can do.
  if (found === undefined || method === undefined || spec.kind === 'fulltext') return;
  checkOperatorClass(context, table.name, spec.name ?? '', found, method, methodName, origin);
}

function checkOperatorClass(
  context: Context,
  table: string,
  index: string,
  { name, type: declared }: Column,
  method: NonNullable<ReturnType<typeof accessMethod>>,
  methodName: string,
  origin?: IndexSpec['origin'],
): void {
  const type = typeName(declared);
  if (!type.builtIn) {
    if (!type.array) context.docket.unsure(`whether the type ${type.name} can be indexed is not known`);
  } else if (!method.has(type)) {
    context.docket.refuse(
      '42704',
      { kind: 'key-on-unindexable-type', name: index, table, column: name, type: type.name },
      `data type ${type.name} has no default operator class for access method "${methodName}"`,
      origin,
    );
  }
}

/** What ChooseIndexNameAddition puts together; it stops past the limit, and what is beyond would be cut anyway. */
function partNames(parts: readonly KeyPart[]): string[] {
  const names: string[] = [];
  for (const part of parts) {
    const plain = 'column' in part ? part.column : 'expr';
    let name = plain;
    // One that is there already gets a number (ChooseIndexColumnNames).
    for (let number = 1; names.includes(name); number++)
      name = clip(plain, LIMITS.identifierBytes.value - `${number}`.length) + number;
    names.push(name);
  }
  return names;
}

/** The engine's own name for an index, or the one that was given, which must be free. */
function nameFor(context: Context, table: Table, { object, spec }: KeyRequest): string {
  const { catalog } = context;
  const constraint = object !== 'index';
  if (spec.name !== undefined) {
    checkRelationFree(context, object, spec.name, table, spec.origin);
    if (constraint) checkConstraintFree(context, object, spec.name, table, spec.origin);
    return spec.name;
  }
  const label = object === 'primaryKey' ? 'pkey' : constraint ? 'key' : 'idx';
  const columns = object === 'primaryKey' ? undefined : partNames(spec.parts).join('_');
  return chooseName(
    table.name,
    columns,
    label,
    (name) =>
      relation(catalog, name, table.schema) !== undefined ||
      (constraint && constraintInSchema(catalog, name, table.schema)),
  );
}

/** CREATE INDEX, and UNIQUE as a constraint. The table is the catalog's; its new form is put there. */
export function makeIndex(context: Context, table: Table, spec: IndexSpec, constraint: boolean): void {
  const request: KeyRequest = { object: constraint ? 'unique' : 'index', spec };
  checkParts(context, table, request);
  const index: Index = {
    name: nameFor(context, table, request),
    kind: spec.kind,
    parts: spec.parts,
    ...(constraint ? { constraint } : {}),
    ...(spec.where === undefined ? {} : { where: spec.where }),
    ...(spec.method === undefined ? {} : { method: spec.method }),
    ...(spec.origin === undefined ? {} : { origin: spec.origin }),
  };
  context.catalog = context.catalog.withTable(addIndex(table, index));
}

export function refuseSecondKey(context: Context, table: Table, origin: PrimaryKeySpec['origin']): void {
  const message = `multiple primary keys for table "${table.name}" are not allowed`;
  const name = table.primaryKey?.name ?? table.name;
  refuseExisting(context, '42P16', 'primaryKey', name, table.name, table.name, message, origin);
}

/** Its columns become NOT NULL. */
export function makePrimaryKey(context: Context, table: Table, spec: PrimaryKeySpec): void {
  const index: IndexSpec = {
    kind: 'unique',
    parts: spec.parts,
    ...(spec.name === undefined ? {} : { name: spec.name }),
    ...(spec.origin === undefined ? {} : { origin: spec.origin }),
  };
  const request: KeyRequest = { object: 'primaryKey', spec: index };
  checkParts(context, table, request);
  if (table.primaryKey !== undefined) refuseSecondKey(context, table, spec.origin);
  const name = nameFor(context, table, request);
  const columns = keyColumns(spec.parts);
  context.catalog = context.catalog.withTable({
    ...table,
    columns: table.columns.map((other) =>
      columns.includes(other.name) ? { ...other, nullable: false } : other,
    ),
    primaryKey: { name, parts: spec.parts, ...(spec.origin === undefined ? {} : { origin: spec.origin }) },
  });
}

/** Tells of columns that were to hold NULL and will not. */
export function noteNullable(
  context: Context,
  table: string,
  columns: readonly string[],
  origin: PrimaryKeySpec['origin'],
): void {
  for (const name of columns) {
    const message = `column "${name}" becomes NOT NULL, as it is in the primary key of "${table}"`;
    context.docket.change({ kind: 'nullable-primary-key', table, column: name }, message, origin);
  }
}

/** A CHECK's automatic name holds the column's, where it is over exactly one. */
export function makeCheck(context: Context, table: Table, spec: CheckSpec): void {
  const { catalog } = context;
  checkExpression(context, table, spec.expression, spec.origin);
  let { name } = spec;
  if (name === undefined) {
    const over = table.columns.filter((other) => mentions(spec.expression, other.name));
    const [only] = over;
    const second = over.length === 1 && only !== undefined ? only.name : undefined;
    name = chooseName(table.name, second, 'check', (other) =>
      constraintInSchema(catalog, other, table.schema),
    );
  } else if (hasConstraint(table, name)) {
    const message = `constraint "${name}" for relation "${table.name}" already exists`;
    refuseExisting(context, '42710', 'constraint', name, table.name, table.name, message, spec.origin);
  }
  context.catalog = catalog.withTable({ ...table, checks: [...table.checks, { ...spec, name }] });
}

/** Is every index still possible after the column's type changed? */
export function recheckIndexes(context: Context, table: Table, name: string): void {
  const found = column(table, name);
  if (found === undefined) return;
  const keys = [
    ...(table.primaryKey === undefined
      ? []
      : [
          {
            name: table.primaryKey.name ?? '',
            parts: table.primaryKey.parts,
            method: undefined,
            kind: 'unique',
          },
        ]),
    ...table.indexes,
  ];
  for (const key of keys) {
    const method = accessMethod(key.method ?? 'btree');
    if (method === undefined || key.kind === 'fulltext' || !keyColumns(key.parts).includes(name)) continue;
    checkOperatorClass(context, table.name, key.name, found, method, key.method ?? 'btree');
  }
}
