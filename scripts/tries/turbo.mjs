/**
 * Tries dialint under Turborepo: a repository of several projects, what runs and what comes from the cache. Prints the table
 * of docs/ci.md.
 *
 *     npm run turbo:try -- [--projects 6] [--migrations 100]
 *
 * Installs turbo from npm into a temporary folder.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LONG, linkDialint, migration, programs, ROOT, write } from './project.mjs';

const { values } = parseArgs({
  options: {
    projects: { type: 'string', default: '6' },
    migrations: { type: 'string', default: '100' },
  },
});
const TURBO = '2.11.11';
const work = mkdtempSync(join(tmpdir(), 'dialint-turbo-'));
const repository = join(work, 'one');
const cache = join(work, 'cache');

const { run, must } = programs({
  TURBO_TELEMETRY_DISABLED: '1',
  DIALINT_CACHE_DIR: join(work, 'own-cache'),
});
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

const name = (number) => `database/migrations/2026_01_01_${String(number).padStart(6, '0')}_create_table.php`;

function build() {
  write(repository, {
    '.gitignore': 'node_modules\n.turbo\n.dialint\n',
    'package.json': json({
      name: 'try',
      private: true,
      packageManager: `npm@${must(work, 'npm', '--version').trim()}`,
      workspaces: ['apps/*'],
      devDependencies: { turbo: TURBO },
    }),
    // What docs/ci.md shows.
    'turbo.json': turboJson(),
  });
  for (let project = 0; project < Number(values.projects); project++) {
    const folder = join(repository, 'apps', `app-${project}`);
    write(folder, {
      artisan: '',
      'composer.json': json({ require: { 'laravel/framework': '^12.0' } }),
      'package.json': json({
        name: `app-${project}`,
        version: '0.0.0',
        private: true,
        scripts: { dialint: 'dialint --format gitlab --output .dialint/report.json' },
      }),
    });
    for (let number = 0; number < Number(values.migrations); number++)
      write(folder, { [name(number)]: migration(`t_${project}_${number}`, `i_${project}_${number}`) });
  }
  must(repository, 'npm', 'install', '--no-audit', '--no-fund');
  linkDialint(repository);
  must(repository, 'git', 'init', '-q', '-b', 'main');
  must(repository, 'git', 'add', '-A');
  must(repository, 'git', 'commit', '-qm', 'first');
}

function turboJson() {
  const doc = readFileSync(join(ROOT, 'docs', 'ci.md'), 'utf8');
  const text = /`turbo\.json`:\n\n```json\n([\s\S]*?)```/.exec(doc)?.[1];
  if (text === undefined) throw new Error('docs/ci.md shows no turbo.json');
  return text;
}

const rows = [];
function turbo(label, folder, ...argv) {
  const { status, text, ms } = run(
    folder,
    join(folder, 'node_modules/.bin/turbo'),
    'run',
    'dialint',
    '--continue',
    `--cache-dir=${cache}`,
    ...argv,
  );
  const [, ok, all] = /Tasks:\s+(\d+) successful, (\d+) total/.exec(text) ?? [];
  const [, cached] = /Cached:\s+(\d+) cached/.exec(text) ?? [];
  if (all === undefined) throw new Error(text);
  const failed = Number(all) - Number(ok);
  rows.push({ label, all: Number(all), cached: Number(cached), failed, status, ms: Math.round(ms) });
  return text;
}

const report = (folder, project) =>
  readFileSync(join(folder, 'apps', `app-${project}`, '.dialint/report.json'), 'utf8');

try {
  build();
  turbo('first run', repository);
  const first = report(repository, 0);
  turbo('nothing changed', repository);

  const other = join(work, 'two');
  must(work, 'git', 'clone', '-q', repository, other);
  cpSync(join(repository, 'node_modules'), join(other, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  turbo('a fresh clone that shares the cache, as another machine does', other);
  if (report(other, 0) !== first) throw new Error('the report from the cache is another one');

  write(join(repository, 'apps/app-1'), {
    [name(9999)]: migration('bad', LONG),
  });
  turbo('a bad migration in one project', repository);
  turbo('the same again: a failure is not cached', repository);
  must(repository, 'git', 'checkout', '-qb', 'feature');
  must(repository, 'git', 'add', '-A');
  must(repository, 'git', 'commit', '-qm', 'bad');
  turbo('only what the branch touches (`--filter=...[main]`)', repository, '--filter=...[main]');
  if (!existsSync(join(repository, 'apps/app-1/.dialint/report.json'))) throw new Error('no report');

  const since = run(repository, 'node_modules/.bin/dialint', '--since', 'main', '--format', 'agent', 'apps');
  console.log(`dialint --since main apps (all projects, without Turborepo): exit ${since.status}`);
  console.log(since.stdout);
  console.log(
    `${new Date().toISOString().slice(0, 10)} · turbo ${TURBO} · ${values.projects} projects of ${values.migrations} migrations · ${cpus().length} × ${cpus()[0]?.model.trim()} · Node ${process.version}\n`,
  );
  console.log(
    '| | tasks | from the cache | failed | exit code | ms |\n| :-- | --: | --: | --: | --: | --: |',
  );
  for (const { label, all, cached, failed, status, ms } of rows)
    console.log(`| ${label} | ${all} | ${cached} | ${failed} | ${status} | ${ms} |`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
