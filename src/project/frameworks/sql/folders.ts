/** Where SQL migrations lie, and whose files they are. */
import path from 'node:path';
import type { Provenance, SqlFormat } from '../../../schema/index.ts';
import type { ProjectFiles } from '../../files.ts';
import { type Dialect, dialectInFolder, dialectOf } from './dialects.ts';
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
  /** `fileName` is relative to the folder. */
  readonly files: readonly NamedFile[];
}

/** Large, or not the application's own. */
const PASSED_OVER =
  /^(?:\..*|node_modules|vendor|dist|build|target|coverage|docs?|examples?|samples?|test|tests|testdata|__tests__|fixtures?|stubs?|seeds?|seeders|mocks?)$/i;
const MAX_DEPTH = 8;

/** Every folder that a migration tool would take for its own. */
export function findSqlFolders(files: ProjectFiles): SqlFolder[] {
  const found: SqlFolder[] = [];
  const walk = (folder: string, depth: number): void => {
    const known = recognised(files, folder);
    if (known !== undefined) found.push(known);
    if (depth >= MAX_DEPTH || known?.format === 'prisma' || known?.format === 'drizzle') return;
    for (const { name, kind } of files.list(folder)) {
      if (kind === 'folder' && !PASSED_OVER.test(name))
        walk(folder === '.' ? name : `${folder}/${name}`, depth + 1);
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
  return sqlFolder(files, folder, format);
}

/** The folder as one of this format, or of the one that its files tell. undefined: there is no file that a tool would run. */
export function sqlFolder(
  files: ProjectFiles,
  folder: string,
  format: SqlFormat,
  declared?: { readonly dialect?: Dialect; readonly from: Provenance },
): SqlFolder | undefined {
  const named =
    format === 'prisma'
      ? nestedFiles(files, folder)
      : format === 'drizzle'
        ? drizzleFiles(files, folder)
        : flatFiles(files, folder, format);
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

export function inFolder(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`;
}

function sqlNames(files: ProjectFiles, folder: string): string[] {
  return files
    .list(folder)
    .filter(({ name, kind }) => kind !== 'folder' && /\.sql$/i.test(name))
    .map(({ name }) => name);
}

/** Whose files these are; undefined: nobody's that is known. */
export function formatOf(files: ProjectFiles, folder: string): SqlFormat | undefined {
  const names = sqlNames(files, folder);
  if (files.exists(inFolder(folder, 'meta/_journal.json'))) return 'drizzle';
  if (names.length === 0) {
    const [first] = nestedFiles(files, folder);
    if (first === undefined) return undefined;
    const beside = inFolder(folder, path.posix.dirname(first.fileName));
    return files.exists(`${beside}/snapshot.json`) ? 'drizzle' : 'prisma';
  }
  if (names.some((name) => readName(name, 'flyway') !== undefined)) return 'flyway';
  const paired = names.flatMap((name) => readName(name, 'popx') ?? []);
  if (paired.length > 0)
    return paired.some(({ dialect, transaction }) => dialect !== undefined || transaction !== undefined)
      ? 'popx'
      : 'golang-migrate';
  const numbered = names.filter((name) => versionOf(name) !== undefined);
  const [first] = numbered;
  if (first === undefined) return undefined;
  return markedFormat(files.read(inFolder(folder, first)) ?? '') ?? 'plain';
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

function flatFiles(files: ProjectFiles, folder: string, format: SqlFormat): NamedFile[] {
  return sqlNames(files, folder).flatMap((name) => {
    const named = readName(name, format);
    if (named !== undefined) return [named];
    files.notice(
      `no ${format === 'plain' ? 'number begins its name' : `${format} migration is named so`}: it is not read`,
      inFolder(folder, name),
    );
    return [];
  });
}

/** `20240101_users/migration.sql` (Prisma, and Drizzle from 1.0 on): in order of the folders' names. */
function nestedFiles(files: ProjectFiles, folder: string): NamedFile[] {
  return files.folders(folder).flatMap((name): NamedFile[] => {
    const fileName = `${name}/migration.sql`;
    if (!files.exists(inFolder(folder, fileName))) return [];
    return [{ fileName, name, version: `~${name}`, direction: 'up' }];
  });
}

/** What the journal lists, in its order. */
function drizzleFiles(files: ProjectFiles, folder: string): NamedFile[] {
  const journal = inFolder(folder, 'meta/_journal.json');
  const text = files.read(journal);
  if (text === null) return nestedFiles(files, folder);
  const entries = (jsonObject(text)?.entries ?? null) as readonly { readonly tag?: unknown }[] | null;
  if (!Array.isArray(entries)) {
    files.notice('it is not a journal of Drizzle; the files are taken in order of name', journal);
    return flatFiles(files, folder, 'plain');
  }
  const listed = entries.flatMap(({ tag }) => (typeof tag === 'string' ? [tag] : []));
  for (const name of sqlNames(files, folder)) {
    if (!listed.includes(name.replace(/\.sql$/i, '')))
      files.notice('is never run: the journal does not list it', inFolder(folder, name));
  }
  return listed.flatMap((tag, index): NamedFile[] => {
    if (files.exists(inFolder(folder, `${tag}.sql`)))
      return [{ fileName: `${tag}.sql`, name: tag, version: String(index), direction: 'up' }];
    files.notice(`it lists ${tag}, and there is no such file`, journal);
    return [];
  });
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

interface Told {
  readonly dialect: Dialect;
  readonly from: Provenance;
  readonly set?: string;
}

/** The dialect that the tool's own files, or the folders' names, tell. */
function dialectOfFolder(files: ProjectFiles, folder: string, format: SqlFormat): Told | undefined {
  const own =
    format === 'prisma'
      ? prismaProvider(files, folder)
      : format === 'drizzle'
        ? drizzleDialect(files, folder)
        : undefined;
  const parts = folder.split('/');
  // the folder, or the one above it; one that is only called migrations lies in between
  const between = /^migrations?$/i.test(parts.at(-2) ?? '') ? 1 : 0;
  for (let at = parts.length - 1; at >= Math.max(0, parts.length - 2 - between); at--) {
    const found = dialectInFolder(parts[at]!);
    if (found === undefined) continue;
    const { dialect, rest } = found;
    const set = [...parts.slice(0, at), ...(rest === '' ? [] : [rest]), ...parts.slice(at + 1)].join('/');
    return { dialect: own?.dialect ?? dialect, from: own?.from ?? { file: folder }, set: set || '.' };
  }
  return own;
}

function prismaProvider(files: ProjectFiles, folder: string): Told | undefined {
  for (const name of ['migration_lock.toml', '../schema.prisma', '../schema/schema.prisma']) {
    const file = path.posix.normalize(inFolder(folder, name));
    const text = files.read(file) ?? '';
    const block = name.endsWith('.toml') ? text : (/\bdatasource\s+\w+\s*\{[^}]*\}/.exec(text)?.[0] ?? '');
    const word = /^\s*provider\s*=\s*"(\w+)"/m.exec(block)?.[1];
    const dialect = word === undefined ? undefined : dialectOf(word);
    if (dialect === undefined) continue;
    return { dialect, from: { file, line: lineWith(text, word!) } };
  }
  return undefined;
}

function drizzleDialect(files: ProjectFiles, folder: string): Told | undefined {
  const [first] = nestedFiles(files, folder);
  const candidates = [
    inFolder(folder, 'meta/_journal.json'),
    ...(first === undefined ? [] : [`${inFolder(folder, path.posix.dirname(first.fileName))}/snapshot.json`]),
  ];
  for (const file of candidates) {
    const text = files.exists(file) ? files.read(file) : null;
    const word = text === null ? undefined : jsonObject(text)?.dialect;
    const dialect = typeof word === 'string' ? dialectOf(word) : undefined;
    if (dialect !== undefined) return { dialect, from: { file, line: lineWith(text!, `"${word}"`) } };
  }
  for (const ending of ['ts', 'js', 'mjs', 'cjs', 'json']) {
    for (const above of ['', path.posix.dirname(folder)]) {
      const file = inFolder(above === '' ? '.' : above, `drizzle.config.${ending}`);
      const text = files.exists(file) ? (files.read(file) ?? '') : '';
      const word = /\bdialect["']?\s*:\s*["'](\w+)["']/.exec(text)?.[1];
      const dialect = word === undefined ? undefined : dialectOf(word);
      if (dialect !== undefined) return { dialect, from: { file, line: lineWith(text, word!) } };
    }
  }
  return undefined;
}

function lineWith(text: string, word: string): number {
  return text.slice(0, Math.max(0, text.indexOf(word))).split('\n').length;
}
