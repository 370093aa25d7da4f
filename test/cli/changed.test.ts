/** --since, --staged and --stdin, with a real git. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEPS } from '../../src/cli/deps.ts';
import { dialint, type World } from './harness.ts';

const LONG = 'a_name_that_is_so_long_that_no_mysql_server_will_ever_take_it_as_one';

function migration(table: string, index = 'short'): string {
  return `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('${table}', function (Blueprint $table) {
            $table->id();
            $table->integer('number');
            $table->index(['number'], '${index}');
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('${table}');
    }
};
`;
}

let work: string;
let root: string;
const at = (name: string): string => join(root, 'database/migrations', name);
const write = (name: string, text: string): void => writeFileSync(at(name), text);

function git(...argv: string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: join(work, 'none'), GIT_CONFIG_NOSYSTEM: '1' };
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...who, ...argv], { cwd: root, env, encoding: 'utf8', stdio: 'pipe' });
}

beforeEach(() => {
  work = realpathSync(mkdtempSync(join(tmpdir(), 'dialint-changed-')));
  root = join(work, 'app');
  mkdirSync(at('.'), { recursive: true });
  writeFileSync(join(root, 'artisan'), '');
  writeFileSync(join(root, 'composer.json'), '{ "require": { "laravel/framework": "^12.0" } }');
  writeFileSync(join(root, '.gitignore'), '/vendor\n.env\n');
  git('init', '-q', '-b', 'main');
  write('2026_01_01_000001_a.php', migration('a', `${LONG}_a`));
  write('2026_01_01_000002_b.php', migration('b'));
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

async function check(argv: string[], world: World = {}) {
  const ran = await dialint(['--no-cache', '--engine', 'mysql', '--format', 'json', ...argv], {
    cwd: root,
    deps: DEPS,
    ...world,
  });
  const report = ran.stdout === '' ? undefined : JSON.parse(ran.stdout);
  return {
    ...ran,
    migrations: report?.summary.migrations as number | undefined,
    found: ((report?.diagnostics ?? []) as { rule: string; file: string; data: { name?: string } }[])
      .filter(({ rule }) => rule === 'identifier-too-long')
      .map(({ file }) => file.split('/').at(-1)),
  };
}

describe('--since', () => {
  it('reports on what the branch changed, committed or not, judged with the whole history', async () => {
    git('checkout', '-q', '-b', 'work');
    write('2026_01_01_000003_c.php', migration('c', `${LONG}_c`));
    git('add', '-A');
    git('commit', '-q', '-m', 'second');
    write('2026_01_01_000004_d.php', migration('d', `${LONG}_d`));
    expect((await check([])).found).toHaveLength(3);
    expect((await check(['--since', 'main'])).found).toEqual([
      '2026_01_01_000003_c.php',
      '2026_01_01_000004_d.php',
    ]);
    expect((await check(['--since', 'HEAD'])).found).toEqual(['2026_01_01_000004_d.php']);
    // The history counts: this table is there already.
    write('2026_01_01_000005_again.php', migration('b'));
    const { stdout } = await check(['--since', 'HEAD', '--fail-on', 'never']);
    expect(stdout).toContain('1050');
  });

  it('does not report on what has come to the other branch meanwhile', async () => {
    git('checkout', '-q', '-b', 'work');
    git('checkout', '-q', 'main');
    write('2026_01_01_000002_b.php', migration('b', `${LONG}_b`));
    git('commit', '-q', '-am', 'elsewhere');
    git('checkout', '-q', 'work');
    write('2026_01_01_000003_c.php', migration('c', `${LONG}_c`));
    expect((await check(['--since', 'main'])).found).toEqual(['2026_01_01_000003_c.php']);
  });

  it('says so where nothing has changed', async () => {
    const { code, stdout } = await dialint(['--no-cache', '--since', 'main'], { cwd: root, deps: DEPS });
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing to report on: what was asked for holds none of the 2 migrations');
  });

  it('takes a project below the top of the repository, and one behind a link', async () => {
    const inner = join(root, 'packages/inner');
    mkdirSync(join(inner, 'database/migrations'), { recursive: true });
    writeFileSync(join(inner, 'artisan'), '');
    writeFileSync(join(inner, 'composer.json'), '{ "require": { "laravel/framework": "^12.0" } }');
    writeFileSync(join(inner, 'database/migrations/2026_01_01_000001_i.php'), migration('i', `${LONG}_i`));
    expect((await check(['--since', 'main'], { cwd: inner })).found).toEqual(['2026_01_01_000001_i.php']);
    git('add', '-A');
    expect((await check(['--staged'], { cwd: inner })).found).toEqual(['2026_01_01_000001_i.php']);
    symlinkSync(inner, join(work, 'link'));
    expect((await check(['--since', 'main'], { cwd: join(work, 'link') })).found).toEqual([
      '2026_01_01_000001_i.php',
    ]);
    expect((await check(['--staged'], { cwd: join(work, 'link') })).found).toEqual([
      '2026_01_01_000001_i.php',
    ]);
  });

  it('of an unknown revision is wrong usage; outside of a repository it cannot be done', async () => {
    const unknown = await check(['--since', 'mian']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/^dialint: --since mian: git knows no such commit\n {2}A branch/);
    // An option of git is no revision.
    expect((await check(['--since=--all'])).code).toBe(2);
    rmSync(join(root, '.git'), { recursive: true });
    expect(await check(['--since', 'main'])).toMatchObject({
      code: 3,
      stderr: `dialint: ${root} is not in a git repository\n`,
    });
  });

  it('says in a shallow clone what to do', async () => {
    const first = git('rev-parse', 'HEAD').trim();
    write('2026_01_01_000003_c.php', migration('c'));
    git('add', '-A');
    git('commit', '-q', '-m', 'second');
    git('clone', '-q', '--depth', '1', pathToFileURL(root).href, join(work, 'shallow'));
    const { code, stderr } = await check(['--since', first], { cwd: join(work, 'shallow') });
    expect(code).toBe(3);
    expect(stderr).toBe(
      `dialint: --since ${first}: this clone is shallow, and what it lacks is needed to tell what changed; ` +
        'run git fetch --unshallow, or check out with fetch-depth: 0\n',
    );
  });
});

describe('--staged', () => {
  it('judges the staged text of a partially staged file', async () => {
    write('2026_01_01_000002_b.php', migration('b', `${LONG}_b`));
    git('add', '-A');
    write('2026_01_01_000002_b.php', migration('b'));
    const staged = await check(['--staged']);
    expect(staged.found).toEqual(['2026_01_01_000002_b.php']);
    expect(staged.code).toBe(1);
    expect((await check(['database/migrations/2026_01_01_000002_b.php'])).found).toEqual([]);

    git('reset', '-q', '--hard');
    appendFileSync(at('2026_01_01_000002_b.php'), '\n// nothing\n');
    git('add', '-A');
    write('2026_01_01_000002_b.php', migration('b', `${LONG}_b`));
    expect(await check(['--staged'])).toMatchObject({ found: [], migrations: 1, code: 0 });
  });

  it('sees the other files as they are staged, too', async () => {
    // A configuration that is not staged, and a migration that is there on the disk only.
    writeFileSync(join(root, 'dialint.json'), '{ "rules": { "identifier-too-long": "off" } }');
    write('2026_01_01_000000_early.php', migration('c'));
    git('reset', '-q');
    write('2026_01_01_000003_c.php', migration('c', `${LONG}_c`));
    git('add', at('2026_01_01_000003_c.php'));
    const { found, stdout } = await check(['--staged']);
    expect(found).toEqual(['2026_01_01_000003_c.php']);
    // The table c is made once among what is staged.
    expect(stdout).not.toContain('1050');
    expect((await check(['--since', 'HEAD'])).stdout).toContain('1050');
    git('add', 'dialint.json');
    rmSync(join(root, 'dialint.json'));
    expect((await check(['--staged'])).found).toEqual([]);
  });

  it('knows renamed and deleted files', async () => {
    git('mv', at('2026_01_01_000001_a.php'), at('2026_01_01_000009_a.php'));
    expect(await check(['--staged'])).toMatchObject({ found: ['2026_01_01_000009_a.php'], migrations: 1 });
    // Renamed back on the disk only.
    renameSync(at('2026_01_01_000009_a.php'), at('2026_01_01_000001_a.php'));
    expect((await check(['--staged'])).found).toEqual(['2026_01_01_000009_a.php']);
    git('reset', '-q', '--hard');

    // Deleted in the index, still on the disk: another may make the table.
    git('rm', '-q', '--cached', at('2026_01_01_000002_b.php'));
    write('2026_01_01_000003_again.php', migration('b', `${LONG}_b`));
    git('add', at('2026_01_01_000003_again.php'));
    const { found, stdout } = await check(['--staged']);
    expect(found).toEqual(['2026_01_01_000003_again.php']);
    expect(stdout).not.toContain('1050');
    expect((await check([])).stdout).toContain('1050');
  });

  it('sees what git ignores as it is on the disk', async () => {
    writeFileSync(join(root, '.env'), 'DB_CONNECTION=pgsql\n');
    git('mv', at('2026_01_01_000001_a.php'), at('2026_01_01_000009_a.php'));
    const { stdout } = await dialint(['--no-cache', '--staged', '--format', 'json'], {
      cwd: root,
      deps: DEPS,
    });
    expect(JSON.parse(stdout).targets).toContain('postgres@16');
  });

  it('works before the first commit, and with --since', async () => {
    rmSync(join(root, '.git'), { recursive: true });
    git('init', '-q', '-b', 'main');
    git('add', at('2026_01_01_000001_a.php'));
    expect(await check(['--staged'])).toMatchObject({ found: ['2026_01_01_000001_a.php'], migrations: 1 });
    git('commit', '-q', '-m', 'first');
    git('tag', 'start');
    write('2026_01_01_000003_c.php', migration('c', `${LONG}_c`));
    git('add', at('2026_01_01_000003_c.php'));
    git('commit', '-q', '-m', 'second');
    expect((await check(['--staged'])).migrations).toBe(0);
    expect((await check(['--staged', '--since', 'start'])).found).toEqual(['2026_01_01_000003_c.php']);
  });

  it('takes the index that a hook is given', async () => {
    write('2026_01_01_000002_b.php', migration('b', `${LONG}_b`));
    const env = { ...process.env, GIT_INDEX_FILE: join(work, 'other-index') };
    execFileSync('git', ['read-tree', 'HEAD'], { cwd: root, env });
    execFileSync('git', ['add', '-A'], { cwd: root, env });
    expect((await check(['--staged'])).found).toEqual([]);
    const given = await check(['--staged'], { env: { GIT_INDEX_FILE: '../other-index' } });
    expect(given.found).toEqual(['2026_01_01_000002_b.php']);
  });

  it('does not answer from what was kept of the disk, nor leave anything behind', async () => {
    const env = { DIALINT_CACHE_DIR: join(work, 'cache') };
    const run = async (...argv: string[]) =>
      JSON.parse(
        (await dialint(['--engine', 'mysql', '--format', 'json', ...argv], { cwd: root, deps: DEPS, env }))
          .stdout,
      ).diagnostics.length as number;
    const file = at('2026_01_01_000002_b.php');
    write('2026_01_01_000002_b.php', migration('b', `${LONG}_b`));
    git('add', '-A');
    const bad = await run('--staged', file);
    write('2026_01_01_000002_b.php', migration('b'));
    const good = await run(file);
    expect(good).toBeLessThan(bad);
    expect(await run('--staged', file)).toBe(bad);
    expect(await run(file)).toBe(good);
  });

  it('cannot be done while a merge is not resolved', async () => {
    git('checkout', '-q', '-b', 'work');
    write('2026_01_01_000002_b.php', migration('b', 'one'));
    git('commit', '-q', '-am', 'one');
    git('checkout', '-q', 'main');
    write('2026_01_01_000002_b.php', migration('b', 'two'));
    git('commit', '-q', '-am', 'two');
    expect(() => git('merge', '-q', 'work')).toThrow();
    const { code, stderr } = await check(['--staged']);
    expect(code).toBe(3);
    expect(stderr).toContain('database/migrations/2026_01_01_000002_b.php is not merged yet');
  });
});

describe('--stdin', () => {
  const name = 'database/migrations/2026_01_01_000002_b.php';
  const give = (file: string, stdin: string) => check(['--stdin', '--stdin-filename', file], { stdin });

  it('stands for the file, with the whole history, and nothing else is reported on', async () => {
    expect((await give(name, migration('b', `${LONG}_b`))).found).toEqual(['2026_01_01_000002_b.php']);
    expect(await give(name, migration('b'))).toMatchObject({ found: [], migrations: 1 });
    expect((await give(name, migration('a'))).stdout).toContain('1050');
  });

  it('may stand for a file that is not there yet', async () => {
    const fresh = 'database/migrations/2026_01_01_000003_c.php';
    expect(await give(fresh, migration('c', `${LONG}_c`))).toMatchObject({
      found: ['2026_01_01_000003_c.php'],
      migrations: 1,
    });
    rmSync(dirname(at('x')), { recursive: true });
    expect((await give(fresh, migration('c', `${LONG}_c`))).found).toEqual(['2026_01_01_000003_c.php']);
  });
});
