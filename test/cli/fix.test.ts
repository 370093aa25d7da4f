/** --fix, --fix-unsafe and --fix-dry-run, with a real git. */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEPS } from '../../src/cli/deps.ts';
import { dialint, type World } from './harness.ts';

const TABLE = 'winter_service_contract_cancellation_requests';
const AUTOMATIC = `$table->index(['customer_object_kind', 'customer_object_id'])`;
const NAMED = `$table->index(['customer_object_kind', 'customer_object_id'], 'wsccr_kind_object_idx')`;

function migration(body: string, table = TABLE): string {
  return `<?php

use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('${table}', function (Blueprint $table) {
            $table->id(); $table->string('customer_object_kind', 30);
            $table->unsignedBigInteger('customer_object_id');
            ${body};
        });
    }

    public function down(): void
    {
        Schema::dropIfExists('${table}');
    }
};
`;
}

const OLD = '2026_01_01_000001_old.php';
const NEW = '2026_01_01_000002_new.php';

let work: string;
let root: string;
const at = (name: string): string => join(root, 'database/migrations', name);
const write = (name: string, text: string): void => writeFileSync(at(name), text);
const read = (name: string): string => readFileSync(at(name), 'utf8');

function git(...argv: string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: join(work, 'none'), GIT_CONFIG_NOSYSTEM: '1' };
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  return execFileSync('git', [...who, ...argv], { cwd: root, env, encoding: 'utf8', stdio: 'pipe' });
}

function commit(): void {
  git('add', '-A');
  git('commit', '-q', '-m', 'x');
}

beforeEach(() => {
  work = realpathSync(mkdtempSync(join(tmpdir(), 'dialint-fix-')));
  root = join(work, 'app');
  mkdirSync(at('.'), { recursive: true });
  writeFileSync(join(root, 'artisan'), '');
  writeFileSync(join(root, 'composer.json'), '{ "require": { "laravel/framework": "^12.0" } }');
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

function run(argv: string[], world: World = {}) {
  return dialint(['--no-cache', '--engine', 'mysql,sqlite', ...argv], {
    cwd: root,
    // Repositories around the temporary folder are none of this one's.
    env: { GIT_CEILING_DIRECTORIES: work },
    deps: DEPS,
    ...world,
  });
}

/** A repository in which one migration is in main, and another only on this branch. */
function branch(): void {
  git('init', '-q', '-b', 'main');
  write(OLD, migration(AUTOMATIC));
  commit();
  git('checkout', '-q', '-b', 'work');
  write(NEW, migration(AUTOMATIC, `${TABLE}_archive`.replace('winter', 'w')));
}

describe('--fix', () => {
  it('edits what is on the branch only, and says what it left', async () => {
    branch();
    const before = read(NEW);
    const { stdout, code } = await run(['--fix']);
    expect(read(OLD)).toBe(migration(AUTOMATIC));
    expect(read(NEW)).not.toBe(before);
    expect(read(NEW)).toMatch(/'customer_object_id'\], '\w+_idx'\);/);
    expect(stdout).toContain('Fixed    1 finding in 1 file: identifier-too-long 1');
    expect(stdout).toMatch(
      /Unfixed +1 finding: the fix would change a file that is left alone, as it is in\s+main/,
    );
    // What is merged is still refused.
    expect(code).toBe(1);
    // Committed on the branch, or not: it is not in main.
    commit();
    const again = read(NEW);
    expect((await run(['--fix'])).stdout).toContain('Fixed    nothing');
    expect(read(NEW)).toBe(again);
    expect(readdirSync(at('.'))).toEqual([OLD, NEW]);
  });

  it('looks at the main branch of the remote first', async () => {
    branch();
    git('update-ref', 'refs/remotes/origin/trunk', 'main');
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    git('branch', '-q', '-D', 'main');
    const { stdout } = await run(['--fix']);
    expect(read(OLD)).toBe(migration(AUTOMATIC));
    expect(stdout.replace(/\s+/g, ' ')).toContain('as it is in origin/trunk');
  });

  it('takes nothing for merged before the first commit', async () => {
    git('init', '-q', '-b', 'main');
    write(OLD, migration(AUTOMATIC));
    const { code, stdout } = await run(['--fix']);
    expect(read(OLD)).toBe(migration(NAMED));
    expect(code).toBe(0);
    expect(stdout).toContain('Fixed: 1 finding in 1 file: identifier-too-long 1');
  });

  it('edits without git only what is named', async () => {
    write(OLD, migration(AUTOMATIC));
    const left = await run(['--fix']);
    expect(read(OLD)).toBe(migration(AUTOMATIC));
    expect(left.stdout.replace(/\s+/g, ' ')).toContain(
      'is not in a git repository; name the files that may be edited',
    );
    // A folder is no file.
    await run(['--fix', at('.')]);
    expect(read(OLD)).toBe(migration(AUTOMATIC));
    expect((await run(['--fix', at(OLD)])).code).toBe(0);
    expect(read(OLD)).toBe(migration(NAMED));
  });

  it('leaves alone what git ignores', async () => {
    git('init', '-q', '-b', 'main');
    commit();
    writeFileSync(join(root, '.gitignore'), '/database\n');
    write(OLD, migration(AUTOMATIC));
    await run(['--fix']);
    expect(read(OLD)).toBe(migration(AUTOMATIC));
  }, 20_000);

  it('does not touch what a comment suppresses or a baseline holds', async () => {
    git('init', '-q', '-b', 'main');
    const quiet = migration(`${AUTOMATIC}; // dialint-disable-line identifier-too-long -- why`);
    write(OLD, quiet);
    await run(['--fix']);
    expect(read(OLD)).toBe(quiet);
    write(OLD, migration(AUTOMATIC));
    await dialint(['baseline', '--engine', 'mysql,sqlite'], { cwd: root, deps: DEPS });
    await run(['--fix']);
    expect(read(OLD)).toBe(migration(AUTOMATIC));
  });

  it('tells programs what it did', async () => {
    branch();
    const { stdout } = await run(['--fix', '--format', 'json']);
    const report = JSON.parse(stdout);
    expect(report.fixes).toEqual({
      applied: [
        {
          rule: 'identifier-too-long',
          file: `database/migrations/${NEW}`,
          line: 14,
          title: expect.stringMatching(/^Name it '\w+_idx'$/),
          safety: 'safe',
        },
      ],
      dropped: [],
      files: [`database/migrations/${NEW}`],
      withheld: { count: 1, reason: 'it is in main' },
    });
    expect(report.diagnostics).toHaveLength(1);
  });
});

