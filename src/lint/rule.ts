/** What a rule is. One rule, one file under rules/. */
import type {
  CoverageEntry,
  EngineName,
  Fact,
  Fix,
  Location,
  MigrationRun,
  MigrationSource,
  NotUnderstood,
  Problem,
  ProblemFact,
  Project,
  RuleOptions,
  Severity,
  Step,
  Table,
  TableWork,
  Target,
} from '../schema/index.ts';
import type { PairDifference } from './dialect-pairs.ts';
import type { SourceEditor } from './source-editor.ts';

/** A piece of code that shows a rule; the tests run it, and `explain` prints it. */
export interface RuleExample {
  /** What it shows, in a few words. */
  readonly title: string;
  /**
   * A whole file where it starts with `<?php`, or `file` ends with `.sql`; otherwise the body of a migration's up(), for which the
   * surrounding class and imports are written.
   */
  readonly code: string;
  /** Where the file lies in the project; default: `database/migrations/2026_01_01_000001_example.php`. */
  readonly file?: string;
  /** Further files of the project by path, each a whole file. */
  readonly files?: Readonly<Record<string, string>>;
  /** What git's main branch has in the place of this file, where that matters; a whole file. */
  readonly merged?: string;
  /** Content of dialint.json. */
  readonly config?: Readonly<Record<string, unknown>>;
}

export interface RuleDocs {
  /** What is reported, in one sentence. */
  readonly what: string;
  /** Why it matters, with facts (numbers, errno). */
  readonly why: string;
  /** What to do instead. */
  readonly how: string;
  /** The engines it concerns; empty: it does not depend on an engine. */
  readonly engines: readonly EngineName[];
  readonly bad: readonly RuleExample[];
  readonly good: readonly RuleExample[];
  readonly options?: RuleOptions;
}

/** What a rule says; the linter adds rule id, severity by configuration, fingerprint and suppressions. */
export interface Finding extends Location {
  readonly message: string;
  readonly help?: string;
  /** Where it differs from the rule's own severity. */
  readonly severity?: Severity;
  /** Ids of the targets concerned. */
  readonly engines: readonly string[];
  readonly fix?: Fix;
  readonly related?: readonly (Location & { readonly message: string })[];
  readonly data?: Readonly<Record<string, unknown>>;
  /** Why a fresh database does not get here; see `reachOf` in reach.ts. */
  readonly unreached?: string;
  /** What the finding is about, independent of lines: table and object. Enters the fingerprint. */
  readonly identity: string;
}

export interface RuleContext {
  readonly project: Project;
  readonly targets: readonly Target[];
  readonly options: Readonly<Record<string, unknown>>;
  /** Does the project's configuration name this rule (for the file at hand)? */
  readonly configured: boolean;
  /** The whole history, also what is not reported on. */
  readonly views: readonly MigrationView[];
  /**
   * The same, for whoever looks something up in it by its name, or asks what the last run leaves of a table. Where only a
   * part of the history was evaluated, this is it, while asking for `views` has all of it evaluated.
   */
  readonly relevant: readonly MigrationView[];
  /** Is the table one that the configuration declares to be large (`tables.large`)? `table` is without the connection's prefix. */
  isLargeTable?(table: string): boolean;
  /**
   * Does the table hold so many rows that a lock on it is felt? Where the configuration declares large tables, these; else
   * any may.
   */
  mayBeLarge?(table: string): boolean;
  /** What the engine does to the rows of a table for this step, as far as others have to wait for it. */
  tableWork?(step: Step): readonly TableWork[];
  /** Does a rule that is on for this file explain the problem? */
  isClaimed(step: Step, problem: Problem): boolean;
  /** See `LintInput.keyLimit`. */
  keyLimit?(target: Target, table: Table): number | null;
  /** Where the migration was changed after it had come into this branch; undefined: it was not, or that is not known. */
  editedAfterMerge?(migration: MigrationSource): string | undefined;
  /** See `LintInput.lastTimestamp`. */
  lastTimestamp?(target: Target): number | null;
  /** See `LintInput.pairDifferences`; of the whole history. */
  pairDifferences?(): readonly PairDifference[];
  /** Writes a finding's fix. Absent: nobody asks for fixes. */
  readonly editor?: SourceEditor;
  report(finding: Finding): void;
}

