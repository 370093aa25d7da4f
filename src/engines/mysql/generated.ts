/**
 * Generated columns: what their definitions and expressions may hold. Manual page create-table-generated-columns,
 * knowledge base page generated-columns; tried on MySQL 9.7.4 and MariaDB 10.11.19.
 */
import { type Column, type ColumnSpec, findColumn, keyColumns, type Table } from '../../schema/index.ts';
import { judgeComparedDates } from './compared-dates.ts';
import type { Context } from './context.ts';
import type { Wording } from './dialect.ts';
import { disallowedFunction, mentions, namedColumns, usesArrow } from './expressions.ts';
import { illegalOperation, mixedCollations } from './special-types.ts';
import { dependsOnSqlMode } from './sql-mode.ts';
import { illegalMix, illegalOperands, syntaxError } from './words.ts';

const isSerial = ({ type }: ColumnSpec): boolean => type.name.toLowerCase() === 'serial';

/** What is written of these in a definition; the first of them. */
function defaultOrAutomatic(spec: ColumnSpec): string | undefined {
  if (spec.default !== undefined) return `default ${spec.default.sql}`;
  if (spec.onUpdate !== undefined) return `on update ${spec.onUpdate}`;
  return spec.autoIncrement === true ? 'auto_increment' : undefined;
}

/** What may not stand beside the expression, or beside SERIAL, in the column's definition. */
export function judgeGeneratedDefinition(
  context: Context,
  spec: ColumnSpec,
  /** MariaDB looks at the type once it has read the expression. */
  judgeType?: () => void,
): void {
  const { generated } = spec;
  const { findings, dialect } = context;
  if (dialect.engine === 'mariadb' && isSerial(spec)) {
    const near =
      spec.collation !== undefined
        ? `collate ${spec.collation}`
        : spec.nullable === true
          ? 'null'
          : defaultOrAutomatic(spec);
    if (near !== undefined) {
      findings.refuse('parse', { kind: 'other' }, syntaxError(dialect.title, near), spec.origin);
    }
  }
  if (generated === undefined) return;
  const refuse = (wording: Wording) => findings.refuse('parse', { kind: 'other' }, wording, spec.origin);
  if (dialect.engine === 'mariadb') {
    // It is not even grammar there.
    const near =
      spec.nullable !== undefined
        ? spec.nullable
          ? 'null'
          : 'not null'
        : (defaultOrAutomatic(spec) ??
          (spec.primaryKey === true ? 'primary key' : isSerial(spec) ? 'as' : undefined));
    if (usesArrow(generated.expression))
      refuse(syntaxError(dialect.title, `->${generated.expression.split('->')[1]}`));
    // Its functions are looked at before what is written behind the expression.
    const unwanted = disallowedFunction(
      generated.expression,
      'mariadb',
      generated.stored ? 'stored' : 'virtual',
    );
    if (unwanted !== undefined) refuse(notInGenerated(`${unwanted}()`, spec.name));
    judgeType?.();
    if (near !== undefined) refuse(syntaxError(dialect.title, near));
    return;
  }
  const beside = isSerial(spec)
    ? 'SERIAL'
    : spec.autoIncrement === true
      ? 'AUTO_INCREMENT'
      : spec.default !== undefined
        ? 'DEFAULT'
        : spec.onUpdate !== undefined
          ? 'ON UPDATE'
          : undefined;
  if (beside !== undefined) {
    refuse({ code: '1221', message: `Incorrect usage of ${beside} and generated column` });
  }
}

/** MySQL: functions whose result hangs on the session. */
export function judgeGeneratedFunctions({ findings, traits }: Context, spec: ColumnSpec): void {
  if (spec.generated === undefined) return;
  const { expression } = spec.generated;
  const unwanted = disallowedFunction(expression, 'mysql', 'stored', traits.classicHashes);
  if (unwanted === undefined) return;
  const message = `Expression of generated column '${spec.name}' contains a disallowed function: ${unwanted}.`;
  findings.refuse('parse', { kind: 'other' }, { code: '3763', message }, spec.origin);
}

const notInGenerated = (expression: string, column: string): Wording => ({
  code: '1901',
  message: `Function or expression '${expression}' cannot be used in the GENERATED ALWAYS AS clause of \`${column}\``,
});

/** MariaDB: what an expression may not mix, and what must not hang on the session. */
export function judgeGeneratedValues(
  context: Context,
  table: Table,
  touched: ReadonlyMap<string, unknown>,
): void {
  if (context.dialect.engine !== 'mariadb') return;
  for (const column of table.columns) {
    const { generated, origin } = column;
    if (generated === undefined) continue;
    const { expression } = generated;
    const isTouched =
      touched.has(column.name.toLowerCase()) ||
      [...touched.keys()].some((name) => mentions(expression, name));
    const illegal = isTouched ? illegalOperation(expression, table) : undefined;
    if (illegal !== undefined)
      context.findings.refuse('expressions', { kind: 'other' }, illegalOperands(illegal), origin);
    const kept = generated.stored || isInKey(table, column.name);
    if (kept && dependsOnSqlMode(expression, column, table))
      context.findings.refuse(
        'expressions',
        { kind: 'other' },
        notInGenerated(expression, column.name),
        origin,
      );
  }
}

