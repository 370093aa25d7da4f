/** The workflows that docs/ci.md shows. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readCommandLine } from '../../src/cli/options.ts';
import { VALIDATORS } from '../report/validators.ts';
import { readAction } from '../support/composite-action.ts';
import { git, gitEnvironment, LARAVEL, LONG, tableWithIndex, write } from '../support/git-repository.ts';
import { npxScript, standIn } from '../support/stand-in.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(ROOT, 'dist/src/cli/main.js');
const doc = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8');
const action = readAction(join(ROOT, 'action.yml'));

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly run?: string;
}
interface Workflow {
  readonly name?: string;
  readonly jobs?: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}
const blocks = [...doc.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => parse(text));
const workflows: Workflow[] = blocks.filter((block) => block.jobs !== undefined);
const steps = workflows.flatMap(({ jobs = {} }) => Object.values(jobs).flatMap((job) => job.steps));
const gitlab: Readonly<Record<string, { readonly script: readonly string[] }>> = blocks.find(
  (block) => block['dialint-replay'] !== undefined,
);

let work: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'dialint-ci-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

function bash(script: string, cwd: string, env: NodeJS.ProcessEnv) {
  return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: {
      ...gitEnvironment(),
      PATH: `${join(work, 'bin')}${delimiter}${process.env.PATH}`,
      CALLS: join(work, 'calls'),
      ...env,
    },
  });
}

describe('the workflows', () => {
  it('give the action inputs that it has, and read outputs that it has', () => {
    const uses = steps.filter((step) => step.uses?.includes('/dialint@'));
    expect(uses).toHaveLength(3);
    for (const { with: given = {} } of uses)
      for (const input of Object.keys(given)) expect(Object.keys(action.inputs)).toContain(input);
    for (const [, output] of doc.matchAll(/steps\.dialint\.outputs\.(\w+)/g))
      expect(Object.keys(action.outputs)).toContain(output);
  });

  it('are described by a table that has every input with its default', () => {
    const rows = [...doc.matchAll(/^\| `([\w-]+)` \| (?:`([^`]*)`)? ?\|/gm)];
    expect(Object.fromEntries(rows.map(([, name, value = '']) => [name, value]))).toEqual(
      Object.fromEntries(Object.entries(action.inputs).map(([name, { default: value }]) => [name, value])),
    );
  });

  it('call dialint with options that there are', () => {
    const calls = [
      ...Object.values(gitlab).flatMap(({ script }) => script.filter((line) => line.startsWith('npx'))),
      JSON.parse(/^\{ "scripts".*$/m.exec(doc)?.[0] ?? '').scripts.dialint as string,
      ...[...doc.matchAll(/`(dialint --[^`]*)`/g)].map(([, line = '']) => line),
    ];
    expect(calls.length).toBeGreaterThan(4);
    for (const call of calls) {
      const words = call.replaceAll('"', '').split(' ');
      const argv = words.slice(words.indexOf('dialint') + 1);
      expect(() => readCommandLine(argv, () => true), call).not.toThrow();
    }
  });
});

const notHere =
  process.platform === 'win32'
    ? 'the stand-ins are shell scripts'
    : spawnSync('jq', ['--version']).error !== undefined && process.env.CI !== 'true'
      ? 'jq is not installed'
      : !existsSync(MAIN) && process.env.CI !== 'true'
        ? 'dist/ is not built: npm run build'
        : undefined;
const title = (what: string): string => `${what}${notHere === undefined ? '' : ` (not here: ${notHere})`}`;

describe.skipIf(notHere !== undefined)(title('what they run'), () => {
  it('writes one comment, and that one anew the next time', () => {
    const run = steps.find(({ name }) => name === 'Comment')?.run ?? '';
    const comments = join(work, 'comments.json');
    writeFileSync(
      comments,
      JSON.stringify([
        { id: 1, user: { type: 'User' }, body: '<!-- dialint --> says somebody' },
        { id: 2, user: { type: 'Bot' }, body: 'of another tool' },
      ]),
    );
    // gh api [--paginate|--silent] [-X METHOD] PATH [--jq FILTER] [-F body=@FILE]
    standIn(
      join(work, 'bin'),
      'gh',
      `echo "gh $*" >> "$CALLS"
if [ "$2" = --paginate ]; then jq -r "$5" ${comments}; exit; fi
file=\${7#body=@}
case $4 in
  POST) jq --rawfile body "$file" '. + [{ id: 3, user: { type: "Bot" }, body: $body }]' ${comments} > ${comments}.new ;;
  PATCH) jq --rawfile body "$file" --arg id "\${5##*/}" 'map(if .id == ($id | tonumber) then .body = $body else . end)' ${comments} > ${comments}.new ;;
