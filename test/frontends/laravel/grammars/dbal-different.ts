/** Where dialint is known to differ from what was recorded with doctrine/dbal, each with its cause. Both lists must shrink. */
import type { EngineName } from '../../../../src/schema/index.ts';

export interface Known {
  readonly engine: EngineName;
  /** `9.52`; absent: all that are recorded. */
  readonly versions?: readonly string[];
  readonly cause: string;
  readonly cases: readonly string[];
}

/** The text differs. */
export const DIFFERENT: readonly Known[] = [];

/** Refused or not: the prediction differs. */
export const JUDGED_OTHERWISE: readonly Known[] = [
  {
    engine: 'sqlite',
    cause:
      'the INSERT into the table made anew is refused, since a key of another table names a column that is gone ' +
      '("foreign key mismatch"); the SQLite judge accepts it',
    cases: ['a parent that is renamed'],
  },
  {
    engine: 'postgres',
    versions: ['9.52', '8.83'],
    cause: 'a text that is no date (22007): the judge says that it is not known whether it is one',
    cases: ['date: an expression', 'dateTime: an expression', 'time: an expression'],
  },
];
