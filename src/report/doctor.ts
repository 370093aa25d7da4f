/** `doctor`, for people and as JSON. */
import type { DoctorItem, DoctorReport } from '../schema/index.ts';
import { targetTitle } from './engine-names.ts';
import type { Style } from './style.ts';
import { padEnd, printable } from './text.ts';

const MARKS = { found: '✓', missing: '–', unusable: '✗' } as const;

function itemLines(items: readonly DoctorItem[], style: Style): string[] {
  const names = Math.max(0, ...items.map(({ name }) => name.length));
  return items.flatMap(({ name, state, version, where, note, add, needed }) => {
    const paint = state === 'found' ? style.green : state === 'unusable' || needed ? style.red : style.dim;
    const said = [state === 'missing' ? 'not found' : version, where, note].filter(
      (part) => part !== null && part !== '',
    );
    return [
      `  ${paint(MARKS[state])} ${padEnd(name, names)}  ${said.join(', ')}`,
      ...(add === null ? [] : [`    ${' '.repeat(names)}  ${style.dim(`add it: ${add}`)}`]),
    ];
  });
}

export function renderDoctorPretty(report: DoctorReport, style: Style): string {
  const lines = [style.bold(`dialint ${report.version}`)];
  if (report.root === null)
    lines.push('No project here: neither Laravel nor Knex nor TypeORM nor migrations were found.', '');
  else {
    lines.push('', style.bold(`Project ${report.root}`), ...itemLines(report.project, style));
    for (const problem of report.configProblems.slice(1)) lines.push(`    ${problem}`);
    lines.push('', style.bold('Targets: all are judged; replay would run them on'));
    const titles = report.targets.map(({ id }) => targetTitle(id));
    const width = Math.max(0, ...titles.map((title) => title.length));
    for (const [index, { way, note, add }] of report.targets.entries()) {
      const mark = way === null ? style.dim(MARKS.missing) : style.green(MARKS.found);
      const how = way === null ? note : `${way}: ${note}`;
      lines.push(`  ${mark} ${padEnd(titles[index] ?? '', width)}  ${how}`);
      if (add !== null) lines.push(`    ${' '.repeat(width)}  ${style.dim(`add it: ${add}`)}`);
    }
    lines.push('');
  }
  lines.push(style.bold('Packages, none of which check needs'), ...itemLines(report.packages, style));
  lines.push('', style.bold('Programs'), ...itemLines(report.programs, style));
  return printable(`${lines.join('\n')}\n`);
}

export function renderDoctorJson(report: DoctorReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
