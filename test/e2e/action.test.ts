/** What action.yml runs, against checkouts as actions/checkout leaves them. npx is one that runs the built command. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPTIONS } from '../../src/cli/options.ts';
import { lineThatAdds, PARTS } from '../../src/engines/parts.ts';
import { unavailable as noSqlite } from '../engines/support/sqlite.ts';
import { VALIDATORS } from '../report/validators.ts';
import { readAction, runAction } from '../support/composite-action.ts';
import { git, gitEnvironment, LARAVEL, LONG, tableWithIndex, write } from '../support/git-repository.ts';
import { npxScript, standIn } from '../support/stand-in.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'dist/src/cli/main.js');
const action = readAction(join(ROOT, 'action.yml'));
const OLD = 'database/migrations/2026_01_01_000001_create_old_table.php';
const NEW = 'database/migrations/2026_02_01_000001_create_new_table.php';

let work: string;
let origin: string;
let runs = 0;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'dialint-action-'));
  origin = join(work, 'origin');
  mkdirSync(origin);
  git(origin, 'init', '-q', '-b', 'main');
  write(join(origin, 'app'), { ...LARAVEL, [OLD]: tableWithIndex('old', `${LONG}_old`) });
  git(origin, 'add', '-A');
  git(origin, 'commit', '-qm', 'first');
  git(origin, 'tag', 'v1');
  git(origin, 'checkout', '-qb', 'feature');
  write(join(origin, 'app'), {
    [NEW]: tableWithIndex('new', `${LONG}_new`),
    'database/migrations/2026_02_01_000002_create_quiet_table.php': tableWithIndex(
      'quiet',
      `${LONG}_quiet`,
      ' // dialint-disable-line identifier-too-long -- of no use on MySQL',
    ),
  });
  git(origin, 'add', '-A');
  git(origin, 'commit', '-qm', 'feature');
  git(origin, 'checkout', '-q', 'main');
  for (let number = 0; number < 60; number++)
    git(origin, 'commit', '-q', '--allow-empty', '-m', `main ${number}`);
  git(origin, 'checkout', '-q', '--detach', 'main');
  git(origin, 'merge', '-q', '--no-ff', '-m', 'merge', 'feature');
  git(origin, 'update-ref', 'refs/pull/1/merge', 'HEAD');
  git(origin, 'checkout', '-q', 'main');
  git(origin, 'branch', 'unrelated');

  standIn(join(work, 'bin'), 'npx', npxScript(MAIN));
  // npm install … --prefix FOLDER PACKAGE…
  standIn(
    join(work, 'bin'),
    'npm',
    `echo "npm $*" >> "$CALLS"\nwhile [ "$1" != --prefix ]; do shift; done\nln -sfn "${join(ROOT, 'test/engines/node_modules')}" "$2/node_modules"\n`,
  );
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** As actions/checkout does: one commit, and of branches nothing. */
function checkout(ref: string): string {
  const workspace = join(work, `checkout-${++runs}`);
  mkdirSync(workspace);
  git(workspace, 'init', '-q');
  git(workspace, 'remote', 'add', 'origin', pathToFileURL(origin).href);
  git(workspace, 'fetch', '-q', '--no-tags', '--depth=1', 'origin', `+${ref}:refs/remotes/checkout`);
  git(workspace, 'checkout', '-q', '--detach', 'refs/remotes/checkout');
  return workspace;
}

function run(inputs: Readonly<Record<string, string>>, ref: string, baseRef?: string) {
  const workspace = checkout(ref);
  const folder = join(work, `runner-${runs}`);
  const calls = join(work, `calls-${runs}`);
  const ran = runAction(
    action,
    { 'working-directory': 'app', engines: 'sqlite,mysql', ...inputs },
    {
      workspace,
      folder,
      ...(baseRef !== undefined && { baseRef }),
      env: {
        ...gitEnvironment(),
        PATH: `${join(work, 'bin')}${delimiter}${process.env.PATH}`,
        CALLS: calls,
        DIALINT_CACHE_DIR: join(work, 'cache'),
      },
    },
  );
  return { ...ran, workspace, calls: existsSync(calls) ? readFileSync(calls, 'utf8') : '' };
}

const annotated = (stdout: string): string[] =>
  [...stdout.matchAll(/^::error file=([^,]*)/gm)].map(([, file = '']) => file);

const notHere =
  process.platform === 'win32'
    ? 'the stand-ins for npx and npm are shell scripts'
    : !existsSync(MAIN) && process.env.CI !== 'true'
      ? 'dist/ is not built: npm run build'
      : undefined;

