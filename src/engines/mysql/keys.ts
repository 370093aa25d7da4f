/** Keys: which columns they may hold, how long they may be, and what the engine silently makes of them. */
import {
  type Column,
  findColumn,
  type IndexKind,
  type KeyPart,
  type Origin,
  type Table,
} from '../../schema/index.ts';
import type { Context } from './context.ts';
import { PRIMARY } from './dialect.ts';
import type { Stage } from './findings.ts';
import { judgeKeyLength, judgePartType } from './key-length.ts';
import { judgeForm, judgeName, judgeReservedIndexName } from './names.ts';
import { fixedBytes, isBlobLike, resolveType, takesPrefix } from './types.ts';
import { WRONG_PREFIX } from './words.ts';

export interface Key {
  readonly kind: IndexKind | 'primary';
  readonly name: string;
  readonly parts: readonly KeyPart[];
  readonly method?: string;
  readonly origin?: Origin | undefined;
}

/** A key as the engine keeps it. */
export interface KeptKey {
  readonly parts: readonly KeyPart[];
  readonly method?: string;
  /** Where it became one of another kind. */
  readonly kind?: IndexKind;
}

const isGeometry = (column: Column) => resolveType(column.type).family === 'geometry';

/**
 * The name that the engine gives to an index without one: its first column's, numbered if taken. `tried`: by name, the
 * number up to which all are taken, so that many indexes of one name are not looked for from the start each.
 */
export function automaticName(
  parts: readonly KeyPart[],
  taken: (name: string) => boolean,
  tried: Map<string, number>,
): string {
  const first = parts[0];
  const base = first !== undefined && 'column' in first ? first.column : 'functional_index';
  if (!taken(base) && base.toUpperCase() !== PRIMARY) return base;
  for (let number = tried.get(base) ?? 2; ; number++) {
    tried.set(base, number);
    if (!taken(`${base}_${number}`)) return `${base}_${number}`;
  }
}

/**
 * The name as it was written, before anything else of the statement is looked at. The index that a foreign key makes
 * has that key's name, whose characters have been looked at there.
 */
export function judgeKeyName(
  context: Context,
  key: Key,
  table: string,
  { altering, implicit, innodb }: { readonly [fact in 'altering' | 'implicit' | 'innodb']: boolean },
): void {
  if (key.kind === 'primary') return;
  const { indexName, wrongIndexName } = context.traits.stages;
  const object = key.kind === 'unique' ? 'unique' : 'index';
  if (implicit) judgeForm(context, object, key.name, key.origin);
  else judgeName(context, object, key.name, table, key.origin, indexName);
  const stage = altering && context.dialect.engine === 'mariadb' ? 'reservedIndexNames' : wrongIndexName;
  judgeReservedIndexName(context, key.name, stage, key.origin, innodb);
}

