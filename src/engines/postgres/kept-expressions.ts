/** Expressions in the form in which PostgreSQL keeps them. */
import type { Table } from '../../schema/index.ts';
import type { Expression } from './expression-tree.ts';
import { Evaluation, OF_STRINGS, Refused } from './expression-types.ts';
import { INTEGERS, NUMBERS, STRINGS, type TypeName } from './types.ts';

/**
 * An expression as PostgreSQL keeps it: what was made of another type along the way is cast in so many words, and
 * strings have types (ruleutils.c). It is read anew in this form when a column's type changes.
 */
class Kept {
  readonly #evaluation: Evaluation;

  constructor(evaluation: Evaluation) {
    this.#evaluation = evaluation;
  }

  #typeOf(expression: Expression): TypeName | undefined {
    const value = this.#evaluation.of(expression);
    return value.kind === 'typed' && value.type.builtIn ? value.type : undefined;
  }

  of(expression: Expression): Expression {
    switch (expression.kind) {
      case 'cast':
      case 'sign':
      case 'not':
      case 'is':
        return { ...expression, value: this.of(expression.value) };
      case 'call': {
        const args = expression.args.map((arg) => this.of(arg));
        return {
          ...expression,
          args: Object.hasOwn(OF_STRINGS, expression.name) ? args.map((arg) => this.#asText(arg)) : args,
        };
      }
      case 'in': {
        const list = expression.list.map((item) => this.#pair(expression.value, item)[1]);
        return { ...expression, value: this.#pair(expression.value, expression.list[0])[0], list };
      }
      case 'binary': {
        const { operator } = expression;
        if (operator === 'and' || operator === 'or') {
          return { ...expression, left: this.of(expression.left), right: this.of(expression.right) };
        }
        if (operator === '||') {
          const [left, right] = [expression.left, expression.right].map((side) =>
            side.kind === 'string' ? side : this.#asText(this.of(side)),
          ) as [Expression, Expression];
          return { ...expression, left, right };
        }
        const [left, right] = this.#pair(expression.left, expression.right);
        return { ...expression, left, right };
      }
      default:
        return expression;
    }
  }

  /** VARCHAR and CHAR have few functions and operators of their own. */
  #asText(expression: Expression): Expression {
    const type = this.#typeOf(expression);
    const cast = type !== undefined && !type.array && STRINGS.has(type.name) && type.name !== 'text';
    return cast ? { kind: 'cast', value: expression, type: 'text' } : expression;
  }

  #pair(left: Expression, right: Expression | undefined): [Expression, Expression] {
    const sides: [Expression, Expression] = [this.of(left), this.of(right ?? left)];
    const [a, b] = sides.map((side) => this.#typeOf(side));
    const cast = (at: 0 | 1, type: string) => {
      sides[at] = { kind: 'cast', value: sides[at], type };
    };
    const literal = (at: 0 | 1, other: TypeName | undefined) => {
      if (sides[at].kind !== 'string' || other === undefined) return;
      cast(at, other.array ? `${other.name}[]` : other.name === 'character varying' ? 'text' : other.name);
      // CHAR compares with CHAR.
      if (other.name === 'character varying') sides[at === 0 ? 1 : 0] = this.#asText(sides[at === 0 ? 1 : 0]);
    };
    literal(0, b);
    literal(1, a);
    if (a === undefined || b === undefined || a.array || b.array) return sides;
    if (STRINGS.has(a.name) && STRINGS.has(b.name)) return [this.#asText(sides[0]), this.#asText(sides[1])];
    if (!NUMBERS.includes(a.name) || !NUMBERS.includes(b.name) || a.name === b.name) return sides;
    if (INTEGERS.has(a.name) && INTEGERS.has(b.name)) return sides;
    // REAL and DOUBLE PRECISION compare with each other.
    const isFloat = ({ name }: TypeName) => name === 'real' || name === 'double precision';
    if (isFloat(a) && isFloat(b)) return sides;
    const wider = isFloat(a) || isFloat(b) ? 'double precision' : 'numeric';
    if (a.name !== wider && !isFloat(a)) cast(0, wider);
    if (b.name !== wider && !isFloat(b)) cast(1, wider);
    return sides;
  }
}

/** `tree` as it is kept over this table; null: it is not valid there. */
export function keptOver(table: Table, tree: Expression, version: string): Expression | null {
  try {
    return new Kept(new Evaluation(table, version)).of(tree);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
