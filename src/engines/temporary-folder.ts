/** Folders that a replay makes for its servers and files, and removes. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EngineFault } from '../schema/index.ts';

/** A new one, `dialint-{purpose}-…`. Throws EngineFault where there is no place for it. */
export function temporaryFolder(purpose: string): string {
  try {
    return mkdtempSync(path.join(tmpdir(), `dialint-${purpose}-`));
  } catch (error) {
    throw new EngineFault(
      `a temporary folder could not be made (${(error as Error).message}); TMPDIR names another place for it`,
    );
  }
}