describe('--fix-dry-run', () => {
  it('prints a diff that git applies, and writes nothing', async () => {
    branch();
    const before = read(NEW);
    const { stdout, stderr } = await run(['--fix-dry-run']);
    expect(read(NEW)).toBe(before);
    expect(stderr).toContain('Would fix 1 finding in 1 file: identifier-too-long 1\n');
    writeFileSync(join(work, 'p.diff'), stdout);
    git('apply', join(work, 'p.diff'));
    const applied = read(NEW);
    write(NEW, before);
    await run(['--fix']);
    expect(read(NEW)).toBe(applied);
  });

  it('prints no other format', async () => {
    const { code, stderr } = await run(['--fix-dry-run', '--format', 'json']);
    expect(code).toBe(2);
    expect(stderr).toContain('--fix-dry-run prints a diff; it does not go with --format json');
  });
});

describe('--staged', () => {
  it.each(['--fix', '--fix-unsafe', '--fix-dry-run'])('does not go with %s', async (option) => {
    branch();
    const { code, stderr } = await run(['--staged', option]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${option} does not go with --staged`);
  });
});

describe('--stdin', () => {
  it('prints the text with its fixes, and the report beside it', async () => {
    git('init', '-q', '-b', 'main');
    const name = join('database/migrations', OLD);
    const { stdout, stderr, code } = await run(['--fix', '--stdin', '--stdin-filename', name], {
      stdin: migration(AUTOMATIC),
    });
    expect(stdout).toBe(migration(NAMED));
    expect(stderr).toContain('1 finding in 1 file');
    expect(code).toBe(0);
    expect(readdirSync(at('.'))).toEqual([]);
    // What needs no fix comes back as it is.
    const same = await run(['--fix', '--stdin', '--stdin-filename', name], { stdin: migration(NAMED) });
    expect(same.stdout).toBe(migration(NAMED));
  });
});

describe('a migration that is merged', () => {
  const EVENTS = migration(`$table->string('kind')->nullable()->index()`, 'events');

  it('is offered a new migration, which --fix-unsafe writes once', async () => {
    git('init', '-q', '-b', 'main');
    write(OLD, EVENTS);
    commit();
    const offered = JSON.parse((await run(['--format', 'json'])).stdout).diagnostics[0].fix;
    expect(offered).toMatchObject({ title: 'Give it a length of 191 in a new migration', safety: 'unsafe' });
    expect(offered.edits).toHaveLength(1);
    expect(offered.edits[0].file).toMatch(
      /^database\/migrations\/\d{4}_\d\d_\d\d_\d{6}_change_kind_of_events\.php$/,
    );

    await run(['--fix']);
    expect(readdirSync(at('.'))).toEqual([OLD]);
    await run(['--fix-unsafe']);
    expect(read(OLD)).toBe(EVENTS);
    const [, made, ...more] = readdirSync(at('.'));
    expect(more).toEqual([]);
    expect(read(made!)).toContain(`$table->string('kind', 191)->nullable()->change();`);
    expect(read(made!)).toContain(`$table->string('kind', 255)->nullable()->change();`);
    await run(['--fix-unsafe']);
    expect(readdirSync(at('.'))).toEqual([OLD, made]);
  });

  it('is edited on its branch', async () => {
    git('init', '-q', '-b', 'main');
    commit();
    git('checkout', '-q', '-b', 'work');
    write(OLD, EVENTS);
    await run(['--fix-unsafe']);
    expect(read(OLD)).toBe(EVENTS.replace("string('kind')", "string('kind', 191)"));
    expect(readdirSync(at('.'))).toEqual([OLD]);
  });
});

it('a finding says that it can be fixed, and the summary counts them', async () => {
  write(OLD, migration(`${AUTOMATIC}; $table->string('kind')->index()`));
  const { stdout } = await run([]);
  expect(stdout).toContain("= fix: Name it 'wsccr_kind_object_idx' (--fix)");
  expect(stdout).toContain('= fix: Give it a length of 191 (--fix-unsafe)');
  expect(stdout).toContain('Fixable  1 with --fix, 1 more with --fix-unsafe');
});
