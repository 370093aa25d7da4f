import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { helpText } from '../../src/cli/help.ts';
import { COMMANDS, OPTIONS } from '../../src/cli/options.ts';
import { UnknownRuleError } from '../../src/lint/settings.ts';
import { ConfigError, UsageError } from '../../src/project/errors.ts';
import { project, result } from '../report/example.ts';
import { dialint } from './harness.ts';

describe('wrong usage is one line on stderr, and exit code 2', () => {
  it.each<[string, string]>([
    ['chek', '"chek" is neither a command nor an existing path; did you mean dialint check?'],
    [
      'explan missing-down',
      '"explan" is neither a command nor an existing path; did you mean dialint explain?',
    ],
    ['zzzzzz', '"zzzzzz" is neither a command nor an existing path'],
    ['no/such/folder', 'path "no/such/folder" does not exist'],
    ['check chek', 'path "chek" does not exist'],
    ['--egine mysql', 'unknown option --egine; did you mean --engine?'],
    ['--frobnicate', 'unknown option --frobnicate'],
    ['-q', 'unknown option -q'],
    ['--stdin', '--stdin needs --stdin-filename: which file the text stands for'],
    ['--stdin-filename a.php', '--stdin-filename goes with --stdin'],
    ['--stdin --stdin-filename a.php src', '--stdin reports on --stdin-filename only; it takes no paths'],
    ['--stdin --stdin-filename a.php --staged', '--stdin does not go with --staged'],
    ['replay --direction up', 'replay has no option --direction; see dialint help replay'],
    ['lsp src', 'lsp takes no paths: the editor names its folders itself'],
    ['lsp --engine mysql', 'lsp has no option --engine; see dialint help lsp'],
    ['replay --format sarif', '--format takes pretty, json, github, junit; not "sarif"'],
    [
      '--format jsn',
      '--format takes pretty, json, sarif, github, gitlab, junit, checkstyle, rdjson, markdown, agent; not "jsn"',
    ],
    ['--fail-on errors', '--fail-on takes error, warning, info, never; not "errors"'],
    ['--driver pgsql', '--driver takes mysql, mariadb; not "pgsql"'],
    ['--engine', 'option --engine needs a value; see dialint help check'],
    ['--engine --quiet', 'option --engine needs a value; see dialint help check'],
    ['--engine=', 'option --engine needs a value; see dialint help check'],
    ['--framework-version latest', '--framework-version takes a version such as 12 or 12.40.2; not "latest"'],
    ['--rule ,', 'option --rule needs a value; see dialint help check'],
    ['--quiet=yes', 'option --quiet takes no value'],
    ['--output a --output b', 'option --output is given twice'],
    ['rules --engine mysql', 'rules has no option --engine; see dialint help rules'],
    ['rules all', 'rules takes no arguments; explain RULE tells about one'],
    ['--rule identifer-too-long', 'unknown rule "identifer-too-long"; did you mean identifier-too-long?'],
    ['explain', 'explain needs a rule; dialint rules lists them'],
    ['explain identifier', 'unknown rule "identifier"; did you mean identifier-too-long?'],
    ['explain zzz', 'unknown rule "zzz"; dialint rules lists them'],
    ['explain a b', 'explain takes one rule'],
    ['help chekc', 'no help for "chekc"; did you mean check?'],
    ['--config nowhere.json', 'configuration file "nowhere.json" does not exist'],
  ])('dialint %s', async (line, message) => {
    const { code, stdout, stderr, checks } = await dialint(line.split(' '));
    expect(stderr).toBe(`dialint: ${message}\n`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(checks).toEqual([]);
  });

  const failing = (error: Error) =>
    dialint([], {
      cwd: resolve('/projects/shop'),
      deps: {
        checkProject: async () => {
          throw error;
        },
      },
    });

  it('with a hint below, where there is one', async () => {
    expect(await failing(new UsageError('sqlsrv is not judged', 'known: sqlite, mysql'))).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'dialint: sqlsrv is not judged\n  known: sqlite, mysql\n',
    });
  });

  it('also for each problem of the configuration', async () => {
    const outside = new ConfigError(resolve('/etc/dialint.json'), [{ message: 'no', line: 1, column: 1 }]);
    expect((await failing(outside)).stderr).toBe(
      `dialint: ${resolve('/etc/dialint.json').replaceAll('\\', '/')}:1:1 no\n`,
    );
    const error = new ConfigError(resolve('/projects/shop/dialint.json'), [
      { message: 'unknown key "engine"', hint: 'Did you mean "engines"?', line: 2, column: 3 },
      { message: 'unknown rule "x"', line: 4, column: 7 },
    ]);
    expect(await failing(error)).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'dialint: dialint.json:2:3 unknown key "engine". Did you mean "engines"?\n' +
        'dialint: dialint.json:4:7 unknown rule "x"\n',
    });
  });

  it('also for rules of the configuration that do not exist', async () => {
    expect(await failing(new UnknownRuleError('missing-up', ['missing-down']))).toMatchObject({
      code: 2,
      stderr: 'dialint: There is no rule "missing-up". Did you mean "missing-down"?\n',
    });
  });

  it('of several folders that were found, those without migrations are passed over', async () => {
    const nothing = result({ project: project({ framework: null, migrations: [] }) });
    const roots = ['/repo/api', '/repo/tools'].map((root) => ({ root: resolve(root), paths: [] }));
    const deps = {
      findProjectRoots: async () => roots,
      checkProject: async (root: string) => (root === roots[0]!.root ? result() : nothing),
    };
    expect(await dialint([], { cwd: resolve('/repo'), deps })).toMatchObject({ code: 1, stderr: '' });
    // Who names a folder is told.
    expect(await dialint(['.', 'test'], { cwd: process.cwd(), deps })).toMatchObject({ code: 2 });
    expect(
      await dialint([], { cwd: resolve('/repo'), deps: { ...deps, checkProject: async () => nothing } }),
    ).toMatchObject({
      code: 2,
      stderr:
        'dialint: no migrations found in api, tools\n' +
        '  Name the folder that holds them, if they lie elsewhere (dialint check FOLDER).\n',
    });
  });

  it('of a monorepo without any, it says how many packages were looked at', async () => {
    const nothing = result({ project: project({ framework: null, migrations: [] }) });
    const { code, stderr } = await dialint([], {
      cwd: resolve('/repo'),
      deps: {
        findProjectRoots: async () => [{ root: resolve('/repo'), paths: [], workspaces: 12 }],
        checkProject: async () => nothing,
      },
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^dialint: no project found in /);
    expect(stderr.split('\n')[1]).toBe(
      '  Nor have the 12 packages of its workspaces. Name the folder that holds the migrations (dialint check FOLDER).',
    );
  });

  it('where there is no project, it says what was looked for', async () => {
    const nothing = result({ project: project({ framework: null, migrations: [] }) });
    const { code, stdout, stderr } = await dialint([], {
      cwd: resolve('/nowhere'),
      deps: { checkProject: async () => nothing },
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      `dialint: no project found in ${resolve('/nowhere')}: it has no composer.json with Laravel in it, no artisan, no package.json with Knex, TypeORM, Sequelize, Kysely, MikroORM or db-migrate in it, and no folder of migrations in PHP or SQL\n`,
    );
  });
});

