/**
 * The types of expressions: of checks, generated columns, keys and predicates. PostgreSQL looks for an operator or a
 * function that takes just these types (parse_oper.c, parse_func.c), and an index takes only what never changes its
 * result. pg_operator, pg_cast and pg_proc of PostgreSQL 15.
 */
import type { Table } from '../../schema/index.ts';
import { describedType } from '../column-type.ts';
import { column } from './context.ts';
import { readLiteral } from './defaults.ts';
import type { Expression } from './expression-tree.ts';
import { canCast, INTEGERS, NUMBERS, STAMPS, STRINGS, type TypeName, typeName } from './types.ts';

export interface ExpressionFinding {
  readonly code: string;
  readonly message: string;
  /** A column that is not there. */
  readonly missing?: string;
}

export type Value =
  | { readonly kind: 'typed'; readonly type: TypeName }
  /** Of type `unknown`, until something else gives it one. */
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'open' };

export class Refused extends Error {
  readonly finding: ExpressionFinding;

  constructor(finding: ExpressionFinding) {
    super(finding.message);
    this.finding = finding;
  }
}

function refuse(code: string, message: string): never {
  throw new Refused({ code, message });
}

export const OPEN: Value = { kind: 'open' };
const plain = (name: string): TypeName => ({ name, array: false, builtIn: true });
const typed = (name: string): Value => ({ kind: 'typed', type: plain(name) });
const BOOLEAN = typed('boolean');

/** Types of which all operators with those of another group are known: there are none. */
const GROUPS: readonly (readonly string[])[] = [
  NUMBERS,
  [...STRINGS],
  ['date', ...STAMPS],
  ['inet', 'cidr'],
  ['bit', 'bit varying'],
  ...'boolean uuid json jsonb money bytea xml tsvector'.split(' ').map((name) => [name]),
];

/** A whole row, the only type of a known name that is not built in. */
const ROW: readonly string[] = ['record'];

function groupOf({ name, array, builtIn }: TypeName): readonly string[] | undefined {
  if (array) return undefined;
  return builtIn ? GROUPS.find((group) => group.includes(name)) : ROW;
}

export function shown({ name, array }: TypeName): string {
  return array ? `${name}[]` : name;
}

function shownValue(value: Value): string {
  return value.kind === 'typed' ? shown(value.type) : 'unknown';
}

function noOperator(left: Value, operator: string, right: Value): never {
  refuse('42883', `operator does not exist: ${shownValue(left)} ${operator} ${shownValue(right)}`);
}

/** The type of arithmetic with numbers: the larger one; a float with anything but REAL is a double. */
function largerNumber(left: string, right: string): string {
  if (left === right) return left;
  const floats = ['real', 'double precision'];
  if (floats.includes(left) || floats.includes(right)) return 'double precision';
  return NUMBERS[Math.max(NUMBERS.indexOf(left), NUMBERS.indexOf(right))] ?? 'numeric';
}

/** What a number and another type make: a type, or null where there is no such operator. undefined: not known. */
function withNumber(
  other: TypeName,
  number: string,
  operator: string,
  numberFirst: boolean,
): string | null | undefined {
  if (other.array) return null;
  const integer = INTEGERS.has(number);
  switch (other.name) {
    case 'date':
      if (number === 'bigint' || !integer) return null;
      return operator === '+' || (operator === '-' && !numberFirst) ? 'date' : null;
    case 'inet':
    case 'cidr':
      return integer && (operator === '+' || (operator === '-' && !numberFirst)) ? 'inet' : null;
    case 'money':
    case 'interval':
      if (operator === '*' || (operator === '/' && !numberFirst)) return other.name;
      return null;
    case 'jsonb':
      return operator === '-' && !numberFirst && number !== 'bigint' && integer ? 'jsonb' : null;
    default:
      break;
  }
  const known =
    groupOf(other) !== undefined ||
    ['time without time zone', 'time with time zone', 'point'].includes(other.name) ||
    other.name.endsWith('range');
  return known ? null : undefined;
}

