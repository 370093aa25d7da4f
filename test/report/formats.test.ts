/** The formats for CI and tools, each held to its own schema. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderAgent } from '../../src/report/agent.ts';
import { renderCheckstyle } from '../../src/report/checkstyle.ts';
import { renderGithub } from '../../src/report/github.ts';
import { renderGitlab } from '../../src/report/gitlab.ts';
import { renderJunit } from '../../src/report/junit.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderRdjson } from '../../src/report/rdjson.ts';
import { renderSarif, type SarifRule } from '../../src/report/sarif.ts';
import type { CheckResult, Diagnostic, MigrationSource } from '../../src/schema/index.ts';
import { diagnostic, project, result, spanOf, TELEGRAM, TELEGRAM_SOURCE } from './example.ts';
import { VALIDATORS } from './validators.ts';

const RULE: SarifRule = {
  id: 'identifier-too-long',
  severity: 'error',
  recommended: true,
  what: 'A name is longer than an engine allows.',
  why: 'MySQL refuses it with {0} and mod_{slug}_.',
  how: 'Name it.',
  tags: Array.from({ length: 25 }, (_, index) => `tag-${index}`),
  page: 'https://example.org/identifier-too-long',
};

/** Paths as from a repository that holds the projects in folders of their own. */
const inRepository = (root: string, file: string): string =>
  [root.replace('/projects/', ''), file].filter((part) => part !== '').join('/');

const RENDER = {
  sarif: (results: readonly CheckResult[]) =>
    renderSarif(results, inRepository, { rules: [RULE], root: '/projects', errorRule: 'internal-error' }),
  github: (results: readonly CheckResult[]) => renderGithub(results, inRepository),
  gitlab: (results: readonly CheckResult[]) => renderGitlab(results, inRepository),
  junit: (results: readonly CheckResult[]) =>
    renderJunit(results, inRepository, { failOn: 'error', errorRule: 'internal-error' }),
  checkstyle: (results: readonly CheckResult[]) => renderCheckstyle(results, inRepository),
  rdjson: (results: readonly CheckResult[]) => renderRdjson(results, inRepository, () => undefined),
  markdown: (results: readonly CheckResult[]) => renderMarkdown(results, inRepository),
  agent: (results: readonly CheckResult[]) => renderAgent(results, inRepository),
};

const NASTY =
  'a\u0000\u0008\u001B[31mb\uFFFE "q" \'s\' <b>&amp;</b> ]]> 100%25 {0} | `x` *y* $z$ @octocat \t😀\r\n::error::injected\n##[error]x';

const fixed: Partial<Diagnostic> = {
  fix: {
    title: 'Name the index',
    safety: 'safe',
    edits: [
      {
        file: TELEGRAM,
        span: { ...spanOf(TELEGRAM_SOURCE, ');\n            $table->foreignId') },
        text: ", 'tg_idx'",
      },
    ],
  },
};

const migration = (file: string): MigrationSource =>
  ({ file, path: `/projects/wintertrace/${file}`, reported: true }) as MigrationSource;

function withoutHelp({ help: _help, ...rest }: Diagnostic): Diagnostic {
  return rest;
}

const many = result({
  project: project({ migrations: [migration(TELEGRAM), migration('database/migrations/a & <b>.php')] }),
  baseline: { file: 'dialint-baseline.json', entries: 1, stale: [] },
  diagnostics: [
    diagnostic(fixed),
    diagnostic({ severity: 'warning', rule: 'nasty', message: NASTY, help: NASTY, fingerprint: '02' }),
    withoutHelp(diagnostic({ severity: 'info', engines: [], fingerprint: '03' })),
    diagnostic({ message: 'suppressed one', suppressed: { reason: 'shipped' }, fingerprint: '04' }),
    diagnostic({ message: 'accepted one', baselined: true, fingerprint: '05' }),
    diagnostic({
      severity: 'warning',
      file: 'a folder/é#?%.php',
      message: 'with a relation',
      related: [{ file: TELEGRAM, span: diagnostic().span, message: 'made here' }],
      fingerprint: '06',
    }),
  ],
});
const other = result({ project: project({ root: '/projects/second' }) });
const nothing = result({ diagnostics: [], project: project({ migrations: [migration(TELEGRAM)] }) });
const failed = result({ diagnostics: [diagnostic({ rule: 'internal-error', message: 'it threw' })] });

