/** What is wrong with an expression where it stands: a check, a predicate, a key, a generated column, a default. */
import type { ColumnType, Table } from '../../schema/index.ts';
import { describedType } from '../column-type.ts';
import { column } from './context.ts';
import { readExpression } from './expression-tree.ts';
import {
  Evaluation,
  type ExpressionFinding,
  literalFinding,
  OPEN,
  Refused,
  shown,
  type Value,
} from './expression-types.ts';
import { keptOver } from './kept-expressions.ts';
import { canAssign, formatted, type TypeName } from './types.ts';

export { type ExpressionFinding, literalFinding } from './expression-types.ts';

export interface Evaluated {
  /** null: not known. */
  readonly type: TypeName | null;
  /** Its value depends on the moment, the session or chance (STABLE or VOLATILE), as far as that is known. */
  readonly mutable: boolean;
  /** The first column of these that it names is a generated one. */
  readonly generated: string | undefined;
  readonly finding: ExpressionFinding | undefined;
  /** A bare string, which takes on whatever type is wanted. */
  readonly literal: string | undefined;
  /** A bare string or NULL: of type `unknown`. */
  readonly untyped: boolean;
  /** What keeps the type from being known is that the table may have other columns. */
  readonly unsure: string | undefined;
}

/**
 * `wanted`: the word with which an expression that must be a condition is told of. `since`: the table over which it was
 * made, where it is read anew. null: it is not read.
 */
export function evaluate(
  table: Table,
  sql: string,
  version: string,
  wanted?: 'CHECK' | 'WHERE',
  since?: Table,
): Evaluated | null {
  const written = readExpression(sql);
  if (written === null) return null;
  const tree = since === undefined ? written : keptOver(since, written, version);
  if (tree === null) return null;
  const evaluation = new Evaluation(table, version);
  let value: Value = OPEN;
  let finding: ExpressionFinding | undefined;
  try {
    value = evaluation.of(tree);
    if (wanted !== undefined) evaluation.boolean(value, wanted);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    finding = error.finding;
  }
  return {
    type: value.kind === 'typed' ? value.type : null,
    literal: value.kind === 'literal' ? value.text : undefined,
    untyped: value.kind === 'literal' || value.kind === 'null',
    mutable: evaluation.mutable,
    generated: evaluation.generated,
    unsure: evaluation.unsure,
    finding,
  };
}

/** The column that an expression in parentheses is, if it is no more than that: a cast to its own type is dropped. */
export function plainColumn(table: Table, sql: string): string | undefined {
  let tree = readExpression(sql);
  const casts: ColumnType[] = [];
  while (tree?.kind === 'cast') {
    casts.push(describedType(tree.type));
    tree = tree.value;
  }
  if (tree?.kind !== 'column' || (tree.qualifier ?? table.name) !== table.name) return undefined;
  const found = column(table, tree.name);
  if (found === undefined) return casts.length === 0 && tree.name !== table.name ? tree.name : undefined;
  const own = formatted(found.type);
  return casts.every((type) => formatted(type) === own) ? tree.name : undefined;
}

const NO_COLUMNS: Table = {
  name: '',
  columns: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  temporary: false,
};

/** What keeps an expression from being a default (cookDefault). null: it is not known whether anything does. */
export function defaultFinding(
  name: string,
  to: TypeName,
  sql: string,
  version: string,
): ExpressionFinding | undefined | null {
  const evaluated = evaluate(NO_COLUMNS, sql, version);
  if (evaluated === null) return null;
  if (evaluated.finding?.missing !== undefined) {
    return { code: '0A000', message: 'cannot use column reference in DEFAULT expression' };
  }
  if (evaluated.finding !== undefined) return evaluated.finding;
  if (evaluated.unsure !== undefined) return null;
  if (evaluated.literal !== undefined) return literalFinding(to, evaluated.literal, version);
  if (evaluated.type === null) return null;
  return canAssign(evaluated.type, to) === null
    ? null
    : generatedFinding(name, to, { ...evaluated, mutable: false }, version);
}

/**
 * The type that a default's expression has of itself: the cast to the column's type that it was stored with is taken off
 * before it is cast to another (strip_implicit_coercions in ATExecAlterColumnType, src/backend/commands/tablecmds.c).
 * null: not known.
 */
export function typeOfDefault(column: TypeName, sql: string, version: string): TypeName | null {
  const evaluated = evaluate(NO_COLUMNS, sql, version);
  if (evaluated === null) return null;
  return evaluated.untyped ? column : evaluated.type;
}

/** What keeps the expression of a generated column from being one: cookDefault, src/backend/catalog/heap.c. */
export function generatedFinding(
  name: string,
  to: TypeName,
  { finding, generated, mutable, type, literal }: Evaluated,
  version: string,
): ExpressionFinding | undefined {
  if (finding !== undefined) return finding;
  if (generated !== undefined) {
    return {
      code: '42P17',
      message: `cannot use generated column "${generated}" in column generation expression`,
    };
  }
  if (mutable) return { code: '42P17', message: 'generation expression is not immutable' };
  if (literal !== undefined) return literalFinding(to, literal, version);
  if (!to.builtIn || type === null || canAssign(type, to) !== false) return undefined;
  const message = `column "${name}" is of type ${shown(to)} but default expression is of type ${shown(type)}`;
  return { code: '42804', message };
}
