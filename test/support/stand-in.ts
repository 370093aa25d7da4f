/** Programs of the PATH that a test writes. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A shell script of that name in the folder. */
export function standIn(folder: string, name: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, `#!/usr/bin/env bash\n${script}`);
  chmodSync(file, 0o755);
}

/** Stands for `npx --yes dialint[@version] …`, runs the built command, and writes down how it was called. */
export function npxScript(main: string): string {
  return `echo "npx $*" >> "$CALLS"\n[ "$1" = --yes ] && shift\nshift\nexec "${process.execPath}" "${main}" "$@"\n`;
}
