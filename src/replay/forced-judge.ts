/** A judge that is told what a real engine said of the first statements, and judges only what comes after. */
import {
  type Catalog,
  firstRefusal,
  type Judge,
  type RealRefusal,
  type Statement,
  type Target,
  type Verdict,
} from '../schema/index.ts';

/** What an engine said of a statement: null: accepted. `unsent`: it was not asked. */
export type Said = RealRefusal | null | 'unsent';

export class ForcedJudge implements Judge {
  readonly #judge: Judge;
  #said: readonly Said[] = [];
  #index = -1;
  #last: Statement | undefined;
  /** The judge's own verdicts, by statement. */
  #own: Verdict[] = [];

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  /** Before a migration is evaluated. `said`: of its statements, in the order in which it sends them. */
  begin(said: readonly Said[]): void {
    this.#said = said;
    this.#index = -1;
    this.#last = undefined;
    this.#own = [];
  }

  /** What the judge itself made of each statement since `begin`. */
  verdicts(): readonly Verdict[] {
    return this.#own;
  }

  initial(target: Target): Catalog {
    return this.#judge.initial(target);
  }

  judge(catalog: Catalog, statement: Statement, target: Target): Verdict {
    const verdict = this.#judge.judge(catalog, statement, target);
    // A session may ask twice about one statement: as the migrations mean it, and as a server would hold it.
    if (statement !== this.#last) {
      this.#last = statement;
      this.#index++;
      this.#own.push(verdict);
    }
    return forced(verdict, this.#said[this.#index], catalog);
  }
}

function forced(verdict: Verdict, said: Said | undefined, before: Catalog): Verdict {
  if (said === undefined || said === 'unsent') return verdict;
  if (said === null) {
    if (verdict.outcome === 'accepts') return verdict;
    return { outcome: 'accepts', problems: [], after: verdict.after, left: verdict.after };
  }
  const first = firstRefusal(verdict);
  if (verdict.outcome === 'refuses' && first?.code === said.code) return verdict;
  return {
    outcome: 'refuses',
    problems: [{ fact: { kind: 'other' }, effect: 'refuses', code: said.code, message: said.message }],
    after: verdict.after,
    left: verdict.outcome === 'refuses' ? verdict.left : before,
  };
}
