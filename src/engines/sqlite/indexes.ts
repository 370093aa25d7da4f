/** CREATE INDEX and DROP INDEX. Index names share one name space with tables, over the whole database. */
import {
  type Catalog,
  findColumn,
  type Index,
  type KeyPart,
  keyColumns,
  type StatementOf,
} from '../../schema/index.ts';
import { addIndex, removeIndex } from '../catalog-edits.ts';
import { mentions, namedAsColumns, openAnywhere, plainPart } from '../docket.ts';
import {
  type Context,
  checkExpression,
  checkReserved,
  isSystemTable,
  lookUpColumn,
  lookUpTable,
  normalize,
  readsAsString,
  refuseExisting,
  syntaxError,
} from './context.ts';
import { LIMITS } from './limits.ts';
import { checkLoop } from './unreadable.ts';

/** In the order of sqlite3CreateIndex. */
export function createIndex(context: Context, statement: StatementOf<'createIndex'>): Catalog {
  const { catalog, docket } = context;
  const spec = { ...statement.index, parts: statement.index.parts.map(plainPart) };
  const origin = spec.origin ?? statement.origin;
  const name = normalize(statement.table);
  if (spec.kind === 'fulltext' || spec.kind === 'spatial') syntaxError(context, spec.kind, origin);
  if (spec.name === undefined) syntaxError(context, 'on', origin);
  if (docket.refused || spec.name === undefined) return catalog;

  const table = lookUpTable(context, name, `main.${name.name}`, origin);
  if (table !== undefined && isSystemTable(name.name)) {
    docket.refuse('SQLITE_ERROR', { kind: 'other' }, `table ${name.name} may not be indexed`, origin);
  }
  if (table?.view === true) {
    docket.refuse('SQLITE_ERROR', { kind: 'other' }, 'views may not be indexed', origin);
  }
  checkReserved(context, spec.name, origin);
  const holder = catalog.named('relation', spec.name);
  if (holder !== undefined) {
    const owner = catalog.table(holder.table);
    if (owner?.maybe !== undefined) docket.unsure(owner.maybe);
    else if (holder.kind === 'table') {
      const message = `there is already a table named ${spec.name}`;
      refuseExisting(context, 'index', spec.name, name.name, owner?.name, message, origin);
    } else if (statement.ifNotExists) {
      return catalog;
    } else {
      const message = `index ${spec.name} already exists`;
      refuseExisting(context, 'index', spec.name, name.name, owner?.name, message, origin);
    }
  }
  if (spec.parts.length > LIMITS.columns.value) {
    docket.refuse(
      'SQLITE_ERROR',
      {
        kind: 'too-many-key-parts',
        name: spec.name,
        table: name.name,
        count: spec.parts.length,
        limit: LIMITS.columns.value,
      },
      'too many columns in index',
      origin,
    );
  }
  if (table === undefined) return catalog;
  const parts: KeyPart[] = [];
  for (const part of spec.parts) {
    if ('expression' in part) {
      checkExpression(context, table, part.expression, origin);
      parts.push(part);
      continue;
    }
    if (part.length !== undefined) {
      // MySQL's prefix length reads as a call.
      const message = `no such function: ${part.column}`;
      docket.refuse('SQLITE_ERROR', { kind: 'foreign-syntax' }, message, origin);
      continue;
    }
    if (findColumn(table, part.column) !== undefined) parts.push(part);
    else if (table.open === undefined && readsAsString(context, part.column)) {
      parts.push({ expression: `"${part.column.replaceAll('"', '""')}"` });
      docket.change(
        { kind: 'object-missing', object: 'column', name: part.column, table: table.name },
        `no such column: ${part.column}; its double-quoted name is read as a string, so that the index is over a constant`,
        origin,
      );
    } else {
      parts.push(part);
      lookUpColumn(context, table, part.column, `no such column: ${part.column}`, origin);
    }
  }
  if (spec.where !== undefined) checkExpression(context, table, spec.where, origin);
  const { where = '' } = spec;
  const computed = where === '' ? [] : table.columns.filter(({ name: own }) => mentions(where, own));
  checkLoop(context, table, [...keyColumns(parts), ...computed.map((one) => one.name)]);
  const kept: Index = {
    name: spec.name,
    kind: spec.kind,
    parts: namedAsColumns(parts, table),
    ...(spec.where === undefined ? {} : { where: spec.where }),
    origin,
  };
  return catalog.withTable(addIndex(table, kept));
}

export function dropIndex(context: Context, statement: StatementOf<'dropIndex'>): Catalog {
  const { catalog, docket } = context;
  const holder = catalog.named('relation', statement.name);
  const owner = holder?.kind === 'index' ? catalog.table(holder.table) : undefined;
  if (owner === undefined) {
    const open = openAnywhere(catalog);
    if (statement.ifExists) return catalog;
    if (open !== null) docket.unsure(open);
    else {
      docket.refuse(
        'SQLITE_ERROR',
        {
          kind: 'object-missing',
          object: 'index',
          name: statement.name,
          table: statement.table?.name ?? '',
        },
        `no such index: ${statement.name}`,
        statement.origin,
      );
    }
    return catalog;
  }
  if (owner.maybe !== undefined) docket.unsure(owner.maybe);
  const index = owner.indexes.find((other) => other.name.toLowerCase() === statement.name.toLowerCase());
  if (index?.constraint === true) {
    docket.refuse(
      'SQLITE_ERROR',
      {
        kind: 'object-in-use',
        object: 'index',
        name: index.name,
        table: owner.name,
        by: 'the constraint that made it',
      },
      'index associated with UNIQUE or PRIMARY KEY constraint cannot be dropped',
      statement.origin,
    );
  }
  return catalog.withTable(removeIndex(owner, statement.name));
}
