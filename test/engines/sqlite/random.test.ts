import { describe, expect, test } from 'vitest';
import { sqliteJudge } from '../../../src/engines/sqlite/judge.ts';
import { judgeAll } from '../support/cases.ts';
import { history } from '../support/random-history.ts';
import { open, run, target, unavailable, version } from '../support/sqlite.ts';
import { readBack, summary } from './read-back.ts';

const COUNT = Number(process.env.DIALINT_TEST_HISTORIES ?? 150);

describe.skipIf(unavailable !== undefined)('histories by chance on the real SQLite', () => {
  test(`${COUNT} of them`, { timeout: 600_000 }, () => {
    const aim = target(version(), false);
    for (let seed = 1; seed <= COUNT; seed++) {
      const statements = history(seed, 'sqlite', 14);
      const database = open();
      const real = statements.map((statement) => `${run(database, statement).outcome} <- ${statement.sql}`);
      const judged = judgeAll(sqliteJudge, aim, statements);
      expect(
        judged.steps.map((step) => `${step.outcome} <- ${step.sql}`),
        `seed ${seed}`,
      ).toEqual(real);
      expect(summary(judged.catalog), `seed ${seed}`).toEqual(readBack(database));
      database.close();
    }
  });
});
