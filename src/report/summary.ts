/** What was looked at, for which targets and why, how much of it was understood, and what came out. */
import {
  type CheckResult,
  type Diagnostic,
  frameworkTitle,
  isOpen,
  type Project,
  type Provenance,
  type Severity,
  type Target,
} from '../schema/index.ts';
import { listed, targetTitle } from './engine-names.ts';
import { fixable, fixRows } from './fix-report.ts';
import { place } from './place.ts';
import type { Style } from './style.ts';
import { count, padEnd, printable, wrap } from './text.ts';

function inBrackets(text: string): string {
  return text === '' ? '' : ` (${text})`;
}

function projectName(project: Project): string {
  return project.root.split(/[\\/]/).filter(Boolean).at(-1) ?? project.root;
}

const nameOfFramework = (project: Project): string => frameworkTitle(project) ?? 'no framework recognised';

/** What the project uses this target's engine for. */
function reasons(
  target: Target,
  { project: { testEngine, productionEngines }, targetNotes }: CheckResult,
): string {
  const uses = [
    ...(testEngine.engine === target.engine ? [{ what: 'tests', from: testEngine.from }] : []),
    ...productionEngines
      .filter(({ engine }) => engine === target.engine)
      .map(({ from }) => ({ what: 'production', from })),
  ];
  // What a note below explains is not said twice.
  const explained = ({ file, note }: Provenance): boolean =>
    file === undefined && note !== undefined && targetNotes.some((text) => text.includes(note));
  const texts = uses.map(({ what, from }) =>
    explained(from) ? `${what} (assumed, see below)` : what + inBrackets(place(from)),
  );
  if (target.engine === 'mariadb' && target.driver === 'mysql') texts.push('through the mysql driver');
  return texts.join(', ');
}

/** `98.6 %`; never rounds up to 100. */
export function share(part: number, whole: number): string {
  if (part === whole) return '100 %';
  return `${(Math.floor((part / whole) * 1000) / 10).toFixed(1)} %`;
}

export function duration(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.max(1, Math.round(milliseconds))} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

function understood({ coverage: { statements, unknown }, diagnostics }: CheckResult): string {
  if (statements === 0) return 'no statements';
  if (unknown.length === 0) {
    return statements === 1 ? 'its one statement understood' : `all ${statements} statements understood`;
  }
  const known = statements - unknown.length;
  const broken = new Set(diagnostics.filter(({ rule }) => rule === 'syntax-error').map(({ file }) => file));
  const told = new Set(
    unknown.map(({ file }) => (broken.has(file) ? 'syntax-error' : 'unresolved-migration')),
  );
  return `${known} of ${statements} statements understood (${share(known, statements)}); ${unknown.length} not, see ${listed([...told].sort())}`;
}

/** Why these targets, and what is the matter with the project's own files. */
function remarks(result: CheckResult): string[] {
  return [
    ...result.targetNotes,
    ...result.project.notices.map(
      ({ message, file, line }) =>
        message + inBrackets(place({ ...(file && { file }), ...(line && { line }) })),
    ),
    ...staleEntries(result),
  ].map(printable);
}

function staleEntries({ baseline }: CheckResult): string[] {
  const stale = baseline?.stale?.length ?? 0;
  if (baseline === undefined || stale === 0) return [];
  const gone = stale === 1 ? 'the finding of 1 entry' : `the findings of ${stale} entries`;
  return [
    `${gone} of ${baseline.file} ${stale === 1 ? 'is' : 'are'} gone; dialint baseline --prune removes ${stale === 1 ? 'it' : 'them'}.`,
  ];
}

