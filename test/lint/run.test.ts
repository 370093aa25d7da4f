import { describe, expect, it } from 'vitest';
import { unusedSuppression } from '../../rules/unused-suppression.ts';
import { INTERNAL_ERROR } from '../../src/lint/internal-error.ts';
import type { Finding, Rule } from '../../src/lint/rule.ts';
import { lint } from '../../src/lint/run.ts';
import {
  DEFAULT_SETTINGS,
  type LintSettings,
  RuleSettingError,
  UnknownRuleError,
} from '../../src/lint/settings.ts';
import {
  createTable,
  input,
  MYSQL,
  migration,
  origin,
  refusal,
  run,
  SQLITE,
  span,
  step,
  view,
} from '../support/timeline.ts';

const DOCS: Rule['docs'] = { what: '', why: '', how: '', engines: [], bad: [], good: [] };

function rule(id: string, more: Partial<Rule> = {}): Rule {
  return {
    id,
    severity: 'warning',
    recommended: true,
    claims: [],
    docs: DOCS,
    create: (context) => ({
      migration: ({ migration: { file } }) => context.report(finding(file, 3)),
    }),
    ...more,
  };
}

function finding(file: string, line: number, more: Partial<Finding> = {}): Finding {
  return { file, span: span(line), message: `line ${line}`, engines: [], identity: 'thing', ...more };
}

const A = migration('2026_01_01_000001_a');
const B = migration('2026_01_01_000002_b');
const BOTH = input([view(A), view(B)]);

function settings(more: Partial<LintSettings>): LintSettings {
  return { ...DEFAULT_SETTINGS, ...more };
}

describe('order', () => {
  it('is files as the project has them, then other files, lines, columns, rules', () => {
    const messy = rule('messy', {
      create: (context) => ({
        migration: () => {},
        end: () => {
          context.report(finding('app/Z.php', 1));
          context.report(finding('app/B.php', 1));
        },
      }),
    });
    const lines = rule('lines', {
      create: (context) => ({
        migration: ({ migration: { file } }) => {
          context.report(finding(file, 9));
          context.report(finding(file, 3));
        },
      }),
    });
    const result = lint(BOTH, [messy, lines, rule('alpha')], DEFAULT_SETTINGS);
    expect(result.map((one) => `${one.file.split('/').at(-1)}:${one.span.start.line} ${one.rule}`)).toEqual([
      '2026_01_01_000001_a.php:3 alpha',
      '2026_01_01_000001_a.php:3 lines',
      '2026_01_01_000001_a.php:9 lines',
      '2026_01_01_000002_b.php:3 alpha',
      '2026_01_01_000002_b.php:3 lines',
      '2026_01_01_000002_b.php:9 lines',
      'B.php:1 messy',
      'Z.php:1 messy',
    ]);
  });
});

describe('what is handed over', () => {
  it('is only what is reported on, while the whole history stays in sight', () => {
    const hidden = migration('2026_01_01_000001_hidden', { reported: false });
    let history = 0;
    const curious = rule('curious', {
      create: (context) => {
        history = context.views?.length ?? 0;
        return {
          migration: ({ migration: { file } }) => context.report(finding(file, 1)),
          notUnderstood: ({ file }) => context.report(finding(file, 2)),
          syntaxProblem: ({ file }) => context.report(finding(file, 3)),
        };
      },
    });
    const all = input([view(hidden), view(B)], {
      coverage: {
        statements: 1,
        unknown: [
          { file: hidden.file, span: span(1), reason: 'x' },
          { file: B.file, span: span(1), reason: 'x' },
        ],
      },
      syntaxProblems: [{ file: hidden.file, span: span(1), message: 'x' }],
    });
    const result = lint(all, [curious], DEFAULT_SETTINGS);
    expect(result.map((one) => [one.file, one.span.start.line])).toEqual([
      [B.file, 1],
      [B.file, 2],
    ]);
    expect(history).toBe(2);
  });
});

