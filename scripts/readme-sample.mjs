/** Writes into README.md what `npm start` shows of the first name that is too long. Run after a change of wording. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { stdout } = spawnSync(
  process.execPath,
  [join(root, 'dist/src/cli/main.js'), 'check', 'fixtures/wintertrace', '--fail-on', 'never', '--no-color'],
  { cwd: root, encoding: 'utf8' },
);
const start = stdout.indexOf('error[identifier-too-long]');
if (start < 0) throw new Error('the example has no name that is too long');
const sample = stdout.slice(start, stdout.indexOf('\n\n', start) + 1);
const file = join(root, 'README.md');
const readme = readFileSync(file, 'utf8');
writeFileSync(
  file,
  readme.replace(/```text\n[\s\S]*?```/, () => `\`\`\`text\n${sample}\`\`\``),
);
