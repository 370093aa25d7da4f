/** What a frontend of migrations in JavaScript and TypeScript is handed, since it may load no package itself. */
import type { Ts } from '../javascript/evaluator.ts';

export interface ScriptTools {
  /** The compiler that ts-morph brings. */
  readonly ts: Ts;
}