/** Functions that take one string and nothing else, with what they give. */
export const OF_STRINGS: Readonly<Record<string, string>> = {
  lower: 'text',
  upper: 'text',
  initcap: 'text',
  md5: 'text',
  reverse: 'text',
  btrim: 'text',
  ltrim: 'text',
  rtrim: 'text',
  length: 'integer',
  char_length: 'integer',
  character_length: 'integer',
};

/** Functions without arguments whose value is another one each time, or in each session. */
const MUTABLE: Readonly<Record<string, string>> = {
  now: 'timestamp with time zone',
  current_timestamp: 'timestamp with time zone',
  transaction_timestamp: 'timestamp with time zone',
  statement_timestamp: 'timestamp with time zone',
  clock_timestamp: 'timestamp with time zone',
  current_date: 'date',
  localtimestamp: 'timestamp without time zone',
  localtime: 'time without time zone',
  current_time: 'time with time zone',
  random: 'double precision',
  gen_random_uuid: 'uuid',
  current_user: 'name',
  session_user: 'name',
  user: 'name',
};

/** To and from text by way of settings: the time zone, the style of dates, the currency. */
const SETTINGS_READ = ['date', ...STAMPS, 'interval', 'money'];

/** What a string fails on where this type is wanted. */
export function literalFinding(to: TypeName, text: string, version: string): ExpressionFinding | undefined {
  const read = to.builtIn ? readLiteral(to, text, version) : undefined;
  return read !== undefined && 'code' in read ? read : undefined;
}

/** Works out what the parts of an expression are, over one table. */
export class Evaluation {
  mutable = false;
  generated: string | undefined;
  unsure: string | undefined;
  readonly #table: Table;
  readonly #version: string;

  constructor(table: Table, version: string) {
    this.#table = table;
    this.#version = version;
  }

