/** A column's definition by itself: what the engine makes of it, and what it refuses. */
import type { Column, ColumnSpec, ColumnType, Origin, Writable } from '../../schema/index.ts';
import {
  bytesPerCharacter,
  canonicalCharset,
  canonicalCollation,
  charsetOfCollation,
  isKnownCharset,
} from './charsets.ts';
import { type CharacterSet, type Context, characterSet } from './context.ts';
import { judgeDefault, nowDigits } from './defaults.ts';
import { disallowedFunction } from './expressions.ts';
import { judgeGeneratedDefinition, judgeGeneratedFunctions } from './generated.ts';
import { characters, judgeName } from './names.ts';
import { FOREIGN_TYPES, hasArguments, isBlobLike, isCharacter, resolveType } from './types.ts';
import { syntaxError } from './words.ts';

/** The column as the engine keeps it. `around`: the table's character set. */
export function resolveColumn(context: Context, spec: ColumnSpec, around: CharacterSet): Column {
  const type = keptType(context, spec);
  const { family } = resolveType(type);
  const serial = spec.type.name.toLowerCase() === 'serial';
  const autoIncrement = serial || spec.autoIncrement === true;
  // MariaDB's JSON is text with a check (knowledge base page json-data-type).
  const isText = spec.type.name.toLowerCase() === 'json' && context.traits.json === 'longtext';
  const check = spec.check ?? (isText ? `json_valid(\`${spec.name}\`)` : undefined);
  let nullable = spec.nullable ?? true;
  // SERIAL stands for NOT NULL, which MySQL lets NULL behind it undo.
  if (spec.primaryKey === true || (autoIncrement && !(serial && spec.nullable === true))) nullable = false;
  if (family === 'timestamp' && spec.nullable === undefined && context.traits.implicitTimestamps)
    nullable = false;
  const characters =
    spec.type.name.toLowerCase() === 'json' && !(isText && spec.collation !== undefined)
      ? { charset: 'utf8mb4', collation: 'utf8mb4_bin' }
      : isCharacter(family)
        ? // MariaDB's JSON may have another collation.
          binaryOf(spec, characterSet(context.traits, spec, around))
        : undefined;
  const column: Writable<Column> = { name: spec.name, type, nullable, autoIncrement };
  if (spec.default !== undefined) column.default = spec.default;
  if (characters !== undefined) {
    column.charset = characters.charset;
    if (characters.collation !== undefined) column.collation = characters.collation;
  }
  if (spec.comment !== undefined) column.comment = spec.comment;
  if (spec.generated !== undefined) column.generated = spec.generated;
  if (spec.onUpdate !== undefined) column.onUpdate = spec.onUpdate;
  if (check !== undefined && context.traits.checks !== 'none') column.check = check;
  if (spec.invisible !== undefined) column.invisible = spec.invisible;
  if (spec.origin !== undefined) column.origin = spec.origin;
  return column;
}

/** Manual page charset-binary-collations: BINARY stands for the `_bin` collation of the column's character set. */
function binaryOf(spec: ColumnSpec, characters: CharacterSet): CharacterSet {
  const { charset } = characters;
  if (spec.binaryCollation !== true || charset === undefined || charset === 'binary') return characters;
  return { ...characters, collation: `${charset}_bin` };
}

const LONGTEXT: ColumnType = { name: 'longtext', text: 'longtext' };

/** JSON is LONGTEXT on MariaDB; outside strict mode a too long VARCHAR becomes TEXT. */
function keptType(context: Context, spec: ColumnSpec): ColumnType {
  const { type } = spec;
  const resolved = resolveType(type);
  if (resolved.family === 'json' && context.traits.json === 'longtext') {
    return LONGTEXT;
  }
  if (context.dialect.engine === 'mariadb' && namesCharacters(spec)) return asCharacters(type);
  if (context.strict) return type;
  if (resolved.family !== 'varchar' && resolved.family !== 'varbinary') return type;
  const charset = resolved.family === 'varchar' ? (spec.charset ?? charsetOf(spec.collation)) : 'binary';
  const bytes = resolved.length * bytesPerCharacter(charset);
  if (bytes <= context.limit('columnOctets')) return type;
  const size = bytes > 65_535 ? 'medium' : '';
  const name = `${size}${resolved.family === 'varchar' ? 'text' : 'blob'}`;
  return { name, text: name };
}

/** MariaDB: a collation makes characters of bytes. Measured on 10.11.19. */
function namesCharacters({ collation, type }: ColumnSpec): boolean {
  const { family } = resolveType(type);
  const isBytes = family === 'binary' || family === 'varbinary' || family === 'blob';
  return isBytes && collation !== undefined && charsetOfCollation(collation) !== 'binary';
}