/** Checks a key over the table's columns, and gives the key as the engine keeps it. */
export function judgeKey(
  context: Context,
  table: Table,
  key: Key,
  /** Called for each of its columns in turn. */
  onPart?: (column: Column) => void,
): KeptKey {
  const { findings } = context;
  const { stages } = context.traits;
  const stage = key.kind === 'primary' ? stages.primaryKey : 'keys';
  const columns = new Map<string, Column>();
  const limit = context.limit('keyParts');
  if (key.parts.length > limit && key.kind !== 'spatial') {
    findings.refuse(
      context.dialect.engine === 'mysql' ? stage : 'nameLengths',
      { kind: 'too-many-key-parts', name: key.name, table: table.name, count: key.parts.length, limit },
      { code: '1070', message: `Too many key parts specified; max ${limit} parts allowed` },
      key.origin,
    );
  }
  let whole = true;
  /** How much had been found when a part was looked at. */
  const positions = new Map<string, number>();
  const special = key.kind === 'fulltext' || key.kind === 'spatial';
  for (const part of key.parts) {
    if (!('column' in part)) {
      whole = false;
      continue;
    }
    const column = findColumn(table, part.column);
    if (column === undefined) {
      whole = false;
      if (table.open !== undefined) {
        findings.uncertain(table.open);
        continue;
      }
      findings.refuse(
        stage,
        { kind: 'object-missing', object: 'column', name: part.column, table: table.name },
        { code: '1072', message: `Key column '${part.column}' doesn't exist in table` },
        key.origin,
      );
      continue;
    }
    const folded = part.column.toLowerCase();
    if (columns.has(folded)) {
      findings.refuse(
        stages.duplicatePart,
        { kind: 'object-exists', object: 'column', name: part.column, table: table.name },
        { code: '1060', message: `Duplicate column name '${part.column}'` },
        key.origin,
      );
    }
    columns.set(folded, column);
    if (context.dialect.engine === 'mysql' && resolveType(column.type).family === 'vector') {
      const message = `Non-scalar (e.g., vector) column '${column.name}' cannot be used as key.`;
      findings.refuse(stage, { kind: 'other' }, { code: '6134', message }, key.origin);
      return { parts: key.parts };
    }
    if (special) {
      if (!judgeSpecial(context, key)) return { parts: key.parts };
      judgeSpecialPart(context, key, part, column);
      if (context.dialect.engine === 'mysql') judgeNothing(context, key, stage, part, column);
      if (key.kind === 'fulltext') judgeCollations(context, key, [...columns.values()]);
    } else {
      judgePrefix(context, table, key, part, column);
      judgeNothing(context, key, stage, part, column);
      judgePartType(context, table, key, part, column);
      onPart?.(column);
    }
    if (!positions.has(folded)) positions.set(folded, findings.position);
  }
  if (special) return { parts: normalised(key, columns) };
  // MySQL 8 makes a spatial index of any key over a geometry column.
  if (context.traits.geometryKeys === 'spatial' && [...columns.values()].some(isGeometry)) {
    if (key.kind === 'index') {
      const spatial = { ...key, kind: 'spatial' as const };
      if (judgeSpecial(context, spatial)) {
        for (const part of key.parts) {
          const column = 'column' in part ? findColumn(table, part.column) : undefined;
          if (column !== undefined && 'column' in part) judgeSpecialPart(context, spatial, part, column);
        }
      }
      return { parts: key.parts, kind: 'spatial' };
    }
    findings.refuse(
      stage,
      { kind: 'other' },
      { code: '3728', message: "Spatial indexes can't be primary or unique indexes." },
      key.origin,
    );
    return { parts: key.parts };
  }
  const parts = normalised(key, columns);
  if (columns.size === 0) return { parts };
  return judgeKeyLength(context, table, key, parts, columns, whole, (column) =>
    positions.get(column.name.toLowerCase()),
  );
}

/** CHAR(0) and its like hold nothing to be indexed; MariaDB takes them where they may be NULL. Tried on 9.7.4, 10.11.19. */
function judgeNothing(
  { findings, dialect }: Context,
  key: Key,
  stage: Stage,
  part: { readonly length?: number },
  column: Column,
): void {
  const { family } = resolveType(column.type);
  // Without any length it is another engine's SQL, which is refused where the table is made.
  const holdsNothing = column.type.length === 0 && /^(?:var)?(?:char|binary)$/.test(family);
  if (!holdsNothing || part.length !== undefined) return;
  if (dialect.engine === 'mariadb' && column.nullable) return;
  const message =
    dialect.engine === 'mysql'
      ? `The used storage engine can't index column '${column.name}'`
      : `The storage engine InnoDB can't index column \`${column.name}\``;
  findings.refuse(stage, { kind: 'other' }, { code: '1167', message }, key.origin);
}

/** A prefix length where there is nothing to cut. */
function judgePrefix(
  context: Context,
  table: Table,
  key: Key,
  part: { readonly length?: number },
  column: Column,
): void {
  const geometries = context.traits.geometryKeys === 'spatial';
  if (part.length === undefined || !cutsNothing(part.length, column, geometries)) return;
  context.findings.refuse(
    key.kind === 'primary' ? context.traits.stages.primaryKey : 'keys',
    { kind: 'other' },
    WRONG_PREFIX,
    key.origin ?? table.origin,
  );
}

