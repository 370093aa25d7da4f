import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresJudge } from '../../../src/engines/postgres/judge.ts';
import { type Case, judgeAll } from '../support/cases.ts';
import { type Answer, Server, target, unavailable } from '../support/postgres.ts';
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
