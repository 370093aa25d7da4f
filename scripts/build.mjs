/**
 * Builds dist/ with the TypeScript compiler; does nothing where dist/ is what these sources give already, so that
 * `npm start` and `npm test` may always call it. The new folder is made aside and moved into place when it is whole.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const stamp = join(dist, '.sources');
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
}

/** What the build depends on: contents, not times, which a checkout changes at will. */
function fingerprint() {
  const hash = createHash('sha256');
  const files = [
    ...['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs'].map(
      (name) => join(root, name),
    ),
    ...['src', 'rules'].flatMap((folder) => filesIn(join(root, folder))),
  ].sort();
  for (const file of files) {
    const text = readFileSync(file);
    hash.update(`${relative(root, file).replaceAll('\\', '/')}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex');
}

const wanted = fingerprint();
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) process.exit(0);

// In node_modules, where neither git nor the formatter looks.
const aside = join(root, 'node_modules', `.dialint-build-${process.pid}`);
rmSync(aside, { recursive: true, force: true });
mkdirSync(aside, { recursive: true });
try {
  const { status, error } = spawnSync(
    process.execPath,
    [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', aside],
    { cwd: root, stdio: ['ignore', 2, 2] },
  );
  if (error) throw error;
  if (status !== 0) process.exitCode = status ?? 1;
  else {
    chmodSync(join(aside, 'src', 'cli', 'main.js'), 0o755);
    writeFileSync(join(aside, '.sources'), wanted);
    rmSync(dist, { recursive: true, force: true, maxRetries: 3 });
    renameSync(aside, dist);
  }
} finally {
  rmSync(aside, { recursive: true, force: true });
}