function asCharacters(type: ColumnType): ColumnType {
  const change = (text: string) =>
    text
      .replace(/blob/i, 'text')
      .replace(/varbinary/i, 'varchar')
      .replace(/binary/i, 'char');
  return { ...type, name: change(type.name), text: change(type.text) };
}

function charsetOf(collation: string | undefined): string | undefined {
  return collation === undefined ? undefined : charsetOfCollation(collation);
}

const NO_AUTO_INCREMENT = new Set([
  'decimal',
  'bit',
  'date',
  'time',
  'datetime',
  'timestamp',
  'year',
  'char',
  'varchar',
  'binary',
  'varbinary',
  'text',
  'blob',
  'json',
  'enum',
  'set',
  'geometry',
  'vector',
  // MariaDB's UUID and INETs.
  'other',
]);

/**
 * What a definition is refused for, whatever table it stands in; in the order of Create_field::init() in MySQL's
 * sql/create_field.cc and Column_definition::check() in MariaDB's sql/field.cc.
 */
export function judgeColumn(context: Context, table: string, spec: ColumnSpec, column: Column): void {
  const { findings, traits, dialect } = context;
  const mysql = dialect.engine === 'mysql';
  const origin = spec.origin;
  const type = resolveType(spec.type);
  if (mysql) {
    judgeCharacterSet(context, table, spec, origin);
    judgeYear(context, spec);
    judgeGeneratedDefinition(context, spec);
  }
  judgeName(context, 'column', spec.name, table, origin);
  // MariaDB looks at some types as soon as it has read them.
  const isKnown = !traits.missingTypes.includes(type.name) && !FOREIGN_TYPES.has(type.name);
  const misfit = !mysql && isKnown && misfitsCharacterSet(spec, true);
  let looked = false;
  const judgeType = () => {
    if (!looked) judgePrecision(context, spec, origin);
    if (!looked) judgeLength(context, table, spec, column);
    looked = true;
  };
  if (misfit || (!mysql && isTooLongFloat(spec.type))) judgeType();
  if (misfit) refuseCharacterSet(context, spec);
  else if (!mysql)
    judgeCollation(context, { table, column: spec.name }, spec.charset, spec.collation, origin);
  if (
    FOREIGN_TYPES.has(type.name) ||
    traits.missingTypes.includes(type.name) ||
    (type.name === 'json' && traits.json === 'none')
  ) {
    const fact = { kind: 'unknown-type', table, column: spec.name, type: spec.type.text } as const;
    findings.refuse('parse', fact, dialect.words.unknownType(spec.type.text), origin);
    return;
  }
  // MariaDB's grammar has a collation before AS only where the type itself holds characters.
  const isText = ['char', 'varchar', 'text', 'enum', 'set'].includes(type.family);
  const misplaced = !mysql && spec.collation !== undefined && (!isText || type.name === 'json');
  if (spec.generated !== undefined && (!traits.generatedColumns || misplaced)) {
    findings.refuse(
      'parse',
      { kind: 'foreign-syntax' },
      syntaxError(dialect.title, `as (${spec.generated.expression})`),
      origin,
    );
  }
  if ((type.family === 'varchar' || type.family === 'varbinary') && !hasArguments(spec.type)) {
    const wording = syntaxError(dialect.title, spec.type.text);
    findings.refuse('parse', { kind: 'foreign-syntax' }, wording, origin);
  }
  if (mysql) judgeGeneratedFunctions(context, spec);
  else {
    judgeGeneratedDefinition(context, spec, judgeType);
    judgeOwnCheck(context, spec);
  }
  // NULL beside PRIMARY KEY does not help a default that is NULL.
  const notNull = spec.nullable === false || spec.primaryKey === true;
  // That a type has no literal defaults is looked at with its length.
  const late = isBlobLike(type.family) && spec.default?.kind === 'literal' && spec.default.value !== null;
  if (late) judgeOnUpdate(context, spec);
  judgeDefault(context, table, column, notNull, origin);
  if (!late) judgeOnUpdate(context, spec);
  judgeType();
  const longest = context.limit('columnComment');
  if (characters(spec.comment ?? '') > longest) {
    findings.refuse(
      mysql ? 'columns' : 'comments',
      { kind: 'other' },
      { code: '1629', message: `Comment for field '${spec.name}' is too long (max = ${longest})` },
      origin,
    );
  }
  if (type.family === 'enum' || type.family === 'set') judgeMembers(context, spec, origin);
  if (column.autoIncrement) {
    const refused = type.family === 'float' ? !traits.autoIncrementFloat : NO_AUTO_INCREMENT.has(type.family);
    if (refused) {
      findings.refuse(
        'parse',
        { kind: 'other' },
        { code: '1063', message: `Incorrect column specifier for column '${spec.name}'` },
        origin,
      );
    }
  }
}

