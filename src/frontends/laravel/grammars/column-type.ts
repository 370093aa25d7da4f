/** Reads a type as SQL writes it into its parts. */
import type { ColumnType, DefaultValue } from '../../../schema/index.ts';

const CHARACTERS =
  /^(char|varchar|character|character varying|binary|varbinary|nchar|nvarchar|bit|bit varying)$/;
const PRECISION =
  /^(decimal|numeric|float|double|double precision|real|dec|fixed|datetime|time|timestamp|interval)\b/;

/** Projects have few types, and each column asks; an editor's session must not gather them without end. */
const READ = new Map<string, ColumnType>();
const MOST_READ = 1000;

/** `varchar(255)`, `bigint unsigned`, `timestamp(0) without time zone`, `geometry srid 4326`. */
export function columnType(text: string, members?: readonly string[]): ColumnType {
  if (members !== undefined) return readType(text, members);
  let type = READ.get(text);
  if (type === undefined) {
    if (READ.size >= MOST_READ) READ.clear();
    type = readType(text);
    READ.set(text, type);
  }
  return type;
}

function readType(text: string, members?: readonly string[]): ColumnType {
  const match = /^([a-z][a-z0-9_ ]*?)\s*(?:\((.*)\))?((?:\s+[a-z_].*)?)$/is.exec(text.trim());
  if (match === null) return { name: text.trim().toLowerCase(), text };
  const [, word = '', args, rest = ''] = match;
  let name = word.toLowerCase().trim();
  let tail = rest.toLowerCase();
  if (args === undefined) {
    const attribute = /\s+(unsigned|zerofill|srid\s.*|ref_system_id.*|character set\s.*|collate\s.*)$/.exec(
      name,
    );
    if (attribute !== null) {
      tail = attribute[0] + tail;
      name = name.slice(0, attribute.index);
    }
  }
  const zone = /^\s+(with(?:out)? time zone)/.exec(tail);
  if (zone !== null) name += ` ${zone[1]}`;
  const numbers = (args ?? '')
    .split(',')
    .map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : undefined));
  const [first, second] = numbers;
  return {
    name,
    text,
    ...(first !== undefined && CHARACTERS.test(name) ? { length: first } : {}),
    ...(first !== undefined && PRECISION.test(name) ? { precision: first } : {}),
    ...(second !== undefined && PRECISION.test(name) ? { scale: second } : {}),
    ...(/\bunsigned\b/.test(tail) ? { unsigned: true } : {}),
    ...(members === undefined ? {} : { members }),
  };
}

/** What a default's SQL text stands for. */
export function defaultFromSql(sql: string): DefaultValue {
  const text = sql.trim();
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return { kind: 'literal', value: text, sql };
  if (/^null$/i.test(text)) return { kind: 'literal', value: null, sql };
  const quoted = /^'((?:[^']|'')*)'$/s.exec(text);
  if (quoted !== null) return { kind: 'literal', value: quoted[1]!.replaceAll("''", "'"), sql };
  return { kind: 'expression', sql };
}

export interface RawDefinition {
  readonly type: ColumnType;
  readonly nullable?: boolean;
  readonly default?: DefaultValue;
  readonly primaryKey?: boolean;
  readonly unique?: boolean;
  readonly autoIncrement?: boolean;
}

const CLAUSE =
  /\s+(not\s+null|null|default|primary\s+key|unique|auto_?increment|check|references|collate|comment|generated|as\s*\(|on\s+update|character\s+set|constraint)\b.*$/is;

/** The definition that rawColumn() takes: a type, and whatever the author put behind it. */
export function rawDefinition(text: string): RawDefinition {
  const clause = CLAUSE.exec(text);
  const type = columnType(clause === null ? text : text.slice(0, clause.index));
  const rest = clause?.[0] ?? '';
  const value = /\bdefault\s+('(?:[^']|'')*'|\([^)]*\)|[^\s,]+)/is.exec(rest)?.[1];
  const words = rest.replace(/'(?:[^']|'')*'/g, "''");
  return {
    type,
    ...(/\bnot\s+null\b/i.test(words)
      ? { nullable: false }
      : /(?<!default\s)\bnull\b/i.test(words)
        ? { nullable: true }
        : {}),
    ...(value === undefined ? {} : { default: defaultFromSql(value) }),
    ...(/\bprimary\s+key\b/i.test(words) ? { primaryKey: true } : {}),
    ...(/\bunique\b/i.test(words) ? { unique: true } : {}),
    ...(/\bauto_?increment\b/i.test(words) ? { autoIncrement: true } : {}),
  };
}