describe('a defect', () => {
  const crash = (env: Record<string, string>) =>
    dialint([], {
      env,
      deps: {
        checkProject: async () => {
          throw new TypeError('x is not a function');
        },
      },
    });

  it('is told shortly, with exit code 3', async () => {
    const { code, stdout, stderr } = await crash({});
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatchInlineSnapshot(`
      "dialint: internal error: TypeError: x is not a function
      This is a defect in dialint; please report it, with a migration that shows it.
      DIALINT_DEBUG=1 shows where it happened.
      "
    `);
  });

  it('is told with its stack where that is asked for', async () => {
    const { stderr } = await crash({ DIALINT_DEBUG: '1' });
    expect(stderr).toMatch(/\n {4}at .*usage\.test\.ts/);
  });
});

describe('help', () => {
  it.each([['--help'], ['-h'], ['help'], ['help', 'help']])('dialint %s %s', async (...argv) => {
    const { code, stdout, stderr } = await dialint(argv.filter((word) => word !== undefined));
    expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: '', stdout: helpText(undefined) });
  });

  it.each([
    ['check', '--help'],
    ['help', 'check'],
    ['--help', 'check'],
  ])('dialint %s %s', async (...argv) => {
    expect((await dialint(argv)).stdout).toBe(helpText('check'));
  });

  it('names every option of a command, and no other', () => {
    for (const command of COMMANDS) {
      const text = helpText(command);
      const options = Object.entries(OPTIONS)
        .filter(
          ([, { commands }]) => commands.some((one) => one === command) && commands.length < COMMANDS.length,
        )
        .map(([name]) => `--${name}`);
      for (const option of options) expect(text, command).toMatch(new RegExp(`^ +${option}\\b`, 'm'));
      for (const [option] of text.matchAll(/(?<=^ +)--[a-zA-Z-]+/gm)) {
        expect(Object.keys(OPTIONS), command).toContain(option.slice(2));
      }
    }
    for (const { name } of [{ name: '--version' }, { name: '--help' }]) {
      expect(helpText(undefined)).toContain(name);
    }
    expect(helpText('check')).toContain('--no-color');
  });

  it('fits a terminal of 120 columns', () => {
    for (const command of COMMANDS) {
      for (const line of helpText(command).split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    }
  });

  it('tells the version of package.json', async () => {
    const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
    for (const option of ['--version', '-V']) {
      expect(await dialint([option])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
    }
  });
});