function judgeYear({ findings }: Context, spec: ColumnSpec): void {
  const { family, length } = resolveType(spec.type);
  if (family !== 'year' || !hasArguments(spec.type) || length === 4) return;
  const wording = { code: '1818', message: 'Supports only YEAR or YEAR(4) column.' };
  findings.refuse('parse', { kind: 'other' }, wording, spec.origin);
}

function judgeOnUpdate({ findings, traits }: Context, spec: ColumnSpec): void {
  if (spec.onUpdate === undefined || spec.generated !== undefined) return;
  const type = resolveType(spec.type);
  const digits = nowDigits(spec.onUpdate);
  const temporal = type.family === 'datetime' || type.family === 'timestamp';
  if (temporal && (digits === null || digits === type.length || traits.looseNowDefaults)) return;
  findings.refuse(
    'parse',
    { kind: 'other' },
    { code: '1294', message: `Invalid ON UPDATE clause for '${spec.name}' column` },
    spec.origin,
  );
}

/** MariaDB: no function in its CHECK whose result hangs on the session. */
function judgeOwnCheck({ findings, traits }: Context, spec: ColumnSpec): void {
  if (spec.check === undefined || traits.checks === 'none') return;
  const unwanted = disallowedFunction(spec.check, 'mariadb', 'check', traits.classicHashes);
  if (unwanted === undefined) return;
  const message = `Function or expression '${unwanted}()' cannot be used in the CHECK clause of \`${spec.name}\``;
  findings.refuse('parse', { kind: 'other' }, { code: '1901', message }, spec.origin);
}

/** A character set for a type that holds no characters. */
function misfitsCharacterSet({ charset, type }: ColumnSpec, isKnown = false): boolean {
  const { family } = resolveType(type);
  return charset !== undefined && (isKnown || family !== 'other') && !isCharacter(family);
}

function refuseCharacterSet({ findings, dialect }: Context, { charset, origin }: ColumnSpec): void {
  const wording = syntaxError(dialect.title, `character set ${charset}`);
  findings.refuse('parse', { kind: 'other' }, wording, origin);
}

/** MySQL's. */
function judgeCharacterSet(
  context: Context,
  table: string,
  spec: ColumnSpec,
  origin: Origin | undefined,
): void {
  const { charset, collation } = spec;
  const { family } = resolveType(spec.type);
  if (misfitsCharacterSet(spec)) {
    refuseCharacterSet(context, spec);
    return;
  }
  judgeCollation(context, { table, column: spec.name }, charset, collation, origin);
  // Strings of bytes have the character set binary.
  if (charset !== undefined || collation === undefined) return;
  const bytes = isBlobLike(family) || family === 'binary' || family === 'varbinary';
  if (!bytes || family === 'text') return;
  if (charsetOfCollation(collation) === 'binary') return;
  context.findings.refuse(
    'parse',
    { kind: 'other' },
    { code: '1253', message: `COLLATION '${collation}' is not valid for CHARACTER SET 'binary'` },
    origin,
  );
}

/** Of a column, or of a table as a whole. */
export function judgeCollation(
  context: Context,
  of: { readonly table: string; readonly column: string | null },
  charset: string | undefined,
  collation: string | undefined,
  origin: Origin | undefined,
): void {
  const { findings, dialect } = context;
  if (charset !== undefined && !isKnownCharset(charset)) {
    findings.refuse(
      'parse',
      { kind: 'unknown-collation', what: 'character set', collation: charset, ...of },
      { code: '1115', message: `Unknown character set: '${charset}'` },
      origin,
    );
    return;
  }
  if (collation === undefined) return;
  if (!dialect.knowsCollation(canonicalCollation(collation), context.target.version)) {
    findings.refuse(
      'parse',
      { kind: 'unknown-collation', what: 'collation', collation, ...of },
      { code: '1273', message: `Unknown collation: '${collation}'` },
      origin,
    );
    return;
  }
  if (charset === undefined || collation.toLowerCase().startsWith('uca1400')) return;
  if (charsetOfCollation(collation) !== canonicalCharset(charset)) {
    findings.refuse(
      'parse',
      { kind: 'other' },
      { code: '1253', message: `COLLATION '${collation}' is not valid for CHARACTER SET '${charset}'` },
      origin,
    );
  }
}

