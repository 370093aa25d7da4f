/** What TypeORM's query runners ask the database, and what they are answered from the catalog. */
import type { Catalog, Table, Target } from '../../../schema/index.ts';
import { TRIGGER_NOT_READ } from '../../sql/other-objects.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly target: Target;
  readonly catalog: Catalog;
  /** Is it enough that the table is there? What is made of the answer does not rest on its other columns and keys. */
  readonly partly: boolean;
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

/** What is known of the tables, and how much of a table must be. */
export type Known = Pick<Asked, 'catalog' | 'partly'>;

/** The table, if it is there. Throws NotKnown where it, or what it holds, is not certain. */
export function certain({ catalog, partly }: Known, name: string, schema?: string): Table | undefined {
  const table = catalog.table({ name, ...(schema === undefined ? {} : { schema }) });
  const reason = table === undefined ? catalog.open : (table.maybe ?? (partly ? null : openness(table)));
  if (reason !== null) throw new NotKnown(reason, name);
  return table;
}

/** A trigger changes no column and no key. */
function openness({ open }: Table): string | null {
  return open === undefined || open.endsWith(TRIGGER_NOT_READ) || open.includes(`${TRIGGER_NOT_READ}: `)
    ? null
    : open;
}

export const upper = (text: string): string => text.toUpperCase();
