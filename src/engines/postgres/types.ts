/** PostgreSQL's types: their spellings, and which of them compare, cast and can be indexed. Measured on 15.18. */
import type { ColumnType } from '../../schema/index.ts';

/** Other spellings of a type: https://www.postgresql.org/docs/current/datatype.html#DATATYPE-TABLE. */
const SPELLINGS: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  int2: 'smallint',
  int8: 'bigint',
  decimal: 'numeric',
  dec: 'numeric',
  float4: 'real',
  float8: 'double precision',
  float: 'double precision',
  bool: 'boolean',
  varchar: 'character varying',
  'char varying': 'character varying',
  'national character varying': 'character varying',
  'national char varying': 'character varying',
  'nchar varying': 'character varying',
  char: 'character',
  'national character': 'character',
  'national char': 'character',
  nchar: 'character',
  bpchar: 'character',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  time: 'time without time zone',
  timetz: 'time with time zone',
  varbit: 'bit varying',
};

/** Not types but notations: an integer with a sequence as its default. datatype-numeric.html#DATATYPE-SERIAL */
export const SERIAL: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
};

export const INTEGERS: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint']);
export const NUMBERS: readonly string[] = [
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'real',
  'double precision',
];
export const STRINGS: ReadonlySet<string> = new Set(['character varying', 'character', 'text']);
export const STAMPS: readonly string[] = ['timestamp without time zone', 'timestamp with time zone'];
const CLOCKS = ['time without time zone', 'time with time zone'];
const RANGES = ['int4range', 'int8range', 'numrange', 'tsrange', 'tstzrange', 'daterange'];
const SHAPES = ['point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle'];

/** Types that a column can have without any extension. */
const BUILT_IN: ReadonlySet<string> = new Set([
  ...NUMBERS,
  ...STRINGS,
  ...STAMPS,
  ...CLOCKS,
  ...RANGES,
  ...SHAPES,
  ...RANGES.map((name) => name.replace('range', 'multirange')),
  ...'boolean date interval uuid json jsonb jsonpath bytea inet cidr macaddr macaddr8 tsvector tsquery xml bit'.split(
    ' ',
  ),
  ...'bit varying,money,oid,name,regclass,regtype,pg_lsn,txid_snapshot,pg_snapshot'.split(','),
]);

/** Types of every server that columns seldom have, or may not have (pg_type.typtype = 'p'). */
export const RARE: ReadonlySet<string> = new Set(
  (
    'xid xid8 cid tid refcursor regproc regprocedure regoper regoperator regrole regnamespace regconfig regdictionary ' +
    'regcollation aclitem oidvector int2vector gtsvector pg_node_tree void record cstring unknown trigger event_trigger ' +
    'internal language_handler fdw_handler anyelement anyarray anyenum anyrange anynonarray anycompatible'
  ).split(' '),
);

export interface TypeName {
  /** Its canonical spelling, as `format_type` gives it, without arguments. */
  readonly name: string;
  readonly array: boolean;
  /** Is it one that every server has? */
  readonly builtIn: boolean;
}

export function isInteger({ name, array }: TypeName): boolean {
  return !array && INTEGERS.has(name);
}

/** Names that would be another without quotes are quoted: quote_identifier. */
export function quotedIfNeeded(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name}"`;
}

const NAMED = new WeakMap<ColumnType, TypeName>();

export function typeName(type: ColumnType): TypeName {
  let name = NAMED.get(type);
  if (name === undefined) {
    name = readName(type);
    NAMED.set(type, name);
  }
  return name;
}

function readName(type: ColumnType): TypeName {
  const bare = type.text
    // in quotes a name keeps its case
    .replace(/"([^"]*)"|[^"]+/g, (all, quoted?: string) => quoted ?? all.toLowerCase())
    .replace(/\([^)]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^ ?(?:pg_catalog|public)\./, '')
    .trim();
  const bounds = /(?: ?\[\d*\])+$| array(?: ?\[\d+\])?$/;
  const array = bounds.test(bare);
  const base = bare.replace(bounds, '').trim();
  const real = base === 'float' && type.precision !== undefined && type.precision <= 24;
  const name = real ? 'real' : (SPELLINGS[base] ?? base);
  const plain = name.replace(/^interval .*/, 'interval');
  // An array's own name is that of its elements' type behind an underscore.
  const element = SPELLINGS[plain.slice(1)] ?? plain.slice(1);
  if (!array && plain.startsWith('_') && BUILT_IN.has(element))
    return { name: element, array: true, builtIn: true };
  return { name: plain, array, builtIn: BUILT_IN.has(plain) };
}

