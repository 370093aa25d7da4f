/**
 * What doctrine/dbal sends below Laravel 11, byte for byte: dbal compiles from what the server answers, dialint from
 * the catalog that its judges keep. Both are set up by the same blueprints.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeFor } from '../../../../src/engines/index.ts';
import { ENGINE_NAMES, type EngineName, type Statement } from '../../../../src/schema/index.ts';
import { DBAL_CASES, type DbalCase } from '../record/dbal-cases.ts';
import { DBAL_FRAMEWORKS, shortVersion } from '../record/frameworks.ts';
import { DIFFERENT, JUDGED_OTHERWISE } from './dbal-different.ts';
import { blueprintOf, connectionFor, PhpError } from './replay.ts';

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
const root = (version: string): URL =>
  new URL(`../../../../fixtures/recorded/laravel-${version}-dbal/`, import.meta.url);
const RUNS = DBAL_FRAMEWORKS.flatMap((framework) =>
  ENGINE_NAMES.map((engine) => [shortVersion(framework), engine] as const),
);

function ours(one: DbalCase, engine: EngineName, frameworkVersion: string): Outcome {
  const situation = {
    engine,
    frameworkVersion,
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
    if (!(problem instanceof PhpError)) throw problem;
    return { text: problem.message, refused: true };
  }
}

const shares: string[] = [];
afterAll(() => {
  console.log(shares.join('\n'));
});

describe.each(RUNS)('doctrine/dbal of Laravel %s on %s', (version, engine) => {
  const recorded = JSON.parse(readFileSync(new URL(`${engine}.json`, root(version)), 'utf8')) as Recorded[];
  const compared = recorded.filter((one) => one.setup === undefined);
  const results = new Map<string, Outcome>();
  beforeAll(() => {
    for (const one of compared) {
      const found = byName.get(one.case);
      if (found === undefined) throw new Error(`the case is gone, record anew: ${one.case}`);
      results.set(one.case, ours(found, engine, version));
    }
  });

  it('every case is recorded', () => {
    expect(recorded.map((one) => one.case)).toEqual(DBAL_CASES.map((one) => one.name));
  });

  it('sends what dbal sends', () => {
    const known = new Set(
      DIFFERENT.flatMap((one) =>
        one.engine === engine && (one.versions?.includes(version) ?? true) ? one.cases : [],
      ),
    );
    const different = compared.filter(
      (one) => results.get(one.case)!.text !== (one.error ?? one.sql!.join('\n')),
    );
    const same = compared.length - different.length;
    shares.push(
      `Laravel ${version}, ${engine}: ${same} of ${compared.length} are exact (${((100 * same) / compared.length).toFixed(2)} %)`,
    );
    const news = different.filter((one) => !known.has(one.case));
    const text = (one: Recorded, of: string) => `${one.case}\n${of}`;
    expect(news.map((one) => text(one, results.get(one.case)!.text))).toEqual(
      news.map((one) => text(one, one.error ?? one.sql!.join('\n'))),
    );
    // A difference that is gone is to be taken off the list.
    expect([...known].filter((name) => !different.some((one) => one.case === name))).toEqual([]);
  });

  it('is refused what is refused', () => {
    const known = new Set(
      JUDGED_OTHERWISE.flatMap((one) =>
        one.engine === engine && (one.versions?.includes(version) ?? true) ? one.cases : [],
      ),
    );
    const wrong = compared.filter(
      (one) => results.get(one.case)!.refused !== (one.error !== undefined || one.refused !== undefined),
    );
    const same = compared.length - wrong.length;
    shares.push(`Laravel ${version}, ${engine}: ${same} of ${compared.length} end as predicted`);
    expect(wrong.map((one) => one.case).filter((name) => !known.has(name))).toEqual([]);
    expect([...known].filter((name) => !wrong.some((one) => one.case === name))).toEqual([]);
  });
});
