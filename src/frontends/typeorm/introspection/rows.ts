/** What TypeORM's query runners ask the database, and what they are answered from the catalog. */
import type { Catalog, Table, Target } from '../../../schema/index.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly target: Target;
  readonly catalog: Catalog;
}

/** The answer rests on something that is not known. */
export class NotKnown extends Error {
  override readonly name = 'NotKnown';
  /** The table that was asked for. */
  readonly table: string;

  constructor(reason: string, table: string) {
    super(reason);
    this.table = table;
  }
}

/** The table, if it is there. Throws NotKnown where it, or what it holds, is not certain. */
export function certain(catalog: Catalog, name: string, schema?: string): Table | undefined {
  const table = catalog.table({ name, ...(schema === undefined ? {} : { schema }) });
  const reason = table === undefined ? catalog.open : (table.open ?? table.maybe ?? null);
  if (reason !== null) throw new NotKnown(reason, name);
  return table;
}

export const upper = (text: string): string => text.toUpperCase();
