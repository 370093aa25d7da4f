/** An index is a relation with columns of its own, whose names PostgreSQL makes. Measured on 15.18. */
import type { AlterAction, Index, KeyPart, PrimaryKey, Table } from '../../schema/index.ts';
import { describedType } from '../column-type.ts';
import { type Context, column, refuseExisting, relation } from './context.ts';
import { type Expression, readExpression } from './expression-tree.ts';
import { LIMITS } from './limits.ts';
import { clip } from './names.ts';
import { typeName } from './types.ts';

/** As pg_type calls what format_type spells in the standard's words. */
const INTERNAL: Readonly<Record<string, string>> = {
  smallint: 'int2',
  integer: 'int4',
  bigint: 'int8',
  real: 'float4',
  'double precision': 'float8',
  boolean: 'bool',
  'character varying': 'varchar',
  character: 'bpchar',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
  'bit varying': 'varbit',
};

/** FigureIndexColname, src/backend/parser/parse_target.c. undefined: nothing lends it a name. */
function figured(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'column':
      return expression.name;
    case 'call':
      return expression.name;
    case 'cast': {
      // A type's name counts for less than that of a column or a function below it.
      const below = figured(innermost(expression));
      const { name } = typeName(describedType(expression.type));
      return below ?? INTERNAL[name] ?? name;
    }
    default:
      return undefined;
  }
}

function innermost(expression: Expression): Expression {
  return expression.kind === 'cast' ? innermost(expression.value) : expression;
}

/** Of each part; undefined: an expression that is not read. A name that is there already gets a number (ChooseIndexColumnNames). */
function namesOf(parts: readonly KeyPart[]): (string | undefined)[] {
  const names: (string | undefined)[] = [];
  for (const part of parts) {
    const tree = 'expression' in part ? readExpression(part.expression) : null;
    const plain =
      'column' in part ? part.column : tree === null ? undefined : clip(figured(tree) ?? 'expr', LIMIT);
    let name = plain;
    for (let number = 1; plain !== undefined && names.includes(name); number++)
      name = clip(plain, LIMIT - `${number}`.length) + number;
    names.push(name);
  }
  return names;
}

const LIMIT = LIMITS.identifierBytes.value;

/** What an automatic name is made of (ChooseIndexNameAddition); null: not known. */
export function nameAddition(parts: readonly KeyPart[]): string | null {
  const names = namesOf(parts);
  return names.includes(undefined) ? null : names.join('_');
}

/** undefined: not known. */
export function indexColumnNames(index: Pick<Index, 'parts' | 'columnNames'>): (string | undefined)[] {
  return index.columnNames === undefined ? namesOf(index.parts) : [...index.columnNames];
}

/** An index as expressions see it that are to stand over it. undefined: its columns are not known. */
export function indexAsTable(owner: Table, name: string): Table | undefined {
  const index =
    owner.primaryKey?.name === name ? owner.primaryKey : owner.indexes.find((one) => one.name === name);
  const names = index === undefined ? [undefined] : indexColumnNames(index);
  if (index === undefined || names.includes(undefined)) return undefined;
  const columns = index.parts.map((part, i) => {
    const own = 'column' in part ? column(owner, part.column) : undefined;
    const type = own?.type ?? { name: 'unknown', text: 'unknown' };
    return { name: names[i] ?? '', type, nullable: true, autoIncrement: false };
  });
  return { name, columns, indexes: [], foreignKeys: [], checks: [], temporary: false };
}

/** The table's column gets another name: those of its indexes keep theirs. */
export function keepingColumnNames<T extends Index | PrimaryKey>(renamed: T, old: T): T {
  const names = indexColumnNames(old);
  const now = indexColumnNames(renamed);
  if (names.every((name, i) => name === now[i])) return renamed;
  return { ...renamed, columnNames: names.map((name) => name ?? '') };
}

/** It is made anew, and its columns are called as they would be now. */
export function withoutColumnNames<T extends Index | PrimaryKey>(index: T): T {
  const { columnNames: _columnNames, ...rest } = index;
  return rest as T;
}

/**
 * RENAME COLUMN of a relation that is no table (renameatt_internal): an index's own columns may have other names, those
 * of a sequence may not.
 */
export function renameIndexColumn(
  context: Context,
  name: string,
  owner: Table,
  { from, to, origin }: Extract<AlterAction, { kind: 'renameColumn' }>,
): void {
  const { docket } = context;
  if (relation(context.catalog, name, owner.schema)?.kind !== 'index') {
    docket.refuse('42809', { kind: 'other' }, `cannot rename columns of relation "${name}"`, origin);
    return;
  }
  const index =
    owner.primaryKey?.name === name ? owner.primaryKey : owner.indexes.find((one) => one.name === name);
  if (index === undefined) return;
  const names = indexColumnNames(index);
  if (names.includes(undefined)) {
    docket.unsure(`the columns of the index ${name} are not known`);
    return;
  }
  if (!names.includes(from)) {
    const fact = { kind: 'object-missing', object: 'column', name: from, table: name } as const;
    docket.refuse('42703', fact, `column "${from}" does not exist`, origin);
    return;
  }
  if (names.includes(to)) {
    const message = `column "${to}" of relation "${name}" already exists`;
    refuseExisting(context, '42701', 'column', to, name, name, message, origin);
  }
  const columnNames = names.map((one) => (one === from ? to : (one ?? '')));
  context.catalog = context.catalog.withTable({
    ...owner,
    ...(owner.primaryKey?.name === name ? { primaryKey: { ...owner.primaryKey, columnNames } } : {}),
    indexes: owner.indexes.map((one) => (one.name === name ? { ...one, columnNames } : one)),
  });
}
