/**
 * Builds dist/ with the TypeScript compiler; does nothing where dist/ is what these sources give already, so that
 * `npm start` and `npm test` may always call it. The new folder is made aside and moved into place when it is whole.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
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

/** @param {string} folder @param {string} extension @returns {string[]} */
function filesIn(folder, extension) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path, extension) : entry.name.endsWith(extension) ? [path] : [];
  });
}

/** What the build depends on: contents, not times, which a checkout changes at will. */
function fingerprint() {
  const hash = createHash('sha256');
  const files = [
    ...['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs'].map(
      (name) => join(root, name),
    ),
    ...['src', 'rules'].flatMap((folder) => filesIn(join(root, folder), '.ts')),
  ].sort();
  for (const file of files) {
    const text = readFileSync(file);
    hash.update(`${relative(root, file).replaceAll('\\', '/')}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex');
}

/**
 * Puts the compiled modules together: what is loaded at once stands in one file, what is loaded when it is needed
 * in files of its own. Node resolves, reads and links every module by itself, which for three hundred of them
 * takes longer than a whole check of a small project.
 * @param {string} folder
 */
async function bundle(folder) {
  const { rolldown } = await import('rolldown');
  const made = await rolldown({
    input: Object.fromEntries(
      ['src/cli/main', 'src/index', 'src/replay/janitor-process'].map((entry) => [
        entry,
        join(folder, `${entry}.js`),
      ]),
    ),
    platform: 'node',
    external: /^[^./]/,
    logLevel: 'warn',
  });
  const whole = `${folder}-bundle`;
  try {
    await made.write({
      dir: whole,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'src/chunks/[name]-[hash].js',
    });
    for (const file of filesIn(folder, '.js')) rmSync(file);
    cpSync(whole, folder, { recursive: true });
  } finally {
    await made.close();
    rmSync(whole, { recursive: true, force: true });
  }
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
    await bundle(aside);
    chmodSync(join(aside, 'src', 'cli', 'main.js'), 0o755);
    writeFileSync(join(aside, '.sources'), wanted);
    rmSync(dist, { recursive: true, force: true, maxRetries: 3 });
    renameSync(aside, dist);
  }
} finally {
  rmSync(aside, { recursive: true, force: true });
}
