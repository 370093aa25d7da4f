/** Values as an application sends them through PDO, and whether what is read back is the same. */

import type { TypeClass } from '../../comparison/type-class.ts';
import type { EngineName } from '../../schema/index.ts';

export interface ProbeValue {
  /** `written`: a literal, or an expression, as the engine takes it. */
  readonly kind: 'text' | 'number' | 'null' | 'written';
  /** null: NULL. */
  readonly text: string | null;
}

export const text = (value: string): ProbeValue => ({ kind: 'text', text: value });
/** Written out, as it may have more digits than a JavaScript number holds. */
export const number = (value: string | number | bigint): ProbeValue => ({
  kind: 'number',
  text: String(value),
});
export const asWritten = (sql: string): ProbeValue => ({ kind: 'written', text: sql });
export const NULL: ProbeValue = { kind: 'null', text: null };

/**
 * Numbers are sent as numbers; on PostgreSQL as text whose type the server works out from the column, as PDO's driver
 * does with every value (pdo_pgsql, PQexecParams without types).
 */
export function literalOf(engine: EngineName, { kind, text: value }: ProbeValue): string {
  if (value === null) return 'NULL';
  if (kind === 'written') return value;
  if (kind === 'number' && engine !== 'postgres') return value;
  const quotes = value.replaceAll("'", "''");
  return engine === 'mysql' || engine === 'mariadb' ? `'${quotes.replaceAll('\\', '\\\\')}'` : `'${quotes}'`;
}

const NUMBERS = new Set<TypeClass>(['integer', 'decimal', 'float', 'year', 'boolean']);

/** A moment without a fraction of zeros, as MySQL writes for TIMESTAMP(3). */
export function withoutZeros(read: string | null, type: TypeClass | undefined): string | null {
  const moment = type === 'timestamp' || type === 'datetime' || type === 'time';
  return moment && read !== null ? read.replace(/(:\d\d)\.0+(?=$|[+-])/, '$1') : read;
}

/** Do both mean the same to an application that reads them with the column's type? */
export function sameText(sent: string | null, read: string | null, type: TypeClass | undefined): boolean {
  if (sent === read) return true;
  if (sent === null || read === null || type === undefined) return false;
  if (type === 'boolean' && truth(sent) !== undefined) return truth(sent) === truth(read);
  if (NUMBERS.has(type)) return plainNumber(sent) !== undefined && plainNumber(sent) === plainNumber(read);
  // PostgreSQL writes the offset of what has a time zone; the session's is UTC.
  if (type === 'timestamp' || type === 'datetime') return sent === read.replace(/\+00(:00)?$/, '');
  return false;
}

function truth(value: string): boolean | undefined {
  return /^(1|t|true)$/.test(value) ? true : /^(0|f|false)$/.test(value) ? false : undefined;
}

/** Without a sign for plus, leading zeros, and zeros at the end of the fraction; undefined: it is none. */
function plainNumber(value: string): string | undefined {
  const match = /^\s*([+-]?)0*(\d+?)(?:\.(\d*?)0*)?\s*$/.exec(value);
  if (match === null) return undefined;
  const [, sign, whole, fraction] = match;
  const digits = `${whole}${fraction ? `.${fraction}` : ''}`;
  return digits === '0' ? '0' : `${sign === '-' ? '-' : ''}${digits}`;
}
