/** Texts in place of files, which need not be there. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import type { EntryKind, FileView } from './view.ts';
import { isWithin } from './within.ts';

/** By absolute path. */
export function textsInPlaceOf(texts: ReadonlyMap<string, Buffer>): FileView {
  const added = [...texts.keys()].filter((file) => !existsSync(file));
  return {
    look: (path) => {
      const bytes = texts.get(path);
      if (bytes !== undefined) return { kind: 'file', path, bytes: () => bytes };
      const below = added.filter((file) => isWithin(file, path));
      if (below.length === 0) return { kind: 'disk', path };
      const entries = (): ReadonlyMap<string, EntryKind> =>
        new Map([...onDisk(path), ...below.map((file) => entryOf(file, path))]);
      return { kind: 'folder', path, entries };
    },
  };
}

/** What the folder holds of a file that lies somewhere in it. */
function entryOf(file: string, folder: string): [string, EntryKind] {
  const next = file.slice(folder.endsWith(sep) ? folder.length : folder.length + 1).split(sep)[0] ?? '';
  return [basename(next), join(folder, next) === file ? 'file' : 'folder'];
}

function onDisk(folder: string): [string, EntryKind][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).map((entry) => [
    entry.name,
    entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'file',
  ]);
}