function cutsNothing(length: number, column: Column, geometries = false): boolean {
  const type = resolveType(column.type);
  if (type.family === 'geometry' && geometries) return true;
  if (!takesPrefix(type.family)) return !isWholeWidth(length, column);
  return !isBlobLike(type.family) && length > type.length;
}

/** A number or a date may be given just the bytes that it takes; of ENUM and SET not even these. Tried on 9.7.4, 10.11.19. */
function isWholeWidth(length: number, column: Column): boolean {
  const { family } = resolveType(column.type);
  return family !== 'enum' && family !== 'set' && length === fixedBytes(column);
}

/** The columns under their own names; prefix lengths are dropped where they span the whole column. */
function normalised(key: Key, columns: ReadonlyMap<string, Column>): KeyPart[] {
  return key.parts.map((written) => {
    if (!('column' in written)) return written;
    const column = columns.get(written.column.toLowerCase());
    if (column === undefined) return written;
    const part = written.column === column.name ? written : { ...written, column: column.name };
    if (part.length === undefined) return part;
    const type = resolveType(column.type);
    const blob = isBlobLike(type.family);
    const { length: _length, ...bare } = part;
    // The whole text is indexed.
    if (key.kind === 'fulltext' || !takesPrefix(type.family) || cutsNothing(part.length, column)) return bare;
    return !blob && part.length === type.length ? bare : part;
  });
}

/** FULLTEXT and SPATIAL as such. false: there is nothing more to look at. */
function judgeSpecial(context: Context, key: Key): boolean {
  const { findings, dialect, traits } = context;
  if (key.kind !== 'spatial') return true;
  if (!traits.spatialIndexes) {
    findings.refuse(
      'keys',
      { kind: 'other' },
      { code: '1464', message: "The used table type doesn't support SPATIAL indexes" },
      key.origin,
    );
    return false;
  }
  if (key.parts.length > 1) {
    const { code, message } = dialect.words.spatialParts(traits);
    findings.refuse('keys', { kind: 'other' }, { code, message }, key.origin);
    return false;
  }
  return true;
}

/** All columns of a FULLTEXT index have one collation: manual page fulltext-restrictions. */
function judgeCollations(context: Context, key: Key, columns: readonly Column[]): void {
  const last = columns.at(-1);
  const before = columns.at(-2)?.collation;
  if (last?.collation === undefined || before === undefined || last.collation === before) return;
  context.findings.refuse(
    // MariaDB is done with all keys first.
    context.dialect.engine === 'mysql' ? 'keys' : 'keyCount',
    { kind: 'other' },
    { code: '1283', message: `Column '${last.name}' cannot be part of FULLTEXT index` },
    key.origin,
  );
}

const noJson = ({ name }: Column) =>
  `JSON column '${name}' supports indexing only via generated columns on a specified JSON path.`;

function judgeSpecialPart(
  context: Context,
  key: Key,
  part: { readonly length?: number },
  column: Column,
): void {
  const { findings, dialect, traits } = context;
  const refuse = (code: string | null, message: string) =>
    findings.refuse('keys', { kind: 'other' }, { code, message }, key.origin);
  const { family } = resolveType(column.type);
  if (key.kind === 'spatial') {
    if (family !== 'geometry') {
      const { code, message } =
        part.length !== undefined && dialect.engine === 'mysql' ? WRONG_PREFIX : dialect.words.spatialType();
      if (family === 'json' && traits.json === 'native') refuse('3152', noJson(column));
      else refuse(code, message);
    } else if (part.length !== undefined) refuse(WRONG_PREFIX.code, WRONG_PREFIX.message);
    else if (column.nullable) refuse('1252', 'All parts of a SPATIAL index must be NOT NULL');
  } else if (family === 'json' && traits.json === 'native') {
    refuse('3152', noJson(column));
  } else if (
    (family !== 'char' && family !== 'varchar' && family !== 'text') ||
    // Character sets whose letters are never one byte.
    /^(?:ucs2|utf16|utf16le|utf32)$/.test(column.charset ?? '')
  ) {
    refuse('1283', `Column '${column.name}' cannot be part of FULLTEXT index`);
  }
}
