/** Migrations × targets. */
import type { CheckResult, Direction, MigrationVerdict } from '../schema/index.ts';
import { targetTitle } from './engine-names.ts';
import type { Paint, Style } from './style.ts';
import { cutMiddle, displayWidth, padEnd, printable } from './text.ts';
import { verdictsByFile } from './verdicts-by-file.ts';

interface Cell {
  readonly text: string;
  readonly paint: Paint;
}

function cell(verdict: MigrationVerdict | undefined, style: Style): Cell {
  switch (verdict?.outcome) {
    case 'accepts':
      return { text: 'ok', paint: style.green };
    case 'refuses':
      return { text: verdict.code === null ? 'refused' : `refused ${verdict.code}`, paint: style.red };
    case 'unknown':
      return { text: 'unknown', paint: style.yellow };
    case undefined:
      return { text: '-', paint: style.dim };
  }
}

interface Row {
  readonly name: string;
  readonly direction: string;
  readonly cells: readonly Cell[];
}

/** One row for a migration whose up and down fare alike, otherwise one for each. */
function rowsOf(
  file: string,
  verdicts: readonly MigrationVerdict[],
  result: CheckResult,
  style: Style,
): Row[] {
  const name = printable(file.replace(/^.*\//, '').replace(/\.php$/, ''));
  const cells = (direction: Direction): Cell[] =>
    result.targets.map(({ id }) =>
      cell(
        verdicts.find((verdict) => verdict.direction === direction && verdict.engine === id),
        style,
      ),
    );
  const up = cells('up');
  if (!verdicts.some(({ direction }) => direction === 'down')) return [{ name, direction: 'up', cells: up }];
  const down = cells('down');
  return up.every(({ text }, i) => text === down[i]!.text)
    ? [{ name, direction: 'up, down', cells: up }]
    : [
        { name, direction: 'up', cells: up },
        { name: '', direction: 'down', cells: down },
      ];
}

export function verdictTable(result: CheckResult, style: Style, width: number): string[] {
  if (result.verdicts.length === 0) return [];
  const rows = Array.from(verdictsByFile(result), ([file, verdicts]) =>
    rowsOf(file, verdicts, result, style),
  ).flat();

  const titles = result.targets.map(({ id }) => targetTitle(id));
  const columns = titles.map((title, i) =>
    Math.max(displayWidth(title), ...rows.map((row) => row.cells[i]!.text.length)),
  );
  const directions = Math.max(...rows.map(({ direction }) => direction.length));
  const taken = 2 + directions + columns.reduce((sum, column) => sum + 2 + column, 0);
  const names = Math.min(
    Math.max(9, ...rows.map(({ name }) => displayWidth(name))),
    Math.max(24, width - taken),
  );

  const line = (name: string, direction: string, cells: readonly Cell[]): string => {
    const texts = cells.map(
      ({ text, paint }, i) => paint(text) + padEnd(text, columns[i]!).slice(text.length),
    );
    return [padEnd(cutMiddle(name, names), names), padEnd(direction, directions), ...texts]
      .join('  ')
      .trimEnd();
  };
  return [
    line(
      'Migration',
      '',
      titles.map((text) => ({ text, paint: style.bold })),
    ),
    ...rows.map(({ name, direction, cells }) => line(name, direction, cells)),
  ];
}
