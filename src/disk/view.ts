/** The user's files as something else than the disk has them: as they are staged, or with one text in place of a file. */
import type fs from 'node:fs';

export type EntryKind = 'file' | 'folder' | 'link';

/** What a view has at a path. `path` is absolute, with the links that the view knows resolved. */
export type Seen =
  /** As the disk has it, at this path. */
  | { readonly kind: 'disk'; readonly path: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly path: string; bytes(): Buffer }
  | { readonly kind: 'folder'; readonly path: string; entries(): ReadonlyMap<string, EntryKind> };

export interface FileView {
  /** `path` is absolute. */
  look(path: string): Seen;
}

export function missing(path: string, call: string): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error(`ENOENT: no such file or directory, ${call} '${path}'`);
  error.code = 'ENOENT';
  return error;
}

export function wrongKind(code: 'EISDIR' | 'ENOTDIR', path: string, call: string): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error(`${code}: ${call} '${path}'`);
  error.code = code;
  return error;
}

/** What callers ask of fs.Stats: its kind and its size in bytes. */
export function statOf(seen: Extract<Seen, { kind: 'file' | 'folder' }>): fs.Stats {
  const kind = { isFile: () => seen.kind === 'file', isDirectory: () => seen.kind === 'folder' };
  const size = seen.kind === 'file' ? seen.bytes().length : 0;
  return { ...kind, isSymbolicLink: () => false, size } as fs.Stats;
}

export function direntOf(name: string, kind: EntryKind, parentPath: string): fs.Dirent {
  return {
    name,
    parentPath,
    isFile: () => kind === 'file',
    isDirectory: () => kind === 'folder',
    isSymbolicLink: () => kind === 'link',
  } as fs.Dirent;
}
