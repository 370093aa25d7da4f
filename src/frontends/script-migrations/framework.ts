/** What a framework whose migrations are JavaScript or TypeScript says of itself. */
import type { Direction, MigrationSource, Project, Target } from '../../schema/index.ts';
import type { JsValue } from '../javascript/values.ts';
import type { RunStart, ScriptRun } from './run.ts';
import type { ScriptTools } from './tools.ts';

export interface ScriptFramework<Run extends ScriptRun> {
  readonly tools: ScriptTools;
  /** What a migration is handed, as messages call it: `knex`, `queryRunner`. */
  readonly handle: string;
  /** What evaluations on this target will have in common. */
  stateFor(target: Target): Run['state'];
  /** A set of migrations begins, with a database of its own. */
  begin?(state: Run['state']): void;
  /** SQL that the framework sends to a new database before any migration runs. */
  opening?(target: Target): readonly string[];
  runOf(start: RunStart<Run['state']>): Run;
  /** A package that migrations import; undefined: none of the framework's. `run`: not before the first call of it. */
  packageModule?(name: string, run: () => Run): JsValue | undefined;
  /** Does whoever is handed the value reach the database? `within`: it lies in an object that is handed over. */
  isDatabase(value: JsValue, within: boolean): boolean;
  /** What is to be run of a file. `exports`: those of its module. */
  migrationIn(run: Run, exports: JsValue, direction: Direction, migration: MigrationSource): ScriptMigration;
  /** What a reader of the findings should know. */
  notes(project: Project): readonly string[];
}

/**
 * What is said where the library that makes the SQL is another than the project's. `parts`: so many of the version's numbers
 * count.
 */
export function versionNotes(title: string, ours: string, named: string, parts = 1): string[] {
  const first = (version: string): string => version.split('.').slice(0, parts).join('.');
  return first(ours) === first(named) || named.split('.').length < parts
    ? []
    : [`The SQL is what ${title} ${ours} makes of the migrations; the project names ${title} ${named}.`];
}

export interface ScriptMigration {
  /** The function; undefined or null: the file has none in this direction. */
  readonly method: JsValue;
  /** Its `this`. */
  readonly self?: JsValue;
  readonly args: readonly JsValue[];
  /** What is done when the method has ended. */
  readonly finish?: () => void;
  /** What is done when all is done, behind the transaction. */
  readonly after?: () => void;
  /** Does the migrator put it into a transaction? */
  readonly inTransaction: boolean;
  /** Why there is no way up, where there is none. */
  readonly missing?: string;
}
