/** Column definitions: types, contradictions, defaults; and the column that PostgreSQL keeps. */
import type { Column, ColumnSpec, ColumnType, DefaultValue, Table, Writable } from '../../schema/index.ts';
import { compareVersions } from '../../schema/index.ts';
import { quotedColumns } from '../docket.ts';
import { type Context, lookUpColumn, refuseExisting, relation, syntaxError } from './context.ts';
import { type DefaultFinding, judgeAddedDefault, judgeDefault } from './defaults.ts';
import {
  defaultFinding,
  type Evaluated,
  type ExpressionFinding,
  evaluate,
  generatedFinding,
} from './expressions.ts';
import { LIMITS, SINCE, SYSTEM_COLUMNS } from './limits.ts';
import { chooseName } from './names.ts';
import { isInteger, modifierFinding, quotedIfNeeded, RARE, SERIAL, STRINGS, typeName } from './types.ts';

export function isSerial(type: ColumnType): boolean {
  return typeName(type).name in SERIAL;
}

/** A serial is an integer with a default. */
export function storedType(type: ColumnType): ColumnType {
  const stored = SERIAL[typeName(type).name];
  return (stored === undefined ? undefined : INTEGER_TYPES.get(stored)) ?? type;
}

const INTEGER_TYPES = new Map(Object.values(SERIAL).map((name) => [name, { name, text: name }] as const));

function checkContradictions(context: Context, column: ColumnSpec, table: string): void {
  const { docket, target } = context;
  const serial = isSerial(column.type);
  const refuse = (code: string, message: string) =>
    docket.refuse(code, { kind: 'other' }, message, column.origin);
  const where = `for column "${column.name}" of table "${table}"`;
  const strictKey = compareVersions(target.version, SINCE.nullPrimaryKeyRefused.version) >= 0;
  const notNull = serial || column.autoIncrement === true || (strictKey && column.primaryKey === true);
  if (serial && typeName(column.type).array) refuse('0A000', 'array of serial is not implemented');
  if (serial && column.type.text.includes('(')) {
    const name = SERIAL[typeName(column.type).name];
    refuse('42601', `type modifier is not allowed for type "${name}"`);
  }
  if (notNull && column.nullable === true) {
    refuse('42601', `conflicting NULL/NOT NULL declarations ${where}`);
  }
  if (serial && column.identity === true) refuse('42601', `both default and identity specified ${where}`);
  if (serial && column.default !== undefined) refuse('42601', `multiple default values specified ${where}`);
  if (!serial && column.autoIncrement === true) {
    if (column.default !== undefined) refuse('42601', `both default and identity specified ${where}`);
    if (column.generated !== undefined) {
      refuse('42601', `both identity and generation expression specified ${where}`);
    }
  }
  if (column.generated !== undefined) {
    if (column.default !== undefined) {
      refuse('42601', `both default and generation expression specified ${where}`);
    }
    if (serial) refuse('42601', `both default and generation expression specified ${where}`);
  }
  if (column.charset !== undefined) syntaxError(context, 'character', column.origin);
  if (column.onUpdate !== undefined) syntaxError(context, 'update', column.origin);
  if (column.position !== undefined) {
    syntaxError(context, column.position === 'first' ? 'first' : 'after', column.origin);
  }
}

/** CREATE SEQUENCE, which is done when the whole statement has been read, and before it. */
export function checkIdentity(context: Context, { type, autoIncrement, origin }: ColumnSpec): void {
  if (autoIncrement !== true || isSerial(type) || isInteger(typeName(type))) return;
  const message = 'identity column type must be smallint, integer, or bigint';
  context.docket.refuse('22023', { kind: 'other' }, message, origin);
}

/** transformColumnDefinition: the type, then what the parts of the definition say against each other. */
export function checkDefinition(context: Context, spec: ColumnSpec, table: string): void {
  const type = isSerial(spec.type) ? storedType(spec.type) : spec.type;
  checkType(context, type, table, spec.name, spec.collation, spec.origin);
  checkContradictions(context, spec, table);
}

export function checkSystemName(
  context: Context,
  name: string,
  table: string,
  origin?: Column['origin'],
): void {
  if (!SYSTEM_COLUMNS.has(name)) return;
  const message = `column name "${name}" conflicts with a system column name`;
  refuseExisting(context, '42701', 'column', name, table, table, message, origin);
}

