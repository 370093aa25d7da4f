/** What MySQL's and MariaDB's collations hold for equal. The others compare byte by byte here. */
import type { Expected, Known } from './probe.ts';

type Folds = 'case' | 'accents' | 'width';

/** By the suffixes of its name: https://dev.mysql.com/doc/refman/8.4/en/charset-collation-names.html */
function folds({ column }: Known, what: Folds): boolean {
  const name = column?.collation?.toLowerCase() ?? '';
  if (name === '' || /_bin$|_cs$/.test(name)) return false;
  if (what === 'case') return /_ci$/.test(name);
  // Only the weights of the UCA know widths, which it tells apart where it does cases (UTS #10, tertiary weights).
  if (what === 'width') return /_ci$/.test(name) && /unicode|0900|uca1400/.test(name);
  // A collation that says nothing of accents ignores them with case.
  return !/_as_/.test(name);
}

/** NO PAD: https://dev.mysql.com/doc/refman/8.4/en/charset-binary-collations.html, https://mariadb.com/kb/en/collations/ (nopad) */
function pads({ column, engine }: Known): boolean {
  const name = column?.collation?.toLowerCase() ?? '';
  if (name === '' || name === 'binary') return false;
  return engine === 'mysql' ? !/_0900_/.test(name) : !/nopad/.test(name);
}

export function ifFolded(code: string, what: Folds = 'case'): Expected {
  return (known) => (folds(known, what) ? `refused ${code}` : 'keeps both');
}

export function ifPadded(code: string): Expected {
  return (known) => (pads(known) ? `refused ${code}` : 'keeps both');
}

export function foundIfFolded(what: Folds = 'case'): Expected {
  return (known) => (folds(known, what) ? 'found' : 'not found');
}

export const foundIfPadded: Expected = (known) => (pads(known) ? 'found' : 'not found');
