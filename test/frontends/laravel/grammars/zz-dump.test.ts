/**
 * What doctrine/dbal sends below Laravel 11, byte for byte: dbal compiles from what the server answers, dialint from
 * the catalog that its judges keep. Both are set up by the same blueprints.
 */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { judgeFor } from '../../../../src/engines/index.ts';
import { ENGINE_NAMES, type EngineName, type Statement } from '../../../../src/schema/index.ts';
import { DBAL_CASES, type DbalCase } from '../record/dbal-cases.ts';
import { blueprintOf, connectionFor, NoSuchMethod } from './replay.ts';

interface Recorded {
  readonly case: string;
  /** The setup itself is refused: nothing is compared. */
  readonly setup?: string;
  readonly error?: string;
  readonly sql?: readonly string[];
  readonly refused?: { readonly at: number; readonly code: string | number; readonly message: string };
}

interface Outcome {
  readonly text: string;
  readonly refused: boolean;
}

/** The servers that the cases were recorded on. */
const SERVERS = { sqlite: '3.40.1', mysql: '9.7.4', mariadb: '10.11.19', postgres: '15.18' } as const;

const byName = new Map(DBAL_CASES.map((one) => [one.name, one]));
const root = new URL('../../../../fixtures/recorded/laravel-10.50-dbal/', import.meta.url);

function ours(one: DbalCase, engine: EngineName): Outcome {
  const situation = {
    engine,
    frameworkVersion: '10.50',
    config: { ...one.config, serverVersion: SERVERS },
  };
  const judge = judgeFor(engine);
  const { target } = connectionFor(situation);
  let catalog = judge.initial(target);
  const compile = (step: DbalCase | DbalCase['setup'][number]): readonly Statement[] =>
    blueprintOf(step, connectionFor({ ...situation, catalog })).compile().statements;
  for (const step of one.setup) {
    for (const statement of compile(step)) {
      const verdict = judge.judge(catalog, statement, target);
      if (verdict.outcome === 'refuses') throw new Error(`the setup is refused: ${statement.sql}`);
      catalog = verdict.after;
    }
  }
  try {
    const statements = compile(one);
    const thrown = statements.find((statement) => statement.kind === 'frameworkRefuses');
    if (thrown?.kind === 'frameworkRefuses' && thrown.sql === '') {
      return { text: thrown.message, refused: true };
    }
    let refused = false;
    for (const statement of statements) {
      const verdict = judge.judge(catalog, statement, target);
      refused = verdict.outcome === 'refuses';
      if (refused) break;
      catalog = verdict.after;
    }
    return { text: statements.map((statement) => statement.sql).join('\n'), refused };
  } catch (problem) {
    if (!(problem instanceof NoSuchMethod)) throw problem;
    return { text: problem.message, refused: true };
  }
}


import { writeFileSync } from 'node:fs';
it('dumps', () => {
  const out: unknown[] = [];
  for (const engine of ENGINE_NAMES) {
    const recorded = JSON.parse(readFileSync(new URL(`${engine}.json`, root), 'utf8')) as Recorded[];
    for (const one of recorded) {
      if (one.setup !== undefined) continue;
      let r: Outcome;
      try { r = ours(byName.get(one.case)!, engine); } catch (e) { r = { text: 'THROWN ' + (e as Error).stack!.slice(0, 400), refused: false }; }
      out.push({ engine, name: one.case, ours: r.text, real: one.error ?? one.sql!.join('\n'), refused: r.refused, realRefused: one.error !== undefined || one.refused !== undefined, why: one.refused });
    }
  }
  writeFileSync('/tmp/dump.json', JSON.stringify(out));
}, 120000);
