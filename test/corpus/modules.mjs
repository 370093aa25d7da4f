/**
 * dialint's own modules, straight from the sources. The build puts them into one file that offers only what the package
 * offers; here the parts are wanted one by one.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const ENTRY = `
export { analyseProject } from './src/analyse.ts';
export { verdictOf } from './src/check.ts';
export { loadFrameworks } from './src/frameworks.ts';
export { judgeFor } from './src/engines/index.ts';
export { splitSql } from './src/frontends/sql/split.ts';
export { LaravelFrontend } from './src/frontends/laravel/frontend.ts';
export { buildTimeline } from './src/timeline/build.ts';
export { initialCatalog } from './src/timeline/initial-catalog.ts';
export { DBAL_FRAMEWORKS, FRAMEWORKS } from './test/frontends/laravel/record/frameworks.ts';
`;

function sources(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Bundles the sources as they are now, unless that has been done, and loads them. */
export async function loadModules() {
  const hash = createHash('sha256').update(ENTRY);
  const record = path.join(root, 'test/frontends/laravel/record');
  for (const file of [path.join(root, 'src'), path.join(root, 'rules'), record].flatMap(sources))
    hash.update(file).update(readFileSync(file));
  // In node_modules, where neither git nor the formatter looks, and the dependencies are found.
  const folder = path.join(root, 'node_modules', '.dialint-compare');
  const file = path.join(folder, `${hash.digest('hex').slice(0, 16)}.mjs`);
  if (!existsSync(file)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const made = await rolldown({
      input: { entry: 'compare-entry' },
      cwd: root,
      platform: 'node',
      external: /^(?!compare-entry$)[^./]/,
      logLevel: 'warn',
      plugins: [
        {
          name: 'entry',
          resolveId: (id) => (id === 'compare-entry' ? path.join(root, 'compare-entry.ts') : null),
          load: (id) => (id === path.join(root, 'compare-entry.ts') ? ENTRY : null),
        },
      ],
    });
    const part = `${file}.${process.pid}`;
    await made.write({ file: part, format: 'esm', codeSplitting: false });
    await made.close();
    renameSync(part, file);
  }
  return import(pathToFileURL(file).href);
}
