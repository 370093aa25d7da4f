/** Findings of all projects of a report, each under the path by which the report's reader finds the file. */
import { type CheckResult, type Diagnostic, isOpen, SEVERITIES } from '../schema/index.ts';

/** Gives a file, relative to a project's root (absolute), the name under which it is reported. */
export type FileName = (root: string, file: string) => string;

export interface ReportedFinding {
  readonly result: CheckResult;
  readonly diagnostic: Diagnostic;
  /** With forward slashes. */
  readonly path: string;
}

/** In the order of the results; suppressed ones and those in the baseline are among them. */
export function allFindings(results: readonly CheckResult[], fileName: FileName): ReportedFinding[] {
  return results.flatMap((result) =>
    result.diagnostics.map((diagnostic) => ({
      result,
      diagnostic,
      path: fileName(result.project.root, diagnostic.file),
    })),
  );
}

/** Those that count: neither suppressed nor in the baseline. */
export function openFindings(results: readonly CheckResult[], fileName: FileName): ReportedFinding[] {
  return allFindings(results, fileName).filter(({ diagnostic }) => isOpen(diagnostic));
}

/** Errors first, then warnings, then infos; each in their order. */
export function bySeverity(findings: readonly ReportedFinding[]): ReportedFinding[] {
  return [...findings].sort(
    (a, b) => SEVERITIES.indexOf(a.diagnostic.severity) - SEVERITIES.indexOf(b.diagnostic.severity),
  );
}

/** On one line, however many it was written on. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
}
