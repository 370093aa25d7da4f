/** Findings by rule, most frequent first. */
import { type Diagnostic, SEVERITIES } from '../schema/index.ts';
import type { Style } from './style.ts';
import { padEnd, padStart } from './text.ts';

export function statisticsTable(diagnostics: readonly Diagnostic[], style: Style): string[] {
  const rows = new Map<string, { severity: string; rule: string; number: number; files: Set<string> }>();
  for (const { severity, rule, file } of diagnostics) {
    const key = `${SEVERITIES.indexOf(severity)} ${rule}`;
    const row = rows.get(key) ?? { severity, rule, number: 0, files: new Set<string>() };
    row.number += 1;
    row.files.add(file);
    rows.set(key, row);
  }
  const sorted = [...rows.values()].sort(
    (a, b) => b.number - a.number || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );
  const ruleWidth = Math.max(4, ...sorted.map(({ rule }) => rule.length));
  return [
    style.bold(`Findings  Files  Severity  ${padEnd('Rule', ruleWidth)}`.trimEnd()),
    ...sorted.map(
      ({ severity, rule, number, files }) =>
        `${padStart(String(number), 8)}  ${padStart(String(files.size), 5)}  ${padEnd(severity, 8)}  ${rule}`,
    ),
  ];
}
