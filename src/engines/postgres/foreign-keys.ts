/** Foreign keys: ATAddForeignKeyConstraint and transformFkeyCheckAttrs in src/backend/commands/tablecmds.c. */
import {
  type Column,
  type ForeignKey,
  type ForeignKeySpec,
  keyColumns,
  type Table,
} from '../../schema/index.ts';
import { addForeignKey } from '../catalog-edits.ts';
import { firstRepeated } from '../docket.ts';
import {
  type Context,
  checkConstraintFree,
  column,
  lookUpColumn,
  openFor,
  qualified,
  relation,
  sameSet,
  uniqueKeys,
} from './context.ts';
import { LIMITS } from './limits.ts';
import { chooseName } from './names.ts';
import { canReference, typeName } from './types.ts';

export function makeForeignKey(context: Context, table: Table, spec: ForeignKeySpec): void {
  const { catalog } = context;
  const { origin } = spec;
  const name =
    spec.name ??
    chooseName(table.name, spec.columns.join('_'), 'fkey', (other) =>
      catalog.hasConstraint(other, table.schema),
    );
  if (spec.name !== undefined) checkConstraintFree(context, 'foreignKey', spec.name, table, origin);
  const parentColumns = checkForeignKey(context, table, spec, name);
  const parent = catalog.key(spec.parent) === catalog.key(table) ? table : catalog.table(spec.parent);
  const restsOn = parent === undefined ? undefined : keyUnder(parent, { parentColumns });
  const foreignKey: ForeignKey = {
    name,
    columns: spec.columns,
    parent: spec.parent,
    parentColumns,
    onDelete: spec.onDelete ?? 'no action',
    onUpdate: spec.onUpdate ?? 'no action',
    ...(restsOn === undefined ? {} : { restsOn }),
    ...(origin === undefined ? {} : { origin }),
  };
  context.catalog = catalog.withTable(addForeignKey(table, foreignKey));
}

/** Gives the parent's columns: those that were named, else the primary key's. */
function checkForeignKey(
  context: Context,
  table: Table,
  spec: ForeignKeySpec,
  name: string,
): readonly string[] {
  const { catalog, docket } = context;
  const { origin } = spec;
  const fact = {
    kind: 'foreign-key',
    name: spec.name ?? name,
    table: table.name,
    parent: spec.parent.name,
  } as const;
  const parent = catalog.table(spec.parent);
  if (parent === undefined) {
    const open = openFor(catalog, spec.parent);
    if (relation(catalog, spec.parent.name, spec.parent.schema) !== undefined) {
      const message = `referenced relation "${spec.parent.name}" is not a table`;
      docket.refuse('42809', { kind: 'other' }, message, origin);
    } else if (open !== null) docket.unsure(open);
    else {
      const message = `relation "${qualified(spec.parent)}" does not exist`;
      docket.refuse('42P01', { ...fact, reason: 'parent-missing' }, message, origin);
    }
  } else if (parent.maybe !== undefined) docket.unsure(parent.maybe);
  else if (parent.view === true) {
    const message = `referenced relation "${parent.name}" is not a table`;
    docket.refuse('42809', { kind: 'other' }, message, origin);
  }
  const limit = LIMITS.indexColumns.value;
  if (spec.columns.length > limit) {
    docket.refuse(
      '54011',
      { kind: 'too-many-key-parts', name, table: table.name, count: spec.columns.length, limit },
      `cannot have more than ${limit} keys in a foreign key`,
      origin,
    );
  }
  const missing = (column: string) =>
    `column "${column}" referenced in foreign key constraint does not exist`;
  const children = spec.columns.map((own) => lookUpColumn(context, table, own, missing(own), origin));
  if (parent === undefined || parent.view === true) return spec.parentColumns;

  const given = spec.parentColumns.length > 0;
  const names = given ? spec.parentColumns : keyColumns(parent.primaryKey?.parts ?? []);
  if (!given && names.length === 0) {
    if (parent.open !== undefined) docket.unsure(parent.open);
    else {
      const message = `there is no primary key for referenced table "${parent.name}"`;
      docket.refuse('42704', { ...fact, reason: 'parent-not-unique' }, message, origin);
    }
    return names;
  }
  if (!given && parent.primaryKey?.deferrable === true) {
    const message = `cannot use a deferrable primary key for referenced table "${parent.name}"`;
    docket.refuse('55000', { ...fact, reason: 'parent-not-unique' }, message, origin);
    return names;
  }
  const parents: (Column | undefined)[] = [];
  for (const other of names) {
    const found = column(parent, other);
    parents.push(found);
    if (found !== undefined) continue;
    if (parent.open !== undefined) docket.unsure(parent.open);
    else {
      docket.refuse(
        '42703',
        { ...fact, reason: 'parent-column-missing', detail: other },
        missing(other),
        origin,
      );
    }
  }
  if (names.length !== spec.columns.length) {
    const message = 'number of referencing and referenced columns for foreign key disagree';
    docket.refuse('42830', { kind: 'other' }, message, origin);
    return names;
  }
  if (given) {
    if (firstRepeated(names) !== undefined) {
      const message = 'foreign key referenced-columns list must not contain duplicates';
      docket.refuse('42830', { kind: 'other' }, message, origin);
    } else if (!uniqueKeys(parent).some((key) => sameSet(key.columns, names))) {
      const deferred = uniqueKeys(parent, true).some((key) => sameSet(key.columns, names));
      if (parent.open !== undefined) docket.unsure(parent.open);
      else if (deferred) {
        const message = `cannot use a deferrable unique constraint for referenced table "${parent.name}"`;
        docket.refuse('55000', { ...fact, reason: 'parent-not-unique' }, message, origin);
      } else {
        const message = `there is no unique constraint matching given keys for referenced table "${parent.name}"`;
        docket.refuse('42830', { ...fact, reason: 'parent-not-unique' }, message, origin);
      }
    }
  }
  children.forEach((child, i) => {
    const other = parents[i];
    if (child !== undefined && other !== undefined) {
      checkTypes(context, name, table.name, spec.parent.name, child, other, origin);
    }
  });
  return names;
}

