/** Writes docs/probes.md from the probes themselves: `npm run docs:probes`. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const { probePage } = await import(pathToFileURL(join(ROOT, 'dist/src/index.js')).href);
writeFileSync(join(ROOT, 'docs/probes.md'), probePage());
