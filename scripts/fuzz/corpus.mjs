/** Real PHP to start from: migrations, and the providers, models and configuration that stand beside them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

const MIGRATION = /^\d{4}_\d\d_\d\d_\d+_\w+\.php$/;
const NEIGHBOUR = /(ServiceProvider|^database)\.php$/;
/** Mutating larger files costs more than it finds. */
const MAX_BYTES = 60_000;
const SKIPPED = new Set(['.git', 'node_modules', 'vendor']);

function collect(folder, into, depth = 0) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth < 14 && !SKIPPED.has(entry.name)) collect(path, into, depth + 1);
    if (!entry.isFile() || !entry.name.endsWith('.php')) continue;
    const list = MIGRATION.test(entry.name)
      ? into.migrations
      : NEIGHBOUR.test(entry.name) || /[/\\]Models[/\\]/.test(path)
        ? into.neighbours
        : undefined;
    if (list !== undefined && statSync(path).size < MAX_BYTES) list.push(path);
  }
}

/** Paths by kind, in an order that is the same everywhere. */
export function readCorpus(folders) {
  const found = { migrations: [], neighbours: [] };
  for (const folder of folders) collect(folder, found);
  return found;
}

export const textOf = (path) => readFileSync(path, 'utf8');
export { basename as nameOf };
