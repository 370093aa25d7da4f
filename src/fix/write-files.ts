/** Writes what was fixed: every file whole, with the mode that it had. */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** One file: what it held when it was fixed, and what it is to hold. */
export interface NewContent {
  /** Absolute. */
  readonly path: string;
  /** Null: there was no such file. */
  readonly before: string | null;
  readonly after: string;
}

/** What stands on the disk is not what was fixed. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}

interface Made {
  readonly aside: string;
  readonly place: string;
}

/**
 * All new texts are written beside their files before the first takes its place, so what cannot be written (a full disk,
 * a folder that is read-only) leaves everything as it was. Throws ChangedMeanwhile, and what node:fs throws.
 */
export function writeFiles(files: readonly NewContent[]): void {
  const made: Made[] = [];
  try {
    for (const { path, before, after } of files) {
      // Through a link: the link stays one.
      const place = before === null ? path : realpathSync(path);
      if (before !== null && !readFileSync(place).equals(Buffer.from(before)))
        throw new ChangedMeanwhile(`${path} was changed by somebody else meanwhile; nothing was written`);
      const mode = before === null ? 0o666 : statSync(place).mode & 0o7777;
      const aside = join(dirname(place), `.${basename(place)}.${process.pid}.tmp`);
      made.push({ aside, place });
      const descriptor = openSync(aside, 'wx', mode);
      try {
        writeSync(descriptor, after);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    }
    for (const { aside, place } of made) renameSync(aside, place);
  } catch (error) {
    for (const { aside } of made) rmSync(aside, { force: true });
    throw error;
  }
}
