/** Places and expectations of probes of foreign keys over one column. */
import type { ForeignKey } from '../../schema/index.ts';
import type { DeclaredTable, Expected, Known, Place } from './probe.ts';

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

function keyOn(keys: readonly ForeignKey[], column: string | undefined): ForeignKey | undefined {
  return keys.find(({ columns }) => columns.length === 1 && columns[0] === column);
}

export function unenforced(otherwise: string, enforced: string): Expected {
  return (known) => (isUnenforced(known) ? otherwise : enforced);
}

/** What ON DELETE says comes out. */
export function actionOf(...codes: readonly string[]): Expected {
  return (known) => {
    if (isUnenforced(known)) return 'the row stays as it is';
    switch (keyOn(known.table.foreignKeys, known.place.columns[0])?.onDelete) {
      case 'cascade':
        return 'the row goes too';
      case 'set null':
        return 'the row points to nothing';
      default:
        return codes.map((code) => `refused ${code}`);
    }
  };
}