/** Does the type exist, and are its arguments in range? `serial` is none for ALTER COLUMN … TYPE. */
export function checkType(
  context: Context,
  type: ColumnType,
  table: string,
  column: string,
  collation: string | undefined,
  origin?: Column['origin'],
): void {
  const { catalog, docket, target } = context;
  const { name, builtIn } = typeName(type);
  const other = { kind: 'other' } as const;
  if (!builtIn) {
    if (catalog.enumType(name) !== undefined) return;
    if (catalog.openTypes !== null) docket.unsure(catalog.openTypes);
    else if (catalog.open !== null) docket.unsure(catalog.open);
    else if (RARE.has(name)) docket.unsure(`what a column of the type ${name} may be is not known`);
    else {
      const fact = { kind: 'unknown-type', table, column, type: type.text } as const;
      docket.refuse('42704', fact, `type "${name}" does not exist`, origin);
    }
    return;
  }
  const modifier = modifierFinding(type);
  if (modifier !== undefined) {
    docket.refuse(modifier.code, other, modifier.message, origin);
    return;
  }
  const length = type.length;
  if ((name === 'character varying' || name === 'character') && length !== undefined) {
    const shown = name === 'character' ? 'char' : 'varchar';
    const limit = LIMITS.characterLength.value;
    const fact = { kind: 'column-too-long', table, column, length, limit } as const;
    if (length < 1) docket.refuse('22023', other, `length for type ${shown} must be at least 1`, origin);
    if (length > limit)
      docket.refuse('22023', fact, `length for type ${shown} cannot exceed ${limit}`, origin);
  }
  const { precision } = type;
  if (name === 'numeric' && precision !== undefined) {
    const limit = LIMITS.numericPrecision.value;
    if (precision < 1 || precision > limit) {
      docket.refuse('22023', other, `NUMERIC precision ${precision} must be between 1 and ${limit}`, origin);
    }
    const scale = type.scale ?? 0;
    const anyScale = compareVersions(target.version, SINCE.anyNumericScale.version) >= 0;
    const most = LIMITS.numericScale.value;
    if (anyScale ? Math.abs(scale) > most : scale < 0 || scale > precision) {
      const range = anyScale ? `-${most} and ${most}` : `0 and precision ${precision}`;
      docket.refuse('22023', other, `NUMERIC scale ${scale} must be between ${range}`, origin);
    }
  }
  if ((name === 'bit' || name === 'bit varying') && length !== undefined) {
    const shown = name === 'bit' ? 'bit' : 'varbit';
    const limit = LIMITS.bitLength.value;
    if (length < 1) docket.refuse('22023', other, `length for type ${shown} must be at least 1`, origin);
    if (length > limit) {
      docket.refuse('22023', other, `length for type ${shown} cannot exceed ${limit}`, origin);
    }
  }
  if (collation !== undefined) checkCollation(context, type, { table, column }, collation, origin);
}

/** Collations are named as the operating system or ICU names them; MySQL's names are unknown here. */
function checkCollation(
  context: Context,
  type: ColumnType,
  of: { readonly table: string; readonly column: string },
  collation: string,
  origin?: Column['origin'],
): void {
  const { catalog, docket } = context;
  const { name } = typeName(type);
  const plain = collation.replace(/^pg_catalog\./, '').replaceAll('"', '');
  if (!STRINGS.has(name) && name !== 'name') {
    docket.refuse('42804', { kind: 'other' }, `collations are not supported by type ${name}`, origin);
  } else if (/^(?:C|POSIX|default|ucs_basic|unicode|pg_c_utf8)$/.test(plain)) {
    // Every server has these.
  } else if (/^(?:utf8(?:mb[34])?|latin1|ascii|ucs2|utf16|utf32|cp\d+)_/i.test(plain)) {
    const message = `collation "${plain}" for encoding "UTF8" does not exist`;
    const fact = { kind: 'unknown-collation', what: 'collation', collation: plain, ...of } as const;
    docket.refuse('42704', fact, message, origin);
  } else docket.unsure(catalog.openTypes ?? `whether the server has the collation "${plain}" is not known`);
}