describe('fingerprints', () => {
  it('do not depend on lines or file names, and are numbered where equal', () => {
    const first = lint(input([view(A)]), [rule('r')], DEFAULT_SETTINGS);
    const renamed = lint(input([view(B)]), [rule('r')], DEFAULT_SETTINGS);
    const both = lint(BOTH, [rule('r')], DEFAULT_SETTINGS);
    expect(first[0]?.fingerprint).toMatch(/^[0-9a-f]{40}$/);
    expect(renamed[0]?.fingerprint).toBe(first[0]?.fingerprint);
    expect(both[0]?.fingerprint).toBe(first[0]?.fingerprint);
    expect(both[1]?.fingerprint).not.toBe(first[0]?.fingerprint);
    const other = lint(input([view(A)]), [rule('s')], DEFAULT_SETTINGS);
    expect(other[0]?.fingerprint).not.toBe(first[0]?.fingerprint);
  });
});

describe('settings', () => {
  const severities = (more: Partial<LintSettings>, rules = [rule('r')]): string[] =>
    lint(BOTH, rules, settings(more)).map((one) => one.severity);

  it('give the severity, switch off and on', () => {
    expect(severities({})).toEqual(['warning', 'warning']);
    expect(severities({ rules: { r: 'error' } })).toEqual(['error', 'error']);
    expect(severities({ rules: { r: ['info', {}] } })).toEqual(['info', 'info']);
    expect(severities({ rules: { r: 'off' } })).toEqual([]);
    const optional = [rule('r', { recommended: false })];
    expect(severities({}, optional)).toEqual([]);
    expect(severities({ rules: { r: 'info' } }, optional)).toEqual(['info', 'info']);
  });

  it('win over the severity of a single finding', () => {
    const mild = rule('r', {
      create: (context) => ({
        migration: ({ migration: { file } }) => context.report(finding(file, 1, { severity: 'info' })),
      }),
    });
    expect(severities({}, [mild])).toEqual(['info', 'info']);
    expect(severities({ rules: { r: 'error' } }, [mild])).toEqual(['error', 'error']);
  });

  it('are those of the preset where nothing else is said, one step more severe where it raises them', () => {
    const graded = rule('r', {
      create: (context) => ({
        migration: ({ migration: { file } }) => {
          for (const [line, severity] of (['error', 'warning', 'info'] as const).entries())
            context.report(finding(file, line + 1, { severity, identity: severity }));
        },
      }),
    });
    const only = (more: Partial<LintSettings>) =>
      lint(input([view(A)]), [graded], settings(more)).map(({ severity }) => severity);
    expect(only({ preset: new Map([['r', 'own']]) })).toEqual(['error', 'warning', 'info']);
    expect(only({ preset: new Map([['r', 'raised']]) })).toEqual(['error', 'error', 'warning']);
    expect(only({ preset: new Map([['other', 'own']]) })).toEqual([]);
    expect(only({ preset: new Map(), rules: { r: 'info' } })).toEqual(['info', 'info', 'info']);
  });

  it('tell rules which tables are large', () => {
    const seen: unknown[] = [];
    const curious = rule('r', {
      create: (context) => ({
        end: () => {
          for (const table of ['orders', 'log_visits', 'order_items', 'Orders'])
            seen.push([table, context.isLargeTable?.(table)]);
        },
        migration: () => {},
      }),
    });
    lint({ ...input([view(A)]), largeTables: ['orders', 'log_*'] }, [curious], settings({}));
    expect(seen).toEqual([
      ['orders', true],
      ['log_visits', true],
      ['order_items', false],
      ['Orders', false],
    ]);
  });

  it('can be overridden for files, the last one wins', () => {
    const overrides = [
      { files: 'database/migrations/*_a.php', rules: { r: 'off' as const } },
      { files: '*_b.php', rules: { r: 'info' as const } },
      { files: ['*_b.php', 'nothing'], rules: { r: 'error' as const } },
    ];
    expect(severities({ rules: { r: 'warning' }, overrides })).toEqual(['error']);
  });

  it('hand over options, with their defaults, for the file at hand', () => {
    const seen: unknown[] = [];
    const choosy = rule('r', {
      docs: {
        ...DOCS,
        options: {
          pattern: { type: 'string', default: 'p', description: '' },
          most: { type: 'number', default: 3, description: '' },
        },
      },
      create: ({ options, configured }) => ({ migration: () => seen.push([options, configured]) }),
    });
    lint(
      BOTH,
      [choosy],
      settings({ overrides: [{ files: '*_b.php', rules: { r: ['error', { most: 5 }] } }] }),
    );
    expect(seen).toEqual([
      [{ pattern: 'p', most: 3 }, false],
      [{ pattern: 'p', most: 5 }, true],
    ]);
    const bad = (options: Record<string, unknown>) => () =>
      lint(BOTH, [choosy], settings({ rules: { r: ['error', options] } }));
    expect(bad({ patern: 'x' })).toThrow('there is no option "patern". Did you mean "pattern"?');
    expect(bad({ most: 'x' })).toThrow(RuleSettingError);
  });

  it('must name rules that exist', () => {
    const rules = [rule('identifier-too-long')];
    const cases: Partial<LintSettings>[] = [
      { rules: { 'identifier-to-long': 'off' } },
      { overrides: [{ files: '*', rules: { 'identifier-to-long': 'off' } }] },
      { only: ['identifier-to-long'] },
    ];
    for (const wrong of cases) {
      expect(() => lint(BOTH, rules, settings(wrong))).toThrow(UnknownRuleError);
      expect(() => lint(BOTH, rules, settings(wrong))).toThrow('Did you mean "identifier-too-long"?');
    }
    expect(() => lint(BOTH, rules, settings({ rules: { 'identifier-too-long': 'warn' as 'off' } }))).toThrow(
      'none of off, error, warning, info',
    );
  });

  it('can select rules without changing what the others claim', () => {
    const claimed: boolean[] = [];
    const fact = { kind: 'row-too-large', table: 't', bytes: 1, limit: 0 } as const;
    const at = origin(A.file, 1, 'x');
    const problem = refusal('1118', fact, 'too large', at);
    const views = [view(A, run(A, MYSQL, [step(createTable('t', at), { problems: [problem] })]))];
    const asking = rule('asking', {
      create: (context) => ({
        migration: ({ runs }) => {
          const [one] = runs[0]?.steps ?? [];
          if (one !== undefined) claimed.push(context.isClaimed?.(one, problem) ?? false);
        },
      }),
    });
    const claiming = rule('claiming', { claims: ['row-too-large'] });
    const picky = rule('claiming', { claims: ['row-too-large'], claimsProblem: () => false });
    lint(input(views), [asking, claiming], settings({ only: ['asking'] }));
    lint(input(views), [asking, claiming], settings({ rules: { claiming: 'off' } }));
    lint(input(views), [asking, picky], DEFAULT_SETTINGS);
    expect(claimed).toEqual([true, false, false]);
    expect(lint(BOTH, [rule('r'), rule('s')], settings({ only: ['s'] })).map((one) => one.rule)).toEqual([
      's',
      's',
    ]);
  });
});