function isInKey({ indexes, primaryKey }: Table, column: string): boolean {
  return [...indexes, ...(primaryKey === undefined ? [] : [primaryKey])].some(({ parts }) =>
    keyColumns(parts).some((name) => name.toLowerCase() === column.toLowerCase()),
  );
}

/** The expressions of columns that are new or changed (folded names), against the whole table. */
export function judgeGeneratedExpressions(
  context: Context,
  table: Table,
  touched: ReadonlyMap<string, unknown>,
): void {
  if (touched.size === 0) return;
  table.columns.forEach((column, position) => {
    const { generated } = column;
    if (generated === undefined || !touched.has(column.name.toLowerCase())) return;
    judgeExpression(context, table, column, generated, position);
  });
}

/** New defaults that are expressions: the columns that they name. `before`: the table as it was; absent for a new one. */
export function judgeDefaultExpressions(context: Context, table: Table, before: Table | undefined): void {
  if (table.columns === before?.columns) return;
  const { findings, dialect } = context;
  const mysql = dialect.engine === 'mysql';
  const stage = mysql ? 'expressions' : 'record';
  for (const column of table.columns) {
    const { default: value, origin } = column;
    if (value?.kind !== 'expression' || before?.columns.some((old) => old.default === value)) continue;
    for (const name of namedColumns(value.sql)) {
      const named = findColumn(table, name);
      if (named === undefined && table.open !== undefined) findings.uncertain(table.open);
      else if (named === undefined) {
        const fact = { kind: 'object-missing', object: 'column', name, table: table.name } as const;
        const where = mysql ? 'default value expression' : 'DEFAULT';
        findings.refuse(
          stage,
          fact,
          { code: '1054', message: `Unknown column '${name}' in '${where}'` },
          origin,
        );
      } else if (named.autoIncrement) {
        const wording = mysql
          ? {
              code: '3768',
              message: `Default value expression of column '${column.name}' cannot refer to an auto-increment column.`,
            }
          : {
              code: '1901',
              message: `Function or expression 'AUTO_INCREMENT' cannot be used in the DEFAULT clause of \`${named.name}\``,
            };
        findings.refuse(stage, { kind: 'other' }, wording, origin);
      }
    }
  }
}

function judgeExpression(
  context: Context,
  table: Table,
  column: Column,
  { expression, stored }: NonNullable<Column['generated']>,
  position: number,
): void {
  const { findings, dialect } = context;
  const mysql = dialect.engine === 'mysql';
  const stage = 'expressions';
  const refuse = (code: string, message: string) =>
    findings.refuse(stage, { kind: 'other' }, { code, message }, column.origin);
  const absent = namedColumns(expression).find((name) => findColumn(table, name) === undefined);
  if (absent !== undefined) {
    if (table.open !== undefined) findings.uncertain(table.open);
    else {
      findings.refuse(
        stage,
        { kind: 'object-missing', object: 'column', name: absent, table: table.name },
        {
          code: '1054',
          message: `Unknown column '${absent}' in '${mysql ? 'generated column function' : 'GENERATED ALWAYS AS'}'`,
        },
        column.origin,
      );
    }
  }
  judgeComparedDates(context, table, expression, stage, column.origin);
  const mixed = mixedCollations(expression, table);
  if (mixed !== undefined) findings.refuse(stage, { kind: 'other' }, illegalMix(mixed), column.origin);
  const named = table.columns
    .map((other, at) => ({ other, at }))
    .filter(({ other }) => mentions(expression, other.name));
  const later = named.find(({ other, at }) => other.generated !== undefined && at >= position);
  if (later !== undefined) {
    refuse(
      mysql ? '3107' : '4029',
      mysql
        ? 'Generated column can refer only to generated columns defined prior to it.'
        : `Expression for field \`${column.name}\` is referring to uninitialized field \`${later.other.name}\``,
    );
  }
  const automatic = named.find(({ other }) => other.autoIncrement);
  if (automatic !== undefined && (mysql || stored)) {
    refuse(
      mysql ? '3109' : '1901',
      mysql
        ? `Generated column '${column.name}' cannot refer to auto-increment column.`
        : `Function or expression 'AUTO_INCREMENT' cannot be used in the GENERATED ALWAYS AS clause of \`${automatic.other.name}\``,
    );
  }
}
