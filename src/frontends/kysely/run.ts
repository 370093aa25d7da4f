/** One migration in one direction on one target, as Kysely runs it. */
import type { RealObject } from '../script-migrations/membrane.ts';
import { ScriptRun, type ScriptState } from '../script-migrations/run.ts';
import type { KyselyTools } from './library.ts';

export interface KyselyState extends ScriptState {
  /** The real database object, of the target's dialect. */
  readonly database: RealObject;
  readonly tools: KyselyTools;
}

export class KyselyRun extends ScriptRun<KyselyState> {
  /** Is the code that runs now handed a transaction? */
  inTransaction = false;
}