/** One line, however long: a terminal breaks it, a log keeps it together. */
function clean(result: CheckResult, style: Style, width: number): string[] {
  const { project, summary, targets, coverage } = result;
  const name = `${projectName(project)} (${nameOfFramework(project)})`;
  const hidden = inBrackets(hiddenCounts(result.diagnostics).join(', '));
  const engines = listed(targets.map(({ id }) => targetTitle(id)));
  const all = project.migrations.length;
  const text =
    summary.migrations > 0
      ? `No findings${hidden} in ${count(summary.migrations, 'migration')} of ${name} for ${engines}: ${understood(result)}`
      : all === 0
        ? `No migrations found in ${name}`
        : `Nothing to report on: what was asked for holds none of the ${count(all, 'migration')} of ${name}`;
  const paint = summary.migrations === 0 || coverage.unknown.length > 0 ? style.yellow : style.green;
  return [
    `${paint(printable(text))} ${style.dim(`(${duration(summary.durationMs)})`)}`,
    ...fixRows(result).map(([label, said]) => printable(`${label}: ${said}`)),
    ...remarks(result).flatMap((remark) => wrap(`note: ${remark}`, width, 0, '      ')),
  ];
}

/** `3 suppressed`, `2 in the baseline`. */
function hiddenCounts(diagnostics: readonly Diagnostic[]): string[] {
  const suppressed = diagnostics.filter((one) => one.suppressed !== undefined).length;
  const baselined = diagnostics.filter((one) => one.baselined === true).length;
  return [
    ...(suppressed === 0 ? [] : [`${suppressed} suppressed`]),
    ...(baselined === 0 ? [] : [`${baselined} in the baseline`]),
  ];
}

/** `2 errors, 1 info, 3 suppressed`. */
function counts(diagnostics: readonly Diagnostic[], style: Style): string {
  const open = diagnostics.filter(isOpen);
  const number = (wanted: Severity): number => open.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings, infos] = [number('error'), number('warning'), number('info')];
  const parts = [
    ...(errors === 0 ? [] : [style.red(count(errors, 'error'))]),
    ...(warnings === 0 ? [] : [style.yellow(count(warnings, 'warning'))]),
    ...(infos === 0 ? [] : [style.cyan(count(infos, 'info'))]),
    ...hiddenCounts(diagnostics),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

/** What several projects come to together. */
export function total(results: readonly CheckResult[], style: Style): string {
  const milliseconds = results.reduce((sum, { summary: { durationMs } }) => sum + durationMs, 0);
  const found = counts(
    results.flatMap(({ diagnostics }) => diagnostics),
    style,
  );
  return `${count(results.length, 'project')}: ${found} ${style.dim(`(${duration(milliseconds)})`)}`;
}

export function summary(result: CheckResult, style: Style, width: number): string[] {
  const { project, targets } = result;
  if (!result.diagnostics.some(isOpen)) return clean(result, style, width);

  const lines: string[] = [];
  const row = (label: string, text: string): void => {
    const [first = '', ...more] = wrap(printable(text), width, 9, ' '.repeat(9));
    lines.push(`${label === '' ? padEnd('', 8) : style.dim(padEnd(label, 8))} ${first}`, ...more);
  };
  const modules = project.modules.length === 0 ? '' : `, ${count(project.modules.length, 'module')}`;
  row(
    'Project',
    `${projectName(project)}: ${nameOfFramework(project)}${project.framework === null ? '' : inBrackets(place(project.frameworkVersion.from))}${modules}`,
  );
  const titles = targets.map(({ id }) => targetTitle(id));
  const column = Math.max(0, ...titles.map(({ length }) => length));
  targets.forEach((target, i) => {
    row(i === 0 ? 'Targets' : '', `${padEnd(titles[i]!, column)}  ${reasons(target, result)}`.trimEnd());
  });
  for (const remark of remarks(result)) row('Note', remark);
  row('Read', `${count(result.summary.migrations, 'migration')}, ${understood(result)}`);

  lines.push(
    `${style.dim(padEnd('Found', 8))} ${counts(result.diagnostics, style)} ${style.dim(`(${duration(result.summary.durationMs)})`)}`,
  );
  for (const [label, text] of fixRows(result)) row(label, text);
  const more = fixable(result);
  if (more !== null) row('Fixable', more);
  return lines;
}
