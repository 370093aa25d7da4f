/**
 * The types of expressions: of checks, generated columns, keys and predicates. PostgreSQL looks for an operator or a
 * function that takes just these types (parse_oper.c, parse_func.c), and an index takes only what never changes its
 * result. pg_operator, pg_cast and pg_proc of PostgreSQL 15.
 */
import { compareVersions, type Table } from '../../schema/index.ts';
import { describedType } from '../column-type.ts';
import { column } from './context.ts';
import { readLiteral } from './defaults.ts';
import type { Expression } from './expression-tree.ts';
import { SINCE } from './limits.ts';
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

/** Types that are compared with each other; every other type with itself alone (pg_operator, and implicit casts). */
const COMPARED: readonly (readonly string[])[] = [
  NUMBERS,
  [...INTEGERS, 'oid', 'regclass', 'regtype'],
  [...STRINGS, 'name'],
  ['date', ...STAMPS],
  ['time without time zone', 'time with time zone'],
  ['time without time zone', 'interval'],
  ['inet', 'cidr'],
  ['bit', 'bit varying'],
];

/** Types that are not compared, or by these operators alone. */
const COMPARED_BY: Readonly<Record<string, readonly string[]>> = {
  json: [],
  xml: [],
  jsonpath: [],
  polygon: [],
  txid_snapshot: [],
  pg_snapshot: [],
  point: ['<>', '!='],
  line: ['='],
  box: ['=', '<', '>', '<=', '>='],
  path: ['=', '<', '>', '<=', '>='],
};
const COMPARISONS: ReadonlySet<string> = new Set(['=', '<>', '!=', '<', '>', '<=', '>=']);

/** Is there an operator for a value of this type and one of the other? 'several': and none of them is nearer. */
function isCompared(a: TypeName, operator: string, b: TypeName): boolean | 'several' {
  if (a.array !== b.array) return false;
  if (a.array) return a.name === b.name;
  if (a.name === b.name) return COMPARED_BY[a.name]?.includes(operator) ?? true;
  if (a.name.startsWith('macaddr') && b.name.startsWith('macaddr')) return 'several';
  // An interval is read as a time; a time with a zone is none.
  return COMPARED.some((group) => group.includes(a.name) && group.includes(b.name));
}

const SHAPES_MOVED = ['box', 'path', 'circle'];
const MOMENTS = ['date', ...STAMPS];
const CLOCK = 'time without time zone';
const ZONED_CLOCK = 'time with time zone';

/** Operators of types none of which is a number: by the left one, which stand on the right (pg_operator, measured). */
const ARITHMETIC: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  '+': {
    date: [CLOCK, ZONED_CLOCK, 'interval'],
    ...Object.fromEntries(STAMPS.map((name) => [name, [CLOCK, 'interval']])),
    [CLOCK]: [...MOMENTS, ZONED_CLOCK, 'interval'],
    [ZONED_CLOCK]: ['date', CLOCK, 'interval'],
    interval: [...MOMENTS, CLOCK, ZONED_CLOCK, 'interval'],
    money: ['money'],
    point: ['point'],
    box: ['point'],
    path: ['point', 'path'],
    circle: ['point'],
  },
  '-': {
    jsonb: [...STRINGS, 'name'],
    ...Object.fromEntries(MOMENTS.map((name) => [name, [...MOMENTS, CLOCK, 'interval']])),
    [CLOCK]: [CLOCK, 'interval'],
    [ZONED_CLOCK]: [CLOCK, 'interval'],
    interval: [CLOCK, 'interval'],
    inet: ['inet', 'cidr'],
    cidr: ['inet', 'cidr'],
    money: ['money'],
    pg_lsn: ['pg_lsn'],
    ...Object.fromEntries(['point', ...SHAPES_MOVED].map((name) => [name, ['point']])),
  },
  '*': Object.fromEntries(['point', ...SHAPES_MOVED].map((name) => [name, ['point']])),
  '/': {
    money: ['money'],
    ...Object.fromEntries(['point', ...SHAPES_MOVED].map((name) => [name, ['point']])),
  },
  '%': {},
};

/** Types that have an operator with a number alone. */
const WITH_NUMBERS: Readonly<Record<string, readonly string[]>> = {
  '+': ['date', 'inet', 'cidr', 'pg_lsn'],
  '-': ['date', 'inet', 'cidr', 'pg_lsn', 'jsonb'],
  '*': ['interval', 'money', CLOCK],
  '/': ['interval', 'money', CLOCK],
};