/** All that is known of one migration: a run for each target and direction that was judged. */
export interface MigrationView {
  readonly migration: MigrationSource;
  readonly runs: readonly MigrationRun[];
  /** On all targets, what a fresh database does not reach. A rule that looks at it says so: see reach.ts. */
  readonly unreached?: readonly Step[];
}

/** A PHP file that could not be parsed. */
export interface SyntaxProblem extends Location {
  readonly message: string;
}

/** A suppression comment, or one rule id in it, that has no effect. */
export interface UselessSuppression extends Location {
  /** `unused`: there is nothing to suppress; `unknown-rule`: no rule has this id; `unknown-directive`: it is misspelt. */
  readonly reason: 'unused' | 'unknown-rule' | 'unknown-directive';
  /** The directive as written: `dialint-disable-line`. */
  readonly directive: string;
  /** The rule id as written; null: it is meant for every rule. */
  readonly rule: string | null;
  /** What was probably meant. */
  readonly nearest?: string;
}

export interface RuleVisitor {
  /** Each migration in order. Only those to be reported on are handed over. */
  migration?(view: MigrationView): void;
  fact?(fact: Fact): void;
  notUnderstood?(entry: NotUnderstood): void;
  syntaxProblem?(problem: SyntaxProblem): void;
  /** A suppression comment that does nothing; told after all rules have run. */
  uselessSuppression?(problem: UselessSuppression): void;
  /** After everything else. */
  end?(): void;
}

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  readonly docs: RuleDocs;
  /** Kinds of refusal or silent change that this rule explains; `engine-rejects` leaves them alone while the rule is on. */
  readonly claims: readonly ProblemFact['kind'][];
  /** Narrows `claims` to some problems of these kinds. Absent: all of them. */
  claimsProblem?(step: Step, problem: Problem): boolean;
  /** On unless configured otherwise? */
  readonly recommended: boolean;
  /** The file of the project that brings the rule, relative to the root; absent: it is one of dialint's. */
  readonly definedIn?: string;
  create(context: RuleContext): RuleVisitor;
}

/** A rule has asked for the whole history, of which only a part was evaluated. */
export class WholeHistoryNeeded extends Error {}

/** What the linter is handed. */
export interface LintInput {
  readonly project: Project;
  readonly targets: readonly Target[];
  readonly views: readonly MigrationView[];
  /** Are there migrations among these that were not evaluated? Then `lint` may throw WholeHistoryNeeded. */
  readonly partial?: boolean;
  readonly facts: readonly Fact[];
  readonly syntaxProblems: readonly SyntaxProblem[];
  readonly coverage: CoverageEntry;
  /** Source text by file, for suppression comments and code frames. */
  readonly sources: ReadonlyMap<string, string>;
  /** Globs over the names of tables that the configuration declares to be large. */
  readonly largeTables?: readonly string[];
  /** Bytes that an index key of this table may have on the target; null: there is no such limit. */
  keyLimit?(target: Target, table: Table): number | null;
  /** See `RuleContext.editedAfterMerge`. */
  editedAfterMerge?(migration: MigrationSource): string | undefined;
  /** See `Judge.tableWork`. */
  tableWork?(step: Step): readonly TableWork[];
  /** The last second, since 1970 began (UTC), that a TIMESTAMP column holds on the target; null: it has no end that matters. */
  lastTimestamp?(target: Target): number | null;
  /** Absent: findings are given without the fixes that it would write. */
  readonly editor?: SourceEditor;
  /** What files that are written for one dialect each differ in. Absent: there are no such files. */
  pairDifferences?(views: readonly MigrationView[]): readonly PairDifference[];
}
