import { describe, expect, it } from 'vitest';
import { type PrettyOptions, renderPretty, renderPrettyAll } from '../../src/report/pretty.ts';
import type { CheckResult } from '../../src/schema/index.ts';
import { diagnostic, project, result, spanOf, TELEGRAM, TELEGRAM_SOURCE } from './example.ts';

const OPTIONS: PrettyOptions = {
  colour: false,
  width: 100,
  displayPath: (_root, file) => file || 'fixtures/wintertrace',
};

function shown(change: Partial<CheckResult> = {}, options: Partial<PrettyOptions> = {}): string {
  return renderPretty(result(change), { ...OPTIONS, ...options });
}

describe('a finding', () => {
  it('is shown with its code, what the engines do, and the way out', () => {
    expect(shown()).toMatchInlineSnapshot(`
      "error[identifier-too-long] index name
        "mod_telegram_enrollment_tokens_notifiable_type_notifiable_id_index" has 66 characters; MySQL and
        MariaDB allow 64 (errno 1059). SQLite accepts it.
        --> modules/telegram/database/migrations/2026_06_01_000003_create_mod_telegram_enrollment_tokens_table.php:11:21
         |
      11 |             $table->index(['notifiable_type', 'notifiable_id']);
         |                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
         = engines: MySQL 8.4, MariaDB 10.11 refuse (1059) · SQLite 3.45 accepts
         = help: name it: ->index(['notifiable_type', 'notifiable_id'], 'tg_enroll_notifiable_idx')

      Project  wintertrace: Laravel 12.40.2 (composer.lock:1204), 1 module
      Targets  SQLite 3.45    tests (phpunit.xml:24)
               MySQL 8.4      production (.env.example:23)
               MariaDB 10.11  production (docker-compose.yml:7), through the mysql driver
      Read     18 migrations, all 145 statements understood
      Found    1 error (312 ms)
      "
    `);
  });

  it('is wrapped to a narrow terminal', () => {
    expect(shown({}, { width: 60 })).toMatchInlineSnapshot(`
      "error[identifier-too-long] index name
        "mod_telegram_enrollment_tokens_notifiable_type_notifiable_id_index"
        has 66 characters; MySQL and MariaDB allow 64 (errno
        1059). SQLite accepts it.
        --> modules/telegram/database/migrations/2026_06_01_000003_create_mod_telegram_enrollment_tokens_table.php:11:21
         |
      11 |             $table->index(['notifiable_type', 'notifia…
         |                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
         = engines: MySQL 8.4, MariaDB 10.11 refuse (1059) ·
                    SQLite 3.45 accepts
         = help: name it: ->index(['notifiable_type',
                 'notifiable_id'], 'tg_enroll_notifiable_idx')

      Project  wintertrace: Laravel 12.40.2 (composer.lock:1204),
               1 module
      Targets  SQLite 3.45    tests (phpunit.xml:24)
               MySQL 8.4      production (.env.example:23)
               MariaDB 10.11  production (docker-compose.yml:7),
               through the mysql driver
      Read     18 migrations, all 145 statements understood
      Found    1 error (312 ms)
      "
    `);
  });

  it('shows the first lines of a long span, and what is related', () => {
    const source = TELEGRAM_SOURCE;
    const text = shown({
      diagnostics: [
        diagnostic({
          rule: 'down-leaves-residue',
          severity: 'warning',
          message: 'down() leaves the table "mod_telegram_enrollment_tokens" behind.',
          help: "drop it: Schema::dropIfExists('mod_telegram_enrollment_tokens')",
          span: spanOf(source, source.slice(source.indexOf('Schema::create'), source.indexOf('    }\n}'))),
          engines: [],
          related: [
            { file: TELEGRAM, span: spanOf(source, 'mod_telegram'), message: 'the table is made here' },
            { file: 'app/Columns.php', span: spanOf(source, 'mod_telegram'), message: 'this trait makes it' },
          ],
        }),
      ],
    });
    expect(text).toMatchInlineSnapshot(`
      "warning[down-leaves-residue] down() leaves the table "mod_telegram_enrollment_tokens" behind.
        --> modules/telegram/database/migrations/2026_06_01_000003_create_mod_telegram_enrollment_tokens_table.php:7:9
         |
       7 |         Schema::create('mod_telegram_enrollment_tokens', function (Blueprint $table) {
         |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       8 |             $table->id();
         |             ^^^^^^^^^^^^^
       9 |             $table->string('notifiable_type');
         |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       … |
         = see: line 7: the table is made here
         = see: app/Columns.php:7:25 this trait makes it
         = help: drop it: Schema::dropIfExists('mod_telegram_enrollment_tokens')

      Project  wintertrace: Laravel 12.40.2 (composer.lock:1204), 1 module
      Targets  SQLite 3.45    tests (phpunit.xml:24)
               MySQL 8.4      production (.env.example:23)
               MariaDB 10.11  production (docker-compose.yml:7), through the mysql driver
      Read     18 migrations, all 145 statements understood
      Found    1 warning (312 ms)
      "
    `);
  });

  it('marks each line of a chain', () => {
    const text = shown({
      diagnostics: [
        diagnostic({
          message: 'a chain',
          span: spanOf(
            TELEGRAM_SOURCE,
            TELEGRAM_SOURCE.slice(
              TELEGRAM_SOURCE.indexOf("foreignId('user_id')"),
              TELEGRAM_SOURCE.indexOf(';\n        });'),
            ),
          ),
        }),
      ],
    });
    expect(text.split('\n').slice(2, 9).join('\n')).toMatchInlineSnapshot(`
      "   |
      12 |             $table->foreignId('user_id')
         |                     ^^^^^^^^^^^^^^^^^^^^
      13 |                 ->nullable()
         |                 ^^^^^^^^^^^^
      14 |                 ->constrained();
         |                 ^^^^^^^^^^^^^^^"
    `);
  });

  it('can do without its source', () => {
    const text = shown({ sources: new Map(), diagnostics: [diagnostic({ engines: [], message: 'short' })] });
    expect(text.split('\n').slice(0, 3).join('\n')).toMatchInlineSnapshot(`
      "error[identifier-too-long] short
        --> modules/telegram/database/migrations/2026_06_01_000003_create_mod_telegram_enrollment_tokens_table.php:11:21
         = help: name it: ->index(['notifiable_type', 'notifiable_id'], 'tg_enroll_notifiable_idx')"
    `);
  });

  it('is coloured by severity where colours are wanted', () => {
    const text = shown({}, { colour: true });
    expect(text).toContain('\u001B[31m\u001B[1merror[identifier-too-long]\u001B[22m\u001B[39m');
    expect(text.replace(/\u001B\[\d+m/g, '')).toBe(shown());
  });

  it('lets no control character of the project through', () => {
    const file = 'a.php';
    const source = `$table->string('\u001B[2Jx\u202Ey');\r\n`;
    const text = shown({
      sources: new Map([[file, source]]),
      diagnostics: [
        diagnostic({ file, message: 'bad \u001B]0;title\u0007name', span: spanOf(source, 'string') }),
      ],
    });
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
    expect(text).toContain("1 | $table->string('\uFFFD[2Jx\uFFFDy');");
  });
});

describe('what the engines do', () => {
  const line = (
    change: Parameters<typeof diagnostic>[0],
    rest: Partial<CheckResult> = {},
  ): string | undefined =>
    shown({ diagnostics: [diagnostic(change)], ...rest }).match(/= engines: (.*)/)?.[1];

  it('comes from the verdicts', () => {
    expect(line({})).toBe('MySQL 8.4, MariaDB 10.11 refuse (1059) · SQLite 3.45 accepts');
  });

  it('comes from the data of the rule, by target', () => {
    const data = { codes: { 'mysql@8.4': '1071', 'mariadb@10.11': '1709' } };
    expect(line({ data })).toBe(
      'MySQL 8.4 refuses (1071) · MariaDB 10.11 refuses (1709) · SQLite 3.45 accepts',
    );
  });

  it('is not that of another finding in the same line', () => {
    expect(line({ rule: 'nullable-unique', message: 'x (errno 1071)' })).toBe('MySQL 8.4, MariaDB 10.11');
  });

  it('leaves open what is not known of some', () => {
    const engines = ['mysql@8.4', 'postgres@16'];
    expect(line({ engines })).toBe(
      'MySQL 8.4 refuses (1059) · concerns PostgreSQL 16 too · SQLite 3.45 accepts',
    );
  });

  it('tells a silent change from a refusal', () => {
    expect(line({ engines: ['sqlite@3.45'], data: { effect: 'changes' } })).toBe(
      'SQLite 3.45 changes it silently',
    );
  });

  it('is not guessed', () => {
    expect(line({}, { verdicts: [] })).toBe('MySQL 8.4, MariaDB 10.11');
    expect(line({ data: { code: '1059' } }, { verdicts: [] })).toBe('MySQL 8.4, MariaDB 10.11 refuse (1059)');
    expect(line({ engines: [] })).toBeUndefined();
  });
});

describe('a long line', () => {
  const frame = (source: string, marked: string, width: number): string => {
    const file = 'a.php';
    const text = shown(
      {
        sources: new Map([[file, source]]),
        diagnostics: [diagnostic({ file, message: 'x', engines: [], span: spanOf(source, marked) })],
      },
      { width },
    );
    return text.split('\n').slice(2, 5).join('\n');
  };

  it('is cut behind what is marked', () => {
    expect(
      frame(`$table->index(['one']); // ${'and so on '.repeat(20)}`, 'index', 40),
    ).toMatchInlineSnapshot(`
      "   |
       1 | $table->index(['one']); // and so …
         |         ^^^^^"
    `);
  });

  it('is cut on both sides of what is marked', () => {
    expect(
      frame(
        `${'$table->id(); '.repeat(10)}$table->index(['one']); ${'$table->id(); '.repeat(10)}`,
        'index',
        60,
      ),
    ).toMatchInlineSnapshot(`
      "   |
       1 | …id(); $table->id(); $table->index(['one']); $table->i…
         |                              ^^^^^"
    `);
  });

  it('is cut within what is marked, where that is too long itself', () => {
    const list = `[${"'column', ".repeat(20)}]`;
    expect(frame(`        $table->index(${list});`, `index(${list})`, 50)).toMatchInlineSnapshot(`
      "   |
       1 |         $table->index(['column', 'column', '…
         |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('keeps the carets in place after tabs and wide characters', () => {
    expect(frame("\t\t$table->comment('表の名前 🎉')->index();", 'index', 60)).toMatchInlineSnapshot(`
      "   |
       1 |         $table->comment('表の名前 🎉')->index();
         |                                         ^^^^^"
    `);
  });

  it('takes a family of four for one character', () => {
    expect(frame("x('👨‍👩‍👧‍👦e\u0301')->y();", 'y()', 60)).toMatchInlineSnapshot(`
      "   |
       1 | x('👨‍👩‍👧‍👦é')->y();
         |           ^^^"
    `);
  });

  it.each([41, 50, 60, 80])('is never wider than %i columns', (width) => {
    const source = `${'ab '.repeat(30)}MARK${' 表'.repeat(40)}`;
    for (const line of frame(source, 'MARK', width).split('\n')) {
      const columns = [...line].reduce((sum, c) => sum + (c === '表' ? 2 : 1), 0);
      expect(columns).toBeLessThanOrEqual(width);
    }
  });
});

describe('the end', () => {
  const tail = (text: string): string => text.slice(text.lastIndexOf('\nProject') + 1);

  it('tells what was not understood, what is assumed, and what is suppressed', () => {
    const text = shown({
      project: project({
        frameworkVersion: { value: '12', from: { note: 'assumed: composer.json names no version' } },
        notices: [{ message: 'composer.lock is not valid JSON', file: 'composer.lock', line: 3 }],
        productionEngines: [],
        modules: [],
      }),
      targetNotes: [
        'SQLite in .env.example says nothing about production, since it is what a new Laravel project has: mysql is added. "engines" in dialint.json decides.',
      ],
      diagnostics: [
        diagnostic(),
        diagnostic({ severity: 'warning', rule: 'missing-down' }),
        diagnostic({ severity: 'warning', rule: 'missing-down', suppressed: { reason: 'old' } }),
      ],
      coverage: {
        statements: 145,
        unknown: [
          { file: TELEGRAM, span: spanOf(TELEGRAM_SOURCE, 'id'), reason: 'a' },
          { file: TELEGRAM, span: spanOf(TELEGRAM_SOURCE, 'id'), reason: 'b' },
        ],
      },
      summary: { ...result().summary, durationMs: 4321 },
    });
    expect(tail(text)).toMatchInlineSnapshot(`
      "Project  wintertrace: Laravel 12 (assumed: composer.json names no version)
      Targets  SQLite 3.45    tests (phpunit.xml:24)
               MySQL 8.4
               MariaDB 10.11  through the mysql driver
      Note     SQLite in .env.example says nothing about production, since it is what a new Laravel
               project has: mysql is added. "engines" in dialint.json decides.
      Note     composer.lock is not valid JSON (composer.lock:3)
      Read     18 migrations, 143 of 145 statements understood (98.6 %); 2 not, see unresolved-migration
      Found    1 error, 1 warning, 1 suppressed (4.3 s)
      "
    `);
  });

  it('points to the rule that tells what was not understood', () => {
    const [broken, other] = [TELEGRAM, 'database/migrations/2020_01_01_000000_other.php'];
    const place = { span: spanOf(TELEGRAM_SOURCE, 'id'), reason: 'a' };
    const read = (...files: string[]) =>
      shown({
        diagnostics: [diagnostic({ rule: 'syntax-error', file: broken })],
        coverage: { statements: 9, unknown: files.map((file) => ({ file, ...place })) },
      });
    expect(read(broken)).toContain('1 not, see syntax-error\n');
    expect(read(other)).toContain('1 not, see unresolved-migration\n');
    expect(read(broken, other)).toMatch(/2 not, see\s+syntax-error and\s+unresolved-migration\n/);
  });

  it('does not say twice why a target is assumed', () => {
    const note = 'SQLite (.env.example:8) says nothing about production';
    const change = {
      project: project({ productionEngines: [{ engine: 'mysql', driver: 'mysql', from: { note } }] }),
    };
    expect(shown(change)).toContain(`MySQL 8.4      production (${note})\n`);
    expect(shown({ ...change, targetNotes: [`MySQL is assumed: ${note}.`] })).toContain(
      'MySQL 8.4      production (assumed, see below)\n',
    );
  });

  it('is one line where there is nothing to report', () => {
    expect(shown({ diagnostics: [] })).toMatchInlineSnapshot(`
      "No findings in 18 migrations of wintertrace (Laravel 12.40.2) for SQLite 3.45, MySQL 8.4 and MariaDB 10.11: all 145 statements understood (312 ms)
      "
    `);
  });

  it('says so where there was nothing to look at', () => {
    const text = shown({
      diagnostics: [],
      coverage: { statements: 0, unknown: [] },
      summary: { ...result().summary, migrations: 0 },
    });
    expect(text).toMatchInlineSnapshot(`
      "No migrations found in wintertrace (Laravel 12.40.2) (312 ms)
      "
    `);
  });

  it('tells where the paths that were given hold no migration', () => {
    const migration = { file: 'a.php', path: '/a.php', name: 'a', set: 'default', reported: false } as const;
    const text = shown({
      project: project({ migrations: [{ ...migration, owner: { kind: 'app' } }] }),
      diagnostics: [],
      summary: { ...result().summary, migrations: 0 },
    });
    expect(text).toMatchInlineSnapshot(`
      "Nothing to report on: what was asked for holds none of the 1 migration of wintertrace (Laravel 12.40.2) (312 ms)
      "
    `);
  });

  it('is not silent about what a clean run did not understand', () => {
    const text = shown({
      diagnostics: [diagnostic({ suppressed: { reason: null } })],
      targetNotes: ['sqlsrv is not judged.'],
      coverage: {
        statements: 2000,
        unknown: [{ file: TELEGRAM, span: spanOf(TELEGRAM_SOURCE, 'id'), reason: 'a' }],
      },
    });
    expect(text).toMatchInlineSnapshot(`
      "No findings (1 suppressed) in 18 migrations of wintertrace (Laravel 12.40.2) for SQLite 3.45, MySQL 8.4 and MariaDB 10.11: 1999 of 2000 statements understood (99.9 %); 1 not, see unresolved-migration (312 ms)
      note: sqlsrv is not judged.
      "
    `);
  });
});

describe('many infos', () => {
  const infos = (rule: string, number: number) =>
    Array.from({ length: number }, (_, i) => diagnostic({ rule, severity: 'info', message: `${rule} ${i}` }));
  const heads = (text: string): string[] => text.match(/^(\w+\[[^\]]+\].*| {3}\+ .*)$/gm) ?? [];

  it('come last, and the first of a rule stands for the rest', () => {
    const text = shown({
      diagnostics: [
        ...infos('a', 9),
        diagnostic({ message: 'an error' }),
        ...infos('b', 2),
        ...infos('c', 1),
      ],
    });
    expect(heads(text)).toEqual([
      'error[identifier-too-long] an error',
      'info[a] a 0',
      '   + 8 more infos of a (--rule a shows all):',
      'info[b] b 0',
      '   + 1 more info of b (--rule b shows all):',
      'info[c] c 0',
    ]);
    expect(text).toContain('     … and 5 more places');
    expect(text).toContain('1 error, 12 infos');
  });

  it('are all shown where they are asked for', () => {
    expect(heads(shown({ diagnostics: infos('a', 30) }, { allInfos: true }))).toHaveLength(30);
  });

  it('never hide an error or a warning', () => {
    const many = [
      ...infos('a', 20),
      ...infos('a', 20).map((info) => ({ ...info, severity: 'warning' as const })),
    ];
    expect(heads(shown({ diagnostics: many })).filter((head) => head.startsWith('warning'))).toHaveLength(20);
  });
});

describe('options', () => {
  it('quiet: errors only, and nothing where there are none', () => {
    const warning = diagnostic({ severity: 'warning', message: 'a warning' });
    const text = shown({ diagnostics: [warning, diagnostic()] }, { quiet: true });
    expect(text).toContain('error[');
    expect(text).not.toContain('warning');
    expect(text).not.toContain('Project');
    expect(shown({ diagnostics: [warning] }, { quiet: true })).toBe('');
  });

  it('verdicts: migrations and targets', () => {
    expect(shown({ diagnostics: [] }, { verdicts: true })).toMatchInlineSnapshot(`
      "Migration                                                   SQLite 3.45  MySQL 8.4     MariaDB 10.11
      2026_06_01_000003_create_…am_enrollment_tokens_table  up    ok           refused 1059  refused 1059
                                                            down  ok           -             -

      No findings in 18 migrations of wintertrace (Laravel 12.40.2) for SQLite 3.45, MySQL 8.4 and MariaDB 10.11: all 145 statements understood (312 ms)
      "
    `);
    expect(shown({ diagnostics: [] }, { verdicts: true, width: 70 })).toMatchInlineSnapshot(`
      "Migration                       SQLite 3.45  MySQL 8.4     MariaDB 10.11
      2026_06_01_…tokens_table  up    ok           refused 1059  refused 1059
                                down  ok           -             -

      No findings in 18 migrations of wintertrace (Laravel 12.40.2) for SQLite 3.45, MySQL 8.4 and MariaDB 10.11: all 145 statements understood (312 ms)
      "
    `);
  });

  it('statistics: findings by rule', () => {
    const text = shown(
      {
        diagnostics: [
          diagnostic({ rule: 'missing-down', severity: 'warning' }),
          diagnostic(),
          diagnostic({ file: 'b.php' }),
          diagnostic({ suppressed: { reason: null } }),
        ],
      },
      { statistics: true },
    );
    expect(text.slice(text.indexOf('Findings'), text.indexOf('Project'))).toMatchInlineSnapshot(`
      "Findings  Files  Severity  Rule
             2      2  error     identifier-too-long
             1      1  warning   missing-down

      "
    `);
  });
});

it('several projects stand under their paths', () => {
  const results = [result(), result({ diagnostics: [] })];
  const text = renderPrettyAll(results, OPTIONS);
  expect(text.match(/^== .*/gm)).toEqual(['== fixtures/wintertrace', '== fixtures/wintertrace']);
  expect(text.trimEnd().split('\n').at(-1)).toBe('2 projects: 1 error (624 ms)');
  expect(
    renderPrettyAll([result({ diagnostics: [] }), result({ diagnostics: [] })], { ...OPTIONS, quiet: true }),
  ).toBe('');
});