/** Built-in types that take numbers: pg_type.typmodin. */
const MODIFIED: ReadonlySet<string> = new Set([
  'numeric',
  'bit',
  'bit varying',
  'character',
  'character varying',
  'interval',
  ...STAMPS,
  ...CLOCKS,
]);

interface ModifierFinding {
  readonly code: string;
  readonly message: string;
}

const FINDINGS = new WeakMap<ColumnType, ModifierFinding | null>();

/** What stands in a built-in type's parentheses and may not: typenameTypeMod, the types' own typmodin functions. */
export function modifierFinding(type: ColumnType): ModifierFinding | undefined {
  let finding = FINDINGS.get(type);
  if (finding === undefined) {
    finding = findInModifier(type) ?? null;
    FINDINGS.set(type, finding);
  }
  return finding ?? undefined;
}

function findInModifier(type: ColumnType): ModifierFinding | undefined {
  const { name, builtIn } = typeName(type);
  const inside = /\(([^)]*)\)/.exec(type.text)?.[1];
  // float(n) is not a type with a modifier but another name of two types.
  if (inside === undefined || !builtIn || /^\s*float\b/i.test(type.text)) return undefined;
  if (!MODIFIED.has(name)) {
    return { code: '42601', message: `type modifier is not allowed for type "${name}"` };
  }
  const numbers = inside.split(',').map((part) => part.trim().replace(/^'(.*)'$/, '$1'));
  const other = numbers.find((number) => !/^[+-]?\d+$/.test(number));
  if (other !== undefined) {
    return { code: '22P02', message: `invalid input syntax for type integer: "${other}"` };
  }
  const large = numbers.find((number) => Math.abs(Number(number)) >= 2 ** 31);
  if (large !== undefined) {
    return { code: '22003', message: `value "${large}" is out of range for type integer` };
  }
  if (numbers.length > (name === 'numeric' ? 2 : 1)) {
    return {
      code: '22023',
      message: name === 'numeric' ? 'invalid NUMERIC type modifier' : 'invalid type modifier',
    };
  }
  if (Number(numbers[0]) < 0 && /^(?:time|interval)/.test(name)) {
    const shown = `${name.split(' ')[0]?.toUpperCase()}(${numbers[0]})`;
    return { code: '22023', message: `${shown} precision must not be negative` };
  }
  return undefined;
}

/** The type with its arguments, as far as they are written. */
export function formatted(type: ColumnType): string {
  const { name, array } = typeName(type);
  return `${name}(${type.length ?? type.precision ?? ''},${type.scale ?? ''})${array}`;
}

/** Types that a foreign key's column may have when the parent's is …, beside the same type. pg_amop's operators. */
function comparesAs(child: string): readonly string[] {
  if (INTEGERS.has(child)) return NUMBERS;
  if (child === 'numeric') return ['real', 'double precision'];
  if (child === 'real' || child === 'double precision') return ['real', 'double precision'];
  if (STRINGS.has(child)) return [...STRINGS];
  if (child === 'date' || STAMPS.includes(child)) return ['date', ...STAMPS];
  if (child === 'time without time zone') return ['interval'];
  if (child === 'inet' || child === 'cidr') return ['inet', 'cidr'];
  return [];
}

/** null: at least one of the types is not PostgreSQL's own. */
export function canReference(child: TypeName, parent: TypeName): boolean | null {
  if (child.name === parent.name && child.array === parent.array) return true;
  if (!child.builtIn || !parent.builtIn) return null;
  return !child.array && !parent.array && comparesAs(child.name).includes(parent.name);
}

function castsTo(from: string): readonly string[] {
  if (NUMBERS.includes(from)) {
    return from === 'integer' || from === 'bigint' || from === 'numeric' ? [...NUMBERS, 'money'] : NUMBERS;
  }
  if (from === 'date') return STAMPS;
  if (STAMPS.includes(from)) {
    const zoned = from === 'timestamp with time zone';
    return ['date', ...STAMPS, 'time without time zone', ...(zoned ? ['time with time zone'] : [])];
  }
  if (from === 'time without time zone') return ['interval', 'time with time zone'];
  if (from === 'time with time zone') return ['time without time zone'];
  if (from === 'interval') return ['time without time zone'];
  if (from === 'json' || from === 'jsonb') return ['json', 'jsonb'];
  if (from === 'inet' || from === 'cidr') return ['inet', 'cidr'];
  if (from === 'bit' || from === 'bit varying') return ['bit', 'bit varying'];
  if (from === 'money') return ['numeric'];
  return [];
}