describe('a rule that throws', () => {
  it('is reported, and the others go on', () => {
    const broken = rule('broken', {
      create: (context) => ({
        migration: ({ migration: { file } }) => {
          if (file === A.file) throw new Error('oops');
          context.report(finding(file, 1));
        },
      }),
    });
    const result = lint(BOTH, [broken, rule('r')], DEFAULT_SETTINGS);
    expect(result.map((one) => [one.rule, one.file])).toEqual([
      [INTERNAL_ERROR, A.file],
      ['r', A.file],
      ['broken', B.file],
      ['r', B.file],
    ]);
    expect(result[0]).toMatchObject({ severity: 'error', data: { rule: 'broken' } });
    expect(result[0]?.message).toContain('oops');
  });

  it('is also caught when it is made or ends', () => {
    const unborn = rule('unborn', {
      create: () => {
        throw new Error('no');
      },
    });
    const late = rule('late', {
      create: () => ({
        end: () => {
          throw new Error('late');
        },
      }),
    });
    expect(lint(BOTH, [unborn, late], DEFAULT_SETTINGS).map((one) => one.rule)).toEqual([
      INTERNAL_ERROR,
      INTERNAL_ERROR,
      INTERNAL_ERROR,
    ]);
  });
});

describe('suppressions', () => {
  const check = (text: string, rules: readonly Rule[] = [rule('r'), unusedSuppression], more = {}) =>
    lint(input([view(A)], { sources: new Map([[A.file, text]]) }), rules, settings(more)).map((one) => [
      one.rule,
      one.suppressed?.reason,
    ]);

  it('mark the diagnostic and keep the reason', () => {
    const one = lint(
      input([view(A)], {
        sources: new Map([[A.file, '<?php\n// dialint-disable-next-line r -- because\n$x;']]),
      }),
      [rule('r')],
      DEFAULT_SETTINGS,
    )[0];
    expect(one?.suppressed).toEqual({ reason: 'because' });
    expect(check('<?php\n\n$x; // dialint-disable-line r')).toEqual([['r', null]]);
    expect(check('<?php // dialint-disable-file r -- old')).toEqual([['r', 'old']]);
    expect(check('<?php // dialint-disable\n')).toEqual([['r', null]]);
  });

  it('that suppress nothing are reported', () => {
    expect(check('<?php // dialint-disable-line r')).toEqual([
      ['unused-suppression', undefined],
      ['r', undefined],
    ]);
    const [unknown] = lint(
      input([view(A)], { sources: new Map([[A.file, '<?php // dialint-disable-file rr-x']]) }),
      [rule('rr-xy'), unusedSuppression],
      DEFAULT_SETTINGS,
    );
    expect(unknown).toMatchObject({ rule: 'unused-suppression', help: 'Did you mean "rr-xy"?' });
    expect(check('<?php // dialint-disable-nextline r')[0]?.[0]).toBe('unused-suppression');
  });

  it('are not called unused when their rule did not run or is off, or an engine of the project was not judged', () => {
    const text = '<?php // dialint-disable-line r';
    const rules = [rule('r'), rule('s'), unusedSuppression];
    expect(check(text, rules, { only: ['s'] })).toEqual([['s', undefined]]);
    expect(check(text, [rule('r'), unusedSuppression], { rules: { r: 'off' } })).toEqual([]);
    const bound = rule('r', { docs: { ...DOCS, engines: ['mysql'] } });
    expect(check(text, [bound, unusedSuppression])).toEqual([['r', undefined]]);
    const parsed = { sources: new Map([[A.file, text]]), targets: [SQLITE, MYSQL] };
    expect(lint(input([view(A)], parsed), [bound, unusedSuppression], DEFAULT_SETTINGS)).toHaveLength(2);
    const broken = { ...parsed, syntaxProblems: [{ file: A.file, span: span(9), message: 'x' }] };
    expect(lint(input([view(A)], broken), [bound, unusedSuppression], DEFAULT_SETTINGS)).toEqual([]);
  });

  it('of unused-suppression itself work, when it is named', () => {
    const rules = [rule('r'), unusedSuppression];
    expect(
      check('<?php // dialint-disable-file unused-suppression -- y\n// dialint-disable-line r', rules),
    ).toEqual([
      ['unused-suppression', 'y'],
      ['r', undefined],
    ]);
  });

  it('leave an internal error alone', () => {
    const broken = rule('r', {
      create: () => {
        throw new Error('no');
      },
    });
    expect(check('<?php // dialint-disable-file', [broken])).toEqual([[INTERNAL_ERROR, undefined]]);
  });
});