function judgeLength(context: Context, table: string, spec: ColumnSpec, column: Column): void {
  const { findings } = context;
  const type = resolveType(spec.type);
  let limit: number;
  if (type.family === 'char' || type.family === 'binary') limit = context.limit('charLength');
  else if (type.family === 'varchar' || type.family === 'varbinary') {
    const unit = type.family === 'varchar' ? bytesPerCharacter(column.charset) : 1;
    limit = Math.floor(context.limit('columnOctets') / unit);
  } else return;
  if (type.length <= limit) return;
  const converted = isBlobLike(resolveType(column.type).family);
  const fact = { kind: 'column-too-long', table, column: spec.name, length: type.length, limit } as const;
  if (converted) {
    findings.change(
      'columns',
      fact,
      {
        code: '1246',
        message: `Converting column '${spec.name}' from ${type.name.toUpperCase()} to ${column.type.name.toUpperCase()}`,
      },
      spec.origin,
    );
    return;
  }
  findings.refuse(
    // CHAR is looked at while parsing; the rest with the character set known.
    type.family === 'char' || type.family === 'binary' ? 'parse' : 'columns',
    fact,
    {
      code: '1074',
      message: `Column length too big for column '${spec.name}' (max = ${limit}); use BLOB or TEXT instead`,
    },
    spec.origin,
  );
}

/** A length is a number of 32 bits before it is anything else (sql/parse_tree_column_attrs.h, Column_definition::check_length). */
const WIDEST = 2 ** 32 - 1;
/** MariaDB looks at others later, by limits of their own. */
const WIDE: ReadonlySet<string> = new Set(['varchar', 'varbinary', 'text', 'blob']);

function isTooLongFloat(type: ColumnType): boolean {
  const { length, scale } = resolveType(type);
  return /^float4?$/i.test(type.name) && length > 53 && scale === 0;
}

function judgePrecision(context: Context, spec: ColumnSpec, origin: Origin | undefined): void {
  if (!hasArguments(spec.type)) return;
  const { findings, dialect } = context;
  const type = resolveType(spec.type);
  const { name } = spec;
  const refuse = (code: string | null, message: string) =>
    findings.refuse('parse', { kind: 'other' }, { code, message }, origin);
  const wideOnMysql = dialect.engine === 'mysql' && type.family !== 'year' && type.family !== 'vector';
  if (type.length > WIDEST && (WIDE.has(type.family) || wideOnMysql)) {
    refuse('1439', `Display width out of range for column '${name}' (max = ${WIDEST})`);
    return;
  }
  switch (type.family) {
    case 'decimal': {
      const digits = context.limit('decimalDigits');
      const scale = context.limit('decimalScale');
      if (type.scale > scale) {
        refuse('1425', `Too big scale ${type.scale} specified for column '${name}'. Maximum is ${scale}.`);
      } else if (type.length > digits) {
        const wording = dialect.words.precision(name, type.length, digits);
        refuse(wording.code, wording.message);
      } else if (type.scale > type.length) {
        refuse('1427', `For float(M,D), double(M,D) or decimal(M,D), M must be >= D (column '${name}').`);
      }
      return;
    }
    case 'time':
    case 'datetime':
    case 'timestamp': {
      const limit = context.limit('fractionalDigits');
      if (type.length <= limit) return;
      const wording = dialect.words.precision(name, type.length, limit);
      refuse(wording.code, wording.message);
      return;
    }
    case 'vector': {
      const limit = context.limit('vectorDimensions');
      if (type.length <= limit) return;
      refuse(
        '6137',
        `Data size (${4 * type.length} Bytes, ${type.length} dimensions) exceeds VECTOR max (${4 * limit} Bytes, ${limit} dimensions) for column: '${name}'`,
      );
      return;
    }
    case 'bit':
    case 'integer': {
      if (type.family === 'bit' && type.length === 0 && dialect.engine === 'mysql') {
        refuse('3013', `Invalid size for column '${name}'.`);
        return;
      }
      const limit = context.limit(type.family === 'bit' ? 'bitLength' : 'displayWidth');
      if (type.length > limit)
        refuse('1439', `Display width out of range for column '${name}' (max = ${limit})`);
      return;
    }
    case 'float': {
      if (type.scale > type.length) {
        refuse('1427', `For float(M,D), double(M,D) or decimal(M,D), M must be >= D (column '${name}').`);
        return;
      }
      if (isTooLongFloat(spec.type)) {
        refuse('1063', `Incorrect column specifier for column '${name}'`);
      }
      return;
    }
    default:
  }
}

function judgeMembers(context: Context, spec: ColumnSpec, origin: Origin | undefined): void {
  const seen = new Set<string>();
  for (const member of spec.type.members ?? []) {
    const folded = member.toLowerCase();
    if (!seen.has(folded)) {
      seen.add(folded);
      continue;
    }
    const wording = {
      code: '1291',
      message: `Column '${spec.name}' has duplicated value '${member}' in ${spec.type.name.toUpperCase()}`,
    };
    if (context.strict) {
      const stage = context.dialect.engine === 'mysql' ? 'columns' : 'earlyNameLengths';
      context.findings.refuse(stage, { kind: 'other' }, wording, origin);
    } else context.findings.change('columns', { kind: 'other' }, wording, origin);
    return;
  }
}
