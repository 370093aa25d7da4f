/** What is shown where the pointer rests: a key's name and size on each target, a column's type. */

import { type IdentifierLimit, identifierLength, identifierLimit } from '../engines/identifier-limit.ts';
import { judgeFor } from '../engines/index.ts';
import { type Column, ENGINE_TITLES, keyColumns, type Target } from '../schema/index.ts';
import type { OnTarget, SchemaObject } from './objects.ts';

const KINDS: Readonly<Record<SchemaObject['kind'], string>> = {
  table: 'Table',
  column: 'Column',
  index: 'Index',
  unique: 'Unique index',
  fulltext: 'Full-text index',
  spatial: 'Spatial index',
  primary: 'Primary key',
  foreign: 'Foreign key',
};

export function title({ engine, version }: Target): string {
  return `${ENGINE_TITLES[engine]} ${version}`;
}

/** Markdown. */
export function hoverText(objects: readonly SchemaObject[]): string {
  return objects.map((one) => (one.kind === 'column' ? columnText(one) : keyText(one))).join('\n\n---\n\n');
}

function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${fence === '``' ? ` ${text} ` : text}${fence}`;
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function columnText({ table, on }: SchemaObject): string {
  const [first] = on;
  return [
    `**Column** ${code(first?.name ?? '')} of ${code(table)}`,
    '',
    '| Engine | Type | |',
    '| :-- | :-- | :-- |',
    ...on.map(({ target, column }) =>
      column === undefined
        ? row(title(target), '–', 'not made')
        : row(title(target), code(column.type.text), traitsOf(column)),
    ),
  ].join('\n');
}

function traitsOf(column: Column): string {
  const { default: value } = column;
  return [
    column.nullable ? 'NULL' : 'NOT NULL',
    ...(column.autoIncrement ? ['counts by itself'] : []),
    ...(value === undefined ? [] : [`default ${code(value.sql)}`]),
  ].join(', ');
}

/** `name` without what the engine cuts off. */
export function lengthText(name: string, limit: IdentifierLimit | null): string {
  if (limit === null) return `${[...name].length} characters, no limit`;
  const length = identifierLength(name, limit.unit);
  const over = length <= limit.limit ? '' : limit.effect === 'cuts' ? ', is cut' : ', is refused';
  return `${length}/${limit.limit} ${limit.unit}${over}`;
}

function keyText({ kind, origin, table, on }: SchemaObject): string {
  const names = new Set(on.flatMap(({ name }) => name ?? []));
  const [first] = names;
  const made =
    first === undefined || kind === 'table' ? '' : origin.nameGiven === true ? '' : ' (automatic name)';
  const columns = on[0]?.key === undefined ? [] : keyColumns(on[0].key.parts);
  const of = kind === 'table' ? '' : ` of ${code(table)}`;
  const over = columns.length === 0 ? '' : ` over ${columns.map(code).join(', ')}`;
  const several = names.size > 1;
  const sized = kind === 'index' || kind === 'unique' || kind === 'primary';
  const heads = [
    'Engine',
    ...(several ? ['Name'] : []),
    'Length of the name',
    ...(sized ? ['Bytes of the key'] : []),
  ];
  return [
    `**${KINDS[kind]}**${first === undefined ? '' : ` ${code(first)}`}${made}${of}${over}`,
    '',
    row(...heads),
    row(...heads.map(() => ':--')),
    ...on.map((one) => {
      const { target, name } = one;
      return row(
        title(target),
        ...(several ? [name === undefined ? '–' : code(name)] : []),
        name === undefined ? 'the engine makes the name' : lengthText(name, identifierLimit(target)),
        ...(sized ? [sizeText(one)] : []),
      );
    }),
  ].join('\n');
}

const NUMBER = new Intl.NumberFormat('en');

function sizeText({ target, table, key }: OnTarget): string {
  const size = table && key && judgeFor(target.engine).keySize?.(target, table, key.parts);
  if (size === undefined) return target.engine === 'sqlite' ? 'no limit' : 'depends on the values';
  const { bytes, limit, longestPart, partLimit } = size;
  const whole = `${bytes === null ? 'unknown' : NUMBER.format(bytes)} of ${NUMBER.format(limit)}`;
  if (partLimit >= limit) return whole;
  const part = longestPart === null ? 'unknown' : NUMBER.format(longestPart);
  return `${whole}; longest part ${part} of ${NUMBER.format(partLimit)}`;
}
