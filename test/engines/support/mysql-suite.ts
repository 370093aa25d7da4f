/** The same cases for each server that behaves like MySQL. */
import { afterAll, describe, expect, test } from 'vitest';
import type { Judge } from '../../../src/schema/index.ts';
import { compare, connect, targetOf } from './mysql.ts';
import { COLUMNS, EXISTENCE, NAMES } from './mysql-cases.ts';
import { KEYS, ROWS } from './mysql-cases-keys.ts';
import { FOREIGN_KEYS } from './mysql-cases-foreign.ts';
import { ORDER } from './mysql-cases-order.ts';

const GROUPS = { NAMES, EXISTENCE, COLUMNS, KEYS, ROWS, FOREIGN_KEYS, ORDER };

export function describeAgainstServer(engine: 'mysql' | 'mariadb', variable: string, judge: Judge): void {
  describe(`${engine}: the judge agrees with the server`, async () => {
    const server = await connect(variable, engine);
    if (server === null) {
      test.skip(`${variable} is not set`, () => {});
      return;
    }
    afterAll(() => server.connection.end());
    for (const [group, cases] of Object.entries(GROUPS)) {
      describe(group, () => {
        test.for(cases.map((one) => [one.name, one] as const))('%s', { timeout: 60_000 }, async ([, one]) => {
          const target = targetOf(engine, server.version, one.settings);
          const { predicted, observed } = await compare(server, judge, target, one.statements);
          expect(predicted).toEqual(observed);
        });
      });
    }
  });
}
