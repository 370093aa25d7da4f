/** How far what a finding is about is reached, in words and as the finding's mark. */
import type { MigrationRun, Step } from '../schema/index.ts';
import type { Finding, MigrationView } from './rule.ts';
import { stop } from './wording.ts';

export type Reached = Pick<Step, 'reached' | 'unreached'>;

export interface Reach {
  readonly reached: boolean;
  /** For the message; empty where it is reached. */
  readonly sentence: string;
  /** To be spread into the finding. */
  readonly mark: Pick<Finding, 'unreached'>;
}

/** Of steps that one finding is about: one that is reached makes it reached. */
export function reachOf(steps: readonly Reached[]): Reach {
  if (steps.some((step) => step.reached)) return { reached: true, sentence: '', mark: {} };
  const [why, ...others] = steps.map((step) => step.unreached);
  // one target of which it is not known makes it unknown: it may well be reached
  if (why === undefined || others.includes(undefined))
    return { reached: false, sentence: 'Whether this runs cannot be known.', mark: {} };
  return { reached: false, sentence: unreachedSentence(why), mark: { unreached: why } };
}

export function unreachedSentence(why: string): string {
  return stop(`A fresh database does not get here: ${why}`);
}

/** A migration's statements in one direction on one target: those of its run, or what that does not reach. */
export type Steps = Pick<MigrationRun, 'direction' | 'target' | 'steps' | 'before'>;

/** What a fresh database does not reach, as if they were runs of their own. */
export function unreachedSteps(view: MigrationView): Steps[] {
  const groups = new Map<string, [Step, ...Step[]]>();
  for (const step of view.unreached ?? []) {
    const key = `${step.direction} ${step.target.id}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [step]);
    else group.push(step);
  }
  return [...groups.values()].map((steps) => {
    const [{ direction, target, before }] = steps;
    return { direction, target, before, steps };
  });
}

/** All that a migration does, or would do where a fresh database does not get. */
export function allSteps(view: MigrationView): readonly Steps[] {
  return view.unreached === undefined || view.unreached.length === 0
    ? view.runs
    : [...view.runs, ...unreachedSteps(view)];
}
