import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sqliteJudge } from '../../../src/engines/sqlite/judge.ts';
import type { Statement } from '../../../src/schema/index.ts';
import { type Case, judgeAll } from '../support/cases.ts';
import {
  addColumn,
  alterTable,
  col,
  createIndex,
  createTable,
  data,
  dropColumn,
  dropIndex,
  dropTable,
  insert,
  notUnderstood,
  origin,
  renameColumn,
  renameTable,
} from '../support/quoted-ddl.ts';
import { open, run, target, unavailable, version } from '../support/sqlite.ts';
import { ALTER_CONSTRAINTS, CASES } from './cases.ts';
import { readBack, summary } from './read-back.ts';

const NEWEST = target('3.53.2', false);

const expected = ({ steps }: Case) => steps.map(([{ sql }, code]) => `${code} <- ${sql.slice(0, 120)}`);

describe('the judge', () => {
  for (const case_ of [...CASES, ALTER_CONSTRAINTS]) {
    test(case_.title, () => {
      const judged = judgeAll(
        sqliteJudge,
        NEWEST,
        case_.steps.map(([statement]) => statement),
      );
      expect(judged.steps.map((step) => `${step.outcome} <- ${step.sql.slice(0, 120)}`)).toEqual(
        expected(case_),
      );
    });
  }

  test('an older version lacks syntax', () => {
    const codes = (number: string) =>
      judgeAll(sqliteJudge, target(number, true), [
        createTable('t', [col('a'), col('b')]),
        alterTable('t', renameColumn('a', 'c')),
        alterTable('t', dropColumn('b')),
        createTable('g', [col('a'), col('b', 'int', { generated: { expression: 'a', stored: false } })]),
        createTable('s', [col('a', 'text')], { strict: true }),
      ]).steps.map((step) => step.outcome);
    expect(codes('3.24')).toEqual(['ok', 'SQLITE_ERROR', 'SQLITE_ERROR', 'SQLITE_ERROR', 'SQLITE_ERROR']);
    expect(codes('3.26')).toEqual(['ok', 'ok', 'SQLITE_ERROR', 'SQLITE_ERROR', 'SQLITE_ERROR']);
    expect(codes('3.31')).toEqual(['ok', 'ok', 'SQLITE_ERROR', 'ok', 'SQLITE_ERROR']);
    expect(codes('3.35')).toEqual(['ok', 'ok', 'ok', 'ok', 'SQLITE_ERROR']);
    expect(codes('3.37')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  test('what may exist is not called missing', () => {
    const open = judgeAll(sqliteJudge, NEWEST, [
      createTable('t', [col('a')]),
      notUnderstood('create trigger something', ['t', 'u']),
    ]).catalog;
    const outcomes = [
      alterTable('t', dropColumn('b')),
      alterTable('u', addColumn(col('b'))),
      dropIndex('i'),
      alterTable('t', addColumn(col('a'))),
      alterTable('v', addColumn(col('a'))),
    ].map((statement) => sqliteJudge.judge(open, statement, NEWEST).outcome);
    expect(outcomes).toEqual(['unknown', 'unknown', 'unknown', 'refuses', 'refuses']);
  });

  test('a build with double-quoted strings takes an index over a missing column', () => {
    const php = target('3.40.1', true);
    const before = judgeAll(sqliteJudge, php, [createTable('t', [col('a')])]).catalog;
    const verdict = sqliteJudge.judge(before, createIndex('i', 't', ['gone']), php);
    expect(verdict.outcome).toBe('accepts');
    expect(verdict.problems).toMatchObject([
      { effect: 'changes', fact: { kind: 'object-missing', object: 'column', name: 'gone' } },
    ]);
    // PHP's SQLite 3.40: pragma_index_info has no name for the constant, so that the framework makes the index anew without it.
    const steps = [createTable('t', [col('a')]), createIndex('i', 't', ['a', 'gone'])];
    const { catalog } = judgeAll(sqliteJudge, php, steps);
    expect(summary(catalog).t?.indexes).toEqual(['i(a)']);
    // Recorded from the same: the whole schema is read once more, without taking the name for a string.
    steps.push(createTable('u', [col('a'), col('b')]));
    const other = judgeAll(sqliteJudge, php, steps).catalog;
    const says = (statement: Statement) => {
      const { outcome, problems } = sqliteJudge.judge(other, statement, php);
      return problems[0]?.message ?? outcome;
    };
    expect(says(alterTable('u', dropColumn('b')))).toBe(
      'error in index i after drop column: no such column: gone',
    );
    expect(says(alterTable('u', renameColumn('b', 'c')))).toBe(
      'error in index i after rename: no such column: gone',
    );
    expect(says(renameTable('u', 'v'))).toBe('accepts');
    expect(says(alterTable('u', addColumn(col('c'))))).toBe('accepts');
    expect(says(dropTable('u'))).toBe('accepts');
    // Once it is a column, the name is one.
    const named = judgeAll(sqliteJudge, php, [...steps, alterTable('t', addColumn(col('gone')))]).catalog;
    expect(sqliteJudge.judge(named, alterTable('u', dropColumn('b')), php).outcome).toBe('accepts');
    // One cause, one refusal: what was meant is without the index.
    const refused = sqliteJudge.judge(other, alterTable('u', dropColumn('b')), php);
    expect(sqliteJudge.judge(refused.after, alterTable('t', renameColumn('a', 'c')), php).outcome).toBe(
      'accepts',
    );
  });

  test('rows go through a temporary copy of a framework', () => {
    const copy = (sql: string): Statement => ({
      kind: 'noSchemaChange',
      sql,
      origin,
      what: 'a temporary copy',
    });
    const steps = [
      createTable('t', [col('a')]),
      insert('t', { a: 1 }),
      copy('create temporary table "__temp__t" as select "a" from "t"'),
      dropTable(['t']),
      createTable('t', [col('a')]),
      data('insert', 't', 'insert into "t" ("a") select "a" from "__temp__t"'),
      copy('drop table "__temp__t"'),
      alterTable('t', addColumn(col('b', 'int', { null: false }))),
    ];
    const judged = judgeAll(sqliteJudge, NEWEST, steps).steps.map((step) => step.outcome);
    expect(judged).toEqual([...Array(7).fill('ok'), 'SQLITE_ERROR']);
    if (unavailable !== undefined) return;
    const database = open();
    expect(steps.map((step) => run(database, step).outcome)).toEqual(judged);
    database.close();
  });

  test('of rows of which some were deleted, none may be left', () => {
    const add = alterTable('t', addColumn(col('b', 'int', { null: false })));
    const outcomes = ['where "a" = 1', ''].map((where) => {
      const remove = data('delete', 't', `delete from "t" ${where}`);
      const made = [createTable('t', [col('a')]), insert('t', { a: 1 })];
      return judgeAll(sqliteJudge, NEWEST, [...made, remove, add]).steps.at(-1)?.outcome;
    });
    expect(outcomes).toEqual(['unknown: whether all rows of t were deleted is not known', 'ok']);
  });
});

describe.skipIf(unavailable !== undefined)('agrees with the real SQLite', () => {
  let real = target('0', false);
  let constraints = false;
  beforeAll(() => {
    real = target(version(), false);
    constraints = version().localeCompare('3.53', 'en', { numeric: true }) >= 0;
  });
  let statements = 0;
  afterAll(() => console.info(`SQLite ${real.version}: ${statements} statements agree`));

  for (const case_ of [...CASES, ALTER_CONSTRAINTS]) {
    test(case_.title, (context) => {
      if (case_ === ALTER_CONSTRAINTS && !constraints) context.skip('needs SQLite 3.53');
      const database = open();
      const answers = case_.steps.map(([statement]) => run(database, statement));
      const shown = case_.steps.map(([{ sql }], i) => `${answers[i]?.outcome} <- ${sql.slice(0, 120)}`);
      expect(shown).toEqual(expected(case_));

      const judged = judgeAll(
        sqliteJudge,
        real,
        case_.steps.map(([statement]) => statement),
      );
      for (const [i, { message }] of judged.steps.entries()) {
        const said = answers[i]?.message;
        // Newer versions add a hint about quotes, and name an expression as it is written.
        if (said !== undefined && !/syntax error|should this be a string/.test(said)) {
          expect.soft(message, judged.steps[i]?.sql.slice(0, 120)).toBe(said);
        }
      }
      expect(summary(judged.catalog)).toEqual(readBack(database));
      database.close();
      statements += case_.steps.length;
    });
  }
});
