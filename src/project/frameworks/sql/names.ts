/** What the names of migration files say: version, direction, dialect. */
import type { SqlFormat } from '../../../schema/index.ts';
import { type Dialect, dialectOf } from './dialects.ts';

export interface NamedFile {
  /** As it stands in its folder. */
  readonly fileName: string;
  /** Without ending, direction and dialect: the same for all files of one migration. */
  readonly name: string;
  readonly version: string;
  readonly direction: 'up' | 'down';
  readonly dialect?: Dialect;
  readonly transaction?: boolean;
  /** The language that it is written in, where it is code. */
  readonly code?: string;
}

/**
 * A file's name as the tool reads it; undefined: the tool does not run it. golang-migrate: source.Parse
 * (`^([0-9]+)_(.*)\.(down|up)\.(.*)$`); pop: ParseMigrationFilename; Flyway: its page "Migrations".
 */
export function readName(fileName: string, format: SqlFormat): NamedFile | undefined {
  if (!/\.sql$/i.test(fileName)) return undefined;
  const stem = fileName.replace(/\.sql$/i, '');
  if (format === 'flyway') return flywayName(fileName, stem);
  const paired = format === 'golang-migrate' || format === 'popx';
  const direction = /[._-](up|down)$/i.exec(stem);
  if (paired && direction === null) return undefined;
  let rest = direction === null ? stem : stem.slice(0, direction.index);
  let dialect: Dialect | undefined;
  let transaction: boolean | undefined;
  for (let tag = lastTag(rest); tag !== undefined; tag = lastTag(rest)) {
    const known = dialectOf(tag);
    if (known !== undefined && dialect === undefined) dialect = known;
    else if (tag.toLowerCase() === 'autocommit') transaction = false;
    else break;
    rest = rest.slice(0, -tag.length - 1);
  }
  const version = versionOf(rest);
  if (version === undefined) return undefined;
  return {
    fileName,
    name: rest,
    version,
    direction: direction?.[1]?.toLowerCase() === 'down' ? 'down' : 'up',
    ...(dialect === undefined ? {} : { dialect }),
    ...(transaction === undefined ? {} : { transaction }),
  };
}

function lastTag(name: string): string | undefined {
  return /\.([A-Za-z][A-Za-z0-9]*)$/.exec(name)?.[1];
}

/** The digits that a name begins with: `0001_users`, `V0001.Users`, `20240101-users`. */
export function versionOf(name: string): string | undefined {
  return /^v?(\d+)(?![\d])/i.exec(name)?.[1];
}

/** `V1_2__add_users.sql`, `U1_2__add_users.sql` (undo), `R__views.sql` (repeatable, run last, in order of name). */
function flywayName(fileName: string, stem: string): NamedFile | undefined {
  const versioned = /^([VU])(\d+(?:[._]\d+)*)__(.+)$/.exec(stem);
  if (versioned !== null) {
    const [, kind, version = '', name = ''] = versioned;
    const dotted = version.replaceAll('_', '.');
    return {
      fileName,
      name: `V${dotted}__${name}`,
      version: dotted,
      direction: kind === 'U' ? 'down' : 'up',
    };
  }
  const repeatable = /^R__(.+)$/.exec(stem);
  return repeatable === null ? undefined : { fileName, name: stem, version: `~${stem}`, direction: 'up' };
}

/** By version, number by number; what has none (`~…`) comes last, in order of name. */
export function compareVersion(a: string, b: string): number {
  const late = Number(a.startsWith('~')) - Number(b.startsWith('~'));
  if (late !== 0) return late;
  if (a.startsWith('~')) return a < b ? -1 : a > b ? 1 : 0;
  const [left, right] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = BigInt(left[at] ?? '0') - BigInt(right[at] ?? '0');
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}
