/** What a column loses when `change()` gives its definition anew and does not repeat a modifier, and what has to be said again. */
import {
  type Column,
  type DefaultValue,
  type EngineName,
  findColumn,
  type MigrationRun,
  type Origin,
} from '../schema/index.ts';
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
  const runs = plainFirst(view.runs);
  const found: LostModifiers[] = [];
  for (const { table, name } of changed) {
    const one = inRuns(runs, table, name);
    if (one === undefined) return undefined;
    found.push(one);
  }
  return found;
}

/** MySQL first, whose catalog shows most of a column. */
export function plainFirst<T extends Pick<MigrationRun, 'target'>>(some: readonly T[]): T[] {
  return [...some].sort((a, b) => PLAIN.indexOf(a.target.engine) - PLAIN.indexOf(b.target.engine));
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

/** Undefined: the columns differ in what no such call gives back. */
function missing(before: Column, after: Column): string[] | undefined {
  if (before.type.text.toLowerCase() !== after.type.text.toLowerCase()) return undefined;
  if (!before.nullable && after.nullable) return undefined;
  if (hasValue(after.default) && !sameDefault(before.default, after.default)) return undefined;
  const calls = lossesOf(before, after).map(({ call }) => call);
  return calls.every((call) => call !== undefined) ? calls : undefined;
}

export type LostAttribute =
  | 'nullable'
  | 'default'
  | 'onUpdate'
  | 'unsigned'
  | 'autoIncrement'
  | 'charset'
  | 'collation'
  | 'comment';

/** Something that a column had and has no more. */
export interface Loss {
  readonly attribute: LostAttribute;
  /** For messages, in SQL's words: `DEFAULT 'draft'`. */
  readonly was: string;
  /** The call that gives it back; undefined: none does. */
  readonly call: string | undefined;
}

/** By which calls an author says what becomes of it. */
export const DECIDED_BY: Readonly<Record<LostAttribute, readonly string[]>> = {
  nullable: ['nullable'],
  default: ['default', 'useCurrent'],
  onUpdate: ['useCurrentOnUpdate', 'onUpdate'],
  unsigned: ['unsigned'],
  autoIncrement: ['autoIncrement', 'generatedAs'],
  charset: ['charset', 'collation'],
  collation: ['collation', 'charset'],
  comment: ['comment'],
};

const isInteger = ({ type }: Column): boolean => /int|serial/i.test(type.name);
export const isNumber = (column: Column): boolean =>
  isInteger(column) || /dec|numeric|float|double|real/i.test(column.type.name);
export const isBoolean = ({ type }: Column): boolean => /^(?:bool|tinyint\(1\))/i.test(type.text);

const php = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/** Is there a default that says something? DEFAULT NULL is what a column has without one. */
export function hasValue(value: DefaultValue | undefined): value is DefaultValue {
  return value !== undefined && !(value.kind === 'literal' && value.value === null);
}

export function sameDefault(a: DefaultValue | undefined, b: DefaultValue): boolean {
  if (a === undefined || a.kind !== b.kind) return false;
  return a.kind === 'literal' && b.kind === 'literal' ? a.value === b.value : a.sql === b.sql;
}

function defaultCall(column: Column): string | undefined {
  const value = column.default;
  if (value?.kind === 'literal' && value.value !== null) {
    if (isBoolean(column) && /^(?:0|1|true|false)$/i.test(value.value))
      return `default(${/^(?:1|true)$/i.test(value.value)})`;
    const bare = isNumber(column) && /^-?\d+(?:\.\d+)?$/.test(value.value);
    return `default(${bare ? value.value : php(value.value)})`;
  }
  return value?.kind === 'expression' && /^current_timestamp(?:\(\d?\))?$/i.test(value.sql)
    ? 'useCurrent()'
    : undefined;
}

/** What `after` has no more of `before`. A default that has become another one is not lost. */
export function lossesOf(before: Column, after: Column): Loss[] {
  const losses: Loss[] = [];
  const lose = (attribute: LostAttribute, was: string, call: string | undefined): void => {
    losses.push({ attribute, was, call });
  };
  const integers = isInteger(before) && isInteger(after) && !isBoolean(after);
  if (integers && before.type.unsigned && !after.type.unsigned) lose('unsigned', 'UNSIGNED', 'unsigned()');
  if (integers && before.autoIncrement && !after.autoIncrement)
    lose('autoIncrement', 'AUTO_INCREMENT', 'autoIncrement()');
  // JSON has a character set of its own; MariaDB keeps it as LONGTEXT with a check.
  const isText =
    !/json/i.test(`${after.type.name} ${after.check ?? ''}`) &&
    (after.collation !== undefined || before.type.name === after.type.name);
  if (isText && before.charset !== undefined && before.charset !== after.charset)
    lose('charset', `CHARACTER SET ${before.charset}`, `charset(${php(before.charset)})`);
  if (isText && before.collation !== undefined && before.collation !== after.collation)
    lose('collation', `COLLATE ${before.collation}`, `collation(${php(before.collation)})`);
  if (before.nullable && !after.nullable) lose('nullable', 'NULL', 'nullable()');
  if (hasValue(before.default) && !hasValue(after.default))
    lose('default', `DEFAULT ${before.default.sql}`, defaultCall(before));
  if (before.onUpdate !== undefined && after.onUpdate === undefined)
    lose('onUpdate', `ON UPDATE ${before.onUpdate}`, 'useCurrentOnUpdate()');
  if (before.comment && !after.comment)
    lose('comment', `COMMENT ${php(before.comment)}`, `comment(${php(before.comment)})`);
  return losses;
}