describe.each(['sarif', 'gitlab', 'junit', 'checkstyle', 'rdjson'] as const)('%s', (format) => {
  it.each([
    ['all kinds of findings', [many]],
    ['several projects', [many, other]],
    ['nothing', [nothing]],
    ['a rule that failed', [failed]],
  ])('holds to its schema with %s', async (_name, results) => {
    expect(await VALIDATORS[format](RENDER[format](results))).toEqual([]);
  });

  it('would not without what the schema asks for', async () => {
    const broken = {
      sarif: (text: string) => text.replace('"version": "2.1.0"', '"version": "2.0.0"'),
      gitlab: (text: string) => text.replace('"fingerprint"', '"fingerprints"'),
      junit: (text: string) => text.replace('<testcase classname', '<testcase class'),
      checkstyle: (text: string) => text.replace(/severity="\w+"/, 'severity="fatal"'),
      rdjson: (text: string) => text.replace('"ERROR"', '"FATAL"'),
    }[format];
    const report = RENDER[format]([many]);
    expect(broken(report)).not.toBe(report);
    expect(await VALIDATORS[format](broken(report))).not.toEqual([]);
  });
});

describe.each(Object.entries(RENDER))('%s', (_format, render) => {
  it('is the same each time', () => {
    expect(render([many, other])).toBe(render([many, other]));
  });

  it('ends with one line feed', () => {
    expect(render([many])).toMatch(/[^\n]\n$/);
    expect(render([nothing])).toMatch(/^$|[^\n]\n$/);
  });
});

it.each(Object.entries(RENDER).filter(([format]) => format !== 'sarif'))(
  '%s does not show what is suppressed or in the baseline',
  (_format, render) => {
    const report = render([many]);
    expect(report).not.toContain('suppressed one');
    expect(report).not.toContain('accepted one');
    expect(report).toContain('with a relation');
  },
);

