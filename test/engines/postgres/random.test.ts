import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresJudge } from '../../../src/engines/postgres/judge.ts';
import { judgeAll } from '../support/cases.ts';
import { Server, target, unavailable } from '../support/postgres.ts';
import { history } from '../support/random-history.ts';
import { readBack, summary } from './read-back.ts';

const COUNT = Number(process.env.DIALINT_TEST_HISTORIES ?? 150);

describe.skipIf(unavailable !== undefined)('histories by chance on the real PostgreSQL', () => {
  let server: Server;
  beforeAll(async () => {
    server = await Server.start();
  });
  afterAll(() => server.stop());

  test(`${COUNT} of them`, { timeout: 600_000 }, async () => {
    for (let seed = 1; seed <= COUNT; seed++) {
      const statements = history(seed, 'postgres', 14);
      await server.clear();
      const real: string[] = [];
      for (const statement of statements) {
        real.push(`${(await server.run(statement)).outcome} <- ${statement.sql}`);
      }
      const judged = judgeAll(postgresJudge, target(server.version), statements);
      expect(
        judged.steps.map((step) => `${step.outcome} <- ${step.sql}`),
        `seed ${seed}`,
      ).toEqual(real);
      expect(summary(judged.catalog), `seed ${seed}`).toEqual(await readBack(server.client));
    }
  });
});
