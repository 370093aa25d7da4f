import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresJudge } from '../../../src/engines/postgres/judge.ts';
import { type Case, judgeAll } from '../support/cases.ts';
import { type Answer, Server, target, unavailable } from '../support/postgres.ts';
import {
  addColumn,
  alterTable,
  col,
  createTable,
  data,
  dropColumn,
  dropIndex,
  insert,
  notUnderstood,
} from '../support/quoted-ddl.ts';
import { CASES } from './cases.ts';
import { readBack, summary } from './read-back.ts';

const shown = (sql: string) => (sql.length > 160 ? `${sql.slice(0, 160)}…` : sql);
const expected = ({ steps }: Case) => steps.map(([{ sql }, code]) => `${code} <- ${shown(sql)}`);
const statements = ({ steps }: Case) => steps.map(([statement]) => statement);

describe('the judge', () => {
  for (const case_ of CASES) {
    test(case_.title, () => {
      const judged = judgeAll(postgresJudge, target('15.18'), statements(case_));
      expect(judged.steps.map((step) => `${step.outcome} <- ${shown(step.sql)}`)).toEqual(expected(case_));
    });
  }

  test('a cut name is told with what is kept', () => {
    const long = `${'x'.repeat(62)}é`;
    const before = postgresJudge.initial(target('15'));
    const verdict = postgresJudge.judge(before, createTable(long, [col('a')]), target('15'));
    expect(verdict.outcome).toBe('accepts');
    expect(verdict.problems).toMatchObject([
      {
        effect: 'changes',
        fact: { kind: 'identifier-too-long', name: long, length: 64, limit: 63, kept: 'x'.repeat(62) },
      },
    ]);
  });

  test('18 calls NULL PRIMARY KEY a contradiction, and has virtual columns', () => {
    const codes = (version: string) =>
      judgeAll(postgresJudge, target(version), [
        createTable('t', [col('a', 'int', { null: true, primary: true })]),
        createTable('v', [col('a'), col('b', 'int', { generated: { expression: '"a"', stored: false } })]),
        createTable('h', [col('a', 'int', { default: "'0x10'" })]),
      ]).steps.map((step) => step.outcome);
    expect(codes('15')).toEqual(['ok', '42601', '22P02']);
    expect(codes('17')).toEqual(['ok', '42601', 'ok']);
    expect(codes('18')).toEqual(['42601', 'ok', 'ok']);
  });

  test('what may exist is not called missing', () => {
    const aim = target('15');
    const open = judgeAll(postgresJudge, aim, [
      createTable('t', [col('a')]),
      notUnderstood('do $$ … $$', ['t', 'u']),
      notUnderstood('create extension vector', []),
      alterTable('t', addColumn(col('e', 'vector(3)'))),
    ]).catalog;
    const outcomes = [
      alterTable('t', dropColumn('b')),
      alterTable('u', addColumn(col('b'))),
      dropIndex('i'),
      alterTable('t', addColumn(col('a'))),
      alterTable('v', addColumn(col('a'))),
    ].map((statement) => postgresJudge.judge(open, statement, aim).outcome);
    expect(outcomes).toEqual(['unknown', 'unknown', 'unknown', 'refuses', 'refuses']);
    const all = judgeAll(postgresJudge, aim, [notUnderstood('call something()')]).catalog;
    expect(postgresJudge.judge(all, alterTable('v', addColumn(col('a'))), aim).outcome).toBe('unknown');
  });

  test('of rows of which some were deleted, none may be left', () => {
    const add = alterTable('t', addColumn(col('b', 'int', { null: false })));
    const outcomes = ['where "a" = 1', ''].map((where) => {
      const remove = data('delete', 't', `delete from "t" ${where}`);
      const made = [createTable('t', [col('a')]), insert('t', { a: 1 })];
      return judgeAll(postgresJudge, target('15'), [...made, remove, add]).steps.at(-1)?.outcome;
    });
    expect(outcomes).toEqual(['unknown: whether all rows of t were deleted is not known', 'ok']);
  });
});

describe.skipIf(unavailable !== undefined)('agrees with the real PostgreSQL', () => {
  let server: Server;
  let count = 0;
  beforeAll(async () => {
    server = await Server.start();
  });
  afterAll(async () => {
    console.info(`PostgreSQL ${server.version}: ${count} statements agree`);
    await server.stop();
  });

  for (const case_ of CASES) {
    test(case_.title, async () => {
      await server.clear();
      const answers: Answer[] = [];
      for (const statement of statements(case_)) answers.push(await server.run(statement));
      expect(case_.steps.map(([{ sql }], i) => `${answers[i]?.outcome} <- ${shown(sql)}`)).toEqual(
        expected(case_),
      );
      const judged = judgeAll(postgresJudge, target(server.version), statements(case_));
      for (const [i, { message, sql }] of judged.steps.entries()) {
        const said = answers[i]?.message;
        if (said !== undefined && !said.startsWith('syntax error')) {
          expect.soft(message, shown(sql)).toBe(said);
        }
      }
      expect(summary(judged.catalog)).toEqual(await readBack(server.client));
      count += case_.steps.length;
    });
  }
});