  of(expression: Expression): Value {
    switch (expression.kind) {
      case 'number':
        return typed(numberTypeOf(expression.text));
      case 'string':
        return { kind: 'literal', text: expression.text };
      case 'null':
        return { kind: 'null' };
      case 'boolean':
        return BOOLEAN;
      case 'column':
        return this.#column(expression);
      case 'call':
        return this.#call(
          expression.name,
          expression.args.map((arg) => this.of(arg)),
        );
      case 'cast':
        return this.#cast(this.of(expression.value), typeName(describedType(expression.type)));
      case 'sign': {
        const value = this.of(expression.value);
        return value.kind === 'typed' && NUMBERS.includes(value.type.name) ? value : OPEN;
      }
      case 'not':
        this.boolean(this.of(expression.value), 'NOT');
        return BOOLEAN;
      case 'is': {
        const value = this.of(expression.value);
        if (expression.what !== 'null') this.boolean(value, `IS ${expression.what.toUpperCase()}`);
        return BOOLEAN;
      }
      case 'in': {
        const value = this.of(expression.value);
        const list = expression.list.map((item) => this.of(item));
        for (const item of list) this.#compare(value, '=', item);
        return BOOLEAN;
      }
      case 'binary':
        return this.#binary(expression.operator, this.of(expression.left), this.of(expression.right));
    }
  }

  #column({ name, qualifier }: { readonly name: string; readonly qualifier?: string }): Value {
    if (qualifier !== undefined && qualifier !== this.#table.name) return OPEN;
    const found = column(this.#table, name);
    if (found === undefined) {
      // The table's own name stands for the whole row, of a type of that name; system columns are not listed.
      if (name === this.#table.name) return { kind: 'typed', type: { name, array: false, builtIn: false } };
      if (/^(?:ctid|tableoid|[cx](?:min|max))$/.test(name)) return OPEN;
      if (this.#table.open === undefined) {
        throw new Refused({ code: '42703', message: `column "${name}" does not exist`, missing: name });
      }
      this.unsure ??= this.#table.open;
      return OPEN;
    }
    if (found.generated !== undefined) this.generated ??= name;
    const type = typeName(found.type);
    return type.builtIn ? { kind: 'typed', type } : OPEN;
  }

  /** A string is read as the type that is wanted. */
  #read(text: string, type: TypeName): void {
    const finding = literalFinding(type, text, this.#version);
    if (finding !== undefined) refuse(finding.code, finding.message);
  }

  boolean(value: Value, where: string): void {
    if (value.kind === 'literal') this.#read(value.text, plain('boolean'));
    else if (value.kind === 'typed' && (value.type.array || value.type.name !== 'boolean')) {
      refuse('42804', `argument of ${where} must be type boolean, not type ${shown(value.type)}`);
    }
  }

  #binary(operator: string, left: Value, right: Value): Value {
    switch (operator) {
      case 'and':
      case 'or':
        this.boolean(left, operator.toUpperCase());
        this.boolean(right, operator.toUpperCase());
        return BOOLEAN;
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return this.#arithmetic(operator, left, right);
      case '||':
        return this.#concatenated(left, right);
      case '~~':
      case '~~*':
      case '!~~':
      case '!~~*':
        for (const side of [left, right]) {
          if (side.kind !== 'typed') continue;
          const group = groupOf(side.type);
          if (group !== undefined && !STRINGS.has(side.type.name) && side.type.name !== 'bytea') {
            noOperator(left, operator, right);
          }
        }
        return BOOLEAN;
      default:
        this.#compare(left, operator, right);
        return BOOLEAN;
    }
  }

  #arithmetic(operator: string, left: Value, right: Value): Value {
    if (left.kind === 'typed' && right.kind === 'typed') {
      const [a, b] = [left.type, right.type];
      const numbers = [a, b].map(({ name, array }) => !array && NUMBERS.includes(name));
      if (numbers[0] && numbers[1]) {
        const larger = largerNumber(a.name, b.name);
        if (operator === '%' && /^(?:real|double precision)$/.test(larger)) noOperator(left, operator, right);
        return typed(larger);
      }
      if (numbers[0] || numbers[1]) {
        const made = numbers[0]
          ? withNumber(b, a.name, operator, true)
          : withNumber(a, b.name, operator, false);
        if (made === null) noOperator(left, operator, right);
        return made === undefined ? OPEN : typed(made);
      }
      if ([a, b].every(({ name, array }) => !array && STRINGS.has(name))) noOperator(left, operator, right);
      const zoned = [a, b].some(({ name }) => name === 'timestamp with time zone');
      if (zoned && [a, b].some(({ name }) => name === 'interval')) this.mutable = true;
      return OPEN;
    }
    const [known, other] = left.kind === 'typed' ? [left.type, right] : [undefinedType(right), left];
    if (known === undefined || known.array || !NUMBERS.includes(known.name)) return OPEN;
    if (other.kind === 'literal') this.#read(other.text, known);
    return other.kind === 'open' ? OPEN : { kind: 'typed', type: known };
  }

  #concatenated(left: Value, right: Value): Value {
    const strings = [left, right].map(
      (side) => side.kind === 'literal' || (side.kind === 'typed' && isString(side.type)),
    );
    const types = [left, right].flatMap((side) => (side.kind === 'typed' ? [side.type] : []));
    if (strings[0] || strings[1]) {
      // Arrays, documents and bytes have an operator of their own, which a string literal may go to.
      const own = types.some(
        (type) =>
          !isString(type) &&
          (type.array || !/^(?:boolean|uuid|date|time)/.test(type.name)) &&
          !NUMBERS.includes(type.name),
      );
      if (types[0]?.name === 'jsonb' && !types[0].array) {
        for (const side of [left, right]) if (side.kind === 'literal') this.#read(side.text, types[0]);
      }
      if (own || left.kind === 'open' || right.kind === 'open') return OPEN;
      if (types.some(({ name }) => name === 'date' || STAMPS.includes(name))) this.mutable = true;
      return typed('text');
    }
    const [a, b] = types;
    const numeric = (type: TypeName | undefined) =>
      type !== undefined && !type.array && (NUMBERS.includes(type.name) || type.name === 'boolean');
    if (numeric(a) && numeric(b)) noOperator(left, '||', right);
    return OPEN;
  }

  #compare(left: Value, operator: string, right: Value): void {
    if (left.kind === 'open' || right.kind === 'open') return;
    const types = [left, right].flatMap((side) => (side.kind === 'typed' ? [side.type] : []));
    // They are not compared at all.
    if (types.some(({ name, array }) => !array && (name === 'json' || name === 'xml'))) {
      noOperator(left, operator, right);
    }
    const [a, b] = types;
    if (a === undefined) return;
    if (b === undefined) {
      for (const side of [left, right]) if (side.kind === 'literal') this.#read(side.text, a);
      return;
    }
    if (a.array !== b.array && groupOf(a.array ? b : a) !== undefined) noOperator(left, operator, right);
    const [groupA, groupB] = [groupOf(a), groupOf(b)];
    if (groupA === undefined || groupB === undefined) return;
    if (groupA !== groupB) noOperator(left, operator, right);
    if (a.name !== b.name && types.some(({ name }) => name === 'timestamp with time zone'))
      this.mutable = true;
  }

  #cast(value: Value, to: TypeName): Value {
    if (!to.builtIn) return OPEN;
    if (value.kind === 'literal') this.#read(value.text, to);
    if (value.kind === 'typed') {
      if (canCast(value.type, to) === false) {
        refuse('42846', `cannot cast type ${shown(value.type)} to ${shown(to)}`);
      }
      const { type } = value;
      // A row's text is made of its columns' texts.
      if (groupOf(type) === ROW) this.mutable = true;
      else if (type.name !== to.name && !type.array && !to.array) {
        const [from, aim] = [type.name, to.name];
        const zoned = [from, aim].includes('timestamp with time zone');
        const text = STRINGS.has(from) ? aim : STRINGS.has(aim) ? from : undefined;
        const bySetting =
          text !== undefined &&
          (SETTINGS_READ.includes(text) || (STRINGS.has(from) && text.startsWith('time ')));
        if (bySetting || (zoned && [from, aim].every((name) => /^(?:date|time)/.test(name)))) {
          this.mutable = true;
        }
      }
    }
    return { kind: 'typed', type: to };
  }

  #call(name: string, args: readonly Value[]): Value {
    const [first, second] = args;
    const own = MUTABLE[name];
    if (own !== undefined && (args.length === 0 || /^(?:current|local)/.test(name))) {
      this.mutable = true;
      return typed(own);
    }
    const ofString = OF_STRINGS[name];
    if (ofString !== undefined && args.length === 1 && first !== undefined) {
      if (first.kind === 'typed') {
        const group = groupOf(first.type);
        const other = group !== undefined && !['bytea', 'bit', 'tsvector'].some((own) => group.includes(own));
        if (first.type.array || (other && !STRINGS.has(first.type.name))) {
          refuse('42883', `function ${name}(${shown(first.type)}) does not exist`);
        }
        if (!isString(first.type)) return OPEN;
      }
      return first.kind === 'open' ? OPEN : typed(ofString);
    }
    if (name === 'to_tsvector' && second === undefined && first !== undefined) {
      // Its configuration is a setting.
      this.mutable = true;
      return typed('tsvector');
    }
    if (name === 'to_tsvector' && args.length === 2) return typed('tsvector');
    if (name === 'coalesce') return this.#common(args);
    return OPEN;
  }

  /** The one type that all of them have, where nothing has to be chosen. */
  #common(args: readonly Value[]): Value {
    const types = args.flatMap((arg) => (arg.kind === 'typed' ? [arg.type] : []));
    const [first] = types;
    if (first === undefined || args.some(({ kind }) => kind === 'open')) return OPEN;
    if (types.some(({ name, array }) => name !== first.name || array !== first.array)) return OPEN;
    for (const arg of args) if (arg.kind === 'literal') this.#read(arg.text, first);
    return { kind: 'typed', type: first };
  }
}

const isString = ({ name, array }: TypeName) => !array && STRINGS.has(name);
const undefinedType = (value: Value) => (value.kind === 'typed' ? value.type : undefined);

function numberTypeOf(text: string): string {
  if (!/^\d+$/.test(text)) return 'numeric';
  const number = BigInt(text);
  return number < 2n ** 31n ? 'integer' : number < 2n ** 63n ? 'bigint' : 'numeric';
}
