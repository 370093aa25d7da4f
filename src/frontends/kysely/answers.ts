/** What a query is answered: from the catalog, else as a fresh database would. */
import type { Origin, Statement } from '../../schema/index.ts';
import { type JsValue, Unknown } from '../javascript/values.ts';
import { ask, freshAnswer, isQuestion, rowsFromCatalog } from '../script-migrations/questions.ts';
import type { KyselyRun } from './run.ts';

export interface Executed {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly origin: Origin;
  /** `sql`…``, whose answer is an object with rows. */
  readonly isRaw: boolean;
  /** `execute`, `executeTakeFirst`, `executeTakeFirstOrThrow`. */
  readonly method: string;
  readonly refine?: ((statement: Statement) => Statement) | undefined;
}

export function answerOf(
  run: KyselyRun,
  { sql, parameters, origin, isRaw, method, refine }: Executed,
): JsValue {
  const shaped = (rows: readonly JsValue[]): JsValue =>
    isRaw ? { rows: [...rows] } : method === 'execute' ? [...rows] : rows[0];
  if (isQuestion(sql)) {
    const rows = rowsFromCatalog(run, sql, parameters, origin);
    const sent = ask(run, sql, parameters, origin);
    if (Array.isArray(rows)) return shaped(rows);
    if (rows !== undefined) return rows;
    const answer = freshAnswer(run, sent);
    if (answer === 'no rows') return shaped([]);
    return answer instanceof Unknown ? answer : new Unknown('what a query gives');
  }
  // pg sends a text without values as it is
  const several = run.target.engine === 'postgres';
  const sent = run.sendSql(sql, origin, {
    bindings: parameters,
    several,
    ...(refine === undefined ? {} : { refine }),
  });
  return sent.some(({ kind }) => kind === 'data') ? new Unknown('what a statement gives') : shaped([]);
}
