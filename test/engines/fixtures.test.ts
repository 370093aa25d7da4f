/**
 * The statements that dialint works out for the fixtures, sent to the real engines in the migrations' order: each
 * engine does with them what `verdicts` says.
 */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyseProject } from '../../src/analyse.ts';
import { verdictOf } from '../../src/check.ts';
import { ENGINES, replay } from './support/senders.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures');
const NAMES = ['medipro', 'mediastream', 'wintertrace'];

describe.each(Object.keys(ENGINES))('%s', (name) => {
  it.for(NAMES)(
    'does with fixtures/%s what the verdicts say',
    // A server on a slow disk takes tenths of a second for each table.
    { timeout: 60_000 },
    async (fixture, context) => {
      const engine = await ENGINES[name]!();
      if (engine === undefined)
        return context.skip(
          `no ${name} to ask: its DIALINT_TEST_ variable is not set, or its client is not installed`,
        );
      try {
        const { timelines } = analyseProject(path.join(FIXTURES, fixture), {
          engines: [`${name}@${engine.version}`],
        });
        // rows decide nothing here, and the text of queries is for people
        const real: unknown[] = [];
        const predicted: unknown[] = [];
        for (const run of timelines[0]!.runs) {
          const code = await replay(run, engine.send, ({ kind }) => kind !== 'data');
          const { file, direction, outcome, code: expected } = verdictOf(run);
          real.push({ file, direction, outcome: code === null ? 'accepts' : 'refuses', code });
          predicted.push({ file, direction, outcome, code: expected });
        }
        expect(predicted).toEqual(real);
        expect(real.length).toBeGreaterThan(5);
      } finally {
        await engine.close();
      }
    },
  );
});
