/**
 * Findings as annotations of GitHub Actions, the most severe first. GitHub shows ten annotations of each level for a step
 * and drops the others without a word
 * (https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations), and its log shows an annotation
 * without its place: what may not be shown is listed once more, as plain lines.
 */
import { createHash } from 'node:crypto';
import { type CheckResult, SEVERITIES, type Severity } from '../schema/index.ts';
import { enginesLine } from './engines-line.ts';
import { bySeverity, type FileName, oneLine, openFindings, type ReportedFinding } from './findings.ts';
import { count } from './text.ts';
import { type AnnotationLevel, workflowCommand } from './workflow-command.ts';

/** Annotations of one level that GitHub shows for a step. */
const SHOWN = 10;

const LEVELS: Readonly<Record<Severity, AnnotationLevel>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/** `fileName` gives paths relative to the top of the repository, as annotations want them. */
export function renderGithub(results: readonly CheckResult[], fileName: FileName): string {
  const findings = bySeverity(openFindings(results, fileName));
  return [...findings.map(annotation), ...beyond(findings)].map((line) => `${line}\n`).join('');
}

function annotation({ result, diagnostic, path }: ReportedFinding): string {
  const { severity, rule, span, message, help } = diagnostic;
  const { start, end } = span;
  // GitHub takes columns only where the annotation stands on one line.
  const columns =
    start.line === end.line ? { col: start.column, endColumn: Math.max(start.column, end.column - 1) } : {};
  const engines = enginesLine(diagnostic, result);
  return workflowCommand(
    LEVELS[severity],
    { file: path, line: start.line, endLine: end.line, ...columns, title: `dialint (${rule})` },
    [message, ...(help === undefined ? [] : [help]), ...(engines === null ? [] : [engines])].join('\n'),
  );
}

/** What GitHub leaves out, with places; nothing where it shows everything. */
function beyond(findings: readonly ReportedFinding[]): string[] {
  const hidden = SEVERITIES.flatMap((severity) =>
    findings.filter(({ diagnostic }) => diagnostic.severity === severity).slice(SHOWN),
  );
  if (hidden.length === 0) return [];
  const lines = hidden.map(({ diagnostic: { severity, rule, span, message }, path }) =>
    oneLine(`${path}:${span.start.line}:${span.start.column} ${severity}[${rule}] ${message}`),
  );
  // Until the runner meets this word, it takes no line for a command, whatever the lines hold.
  const word = createHash('sha256').update(lines.join('\n')).digest('hex');
  return [
    `::group::${count(hidden.length, 'finding')} of ${findings.length} that GitHub does not show as annotations, ten of a level being its limit`,
    `::stop-commands::${word}`,
    ...lines,
    `::${word}::`,
    '::endgroup::',
  ];
}
