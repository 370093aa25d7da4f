/** Query builders and raw SQL: compiled by the library, sent when they are awaited, answered as a fresh database would. */

import type { Statement } from '../../schema/index.ts';
import { answerFromCatalog, type Binding } from '../catalog-queries/query.ts';
import { type JsValue, type Site, Unknown } from '../javascript/values.ts';
import { fromReal } from './hosts.ts';
import type { CompiledQuery } from './library.ts';
import { BuilderHost, inner, toReal } from './membrane.ts';

const QUESTION =
  /^\s*(?:select|show|pragma\s+\w+\s*\(|explain|with\b(?![\s\S]*\b(?:insert|update|delete)\b))/i;
const AGGREGATES = /\b(?:count|sum|min|max|avg|group_concat|string_agg|exists|union)\b/i;

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
        args.map((arg) => toReal(this.run, arg, wrap, site)),
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
      if (QUESTION.test(sql)) {
        answered ??= this.#rows(sql, bindings, origin);
        sent.push(...this.#ask(sql, bindings, origin));
        continue;
      }
      const several = this.run.target.engine === 'postgres' && isRaw;
      sent.push(...run.sendSql(sql, origin, { bindings, several }));
    }
    return answered ?? this.#answer(sent);
  };

  /** What the engine's own tables say, as far as the catalog tells; undefined: something else is asked. */
  #rows(sql: string, bindings: readonly unknown[], origin: Statement['origin']): JsValue {
    const { run } = this;
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
    return this.#shaped(
      answer.rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, value === undefined ? new Unknown(name) : value]),
        ),
      ),
    );
  }

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

  /** A question changes nothing, so one that is not read is none the less understood. */
  #ask(sql: string, bindings: readonly unknown[], origin: Statement['origin']): Statement[] {
    const statements = this.run.read(sql, bindings, origin);
    for (const statement of statements)
      if (
        statement.kind === 'data' &&
        statement.table !== null &&
        this.run.marked(statement.sql) === undefined
      )
        this.run.send(statement);
    return statements;
  }

  /** What a fresh database answers; unknown where migrations may have written rows. */
  #answer(sent: readonly Statement[]): JsValue {
    const [statement] = sent;
    const unknown = new Unknown('what a query gives');
    if (statement?.kind !== 'data' || sent.length > 1 || statement.table === null) return unknown;
    const { table, verb, sql } = statement;
    const name = table.name;
    if (verb === 'insert') return new Unknown('what an insert gives');
    const untouched = !this.run.mayHoldRows(table) && this.run.session.catalog().table(table) !== undefined;
    if (verb !== 'select') return untouched ? this.#changed() : unknown;
    if (table.schema !== undefined || /^(?:information_schema|sqlite_master|pg_)/i.test(name)) return unknown;
    if (/\bjoin\b/i.test(sql) ? /\b(?:left|right|outer)\b/i.test(sql) : false) return unknown;
    if (AGGREGATES.test(sql)) return new Unknown(`the rows of the table ${name}`);
    return untouched ? this.#shaped([]) : new Unknown(`the rows of the table ${name}`);
  }
}
