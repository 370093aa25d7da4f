/**
 * CREATE TABLE, in PostgreSQL's order: transformCreateStmt (each column's type and contradictions, keys' columns), the
 * sequences, MergeAttributes and BuildDescForRelation (repeated names), heap_create_with_catalog (the name), defaults, checks, then the
 * indexes and the foreign keys as statements of their own.
 */
import {
  type ColumnSpec,
  type IndexSpec,
  keyColumns,
  type PrimaryKeySpec,
  type StatementOf,
  type Table,
} from '../../schema/index.ts';
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
  openFor,
  refuseExisting,
  relation,
  sameColumns,
} from './context.ts';
import { makeForeignKey } from './foreign-keys.ts';
import {
  checkKeyColumns,
  makeCheck,
  makeIndex,
  makePrimaryKey,
  noteNullable,
  refuseSecondKey,
} from './keys.ts';
import { LIMITS } from './limits.ts';

interface Keys {
  readonly primaryKey: PrimaryKeySpec | undefined;
  readonly unique: readonly IndexSpec[];
}

/** The keys of columns and table together; equal ones are made once (transformIndexConstraints). */
function gatherKeys(context: Context, statement: StatementOf<'createTable'>, table: Table): Keys {
  let primaryKey: PrimaryKeySpec | undefined;
  const primary = (spec: PrimaryKeySpec) => {
    if (primaryKey === undefined) primaryKey = spec;
    else refuseSecondKey(context, table, spec.origin);
  };
  const unique: IndexSpec[] = [];
  const originOf = (spec: ColumnSpec) => (spec.origin === undefined ? {} : { origin: spec.origin });
  for (const spec of statement.columns) {
    const parts = [{ column: spec.name }];
    if (spec.primaryKey === true) primary({ parts, ...originOf(spec) });
    if (spec.unique === true) unique.push({ kind: 'unique', parts, constraint: true, ...originOf(spec) });
  }
  if (statement.primaryKey !== undefined) primary(statement.primaryKey);
  unique.push(...statement.indexes);

  const own: IndexSpec[] = [];
  for (const spec of unique) {
    const columns = keyColumns(spec.parts);
    if (primaryKey !== undefined && sameColumns(columns, keyColumns(primaryKey.parts))) {
      if (primaryKey.name === undefined && spec.name !== undefined) {
        primaryKey = { ...primaryKey, name: spec.name };
      }
      continue;
    }
    const at = own.findIndex((other) => sameColumns(columns, keyColumns(other.parts)));
    const equal = own[at];
    if (equal === undefined) own.push(spec);
    else if (equal.name === undefined)
      own[at] = { ...spec, ...equal, ...(spec.name ? { name: spec.name } : {}) };
  }
  return { primaryKey, unique: own };
}

export function createTable(context: Context, statement: StatementOf<'createTable'>): void {
  const { docket } = context;
  const { origin } = statement;
  const name = statement.table;
  if (name.schema !== undefined) docket.unsure(openFor(context.catalog, name) ?? '');
  if (statement.ifNotExists && relation(context.catalog, name.name, name.schema) !== undefined) return;

  for (const spec of statement.columns) checkDefinition(context, spec, name.name);
  const empty: Table = {
    ...name,
    columns: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
    temporary: statement.temporary,
    origin,
  };
  const keys = gatherKeys(context, statement, empty);
  const columns = statement.columns.map((spec) => keptColumn(context, spec, empty));
  const table: Table = { ...empty, columns };

  if (keys.primaryKey !== undefined) {
    checkKeyColumns(context, table, keys.primaryKey.parts, 'primary key', keys.primaryKey.origin);
  }
  for (const spec of keys.unique) checkKeyColumns(context, table, spec.parts, 'unique', spec.origin);

  for (const spec of statement.columns) checkIdentity(context, spec);

  const limit = LIMITS.tableColumns.value;
  if (columns.length > limit) {
    docket.refuse('54011', { kind: 'other' }, `tables can have at most ${limit} columns`, origin);
  }
  const seen = new Set<string>();
  for (const spec of statement.columns) {
    if (seen.has(spec.name)) {
      const message = `column "${spec.name}" specified more than once`;
      refuseExisting(context, '42701', 'column', spec.name, name.name, name.name, message, spec.origin);
    }
    seen.add(spec.name);
  }
  for (const spec of statement.columns) checkSystemName(context, spec.name, name.name, spec.origin);
  checkRelationFree(context, 'table', name.name, name, origin);
  for (const spec of columns) {
    if (spec.sequence !== undefined) checkRelationFree(context, 'table', spec.sequence, name, spec.origin);
  }
  for (const spec of statement.columns) {
    if (!isSerial(spec.type)) checkDefault(context, spec, name.name, false);
    checkGenerated(context, table, spec);
  }

  context.catalog = context.catalog.withTable(table);
  const current = () => context.catalog.table(name) ?? table;
  for (const spec of statement.columns) {
    if (spec.check === undefined) continue;
    const check = { expression: spec.check, ...(spec.origin === undefined ? {} : { origin: spec.origin }) };
    makeCheck(context, current(), check);
  }
  for (const check of statement.checks) makeCheck(context, current(), check);

  if (keys.primaryKey !== undefined) {
    const named = keyColumns(keys.primaryKey.parts);
    const nullable = statement.columns.filter((spec) => spec.nullable === true && named.includes(spec.name));
    noteNullable(
      context,
      name.name,
      nullable.map((spec) => spec.name),
      keys.primaryKey.origin,
    );
    makePrimaryKey(context, current(), keys.primaryKey);
  }
  for (const spec of keys.unique) makeIndex(context, current(), spec, true);
  for (const foreignKey of statement.foreignKeys) makeForeignKey(context, current(), foreignKey);
}
