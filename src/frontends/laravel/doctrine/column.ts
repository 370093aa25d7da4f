/** A column as doctrine/dbal holds it, and what Laravel sets on it (Illuminate\Database\Schema\Grammars\ChangeColumn). */
import { toBool } from '../../../php/operators.ts';
import { type PhpValue, Unknown } from '../../../php/values.ts';
import type { Column, Origin } from '../../../schema/index.ts';
import type { Capabilities, Capability } from '../capabilities.ts';
import { Expression } from '../expression.ts';
import { type ColumnDefinition, textOf } from '../fluent.ts';
import { typeNamed } from './platform.ts';

export interface DoctrineColumn {
  name: string;
  /** It came with quotes from the engine (PostgreSQL's quote_ident). */
  quoted: boolean;
  type: string;
  length: number | null;
  precision: number;
  scale: number;
  unsigned: boolean;
  fixed: boolean;
  notnull: boolean;
  default: PhpValue;
  /** It is the text of an object: equal to no keyword, and true. */
  defaultIsObject?: boolean;
  autoincrement: boolean;
  comment: string | null;
  /** charset, collation, jsonb, and whatever else Laravel passes on. */
  options: ReadonlyMap<string, PhpValue>;
  /** Laravel empties charset and collation of types that have none. */
  withoutCharacters: boolean;
  /** The column that it was read from. */
  from?: Column;
  origin?: Origin;
}

export function blankColumn(name: string, type: string): DoctrineColumn {
  return {
    name,
    quoted: false,
    type,
    length: null,
    precision: 10,
    scale: 0,
    unsigned: false,
    fixed: false,
    notnull: true,
    default: null,
    autoincrement: false,
    comment: null,
    options: new Map(),
    withoutCharacters: false,
  };
}

const TYPES: Readonly<Record<string, string>> = {
  biginteger: 'bigint',
  smallinteger: 'smallint',
  mediumtext: 'text',
  longtext: 'text',
  binary: 'blob',
  uuid: 'guid',
};

/** Those that came later, with what brought them. */
const LATER_TYPES: Readonly<Record<string, readonly [name: string, since: Capability]>> = {
  tinytext: ['text', 'doctrineDouble'],
  char: ['string', 'doctrineChar'],
  double: ['float', 'doctrineDouble'],
};

const TEXT_LENGTHS: Readonly<Record<string, number>> = {
  tinyText: 1,
  text: 256,
  mediumText: 65_536,
  longText: 16_777_216,
};

const WITHOUT_CHARACTERS: ReadonlySet<string> = new Set([
  'bigInteger',
  'binary',
  'boolean',
  'date',
  'decimal',
  'double',
  'float',
  'integer',
  'json',
  'mediumInteger',
  'smallInteger',
  'time',
  'tinyInteger',
]);

export interface ChangeSettings {
  readonly can: Capabilities;
  readonly registered: ReadonlySet<string>;
}

/** ChangeColumn::getDoctrineColumnType, before dbal is asked for it. */
export function doctrineTypeName(change: ColumnDefinition, can: Capabilities): string {
  const key = change.text('type').toLowerCase();
  const later = LATER_TYPES[key];
  return TYPES[key] ?? (later !== undefined && can[later[1]] ? later[0] : key);
}

/** ChangeColumn::doesntNeedCharacterOptions. */
function needsNoCharacters(type: string, can: Capabilities): boolean {
  if (type === 'dateTime') return can.doctrineDateTimeWithoutCharacters;
  if (type === 'timestamp') return can.doctrineDouble;
  return WITHOUT_CHARACTERS.has(type);
}

/** ChangeColumn::getDoctrineColumn and getTableWithColumnChanges, for one column. */
export function changedColumn(
  old: DoctrineColumn,
  change: ColumnDefinition,
  settings: ChangeSettings,
): DoctrineColumn {
  const column: DoctrineColumn = { ...old, options: new Map(old.options), origin: change.origin };
  const type = change.text('type');
  const { can } = settings;
  column.type = typeNamed(doctrineTypeName(change, can), settings.registered);
  if (can.doctrineEndsCounters && !['smallint', 'integer', 'bigint'].includes(type))
    column.autoincrement = false;
  if (Object.hasOwn(TEXT_LENGTHS, type)) column.length = TEXT_LENGTHS[type]!;
  if (type === 'char') column.fixed = true;
  if (needsNoCharacters(type, can)) column.withoutCharacters = true;
  const options = new Map(column.options);
  for (const [attribute, { value }] of change.attributes) {
    set(column, options, attribute, value, settings);
  }
  column.options = options;
  return column;
}

/** Column::setX, PHP's method names being the same in any case; what has none becomes an option. */
function set(
  column: DoctrineColumn,
  options: Map<string, PhpValue>,
  attribute: string,
  value: PhpValue,
  { can }: ChangeSettings,
): void {
  const truth = toBool(value) === true;
  switch (attribute.toLowerCase()) {
    case 'type':
    case 'name':
      return;
    case 'nullable':
      column.notnull = !truth;
      return;
    case 'notnull':
      column.notnull = truth;
      return;
    case 'length':
      column.length = value === null ? null : toInteger(value);
      return;
    case 'total':
    case 'precision':
      column.precision = isNumeric(value) ? toInteger(value) : 10;
      return;
    case 'places':
    case 'scale':
      column.scale = isNumeric(value) ? toInteger(value) : 0;
      return;
    case 'unsigned':
      column.unsigned = truth;
      return;
    case 'fixed':
      column.fixed = truth;
      return;
    case 'default':
      column.defaultIsObject = value instanceof Expression && !can.expressionNoText;
      column.default = value instanceof Expression && !can.expressionNoText ? value.value : value;
      return;
    case 'autoincrement':
      column.autoincrement = truth;
      return;
    case 'comment':
      column.comment = value === null ? null : textOf(value);
      return;
    default:
      options.set(attribute, value);
  }
}

function isNumeric(value: PhpValue): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\s*[+-]?[\d.]+\s*$/.test(value));
}

function toInteger(value: PhpValue): number {
  const number = value instanceof Unknown ? 0 : Math.trunc(Number.parseFloat(textOf(value)));
  return Number.isNaN(number) ? 0 : number;
}
