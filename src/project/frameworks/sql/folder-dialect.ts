/** For which dialect a folder of SQL files is written. */
import path from 'node:path';
import type { Provenance, SqlFormat } from '../../../schema/index.ts';
import type { ProjectFiles } from '../../files.ts';
import { type Dialect, dialectInFolder, dialectOf } from './dialects.ts';
import { inFolder, jsonObject, nestedFiles } from './folder-files.ts';

export interface Told {
  readonly dialect: Dialect;
  readonly from: Provenance;
  /** The folder's path without the dialect, where a name in it tells that. */
  readonly set?: string;
}

/** The dialect that the tool's own files tell, or else the names of the folders: the nearest counts. */
export function dialectOfFolder(files: ProjectFiles, folder: string, format: SqlFormat): Told | undefined {
  const own =
    format === 'prisma'
      ? prismaProvider(files, folder)
      : format === 'drizzle'
        ? drizzleDialect(files, folder)
        : undefined;
  const parts = folder.split('/');
  for (let at = parts.length - 1; at >= 0; at--) {
    const dialect = dialectInFolder(parts[at]!)?.dialect;
    if (dialect === undefined) continue;
    const set = parts.flatMap((part) => withoutDialect(part, dialect)).join('/');
    return { dialect: own?.dialect ?? dialect, from: own?.from ?? { file: folder }, set: set || '.' };
  }
  return own;
}

/** `persistence-mysql/db/mysql` and `persistence-postgres/db/postgres` hold the same migrations: `persistence/db`. */
function withoutDialect(part: string, { engine, title }: Dialect): string[] {
  const found = dialectInFolder(part);
  if (found === undefined || found.dialect.engine !== engine || found.dialect.title !== title) return [part];
  return found.rest === '' ? [] : [found.rest];
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
