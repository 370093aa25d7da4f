/** In which ways a column's new type holds less than the old one did. */
import type { Column, ColumnType } from '../schema/index.ts';

/** Bytes of an integer. */
const INTEGERS: Readonly<Record<string, number>> = {
  tinyint: 1,
  smallint: 2,
  int2: 2,
  smallserial: 2,
  mediumint: 3,
  int: 4,
  integer: 4,
  int4: 4,
  serial: 4,
  bigint: 8,
  int8: 8,
  bigserial: 8,
};

/** Bytes that a text type of MySQL and MariaDB holds; PostgreSQL's has no limit worth the name. */
const TEXTS: Readonly<Record<string, number>> = {
  tinytext: 255,
  text: 65_535,
  mediumtext: 16_777_215,
  longtext: 4_294_967_295,
  tinyblob: 255,
  blob: 65_535,
  mediumblob: 16_777_215,
  longblob: 4_294_967_295,
};

const isString = ({ name }: ColumnType): boolean => /^(?:var)?(?:char|binary)|^character/.test(name);
const isDecimal = ({ name }: ColumnType): boolean => /^(?:dec|decimal|numeric|fixed)$/.test(name);
const isMoment = ({ name }: ColumnType): boolean => /^(?:datetime|timestamp)/.test(name);

/** For messages: `varchar(64) → varchar(32)`. Types that are not to be compared give nothing. */
export function narrowings({ type: from, name }: Column, { type: to }: Column): string[] {
  const told = [`${from.text} → ${to.text}`];
  if (from.members !== undefined && to.members !== undefined) {
    const gone = from.members.filter((member) => !to.members!.includes(member));
    return gone.length === 0 ? [] : [`without ${gone.map((member) => `'${member}'`).join(', ')}`];
  }
  // A text that is to be one of a few values, or a number, or a moment.
  if (isString(from) || from.name in TEXTS) {
    if (to.members !== undefined) return told;
    if (to.name in INTEGERS || isDecimal(to) || isMoment(to) || to.name === 'date') return told;
  }
  if (isString(from) && isString(to))
    return from.length !== undefined && to.length !== undefined && to.length < from.length ? told : [];
  if (from.name in TEXTS && isString(to)) return to.length === undefined ? [] : told;
  if (from.name in TEXTS && to.name in TEXTS) return TEXTS[to.name]! < TEXTS[from.name]! ? told : [];
  const [was, is] = [INTEGERS[from.name], INTEGERS[to.name]];
  if (was !== undefined && is !== undefined) {
    if (/^(?:tinyint\(1\)|bool)/.test(to.text) && !/^(?:tinyint\(1\)|bool)/.test(from.text)) return told;
    if (is < was) return told;
    // A key is never below zero, and only small numbers come near the upper half of what has no sign.
    const isKey = /(?:^|_)(?:id|count)$/i.test(name);
    if (from.unsigned !== true && to.unsigned === true) return isKey ? [] : told;
    return is === was && is < 4 && from.unsigned === true && to.unsigned !== true ? told : [];
  }
  if (isDecimal(from) && isDecimal(to)) {
    const whole = (type: ColumnType): number => (type.precision ?? 10) - (type.scale ?? 0);
    return whole(to) < whole(from) || (to.scale ?? 0) < (from.scale ?? 0) ? told : [];
  }
  if (isDecimal(from) && is !== undefined) return told;
  if (/^(?:float|double|real)/.test(from.name) && (is !== undefined || isDecimal(to))) return told;
  if (isMoment(from) && /^(?:date|time|year)$/.test(to.name)) return told;
  return [];
}