esac
mv ${comments}.new ${comments}
`,
    );
    const env = { GITHUB_REPOSITORY: 'a/b', NUMBER: '7' };
    const app = join(work, 'comment');
    for (const [turn, index] of [`${LONG}_a`, 'short'].entries()) {
      write(app, {
        ...LARAVEL,
        'database/migrations/2026_01_01_000001_a.php': tableWithIndex('a', index),
      });
      const report = join(work, `report-${turn}.md`);
      const dialint = spawnSync(
        process.execPath,
        [MAIN, '--no-cache', '--engine', 'mysql', '--format', 'markdown', '--output', report],
        { cwd: app },
      );
      expect(dialint.status).toBe(turn === 0 ? 1 : 0);
      expect(bash(run, work, { ...env, REPORT: report })).toMatchObject({ status: 0, stderr: '' });
      const bodies = JSON.parse(readFileSync(comments, 'utf8')).map(({ body }: { body: string }) => body);
      expect(bodies).toHaveLength(3);
      expect(bodies[2]).toMatch(
        turn === 0
          ? /^<!-- dialint -->\n### dialint: 1 error/
          : /^<!-- dialint -->\n### dialint: no findings/,
      );
      expect(bodies.slice(0, 2)).toEqual(['<!-- dialint --> says somebody', 'of another tool']);
    }
    const calls = readFileSync(join(work, 'calls'), 'utf8');
    expect(calls).toContain('repos/a/b/issues/7/comments');
    expect(calls).toContain('repos/a/b/issues/comments/3');
  });

  it("leaves GitLab a code quality report of the merge request's findings", async () => {
    standIn(join(work, 'bin'), 'npx', npxScript(MAIN));
    const app = join(work, 'gitlab');
    mkdirSync(app);
    git(app, 'init', '-q', '-b', 'main');
    write(app, {
      ...LARAVEL,
      'database/migrations/2026_01_01_000001_a.php': tableWithIndex('a', `${LONG}_a`),
    });
    git(app, 'add', '-A');
    git(app, 'commit', '-qm', 'first');
    git(app, 'update-ref', 'refs/remotes/origin/main', 'main');
    write(app, { 'database/migrations/2026_02_01_000001_b.php': tableWithIndex('b', `${LONG}_b`) });
    git(app, 'add', '-A');
    git(app, 'commit', '-qm', 'second');
    const { status, stderr } = bash(gitlab.dialint?.script.join('\n') ?? '', app, {
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      DIALINT_CACHE_DIR: join(work, 'cache'),
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const report = readFileSync(join(app, 'gl-code-quality-report.json'), 'utf8');
    expect(await VALIDATORS.gitlab(report)).toEqual([]);
    expect(JSON.parse(report).map((one: { location: { path: string } }) => one.location.path)).toEqual([
      'database/migrations/2026_02_01_000001_b.php',
    ]);
  });

  it('takes suppressed results out of SARIF with the line that is shown', () => {
    const line = /Without the action: `(jq [^`]*)`/.exec(doc)?.[1] ?? '';
    writeFileSync(
      join(work, 'dialint.sarif'),
      JSON.stringify({ runs: [{ results: [{ ruleId: 'a' }, { ruleId: 'b', suppressions: [{}] }] }] }),
    );
    const { stdout } = bash(line, work, {});
    expect(JSON.parse(stdout)).toEqual({ runs: [{ results: [{ ruleId: 'a' }] }] });
  });
});
