/** Where dialint is known to differ from what was recorded with doctrine/dbal, each with its cause. Both lists must shrink. */
import type { EngineName } from '../../../../src/schema/index.ts';

export interface Known {
  readonly engine: EngineName;
  readonly cause: string;
  readonly cases: readonly string[];
}

/** The text differs. */
export const DIFFERENT: readonly Known[] = [];

/** Refused or not: the prediction differs. */
export const JUDGED_OTHERWISE: readonly Known[] = [];