/** Does a value of one type go into a column of the other by itself (an assignment cast)? null: not known. */
export function canAssign(from: TypeName, to: TypeName): boolean | null {
  if (from.name === to.name && from.array === to.array) return true;
  if (!to.array && STRINGS.has(to.name) && from.builtIn) return true;
  if (!from.builtIn || !to.builtIn) return null;
  if (from.array || to.array) {
    return from.array === to.array ? canAssign({ ...from, array: false }, { ...to, array: false }) : false;
  }
  return castsTo(from.name).includes(to.name);
}

/** Casts beside those to and from strings, which every type has: pg_cast, measured on 15.18. */
const CASTS: Readonly<Record<string, readonly string[]>> = {
  smallint: [...NUMBERS, 'oid', 'regclass', 'regtype'],
  integer: [...NUMBERS, 'boolean', 'bit', 'money', 'oid', 'regclass', 'regtype'],
  bigint: [...NUMBERS, 'bit', 'money', 'oid', 'regclass', 'regtype'],
  numeric: [...NUMBERS, 'money'],
  real: NUMBERS,
  'double precision': NUMBERS,
  boolean: ['integer'],
  uuid: [],
  json: ['jsonb'],
  jsonb: [...NUMBERS, 'boolean', 'json'],
  date: STAMPS,
  'timestamp without time zone': ['date', ...STAMPS, 'time without time zone'],
  'timestamp with time zone': ['date', ...STAMPS, ...CLOCKS],
  'time without time zone': [...CLOCKS, 'interval'],
  'time with time zone': CLOCKS,
  interval: ['time without time zone'],
  bytea: [],
  inet: ['cidr'],
  cidr: ['inet'],
  macaddr: ['macaddr8'],
  macaddr8: ['macaddr'],
  bit: ['integer', 'bigint', 'bit varying'],
  'bit varying': ['bit'],
  money: ['numeric'],
  tsvector: [],
  tsquery: [],
  xml: [],
  point: ['box'],
  line: [],
  lseg: ['point'],
  box: ['point', 'lseg', 'polygon', 'circle'],
  path: ['polygon'],
  polygon: ['point', 'box', 'path', 'circle'],
  circle: ['point', 'box', 'polygon'],
  oid: ['integer', 'bigint', 'regclass', 'regtype'],
  jsonpath: [],
  pg_lsn: [],
  ...Object.fromEntries(RANGES.map((name) => [name, [name.replace('range', 'multirange')]])),
};

/** Is there a cast, when it is asked for? null: not known. */
export function canCast(from: TypeName, to: TypeName): boolean | null {
  if (!from.builtIn || !to.builtIn) return null;
  const anything = ({ name, array }: TypeName) => !array && (STRINGS.has(name) || name === 'name');
  if (anything(from) || anything(to)) return true;
  if (from.array !== to.array) return false;
  const element = { ...from, array: false };
  if (from.array && anything(element)) return true;
  if (from.name === to.name) return true;
  const casts = CASTS[from.name];
  return casts === undefined ? null : casts.includes(to.name) || (from.array && STRINGS.has(to.name));
}

/** Access methods: https://www.postgresql.org/docs/current/indexes-types.html, pg_opclass's defaults. */
const METHODS: Readonly<
  Record<string, { readonly unique: boolean; readonly multi: boolean; has(type: TypeName): boolean }>
> = {
  btree: {
    unique: true,
    multi: true,
    has: ({ name, array }) => array || !(SHAPES.includes(name) || ['json', 'jsonpath', 'xml'].includes(name)),
  },
  hash: {
    unique: false,
    multi: false,
    has: ({ name, array }) =>
      array ||
      !(
        SHAPES.includes(name) ||
        ['json', 'jsonpath', 'xml', 'bit', 'bit varying', 'money', 'tsvector', 'tsquery'].includes(name)
      ),
  },
  gin: {
    unique: false,
    multi: true,
    has: ({ name, array }) => array || name === 'jsonb' || name === 'tsvector',
  },
  gist: {
    unique: false,
    multi: true,
    has: ({ name, array }) =>
      !array &&
      (['point', 'box', 'polygon', 'circle', 'tsvector', 'tsquery'].includes(name) || name.endsWith('range')),
  },
  spgist: {
    unique: false,
    multi: false,
    has: ({ name, array }) =>
      !array &&
      (['point', 'box', 'polygon', 'inet', 'cidr', 'text', 'character varying'].includes(name) ||
        (name.endsWith('range') && !name.endsWith('multirange'))),
  },
  brin: {
    unique: false,
    multi: true,
    has: ({ name, array }) =>
      !array &&
      !['boolean', 'json', 'jsonb', 'jsonpath', 'xml', 'money', 'tsvector', 'tsquery'].includes(name) &&
      !(SHAPES.includes(name) && name !== 'box') &&
      !name.endsWith('multirange'),
  },
};

export function accessMethod(name: string) {
  return METHODS[name.toLowerCase()];
}
