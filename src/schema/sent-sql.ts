/** The SQL that a project's migrations send to each engine: what the reports of `sql` are made from. */
import type { Direction } from './migration.ts';
import type { Project } from './project.ts';
import type { Target } from './target.ts';

export interface SentSql {
  readonly sql: string;
  /** In the order of the placeholders. */
  readonly bindings: readonly unknown[];
  /** The author's call, in the migration's file; null: the framework sends it of itself. */
  readonly line: number | null;
}

/** Something that is sent, or may be, and could not be compiled. */
export interface UnknownSql {
  readonly direction: Direction;
  readonly line: number | null;
  readonly reason: string;
}

export interface MigrationSql {
  /** Relative to the project's root. */
  readonly file: string;
  readonly up: readonly SentSql[];
  readonly down: readonly SentSql[];
  readonly unknown: readonly UnknownSql[];
}

export interface EngineSql {
  readonly target: Target;
  /** Those that were asked for, in the order in which they run. */
  readonly migrations: readonly MigrationSql[];
}

export interface SqlResult {
  /** dialint's own version. */
  readonly version: string;
  readonly project: Project;
  readonly targetNotes: readonly string[];
  readonly engines: readonly EngineSql[];
}
