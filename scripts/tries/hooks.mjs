/**
 * Tries the recipes of docs/hooks.md with the real tools, each in a new git repository: a bad migration must be stopped with
 * the finding, a good one must pass. Prints the table of that page; exits with 1 where one does not hold.
 *
 *     npm run hooks:try -- [husky lefthook composer phpunit pest vitest]
 *
 * Installs the tools from npm and Packagist into a temporary folder; needs composer and PHP for three of them.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LONG, linkDialint, migration, programs, ROOT, write } from './project.mjs';

const { positionals } = parseArgs({ allowPositionals: true });
const doc = readFileSync(join(ROOT, 'docs', 'hooks.md'), 'utf8');
const work = mkdtempSync(join(tmpdir(), 'dialint-hooks-'));

/** The block that the page shows for a file. */
function recipe(file) {
  const start = doc.indexOf(`\`${file}\``);
  const text = start < 0 ? undefined : /```\w+\n([\s\S]*?)```/.exec(doc.slice(start))?.[1];
  if (text === undefined) throw new Error(`docs/hooks.md shows no ${file}`);
  return text;
}

const FILE = 'database/migrations/2026_01_01_000001_create_a_table.php';
const { run, must } = programs({
  DIALINT_CACHE_DIR: join(work, 'cache'),
  COMPOSER_ALLOW_SUPERUSER: '1',
});

/** A Laravel project in a repository, with dialint as npm would have installed it. */
function project(name, packages) {
  const folder = join(work, name);
  write(folder, {
    artisan: '',
    'composer.json': recipe('composer.json'),
    '.gitignore': 'node_modules\nvendor\n',
    'package.json': '{ "private": true, "type": "module" }\n',
  });
  must(folder, 'git', 'init', '-q', '-b', 'main');
  must(folder, 'git', 'add', '-A');
  must(folder, 'git', 'commit', '-qm', 'first');
  if (packages.length > 0)
    must(folder, 'npm', 'install', '--save-dev', '--no-audit', '--no-fund', ...packages);
  linkDialint(folder);
  return folder;
}

const installed = (folder, name) =>
  `${name} ${JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version}`;
const locked = (folder, name) =>
  JSON.parse(readFileSync(join(folder, 'vendor/composer/installed.json'), 'utf8')).packages.find(
    (one) => one.name === name,
  ).version;

/** A migration is committed: it must be stopped where it is bad, and pass where it is good. */
function committed(folder) {
  return {
    with: (index) => {
      write(folder, { [FILE]: migration('a', index) });
      must(folder, 'git', 'add', '-A');
      return run(folder, 'git', 'commit', '-m', index);
    },
  };
}

function tested(folder, ...command) {
  return {
    with: (index) => {
      write(folder, { [FILE]: migration('a', index) });
      return run(folder, ...command);
    },
  };
}

/** Tests need the framework's migrations as little as dialint does: only the runner is installed. */
function withComposer(name, packages, files) {
  const folder = project(name, []);
  write(folder, { 'composer.json': '{ "require": {} }\n', ...files });
  must(folder, 'composer', 'config', 'allow-plugins', 'true');
  must(folder, 'composer', 'require', '--dev', '--no-interaction', '--quiet', ...packages);
  const settings = JSON.parse(readFileSync(join(folder, 'composer.json'), 'utf8'));
  // dialint reads Laravel's version here
  settings.require = { 'laravel/framework': '^12.0' };
  write(folder, { 'composer.json': JSON.stringify(settings) });
  return folder;
}

const PHPUNIT_XML =
  '<phpunit bootstrap="vendor/autoload.php"><testsuites><testsuite name="all"><directory>tests</directory></testsuite></testsuites></phpunit>\n';

const TRIES = {
  husky: () => {
    const folder = project('husky', ['husky@9', 'lint-staged@16']);
    must(folder, 'npx', 'husky', 'init');
    write(folder, {
      '.husky/pre-commit': recipe('.husky/pre-commit'),
      'lint-staged.config.mjs': recipe('lint-staged.config.mjs'),
    });
    return {
      tool: `${installed(folder, 'husky')}, ${installed(folder, 'lint-staged')}`,
      ...committed(folder),
    };
  },
  lefthook: () => {
    const folder = project('lefthook', ['lefthook@2.2.1']);
    write(folder, { 'lefthook.yml': recipe('lefthook.yml') });
    must(folder, 'npx', 'lefthook', 'install');
    return { tool: installed(folder, 'lefthook'), ...committed(folder) };
  },
  composer: () => {
    const folder = project('composer', []);
    const hook = '.git/hooks/pre-commit';
    write(folder, { [hook]: recipe(hook) });
    chmodSync(join(folder, hook), 0o755);
    const version = /Composer version (\S+)/.exec(must(folder, 'composer', '--version'))?.[1];
    return { tool: `composer ${version}`, ...committed(folder) };
  },
  phpunit: () => {
    const file = 'tests/Feature/MigrationsTest.php';
    const folder = withComposer('phpunit', ['phpunit/phpunit:^11'], {
      [file]: recipe(file),
      'phpunit.xml': PHPUNIT_XML,
    });
    return {
      tool: `PHPUnit ${locked(folder, 'phpunit/phpunit')}`,
      ...tested(folder, 'vendor/bin/phpunit'),
    };
  },
  pest: () => {
    const file = 'tests/Feature/MigrationsPestTest.php';
    const folder = withComposer('pest', ['pestphp/pest:^3'], {
      [file]: recipe(file),
      'phpunit.xml': PHPUNIT_XML,
    });
    return { tool: `Pest ${locked(folder, 'pestphp/pest')}`, ...tested(folder, 'vendor/bin/pest') };
  },
  vitest: () => {
    const file = 'tests/migrations.test.js';
    const folder = project('vitest', ['vitest@4']);
    write(folder, { [file]: recipe(file) });
    return { tool: installed(folder, 'vitest'), ...tested(folder, 'npx', 'vitest', 'run') };
  },
};

const rows = [];
let wrong = false;
try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(TRIES)) {
    const { tool, with: attempt } = TRIES[name]();
    const bad = attempt(LONG);
    const good = attempt('short');
    const told = bad.text.includes(LONG) && bad.text.includes('errno 1059');
    const holds = bad.status !== 0 && told && good.status === 0;
    if (!holds) {
      wrong = true;
      console.error(`${tool}\n--- bad: ${bad.status}\n${bad.text}\n--- good: ${good.status}\n${good.text}`);
    }
    rows.push([
      tool,
      `${bad.status === 0 ? 'PASSES' : 'stopped'}${told ? ', with the finding' : ', WITHOUT the finding'}`,
      good.status === 0 ? 'passes' : 'STOPPED',
    ]);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`${new Date().toISOString().slice(0, 10)} · Node ${process.version}\n`);
console.log('| | bad migration | good migration |\n| :-- | :-- | :-- |');
for (const row of rows) console.log(`| ${row.join(' | ')} |`);
if (wrong) process.exitCode = 1;
