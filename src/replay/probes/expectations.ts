/** What several probes expect alike. */

import { membersOfCheck } from '../../comparison/type-class.ts';
import type { Table } from '../../schema/index.ts';
import { type Expected, type Known, resolved } from './probe.ts';

/** MySQL and MariaDB in strict mode refuse; without it they change the value. */
export function strict(code: string, known: Known): readonly string[] {
  return strictOf([code], known);
}

export function strictOf(codes: readonly string[], { target }: Known): readonly string[] {
  return target.settings.strict ? codes.map((code) => `refused ${code}`) : ['kept', 'reads *'];
}

export function strictly(code: string): Expected {
  return (known) => strict(code, known);
}

/** Characters of three bytes at most: emoji do not fit. */
export function isNarrow({ column }: Known): boolean {
  return column?.charset !== undefined && column.charset !== 'utf8mb4';
}

/** Refused where the column's character set has no such character. */
export function narrow(code: string): Extract<Expected, (known: Known) => unknown> {
  return (known) => (isNarrow(known) ? strict(code, known) : 'kept');
}

/** What stands at, or just beyond, the end of the declared range is kept where the engine's own type reaches further. */
export function fits(
  otherwise: string,
  { max = false, beyond = false }: { readonly max?: boolean; readonly beyond?: boolean },
): Expected {
  return ({ type, declared }) => {
    const bits = declared?.bits ?? 64;
    const own = type?.bits ?? 64;
    // Of an unsigned type the largest number needs one bit more than a type with a sign has.
    const needed = bits + (max && declared?.unsigned === true ? 1 : 0) + (beyond ? 1 : 0);
    return needed <= own ? 'kept' : otherwise;
  };
}

/** Where the list of an enum is a check of the table, it refuses; a rebuild of SQLite may have lost it. */
export function checked(table: Table, column: string | undefined, refused: string): string {
  return column !== undefined && membersOfCheck(table.checks, column) !== undefined ? refused : 'kept';
}

/** undefined: it has no other case. */
export function otherCase(member: string | undefined): string | undefined {
  if (member === undefined) return undefined;
  const upper = member.toUpperCase();
  const other = upper === member ? member.toLowerCase() : upper;
  return other === member ? undefined : other;
}

/** What is too long for the declared length is kept where the engine's own column is longer, or has no length. */
export function tooLong(otherwise: Expected): Expected {
  return (known) => {
    const own = known.type?.length;
    if (own === undefined || own > (known.declared?.length ?? own)) return 'kept';
    return resolved(otherwise, known);
  };
}

/** Where the engine keeps JSON as text it checks and changes nothing. */
export function ofJson(otherwise: Expected): Expected {
  return (known) => (known.type?.class === 'json' ? resolved(otherwise, known) : ['kept', 'reads *']);
}

/** Where the engine's own column may be NULL, nothing is missing. */
export function ofNotNull(otherwise: Expected): Expected {
  return (known) => (known.column?.nullable === true ? 'kept' : resolved(otherwise, known));
}

/** Of a value, from what was declared. */
export type Digits = (declared: { readonly precision: number; readonly scale: number }) => {
  readonly whole: number;
  readonly fraction: number;
  /** Rounded to fewer digits behind the point, it needs one more before it: 9.99. */
  readonly carries?: boolean;
};

/**
 * What the engine's own type makes of a decimal, where its migrations give it other digits than were declared: `whole` and
 * `fraction` are the digits of the value before and behind the point. `refused`: what is too large.
 */
export function ofDigits(digits: Digits, refused: Expected): Expected {
  return (known) => {
    const { type, declared } = known;
    const { precision, scale } = declared ?? {};
    if (precision === undefined || scale === undefined) return ['kept', 'reads *'];
    if (type?.class !== 'decimal') return ['kept', 'reads *', 'refused *'];
    // NUMERIC alone has no bounds.
    if (type.precision === undefined) return 'kept';
    const { whole, fraction, carries = false } = digits({ precision, scale });
    const own = { whole: type.precision - (type.scale ?? 0), fraction: type.scale ?? 0 };
    const rounds = fraction > own.fraction;
    if (whole + (rounds && carries ? 1 : 0) > own.whole) return resolved(refused, known);
    return rounds ? 'reads *' : 'kept';
  };
}
