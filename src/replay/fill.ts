/** Puts rows into the tables that a migration has made. */

import type { Snapshot } from '../comparison/snapshot.ts';
import type { RealDatabase, Target } from '../schema/index.ts';
import { insertOf, parentsFirst, quoted, ROWS } from './rows.ts';

export interface Filled {
  /** Tables that hold rows now. */
  readonly tables: readonly string[];
  /** One sentence for each table that got none. */
  readonly notes: readonly string[];
}

/** Throws EngineFault. */
export async function fillNewTables(
  database: RealDatabase,
  { engine, id }: Target,
  before: Snapshot,
  after: Snapshot,
): Promise<Filled> {
  const fresh = [...after.tables.values()].filter(
    (table) => !before.tables.has(table.name) && table.view !== true,
  );
  const parents = async (table: string, column: string): Promise<readonly unknown[]> => {
    const name = quoted(engine, column);
    const rows = await database.query(`select ${name} as v from ${quoted(engine, table)} order by ${name}`);
    return rows.map(({ v }) => v);
  };
  const tables: string[] = [];
  const notes: string[] = [];
  for (const table of parentsFirst(fresh)) {
    let made = 0;
    let why =
      'a row would have to point to one that is not there, or needs a value of a type that is not known';
    for (let n = 1; n <= ROWS; n++) {
      const sql = await insertOf(engine, table, n, parents);
      if (sql === null) break;
      const refusal = await database.execute(sql, []);
      if (refusal === null) made++;
      else why = `${refusal.message} (${refusal.code})`;
    }
    if (made > 0) tables.push(table.name);
    else notes.push(`${id}: ${table.name} got no rows: ${why}.`);
  }
  return { tables, notes };
}
