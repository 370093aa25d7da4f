/** What a check is asked for, and what it answers: the whole of what the reports are made from. */
import type { Diagnostic, Fix } from './diagnostic.ts';
import type { Direction, NotUnderstood } from './migration.ts';
import type { Project } from './project.ts';
import type { Target } from './target.ts';

/** Everything absent is found out, or has its default. */
export interface CheckOptions {
  /** `mysql`, `mysql@8.4`: the targets, instead of those that the project's files tell. */
  readonly engines?: readonly string[];
  /** The framework's driver for MariaDB targets. */
  readonly driver?: 'mysql' | 'mariadb';
  readonly frameworkVersion?: string;
  /** Run these rules only. */
  readonly rules?: readonly string[];
  /** Absolute path of the configuration file, instead of the one in the root. */
  readonly configFile?: string;
  /** `false`: a configuration that is code is not run, but refused. */
  readonly configCode?: boolean;
  /** Absolute paths of files and folders: report on migrations in these only. The whole history is read all the same. */
  readonly paths?: readonly string[];
  /**
   * Absolute paths of files that were changed after they had come into the main branch. Absent: it was not asked, or is
   * not known.
   */
  readonly edited?: { readonly branch: string; readonly files: readonly string[] } | undefined;
  /** `ignore`: give all findings as if there were no baseline. */
  readonly baseline?: 'ignore';
}

/** A migration's verdict on one target: its first refusal that the migration does not catch itself. */
export interface MigrationVerdict {
  /** Relative to the project's root. */
  readonly file: string;
  readonly direction: Direction;
  /** The target's id: `mysql@8.4`. */
  readonly engine: string;
  readonly outcome: 'accepts' | 'refuses' | 'unknown';
  /** errno (MySQL, MariaDB), SQLSTATE (PostgreSQL), result-code name (SQLite); null: none, or the framework refuses. */
  readonly code: string | null;
  /** The statement that is refused. */
  readonly sql: string | null;
  /** The author's call, in `file`. */
  readonly line: number | null;
  /** The engine's message, or why the outcome is unknown. */
  readonly message: string | null;
}

export interface Coverage {
  /** Source calls, counted once: not per target, not per loop turn. */
  readonly statements: number;
  /** Those among them that were not understood. */
  readonly unknown: readonly NotUnderstood[];
}

export interface CheckSummary {
  /** Files read. */
  readonly files: number;
  /** Migrations reported on. */
  readonly migrations: number;
  /** Findings that are neither suppressed nor in the baseline, by severity. */
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Findings that the baseline holds. */
  readonly baselined: number;
  readonly durationMs: number;
}

/** A finding that was accepted. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  /** Where the finding was when it was accepted, relative to the project's root: for people, not compared. */
  readonly file: string;
  /** What was found, for people. */
  readonly hint: string;
}

/** What the project's baseline said to a check. */
export interface BaselineUse {
  /** Relative to the project's root. */
  readonly file: string;
  readonly entries: number;
  /** Entries whose finding is gone. Null: only part of the findings was asked for, so that cannot be told. */
  readonly stale: readonly BaselineEntry[] | null;
}

/** A fix of one finding. */
export interface FixNote {
  readonly rule: string;
  /** The finding's place before anything was fixed in this pass. */
  readonly file: string;
  readonly line: number;
  readonly title: string;
  readonly safety: Fix['safety'];
}

/** What became of the fixes that were asked for. */
export interface FixReport {
  readonly applied: readonly FixNote[];
  /** Tried and left out: the finding stayed, or a new one came. */
  readonly dropped: readonly (FixNote & { readonly reason: string })[];
  /** What the fixes change, relative to the project's root. */
  readonly files: readonly string[];
  /** Findings whose fix was not tried, since it would change a file that may not be changed; and why. */
  readonly withheld: { readonly count: number; readonly reason: string } | null;
}

/** One project, checked. */
export interface CheckResult {
  /** dialint's own version. */
  readonly version: string;
  readonly project: Project;
  readonly targets: readonly Target[];
  /** Why these targets, where it is not plain: one sentence each. */
  readonly targetNotes: readonly string[];
  /** In the order in which they are shown. Suppressed ones are among them, and marked. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absent: the project has none, or it was not to be used. */
  readonly baseline?: BaselineUse;
  readonly verdicts: readonly MigrationVerdict[];
  readonly coverage: Coverage;
  /** Text by file (relative to the project's root), for code frames. */
  readonly sources: ReadonlyMap<string, string>;
  readonly summary: CheckSummary;
  /** Only where fixes were asked for: the findings are those that are left. */
  readonly fixes?: FixReport;
}
