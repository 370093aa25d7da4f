/** The conditions of a query (Illuminate\Database\Query\Builder::$wheres), as far as they are followed. */
import { type CallArguments, PhpArray, PhpObject, type PhpValue, Unknown } from '../../../php/values.ts';
import { isExpression } from '../expression.ts';

export type Boolean_ = 'and' | 'or';

export type Where = { readonly boolean: Boolean_ } & (
  | { readonly type: 'basic'; readonly column: PhpValue; readonly operator: string; readonly value: PhpValue }
  | { readonly type: 'null'; readonly column: PhpValue; readonly not: boolean }
  | {
      readonly type: 'in';
      readonly column: PhpValue;
      readonly values: readonly PhpValue[];
      readonly not: boolean;
    }
  | {
      readonly type: 'between';
      readonly column: PhpValue;
      readonly low: PhpValue;
      readonly high: PhpValue;
      readonly not: boolean;
    }
  | {
      readonly type: 'column';
      readonly first: PhpValue;
      readonly operator: string;
      readonly second: PhpValue;
    }
  | { readonly type: 'raw'; readonly sql: string; readonly bindings: readonly PhpValue[] }
  | { readonly type: 'nested'; readonly wheres: readonly Where[] }
);

/** Those that some version or engine writes in another way. */
const WRITTEN_OTHERWISE = /^(&|\||\^|<<|>>|&~|<=>|#|<<=|>>=|&&|\?.*|@.*|.*like binary.*)$/;

/** A condition that is not followed; the message says which. */
export class NotFollowed extends Error {}

export interface Around {
  /** The conditions that a closure adds to a query of its own. */
  nest(closure: PhpObject): readonly Where[];
  /** Does the engine's grammar take it for an operator? */
  isOperator(text: string): boolean;
}

/** The conditions that a call adds; undefined: it is none of the calls that are followed. Throws NotFollowed. */
export function wheresOf(
  method: string,
  { positional, named }: CallArguments,
  around: Around,
): Where[] | undefined {
  const or = method.startsWith('or');
  const boolean: Boolean_ = or ? 'or' : 'and';
  const name = or ? method.slice(2) : method;
  if (!name.startsWith('where')) return undefined;
  if (named.size > 0) throw new NotFollowed(`named arguments of ${method}()`);
  const [first = null, second = null, third = null] = positional;
  switch (name) {
    case 'where':
      return whereOf(boolean, positional, around);
    case 'wherenull':
    case 'wherenotnull':
      return listOf(first).map((column) => ({
        type: 'null',
        boolean,
        column: known(column),
        not: name === 'wherenotnull',
      }));
    case 'wherein':
    case 'wherenotin': {
      if (!(second instanceof PhpArray)) throw new NotFollowed(`${method}() with what is no list`);
      return [
        { type: 'in', boolean, column: known(first), values: second.values(), not: name === 'wherenotin' },
      ];
    }
    case 'wherebetween':
    case 'wherenotbetween': {
      const values = second instanceof PhpArray ? second.values() : [];
      if (values.length < 2) throw new NotFollowed(`${method}() with what is no pair`);
      return [
        {
          type: 'between',
          boolean,
          column: known(first),
          low: values[0]!,
          high: values[1]!,
          not: name === 'wherenotbetween',
        },
      ];
    }
    case 'wherecolumn': {
      const [operator, other] = positional.length < 3 ? ['=', second] : [textOf(second), third];
      if (first instanceof PhpArray || !around.isOperator(operator.toLowerCase()))
        throw new NotFollowed(`${method}() of this form`);
      return [{ type: 'column', boolean, first: known(first), operator, second: known(other) }];
    }
    case 'whereraw': {
      const sql = isExpression(first) ? first.value : first;
      if (typeof sql !== 'string') throw new NotFollowed('a raw condition that is not known');
      return [{ type: 'raw', boolean, sql, bindings: second instanceof PhpArray ? second.values() : [] }];
    }
    default:
      throw new NotFollowed(`${method}()`);
  }
}

/** Builder::where(): a column and a value, with an operator between them or without; a list; a closure. */
function whereOf(boolean: Boolean_, args: readonly PhpValue[], around: Around): Where[] {
  const [column = null, operator = null, value = null] = args;
  if (column instanceof PhpArray) {
    const wheres = [...column.entries].flatMap(([key, item]) =>
      typeof key === 'number' && item instanceof PhpArray
        ? whereOf(boolean, item.values(), around)
        : whereOf(boolean, [String(key), '=', item], around),
    );
    return [{ type: 'nested', boolean, wheres }];
  }
  if (column instanceof PhpObject && column.isInstanceOf('Closure')) {
    if (args.length > 1) throw new NotFollowed('a subquery');
    const wheres = around.nest(column);
    // Builder::addNestedWhereQuery() leaves an empty one out.
    return wheres.length === 0 ? [] : [{ type: 'nested', boolean, wheres }];
  }
  const [sign, operand]: [PhpValue, PhpValue] = args.length === 2 ? ['=', operator] : [operator, value];
  if (sign instanceof Unknown) throw new NotFollowed('an operator that is not known');
  const text = typeof sign === 'string' ? sign : '';
  // Whoever leaves the operator out and gives a third argument means "=".
  const [used, against]: [string, PhpValue] = around.isOperator(text.toLowerCase())
    ? [text, operand]
    : ['=', sign];
  if (WRITTEN_OTHERWISE.test(used.toLowerCase())) throw new NotFollowed(`the operator ${used}`);
  if (against instanceof PhpObject && (against.isInstanceOf('Closure') || 'database' in against))
    throw new NotFollowed('a subquery');
  if (against === null) return [{ type: 'null', boolean, column: known(column), not: used !== '=' }];
  return [{ type: 'basic', boolean, column: known(column), operator: used, value: against }];
}

function listOf(value: PhpValue): readonly PhpValue[] {
  return value instanceof PhpArray ? value.values() : [value];
}

function textOf(value: PhpValue): string {
  return typeof value === 'string' ? value : '';
}

/** A column that can be written. JSON paths are written differently by each engine, and not followed. */
function known(column: PhpValue): PhpValue {
  if (column instanceof Unknown) throw new NotFollowed(`a column that is not known: ${column.reason}`);
  if (isExpression(column)) {
    if (typeof column.value !== 'string') throw new NotFollowed('a raw column that is not known');
    return column;
  }
  if (typeof column !== 'string') throw new NotFollowed('a column that is no name');
  if (column.includes('->')) throw new NotFollowed('a JSON path');
  return column;
}
