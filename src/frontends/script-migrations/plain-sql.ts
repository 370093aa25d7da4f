/** SQL that a migration hands to its framework as it stands. */
import { HostObject, type JsValue, type Site, Unknown } from '../javascript/values.ts';
import { ask, freshAnswer, isQuestion, rowsFromCatalog } from './questions.ts';
import type { ScriptRun } from './run.ts';

/** Sends it at once, with rows as the answer. `given`: the values for its placeholders. */
export function executed(run: ScriptRun, [sql, given]: readonly JsValue[], site: Site): JsValue {
  const origin = run.origin(site);
  run.called(origin);
  if (typeof sql !== 'string') {
    run.giveUp(`the SQL cannot be known: ${sql instanceof Unknown ? sql.reason : 'it is no text'}`, origin);
    return new Unknown('what a query gives');
  }
  const bindings = Array.isArray(given)
    ? given.map((value) => (value instanceof Unknown ? run.mark(value) : value))
    : [];
  if (!isQuestion(sql)) {
    run.sendSql(sql, origin, { bindings, several: run.target.engine === 'postgres' });
    return new Unknown('what a statement gives');
  }
  const rows = rowsFromCatalog(run, sql, bindings, origin);
  const sent = ask(run, sql, bindings, origin);
  if (rows !== undefined) return rows;
  const answer = freshAnswer(run, sent);
  return answer === 'no rows' ? [] : answer;
}

/** What leads to the database past the migration's own methods: a call of it is not followed, and reported. */
export class UnfollowedHost extends HostObject {
  readonly run: ScriptRun;
  readonly #what: string;

  constructor(run: ScriptRun, what: string) {
    super();
    this.run = run;
    this.#what = what;
  }

  override get(name: string): JsValue {
    return name === 'then' ? undefined : new UnfollowedHost(this.run, `${this.#what}.${name}`);
  }

  override invoke = (_args: readonly JsValue[], site: Site): JsValue => {
    const reason = `${this.#what}() is not followed`;
    this.run.giveUp(reason, this.run.origin(site));
    return new Unknown(reason);
  };
}
