/** One line for each finding, for a program that reads text and pays for each word of it; the last line counts. */
import type { CheckResult } from '../schema/index.ts';
import { type FileName, oneLine, openFindings } from './findings.ts';
import { count, printable } from './text.ts';

/** `file:line:col severity rule message | engines | fix`; a hyphen stands for what there is not. */
export function renderAgent(results: readonly CheckResult[], fileName: FileName): string {
  const findings = openFindings(results, fileName);
  const lines = findings.map(({ diagnostic, path }) => {
    const { severity, rule, message, span, engines, fix, help } = diagnostic;
    const way =
      fix === undefined ? (help ?? '-') : `${fix.safety === 'safe' ? '--fix' : '--fix-unsafe'}: ${fix.title}`;
    const cells = [message, engines.join(',') || '-', way].map((cell) => oneLine(printable(cell)));
    const place = `${oneLine(printable(path))}:${span.start.line}:${span.start.column}`;
    return `${place} ${severity} ${rule} ${cells.join(' | ')}`;
  });
  const of = (wanted: string): number =>
    findings.filter(({ diagnostic: { severity } }) => severity === wanted).length;
  const migrations = results.reduce((sum, { summary }) => sum + summary.migrations, 0);
  lines.push(
    `${count(of('error'), 'error')}, ${count(of('warning'), 'warning')}, ${count(of('info'), 'info')} in ${count(migrations, 'migration')}`,
  );
  return lines.map((line) => `${line}\n`).join('');
}
