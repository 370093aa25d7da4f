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
  ProblemFact,
  Project,
  Severity,
  Target,
} from '../schema/index.ts';

/** A piece of code that shows a rule; the tests run it, and `explain` prints it. */
export interface RuleExample {
  /** What it shows, in a few words. */
  readonly title: string;
  /**
   * A whole PHP file where it starts with `<?php`; otherwise the body of a migration's up(), for which the
   * surrounding class and imports are written.
   */
  readonly code: string;
  /** Where the file lies in the project; default: `database/migrations/2026_01_01_000001_example.php`. */
  readonly file?: string;
  /** Further files of the project by path, each a whole file. */
  readonly files?: Readonly<Record<string, string>>;
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
  readonly options?: Readonly<
    Record<
      string,
      {
        readonly type: 'string' | 'number' | 'boolean' | 'string[]';
        readonly default: unknown;
        readonly description: string;
      }
    >
  >;
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
  /** What the finding is about, independent of lines: table and object. Enters the fingerprint. */
  readonly identity: string;
}

export interface RuleContext {
  readonly project: Project;
  readonly targets: readonly Target[];
  readonly options: Readonly<Record<string, unknown>>;
  report(finding: Finding): void;
}

/** All that is known of one migration: a run for each target and direction that was judged. */
export interface MigrationView {
  readonly migration: MigrationSource;
  readonly runs: readonly MigrationRun[];
}

/** A PHP file that could not be parsed. */
export interface SyntaxProblem extends Location {
  readonly message: string;
}

export interface RuleVisitor {
  /** Each migration in order. Only those to be reported on are handed over. */
  migration?(view: MigrationView): void;
  fact?(fact: Fact): void;
  notUnderstood?(entry: NotUnderstood): void;
  syntaxProblem?(problem: SyntaxProblem): void;
  /** After everything else. */
  end?(): void;
}

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  readonly docs: RuleDocs;
  /** Kinds of refusal or silent change that this rule explains; `engine-rejects` leaves them alone while the rule is on. */
  readonly claims: readonly ProblemFact['kind'][];
  /** On unless configured otherwise? */
  readonly recommended: boolean;
  create(context: RuleContext): RuleVisitor;
}

/** What the linter is handed. */
export interface LintInput {
  readonly project: Project;
  readonly targets: readonly Target[];
  readonly views: readonly MigrationView[];
  readonly facts: readonly Fact[];
  readonly syntaxProblems: readonly SyntaxProblem[];
  readonly coverage: CoverageEntry;
  /** Source text by file, for suppression comments and code frames. */
  readonly sources: ReadonlyMap<string, string>;
}
