/** Reads what stands behind DEFAULT: a literal, or an expression whose end is found and whose inside is not judged. */
import type { DefaultValue } from '../../schema/index.ts';
import type { Cursor } from './cursor.ts';

export function readDefault(cursor: Cursor): DefaultValue {
  const from = cursor.at;
  const literal = cursor.attempt(() => readLiteral(cursor));
  if (literal !== undefined && !goesOn(cursor)) return literal;
  cursor.at = from;
  if (cursor.engine === 'postgres') readPostgresExpression(cursor);
  else readTerm(cursor);
  return { kind: 'expression', sql: cursor.slice(from, cursor.at) };
}

/** Is the literal only the beginning of an expression? */
function goesOn(cursor: Cursor): boolean {
  return cursor.engine === 'postgres' && cursor.peek()?.kind === 'symbol' && !cursor.isOneOf(',', ')', ';');
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function readLiteral(cursor: Cursor): DefaultValue {
  const from = cursor.at;
  const literal = (value: string | null, sql = cursor.slice(from, cursor.at)): DefaultValue => ({
    kind: 'literal',
    value,
    sql,
  });
  const token = cursor.peek();
  if (token === undefined) return cursor.fail();
  const sign = cursor.takeOneOf('+', '-');
  if (sign !== undefined) {
    if (cursor.peek()?.kind !== 'number') return cursor.fail();
    const number = cursor.next().text;
    return literal(sign === '-' ? `-${number}` : number);
  }
  switch (token.kind) {
    case 'number':
      cursor.next();
      return literal(token.text);
    case 'string':
      cursor.next();
      // Two strings side by side are one; that is not worked out.
      if (cursor.peek()?.kind === 'string') return cursor.fail();
      return literal(
        token.value,
        cursor.isMySql && token.text.includes('\\') ? token.text : quoted(token.value),
      );
    case 'bits':
      cursor.next();
      return literal(token.text);
    case 'quoted':
      // SQLite: a name as a default is a string (sqlite3AddDefaultValue).
      if (cursor.engine !== 'sqlite') return cursor.fail();
      cursor.next();
      return literal(token.value);
    case 'word':
      if (cursor.take('null')) return literal(null);
      if (cursor.isOneOf('true', 'false')) return literal(cursor.next().key);
      if (cursor.isMySql && token.key.startsWith('_') && cursor.peek(1)?.kind === 'string') {
        cursor.next();
        return literal(cursor.string());
      }
      return cursor.fail();
    default:
      return cursor.fail();
  }
}

/** MySQL, MariaDB, SQLite: `( … )`, CURRENT_TIMESTAMP, a function. */
function readTerm(cursor: Cursor): void {
  if (cursor.is('(')) {
    cursor.parenthesised();
    return;
  }
  const token = cursor.next();
  const isWord = token.kind === 'word' && !STOPS.has(token.key);
  if (cursor.engine === 'sqlite') {
    // A bare word is a string; anything more stands in parentheses.
    if (!isWord || cursor.is('(')) stepBack(cursor);
    return;
  }
  if (!isWord) stepBack(cursor);
  if (cursor.is('(')) cursor.skipParenthesised();
  else if (!NOW.has(token.key)) stepBack(cursor);
}

function stepBack(cursor: Cursor): never {
  cursor.at -= 1;
  return cursor.fail();
}

const NOW = new Set(
  'current_timestamp localtime localtimestamp current_date current_time current_user utc_date utc_time utc_timestamp'.split(
    ' ',
  ),
);

/** Words that begin the next clause. */
const STOPS = new Set(
  (
    'constraint not null primary unique references check collate generated deferrable initially default auto_increment ' +
    'comment on first after'
  ).split(' '),
);

const OF_TIME = new Set(['interval', 'timestamp', 'date', 'time']);

const OPERATORS = new Set('+ - * / % ^ | & < > = ~ ! # @'.split(' '));

/** b_expr: operands with operators between them; what stands in parentheses is taken as it is. */
function readPostgresExpression(cursor: Cursor): void {
  readOperand(cursor);
  for (;;) {
    if (cursor.take('::')) castType(cursor);
    else if (cursor.take('at', 'time', 'zone')) readOperand(cursor);
    else if (cursor.is('[')) skipBrackets(cursor);
    else if (cursor.peek()?.kind === 'symbol' && OPERATORS.has(cursor.peek()!.key)) {
      while (cursor.peek()?.kind === 'symbol' && OPERATORS.has(cursor.peek()!.key)) cursor.next();
      readOperand(cursor);
    } else return;
  }
}

function readOperand(cursor: Cursor): void {
  cursor.takeOneOf('+', '-', '~');
  if (cursor.is('(')) {
    cursor.parenthesised();
    return;
  }
  const token = cursor.next();
  switch (token.kind) {
    case 'number':
    case 'string':
    case 'bits':
      return;
    case 'word':
    case 'quoted':
      break;
    default:
      stepBack(cursor);
  }
  if (token.key === 'array' && cursor.is('[')) {
    skipBrackets(cursor);
    return;
  }
  if (OF_TIME.has(token.key) && typedLiteral(cursor, token.key)) return;
  if (token.key === 'case') stepBack(cursor);
  if (token.kind === 'word' && STOPS.has(token.key) && token.key !== 'null') stepBack(cursor);
  while (cursor.take('.')) cursor.label();
  if (cursor.is('(')) cursor.skipParenthesised();
}

/** Reads on behind the type's first word: `timestamp (3) with time zone 'epoch'` (ConstDatetime in gram.y). */
function typedLiteral(cursor: Cursor, type: string): boolean {
  const from = cursor.at;
  if (cursor.is('(')) cursor.skipParenthesised();
  const zoned =
    (type === 'timestamp' || type === 'time') &&
    ['with', 'without'].some((word) => cursor.take(word, 'time', 'zone'));
  if (zoned || cursor.peek()?.kind === 'string') {
    cursor.string();
    return true;
  }
  cursor.at = from;
  return false;
}

function castType(cursor: Cursor): void {
  const from = cursor.at;
  if (
    cursor.take('double', 'precision') ||
    cursor.take('character', 'varying') ||
    cursor.take('bit', 'varying')
  ) {
    // The name is read.
  } else cursor.tableName();
  if (cursor.is('(')) cursor.skipParenthesised();
  if (!cursor.take('with', 'time', 'zone')) cursor.take('without', 'time', 'zone');
  while (cursor.is('[')) skipBrackets(cursor);
  if (cursor.at === from) cursor.fail();
}

function skipBrackets(cursor: Cursor): void {
  cursor.expect('[');
  for (let depth = 1; depth > 0; ) {
    const { key } = cursor.next();
    if (key === '[') depth += 1;
    else if (key === ']') depth -= 1;
  }
}
