/** SQL that the engine's parser does not read: where it stops, and what later statements are judged against. */
import type { Catalog, ProblemFact, Statement, StatementOf, Verdict } from '../schema/index.ts';
import { afterNotUnderstood } from './docket.ts';

/** The catalog as if the engine had understood it. */
export function catalogMeant(
  catalog: Catalog,
  { meant, reason, tables }: StatementOf<'foreignSyntax'>,
  judge: (catalog: Catalog, statement: Statement) => Verdict,
): Catalog {
  if (meant === undefined) return afterNotUnderstood(catalog, reason, tables);
  return meant.reduce((before, statement) => judge(before, statement).after, catalog);
}

/** What is told of it. */
export function syntaxFact({ fault }: StatementOf<'foreignSyntax'>): ProblemFact {
  return { kind: 'foreign-syntax', ...(fault === 'several' && { several: true }) };
}

/** The word at which the parser stops, as it is written; empty at the end of the text. */
export function wordAt({ sql, at }: StatementOf<'foreignSyntax'>): string {
  return /^(?:[\p{L}\p{N}_$]+|"[^"]*"|'(?:[^']|'')*'|.)/su.exec(sql.slice(at))?.[0] ?? '';
}
