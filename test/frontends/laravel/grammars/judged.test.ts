/** SQLite's rebuilds again, compiled from the catalog that the SQLite judge keeps. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sqliteJudge } from '../../../../src/engines/sqlite/judge.ts';
import { CASES } from '../record/cases.ts';
import { blueprintOf, connectionFor, PhpError } from './replay.ts';

interface Recorded {
  readonly case: string;
  readonly sql?: readonly string[];
  readonly error?: string;
  readonly as?: string;
}

const file = new URL('../../../../fixtures/recorded/laravel-12.72/sqlite.json', import.meta.url);
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded[];
const results = new Map(recorded.map((one) => [one.case, one]));

const cases = CASES.filter((one) => (one.setup ?? []).length > 0 && results.get(one.name)?.as === undefined);

it.each(cases.map((one) => [one.name, one] as const))('%s', (name, one) => {
  const situation = {
    engine: 'sqlite',
    frameworkVersion: '12.72',
    ...(one.config === undefined ? {} : { config: one.config }),
  } as const;
  const { target } = connectionFor(situation);
  let catalog = sqliteJudge.initial(target);
  for (const step of one.setup ?? []) {
    const { statements } = blueprintOf(step, connectionFor({ ...situation, catalog })).compile();
    for (const statement of statements) {
      const verdict = sqliteJudge.judge(catalog, statement, target);
      expect(verdict.problems, statement.sql).toEqual([]);
      catalog = verdict.after;
    }
  }
  const { sql, error } = results.get(name)!;
  try {
    const { statements } = blueprintOf(one, connectionFor({ ...situation, catalog })).compile();
    const refusal = statements.find((statement) => statement.kind === 'frameworkRefuses');
    expect(refusal?.message ?? statements.map((statement) => statement.sql).join('\n')).toBe(
      error ?? sql?.join('\n'),
    );
  } catch (problem) {
    if (!(problem instanceof PhpError)) throw problem;
    expect(problem.message).toBe(error);
  }
});
