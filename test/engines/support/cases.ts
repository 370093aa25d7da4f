/** A case: statements one after another, each with the code of the refusal that is expected, or `ok`. */

import type { Catalog, Judge, Statement, Target, Verdict } from '../../../src/schema/index.ts';
import { engineMissing } from '../../support/engine-url.ts';

export type Step = readonly [statement: Statement, code: string];

export interface Case {
  readonly title: string;
  readonly steps: readonly Step[];
}

/** `ok` stands for `accepts`. */
export function outcome(verdict: Verdict): string {
  if (verdict.outcome === 'accepts') return 'ok';
  if (verdict.outcome === 'unknown') return `unknown: ${verdict.reason}`;
  return verdict.problems[0]?.code ?? 'refused without a code';
}

export interface Judged {
  readonly sql: string;
  readonly outcome: string;
  readonly message: string | undefined;
}

/** Runs the statements through the judge; each goes on from what the engine would really be left with. */
export function judgeAll(
  judge: Judge,
  target: Target,
  statements: readonly Statement[],
): { readonly steps: readonly Judged[]; readonly catalog: Catalog } {
  let catalog = judge.initial(target);
  const steps: Judged[] = [];
  for (const statement of statements) {
    const verdict = judge.judge(catalog, statement, target);
    const first = verdict.outcome === 'refuses' ? verdict.problems[0]?.message : undefined;
    steps.push({ sql: statement.sql, outcome: outcome(verdict), message: first });
    catalog = verdict.left;
  }
  return { steps, catalog };
}

/** Without a real engine a test is skipped and says why; where engines are required that is a failure. */
export function missing(reason: string): string {
  engineMissing(reason);
  return reason;
}
