/** Query builders and raw SQL: compiled by the library, sent when they are awaited, answered as a fresh database would. */
import type { Statement } from '../../schema/index.ts';
import { type JsValue, type Site, Unknown } from '../javascript/values.ts';
import { inner, toReal } from '../script-migrations/membrane.ts';
import { ask, freshAnswer, isQuestion, rowsFromCatalog } from '../script-migrations/questions.ts';
import { BuilderHost } from './builder-host.ts';
import { fromReal } from './hosts.ts';
import type { CompiledQuery } from './library.ts';
import type { KnexRun } from './run.ts';

/** Methods that take a row, or several. */
const TAKES_ROWS = /^(?:insert|upsert|merge)$/;
/** Methods that take a row, or else a column and its value. */
const TAKES_ROW_ALONE = /^(?:update|(?:and|or)?(?:where|having)(?:not)?)$/i;

/** What a method of queries is called with, as far as that are rows. */
export function withRows(run: KnexRun, name: string, args: readonly JsValue[]): readonly JsValue[] {
  const [first, ...others] = args;
  if (!TAKES_ROWS.test(name) && !(TAKES_ROW_ALONE.test(name) && args.length === 1)) return args;
  return [run.withRow(first), ...others];
}

export class QueryHost extends BuilderHost {
  /** The call that made it, or the last that was made on it. */
  site: Site | undefined;

  /** One of Lucid's, whose methods are Knex's and some more. */
  isLucid = false;

  override get(name: string, site: Site): JsValue {
    if (!this.isLucid) return super.get(name, site);
    if (name === 'knexQuery') return this;
    if (name === 'multiInsert') return super.get('insert', site);
    return super.get(name, site) ?? new Unknown(`${name}() of Lucid's query builder`);
  }

  override call(name: string, args: readonly JsValue[], site: Site): JsValue {
    this.site ??= site;
    const wrap = (real: unknown): JsValue => fromReal(this.run, real);
    const made = fromReal(
      this.run,
      this.callReal(
        name,
        withRows(this.run, name, args).map((arg) => toReal(this.run, arg, wrap, site)),
        site,
      ),
    );
    if (made instanceof QueryHost) {
      made.site ??= this.site;
      made.isLucid ||= this.isLucid;
    }
    return made;
  }

  override settle = (at: Site): JsValue => {
    const { run } = this;
    if (run.deferred !== null) {
      run.deferred.push(() => this.settle(at));
      return new Unknown('what a query in the callback of a table gives');
    }
    const origin = run.origin(this.site ?? at);
    if ('_method' in this.real && this.real._method === 'columnInfo')
      return new Unknown('the columns of a table');
    run.calls.count(origin);
    let compiled: CompiledQuery | readonly CompiledQuery[];
    try {
      compiled = (this.real.toSQL as () => CompiledQuery | readonly CompiledQuery[]).call(this.real);
    } catch (error) {
      throw inner(error) ?? run.libraryError(error, at);
    }
    const isRaw = 'isRawInstance' in this.real;
    const sent: Statement[] = [];
    let answered: JsValue;
    for (const { sql, bindings = [] } of Array.isArray(compiled) ? compiled : [compiled as CompiledQuery]) {
      if (typeof sql !== 'string' || sql === '') continue;
      if (isQuestion(sql)) {
        const rows = rowsFromCatalog(run, sql, bindings, origin);
        answered ??= Array.isArray(rows) ? this.#shaped(rows) : rows;
        sent.push(...ask(run, sql, bindings, origin));
        continue;
      }
      const several = this.run.target.engine === 'postgres' && isRaw;
      sent.push(...run.sendSql(sql, origin, { bindings, several }));
    }
    return answered ?? this.#answer(sent);
  };

  /** Rows as the driver hands them over. */
  #shaped(rows: JsValue[]): JsValue {
    const { real } = this;
    if (!('isRawInstance' in real)) return real._method === 'first' ? rows[0] : rows;
    const { engine } = this.run.target;
    return engine === 'postgres' ? { rows, rowCount: rows.length } : engine === 'sqlite' ? rows : [rows, []];
  }

  /** What the driver says of rows that were changed: none. */
  #changed(): JsValue {
    if (!('isRawInstance' in this.real)) return 0;
    const { engine } = this.run.target;
    return engine === 'postgres'
      ? { rows: [], rowCount: 0 }
      : engine === 'sqlite'
        ? { changes: 0 }
        : [{ affectedRows: 0, changedRows: 0 }, undefined];
  }

  #answer(sent: readonly Statement[]): JsValue {
    const answer = freshAnswer(this.run, sent);
    return answer === 'no rows' ? this.#shaped([]) : answer === 'no change' ? this.#changed() : answer;
  }
}
