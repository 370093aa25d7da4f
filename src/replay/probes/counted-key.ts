/** The place of a primary key that counts by itself. */
import { type DeclaredTable, type Place, placeOf } from './probe.ts';

export function countedKey({ columns, table }: DeclaredTable): readonly Place[] {
  const parts = table.primaryKey?.parts ?? [];
  const [part] = parts;
  if (parts.length !== 1 || part === undefined || !('column' in part)) return [];
  return columns
    .filter(
      ({ name, autoIncrement, type }) => name === part.column && autoIncrement && type.class === 'integer',
    )
    .map(placeOf);
}
