/** A column's type as engines describe it: `bigint(20) unsigned`, `character varying(255)`, `enum('a','b')`. */
import type { ColumnType } from '../schema/index.ts';

const LENGTHS = new Set([
  'char',
  'varchar',
  'binary',
  'varbinary',
  'character varying',
  'character',
  'bit',
  'bit varying',
  'nvarchar',
  'vector',
]);

/** Words that may stand behind the parentheses and belong to the name (PostgreSQL). */
const TAIL = /^(with time zone|without time zone)\b/i;

export function describedType(text: string): ColumnType {
  const whole = text.trim();
  const open = whole.indexOf('(');
  const close = whole.lastIndexOf(')');
  const word = (open === -1 ? whole : whole.slice(0, open)).trim();
  const inside = open === -1 || close < open ? undefined : whole.slice(open + 1, close);
  const rest = inside === undefined ? '' : whole.slice(close + 1).trim();
  const tail = TAIL.exec(rest)?.[0] ?? '';
  const unsigned = /\bunsigned\b/i.test(rest) || /\bunsigned\b/i.test(word);
  const base = word.replace(/\s+(unsigned|zerofill)\b/gi, '').trim();
  const name = (tail === '' ? base : `${base} ${tail}`).toLowerCase();
  const shared = { name, text: whole, ...(unsigned ? { unsigned: true } : {}) };
  if (inside === undefined) return shared;
  if (name === 'enum' || name === 'set') return { ...shared, members: membersOf(inside) };
  const numbers = inside.split(',').map((part) => Number.parseInt(part, 10));
  const [first, second] = numbers;
  if (first === undefined || Number.isNaN(first)) return shared;
  if (LENGTHS.has(name)) return { ...shared, length: first };
  return {
    ...shared,
    precision: first,
    ...(second === undefined || Number.isNaN(second) ? {} : { scale: second }),
  };
}

/** `'a','it''s'` */
function membersOf(text: string): string[] {
  return [...text.matchAll(/'((?:[^']|'')*)'/g)].map(([, member = '']) => member.replaceAll("''", "'"));
}
