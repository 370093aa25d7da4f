/**
 * The files as git's index has them. What is tracked is seen as it is staged; what git ignores (vendor/, .env) is no
 * part of any commit and is seen as the disk has it; what is neither is not there.
 */
import { dirname, join, posix } from 'node:path';
import type { EntryKind, FileView, Seen } from '../disk/view.ts';
import type { Git } from '../git/git.ts';
import { CannotDo } from './exit.ts';

interface Leaf {
  readonly kind: 'file' | 'link' | 'ignored' | 'submodule';
  /** The object's id in git; null: the disk has the same. */
  readonly object: string | null;
}

/** Links that are followed for one path, as the system limits them. */
const MAX_LINKS = 40;

/** Throws CannotDo while a merge is not resolved: then the index holds several texts of one file. */
export function indexView(git: Git): FileView {
  return new IndexView(git);
}

class IndexView implements FileView {
  readonly #git: Git;
  readonly #leaves = new Map<string, Leaf>();
  /** What each folder holds; the top is ''. */
  readonly #folders = new Map<string, Map<string, EntryKind>>([['', new Map()]]);
  readonly #bytes = new Map<string, Buffer>();

  constructor(git: Git) {
    this.#git = git;
    const differs = new Set(
      git.list('diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--ignore-submodules=all', '--'),
    );
    for (const line of git.list('ls-files', '--stage', '-v', '-z')) {
      const [, tag, mode, object, stage, name] = /^(\S) (\d+) ([0-9a-f]+) (\d)\t([\s\S]+)$/.exec(line) ?? [];
      if (tag === undefined || mode === undefined || object === undefined || name === undefined) {
        throw new CannotDo(`git ls-files answered what is not understood: ${line}`);
      }
      if (stage !== '0')
        throw new CannotDo(`--staged: ${name} is not merged yet; the index holds several texts of it`);
      // git does not look at files that are assumed to be unchanged, or left out of a sparse checkout
      const unsure = tag !== 'H' || differs.has(name);
      const kind = mode === '120000' ? 'link' : mode === '160000' ? 'submodule' : 'file';
      this.#add(name, { kind, object: unsure || kind === 'link' ? object : null });
    }
    for (const name of git.list(
      'ls-files',
      '--others',
      '--ignored',
      '--exclude-standard',
      '--directory',
      '-z',
    )) {
      this.#add(
        name.replace(/\/$/, ''),
        { kind: 'ignored', object: null },
        name.endsWith('/') ? 'folder' : 'file',
      );
    }
    this.#leaves.set('.git', { kind: 'ignored', object: null });
  }

  #add(name: string, leaf: Leaf, as?: EntryKind): void {
    // Of a folder in which something is tracked, the tracked files tell what it holds.
    if (this.#folders.has(name)) return;
    this.#leaves.set(name, leaf);
    let entry: EntryKind =
      as ?? (leaf.kind === 'link' ? 'link' : leaf.kind === 'submodule' ? 'folder' : 'file');
    for (let path = name; path !== ''; entry = 'folder') {
      const parent = posix.dirname(path) === '.' ? '' : posix.dirname(path);
      const known = this.#folders.get(parent);
      const folder = known ?? new Map<string, EntryKind>();
      folder.set(posix.basename(path), entry);
      // The folders above a known one are known as well.
      if (known !== undefined) return;
      this.#folders.set(parent, folder);
      path = parent;
    }
  }

  look(path: string): Seen {
    const name = this.#git.inside(path);
    return name === null ? { kind: 'disk', path } : this.#at(name, path, MAX_LINKS);
  }

  #at(name: string, asked: string, links: number): Seen {
    const parts = name === '' ? [] : name.split('/');
    for (let length = 1; length <= parts.length; length += 1) {
      const here = parts.slice(0, length).join('/');
      const leaf = this.#leaves.get(here);
      if (leaf === undefined) continue;
      const rest = parts.slice(length);
      switch (leaf.kind) {
        case 'ignored':
        case 'submodule':
          return { kind: 'disk', path: join(this.#git.realTop, name) };
        case 'file':
          return rest.length > 0 ? { kind: 'absent' } : this.#file(here, leaf);
        case 'link': {
          if (links === 0) return { kind: 'absent' };
          const path = join(
            this.#git.realTop,
            dirname(here),
            this.#object(leaf.object ?? '').toString('utf8'),
            ...rest,
          );
          const target = this.#git.inside(path);
          return target === null ? { kind: 'disk', path } : this.#at(target, asked, links - 1);
        }
      }
    }
    const entries = this.#folders.get(name);
    if (entries === undefined) return { kind: 'absent' };
    return { kind: 'folder', path: join(this.#git.realTop, name), entries: () => entries };
  }

  #file(name: string, { object }: Leaf): Seen {
    const path = join(this.#git.realTop, name);
    return object === null
      ? { kind: 'disk', path }
      : { kind: 'file', path, bytes: () => this.#object(object) };
  }

  #object(id: string): Buffer {
    const known = this.#bytes.get(id);
    if (known !== undefined) return known;
    const bytes = this.#git.bytes('cat-file', 'blob', id);
    this.#bytes.set(id, bytes);
    return bytes;
  }
}
