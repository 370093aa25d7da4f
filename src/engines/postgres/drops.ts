/** DROP TABLE, DROP INDEX, DROP CONSTRAINT, DROP COLUMN: what goes along, and what stands in the way (2BP01). */
import {
  type Catalog,
  compareVersions,
  type ForeignKey,
  keyColumns,
  type ObjectKind,
  type Origin,
  type StatementOf,
  type Table,
} from '../../schema/index.ts';
import { removeColumn, removeForeignKey, withoutPrimaryKey } from '../catalog-edits.ts';
import { openAnywhere } from '../docket.ts';
import { type Context, column, lookUpColumn, lookUpTable, relation } from './context.ts';
import { isOver } from './expression-tree.ts';
import { keyUnder } from './foreign-keys.ts';
import { SINCE } from './limits.ts';
import { dropViewsOver, holdColumn } from './views.ts';

interface Dependent {
  readonly child: Table;
  readonly foreignKey: ForeignKey;
}

/** Refuses because of the foreign keys, or drops them along where CASCADE was written. */
function dropDependents(
  context: Context,
  dependents: readonly Dependent[],
  cascade: boolean,
  object: ObjectKind,
  name: string,
  table: string,
  what: string,
  origin?: Origin,
): void {
  const [first] = dependents;
  if (first === undefined) return;
  if (!cascade) {
    const message = `cannot drop ${what} because other objects depend on it`;
    const by = `constraint ${first.foreignKey.name ?? ''} on table ${first.child.name}`;
    const fact = { kind: 'object-in-use', object, name, table, by, byKind: 'foreignKey' } as const;
    context.docket.refuse('2BP01', fact, message, origin);
  }
  for (const { child, foreignKey } of dependents) {
    const current = context.catalog.table(child);
    if (current === undefined || foreignKey.name === undefined) continue;
    context.catalog = context.catalog.withTable(removeForeignKey(current, foreignKey.name, 'exact'));
  }
}

export function dropTable(context: Context, statement: StatementOf<'dropTable'>): void {
  const { origin } = statement;
  const doomed = new Set<string>();
  for (const name of statement.tables) {
    const known = context.catalog.table(name);
    const other = known === undefined && relation(context.catalog, name.name, name.schema) !== undefined;
    if (known === undefined && statement.ifExists && !other) continue;
    const table = lookUpTable(context, name, 'table', origin);
    if (table === undefined) continue;
    if (table.view === true) {
      context.docket.refuse('42809', { kind: 'other' }, `"${name.name}" is not a table`, origin);
    }
    doomed.add(context.catalog.key(name));
  }
  for (const name of statement.tables) {
    const dependents = [...context.catalog.referencesTo(name)].filter(
      ({ child }) => !doomed.has(context.catalog.key(child)),
    );
    const what = `table ${name.name}`;
    if (doomed.has(context.catalog.key(name))) {
      dropDependents(context, dependents, statement.cascade, 'table', name.name, name.name, what, origin);
      const table = context.catalog.table(name);
      if (table !== undefined) dropViewsOver(context, table, statement.cascade, [], what, origin);
    }
  }
  for (const name of statement.tables) context.catalog = context.catalog.withoutTable(name);
}

/** Foreign keys that rest on this key of the table. */
function restingOn(catalog: Catalog, table: Table, key: string): Dependent[] {
  return [...catalog.referencesTo(table)].filter(({ foreignKey }) => keyUnder(table, foreignKey) === key);
}

export function dropIndex(context: Context, statement: StatementOf<'dropIndex'>): void {
  const { docket } = context;
  const { name, origin } = statement;
  const holder = relation(context.catalog, name, undefined);
  if (holder === undefined) {
    if (statement.ifExists) return;
    const open = openAnywhere(context.catalog);
    if (open !== null) docket.unsure(open);
    else {
      docket.refuse(
        '42704',
        { kind: 'object-missing', object: 'index', name, table: statement.table?.name ?? '' },
        `index "${name}" does not exist`,
        origin,
      );
    }
    return;
  }
  const { owner } = holder;
  if (holder.kind !== 'index' || owner === undefined) {
    docket.refuse('42809', { kind: 'other' }, `"${name}" is not an index`, origin);
    return;
  }
  if (owner.maybe !== undefined) docket.unsure(owner.maybe);
  const index = owner.indexes.find((other) => other.name === name);
  if (index === undefined || index.constraint === true) {
    const by = `constraint ${name} on table ${owner.name}`;
    docket.refuse(
      '2BP01',
      { kind: 'object-in-use', object: 'index', name, table: owner.name, by },
      `cannot drop index ${name} because ${by} requires it`,
      origin,
    );
  } else {
    const dependents = restingOn(context.catalog, owner, name);
    dropDependents(context, dependents, false, 'index', name, owner.name, `index ${name}`, origin);
  }
  context.catalog = context.catalog.withTable({
    ...owner,
    indexes: owner.indexes.filter((other) => other.name !== name),
  });
}

