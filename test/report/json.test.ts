import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { jsonReport, renderJson } from '../../src/report/json.ts';
import { diagnostic, project, result, spanOf, TELEGRAM, TELEGRAM_SOURCE } from './example.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/check-output.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

function problems(report: unknown): unknown[] {
  // What a reader gets is what was printed.
  return validate(JSON.parse(JSON.stringify(report))) ? [] : validate.errors!;
}

const fileName = (root: string, file: string): string => `${root.split('/').at(-1)}/${file}`;

const span = spanOf(TELEGRAM_SOURCE, "index(['notifiable_type', 'notifiable_id'])");
const full = result({
  diagnostics: [
    diagnostic({
      fix: {
        title: 'Name the index',
        safety: 'safe',
        edits: [{ file: TELEGRAM, span: { ...span, endOffset: span.startOffset }, text: ", 'tg_idx'" }],
      },
      related: [{ file: TELEGRAM, span, message: 'the table is made here' }],
      data: { length: 66, limit: 64 },
      suppressed: { reason: 'shipped in 2021' },
    }),
    diagnostic({ unreached: "Schema::hasTable('old') is false" }),
  ],
  coverage: { statements: 145, unknown: [{ file: TELEGRAM, span, reason: 'a name that is not known' }] },
});

describe('json', () => {
  it('of one project has the promised shape', () => {
    const report = jsonReport([full], fileName);
    expect(problems(report)).toEqual([]);
    expect(Object.keys(report)).toEqual([
      'version',
      'project',
      'targets',
      'targetNotes',
      'diagnostics',
      'verdicts',
      'coverage',
      'summary',
    ]);
    expect(report.project).toEqual({
      root: '/projects/wintertrace',
      framework: { value: 'laravel', from: { file: 'composer.json', line: 9 } },
      frameworkVersion: { value: '12.40.2', from: { file: 'composer.lock', line: 1204 } },
      modules: [{ slug: 'telegram', layout: 'modules', directory: 'modules/telegram' }],
      testEngine: {
        engine: 'sqlite',
        driver: 'sqlite',
        version: null,
        from: { file: 'phpunit.xml', line: 24 },
      },
      productionEngines: [
        { engine: 'mysql', driver: 'mysql', version: null, from: { file: '.env.example', line: 23 } },
        {
          engine: 'mariadb',
          driver: 'mysql',
          version: '10.11',
          from: { file: 'docker-compose.yml', line: 7 },
        },
      ],
      notices: [],
    });
    expect(report.targets).toEqual(['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11']);
    expect(report.diagnostics[0]).toEqual({
      rule: 'identifier-too-long',
      severity: 'error',
      message: diagnostic().message,
      help: diagnostic().help,
      file: TELEGRAM,
      range: { start: { line: 11, column: 21 }, end: { line: 11, column: 64 } },
      engines: ['mysql@8.4', 'mariadb@10.11'],
      fix: {
        title: 'Name the index',
        safety: 'safe',
        edits: [
          {
            file: TELEGRAM,
            range: { start: { line: 11, column: 21 }, end: { line: 11, column: 64 } },
            text: ", 'tg_idx'",
          },
        ],
      },
      fingerprint: '0f3a',
      related: [
        {
          file: TELEGRAM,
          range: { start: { line: 11, column: 21 }, end: { line: 11, column: 64 } },
          message: 'the table is made here',
        },
      ],
      data: { length: 66, limit: 64 },
      suppressed: { reason: 'shipped in 2021' },
    });
    expect(report.diagnostics[1]).not.toHaveProperty('fix');
    expect(report.diagnostics[1]).not.toHaveProperty('suppressed');
    expect(report.diagnostics.map((one) => one.unreached)).toEqual([
      undefined,
      "Schema::hasTable('old') is false",
    ]);
    expect(report.verdicts.find(({ outcome }) => outcome === 'refuses')).toEqual({
      file: TELEGRAM,
      direction: 'up',
      engine: 'mysql@8.4',
      outcome: 'refuses',
      code: '1059',
      sql: 'alter table `mod_telegram_enrollment_tokens` add index …',
      line: 11,
      message: 'Identifier name is too long',
    });
    expect(report.coverage).toEqual({
      statements: 145,
      understood: 144,
      unknown: [{ file: TELEGRAM, line: 11, reason: 'a name that is not known' }],
    });
  });

  it('of several projects names files from the current folder, and adds up', () => {
    const other = result({ project: project({ root: '/projects/medipro', framework: null }) });
    const report = jsonReport([full, other], fileName);
    expect(problems(report)).toEqual([]);
    expect(report.projects?.map(({ root }) => root)).toEqual(['/projects/wintertrace', '/projects/medipro']);
    expect(report.project.root).toBe('/projects/wintertrace');
    expect(report.diagnostics.map(({ file }) => file)).toEqual([
      `wintertrace/${TELEGRAM}`,
      `wintertrace/${TELEGRAM}`,
      `medipro/${TELEGRAM}`,
    ]);
    expect(report.diagnostics[0]!.fix!.edits[0]!.file).toBe(`wintertrace/${TELEGRAM}`);
    expect(report.diagnostics[0]!.related[0]!.file).toBe(`wintertrace/${TELEGRAM}`);
    expect(report.verdicts.at(-1)!.file).toBe(`medipro/${TELEGRAM}`);
    expect(report.targets).toEqual(['sqlite@3.45', 'mysql@8.4', 'mariadb@10.11']);
    expect(report.coverage).toMatchObject({ statements: 290, understood: 289 });
    expect(report.summary).toMatchObject({ files: 40, migrations: 36, errors: 2, durationMs: 624 });
  });

  it('is printed as one document', () => {
    const text = renderJson([full], fileName);
    expect(text.endsWith('}\n')).toBe(true);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(jsonReport([full], fileName))));
  });
});

describe('the schema', () => {
  /** The report with one place changed; `undefined` removes it. */
  const broken = (path: readonly (string | number)[], value: unknown): unknown[] => {
    const report: Record<string | number, unknown> = JSON.parse(JSON.stringify(jsonReport([full], fileName)));
    const last = path.at(-1)!;
    let at = report;
    for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
    if (value === undefined) delete at[last];
    else at[last] = value;
    return problems(report);
  };

  it.each<[string, readonly (string | number)[], unknown]>([
    ['a field is missing', ['coverage'], undefined],
    ['a line is 0', ['diagnostics', 0, 'range', 'start', 'line'], 0],
    ['a target has no version', ['targets', 0], 'mysql'],
    ['a path has backslashes', ['diagnostics', 0, 'file'], 'database\\migrations\\a.php'],
    ['an outcome is not known', ['verdicts', 0, 'outcome'], 'maybe'],
    ['a severity is not known', ['diagnostics', 0, 'severity'], 'fatal'],
    ['a field has another name', ['diagnostics', 0, 'level'], 'error'],
  ])('refuses a report in which %s', (_what, path, value) => {
    expect(broken(path, value)).not.toEqual([]);
  });

  it('has room for new fields at the top', () => {
    expect(broken(['statistics'], {})).toEqual([]);
  });
});
