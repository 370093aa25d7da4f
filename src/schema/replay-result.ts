/** What a replay on real engines gave: what its reports are made from. */
import type { Project } from './project.ts';
import type { Kept, RealOrigin } from './real.ts';
import type { Target } from './target.ts';

/** An engine as it was asked for, and what answered. */
export interface ReplayEngine {
  /** As on the command line; without a password. */
  readonly asked: string;
  /** The engine with the version that it says itself; null: it could not be reached. */
  readonly target: Target | null;
  readonly origin: RealOrigin | null;
  /** Where it is; null: it could not be reached. */
  readonly place: string | null;
  /** Why it could not be reached, or at what it gave up. */
  readonly fault?: string;
  /** With `keep`: the way to what was left there. */
  readonly kept?: Kept;
}

export interface ReplayOutcome {
  /**
   * `not-run`: an earlier migration of the same owner was refused. `unavailable`: the engine is gone, or something of
   * the migration cannot be sent.
   */
  readonly outcome: 'accepts' | 'refuses' | 'not-run' | 'unavailable';
  /** The engine's; null: none, or the framework itself refuses. */
  readonly code: string | null;
  /** The engine's own message, or why it is not known. */
  readonly message: string | null;
  /** The author's call in the migration's file. */
  readonly line: number | null;
  /** The refused statement. */
  readonly sql: string | null;
  /** Milliseconds that the engine took for the statements. */
  readonly ms: number;
  /** Statements sent. */
  readonly statements: number;
  /** Statements that write rows and could not be sent, as their values are known to the run only. */
  readonly rowsNotSent: number;
  /** After a refusal: what stays of the migration, as sentences; what the engine would say to a second attempt. */
  readonly leftBehind?: readonly string[];
  /** The tables that it made or changed all the same. */
  readonly touched?: readonly string[];
  readonly secondAttempt?: { readonly code: string | null; readonly message: string } | null;
}

export interface ReplayedMigration {
  /** Relative to the project's root. */
  readonly file: string;
  /** By the target's id. `again`: up once more, after all downs. */
  readonly up: Readonly<Record<string, ReplayOutcome>>;
  readonly down: Readonly<Record<string, ReplayOutcome>>;
  readonly again: Readonly<Record<string, ReplayOutcome>>;
}

export type DifferenceKind =
  | 'table'
  | 'column'
  | 'column-order'
  | 'type'
  | 'length'
  | 'nullability'
  | 'default'
  | 'collation'
  | 'auto-increment'
  | 'generated'
  | 'primary-key'
  | 'index'
  | 'index-parts'
  | 'unique'
  | 'foreign-key'
  | 'foreign-key-actions'
  | 'check';

export type DifferenceClass = 'harmless' | 'biting' | 'unexplained';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly table: string;
  /** The column or key; null: the table itself. */
  readonly object: string | null;
  /** By the target's id; engines that agree have the same text. */
  readonly values: Readonly<Record<string, string>>;
  readonly class: DifferenceClass;
  /** Id of the ledger's entry that explains it; null: none does. */
  readonly entry: string | null;
}

/** Up and then down, or down and then up again, did not lead back. */
export interface Residue {
  /** The migration whose way back it is. */
  readonly file: string;
  readonly engine: string;
  /** `again`: the second up made something else than the first. */
  readonly after: 'down' | 'again' | 'module-down';
  readonly table: string;
  readonly object: string | null;
  readonly what: string;
}

/** One question put to each engine about a column, a key or a table, and what each answered. */
export interface ProbeResult {
  readonly table: string;
  /** The column or key; null: the table, or the engine as such. */
  readonly object: string | null;
  /** What of the table it is about; none: the table, or the engine as such. */
  readonly columns?: readonly string[];
  /** The probe's id. */
  readonly probe: string;
  /** By the target's id: `kept`, `reads "…"`, `refused 1406`, or a word of the probe's own. */
  readonly results: Readonly<Record<string, string>>;
  /** By the target's id: why it could not be asked there. */
  readonly notMade: Readonly<Record<string, string>>;
  /** Of those: targets that were to be asked and did not answer, since they were gone or a lock was not given in time. */
  readonly unanswered?: readonly string[];
  /** Do all engines that were asked answer alike, error codes apart? */
  readonly agree: boolean;
  /** Engines whose answer nothing explains; a difference with one of them is unexplained. */
  readonly unexpected: readonly string[];
  /** It differs, and the project has said that it knows. */
  readonly accepted?: boolean;
}

/** Answers are alike but for error codes, which are each engine's own. */
export function withoutCode(answer: string): string {
  return answer.startsWith('refused ') ? 'refused' : answer;
}

/** What a probe asks, for whoever reads its results. */
export interface ProbeKind {
  readonly asks: string;
  /** How likely a difference bites a running application, 1 (hardly) to 5 (sooner or later). */
  readonly bite: number;
  readonly advice: string;
  /** The rule that finds the same without a database. */
  readonly rule: string | null;
  /** Where each engine's answer is written, by engine name. */
  readonly sources: Readonly<Record<string, string>>;
}

/** A name that one engine took and another target's limit forbids. */
export interface GuardFinding {
  readonly object: 'table' | 'column' | 'index' | 'foreignKey';
  readonly name: string;
  readonly table: string;
  readonly length: number;
  readonly unit: 'characters' | 'bytes';
  /** Targets that refuse or cut it. */
  readonly targets: readonly {
    readonly id: string;
    readonly limit: number;
    readonly effect: 'refuses' | 'cuts';
  }[];
}

export interface Disagreement {
  readonly file: string;
  readonly direction: 'up' | 'down';
  readonly engine: string;
  readonly predicted: string;
  readonly real: string;
  readonly sql: string;
  readonly line: number | null;
}

export interface ReplayResult {
  /** dialint's own version. */
  readonly version: string;
  readonly project: Project;
  readonly notes: readonly string[];
  readonly engines: readonly ReplayEngine[];
  readonly migrations: readonly ReplayedMigration[];
  readonly differences: readonly Difference[];
  /** What explains differences here, by the entry's id. */
  readonly ledger: Readonly<
    Record<string, { readonly what: string; readonly class: DifferenceClass; readonly source: string }>
  >;
  readonly residues: readonly Residue[];
  readonly guard: readonly GuardFinding[];
  /** With `probe`: what was asked of every engine; absent: nothing was. */
  readonly probes?: readonly ProbeResult[];
  /** What the probes ask, by id. */
  readonly probeKinds?: Readonly<Record<string, ProbeKind>>;
  readonly predictions: { readonly agree: number; readonly disagree: readonly Disagreement[] };
  readonly durationMs: number;
}
