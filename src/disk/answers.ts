/** A view's answers in the form of node:fs: what callers ask of the disk they ask of a view in the same words. */
import type fs from 'node:fs';
import type { EntryKind, Seen } from './view.ts';

export function contentOf(seen: Extract<Seen, { kind: 'file' }>): Buffer {
  const bytes = seen.bytes();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
