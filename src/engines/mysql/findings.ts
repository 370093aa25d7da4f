/** Collects what is wrong with one statement, and hands it out in the order in which the server would find it. */
import type { Catalog, Origin, Problem, ProblemFact, Verdict } from '../../schema/index.ts';
import type { Wording } from './dialect.ts';

/**
 * The stages through which a statement goes in the server. The first refusal ends it, so a refusal of an earlier stage
 * hides those of later ones. Tried with statements that hold two errors (test/engines/support/mysql-cases-order.ts).
 */
export const STAGES = [
  'syntax',
  'parse',
  'newChecks',
  'open',
  'alterColumns',
  'heldColumns',
  'alterDrops',
  'alterIndexes',
  'heldParents',
  'columns',
  'duplicateColumns',
  'earlyNameLengths',
  'earlyKeyNames',
  'primaryKey',
  'keys',
  'nameLengths',
  'keyNames',
  'autoIncrement',
  'neededIndexes',
  'foreignKeys',
  'checks',
  'rowSize',
  'record',
  'engine',
  'engineForeignKeys',
  'end',
] as const;

export type Stage = (typeof STAGES)[number];

export class Findings {
  readonly #found: { stage: number; problem: Problem }[] = [];
  #reason: string | undefined;

  refuse(stage: Stage, fact: ProblemFact, wording: Wording, origin: Origin | undefined): void {
    this.#add(stage, fact, 'refuses', wording, origin);
  }

  /** The engine goes on, and does something else than was asked for. */
  change(stage: Stage, fact: ProblemFact, wording: Wording, origin: Origin | undefined): void {
    this.#add(stage, fact, 'changes', wording, origin);
  }

  #add(
    stage: Stage,
    fact: ProblemFact,
    effect: Problem['effect'],
    wording: Wording,
    origin: Origin | undefined,
  ): void {
    this.#found.push({
      stage: STAGES.indexOf(stage),
      problem: {
        fact,
        effect,
        code: wording.code,
        message: wording.message,
        ...(origin === undefined ? {} : { origin }),
      },
    });
  }

  /** The outcome rests on something that is not known. The first reason is kept. */
  uncertain(reason: string): void {
    this.#reason ??= reason;
  }

  get refused(): boolean {
    return this.#found.some(({ problem }) => problem.effect === 'refuses');
  }

  /** What an earlier stage finds stands; the server never gets to this one. */
  endsAt(stage: Stage): void {
    const end = STAGES.indexOf(stage);
    const kept = this.#found.filter((entry) => entry.stage < end);
    this.#found.splice(0, this.#found.length, ...kept);
  }

  /** `left` is what stays after a refusal; most refused statements leave nothing changed. */
  verdict(before: Catalog, after: Catalog, left: Catalog = before): Verdict {
    const sorted = this.#found
      .map((entry, index) => ({ ...entry, index }))
      .sort((a, b) => a.stage - b.stage || a.index - b.index)
      .map(({ problem }) => problem);
    const refusals = sorted.filter((problem) => problem.effect === 'refuses');
    const problems = [...refusals, ...sorted.filter((problem) => problem.effect === 'changes')];
    if (refusals.length > 0) return { outcome: 'refuses', problems, after, left };
    if (this.#reason !== undefined) {
      return { outcome: 'unknown', problems, reason: this.#reason, after, left: after };
    }
    return { outcome: 'accepts', problems, after, left: after };
  }
}
