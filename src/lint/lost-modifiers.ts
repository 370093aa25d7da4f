/** What `change()` in down() has to say again, so that the column is what it was before up(). */
import { type Column, type EngineName, findColumn, type MigrationRun, type Origin } from '../schema/index.ts';
import type { MigrationView } from './rule.ts';
import { withoutPrefix } from './table-prefix.ts';

/** Modifiers as they are called, for one call that changes a column. */
export interface LostModifiers {
  readonly at: Origin;
  readonly calls: readonly string[];
}

const PLAIN: readonly EngineName[] = ['mysql', 'mariadb', 'postgres', 'sqlite'];

/** A column that is another after down() than before up(), without the connection's prefix. */
export interface ChangedColumn {
  readonly kind: string;
  readonly object: string;
  readonly table: string;
  readonly name: string;
}

/** Undefined: something else is lost as well, or no call of down() is known to have lost it. */
export function lostModifiers(
  view: MigrationView,
  changed: readonly ChangedColumn[],
): readonly LostModifiers[] | undefined {
  if (changed.length === 0 || changed.some(({ kind, object }) => kind !== 'changed' || object !== 'column'))
    return undefined;
  const runs = [...view.runs].sort((a, b) => PLAIN.indexOf(a.target.engine) - PLAIN.indexOf(b.target.engine));
  const found: LostModifiers[] = [];
  for (const { table, name } of changed) {
    const one = inRuns(runs, table, name);
    if (one === undefined) return undefined;
    found.push(one);
  }
  return found;
}

function inRuns(runs: readonly MigrationRun[], table: string, name: string): LostModifiers | undefined {
  for (const down of runs) {
    if (down.direction !== 'down') continue;
    const up = runs.find((run) => run.direction === 'up' && run.target.id === down.target.id);
    const full = down.target.settings.prefix + table;
    const columnIn = (catalog: MigrationRun['before'] | undefined): Column | undefined => {
      const known = catalog?.table(full);
      return known === undefined ? undefined : findColumn(known, name);
    };
    const [before, after] = [columnIn(up?.before), columnIn(down.after)];
    const at = changingCall(down, table, name);
    const calls = before && after && missing(before, after);
    if (at !== undefined && calls !== undefined && calls.length > 0) return { at, calls };
  }
  return undefined;
}

/** The last call of the run that changes the column. */
function changingCall({ steps, target }: MigrationRun, table: string, name: string): Origin | undefined {
  let found: Origin | undefined;
  for (const { statement } of steps) {
    if (statement.kind !== 'alterTable' || withoutPrefix(statement.table.name, target) !== table) continue;
    for (const action of statement.actions) {
      const column =
        action.kind === 'modifyColumn'
          ? action.column
          : action.kind === 'alterColumnType'
            ? { name: action.column, origin: action.origin }
            : undefined;
      if (column?.name.toLowerCase() === name.toLowerCase()) found = column.origin ?? statement.origin;
    }
  }
  return found?.related === undefined ? found : undefined;
}

const isNumber = ({ type }: Column): boolean => /int|serial|dec|numeric|float|double|real/i.test(type.name);

/** Undefined: the columns differ in what no such call gives back. */
function missing(before: Column, after: Column): string[] | undefined {
  if (before.type.text.toLowerCase() !== after.type.text.toLowerCase()) return undefined;
  if (!before.nullable && after.nullable) return undefined;
  const calls = before.nullable && !after.nullable ? ['nullable()'] : [];
  const [left, right] = [before.default, after.default];
  const isNone = right === undefined || (right.kind === 'literal' && right.value === null);
  if (left?.kind === 'literal' && left.value !== null) {
    if (right?.kind === 'literal' && right.value === left.value) return calls;
    if (!isNone) return undefined;
    const bare = isNumber(before) && /^-?\d+(?:\.\d+)?$/.test(left.value);
    calls.push(`default(${bare ? left.value : `'${left.value.replace(/[\\']/g, '\\$&')}'`})`);
  } else if (left?.kind === 'expression') {
    if (!isNone || !/^current_timestamp(?:\(\d?\))?$/i.test(left.sql)) return undefined;
    calls.push('useCurrent()');
  } else if (!isNone) return undefined;
  return calls;
}
