/** What the readers of single statements give back. */
import type { Statement } from '../../schema/index.ts';

/** A statement without its text and its origin, which the caller knows. */
export type Unsent<S extends Statement = Statement> = S extends Statement
  ? Omit<S, 'sql' | 'origin' | 'bindings'>
  : never;

/** Where one statement stands for several: its own text. */
export type Part = Unsent & { readonly sql?: string };
