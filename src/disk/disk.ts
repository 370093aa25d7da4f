/**
 * The way to the user's files. While a trace is kept, every look is noted with what it saw, so that it can be told
 * later whether all of it still holds. Functions behave as those of node:fs that bear their names.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { contentOf, direntOf, missing, statOf, wrongKind } from './answers.ts';
import type { FileView } from './view.ts';

/** Texts that stand for what is on the disk, by absolute path: files that are open in an editor. */
let texts: ReadonlyMap<string, Buffer> = new Map();

/** Lets these texts stand for what the disk has, while `action` runs. They stand for files that are there. */
export function withTexts<T>(given: ReadonlyMap<string, string>, action: () => T): T {
  const outer = texts;
  texts = new Map([...given].map(([path, text]) => [path, Buffer.from(text)]));
  try {
    return action();
  } finally {
    texts = outer;
  }
}

/** One look at the disk. */
export interface Look {
  readonly of: 'presence' | 'kind' | 'bytes' | 'entries' | 'place';
  /** Absolute. */
  readonly path: string;
  /** What was there: a digest, a word, or `!` and the error's code. */
  readonly seen: string;
  /** Size, inode and times of the file or folder when it was read: while they stay, so does what was seen. */
  readonly stamp?: string;
}

/** All looks from its beginning to its end, each once. */
export class Trace {
  readonly #looks = new Map<string, Look>();
  readonly beganAt = Date.now();

  constructor() {
    open.add(this);
  }

