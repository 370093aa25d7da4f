/** Probes that do something to the row that another row points to, and see what becomes of that one. */
import type { Bench } from './bench.ts';
import { absentKey, actionOf, type Event, FOREIGN_KEY_SOURCES, foreignKeys, keyOn } from './foreign-keys.ts';
import { NotMade, type Probe } from './probe.ts';
import type { ProbeValue } from './value.ts';

export interface ParentProbe extends Omit<Probe, 'places' | 'ask' | 'expected' | 'sources'> {
  readonly event: Event;
}

/** The parent is in another table. */
export function parentProbe({ event, ...probe }: ParentProbe): Probe {
  return {
    ...probe,
    expected: {
      sqlite: actionOf(event, 'SQLITE_CONSTRAINT_FOREIGNKEY', 'SQLITE_CONSTRAINT_TRIGGER'),
      mysql: actionOf(event, '1451'),
      mariadb: actionOf(event, '1451'),
      postgres: actionOf(event, '23503', '23001'),
    },
    sources: FOREIGN_KEY_SOURCES,
    places: (table) => foreignKeys(table),
    ask: async (bench, { columns: [column = ''], object, declared }) => {
      const key = keyOn(bench.table.foreignKeys, column);
      if (key === undefined) throw new NotMade(`the engine has no foreign key ${object}`);
      if (key.parent.name === bench.table.name) throw new NotMade('the table points to itself');
      if (bench.table.foreignKeys.filter((one) => one.parent.name === key.parent.name).length > 1)
        throw new NotMade('another key of the table points to the same row');
      await bench.mustInsert();
      const [row] = await bench.must(
        `select ${bench.quoted(column)} as v from ${bench.name}${bench.newRows()}`,
      );
      if (row?.v === null || row?.v === undefined) throw new NotMade('the row points to nothing');
      const old = String(row.v);
      const fresh = absentKey(declared!);
      const refusal = await bench.execute(
        changeOf(bench, event, {
          table: key.parent.name,
          column: key.parentColumns[0] ?? 'id',
          value: `'${old.replaceAll("'", "''")}'`,
          to: bench.literal(fresh),
        }),
      );
      if (refusal !== null) {
        if (key[event] === 'cascade' || key[event] === 'set null')
          throw new NotMade('rows of other tables hold the parent too');
        // Nothing but the key's action is asked about; PostgreSQL's GENERATED ALWAYS can be changed to DEFAULT only.
        if (refusal.code === '428C9') throw new NotMade('the key of the parent cannot be changed');
        return `refused ${refusal.code}`;
      }
      const late = await bench.endsWell();
      if (late !== undefined) return late;
      const [left] = await bench.must(
        `select ${bench.quoted(column)} as v from ${bench.name}${bench.newRows()}`,
      );
      return left === undefined ? 'the row goes too' : pointsTo(left.v, old, fresh);
    },
  };
}

export interface Change {
  readonly table: string;
  readonly column: string;
  /** As literals. */
  readonly value: string;
  readonly to: string;
}

export function changeOf(bench: Bench, event: Event, { table, column, value, to }: Change): string {
  const [parent, key] = [bench.quoted(table), bench.quoted(column)];
  return event === 'onDelete'
    ? `delete from ${parent} where ${key} = ${value}`
    : `update ${parent} set ${key} = ${to} where ${key} = ${value}`;
}

/** `now`: where a row points that pointed to `old`; `fresh`: the key that its parent was to get. */
export function pointsTo(now: unknown, old: string, fresh: ProbeValue): string {
  if (now === null || now === undefined) return 'the row points to nothing';
  if (String(now) === old) return 'the row stays as it is';
  return String(now) === fresh.text ? 'the row follows' : 'the row points to the default';
}
