/** What SQL of another dialect means: read as the engine would read it for which it was written. */
import type { EngineName, Statement, TableName } from '../../schema/index.ts';
import { Cursor, NotRead, Refused } from './cursor.ts';

/** The newest version of each dialect, since it does not matter which of them knows the words. */
const NEWEST: Readonly<Record<EngineName, string>> = {
  mysql: '9',
  mariadb: '12',
  postgres: '18',
  sqlite: '3.53',
};

export interface Meant {
  /** Absent: no dialect reads it whole. */
  readonly statements?: readonly Statement[];
  /** The tables that it touches, where a dialect reads so much; null: any. */
  readonly tables?: readonly TableName[] | null;
}

export function meantBy(
  { text, target, whole, place }: Cursor,
  read: (cursor: Cursor) => Statement[],
): Meant {
  let tables: Meant['tables'];
  for (const [engine, version] of Object.entries(NEWEST) as [EngineName, string][]) {
    if (engine === target.engine) continue;
    try {
      return { statements: read(new Cursor(text, { ...target, engine, version }, whole, place)) };
    } catch (error) {
      if (!(error instanceof NotRead)) throw error;
      if (tables === undefined && !(error instanceof Refused)) tables = error.tables;
    }
  }
  return tables === undefined ? {} : { tables };
}
