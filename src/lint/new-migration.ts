/** What a migration of its own has to say, to mend what one that has run already has left. */
import {
  type Column,
  type Fix,
  findColumn,
  findIndex,
  type MigrationRun,
  type NewMigration,
  type Table,
} from '../schema/index.ts';
import type { MigrationView } from './rule.ts';

/** The last up of each target in each set of migrations, MySQL first, which shows most of a table. */
const lastRuns = new WeakMap<readonly MigrationView[], Map<string, readonly MigrationRun[]>>();

function lastUps(views: readonly MigrationView[], set: string): readonly MigrationRun[] {
  const sets = lastRuns.get(views) ?? new Map<string, readonly MigrationRun[]>();
  lastRuns.set(views, sets);
  const known = sets.get(set);
  if (known !== undefined) return known;
  const last = new Map<string, MigrationRun>();
  for (const { migration, runs } of views) {
    if (migration.set !== set) continue;
    for (const run of runs) if (run.direction === 'up') last.set(run.target.id, run);
  }
  const order = ['mysql', 'mariadb', 'postgres', 'sqlite'];
  const found = [...last.values()].sort(
    (a, b) => order.indexOf(a.target.engine) - order.indexOf(b.target.engine),
  );
  sets.set(set, found);
  return found;
}

/** A table, named without the connection's prefix, as the whole history leaves it on the targets that have it. */
function lastTables(views: readonly MigrationView[], set: string, table: string): Table[] {
  return lastUps(views, set).flatMap(
    ({ after, target }) => after.table(`${target.settings.prefix}${table}`) ?? [],
  );
}

const php = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

const word = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '_');

function onTable(table: string, call: string): string[] {
  return [`Schema::table(${php(table)}, function (Blueprint $table) {`, `    $table->${call};`, '});'];
}

/** An index that every target has by this name gets another. */
export function renamedIndex(
  views: readonly MigrationView[],
  set: string,
  table: string,
  from: string,
  to: string,
): NewMigration | undefined {
  const tables = lastTables(views, set, table);
  if (tables.length === 0 || tables.some((one) => findIndex(one, from) === undefined)) return undefined;
  return {
    name: `rename_${word(from)}_of_${word(table)}`.slice(0, 120),
    title: `Rename it to '${to}' in a new migration`,
    up: onTable(table, `renameIndex(${php(from)}, ${php(to)})`),
    down: onTable(table, `renameIndex(${php(to)}, ${php(from)})`),
  };
}

/** Modifiers that the column needs again where it is changed; undefined: it has one that cannot be written so. */
function modifiers({
  nullable,
  default: value,
  generated,
  autoIncrement,
  comment,
  onUpdate,
}: Column): string | undefined {
  if (generated !== undefined || autoIncrement || onUpdate !== undefined) return undefined;
  if (value !== undefined && value.kind !== 'literal') return undefined;
  return [
    nullable ? '->nullable()' : '',
    value?.value == null ? '' : `->default(${php(value.value)})`,
    comment === undefined ? '' : `->comment(${php(comment)})`,
  ].join('');
}

/** A column that is to be made by another call: `string('email', 191)` instead of `string('email', 255)`. */
export function changedColumn(
  views: readonly MigrationView[],
  set: string,
  table: string,
  column: string,
  title: string,
  calls: (column: Column) => { readonly up: string; readonly down: string } | undefined,
): NewMigration | undefined {
  const known = lastTables(views, set, table)[0];
  const last = known === undefined ? undefined : findColumn(known, column);
  const made = last === undefined ? undefined : calls(last);
  const again = last === undefined ? undefined : modifiers(last);
  if (made === undefined || again === undefined) return undefined;
  return {
    name: `change_${word(column)}_of_${word(table)}`.slice(0, 120),
    title: `${title} in a new migration`,
    up: onTable(table, `${made.up}${again}->change()`),
    down: onTable(table, `${made.down}${again}->change()`),
  };
}

/** A change of a column once more, with the modifiers that it has not repeated. Both are calls without `change()`. */
export function changedAgain(
  table: string,
  column: string,
  call: string,
  calls: readonly string[],
): NewMigration {
  return {
    name: `give_back_to_${word(column)}_of_${word(table)}`.slice(0, 120),
    title: 'Give it back in a new migration',
    up: onTable(table, `${[call, ...calls].join('->')}->change()`),
    down: onTable(table, `${call}->change()`),
  };
}

export function renamedTable(
  views: readonly MigrationView[],
  set: string,
  from: string,
  to: string,
): NewMigration | undefined {
  if (lastTables(views, set, from).length === 0) return undefined;
  return {
    name: `rename_${word(from)}_to_${word(to)}`.slice(0, 120),
    title: `Rename the table to '${to}' in a new migration, and in its models`,
    up: [`Schema::rename(${php(from)}, ${php(to)});`],
    down: [`Schema::rename(${php(to)}, ${php(from)});`],
  };
}

/** The fix, with what does the same where its migration has run. */
export function orAsMigration(fix: Fix, migration: NewMigration | undefined): Fix {
  return migration === undefined ? fix : { ...fix, migration };
}