describe('sarif', () => {
  const log = (results: readonly CheckResult[]) => JSON.parse(RENDER.sarif(results)).runs[0];

  it('says where and what, in the terms of the standard', () => {
    const run = log([many]);
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.originalUriBaseIds).toEqual({ SRCROOT: { uri: 'file:///projects/' } });
    expect(run.invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
    expect(run.results[0]).toMatchObject({
      ruleId: 'identifier-too-long',
      ruleIndex: 0,
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: `wintertrace/${TELEGRAM}`, uriBaseId: 'SRCROOT' },
            region: { startLine: 11, startColumn: 21, endLine: 11, endColumn: 64 },
          },
        },
      ],
      partialFingerprints: { 'dialint/v1': '0f3a' },
      fixes: [
        {
          description: { text: 'Name the index' },
          artifactChanges: [
            {
              replacements: [
                {
                  deletedRegion: { startLine: 11, startColumn: 63 },
                  insertedContent: { text: ", 'tg_idx'" },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('writes file names as relative references', () => {
    const { uri } = log([many]).results[5].locations[0].physicalLocation.artifactLocation;
    expect(uri).toBe('wintertrace/a%20folder/%C3%A9%23%3F%25.php');
    expect(new URL(uri, 'file:///projects/').pathname).toBe(
      '/projects/wintertrace/a%20folder/%C3%A9%23%3F%25.php',
    );
  });

  it('marks what is suppressed, and what is in the baseline', () => {
    const [first, , , suppressed, accepted] = log([many]).results;
    expect(first).toMatchObject({ baselineState: 'new' });
    expect(first.suppressions).toBeUndefined();
    expect(suppressed.suppressions).toEqual([
      { kind: 'inSource', status: 'accepted', justification: 'shipped' },
    ]);
    expect(accepted).toMatchObject({
      baselineState: 'unchanged',
      suppressions: [
        { kind: 'external', status: 'accepted', justification: 'It is in dialint-baseline.json.' },
      ],
    });
    // without a baseline nothing is new
    expect(log([result()]).results[0].baselineState).toBeUndefined();
  });

  it('describes each rule, and doubles the braces of what would be a placeholder', () => {
    const [rule, nasty] = log([many]).tool.driver.rules;
    expect(rule).toMatchObject({
      id: 'identifier-too-long',
      fullDescription: { text: 'MySQL refuses it with {{0}} and mod_{slug}_.' },
      helpUri: 'https://example.org/identifier-too-long',
      defaultConfiguration: { enabled: true, level: 'error' },
    });
    expect(rule.help.text).toContain('Name it.');
    expect(rule.properties.tags).toHaveLength(20);
    expect(nasty).toMatchObject({ id: 'nasty', shortDescription: { text: 'nasty' } });
    expect(nasty.helpUri).toBeUndefined();
  });

  it('tells a rule that failed as a failed run', () => {
    const run = log([failed]);
    expect(run.results).toEqual([]);
    expect(run.invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error', message: { text: 'it threw' } }],
    });
  });

  it("keeps within GitHub's 25,000 results, leaves out the least severe, and says so", () => {
    const infos = Array.from({ length: 25_000 }, (_, index) =>
      diagnostic({ severity: 'info', fingerprint: `i${index}` }),
    );
    const run = log([result({ diagnostics: [...infos, diagnostic()] })]);
    expect(run.results).toHaveLength(25_000);
    expect(run.results.at(-1).level).toBe('error');
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toMatch(/^1 results are left out/);
  });
});

/** As the runner reads a line: src/Runner.Common/ActionCommand.cs, TryParseV2. */
function readCommand(line: string) {
  const [, kind, properties = '', data = ''] = /^::(\w+)(?: ([^\n]*?))?::(.*)$/.exec(line) ?? [];
  const plain = (text: string): string =>
    text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  return {
    kind,
    message: plain(data),
    properties: Object.fromEntries(
      properties.split(',').map((pair) => {
        const [name = '', value = ''] = pair.split(/=(.*)/s);
        return [name, plain(value.replaceAll('%3A', ':').replaceAll('%2C', ','))];
      }),
    ),
  };
}

describe('github', () => {
  it('is one command on one line for each finding, the most severe first', () => {
    const lines = renderGithub([many], inRepository).trimEnd().split('\n');
    const commands = lines.map(readCommand);
    expect(commands.map(({ kind }) => kind)).toEqual(['error', 'warning', 'warning', 'notice']);
    expect(commands[0]).toMatchObject({
      properties: {
        file: `wintertrace/${TELEGRAM}`,
        line: '11',
        endLine: '11',
        col: '21',
        endColumn: '63',
        title: 'dialint (identifier-too-long)',
      },
    });
    expect(commands[1]?.message).toContain(NASTY);
  });

  it('escapes what would end a property', () => {
    const [line = ''] = renderGithub(
      [result({ diagnostics: [diagnostic({ file: 'a,b:c%d.php' })] })],
      inRepository,
    ).split('\n');
    expect(line).toContain('file=wintertrace/a%2Cb%3Ac%25d.php,line=');
    expect(readCommand(line).properties.file).toBe('wintertrace/a,b:c%d.php');
  });

  it('gives no columns where a finding goes over lines', () => {
    const span = spanOf(TELEGRAM_SOURCE, "foreignId('user_id')\n                ->nullable()");
    const [line = ''] = renderGithub([result({ diagnostics: [diagnostic({ span })] })], inRepository).split(
      '\n',
    );
    expect(readCommand(line).properties).toMatchObject({ line: '12', endLine: '13' });
    expect(line).not.toContain('col=');
  });

  it('lists beyond ten of a level what GitHub does not show, in lines that are no commands', () => {
    const eleven = (severity: Diagnostic['severity'], message: string) =>
      Array.from({ length: 11 }, () => diagnostic({ severity, message }));
    const report = renderGithub(
      [result({ diagnostics: [...eleven('warning', NASTY), ...eleven('error', 'e'), diagnostic()] })],
      inRepository,
    );
    const lines = report.trimEnd().split('\n');
    expect(lines.slice(0, 12).every((line) => line.startsWith('::error '))).toBe(true);
    const tail = lines.slice(23);
    expect(tail[0]).toMatch(/^::group::3 findings of 23 that GitHub does not show/);
    const word = /^::stop-commands::([0-9a-f]{64})$/.exec(tail[1] ?? '')?.[1];
    expect(tail.slice(2, 5).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      `wintertrace/${TELEGRAM}:11:21 error[identifier-too-long]`,
      `wintertrace/${TELEGRAM}:11:21 error[identifier-too-long]`,
      `wintertrace/${TELEGRAM}:11:21 warning[identifier-too-long]`,
    ]);
    expect(tail.slice(5)).toEqual([`::${word}::`, '::endgroup::']);
  });
});

describe('gitlab', () => {
  it('tells each finding apart, in several projects too', () => {
    const issues = JSON.parse(renderGitlab([many, other], inRepository));
    const prints = issues.map((one: { fingerprint: string }) => one.fingerprint);
    expect(new Set(prints).size).toBe(5);
    expect(issues[0]).toMatchObject({
      check_name: 'identifier-too-long',
      severity: 'critical',
      location: { path: `wintertrace/${TELEGRAM}`, lines: { begin: 11, end: 11 } },
    });
    expect(issues.map((one: { severity: string }) => one.severity)).toEqual([
      ...['critical', 'major', 'info', 'major', 'critical'],
    ]);
  });

  it('gives a project the same fingerprints whatever else is checked beside it', () => {
    const alone = JSON.parse(renderGitlab([other], inRepository));
    expect(JSON.parse(renderGitlab([many, other], inRepository)).at(-1)).toEqual(alone[0]);
  });
});

describe('junit', () => {
  it('has a suite for each file, and a passed test where there is no finding', () => {
    const report = RENDER.junit([many]);
    expect(report).toContain('<testsuites name="dialint" tests="5" failures="1" errors="0"');
    expect(report).toContain(
      '<testsuite name="wintertrace/database/migrations/a &amp; &lt;b&gt;.php" tests="1" failures="0" errors="0">\n' +
        '    <testcase classname="wintertrace/database/migrations/a &amp; &lt;b&gt;.php" name="no findings"/>',
    );
    expect(RENDER.junit([nothing])).toContain('tests="1" failures="0" errors="0"');
  });

  it('fails from the severity on that fails the check', () => {
    const at = (failOn: Diagnostic['severity']) =>
      /failures="(\d)"/.exec(renderJunit([many], inRepository, { failOn, errorRule: 'internal-error' }))?.[1];
    expect([at('error'), at('warning'), at('info')]).toEqual(['1', '3', '4']);
  });

  it('tells a rule that failed as an error', () => {
    expect(RENDER.junit([failed])).toContain('tests="1" failures="0" errors="1"');
  });

  it('has no character that XML forbids', () => {
    expect(RENDER.junit([many])).not.toMatch(/[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/);
    expect(RENDER.junit([many])).toContain('a\uFFFD\uFFFD\uFFFD[31mb\uFFFD &quot;q&quot;');
  });
});

describe('checkstyle', () => {
  it('has the findings of a file together', () => {
    const report = renderCheckstyle([many], inRepository);
    expect(report.match(/<file name=/g)).toHaveLength(2);
    expect(report).toContain(
      '<error line="11" column="21" severity="error" message="index name &quot;mod_telegram',
    );
    expect(report).toContain('source="dialint.identifier-too-long"/>');
  });
});

describe('rdjson', () => {
  const diagnostics = (results: readonly CheckResult[]) =>
    JSON.parse(renderRdjson(results, inRepository, (id) => `https://example.org/${id}`)).diagnostics;

  it('suggests a fix of one edit, and none of several', () => {
    expect(diagnostics([many])[0]).toMatchObject({
      location: {
        path: `wintertrace/${TELEGRAM}`,
        range: { start: { line: 11, column: 21 }, end: { line: 11, column: 64 } },
      },
      severity: 'ERROR',
      code: { value: 'identifier-too-long', url: 'https://example.org/identifier-too-long' },
      suggestions: [{ text: ", 'tg_idx'", range: { start: { line: 11, column: 63 } } }],
    });
    const edits = [...(fixed.fix?.edits ?? []), ...(fixed.fix?.edits ?? [])];
    const two = result({
      diagnostics: [diagnostic({ fix: { title: 'two', safety: 'safe', edits } })],
    });
    expect(diagnostics([two])[0].suggestions).toBeUndefined();
  });

  it('counts columns in bytes', () => {
    const text = "é😀->index(['a']);\n";
    const one = result({
      diagnostics: [diagnostic({ span: spanOf(text, 'index') })],
      sources: new Map([[TELEGRAM, text]]),
    });
    // é has 2 bytes, 😀 has 4
    expect(diagnostics([one])[0].location.range).toEqual({
      start: { line: 1, column: 9 },
      end: { line: 1, column: 14 },
    });
  });

  it('gives lines alone where the text is not at hand', () => {
    expect(diagnostics([result({ sources: new Map() })])[0].location.range).toEqual({
      start: { line: 11 },
      end: { line: 11 },
    });
  });
});

describe('markdown', () => {
  it('begins with its mark, counts, and has a table of engines and one of findings', () => {
    const lines = renderMarkdown([many], inRepository).split('\n');
    expect(lines.slice(0, 8)).toEqual([
      '<!-- dialint -->',
      '### dialint: 1 error, 2 warnings, 1 info in 18 migrations',
      '',
      '| Engine (up / down) | accepts | refuses | unknown |',
      '| :-- | --: | --: | --: |',
      '| SQLite 3.45 | 1 / 1 | 0 / 0 | 0 / 0 |',
      '| MySQL 8.4 | 0 / 0 | 1 / 0 | 0 / 0 |',
      '| MariaDB 10.11 | 0 / 0 | 1 / 0 | 0 / 0 |',
    ]);
    expect(lines.at(-2)).toBe(
      '145 of 145 statements understood. 2 findings suppressed or in the baseline, not counted here.',
    );
  });

  it('has the mark where there is nothing to tell as well', () => {
    expect(renderMarkdown([nothing], inRepository)).toMatch(
      /^<!-- dialint -->\n### dialint: no findings in 18 migrations\n/,
    );
  });

  it('lets nothing in a message be markup, a mention or the end of its cell', () => {
    const line = renderMarkdown([many], inRepository)
      .split('\n')
      .find((one) => one.includes('`nasty`'));
    expect(line?.replaceAll('\\|', '').split('|')).toHaveLength(7);
    expect(line).toContain('&lt;b&gt;&amp;amp;&lt;/b&gt;');
    expect(line).toContain('\\`x\\` \\*y\\* <span>$</span>z<span>$</span> @\u200Boctocat');
  });

  it('is cut to what a comment may hold, and says how much is missing', () => {
    const diagnostics = Array.from({ length: 500 }, (_, index) =>
      diagnostic({ severity: index === 499 ? 'error' : 'info', message: `😀 finding ${index} `.repeat(20) }),
    );
    const report = renderMarkdown([result({ diagnostics })], inRepository);
    expect(report.length).toBeLessThanOrEqual(65_536);
    expect(report.length).toBeGreaterThan(64_000);
    const shown = report.match(/^\| (?:❌|⚠️|ℹ️) /gm)?.length ?? 0;
    expect(report).toContain(`**${500 - shown} findings of 500 are not shown here**`);
    expect(report).toContain('❌ error');
    expect(report.trimEnd()).toMatch(/understood\.$/);
  });
});

describe('agent', () => {
  it('is one line for each finding, and one that counts', () => {
    const lines = renderAgent([many], inRepository).split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe(
      `wintertrace/${TELEGRAM}:11:21 error identifier-too-long ${diagnostic().message} | mysql@8.4,mariadb@10.11 | --fix: Name the index`,
    );
    expect(lines[2]).toMatch(/ \| - \| -$/);
    expect(lines[4]).toBe('1 error, 2 warnings, 1 info in 18 migrations');
    expect(renderAgent([nothing], inRepository)).toBe('0 errors, 0 warnings, 0 infos in 18 migrations\n');
  });
});

it('keeps the notes on where the schemas come from', () => {
  const notes = readFileSync(new URL('schemas/README.md', import.meta.url), 'utf8');
  for (const name of [
    'sarif-2.1.0-rtm.5.json',
    'jenkins-junit.xsd',
    'checkstyle.xsd',
    'gitlab-codequality.schema.json',
  ])
    expect(notes).toContain(`\`${name}\``);
});
