/** SQL that the author writes, and what the driver hands back for it. */
import type { Origin, Statement } from '../../schema/index.ts';
import { type JsValue, Unknown } from '../javascript/values.ts';
import { ask, freshAnswer, isQuestion, rowsFromCatalog } from '../script-migrations/questions.ts';
import { NotKnown } from './introspection/rows.ts';
import { answerSqlite } from './introspection/sqlite.ts';
import type { TypeormRun } from './run.ts';

/** Sends a text with its parameters; gives what `queryRunner.query()` resolves to. */
export function query(run: TypeormRun, sql: string, parameters: readonly unknown[], origin: Origin): JsValue {
  run.calls.count(origin);
  const told = run.target.engine === 'sqlite' ? pragma(run, sql) : undefined;
  if (told !== undefined) return told;
  if (isQuestion(sql)) {
    const rows = rowsFromCatalog(run, sql, parameters, origin);
    const asked = ask(run, sql, parameters, origin);
    return rows ?? answered(run, asked);
  }
  const several = run.target.engine === 'postgres' && parameters.length === 0;
  return answered(run, run.sendSql(sql, origin, { bindings: parameters, several }));
}

function answered(run: TypeormRun, sent: readonly Statement[]): JsValue {
  const answer = freshAnswer(run, sent);
  if (answer === 'no rows') return [];
  if (answer instanceof Unknown) return answer;
  switch (run.target.engine) {
    case 'postgres':
      return [[], 0];
    case 'sqlite':
      return undefined;
    default:
      return { affectedRows: 0, changedRows: 0 };
  }
}

/** With `useStructuredResult`: TypeORM's QueryResult instead of what the driver hands back. */
export function queryResult(raw: JsValue): JsValue {
  const isChange = Array.isArray(raw) && raw.length === 2 && Array.isArray(raw[0]);
  const records = isChange ? raw[0]! : Array.isArray(raw) ? raw : [];
  return { raw, records, affected: isChange ? raw[1] : new Unknown('how many rows a query changed') };
}

/** PRAGMA table_info and its like, which code asks by hand. undefined: it is none of these. */
function pragma(run: TypeormRun, sql: string): JsValue | undefined {
  const asked =
    /^\s*pragma\s+(table_x?info|index_list|index_info|foreign_key_list)\s*\(\s*["'`]?(\w+)["'`]?\s*\)\s*;?\s*$/i.exec(
      sql,
    );
  if (asked === null) return undefined;
  const { target, session, state } = run;
  try {
    const plain = `PRAGMA ${asked[1]?.toLowerCase()}("${asked[2]}")`;
    const rows = answerSqlite(
      { sql: plain, parameters: [], target, catalog: session.catalog(), partly: false },
      state.texts,
    );
    return rows?.map((row) => ({ ...row }));
  } catch (error) {
    if (error instanceof NotKnown) return new Unknown(error.message);
    throw error;
  }
}
