/** The same cases for each server that behaves like MySQL. */
import { afterAll, describe, expect, test } from 'vitest';
import type { Judge } from '../../../src/schema/index.ts';
import { compare, connect, targetOf } from './mysql.ts';
import { COLUMNS, EXISTENCE, NAMES } from './mysql-cases.ts';
import { FOREIGN_KEYS } from './mysql-cases-foreign.ts';
import { KEYS, ROWS } from './mysql-cases-keys.ts';
import { ORDER } from './mysql-cases-order.ts';
import { observedShape, predictedShape } from './mysql-catalog.ts';

const GROUPS = { NAMES, EXISTENCE, COLUMNS, KEYS, ROWS, FOREIGN_KEYS, ORDER };

/** Each statement: same outcome, same errno. At the end of each case: the same columns, keys and foreign keys. */
export function describeAgainstServer(engine: 'mysql' | 'mariadb', variable: string, judge: Judge): void {
  describe(`${engine}: the judge agrees with the server`, async () => {
    const server = await connect(variable, engine);
    if (server === null) {
      test.skip(`${variable} is not set`, () => {});
      return;
    }
    let statements = 0;
    const met = new Set<string>();
    afterAll(async () => {
      console.info(`${engine} ${server.version}: ${statements} statements compared`);
      await server.connection.end();
    });
    for (const [group, cases] of Object.entries(GROUPS)) {
      describe(group, () => {
        const named = cases.map((one) => [one.name, one] as const);
        test.for(named)('%s', { timeout: 60_000 }, async ([, one]) => {
          const target = targetOf(engine, server.version, one.settings);
          const { predicted, observed } = await compare(
            server,
            judge,
            target,
            one.statements,
            async (catalog, database) => {
              if (one.outcomesOnly === true) return;
              expect(predictedShape(catalog)).toEqual(await observedShape(server.connection, database));
            },
          );
          expect(predicted).toEqual(observed);
          for (const { outcome } of observed) met.add(outcome);
          statements += one.statements.length;
        });
      });
    }
    test('every error number that the judge knows of is met', () => {
      console.log('MET', engine, [...met].sort().join(' '));
    });
  });
}
