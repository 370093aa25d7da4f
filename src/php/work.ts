/**
 * What evaluation may cost. A few bytes of PHP can ask for endless work or for more memory than there is, in a loop as
 * well as in one call of a function: so whatever goes over elements or makes text counts it here.
 */

/** Evaluation was given up: too many steps, or too deep. */
export class EvaluationLimit extends Error {}

/** A step is a statement or a call; in its time so many elements of arrays are gone over. */
const UNITS_OF_A_STEP = 32;
/** Characters that are gone over in the time of an element. */
const CHARACTERS_OF_A_UNIT = 8;
/** The same for characters that a search compares. */
const COMPARISONS_OF_A_UNIT = 4096;

/** As long as a source file may be. */
export const MAX_TEXT = 2 * 1024 * 1024;

let allowed = Number.POSITIVE_INFINITY;
let left = Number.POSITIVE_INFINITY;

/** Runs an evaluation that may take so many steps. One inside of another has its own. */
export function bounded<T>(steps: number, evaluation: () => T): T {
  const outer = { allowed, left };
  allowed = steps;
  left = steps * UNITS_OF_A_STEP;
  try {
    return evaluation();
  } finally {
    ({ allowed, left } = outer);
  }
}

/** Counts elements that are gone over, or made. Throws EvaluationLimit. */
export function spend(units: number): void {
  left -= units;
  // written so that NaN is no way out
  if (!(left >= 0)) throw new EvaluationLimit(`evaluation was given up after ${allowed} steps`);
}

export function spendSteps(count: number): void {
  spend(count * UNITS_OF_A_STEP);
}

/** Counts the texts that a function has to read. */
export function spendOnTexts(values: readonly unknown[]): void {
  let characters = 0;
  for (const value of values) if (typeof value === 'string') characters += value.length;
  spend(characters / CHARACTERS_OF_A_UNIT);
}

/** Counts a search for one text in another; at worst it begins anew at every place. */
export function spendOnSearch(values: readonly unknown[]): void {
  const lengths = values.map((value) => (typeof value === 'string' ? value.length : 0)).sort((a, b) => b - a);
  spend(((lengths[0] ?? 0) * (lengths[1] ?? 0)) / COMPARISONS_OF_A_UNIT);
}