describe.skipIf(notHere !== undefined)(
  `action.yml${notHere === undefined ? '' : ` (not here: ${notHere})`}`,
  () => {
    it('annotates what a pull request has changed, with paths from the top, and writes a summary', () => {
      const { code, stdout, stderr, summary, outputs } = run({}, 'refs/pull/1/merge', 'main');
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      expect(annotated(stdout)).toEqual([`app/${NEW}`]);
      expect(summary).toMatch(/^<!-- dialint -->\n### dialint: 1 error in 2 migrations\n/);
      expect(outputs).toEqual({ report: '' });
    });

    it('looks at everything on a push, and where everything is asked for', () => {
      expect(annotated(run({}, 'refs/heads/main').stdout)).toEqual([`app/${OLD}`]);
      expect(annotated(run({ since: 'all' }, 'refs/pull/1/merge', 'main').stdout)).toEqual([
        `app/${OLD}`,
        `app/${NEW}`,
      ]);
    });

    it.each([
      ['a tag', 'v1'],
      ['another branch', 'origin/main'],
    ])('fetches %s', (_name, since) => {
      const { stdout, code, workspace } = run({ since }, 'refs/heads/feature');
      expect(code).toBe(1);
      expect(annotated(stdout)).toEqual([`app/${NEW}`]);
      expect(git(workspace, 'branch', '-r')).not.toContain('unrelated');
    });

    it('fetches a commit', () => {
      const { stdout } = run({ since: git(origin, 'rev-parse', 'v1^{commit}') }, 'refs/heads/feature');
      expect(annotated(stdout)).toEqual([`app/${NEW}`]);
    });

    it('fetches no more than is needed', () => {
      const { workspace } = run({}, 'refs/pull/1/merge', 'main');
      expect(Number(git(workspace, 'rev-list', '--count', '--all'))).toBeLessThan(40);
    });

    it('fails, and not with green, where the revision does not exist', () => {
      const { code, stderr } = run({ since: 'nonsense' }, 'refs/heads/feature');
      expect(code).toBeGreaterThan(1);
      expect(stderr).toContain('--since nonsense');
    });

    it('fails with wrong inputs', () => {
      expect(run({ 'fail-on': 'sometimes' }, 'refs/heads/main')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('--fail-on takes error, warning, info, never'),
      });
      expect(run({ format: 'nonsense' }, 'refs/heads/main').code).toBe(2);
    });

    it('hands over what was asked for', () => {
      const { code, calls } = run(
        { version: '1.2.3', 'fail-on': 'never', format: 'junit', engines: 'sqlite' },
        'refs/heads/main',
      );
      expect(code).toBe(0);
      expect(calls.replace(/\S*dialint-report/, 'dialint-report')).toBe(
        'npx --yes dialint@1.2.3 check --engine sqlite --format junit --fail-on never --output dialint-report.junit\n',
      );
    });

    it('writes SARIF without what is suppressed, since code scanning would show it', async () => {
      const { code, outputs, stdout } = run({ format: 'sarif' }, 'refs/pull/1/merge', 'main');
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      const report = readFileSync(outputs.report ?? '', 'utf8');
      expect(await VALIDATORS.sarif(report)).toEqual([]);
      const [{ results }] = JSON.parse(report).runs;
      expect(
        results.map(
          (one: { locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }) =>
            one.locations[0].physicalLocation.artifactLocation.uri,
        ),
      ).toEqual([`app/${NEW}`]);
    });

    it('runs nothing that an input holds', () => {
      for (const input of ['version', 'since', 'engines', 'fail-on', 'format', 'replay'])
        run({ [input]: `$(touch ${work}/ran); touch ${work}/ran; '"; touch ${work}/ran` }, 'refs/heads/main');
      expect(existsSync(join(work, 'ran'))).toBe(false);
    });

    it.skipIf(noSqlite !== undefined && process.env.CI !== 'true')(
      'replays, whatever the check found',
      () => {
        const { code, stdout, calls } = run({ replay: 'sqlite', format: 'json' }, 'refs/heads/main');
        expect(code).toBe(1);
        expect(stdout).toMatch(
          /::error title=.*is too long::68 characters|::notice title=dialint replay::1 migration on SQLite/,
        );
        const npm = calls.split('\n').find((line) => line.startsWith('npm ')) ?? '';
        const words = new Set(npm.split(' '));
        // The rest is the project's own: what reads its configuration, or its migrations in TypeScript.
        const own = ['jiti', 'ts-morph', 'knex', 'typeorm', 'sequelize', 'kysely'];
        for (const part of PARTS.filter((one) => !own.includes(one)))
          expect([...words]).toContain(lineThatAdds(part).split(' ').at(-1));
        expect(calls.split('\n').filter((line) => line.includes(' replay '))).toEqual([
          'npx --yes dialint replay --engine sqlite --format github',
        ]);
      },
    );

    it('replays on the targets of the check with true', () => {
      const { calls } = run({ replay: 'true', engines: 'sqlite' }, 'refs/heads/main');
      expect(calls).toContain('npx --yes dialint replay --engine sqlite --format github\n');
    });
  },
);

it('names only what the command has', () => {
  for (const value of ['error', 'warning', 'info', 'never']) {
    expect(OPTIONS['fail-on'].choices).toContain(value);
    expect(action.inputs['fail-on']?.description).toContain(value);
  }
  for (const [, name] of (action.inputs.format?.description ?? '').matchAll(
    /\b(sarif|markdown|json|junit|gitlab|checkstyle|rdjson|github)\b/g,
  ))
    expect(OPTIONS.format.choices).toContain(name);
  expect(Object.keys(action.inputs).sort()).toEqual(
    ['engines', 'fail-on', 'format', 'replay', 'since', 'version', 'working-directory'].sort(),
  );
});
