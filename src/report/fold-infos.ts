/** Many infos of one rule would bury what matters: the first few stand for the rest. Errors and warnings always show. */
import type { Diagnostic } from '../schema/index.ts';

/** Up to so many infos, all are shown. */
const ENOUGH = 10;
const SHOWN_PER_RULE = 3;

export interface Folded {
  readonly shown: readonly Diagnostic[];
  /** How many are not shown, by rule. */
  readonly folded: ReadonlyMap<string, number>;
}

export function foldInfos(diagnostics: readonly Diagnostic[]): Folded {
  const infos = new Map<string, number>();
  for (const { severity, rule } of diagnostics) {
    if (severity === 'info') infos.set(rule, (infos.get(rule) ?? 0) + 1);
  }
  const total = [...infos.values()].reduce((sum, number) => sum + number, 0);
  if (total <= ENOUGH) return { shown: diagnostics, folded: new Map() };

  const seen = new Map<string, number>();
  const folded = new Map<string, number>();
  const shown = diagnostics.filter(({ severity, rule }) => {
    // A line "1 more" would be as long as the finding's own place.
    if (severity !== 'info' || infos.get(rule)! <= SHOWN_PER_RULE + 1) return true;
    const number = (seen.get(rule) ?? 0) + 1;
    seen.set(rule, number);
    if (number <= SHOWN_PER_RULE) return true;
    folded.set(rule, (folded.get(rule) ?? 0) + 1);
    return false;
  });
  return { shown, folded };
}
