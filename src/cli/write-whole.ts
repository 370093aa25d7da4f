/** Writes a file whole or not at all: what was cut off would say something else. */
import { renameSync, writeFileSync } from 'node:fs';
import { CannotDo } from './exit.ts';

export function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } catch (error) {
    throw new CannotDo(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
