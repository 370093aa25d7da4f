/** Reads a project's files. What cannot be read gives one notice, and the work goes on. */

import path from 'node:path';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from '../disk/disk.ts';
import type { ProjectNotice } from '../schema/index.ts';

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
}

export class ProjectFiles {
  /** Absolute. */
  readonly root: string;
  readonly notices: ProjectNotice[] = [];
  readonly #texts = new Map<string, string | null>();

  constructor(root: string) {
    this.root = path.resolve(root);
  }

  absolute(file: string): string {
    return path.resolve(this.root, file);
  }

  /** Relative to the root, with forward slashes. */
  relative(file: string): string {
    return path.relative(this.root, file).split(path.sep).join('/');
  }

  exists(file: string): boolean {
    return existsSync(this.absolute(file));
  }

  isFolder(file: string): boolean {
    try {
      return statSync(this.absolute(file)).isDirectory();
    } catch {
      // not there, not to be seen, or a link that leads in a circle
      return false;
    }
  }

  /** The text of a file; null where there is none, or it cannot be read (which is noticed). */
  read(file: string): string | null {
    const absolute = this.absolute(file);
    const known = this.#texts.get(absolute);
    if (known !== undefined) return known;
    let text: string | null = null;
    try {
      // a pipe would be waited for
      if (statSync(absolute).isFile()) text = readFileSync(absolute, 'utf8');
      else this.notice('it is no regular file', file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EISDIR')
        this.notice(code === 'EFBIG' ? 'it is too large to be read' : `cannot be read (${code})`, file);
    }
    this.#texts.set(absolute, text);
    return text;
  }

  /** What a folder holds, sorted by name; empty where there is none, or it cannot be read (which is noticed). */
  list(folder: string): FolderEntry[] {
    try {
      return readdirSync(this.absolute(folder))
        .map((entry): FolderEntry => {
          const kind = entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'file';
          return { name: entry.name, kind };
        })
        .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') this.notice(`folder cannot be read (${code})`, folder);
      return [];
    }
  }

  /** Names of the folders in a folder, links to folders included, hidden ones not. */
  folders(folder: string): string[] {
    const names: string[] = [];
    for (const entry of this.list(folder)) {
      if (entry.name.startsWith('.') || entry.kind === 'file') continue;
      if (entry.kind === 'folder' || this.isFolder(path.join(folder, entry.name))) names.push(entry.name);
    }
    return names;
  }

  /** The place that a path really is, through links; null where it leads nowhere. */
  real(file: string): string | null {
    try {
      return realpathSync(this.absolute(file));
    } catch {
      return null;
    }
  }

  notice(message: string, file?: string, line?: number): void {
    const where = file === undefined ? {} : { file: this.relative(this.absolute(file)) || '.' };
    this.notices.push({ message, ...where, ...(line === undefined ? {} : { line }) });
  }
}

/** The line, from 1, that an offset lies on. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
