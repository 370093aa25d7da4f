/** Rows of a table that points to itself: a tree. */
import type { Bench } from './bench.ts';
import { foreignKeys, keyOn } from './foreign-keys.ts';
import { type DeclaredColumn, type DeclaredTable, NotMade, type Place } from './probe.ts';
import { NULL, number, type ProbeValue, text } from './value.ts';

export interface Tree {
  /** The key, and the column that points to it. */
  readonly key: string;
  readonly parent: string;
  /** Of one node after the other; the first is the root. */
  readonly ids: readonly ProbeValue[];
}

/** One place for each key of the table to itself. */
export function treePlaces(table: DeclaredTable): readonly Place[] {
  return foreignKeys(table, ({ parent, parentColumns: [key] }) => {
    const own = table.columns.find(({ name }) => name === key);
    return parent.name === table.name && own !== undefined && idsFor(own, 1) !== undefined;
  });
}

/** Without rows yet. Throws NotMade. */
export function treeOf(
  bench: Bench,
  { columns: [column = ''], object, declared }: Place,
  size: number,
): Tree {
  const key = keyOn(bench.table.foreignKeys, column);
  const ids = idsFor(declared!, size);
  if (key === undefined || ids === undefined) throw new NotMade(`the engine has no foreign key ${object}`);
  return { key: key.parentColumns[0] ?? 'id', parent: column, ids };
}

/** A row that points to nothing, and one after the other a row that points to the one before. Throws NotMade. */
export async function plant(bench: Bench, { key, parent, ids }: Tree): Promise<void> {
  const root = bench.table.columns.find(({ name }) => name === parent);
  if (root?.nullable === false) throw new NotMade('every row must point to one');
  for (const [at, id] of ids.entries())
    await bench.mustInsert({ [key]: id, [parent]: ids[at - 1] ?? NULL }, ids.length === 2 && at === 1);
}

/** A condition for the rows of these keys. */
export function among(bench: Bench, { key }: Tree, ids: readonly ProbeValue[]): string {
  return `${bench.quoted(key)} in (${ids.map((id) => bench.literal(id)).join(', ')})`;
}

function idsFor({ type: { class: kind, bits = 64, length } }: DeclaredColumn, size: number) {
  const numbers = Array.from({ length: size }, (_, at) => at + 1);
  if (kind === 'integer') return numbers.map((n) => number((bits < 32 ? 100 : 1_000_000) + n));
  const digits = (n: number) => String(n).padStart(12, '0');
  if (kind === 'uuid' || ((kind === 'char' || kind === 'string') && (length ?? 36) >= 36))
    return numbers.map((n) => text(`ffffffff-0000-4000-8000-${digits(n)}`));
  if (kind === 'char' || kind === 'string')
    return (length ?? 0) < 3 ? undefined : numbers.map((n) => text(`z${n}`));
  return undefined;
}
