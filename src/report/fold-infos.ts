/**
 * Infos would bury what matters: they come last, and of each rule the first stands for the rest. Errors and warnings
 * always show.
 */
import type { Diagnostic } from '../schema/index.ts';

export interface Folded {
  /** Errors and warnings in their order, then the infos that are shown in full. */
  readonly shown: readonly Diagnostic[];
  /** The infos that are not shown, by rule. */
  readonly folded: ReadonlyMap<string, readonly Diagnostic[]>;
}

export function foldInfos(diagnostics: readonly Diagnostic[]): Folded {
  const shown = diagnostics.filter(({ severity }) => severity !== 'info');
  const folded = new Map<string, Diagnostic[]>();
  for (const info of diagnostics) {
    if (info.severity !== 'info') continue;
    const rest = folded.get(info.rule);
    if (rest === undefined) {
      folded.set(info.rule, []);
      shown.push(info);
    } else rest.push(info);
  }
  return { shown, folded };
}