  end(): Look[] {
    open.delete(this);
    return [...this.#looks.values()];
  }

  note(look: Look): void {
    const key = `${look.of} ${look.path}`;
    // of what changes meanwhile the first look decides: the result rests on both, and the next check finds out
    if (!this.#looks.has(key)) this.#looks.set(key, look);
  }
}

const open = new Set<Trace>();

function note(look: () => Look): void {
  if (open.size === 0) return;
  const made = look();
  for (const trace of open) trace.note(made);
}

function failure(error: unknown): string {
  return `!${(error as NodeJS.ErrnoException).code ?? 'error'}`;
}

function digest(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('base64url');
}

function stampOf(stat: fs.Stats): string {
  return `${stat.size} ${stat.ino} ${stat.mtimeMs} ${stat.ctimeMs}`;
}

function stampAt(path: string): string | undefined {
  const stat = fs.statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : stampOf(stat);
}

function kindWord(stat: fs.Stats): string {
  return stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'other';
}

function entriesDigest(entries: readonly fs.Dirent[]): string {
  const lines = entries.map(
    (entry) =>
      `${entry.name}\0${entry.isDirectory() ? 'd' : entry.isFile() ? 'f' : entry.isSymbolicLink() ? 'l' : 'o'}`,
  );
  return digest(lines.sort().join('\n'));
}

let view: FileView | undefined;

/**
 * While `action` runs, all looks go through the view. A trace knows the disk only, so nothing that was seen through a
 * view may be kept: throws where a trace is open.
 */
export async function lookingThrough<T>(through: FileView, action: () => Promise<T>): Promise<T> {
  lay(through);
  try {
    return await action();
  } finally {
    view = undefined;
  }
}

/** The same for what is done at once. */
export function seenThrough<T>(through: FileView, action: () => T): T {
  lay(through);
  try {
    return action();
  } finally {
    view = undefined;
  }
}

function lay(through: FileView): void {
  if (open.size > 0 || view !== undefined)
    throw new Error('a view may not be laid over a trace or another view');
  view = through;
}

export function existsSync(path: string): boolean {
  if (view !== undefined) {
    const seen = view.look(path);
    return seen.kind === 'disk' ? fs.existsSync(seen.path) : seen.kind !== 'absent';
  }
  const there = fs.existsSync(path);
  note(() => ({ of: 'presence', path, seen: there ? 'yes' : 'no' }));
  return there;
}

/** For what kind of thing it is; size and times are not noted. */
export function statSync(path: string): fs.Stats {
  if (view !== undefined) {
    const seen = view.look(path);
    if (seen.kind === 'absent') throw missing(path, 'stat');
    return seen.kind === 'disk' ? fs.statSync(seen.path) : statOf(seen);
  }
  try {
    const stat = fs.statSync(path);
    note(() => ({ of: 'kind', path, seen: kindWord(stat) }));
    return stat;
  } catch (error) {
    note(() => ({ of: 'kind', path, seen: failure(error) }));
    throw error;
  }
}

/** Larger files (bytes) are not read: no configuration, lock file or schema dump is. */
const MAX_TEXT_BYTES = 128 * 1024 * 1024;

/**
 * A file's bytes, as node:fs gives them but for what has no end or none in sight: EFBIG for more than MAX_TEXT_BYTES,
 * EINVAL for a pipe or device.
 */
function bytesOf(path: string): Buffer {
  const descriptor = openWithoutWaiting(path);
  try {
    const stat = fs.fstatSync(descriptor);
    if (!stat.isFile() && !stat.isDirectory())
      throw Object.assign(new Error('it is no regular file'), { code: 'EINVAL' });
    if (stat.isFile() && stat.size > MAX_TEXT_BYTES)
      throw Object.assign(new Error('the file is too large'), { code: 'EFBIG' });
    return fs.readFileSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Without O_NONBLOCK a pipe would be waited for. */
function openWithoutWaiting(path: string): number {
  return fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
}

export function readFileSync(path: string, _encoding: 'utf8'): string {
  const given = texts.get(path);
  if (given !== undefined) {
    noteBytes(path, given, undefined);
    return given.toString('utf8');
  }
  if (view !== undefined) {
    const seen = view.look(path);
    if (seen.kind === 'absent') throw missing(path, 'open');
    if (seen.kind === 'folder') throw wrongKind('EISDIR', path, 'read');
    return (seen.kind === 'disk' ? bytesOf(seen.path) : contentOf(seen)).toString('utf8');
  }
  const stamp = open.size === 0 ? undefined : stampAt(path);
  try {
    const bytes = bytesOf(path);
    noteBytes(path, bytes, stamp);
    return bytes.toString('utf8');
  } catch (error) {
    noteUnread(path, error);
    throw error;
  }
}

export function readdirSync(path: string): fs.Dirent[] {
  if (view !== undefined) {
    const seen = view.look(path);
    if (seen.kind === 'absent') throw missing(path, 'scandir');
    if (seen.kind === 'file') throw wrongKind('ENOTDIR', path, 'scandir');
    if (seen.kind === 'disk') return fs.readdirSync(seen.path, { withFileTypes: true });
    return [...seen.entries()].map(([name, kind]) => direntOf(name, kind, path));
  }
  const stamp = open.size === 0 ? undefined : stampAt(path);
  try {
    const entries = fs.readdirSync(path, { withFileTypes: true });
    note(() => ({
      of: 'entries',
      path,
      seen: entriesDigest(entries),
      ...(stamp === undefined ? {} : { stamp }),
    }));
    return entries;
  } catch (error) {
    note(() => ({ of: 'entries', path, seen: failure(error) }));
    throw error;
  }
}

export function realpathSync(path: string): string {
  if (view !== undefined) {
    const seen = view.look(path);
    if (seen.kind === 'absent') throw missing(path, 'realpath');
    return seen.kind === 'disk' ? fs.realpathSync(seen.path) : seen.path;
  }
  try {
    const place = fs.realpathSync(path);
    note(() => ({ of: 'place', path, seen: place }));
    return place;
  } catch (error) {
    note(() => ({ of: 'place', path, seen: failure(error) }));
    throw error;
  }
}

/** The bytes of a regular file; null where it is larger than `limit` bytes, or none. Throws as node:fs does. */
export function readRegular(path: string, limit: number): Buffer | { readonly refused: fs.Stats } {
  const given = texts.get(path);
  if (given !== undefined && given.length <= limit) {
    noteBytes(path, given, undefined);
    return given;
  }
  if (view === undefined) return readRegularOnDisk(path, limit);
  const seen = view.look(path);
  if (seen.kind === 'absent') throw missing(path, 'open');
  if (seen.kind === 'disk') return readRegularOnDisk(seen.path, limit);
  const stat = statOf(seen);
  return seen.kind === 'folder' || stat.size > limit ? { refused: stat } : contentOf(seen);
}

function readRegularOnDisk(path: string, limit: number): Buffer | { readonly refused: fs.Stats } {
  let descriptor: number | undefined;
  try {
    descriptor = openWithoutWaiting(path);
    const stat = fs.fstatSync(descriptor);
    if (!stat.isFile() || stat.size > limit) {
      note(() => ({ of: 'kind', path, seen: kindWord(stat) }));
      note(() => ({ of: 'bytes', path, seen: UNREAD, stamp: stampOf(stat) }));
      return { refused: stat };
    }
    const bytes = fs.readFileSync(descriptor);
    noteBytes(path, bytes, stampOf(stat));
    return bytes;
  } catch (error) {
    noteUnread(path, error);
    throw error;
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

/** A file that was looked at, and not read. */
const UNREAD = 'unread';

function noteBytes(path: string, bytes: Buffer, stamp: string | undefined): void {
  note(() => ({ of: 'bytes', path, seen: digest(bytes), ...(stamp === undefined ? {} : { stamp }) }));
}

function noteUnread(path: string, error: unknown): void {
  note(() => ({ of: 'bytes', path, seen: failure(error) }));
}

/** Times closer to the end of a trace than this (milliseconds) prove nothing: file systems count in coarse steps. */
const COARSE = 2_000;

/** Would the look see the same now? `at`: when the trace began, in milliseconds since the epoch. */
export function holds(look: Look, at: number): boolean {
  const given = look.of === 'bytes' ? texts.get(look.path) : undefined;
  if (given !== undefined) return digest(given) === look.seen;
  try {
    if (look.stamp !== undefined) {
      const stat = fs.statSync(look.path, { throwIfNoEntry: false });
      if (stat === undefined) return false;
      const old = Math.max(stat.mtimeMs, stat.ctimeMs) < at - COARSE;
      if (old && stampOf(stat) === look.stamp) return true;
    }
    return seenNow(look) === look.seen;
  } catch (error) {
    return failure(error) === look.seen;
  }
}

function seenNow({ of, path, seen }: Look): string {
  switch (of) {
    case 'presence':
      return fs.existsSync(path) ? 'yes' : 'no';
    case 'kind':
      return kindWord(fs.statSync(path));
    case 'bytes':
      // what was not read is not read now: unless its stamp holds, it counts as another
      return seen === UNREAD ? '' : digest(bytesOf(path));
    case 'entries':
      return entriesDigest(fs.readdirSync(path, { withFileTypes: true }));
    case 'place':
      return fs.realpathSync(path);
  }
}
