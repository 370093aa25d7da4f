/** Where a command's result goes: standard output, or the file of --output. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CannotDo } from './exit.ts';
import type { Io } from './io.ts';

export function writeResult(text: string, file: string | undefined, io: Io): void {
  if (file === undefined) {
    if (text !== '') io.stdout.write(text);
    return;
  }
  const path = resolve(io.cwd, file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new CannotDo(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
