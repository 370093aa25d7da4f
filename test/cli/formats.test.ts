/** --format, on real projects in real repositories. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryTop } from '../../src/cli/check-report.ts';
import { DEPS } from '../../src/cli/deps.ts';
import { repositoryPage, rulePage } from '../../src/rule-page.ts';
import { VERSION } from '../../src/version.ts';
import { VALIDATORS } from '../report/validators.ts';
import { migrationText } from '../support/migration-text.ts';
import { dialint } from './harness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FORMATS = ['sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'rdjson', 'markdown', 'agent'] as const;
const NAME = 'database/migrations/2026_01_01_000001_create_a_table.php';
const LONG = 'a_name_that_is_so_long_that_no_mysql_server_will_ever_take_it_as_one';

function migration(line: string): string {
  return migrationText(
    `Schema::create('a', function (Blueprint $table) {
            $table->id();
            $table->integer('number');
            ${line}
        });`,
    "Schema::dropIfExists('a');",
  );
}

let work: string;
let repository: string;
const app = (name: string): string => join(repository, 'services', name);

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'dialint-formats-'));
  repository = join(work, 'repository');
  mkdirSync(join(repository, '.git'), { recursive: true });
  for (const [name, line] of [
    ['bad', `$table->index(['number'], '${LONG}');`],
    ['good', "$table->index(['number'], 'short');"],
    [
      'silenced',
      `$table->index(['number'], '${LONG}'); // dialint-disable-line identifier-too-long -- it is`,
    ],
  ] as const) {
    mkdirSync(join(app(name), 'database/migrations'), { recursive: true });
    writeFileSync(join(app(name), 'artisan'), '');
    writeFileSync(join(app(name), 'composer.json'), '{ "require": { "laravel/framework": "^12.0" } }');
    writeFileSync(join(app(name), NAME), migration(line));
  }
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const run = (format: string, name: string, ...argv: string[]) =>
  dialint(['--no-cache', '--engine', 'sqlite,mysql', '--format', format, ...argv], {
    cwd: app(name),
    deps: DEPS,
  });

describe.each(FORMATS)('--format %s', (format) => {
  it('exits as every other', async () => {
    expect((await run(format, 'bad')).code).toBe(1);
    expect((await run(format, 'bad', '--fail-on', 'never')).code).toBe(0);
    expect((await run(format, 'good')).code).toBe(0);
    expect((await run(format, 'silenced')).code).toBe(0);
  });

  it('goes to a file', async () => {
    const { stdout } = await run(format, 'bad');
    const file = join(work, 'out', format);
    const ran = await run(format, 'bad', '--output', file);
    expect(ran).toMatchObject({ code: 1, stdout: '', stderr: '' });
    const withoutTime = (text: string): string => text.replace(/time="[\d.]+"/, '');
    expect(withoutTime(readFileSync(file, 'utf8'))).toBe(withoutTime(stdout));
  });

  it('has the findings of several projects, each under its path', async () => {
    const { stdout, code } = await dialint(
      ['--no-cache', '--engine', 'sqlite,mysql', '--format', format, 'bad', 'good', 'silenced'],
      { cwd: join(repository, 'services'), deps: DEPS },
    );
    expect(code).toBe(1);
    const fromTop = ['sarif', 'github', 'gitlab', 'markdown'].includes(format);
    expect(stdout).toContain(fromTop ? `services/bad/${NAME}` : `bad/${NAME}`);
    if (!fromTop) expect(stdout).not.toContain('services/');
    if (format !== 'sarif' && format !== 'junit') expect(stdout).not.toContain(`silenced/${NAME}`);
  });

  it.each(['wintertrace', 'medipro', 'mediastream'])('holds to its schema on %s', async (name) => {
    const { stdout } = await dialint(['--no-cache', '--format', format, join(ROOT, 'fixtures', name)], {
      cwd: ROOT,
      deps: DEPS,
    });
    const check = format in VALIDATORS ? VALIDATORS[format as keyof typeof VALIDATORS] : null;
    if (check !== null) expect(await check(stdout)).toEqual([]);
    expect(stdout.length).toBeGreaterThan(100);
  });
});

describe('paths', () => {
  it('are relative to the top of the repository for GitHub, GitLab and SARIF, in a project below it', async () => {
    const file = `services/bad/${NAME}`;
    expect((await run('github', 'bad')).stdout).toContain(`::error file=${file},line=11,`);
    expect(JSON.parse((await run('gitlab', 'bad')).stdout)[0].location.path).toBe(file);
    const [log] = JSON.parse((await run('sarif', 'bad')).stdout).runs;
    const { uri } = log.results[0].locations[0].physicalLocation.artifactLocation;
    expect(uri).toBe(file);
    const resolved = new URL(uri, log.originalUriBaseIds.SRCROOT.uri);
    expect(resolved.href).toBe(pathToFileURL(join(app('bad'), NAME)).href);
    expect(existsSync(fileURLToPath(resolved))).toBe(true);
  });

  it('are relative to the current folder for tools that are run there', async () => {
    expect(JSON.parse((await run('rdjson', 'bad')).stdout).diagnostics[0].location.path).toBe(NAME);
    expect((await run('agent', 'bad')).stdout).toMatch(
      new RegExp(`^${NAME}:11:\\d+ error identifier-too-long `),
    );
  });

  it('know the repository of a worktree too, whose .git is a file', () => {
    const tree = join(work, 'tree');
    mkdirSync(join(tree, 'app'), { recursive: true });
    writeFileSync(join(tree, '.git'), 'gitdir: elsewhere');
    expect(repositoryTop([join(tree, 'app'), tree])).toBe(tree);
    expect(repositoryTop([join(tree, 'app'), app('bad')])).toBeNull();
  });
});

describe('sarif', () => {
  it('has every rule of dialint, and those that the project brings along', async () => {
    const copy = join(work, 'custom');
    cpSync(join(ROOT, 'examples/custom-rules'), copy, { recursive: true });
    const { stdout } = await dialint(['--format', 'sarif', '--fail-on', 'never'], { cwd: copy, deps: DEPS });
    const [{ tool, results }] = JSON.parse(stdout).runs;
    const ids = tool.driver.rules.map(({ id }: { id: string }) => id);
    for (const { id } of await DEPS.rules()) expect(ids).toContain(id);
    for (const { ruleId, ruleIndex } of results) expect(ids[ruleIndex]).toBe(ruleId);
    const own = tool.driver.rules.find(({ id }: { id: string }) => id === 'acme/no-enum');
    expect(own).toMatchObject({ help: { text: expect.stringMatching(/./) } });
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('marks what a comment suppresses, with its reason', async () => {
    const [{ results }] = JSON.parse((await run('sarif', 'silenced')).stdout).runs;
    expect(results).toHaveLength(1);
    expect(results[0].suppressions).toEqual([
      { kind: 'inSource', status: 'accepted', justification: 'it is' },
    ]);
  });
});

describe('the page of a rule', () => {
  it('is on GitHub, where the package says that its repository is there', () => {
    const file = join(work, 'package.json');
    const page = (repository: unknown): string | null => {
      writeFileSync(file, JSON.stringify({ repository }));
      return repositoryPage(file);
    };
    expect(page({ url: 'git+https://github.com/a/b.git' })).toBe('https://github.com/a/b');
    expect(page('github:a/b.c')).toBe('https://github.com/a/b.c');
    expect(page('https://example.org/a/b')).toBeNull();
    expect(page(undefined)).toBeNull();
    expect(rulePage('missing-down', 'https://github.com/a/b')).toBe(
      `https://github.com/a/b/blob/v${VERSION}/docs/rules/missing-down.md`,
    );
    expect(rulePage('missing-down', null)).toBeUndefined();
  });
});

describe('what does not go together', () => {
  it.each(FORMATS)('--show-config with --format %s', async (format) => {
    const { code, stderr } = await run(format, 'good', '--show-config');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `dialint: --show-config is shown as pretty or json; not as ${format}\n`,
    });
  });

  it('--quiet, --verdicts and --statistics change no report but the one for people', async () => {
    for (const format of FORMATS.filter((one) => one !== 'junit')) {
      const plain = await run(format, 'bad');
      expect(await run(format, 'bad', '--quiet', '--verdicts', '--statistics')).toEqual(plain);
    }
  });
});
