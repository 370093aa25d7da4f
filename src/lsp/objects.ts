/** Tables, columns and keys that a migration makes, each with what becomes of it on every target. */
import { keysMadeBy, type NewKey } from '../lint/keys.ts';
import type {
  Column,
  IndexKind,
  MigrationRun,
  Origin,
  Span,
  Step,
  Table,
  Target,
  Timeline,
} from '../schema/index.ts';
import { definedColumns, findColumn } from '../schema/index.ts';

export type ObjectKind = 'table' | 'column' | IndexKind | 'primary' | 'foreign';

export interface OnTarget {
  readonly target: Target;
  /** Absent: the engine makes a name. */
  readonly name?: string;
  /** As the target holds it once the statement has run; absent: it does not. */
  readonly table?: Table;
  readonly column?: Column;
  readonly key?: NewKey;
}

/** What one call of the author's makes. */
export interface SchemaObject {
  readonly kind: ObjectKind;
  readonly origin: Origin;
  /** Without the table's prefix, where that is known. */
  readonly table: string;
  readonly on: readonly OnTarget[];
}

interface Found {
  readonly kind: ObjectKind;
  readonly name?: string;
  readonly table: string;
  readonly origin: Origin;
  readonly on: OnTarget;
}

function* madeBy(step: Step): IterableIterator<Found> {
  const { statement, target, verdict } = step;
  const { origin } = statement;
  if (statement.kind !== 'createTable' && statement.kind !== 'alterTable' && statement.kind !== 'createIndex')
    return;
  const table = verdict.after.table(statement.table);
  const within = { target, ...(table === undefined ? {} : { table }) };
  const { name } = statement.table;
  // a framework may send a table's keys apart from the table
  if (statement.kind === 'createTable')
    yield { kind: 'table', name, table: name, origin, on: { ...within, name } };
  for (const made of definedColumns(statement)) {
    const column = table === undefined ? undefined : findColumn(table, made.name);
    const on = { ...within, name: made.name, ...(column === undefined ? {} : { column }) };
    yield { kind: 'column', name: made.name, table: name, origin: made.origin ?? origin, on };
  }
  for (const key of keysMadeBy(statement)) {
    const named = key.name === undefined ? {} : { name: key.name };
    yield { kind: key.kind, table: name, origin: key.origin, on: { ...within, ...named, key }, ...named };
  }
}

/** Those of one file (relative to the root), in the order of the text. */
export function objectsIn(timelines: readonly Timeline[], file: string): SchemaObject[] {
  const found = new Map<string, { kind: ObjectKind; origin: Origin; table: string; on: OnTarget[] }>();
  for (const run of timelines.flatMap(({ runs }) => runs.filter((one) => isUpOf(one, file)))) {
    const counts = new Map<string, number>();
    for (const made of run.steps.flatMap((step) => [...madeBy(step)])) {
      const { kind, origin, on } = made;
      if (origin.file !== file || origin.call === '') continue;
      // columns keep their names from engine to engine, and keys their order
      const base = `${kind} ${origin.span.startOffset} ${kind === 'column' ? made.name : ''}`;
      const turn = counts.get(base) ?? 0;
      counts.set(base, turn + 1);
      // what a loop makes, or a rebuilt table makes again, has one place: the first stands for all
      if (turn > 0 && kind === 'column') continue;
      const key = `${base} ${turn}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { kind, origin, table: made.table, on: [on] });
      else known.on.push(on);
    }
  }
  return [...found.values()].sort((a, b) => a.origin.span.startOffset - b.origin.span.startOffset);
}

function isUpOf({ migration, direction }: MigrationRun, file: string): boolean {
  return direction === 'up' && migration.file === file;
}

/** Those whose call holds the offset, of the innermost call. */
export function objectsAt(objects: readonly SchemaObject[], offset: number): SchemaObject[] {
  const around = objects.filter(
    ({ origin: { span } }) => span.startOffset <= offset && offset <= span.endOffset,
  );
  const size = ({ startOffset, endOffset }: Span): number => endOffset - startOffset;
  const least = Math.min(...around.map(({ origin }) => size(origin.span)));
  return around.filter(({ origin }) => size(origin.span) === least);
}