function checkTypes(
  context: Context,
  name: string,
  table: string,
  parent: string,
  child: Column,
  other: Column,
  origin: ForeignKeySpec['origin'],
): void {
  const childType = typeName(child.type);
  const parentType = typeName(other.type);
  const fits = canReference(childType, parentType);
  if (fits === null) {
    context.docket.unsure(`whether ${childType.name} and ${parentType.name} can be compared is not known`);
  } else if (!fits) {
    const detail = `Key columns "${child.name}" and "${other.name}" are of incompatible types: ${childType.name} and ${parentType.name}.`;
    context.docket.refuse(
      '42804',
      { kind: 'foreign-key', name, table, parent, reason: 'type-mismatch', detail },
      `foreign key constraint "${name}" cannot be implemented`,
      origin,
    );
  }
}

/** Do the foreign keys over these columns, and those that point to them, still hold after their types changed? */
export function recheckForeignKeys(context: Context, table: Table, names: ReadonlySet<string>): void {
  const key = context.catalog.key(table);
  const check = (child: Table, foreignKey: ForeignKey, parent: Table): void => {
    foreignKey.columns.forEach((name, i) => {
      const parentName = foreignKey.parentColumns[i] ?? '';
      const own = column(child, name);
      const other = column(parent, parentName);
      const changes =
        (child === table && names.has(name)) ||
        (context.catalog.key(parent) === key && names.has(parentName));
      if (!changes || own === undefined || other === undefined) return;
      checkTypes(context, foreignKey.name ?? '', child.name, parent.name, own, other, foreignKey.origin);
    });
  };
  for (const foreignKey of table.foreignKeys) {
    const parent = context.catalog.table(foreignKey.parent);
    if (parent !== undefined) check(table, foreignKey, parent);
  }
  for (const { child, foreignKey } of context.catalog.referencesTo(table))
    if (child !== table) check(child, foreignKey, table);
}

/** The key, of those the table has, on which a foreign key that points to it rests: the first that matched when it was made. */
export function keyUnder(
  table: Table,
  { parentColumns, restsOn }: Pick<ForeignKey, 'parentColumns' | 'restsOn'>,
): string | undefined {
  const keys = uniqueKeys(table).filter((key) => sameSet(key.columns, parentColumns));
  return (keys.find(({ name }) => name === restsOn) ?? keys[0])?.name;
}
