/** Bundles the extension and the server into dist/, with what the server reads at run time beside it. */
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const dist = join(here, 'dist');

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const own = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
if (own.version !== version) throw new Error(`package.json says ${own.version}, dialint is ${version}`);

rmSync(dist, { recursive: true, force: true });
const common = { bundle: true, platform: 'node', target: 'node20', minify: true, logLevel: 'warning' };
await build({
  ...common,
  entryPoints: [join(here, 'src/extension.ts')],
  format: 'cjs',
  external: ['vscode'],
  outfile: join(dist, 'extension.js'),
});
await build({
  ...common,
  entryPoints: [join(here, 'src/server.ts')],
  format: 'esm',
  // php-parser is found by its name at run time; the optional parts are asked for where they are installed
  external: ['php-parser', 'jiti'],
  outfile: join(dist, 'server.mjs'),
  // the protocol's library is CommonJS
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
});
const parser = join(dist, 'node_modules/php-parser');
mkdirSync(join(parser, 'dist'), { recursive: true });
for (const file of ['package.json', 'LICENSE', 'dist/php-parser.min.js'])
  cpSync(join(root, 'node_modules/php-parser', file), join(parser, file));
for (const [from, to] of [
  ['docs/rules', 'docs/rules'],
  ['schemas/dialint.schema.json', 'schemas/dialint.schema.json'],
  ['LICENSE', 'LICENSE'],
])
  cpSync(join(root, from), join(here, to), { recursive: true });
