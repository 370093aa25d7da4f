/** Where SQL migrations lie, and whose files they are. */
import path from 'node:path';
import type { Provenance, SqlFormat } from '../../../schema/index.ts';
import type { ProjectFiles } from '../../files.ts';
import type { Dialect } from './dialects.ts';
import { dialectOfFolder } from './folder-dialect.ts';
import {
  dieselFiles,
  drizzleFiles,
  flatFiles,
  gooseCode,
  inFolder,
  nestedFiles,
  releaseFiles,
  releasesIn,
  sqlNames,
} from './folder-files.ts';
import { type NamedFile, readName, versionOf } from './names.ts';

export interface SqlFolder {
  /** Relative to the root. */
  readonly folder: string;
  readonly format: SqlFormat;
  /** Of all its files, whatever their names say. */
  readonly dialect?: Dialect;
  /** Where the dialect, or else the format, was found. */
  readonly from: Provenance;
  /** Folders of one set hold the same migrations, each in its dialect. */
  readonly set: string;
  /** `fileName` is relative to the folder, and may lie in one below it. */
  readonly files: readonly NamedFile[];
}

/** Large, or not the application's own. */
const PASSED_OVER =
  /^(?:\..*|node_modules|vendor|dist|build|target|coverage|docs?|examples?|samples?|test|tests|testdata|__tests__|fixtures?|stubs?|seeds?|seeders|mocks?)$/i;
const MAX_DEPTH = 8;
/** `20220210000001_networks` */
const ONE_MIGRATION = /^\d{8,}[-_]\w/;

/** Every folder that a migration tool would take for its own. */
export function findSqlFolders(files: ProjectFiles): SqlFolder[] {
  const found: SqlFolder[] = [];
  const walk = (folder: string, depth: number): void => {
    const known = recognised(files, folder);
    if (known !== undefined) found.push(known);
    if (depth >= MAX_DEPTH || known?.format === 'drizzle') return;
    const taken = new Set(known?.files.map(({ fileName }) => path.posix.dirname(fileName)));
    for (const { name, kind } of files.list(folder)) {
      if (kind === 'folder' && !PASSED_OVER.test(name) && !taken.has(name))
        walk(inFolder(folder, name), depth + 1);
    }
  };
  walk('.', 0);
  return found;
}

/** undefined: nothing says that the files of this folder are migrations. */
function recognised(files: ProjectFiles, folder: string): SqlFolder | undefined {
  const format = formatOf(files, folder);
  if (format === undefined) return undefined;
  if (format === 'plain' && !isNamedAsMigrations(files, folder)) return undefined;
  // what the files beside it are made of, and no history
  if (ONE_MIGRATION.test(path.posix.basename(folder)) && folder !== '.') {
    files.notice('the folder is called as one migration is: the SQL in it is not read', folder);
    return undefined;
  }
  return sqlFolder(files, folder, format);
}

/** The folder as one of this format, or of the one that its files tell. undefined: there is no file that a tool would run. */
export function sqlFolder(
  files: ProjectFiles,
  folder: string,
  format: SqlFormat,
  declared?: { readonly dialect?: Dialect; readonly from: Provenance },
): SqlFolder | undefined {
  const named = filesOf(files, folder, format);
  if (named.length === 0) return undefined;
  const told = dialectOfFolder(files, folder, format);
  const dialect = declared?.dialect ?? told?.dialect;
  return {
    folder,
    format,
    ...(dialect === undefined ? {} : { dialect }),
    from: declared?.from ?? told?.from ?? { file: inFolder(folder, named[0]!.fileName) },
    // declared for one dialect each, folders beside each other are the same migrations
    set: told?.set ?? (declared?.dialect === undefined ? folder : path.posix.dirname(folder)),
    files: named,
  };
}

function filesOf(files: ProjectFiles, folder: string, format: SqlFormat): NamedFile[] {
  switch (format) {
    case 'prisma':
      return nestedFiles(files, folder);
    case 'drizzle':
      return drizzleFiles(files, folder);
    case 'diesel':
      return dieselFiles(files, folder);
    case 'plain':
    case 'flyway': {
      const flat = flatFiles(files, folder, format);
      return flat.length > 0 ? flat : releaseFiles(files, folder, format);
    }
    case 'goose': {
      const flat = flatFiles(files, folder, format);
      return flat.length === 0 ? flat : [...flat, ...gooseCode(files, folder)];
    }
    default:
      return flatFiles(files, folder, format);
  }
}

/** Whose files these are; undefined: nobody's that is known. */
export function formatOf(files: ProjectFiles, folder: string): SqlFormat | undefined {
  const names = sqlNames(files, folder);
  if (files.exists(inFolder(folder, 'meta/_journal.json'))) return 'drizzle';
  if (names.length === 0) {
    const [first] = nestedFiles(files, folder);
    if (first !== undefined) {
      const beside = inFolder(folder, path.posix.dirname(first.fileName));
      return files.exists(`${beside}/snapshot.json`) ? 'drizzle' : 'prisma';
    }
    if (dieselFiles(files, folder).length > 0) return 'diesel';
  }
  if (names.some((name) => readName(name, 'flyway') !== undefined)) return 'flyway';
  const paired = names.flatMap((name) => readName(name, 'popx') ?? []);
  if (paired.length > 0)
    return paired.some(({ dialect, transaction }) => dialect !== undefined || transaction !== undefined)
      ? 'popx'
      : 'golang-migrate';
  const numbered = names.filter((name) => versionOf(name) !== undefined);
  if (numbered.length === 0) return formatOfReleases(files, folder);
  for (const name of numbered) {
    const marked = markedFormat(files.read(inFolder(folder, name)) ?? '');
    if (marked !== undefined) return marked;
  }
  return 'plain';
}

/** A folder for each release is one history where a tool looks into folders, or the application itself runs them. */
function formatOfReleases(files: ProjectFiles, folder: string): SqlFormat | undefined {
  const formats = releasesIn(files, folder).flatMap((name) => formatOf(files, inFolder(folder, name)) ?? []);
  const [first] = formats;
  const isOne = formats.every((format) => format === first);
  return isOne && (first === 'plain' || first === 'flyway') ? first : undefined;
}

/** The tool whose marks divide a file into its way up and its way down. */
export function markedFormat(text: string): SqlFormat | undefined {
  if (/^\s*--\s*\+goose\s+(?:up|down)\b/im.test(text)) return 'goose';
  if (/^\s*--\s*\+migrate\s+(?:up|down)\b/im.test(text)) return 'sql-migrate';
  return /^\s*--\s*migrate:(?:up|down)\b/im.test(text) ? 'dbmate' : undefined;
}

/** Numbered SQL can be anything; a folder that is called so holds migrations. */
function isNamedAsMigrations(files: ProjectFiles, folder: string): boolean {
  const full = folder === '.' ? path.basename(files.root) : folder;
  return full
    .split('/')
    .slice(-3)
    .some((part) => /migrat/i.test(part));
}
