/**
 * JUnit XML: a suite for each file, in it a case for each finding, or one that has passed. A finding below the severity
 * that fails a check has passed, and is told in the case's output.
 */
import { type CheckResult, SEVERITIES, type Severity } from '../schema/index.ts';
import { enginesLine } from './engines-line.ts';
import { type FileName, openFindings, type ReportedFinding } from './findings.ts';
import { xml } from './xml.ts';

export interface JunitOptions {
  /** The least severity that is a failed test. */
  readonly failOn: Severity;
  /** Of findings that tell that a rule did not do its work: they are errors, not failures. */
  readonly errorRule: string;
}

interface Case {
  readonly text: string;
  readonly state: 'passed' | 'failure' | 'error';
}

export function renderJunit(
  results: readonly CheckResult[],
  fileName: FileName,
  options: JunitOptions,
): string {
  const suites = new Map<string, ReportedFinding[]>();
  for (const { project } of results)
    for (const { file, reported } of project.migrations)
      if (reported) suites.set(fileName(project.root, file), []);
  for (const finding of openFindings(results, fileName)) {
    const known = suites.get(finding.path);
    if (known === undefined) suites.set(finding.path, [finding]);
    else known.push(finding);
  }
  const cases = Array.from(suites, ([path, findings]) => ({ path, cases: casesOf(path, findings, options) }));
  const seconds = results.reduce((sum, { summary }) => sum + summary.durationMs, 0) / 1000;
  const blocks = cases.map(
    ({ path, cases: own }) =>
      `  <testsuite name="${xml(path)}" ${counts(own)}>\n${own.map(({ text }) => text).join('')}  </testsuite>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="dialint" ${counts(cases.flatMap(({ cases: own }) => own))} time="${seconds.toFixed(3)}">
${blocks.join('')}</testsuites>
`;
}

function counts(cases: readonly Case[]): string {
  const of = (state: Case['state']): number => cases.filter((one) => one.state === state).length;
  return `tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}"`;
}

function casesOf(path: string, findings: readonly ReportedFinding[], options: JunitOptions): Case[] {
  if (findings.length === 0)
    return [{ text: `    <testcase classname="${xml(path)}" name="no findings"/>\n`, state: 'passed' }];
  return findings.map((finding) => findingCase(finding, options));
}

function findingCase(
  { result, diagnostic, path }: ReportedFinding,
  { failOn, errorRule }: JunitOptions,
): Case {
  const { rule, severity, message, help, span } = diagnostic;
  const place = `${span.start.line}:${span.start.column}`;
  const engines = enginesLine(diagnostic, result);
  const body = xml(
    [
      `${path}:${place}`,
      ...(engines === null ? [] : [`engines: ${engines}`]),
      ...(help === undefined ? [] : [`help: ${help}`]),
    ].join('\n'),
  );
  const open = `    <testcase classname="${xml(path)}" name="${xml(`${rule} at ${place}`)}">`;
  const state: Case['state'] =
    rule === errorRule
      ? 'error'
      : SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn)
        ? 'failure'
        : 'passed';
  const inner =
    state === 'passed'
      ? `<system-out>${xml(`${severity}: ${message}`)}&#10;${body}</system-out>`
      : `<${state} type="${severity}" message="${xml(message)}">${body}</${state}>`;
  return { text: `${open}${inner}</testcase>\n`, state };
}
