/** How long a table prefix may be before a name of the project is too long. */

import type { Provenance } from './project.ts';
import type { Location } from './source.ts';
import type { ConnectionSettings, EngineName } from './target.ts';

export interface BudgetName {
  /** Without prefix: `orders_customer_id_foreign`. */
  readonly name: string;
  readonly object: 'table' | 'index' | 'unique' | 'fulltext' | 'spatial' | 'primary' | 'foreign';
  /** Without prefix. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly origin: Location;
  /** Without prefix, in the limit's unit. */
  readonly length: number;
  /** The longest prefix that this name tolerates; below 0: it is too long without one. */
  readonly longest: number;
  /** What a longer prefix leads to: PostgreSQL cuts a name, and refuses it where another has become the same. */
  readonly beyond: 'refused' | 'cut';
}

export interface Budget {
  /** The longest prefix with which no name is refused; null: any. Below 0: one is refused without a prefix. */
  readonly longest: number | null;
  /** PostgreSQL: the longest prefix with which no name is cut. Elsewhere the same as `longest`. */
  readonly uncut: number | null;
  /** The names that set the limit, the tightest first. On PostgreSQL those that collide first, then those cut first. */
  readonly names: readonly BudgetName[];
  /** How many names contain the prefix. */
  readonly counted: number;
}

export interface TargetBudget {
  /** `mysql@8.4`. */
  readonly id: string;
  readonly engine: EngineName;
  /** null: names of any length. */
  readonly limit: {
    readonly value: number;
    readonly unit: 'characters' | 'bytes';
    readonly effect: 'refuses' | 'cuts';
  } | null;
  /** What the project's connection says today. */
  readonly current: {
    readonly connection: string;
    readonly prefix: string;
    readonly prefixIndexes: ConnectionSettings['prefixIndexes'];
    /** In the limit's unit; characters where there is none. */
    readonly length: number;
    readonly from: Provenance;
  };
  /** With the connection's `prefix_indexes` on and off. */
  readonly withIndexes: Budget;
  readonly withoutIndexes: Budget;
}

export interface PrefixBudget {
  /** dialint's own version. */
  readonly version: string;
  readonly root: string;
  readonly migrations: number;
  readonly targets: readonly TargetBudget[];
  /** Calls that were not understood: names that they make are not counted. */
  readonly notUnderstood: number;
}
