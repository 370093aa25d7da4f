import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrationText } from './migration-text.ts';

/** Runs `use` with the folder of a Laravel project of one migration, and removes it. `files`: others, by their paths. */
export async function withProject<T>(
  { up, down = '', files = {} }: { up: string; down?: string; files?: Readonly<Record<string, string>> },
  use: (root: string) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(path.join(tmpdir(), 'dialint-project-'));
  const all: Readonly<Record<string, string>> = {
    'composer.json': '{"require":{"laravel/framework":"^12.0"}}',
    'database/migrations/2026_01_01_000000_one.php': migrationText(up, down),
    ...files,
  };
  try {
    for (const [file, text] of Object.entries(all)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
