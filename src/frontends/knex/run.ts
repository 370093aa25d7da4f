/** One migration in one direction on one target, as Knex runs it. */
import type { Statement, Verdict } from '../../schema/index.ts';
import { ScriptRun, type ScriptState } from '../script-migrations/run.ts';
import type { KnexClient, KnexInstance, KnexTools } from './library.ts';
import type { SqliteTables } from './sqlite-tables.ts';

export interface KnexState extends ScriptState {
  readonly knex: KnexInstance;
  readonly tools: KnexTools;
  readonly sqlite: SqliteTables;
}

export class KnexRun extends ScriptRun<KnexState> {
  /** What an async callback of a table would send: it goes on only after the table's own statements. null: no callback. */
  deferred: (() => void)[] | null = null;

  get client(): KnexClient {
    return this.state.knex.client;
  }

  /** pg numbers its placeholders; `\\?` is a question mark of the text's own. */
  protected override placed(sql: string, hasBindings: boolean): string {
    return hasBindings ? this.client.positionBindings(sql) : sql;
  }

  protected override followed(statement: Statement, verdict: Verdict, uncertain: string | null): void {
    if (this.target.engine === 'sqlite') this.state.sqlite.follow(statement, verdict, uncertain);
  }

  protected override refusalMessage({ sql }: Statement, problem: string): string {
    return `${sql} - ${problem}`;
  }
}
