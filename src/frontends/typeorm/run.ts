/** One migration in one direction on one target, as TypeORM runs it. */
import type { Statement, Verdict } from '../../schema/index.ts';
import { ScriptRun, type ScriptState } from '../script-migrations/run.ts';
import type { RealDataSource, RealRunner, TypeormTools } from './library.ts';
import type { SqliteTexts } from './sqlite-texts.ts';

export interface TypeormState extends ScriptState {
  readonly tools: TypeormTools;
  readonly source: RealDataSource;
  readonly texts: SqliteTexts;
  /** The driver as the project names it: `sqlite`, `better-sqlite3`. */
  readonly type: string;
  /** All ways up share one query runner, which remembers tables that it has once looked at. undefined: none yet. */
  runner: { readonly real: RealRunner; ask: Ask } | undefined;
}

/** What becomes of a statement of the runner's. */
export type Ask = (sql: string, parameters: readonly unknown[]) => unknown;

export class TypeormRun extends ScriptRun<TypeormState> {
  protected override followed(statement: Statement, verdict: Verdict, uncertain: string | null): void {
    if (this.target.engine === 'sqlite') this.state.texts.follow(statement, verdict, uncertain);
  }
}
