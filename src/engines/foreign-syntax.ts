/** SQL that the engine's parser does not read: where it stops, and what later statements are judged against. */
import {
  type Catalog,
  definedColumns,
  type ProblemFact,
  type Statement,
  type StatementOf,
  type Verdict,
} from '../schema/index.ts';
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
export function syntaxFact(statement: StatementOf<'foreignSyntax'>): ProblemFact {
  const { fault, meant = [], tables } = statement;
  if (fault === 'type') {
    const type = wordAt(statement);
    const columns = meant.flatMap(definedColumns);
    const column = columns.find((one) => one.type.name === type.toLowerCase())?.name ?? '';
    return { kind: 'unknown-type', table: tables?.[0]?.name ?? tableOf(meant[0]), column, type };
  }
  return { kind: 'foreign-syntax', ...(fault === 'several' && { several: true }) };
}

function tableOf(statement: Statement | undefined): string {
  return statement !== undefined && 'table' in statement ? (statement.table?.name ?? '') : '';
}

/** The word at which the parser stops, as it is written; empty at the end of the text. */
export function wordAt({ sql, at }: StatementOf<'foreignSyntax'>): string {
  return /^(?:[\p{L}\p{N}_$]+|"[^"]*"|'(?:[^']|'')*'|.)/su.exec(sql.slice(at))?.[0] ?? '';
}
