/**
 * GitLab's code quality report (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format), a subset of
 * Code Climate's. Two issues of one fingerprint are one to GitLab, also where they are in reports of several jobs.
 */
import { createHash } from 'node:crypto';
import type { CheckResult, Severity } from '../schema/index.ts';
import { enginesLine } from './engines-line.ts';
import { type FileName, openFindings, type ReportedFinding } from './findings.ts';

/** GitLab knows blocker as well: what a rule finds is no failed deploy yet. */
const SEVERITIES: Readonly<Record<Severity, 'critical' | 'major' | 'info'>> = {
  error: 'critical',
  warning: 'major',
  info: 'info',
};

/** `fileName` gives paths relative to the top of the repository, without `./`, as GitLab compares them. */
export function renderGitlab(results: readonly CheckResult[], fileName: FileName): string {
  const issues = openFindings(results, fileName).map((finding) => issue(finding, fileName));
  return `${JSON.stringify(issues, null, 2)}\n`;
}

function issue({ result, diagnostic, path }: ReportedFinding, fileName: FileName) {
  const { rule, severity, message, help, span } = diagnostic;
  const engines = enginesLine(diagnostic, result);
  const body = [...(help === undefined ? [] : [help]), ...(engines === null ? [] : [`Engines: ${engines}`])];
  return {
    type: 'issue',
    check_name: rule,
    description: message,
    ...(body.length > 0 && { content: { body: body.join('\n\n') } }),
    categories: [severity === 'error' ? 'Bug Risk' : 'Compatibility'],
    severity: SEVERITIES[severity],
    fingerprint: fingerprint(diagnostic.fingerprint, fileName(result.project.root, '')),
    location: { path, lines: { begin: span.start.line, end: span.end.line } },
  };
}

/** A finding's fingerprint tells it apart within its project only. */
function fingerprint(own: string, project: string): string {
  if (project === '' || project === '.') return own;
  return createHash('sha1').update(`${project}\0${own}`).digest('hex');
}
