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

/** Counts what a function has to read: the texts it is given, and the first one once more for a long second one. */
export function spendOnTexts(values: readonly unknown[]): void {
  let characters = 0;
  for (const value of values) if (typeof value === 'string') characters += value.length;
  const [first, second] = values;
  // a search looks for the one in the other, at worst from every place anew
  const search =
    typeof first === 'string' && typeof second === 'string' ? (first.length * second.length) / 1024 : 0;
  spend((characters + search) / CHARACTERS_OF_A_UNIT);
}