/** Are there no such operators at all for the type? */
function hasNone(name: string, operator: string): boolean {
  return (
    ARITHMETIC[operator]?.[name] === undefined &&
    WITH_NUMBERS[operator]?.includes(name) !== true &&
    !(/range$/.test(name) && '+-*'.includes(operator))
  );
}

/** May they be elements of one array (select_common_type)? */
function areAlike(a: string, b: string): boolean {
  return (
    a === b ||
    [NUMBERS, [...INTEGERS, 'oid'], [...STRINGS, 'name'], MOMENTS].some(
      (group) => group.includes(a) && group.includes(b),
    )
  );
}

/** Is there an operator for these, neither of which is a number? */
function isCombined(a: TypeName, operator: string, b: TypeName): boolean {
  if (a.array || b.array) return a.name === 'jsonb' && !a.array && b.name === 'text' && operator === '-';
  if (/range$/.test(a.name)) return a.name === b.name && '+-*'.includes(operator);
  return ARITHMETIC[operator]?.[a.name]?.includes(b.name) === true;
}

/** Types beside strings and arrays that || puts together. */
const JOINED: readonly (readonly string[])[] = [
  ['jsonb'],
  ['bytea'],
  ['bit', 'bit varying'],
  ['tsvector'],
  ['tsquery'],
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

/** What a number and another type make: a type, or null where there is no such operator. */
function withNumber(
  other: TypeName,
  number: string,
  operator: string,
  numberFirst: boolean,
  version: string,
): string | null {
  if (other.array) return null;
  const integer = INTEGERS.has(number);
  switch (other.name) {
    case 'date':
      if (number === 'bigint' || !integer) return null;
      return operator === '+' || (operator === '-' && !numberFirst) ? 'date' : null;
    case 'inet':
    case 'cidr':
      return integer && (operator === '+' || (operator === '-' && !numberFirst)) ? 'inet' : null;
    case 'time without time zone':
      // It is made an interval.
      return operator === '*' || (operator === '/' && !numberFirst) ? 'interval' : null;
    case 'money':
    case 'interval':
      if (operator === '*' || (operator === '/' && !numberFirst)) return other.name;
      return null;
    case 'jsonb':
      return operator === '-' && !numberFirst && number !== 'bigint' && integer ? 'jsonb' : null;
    case 'pg_lsn':
      if (compareVersions(version, SINCE.movedLsn.version) < 0) return null;
      return operator === '+' || (operator === '-' && !numberFirst) ? 'pg_lsn' : null;
    default:
      return null;
  }
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

/** What some of them take beside strings (pg_proc). */
const ALSO_TAKEN: Readonly<Record<string, readonly string[]>> = {
  length: ['bytea', 'bit', 'bit varying', 'tsvector', 'lseg', 'path'],
  md5: ['bytea'],
};

const OF_NUMBERS: ReadonlySet<string> = new Set(['abs', 'ceil', 'ceiling', 'floor', 'round', 'sign', 'sqrt']);

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
    const read = type.builtIn ? readLiteral(type, text, this.#version) : undefined;
    if (read === undefined) return;
    if ('code' in read) refuse(read.code, read.message);
    this.unsure ??= read.unsure;
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
          const { name, array } = side.type;
          // BYTEA has no ~~*.
          const takes = STRINGS.has(name) || name === 'name' || (name === 'bytea' && !operator.endsWith('*'));
          if (array || !takes) noOperator(left, operator, right);
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
          ? withNumber(b, a.name, operator, true, this.#version)
          : withNumber(a, b.name, operator, false, this.#version);
        if (made === null) return noOperator(left, operator, right);
        return typed(made);
      }
      if (groupOf(a) === ROW || groupOf(b) === ROW) return OPEN;
      if (operator === '+' && a.name === CLOCK && b.name === CLOCK && !a.array && !b.array)
        refuse('42725', `operator is not unique: ${shownValue(left)} ${operator} ${shownValue(right)}`);
      if (!isCombined(a, operator, b)) noOperator(left, operator, right);
      const zoned = [a, b].some(({ name }) => name === 'timestamp with time zone');
      if (zoned && [a, b].some(({ name }) => name === 'interval')) this.mutable = true;
      return OPEN;
    }
    const [known, other] = left.kind === 'typed' ? [left.type, right] : [undefinedType(right), left];
    if (known === undefined || other.kind === 'open' || groupOf(known) === ROW) return OPEN;
    if (known.array || !NUMBERS.includes(known.name)) {
      if (other.kind !== 'literal') return OPEN;
      if (known.array) noOperator(left, operator, right);
      this.#combineLiteral(left, operator, right, known, other.text);
      return OPEN;
    }
    if (operator === '%' && /^(?:real|double precision)$/.test(known.name)) noOperator(left, operator, right);
    if (other.kind === 'literal') this.#read(other.text, known);
    return { kind: 'typed', type: known };
  }

  /** A string beside a value of a type that is no number: it is read as the same type, where there is such an operator. */
  #combineLiteral(left: Value, operator: string, right: Value, known: TypeName, text: string): void {
    const onLeft = left.kind === 'typed';
    if (isCombined(known, operator, known)) this.#read(text, known.name === 'cidr' ? plain('inet') : known);
    else if (onLeft && SHAPES_MOVED.includes(known.name) && operator !== '%')
      this.#read(text, plain('point'));
    else if (onLeft && operator === '+' && (known.name === 'date' || known.name === ZONED_CLOCK))
      refuse('42725', `operator is not unique: ${shownValue(left)} ${operator} ${shownValue(right)}`);
    else if (hasNone(known.name, operator)) noOperator(left, operator, right);
  }

  #concatenated(left: Value, right: Value): Value {
    if (left.kind === 'typed' && right.kind === 'typed' && (left.type.array || right.type.array)) {
      const known = groupOf(left.type) !== ROW && groupOf(right.type) !== ROW;
      const [a, b] = [left.type.name, right.type.name];
      const mixed = compareVersions(this.#version, SINCE.compatibleArrays.version) >= 0;
      if (known && !(mixed ? areAlike(a, b) : a === b)) noOperator(left, '||', right);
      return OPEN;
    }
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
    if (a === undefined || b === undefined) return OPEN;
    const open = [a, b].some((type) => type.array || type.name === 'name' || groupOf(type) === ROW);
    if (!open && !JOINED.some((group) => group.includes(a.name) && group.includes(b.name)))
      noOperator(left, '||', right);
    return OPEN;
  }

  #compare(left: Value, operator: string, right: Value): void {
    if (left.kind === 'open' || right.kind === 'open' || !COMPARISONS.has(operator)) return;
    const types = [left, right].flatMap((side) => (side.kind === 'typed' ? [side.type] : []));
    const [a, b] = types;
    if (a === undefined) return;
    if (groupOf(a) === ROW || (b !== undefined && groupOf(b) === ROW)) {
      if (b !== undefined && groupOf(a) !== groupOf(b)) noOperator(left, operator, right);
      return;
    }
    const found = isCompared(a, operator, b ?? a);
    if (found === 'several')
      refuse('42725', `operator is not unique: ${shownValue(left)} ${operator} ${shownValue(right)}`);
    if (!found) noOperator(left, operator, right);
    if (b === undefined) {
      // There is no operator for CIDR itself.
      const read = a.name === 'cidr' && !a.array ? plain('inet') : a;
      for (const side of [left, right]) if (side.kind === 'literal') this.#read(side.text, read);
    } else if (a.name !== b.name && types.some(({ name }) => name === 'timestamp with time zone'))
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
      const isMany = ({ name, array }: TypeName) => array || name.endsWith('range');
      const isText = (one: TypeName) => !one.array && (STRINGS.has(one.name) || one.name === 'name');
      // A row's text is made of its columns' texts, an array's and a range's of its elements'.
      if (groupOf(type) === ROW) this.mutable = true;
      else if ((isMany(type) && isText(to)) || (isText(type) && isMany(to))) this.mutable = true;
      else if (type.name !== to.name && !type.array && !to.array) {
        const [from, aim] = [type.name, to.name];
        const zoned = [from, aim].includes('timestamp with time zone');
        const text = STRINGS.has(from) ? aim : STRINGS.has(aim) ? from : undefined;
        const bySetting =
          text !== undefined &&
          !(from === 'interval' && compareVersions(this.#version, SINCE.intervalTextBySetting.version) < 0) &&
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
        const { name: type, array } = first.type;
        const also =
          ALSO_TAKEN[name]?.includes(type) === true ||
          (/^(?:lower|upper)$/.test(name) && type.endsWith('range'));
        const takes = STRINGS.has(type) || type === 'name' || also;
        if (array || !takes) refuse('42883', `function ${name}(${shown(first.type)}) does not exist`);
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
    if (OF_NUMBERS.has(name) && args.length === 1 && first?.kind === 'typed' && groupOf(first.type) !== ROW) {
      const { name: type, array } = first.type;
      if (array || !(NUMBERS.includes(type) || type.startsWith('reg')))
        refuse('42883', `function ${name}(${shown(first.type)}) does not exist`);
    }
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
