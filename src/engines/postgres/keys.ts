/** Indexes, unique constraints, primary keys and checks: DefineIndex and index_create. */
import {
  type CheckSpec,
  type Index,
  type IndexSpec,
  type KeyPart,
  keyColumns,
  type PrimaryKeySpec,
  type Table,
} from '../../schema/index.ts';
import { addIndex } from '../catalog-edits.ts';
import { checkExpression } from './columns.ts';
import {
  type Context,
  checkConstraintFree,
  checkRelationFree,
  column,
  hasConstraint,
  lookUpColumn,
  refuseExisting,
  relation,
} from './context.ts';
import { isOver } from './expression-tree.ts';
import { plainColumn } from './expressions.ts';
import { nameAddition, withoutColumnNames } from './index-columns.ts';
import { LIMITS } from './limits.ts';
import { chooseName } from './names.ts';
import { accessMethod, type TypeName, typeName } from './types.ts';

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

/**
 * transformIndexStmt reads the predicate and the expressions; DefineIndex looks at the number of columns, at the access
 * method, and whether it can take the columns' types.
 */
function checkParts(context: Context, table: Table, { object, spec }: KeyRequest, since?: Table): void {
  const { docket, catalog } = context;
  const { parts, origin } = spec;
  const refuse = (code: string, message: string) => docket.refuse(code, { kind: 'other' }, message, origin);
  const where =
    spec.where === undefined ? null : checkExpression(context, table, spec.where, origin, 'WHERE', since);
  const expressions = parts.map((part) =>
    'expression' in part ? checkExpression(context, table, part.expression, origin, undefined, since) : null,
  );
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
  if (method === undefined) {
    const open = catalog.openTypes ?? catalog.open;
    if (open !== null) docket.unsure(open);
    else refuse('42704', `access method "${methodName}" does not exist`);
  } else {
    if (spec.kind === 'unique' && !method.unique) {
      refuse('0A000', `access method "${methodName}" does not support unique indexes`);
    }
    if (parts.length > 1 && !method.multi) {
      refuse('0A000', `access method "${methodName}" does not support multicolumn indexes`);
    }
  }
  if (where?.mutable === true) refuse('42P17', 'functions in index predicate must be marked IMMUTABLE');
  for (const [i, part] of parts.entries()) {
    if ('expression' in part) {
      const evaluated = expressions[i];
      if (evaluated?.mutable === true) {
        refuse('42P17', 'functions in index expression must be marked IMMUTABLE');
      }
      if (evaluated?.untyped === true) {
        const message = `data type unknown has no default operator class for access method "${methodName}"`;
        refuse('42704', message);
      }
      if (evaluated?.type === undefined || evaluated.type === null || method === undefined) continue;
      if (evaluated.finding !== undefined || spec.kind === 'fulltext') continue;
      const over = { name: part.expression, type: evaluated.type };
      checkOperatorClass(context, table.name, spec.name ?? '', over, method, methodName, origin);
    } else if (part.length !== undefined) {
      // MySQL's prefix length reads as a call.
      const message = `function ${part.column}(integer) does not exist`;
      docket.refuse('42883', { kind: 'foreign-syntax' }, message, origin);
    } else if (part.operatorClass !== undefined) {
      lookUpColumn(context, table, part.column, `column "${part.column}" does not exist`, origin);
      // an extension may have brought it; which types it takes is the extension's business
      const brought = catalog.openTypes ?? catalog.open;
      const message = `operator class "${part.operatorClass}" does not exist for access method "${methodName}"`;
      if (brought !== null) docket.unsure(brought);
      else refuse('42704', message);
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
  const over = { name: found.name, type: typeName(found.type) };
  checkOperatorClass(context, table.name, spec.name ?? '', over, method, methodName, origin);
}

function checkOperatorClass(
  context: Context,
  table: string,
  index: string,
  { name, type }: { readonly name: string; readonly type: TypeName },
  method: NonNullable<ReturnType<typeof accessMethod>>,
  methodName: string,
  origin?: IndexSpec['origin'],
): void {
  const { catalog } = context;
  if (!type.builtIn) {
    // those of btree and hash take every enumerated type: enum_ops
    const listed = catalog.enumType(type.name) !== undefined && /^(?:btree|hash)$/.test(methodName);
    if (!type.array && !listed)
      context.docket.unsure(`whether the type ${type.name} can be indexed is not known`);
  } else if (!method.has(type) && catalog.openTypes !== null && /^gi(?:n|st)$/.test(methodName)) {
    // btree_gin and btree_gist bring some
    context.docket.unsure(catalog.openTypes);
  } else if (!method.has(type)) {
    context.docket.refuse(
      '42704',
      { kind: 'key-on-unindexable-type', name: index, table, column: name, type: type.name },
      `data type ${type.name} has no default operator class for access method "${methodName}"`,
      origin,
    );
  }
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
  const columns = object === 'primaryKey' ? undefined : nameAddition(spec.parts);
  if (columns === null)
    context.docket.unsure('how PostgreSQL names an index over such an expression is not known');
  return chooseName(
    table.name,
    columns ?? undefined,
    label,
    (name) =>
      relation(catalog, name, table.schema) !== undefined ||
      (constraint && catalog.hasConstraint(name, table.schema)),
  );
}

/** CREATE INDEX, and UNIQUE as a constraint. The table is the catalog's; its new form is put there. */
export function makeIndex(context: Context, table: Table, given: IndexSpec, constraint: boolean): void {
  const spec = { ...given, parts: plainParts(table, given.parts) };
  const request: KeyRequest = { object: constraint ? 'unique' : 'index', spec };
  checkParts(context, table, request);
  for (const name of spec.include ?? [])
    lookUpColumn(context, table, name, `column "${name}" does not exist`, spec.origin);
  const index: Index = {
    name: nameFor(context, table, request),
    kind: spec.kind,
    parts: spec.parts,
    ...(constraint ? { constraint } : {}),
    ...(spec.where === undefined ? {} : { where: spec.where }),
    ...(spec.method === undefined ? {} : { method: spec.method }),
    ...(spec.deferrable === true ? { deferrable: true } : {}),
    ...(spec.include === undefined ? {} : { include: spec.include }),
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
    primaryKey: {
      name,
      parts: spec.parts,
      ...(spec.deferrable === true ? { deferrable: true } : {}),
      ...(spec.origin === undefined ? {} : { origin: spec.origin }),
    },
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
  checkExpression(context, table, spec.expression, spec.origin, 'CHECK');
  let { name } = spec;
  if (name === undefined) {
    const over = table.columns.filter((other) => isOver(spec.expression, other.name));
    const [only] = over;
    const second = over.length === 1 && only !== undefined ? only.name : undefined;
    name = chooseName(table.name, second, 'check', (other) => catalog.hasConstraint(other, table.schema));
  } else if (hasConstraint(table, name)) {
    const message = `constraint "${name}" for relation "${table.name}" already exists`;
    refuseExisting(context, '42710', 'constraint', name, table.name, table.name, message, spec.origin);
  }
  context.catalog = catalog.withTable({ ...table, checks: [...table.checks, { ...spec, name }] });
}

/**
 * The indexes over the column are made anew: renamed columns of theirs are called as they would be now, and what is no
 * more than a column once a cast to its own type is gone is that column.
 */
function remake(context: Context, table: Table, over: (part: KeyPart) => boolean, name: string): void {
  const { primaryKey, indexes } = table;
  const isRemade = ({ parts, where }: Index) => parts.some(over) || isOver(where ?? '', name);
  const changes = indexes.some(
    (index) =>
      index.columnNames !== undefined || (isRemade(index) && plainParts(table, index.parts) !== index.parts),
  );
  if (primaryKey?.columnNames === undefined && !changes) return;
  context.catalog = context.catalog.withTable({
    ...table,
    ...(primaryKey?.parts.some(over) === true ? { primaryKey: withoutColumnNames(primaryKey) } : {}),
    indexes: indexes.map((index) =>
      isRemade(index) ? { ...withoutColumnNames(index), parts: plainParts(table, index.parts) } : index,
    ),
  });
}

/** The same list where no expression is no more than a column. */
function plainParts(table: Table, parts: readonly KeyPart[]): readonly KeyPart[] {
  const plain = parts.map((part) => {
    const name = 'expression' in part ? plainColumn(table, part.expression) : undefined;
    return name === undefined ? part : { column: name };
  });
  return plain.every((part, i) => part === parts[i]) ? parts : plain;
}

/** Is every index and every check still possible after the column's type changed? ATPostAlterTypeCleanup reads them anew. */
export function recheckKeys(context: Context, table: Table, name: string, since: Table): void {
  const found = column(table, name);
  if (found === undefined) return;
  const over = (part: KeyPart) => ('column' in part ? part.column === name : isOver(part.expression, name));
  if (table.primaryKey?.parts.some(over) === true) {
    const { parts, name: own } = table.primaryKey;
    checkParts(context, table, {
      object: 'primaryKey',
      spec: { kind: 'unique', parts, ...(own === undefined ? {} : { name: own }) },
    });
  }
  for (const index of table.indexes) {
    if (!index.parts.some(over) && !isOver(index.where ?? '', name)) continue;
    const { origin: _origin, ...spec } = index;
    const object = index.constraint === true ? 'unique' : 'index';
    checkParts(context, table, { object, spec }, since);
  }
  remake(context, table, over, name);
  for (const { expression } of table.checks) {
    if (isOver(expression, name)) checkExpression(context, table, expression, undefined, 'CHECK', since);
  }
}
