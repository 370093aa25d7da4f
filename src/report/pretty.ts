/** The report for people at a terminal. */
import { type CheckResult, type Diagnostic, isOpen, type Severity } from '../schema/index.ts';
import { codeFrame } from './code-frame.ts';
import { enginesLine } from './engines-line.ts';
import { foldInfos } from './fold-infos.ts';
import { statisticsTable } from './statistics.ts';
import { COLOURED, type Paint, PLAIN, type Style } from './style.ts';
import { summary, total } from './summary.ts';
import { printable, wrap } from './text.ts';
import { verdictTable } from './verdict-table.ts';

/** Of infos that are not shown in full, so many places are named. */
const PLACES_SHOWN = 3;

export interface PrettyOptions {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** A file's path as it is shown: relative to the current folder, so that a terminal can open it. */
  displayPath(root: string, file: string): string;
  /** Errors only, and no summary. */
  readonly quiet?: boolean;
  /** Also a table: migrations × targets. */
  readonly verdicts?: boolean;
  /** Also a table: findings by rule. */
  readonly statistics?: boolean;
  /** Show every info, however many there are of one rule. */
  readonly allInfos?: boolean;
}

function severityPaint(style: Style, severity: Severity): Paint {
  switch (severity) {
    case 'error':
      return style.red;
    case 'warning':
      return style.yellow;
    case 'info':
      return style.cyan;
  }
}

function diagnosticLines(
  diagnostic: Diagnostic,
  result: CheckResult,
  style: Style,
  options: PrettyOptions,
): string[] {
  const paint = severityPaint(style, diagnostic.severity);
  const gutter = Math.max(2, String(diagnostic.span.start.line + 2).length);
  const margin = ' '.repeat(gutter);
  const place = (file: string, line: number, column: number): string =>
    `${printable(options.displayPath(result.project.root, file))}:${line}:${column}`;

  const head = `${diagnostic.severity}[${diagnostic.rule}]`;
  const [first = '', ...rest] = wrap(printable(diagnostic.message), options.width, head.length + 1, '  ');
  const lines = [`${paint(style.bold(head))} ${style.bold(first)}`, ...rest.map(style.bold)];

  const { start } = diagnostic.span;
  lines.push(`${margin}${style.blue('-->')} ${place(diagnostic.file, start.line, start.column)}`);
  const source = result.sources.get(diagnostic.file);
  const frame =
    source === undefined
      ? []
      : codeFrame(source, diagnostic.span, { width: options.width, style, mark: paint, gutter });
  lines.push(...frame);

  const note = (label: string, text: string): void => {
    const indent = `${margin}   ${' '.repeat(label.length + 2)}`;
    const [opening = '', ...more] = wrap(printable(text), options.width, indent.length, indent);
    lines.push(`${margin} ${style.blue('=')} ${style.bold(`${label}:`)} ${opening}`, ...more);
  };
  for (const { file, span, message } of diagnostic.related) {
    const { line, column } = span.start;
    note('see', `${file === diagnostic.file ? `line ${line}:` : place(file, line, column)} ${message}`);
  }
  const engines = enginesLine(diagnostic, result);
  if (engines !== null) note('engines', engines);
  if (diagnostic.help !== undefined) note('help', diagnostic.help);
  const { fix } = diagnostic;
  if (fix !== undefined) note('fix', `${fix.title} (${fix.safety === 'safe' ? '--fix' : '--fix-unsafe'})`);
  return lines;
}

/** The infos of one rule that are not shown in full: how many, and where the first of them are. */
function foldedLines(
  rest: readonly Diagnostic[],
  result: CheckResult,
  style: Style,
  options: PrettyOptions,
): string[] {
  const rule = rest[0]?.rule ?? '';
  const file = (diagnostic: Diagnostic): string =>
    `${printable(options.displayPath(result.project.root, diagnostic.file))}:${diagnostic.span.start.line}`;
  const places = rest.slice(0, PLACES_SHOWN).map((diagnostic) => `     ${file(diagnostic)}`);
  const more = rest.length > PLACES_SHOWN ? [`     … and ${rest.length - PLACES_SHOWN} more places`] : [];
  const count = rest.length === 1 ? '1 more info' : `${rest.length} more infos`;
  return [`   + ${count} of ${rule} (--rule ${rule} shows all):`, ...places, ...more].map(style.dim);
}

/** One project's report. Ends with a line feed, unless there is nothing to say. */
export function renderPretty(result: CheckResult, options: PrettyOptions): string {
  const style = options.colour ? COLOURED : PLAIN;
  const open = result.diagnostics.filter(isOpen);
  const wanted = options.quiet === true ? open.filter(({ severity }) => severity === 'error') : open;
  const { shown, folded } =
    options.allInfos === true ? { shown: wanted, folded: new Map() } : foldInfos(wanted);

  const blocks: string[][] = [];
  for (const diagnostic of shown) {
    const lines = diagnosticLines(diagnostic, result, style, options);
    const rest = diagnostic.severity === 'info' ? (folded.get(diagnostic.rule) ?? []) : [];
    blocks.push(rest.length === 0 ? lines : [...lines, ...foldedLines(rest, result, style, options)]);
  }
  if (options.statistics === true && wanted.length > 0) blocks.push(statisticsTable(wanted, style));
  if (options.verdicts === true) blocks.push(verdictTable(result, style, options.width));
  if (options.quiet !== true) blocks.push(summary(result, style, options.width));
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** The reports of several projects, each under its path, and what they come to together. */
export function renderPrettyAll(results: readonly CheckResult[], options: PrettyOptions): string {
  const [only] = results;
  if (only !== undefined && results.length === 1) return renderPretty(only, options);
  const style = options.colour ? COLOURED : PLAIN;
  const blocks = results.flatMap((result) => {
    const report = renderPretty(result, options);
    if (report === '') return [];
    const path = printable(options.displayPath(result.project.root, ''));
    return [`${style.bold(style.blue(`== ${path}`))}\n\n${report}`];
  });
  if (options.quiet !== true) blocks.push(`${total(results, style)}\n`);
  return blocks.join('\n');
}
