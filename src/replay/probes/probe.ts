/**
 * What a probe is: one question put to each engine about a column, a key or a table, with rows that respect everything
 * else, and the answer that is known of each engine. One file in `kinds/` is one probe.
 */

import type { TypeFacts } from '../../comparison/type-class.ts';
import type { Column, EngineName, ForeignKey, Index, Table, Target } from '../../schema/index.ts';
import type { Bench } from './bench.ts';

/** A column as the project declares it: its type is that of the engine which keeps most of the declaration. */
export interface DeclaredColumn {
  readonly name: string;
  readonly type: TypeFacts;
  readonly nullable: boolean;
  readonly autoIncrement: boolean;
  readonly generated: boolean;
  /** Has it a default, on any engine? */
  readonly hasDefault: boolean;
  /** Part of the primary key, of a unique or foreign key, or of an expression: values are not free there. */
  readonly inKey: boolean;
}

export interface DeclaredTable {
  readonly name: string;
  readonly columns: readonly DeclaredColumn[];
  /** As the engine describes it that keeps most of the declaration. */
  readonly table: Table;
  readonly uniques: readonly Index[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Of all engines, as one may have none: SQLite gets none with ALTER TABLE. */
  readonly checks: readonly DeclaredCheck[];
}

export interface DeclaredCheck {
  /** The constraint's name, or what stands for it. */
  readonly name: string;
  /** What its condition reads, in the table's order. */
  readonly columns: readonly string[];
}

/** What in a table a probe asks about. */
export interface Place {
  /** The column or key; null: the table itself. */
  readonly object: string | null;
  readonly columns: readonly string[];
  /** Of a place with one column: that column. */
  readonly declared?: DeclaredColumn;
}

/** What is known of an engine's side of a place, to say what it should answer. */
export interface Known {
  readonly engine: EngineName;
  readonly target: Target;
  readonly table: Table;
  /** Of a place with one column: the engine's own. */
  readonly column: Column | undefined;
  readonly type: TypeFacts | undefined;
  /** As the project declares it. */
  readonly declared: TypeFacts | undefined;
  readonly place: Place;
}

/**
 * Answers that are known of an engine: `kept`, `reads "…"`, `refused 1406`, or a word of the probe's own. A star at the end
 * stands for anything.
 */
export type Expected = string | readonly string[] | ((known: Known) => string | readonly string[]);

export interface Probe {
  readonly id: string;
  /** In a few words, after "what becomes of": `a string that is one character too long`. */
  readonly asks: string;
  /** How likely a difference bites a running application, 1 (hardly) to 5 (sooner or later). */
  readonly bite: 1 | 2 | 3 | 4 | 5;
  /** What to do where engines differ. */
  readonly advice: string;
  /** The rule that finds the same without a database. */
  readonly rule?: string;
  readonly expected: Readonly<Record<EngineName, Expected>>;
  /** Where the expectation is written (manual), by engine. */
  readonly sources: Readonly<Partial<Record<EngineName, string>>>;
  /** It is the same for each table, and asked once. */
  readonly once?: boolean;
  /** It begins and ends transactions itself, or needs a second session, and removes what it makes. */
  readonly alone?: boolean;
  places(table: DeclaredTable): readonly Place[];
  /** Throws NotMade where it cannot be asked, and EngineFault. */
  ask(bench: Bench, place: Place): Promise<string>;
}

/** It cannot be asked here: something else than what it asks about would decide. */
export class NotMade extends Error {
  override readonly name = 'NotMade';
}

/** The columns that a probe of values is for: nothing but their own type decides there. */
export function freeColumns(
  { columns }: DeclaredTable,
  wanted: (column: DeclaredColumn) => boolean,
): readonly Place[] {
  return columns
    .filter((column) => !column.generated && !column.autoIncrement && !column.inKey && wanted(column))
    .map(placeOf);
}

export function placeOf(column: DeclaredColumn): Place {
  return { object: column.name, columns: [column.name], declared: column };
}

export function resolved(expected: Expected, known: Known): string | readonly string[] {
  return typeof expected === 'function' ? expected(known) : expected;
}

/** Is it one of the answers that are known? */
export function isExpected(answer: string, expected: Expected, known: Known): boolean {
  const list = resolved(expected, known);
  return (typeof list === 'string' ? [list] : list).some((one) =>
    one.endsWith('*') ? answer.startsWith(one.slice(0, -1)) : answer === one,
  );
}
