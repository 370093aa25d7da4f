/** A summary for a pull request. Its first line is a mark by which the comment is found again, to be written anew. */
import { type CheckResult, isOpen, type Severity } from '../schema/index.ts';
import { targetTitle } from './engine-names.ts';
import { enginesLine } from './engines-line.ts';
import { bySeverity, type FileName, oneLine, openFindings, type ReportedFinding } from './findings.ts';
import { count, printable } from './text.ts';

const MARK = '<!-- dialint -->';

/** Characters of a comment on GitHub, which refuses longer ones; counted in UTF-16 units, so never too many. */
const LONGEST = 65_536;

/** Of what says how many findings are left out. */
const RESERVED = 200;

const WORDS: Readonly<Record<Severity, string>> = {
  error: '❌ error',
  warning: '⚠️ warning',
  info: 'ℹ️ info',
};

export function renderMarkdown(results: readonly CheckResult[], fileName: FileName): string {
  const findings = bySeverity(openFindings(results, fileName));
  const head = [MARK, `### dialint: ${headline(results, findings)}`, '', ...verdictCounts(results, fileName)];
  const tail = coverage(results);
  const rows = findings.map(row);
  const title = ['| | Where | Rule | Finding | Engines |', '| :-- | :-- | :-- | :-- | :-- |'];
  const length = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0);
  let room = LONGEST - RESERVED - length([...head, ...title, '', ...tail]);
  const shown: string[] = [];
  for (const line of rows) {
    room -= line.length + 1;
    if (room < 0) break;
    shown.push(line);
  }
  const left = rows.length - shown.length;
  const lines = [
    ...head,
    ...(shown.length > 0 ? [...title, ...shown, ''] : []),
    ...(left > 0
      ? [
          `**${count(left, 'finding')} of ${findings.length} ${left === 1 ? 'is' : 'are'} not shown here**, as a comment holds ${LONGEST.toLocaleString('en')} characters.`,
          '',
        ]
      : []),
    ...tail,
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function headline(results: readonly CheckResult[], findings: readonly ReportedFinding[]): string {
  const of = (wanted: Severity): number =>
    findings.filter(({ diagnostic: { severity } }) => severity === wanted).length;
  const parts = [
    ...(of('error') > 0 ? [count(of('error'), 'error')] : []),
    ...(of('warning') > 0 ? [count(of('warning'), 'warning')] : []),
    ...(of('info') > 0 ? [count(of('info'), 'info')] : []),
  ];
  const migrations = results.reduce((sum, { summary }) => sum + summary.migrations, 0);
  return `${parts.join(', ') || 'no findings'} in ${count(migrations, 'migration')}`;
}

/** What each engine makes of the migrations that were reported on: up and down. */
function verdictCounts(results: readonly CheckResult[], fileName: FileName): string[] {
  return results.flatMap((result) => {
    if (result.verdicts.length === 0) return [];
    const name = fileName(result.project.root, '');
    const rows = result.targets.map(({ id }) => {
      const of = (direction: string, outcome: string): number =>
        result.verdicts.filter(
          (one) => one.engine === id && one.direction === direction && one.outcome === outcome,
        ).length;
      const cells = ['accepts', 'refuses', 'unknown'].map(
        (outcome) => `${of('up', outcome)} / ${of('down', outcome)}`,
      );
      return `| ${text(targetTitle(id))} | ${cells.join(' | ')} |`;
    });
    return [
      ...(results.length > 1 ? [`**${code(name)}**`, ''] : []),
      '| Engine (up / down) | accepts | refuses | unknown |',
      '| :-- | --: | --: | --: |',
      ...rows,
      '',
    ];
  });
}

function coverage(results: readonly CheckResult[]): string[] {
  const statements = results.reduce((sum, { coverage: { statements: all } }) => sum + all, 0);
  const unknown = results.reduce((sum, { coverage: { unknown: some } }) => sum + some.length, 0);
  const hidden = results
    .flatMap(({ diagnostics }) => diagnostics)
    .filter((diagnostic) => !isOpen(diagnostic)).length;
  return [
    [
      `${statements - unknown} of ${count(statements, 'statement')} understood.`,
      ...(hidden === 0
        ? []
        : [`${count(hidden, 'finding')} suppressed or in the baseline, not counted here.`]),
    ].join(' '),
  ];
}

function row({ result, diagnostic, path }: ReportedFinding): string {
  const { severity, rule, message, help, span } = diagnostic;
  const finding = help === undefined ? text(message) : `${text(message)}<br>${text(help)}`;
  const engines = enginesLine(diagnostic, result) ?? '';
  return `| ${WORDS[severity]} | ${code(`${path}:${span.start.line}`)} | ${code(rule)} | ${finding} | ${text(engines)} |`;
}

/** Plain text within a cell of a table: nothing in it is markup, a mention or the end of the cell. */
function text(plain: string): string {
  return (
    oneLine(printable(plain))
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/[\\`*_~[\]|#!]/g, '\\$&')
      // Two of them would enclose a formula; GitHub's manual, "Writing mathematical expressions", asks for this.
      .replaceAll('$', '<span>$$</span>')
      // A zero-width space: without it whoever has that name would be told.
      .replaceAll(/@(?=\w)/g, '@\u200B')
  );
}

/** A code span within a cell. A pipe ends the cell even there, so it is escaped; a backtick must not end the span. */
function code(plain: string): string {
  const inner = oneLine(printable(plain)).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(inner.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${inner}${fence}` : `${fence} ${inner} ${fence}`;
}
