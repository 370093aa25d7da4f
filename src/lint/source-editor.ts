/**
 * Writes in the project's source what a rule wants changed. A rule says what its fix is; how that is written, so that
 * the file's formatting stays, is known here. Each method gives undefined where it cannot be written at that place.
 */
import type { Location, TextEdit } from '../schema/index.ts';

/** A call on `$table` that takes something back: `->dropColumn(['a', 'b'])`. */
export interface TakeBack {
  readonly method: string;
  /** A list is written as an array. */
  readonly arguments: readonly (string | readonly string[])[];
}

/** One thing that down() has to do. `at`: the author's call in up() that it takes back. */
export type WayBackStep =
  | { readonly kind: 'dropTable'; readonly at: Location }
  /** `Schema::rename($from, $to)`: the other way round. */
  | { readonly kind: 'renameTable'; readonly at: Location }
  | { readonly kind: 'changeTable'; readonly at: Location; readonly calls: readonly TakeBack[] };

export interface SourceEditor {
  /** Gives the call another name: `->defualt(1)` becomes `->default(1)`. */
  renameCall(at: Location, name: string): TextEdit[] | undefined;
  /** Gives the call an argument, in place of one that stands there already. `php` is source text. */
  setArgument(at: Location, position: number, parameter: string, php: string): TextEdit[] | undefined;
  /** Adds calls (`nullable()`) to the chain in which the call stands, in front of its `change()`, if none of them is there. */
  addModifiers(at: Location, calls: readonly string[]): TextEdit[] | undefined;
  /**
   * What changes a column, as `string('name', 64)->unique()`: the chain in which the call stands, between the variable and
   * `change()`. Undefined: it has more in it than values that are written out.
   */
  changingChain(at: Location): string | undefined;
  /** Does the chain in which the call stands have one of these calls as well? */
  chainHas(at: Location, names: readonly string[]): boolean;
  /** Writes down() where there is none, or an empty one. The steps are in the order in which down() does them. */
  writeDown(file: string, steps: readonly WayBackStep[]): TextEdit[] | undefined;
  /**
   * Adds to a down() that does something already: in front of the statement with the call `before`, or else at the end.
   */
  addToDown(file: string, steps: readonly WayBackStep[], before: Location | null): TextEdit[] | undefined;
  /** Puts the statement with the call `what` in front of the one with the call `before`; both stand in one block. */
  moveBefore(what: Location, before: Location): TextEdit[] | undefined;
  /** Where migrations have this text as a string of its own, and not as the name of a column or a table. */
  stringsInMigrations(text: string): Location[];
  /** Writes another string in these places, in the quotation marks that are there. */
  setStrings(places: readonly Location[], text: string): TextEdit[];
  /** Where migrations name this table: as the first argument of a call that takes a table. */
  tableNames(table: string): Location[];
  /** Gives a model's class, whose name stands there, a table of this name. */
  setModelTable(at: Location, table: string): TextEdit[] | undefined;
  /** Adds a call (`online()`) behind the one at that place, which is made on a variable. */
  addCall(at: Location, call: string): TextEdit[] | undefined;
  /** Has the migration run without the transaction that the framework would put around it. */
  leaveTransaction(file: string): TextEdit[] | undefined;
}
