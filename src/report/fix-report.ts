/** What was fixed, what was not, and what could be. */
import { type CheckResult, type FixReport, isOpen } from '../schema/index.ts';
import { count } from './text.ts';

/** `identifier-too-long 2, missing-down 1`, the most first. */
function byRule(fixes: FixReport['applied']): string {
  const counts = new Map<string, number>();
  for (const { rule } of fixes) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([rule, number]) => `${rule} ${number}`)
    .join(', ');
}

/** `3 with --fix, 2 more with --fix-unsafe`; null: nothing can be fixed. */
export function fixable(result: CheckResult): string | null {
  const fixes = result.diagnostics.filter(isOpen).flatMap(({ fix }) => fix ?? []);
  const safe = fixes.filter(({ safety }) => safety === 'safe').length;
  const unsafe = fixes.length - safe;
  if (fixes.length === 0) return null;
  if (unsafe === 0) return `${safe} with --fix`;
  return safe === 0 ? `${unsafe} with --fix-unsafe` : `${safe} with --fix, ${unsafe} more with --fix-unsafe`;
}

/** Rows of the summary: a label, and what it says. */
export function fixRows({ fixes }: CheckResult, dryRun = false): (readonly [label: string, text: string])[] {
  if (fixes === undefined) return [];
  const { applied, dropped, files, withheld } = fixes;
  const made = `${count(applied.length, 'finding')} in ${count(files.length, 'file')}: ${byRule(applied)}`;
  return [
    applied.length === 0
      ? [dryRun ? 'Would fix' : 'Fixed', 'nothing']
      : [dryRun ? 'Would fix' : 'Fixed', made],
    ...dropped.map(
      ({ rule, file, line, reason }) => ['Unfixed', `${rule} at ${file}:${line}: ${reason}`] as const,
    ),
    ...(withheld === null
      ? []
      : ([
          [
            'Unfixed',
            `${count(withheld.count, 'finding')}: the fix would change a file that is left alone, as ${withheld.reason}`,
          ],
        ] as const)),
  ];
}

/** The same as lines. */
export function fixReport(result: CheckResult, dryRun: boolean): string {
  return fixRows(result, dryRun)
    .map(([label, text]) => `${label} ${text}\n`)
    .join('');
}