/** What is wrong with a default, whatever the table holds. */
export function defaultOf(
  { catalog, target: { version } }: Context,
  { name, type, default: value }: { name: string; type: ColumnType; default: DefaultValue },
): DefaultFinding {
  const open = catalog.openTypes !== null || catalog.open !== null;
  const { name: wanted, array } = typeName(type);
  const listed = array ? undefined : catalog.enumType(wanted);
  if (listed !== undefined && value.kind === 'literal') {
    if (value.value === null || listed.labels.includes(value.value)) return undefined;
    return {
      code: '22P02',
      message: `invalid input value for enum ${quotedIfNeeded(listed.name)}: "${value.value}"`,
    };
  }
  const finding = judgeDefault(name, type, value, version, open);
  if (finding === undefined || !('unsure' in finding) || value.kind !== 'expression') return finding;
  const known = defaultFinding(name, typeName(type), value.sql, version);
  return known === null ? finding : known;
}

export function checkDefault(context: Context, column: ColumnSpec, table: string, added: boolean): void {
  const { docket } = context;
  if (column.default === undefined) return;
  const finding =
    defaultOf(context, { ...column, default: column.default }) ??
    (added ? judgeAddedDefault(column.type, column.default) : undefined);
  if (finding === undefined) return;
  if ('unsure' in finding) {
    docket.unsure(finding.unsure);
    return;
  }
  const fact = {
    kind: 'invalid-default',
    table,
    column: column.name,
    value: column.default.sql,
  } as const;
  docket.refuse(finding.code, fact, finding.message, column.origin);
}

/** `wanted`: it must be a condition, and is told of by this word. null: it holds something that is not read. */
export function checkExpression(
  context: Context,
  table: Table,
  expression: string,
  origin?: Column['origin'],
  wanted?: 'CHECK' | 'WHERE',
  /** The table as it was when the expression was made. */
  since?: Table,
): Evaluated | null {
  const evaluated = evaluate(table, expression, context.target.version, wanted, since);
  if (evaluated === null) {
    for (const name of quotedColumns(expression)) {
      // The table's own name stands for the whole row.
      if (name === table.name) continue;
      lookUpColumn(context, table, name, `column "${name}" does not exist`, origin);
    }
    return null;
  }
  if (evaluated.unsure !== undefined) context.docket.unsure(evaluated.unsure);
  refuseExpression(context, table, evaluated.finding, origin);
  return evaluated;
}

export function refuseExpression(
  { docket }: Context,
  table: Table,
  finding: ExpressionFinding | undefined,
  origin?: Column['origin'],
): void {
  if (finding === undefined) return;
  const { code, message, missing } = finding;
  if (missing === undefined) docket.refuse(code, { kind: 'other' }, message, origin);
  else {
    const fact = { kind: 'object-missing', object: 'column', name: missing, table: table.name } as const;
    docket.refuse(code, fact, message, origin);
  }
}

/** The expression of a generated column, over the columns of the table. */
export function checkGenerated(context: Context, table: Table, column: ColumnSpec): void {
  if (column.generated === undefined) return;
  const evaluated = checkExpression(context, table, column.generated.expression, column.origin);
  if (evaluated === null || evaluated.finding !== undefined) return;
  const to = typeName(column.type);
  const finding = generatedFinding(column.name, to, evaluated, context.target.version);
  refuseExpression(context, table, finding, column.origin);
}

/** The column as the catalog keeps it; a serial's sequence gets its name here. */
export function keptColumn(context: Context, spec: ColumnSpec, table: Table): Column {
  const serial = isSerial(spec.type);
  const counts = serial || spec.autoIncrement === true;
  const sequence = counts
    ? chooseName(
        table.name,
        spec.name,
        'seq',
        (name) => relation(context.catalog, name, table.schema) !== undefined,
      )
    : undefined;
  const next = sequence === undefined ? undefined : `nextval('${sequence}'::regclass)`;
  const column: Writable<Column> = {
    name: spec.name,
    type: storedType(spec.type),
    nullable: spec.nullable !== false && !counts,
    autoIncrement: counts,
  };
  if (serial && next !== undefined) column.default = { kind: 'expression', sql: next };
  else if (spec.default !== undefined) column.default = spec.default;
  if (sequence !== undefined) column.sequence = sequence;
  if (spec.collation !== undefined) column.collation = spec.collation;
  if (spec.comment !== undefined) column.comment = spec.comment;
  if (spec.generated !== undefined) column.generated = spec.generated;
  if (spec.origin !== undefined) column.origin = spec.origin;
  return column;
}