export function dropConstraint(
  context: Context,
  table: Table,
  name: string,
  ifExists: boolean,
  cascade: boolean,
): void {
  const put = (next: Table) => {
    context.catalog = context.catalog.withTable(next);
  };
  const what = `constraint ${name} on table ${table.name}`;
  const index = table.indexes.find((other) => other.name === name && other.constraint === true);
  if (index !== undefined || table.primaryKey?.name === name) {
    const dependents = restingOn(context.catalog, table, name);
    dropDependents(context, dependents, cascade, 'constraint', name, table.name, what);
    const current = context.catalog.table(table) ?? table;
    put(
      index === undefined
        ? withoutPrimaryKey(current)
        : { ...current, indexes: current.indexes.filter((other) => other.name !== name) },
    );
  } else if (table.foreignKeys.some((foreignKey) => foreignKey.name === name)) {
    put(removeForeignKey(table, name, 'exact'));
  } else if (table.checks.some((check) => check.name === name)) {
    put({ ...table, checks: table.checks.filter((check) => check.name !== name) });
  } else if (table.open !== undefined) {
    if (!ifExists) context.docket.unsure(table.open);
  } else if (!ifExists) {
    context.docket.refuse(
      '42704',
      { kind: 'object-missing', object: 'constraint', name, table: table.name },
      `constraint "${name}" of relation "${table.name}" does not exist`,
    );
    // As if it had succeeded: a renamed table's primary key keeps its old name, and is what was meant.
    if (table.primaryKey !== undefined && name.endsWith('_pkey')) put(withoutPrimaryKey(table));
  }
}

export function dropColumn(
  context: Context,
  table: Table,
  name: string,
  ifExists: boolean,
  cascade: boolean,
): void {
  const { docket } = context;
  // of a table that is not known as a whole it may be one; then what is over it goes all the same
  const isOpen = table.open !== undefined;
  if (ifExists && column(table, name) === undefined && !isOpen) return;
  const message = `column "${name}" of relation "${table.name}" does not exist`;
  if (!ifExists || !isOpen) {
    if (lookUpColumn(context, table, name, message) === undefined && !isOpen) return;
  }

  const what = `column ${name} of table ${table.name}`;
  const computed = table.columns.filter(
    (other) => other.name !== name && isOver(other.generated?.expression ?? '', name),
  );
  const goAlong = cascade || compareVersions(context.target.version, SINCE.heldByGenerated.version) < 0;
  if (computed[0] !== undefined && !goAlong) {
    const by = `column ${computed[0].name} of table ${table.name}`;
    docket.refuse(
      '2BP01',
      { kind: 'object-in-use', object: 'column', name, table: table.name, by },
      `cannot drop ${what} because other objects depend on it`,
    );
  }
  const dependents = [...context.catalog.referencesTo(table)].filter(
    ({ child, foreignKey }) =>
      foreignKey.parentColumns.includes(name) &&
      !(context.catalog.key(child) === context.catalog.key(table) && foreignKey.columns.includes(name)),
  );
  dropDependents(context, dependents, cascade, 'column', name, table.name, what);
  holdColumn(context, table, name);

  const current = context.catalog.table(table) ?? table;
  // Everything of the table's own that is over the column goes with it, in silence.
  const uses = (key: Pick<Table['indexes'][number], 'parts' | 'where' | 'include'>) =>
    keyColumns(key.parts).includes(name) ||
    key.include?.includes(name) === true ||
    key.parts.some((part) => 'expression' in part && isOver(part.expression, name)) ||
    isOver(key.where ?? '', name);
  let next: Table = {
    ...removeColumn(current, name, 'exact'),
    indexes: current.indexes.filter((index) => !uses(index)),
    foreignKeys: current.foreignKeys.filter(
      (foreignKey) =>
        !foreignKey.columns.includes(name) &&
        !(
          context.catalog.key(foreignKey.parent) === context.catalog.key(table) &&
          foreignKey.parentColumns.includes(name)
        ),
    ),
    checks: current.checks.filter((check) => !isOver(check.expression, name)),
  };
  if (next.primaryKey !== undefined && uses(next.primaryKey)) next = withoutPrimaryKey(next);
  context.catalog = context.catalog.withTable(next);
  for (const other of goAlong ? computed : [])
    dropColumn(context, context.catalog.table(table) ?? next, other.name, true, cascade);
}
