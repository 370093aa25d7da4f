/**
 * Runs `dialint init` in copies of whole projects, and prints as a table what it wrote and what `check` makes of it.
 *
 *     npm run corpus:init -- [--dist DIR] FOLDER…
 *
 * Each folder is one project, and is left as it is. After init a check must read the configuration without a question:
 * nothing on standard error, no note that asks to declare something, the same targets and the same findings as before.
 * The exit code is 1 where one does not.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { dist: { type: 'string', default: join(ROOT, 'dist') } },
});
const main = join(resolve(options.dist), 'src/cli/main.js');
if (folders.length === 0) {
  console.error('init-corpus: name at least one folder');
  process.exit(2);
}

/** Large, and nothing that a check looks into. */
const LEFT_OUT = new Set(['.git', 'node_modules', 'public', 'storage']);

/** @param {string[]} argv */
function dialint(...argv) {
  return spawnSync(process.execPath, [main, ...argv], { encoding: 'utf8', maxBuffer: 1 << 30 });
}

/** @param {string} root @returns {any} */
function checked(root) {
  const { status, stdout, stderr } = dialint(
    'check',
    root,
    '--format',
    'json',
    '--no-cache',
    '--fail-on',
    'never',
  );
  if (status !== 0 || stderr !== '') throw new Error(`check: exit code ${status}, ${stderr.trim()}`);
  return JSON.parse(stdout);
}

/** What one project came to. @param {string} folder */
function tried(folder) {
  const work = mkdtempSync(join(tmpdir(), 'dialint-init-'));
  // A module's folder decides whose it is.
  const root = join(work, basename(dirname(resolve(folder))), basename(resolve(folder)));
  try {
    cpSync(folder, root, {
      recursive: true,
      filter: (path) => !LEFT_OUT.has(relative(folder, path).split(/[\\/]/)[0] ?? ''),
    });
    for (const name of ['dialint.json', 'dialint-baseline.json']) rmSync(join(root, name), { force: true });
    const before = checked(root);
    const written = dialint('init', root);
    if (written.status !== 0) throw new Error(`init: exit code ${written.status}, ${written.stderr.trim()}`);
    // The application may lie in a folder of the repository.
    const file = join(resolve(root, before.project.root), 'dialint.json');
    const config = readFileSync(file, 'utf8');
    const again = dialint('init', root);
    if (again.status !== 2 || readFileSync(file, 'utf8') !== config)
      throw new Error('a second init did not refuse');
    const after = checked(root);
    const shown = dialint('check', root, '--show-config', '--format', 'json');
    const questions = JSON.parse(shown.stdout).notes.filter((/** @type {string} */ note) =>
      /Declare|assumed/.test(note),
    );
    const fingerprints = (/** @type {any} */ result) =>
      JSON.stringify(result.diagnostics.map((/** @type {any} */ one) => one.fingerprint));
    return {
      config: JSON.parse(config),
      guessed: /look at what was guessed: (.*)/.exec(written.stdout)?.[1] ?? '',
      questions,
      sameTargets: JSON.stringify(before.targets) === JSON.stringify(after.targets),
      sameFindings: fingerprints(before) === fingerprints(after),
      findings: after.diagnostics.length,
      kind: `${before.project.modules.length > 0 ? `${before.project.modules.length} modules` : '–'}`,
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

let failed = 0;
let good = 0;
const rows = [];
for (const folder of folders) {
  const name = basename(resolve(folder)).replace('+', '/');
  try {
    const { config, guessed, questions, sameTargets, sameFindings, findings, kind } = tried(folder);
    const right = questions.length === 0 && sameTargets && sameFindings;
    if (right) good += 1;
    else failed += 1;
    rows.push([
      name,
      kind,
      config.engines?.test ?? '–',
      config.engines?.production?.join(', ') ?? '–',
      config.modules?.join(', ') ?? '–',
      guessed === '' ? '–' : guessed,
      right
        ? `no question, the same ${findings} findings`
        : [
            ...questions,
            ...(sameTargets ? [] : ['other targets']),
            ...(sameFindings ? [] : ['other findings']),
          ].join('; '),
    ]);
  } catch (error) {
    failed += 1;
    rows.push([name, '', '', '', '', '', error instanceof Error ? error.message : String(error)]);
  }
}
const header = ['project', 'found', 'test', 'production', 'modules written', 'guessed', 'check afterwards'];
for (const cells of [header, header.map(() => '---'), ...rows]) console.log(`| ${cells.join(' | ')} |`);
console.log(`\n${good} of ${folders.length} projects: check read what init wrote without a question.`);
if (failed > 0) process.exitCode = 1;
