/** One migration in one direction on one target, as Knex runs it. */
import type { KnexSettings, Statement, Verdict } from '../../schema/index.ts';
import { Unknown } from '../javascript/values.ts';
import { ScriptRun, type ScriptState } from '../script-migrations/run.ts';
import { IdentifierMapping } from './identifiers.ts';
import type { KnexClient, KnexInstance, KnexTools } from './library.ts';
import type { SqliteTables } from './sqlite-tables.ts';

export interface KnexState extends ScriptState {
  readonly knex: KnexInstance;
  readonly tools: KnexTools;
  readonly sqlite: SqliteTables;
  readonly wrapIdentifier: KnexSettings['wrapIdentifier'];
  /** What `wrapIdentifier` makes of names, as far as it was asked. */
  readonly names: Map<string, string>;
  /** Whose names the library asks for. */
  run?: KnexRun;
}

export class KnexRun extends ScriptRun<KnexState> {
  /** What an async callback of a table would send: it goes on only after the table's own statements. null: no callback. */
  deferred: (() => void)[] | null = null;

  #mapping: IdentifierMapping | undefined;

  /** A name as the project's `wrapIdentifier` leaves it, with a mark where that is not known. */
  identifier(name: string): string {
    const { wrapIdentifier, names } = this.state;
    if (wrapIdentifier === undefined || this.marked(name) !== undefined) return name;
    const known = names.get(name);
    if (known !== undefined) return known;
    this.#mapping ??= new IdentifierMapping(this.ev, wrapIdentifier);
    const mapped = this.#mapping.of(name);
    if (mapped instanceof Unknown) return this.mark(mapped);
    names.set(name, mapped);
    return mapped;
  }

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
