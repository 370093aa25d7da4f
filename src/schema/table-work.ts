/** What an engine does to a table that has rows in order to change it, as far as others have to wait for it. */
import type { Origin } from './source.ts';

export interface TableWork {
  /** What it is done for. */
  readonly of: 'column' | 'table' | 'key' | 'foreignKey' | 'check';
  /** Every row is written anew, an index is built, or every row is looked at. */
  readonly work: 'copy' | 'build' | 'scan';
  /** What waits until it is done. */
  readonly blocks: 'writes' | 'everything';
  /** As the engine's manual calls it: `ALGORITHM=COPY`, `ACCESS EXCLUSIVE`. */
  readonly term: string;
  /** Why, as half a sentence: `its type changes from int to bigint`. */
  readonly cause: string;
  /** The author's call, where the statement holds several. */
  readonly origin?: Origin;
}
