/** `prefix-budget`, for people and as JSON. */
import type { Budget, BudgetName, PrefixBudget, TargetBudget } from '../schema/index.ts';
import { targetTitle } from './engine-names.ts';
import { place } from './place.ts';
import type { Style } from './style.ts';
import { count, printable } from './text.ts';

type DisplayPath = (root: string, file: string) => string;

function lengthOf(length: number | null, unit: string): string {
  if (length === null) return 'any length';
  if (length < 0) return 'none: a name is too long without one';
  return count(length, unit.replace(/s$/, ''));
}

/** The budget that the project's own `prefix_indexes` makes valid. */
export function ownBudget({ current, withIndexes, withoutIndexes }: TargetBudget): Budget {
  return current.prefixIndexes ? withIndexes : withoutIndexes;
}

function nameLines(
  name: BudgetName,
  root: string,
  unit: string,
  displayPath: DisplayPath,
  style: Style,
): string[] {
  const columns = name.columns.length === 0 ? '' : ` (${name.columns.join(', ')})`;
  const object =
    name.object === 'foreign' ? 'foreign key' : name.object === 'primary' ? 'primary key' : name.object;
  const what = name.object === 'table' ? 'table' : `${object} on ${name.table}${columns}`;
  return [
    `      {prefix}${name.name}: ${name.length} ${unit}, ${name.beyond} from ${Math.max(0, name.longest + 1)} on, ${what}`,
    style.dim(`        ${displayPath(root, name.origin.file)}:${name.origin.span.start.line}`),
  ];
}

function targetLines(target: TargetBudget, root: string, displayPath: DisplayPath, style: Style): string[] {
  const { limit, current, withIndexes, withoutIndexes } = target;
  const title = style.bold(targetTitle(target.id));
  if (limit === null) return [`${title}  any length: it has no limit for names`, ''];
  const { unit } = limit;
  const rule =
    limit.effect === 'refuses'
      ? `names of more than ${limit.value} ${unit} are refused`
      : `names of more than ${limit.value} ${unit} are cut without a word, and refused where two become one`;
  const row = (budget: Budget, setting: boolean): string => {
    const own = current.prefixIndexes === setting ? '  ← the project' : '';
    const cut =
      limit.effect === 'cuts' && budget.uncut !== budget.longest
        ? (budget.uncut ?? 0) < 0
          ? '; names are cut even without one'
          : `; from ${(budget.uncut ?? 0) + 1} on a name is cut`
        : '';
    return `  prefix_indexes ${setting ? 'on ' : 'off'}  ${style.bold(lengthOf(budget.longest, unit))}${cut}${own}`;
  };
  const own = ownBudget(target);
  const used =
    current.prefix === ''
      ? `no prefix today (${place(current.from) || 'default'})`
      : `"${current.prefix}" today, ${lengthOf(current.length, unit)} (${place(current.from) || 'default'})${
          own.longest !== null && current.length > own.longest ? style.red(' is too long') : ''
        }`;
  return [
    `${title}  ${rule}`,
    `  ${used}`,
    row(withIndexes, true),
    row(withoutIndexes, false),
    ...(own.names.length === 0
      ? []
      : [`  what sets the limit (${count(own.counted, 'name')} with the prefix in it)`]),
    ...own.names.flatMap((name) => nameLines(name, root, unit, displayPath, style)),
    '',
  ];
}

export function renderBudgetPretty(budget: PrefixBudget, displayPath: DisplayPath, style: Style): string {
  const lines = [
    style.bold('The longest table prefix that every name of the project tolerates'),
    '',
    ...budget.targets.flatMap((target) => targetLines(target, budget.root, displayPath, style)),
    `Read ${count(budget.migrations, 'migration')}${
      budget.notUnderstood === 0
        ? ''
        : `; ${count(budget.notUnderstood, 'call')} not understood, whose names are not counted (dialint check tells them)`
    }`,
  ];
  return printable(`${lines.join('\n')}\n`);
}

export function renderBudgetJson({ root, ...budget }: PrefixBudget, displayPath: DisplayPath): string {
  const named = (side: Budget): object => ({
    ...side,
    names: side.names.map(({ origin, ...name }) => ({
      ...name,
      file: displayPath(root, origin.file),
      line: origin.span.start.line,
    })),
  });
  const targets = budget.targets.map((target) => ({
    ...target,
    longest: ownBudget(target).longest,
    withIndexes: named(target.withIndexes),
    withoutIndexes: named(target.withoutIndexes),
  }));
  return `${JSON.stringify({ ...budget, root, targets }, null, 2)}\n`;
}
