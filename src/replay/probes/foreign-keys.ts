/** Places and expectations of probes of foreign keys over one column. */
import { type ForeignKey, hasReached, type Index } from '../../schema/index.ts';
import {
  type DeclaredColumn,
  type DeclaredTable,
  type Expected,
  type Known,
  type Place,
  resolved,
} from './probe.ts';
import { number, type ProbeValue, text } from './value.ts';

export const FOREIGN_KEY_SOURCES = {
  sqlite: 'https://www.sqlite.org/foreignkeys.html',
  mysql: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
  mariadb: 'https://mariadb.com/kb/en/foreign-keys/',
  postgres: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
};

export function foreignKeys(
  { foreignKeys: keys, columns, uniques }: DeclaredTable,
  wanted: (key: ForeignKey) => boolean = () => true,
): readonly Place[] {
  return keys.flatMap((key): Place[] => {
    const [name] = key.columns;
    const declared = columns.find((column) => column.name === name);
    if (key.columns.length !== 1 || declared === undefined || !wanted(key)) return [];
    // A unique key beside it may decide instead.
    const unique = uniques.some(
      ({ parts }) => parts.length === 1 && 'column' in parts[0]! && parts[0].column === name,
    );
    return unique ? [] : [{ object: key.name ?? declared.name, columns: [declared.name], declared }];
  });
}

/** Nothing holds where the engine does not look: SQLite without foreign_keys, a storage engine without keys. */
function isUnenforced({ target, table, place }: Known): boolean {
  if (target.engine === 'sqlite' && !target.settings.foreignKeyChecks) return true;
  return keyOn(table.foreignKeys, place.columns[0]) === undefined;
}

export function keyOn(keys: readonly ForeignKey[], column: string | undefined): ForeignKey | undefined {
  return keys.find(({ columns }) => columns.length === 1 && columns[0] === column);
}

export function unenforced(otherwise: string, enforced: Expected): Expected {
  return (known) => (isUnenforced(known) ? otherwise : resolved(enforced, known));
}

/**
 * From 9.6 on MySQL looks for parents itself, and not InnoDB (innodb_native_foreign_keys), through the key's index: where
 * that has further columns, and one of them is NULL in the row, it looks for none. Tried on 9.7.4, with a key (user_id) and
 * an index (user_id, team_id): a row of NULL in team_id is taken with any user_id. InnoDB's own check refuses it.
 */
export function passesOrphans({ engine, target, table, place: { columns } }: Known): boolean {
  if (engine !== 'mysql' || !hasReached(target.version, '9.6')) return false;
  const [column] = columns;
  const led = table.indexes.filter(
    ({ parts: [first] }) => first && 'column' in first && first.column === column,
  );
  const mayBeNull = ({ parts }: Index): boolean =>
    parts.slice(1).some((part) => {
      const own = 'column' in part ? table.columns.find(({ name }) => name === part.column) : undefined;
      return own?.nullable !== false;
    });
  return led.some(mayBeNull);
}

/** What happens to the parent, as the engine's own foreign key has it. */
export type Event = 'onDelete' | 'onUpdate';

/**
 * What ON DELETE, or ON UPDATE, says comes out. `codes`: of a refusal. SET DEFAULT leads to the default's row, or to none:
 * then the constraint refuses.
 */
export function actionOf(event: Event, ...codes: readonly string[]): Expected {
  return (known) => {
    if (isUnenforced(known)) return 'the row stays as it is';
    const refused = codes.map((code) => `refused ${code}`);
    switch (keyOn(known.table.foreignKeys, known.place.columns[0])?.[event]) {
      case 'cascade':
        return event === 'onDelete' ? 'the row goes too' : 'the row follows';
      case 'set null':
        return 'the row points to nothing';
      case 'set default':
        return ['the row points to nothing', 'the row points to the default', 'refused *'];
      default:
        return refused;
    }
  };
}

/**
 * Of rows of one table that go together: InnoDB looks at each when it is deleted, and refuses one that another row, or the
 * row itself, still points to.
 */
export function rowByRow(otherwise: string): Expected {
  return unenforced(otherwise, ({ table, place }) => {
    const action = keyOn(table.foreignKeys, place.columns[0])?.onDelete;
    return action === 'cascade' || action === 'set null' ? otherwise : 'refused 1451';
  });
}

/** A value of a key's column that no row has. */
export function absentKey({ type: { class: kind, bits = 64, length } }: DeclaredColumn): ProbeValue {
  if (kind === 'integer') return number(bits < 32 ? 120 : 2_000_000_000);
  return text(
    kind === 'uuid' || length === 36 ? 'ffffffff-0000-4000-8000-ffffffffffff' : 'zz'.slice(0, length ?? 2),
  );
}
