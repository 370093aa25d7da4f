/** Questions to the database: answered from the catalog, else as a fresh database would. */
import type { Origin, Statement } from '../../schema/index.ts';
import { answerFromCatalog, type Binding } from '../catalog-queries/query.ts';
import { type JsValue, Unknown } from '../javascript/values.ts';
import { AGGREGATES, type ScriptRun } from './run.ts';

const QUESTION =
  /^\s*(?:select|show|pragma\s+\w+\s*\(|explain|with\b(?![\s\S]*\b(?:insert|update|delete)\b))/i;

/** Is the text a question rather than a change? */
export function isQuestion(sql: string): boolean {
  return QUESTION.test(sql);
}

/**
 * The rows with which the engine's own tables answer, as far as the catalog tells: a value in them that is not known is
 * Unknown. undefined: something else is asked.
 */
export function rowsFromCatalog(
  run: ScriptRun,
  sql: string,
  bindings: readonly unknown[],
  origin: Origin,
): Record<string, JsValue>[] | Unknown | undefined {
  const catalog = run.session.catalog();
  const given = bindings.map((value, index): [number, Binding] => {
    const isKnown =
      value === null ||
      typeof value === 'number' ||
      typeof value === 'boolean' ||
      (typeof value === 'string' && run.marked(value) === undefined);
    return [index, isKnown ? (value as Binding) : undefined];
  });
  const answer = answerFromCatalog({
    sql,
    target: run.target,
    origin,
    catalog,
    bindings: new Map<string | number, Binding>(given),
    open: catalog.open,
  });
  if (answer === undefined) return undefined;
  if (answer.kind === 'unknown') return new Unknown(answer.reason);
  return answer.rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, value === undefined ? new Unknown(name) : value]),
    ),
  );
}

/** Sends a question. It changes nothing, so one that is not read is none the less understood. */
export function ask(run: ScriptRun, sql: string, bindings: readonly unknown[], origin: Origin): Statement[] {
  const statements = run.read(sql, bindings, origin);
  for (const statement of statements)
    if (statement.kind === 'data' && statement.table !== null && run.marked(statement.sql) === undefined)
      run.send(statement);
  return statements;
}

/** What a fresh database answers: no rows, no row changed, or unknown where migrations may have written rows. */
export function freshAnswer(run: ScriptRun, sent: readonly Statement[]): 'no rows' | 'no change' | Unknown {
  const [statement] = sent;
  const unknown = new Unknown('what a query gives');
  if (statement?.kind !== 'data' || sent.length > 1 || statement.table === null) return unknown;
  const { table, verb, sql } = statement;
  const name = table.name;
  if (verb === 'insert') return new Unknown('what an insert gives');
  const untouched = !run.mayHoldRows(table) && run.session.catalog().table(table) !== undefined;
  if (verb !== 'select') return untouched ? 'no change' : unknown;
  if (table.schema !== undefined || /^(?:information_schema|sqlite_master|pg_)/i.test(name)) return unknown;
  if (/\bjoin\b/i.test(sql) ? /\b(?:left|right|outer)\b/i.test(sql) : false) return unknown;
  if (AGGREGATES.test(sql)) return new Unknown(`the rows of the table ${name}`);
  return untouched ? 'no rows' : new Unknown(`the rows of the table ${name}`);
}
