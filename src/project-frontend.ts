/** What an analysis asks of whatever reads a project's migrations. */
import type { AstNode } from './php/ast.ts';
import type { CoverageEntry, Fact, Location, Span, Target } from './schema/index.ts';
import type { Frontend } from './timeline/build.ts';

export interface ProjectFrontend {
  /** Looks through the project for what rules want to know; call it before the first target. */
  readFacts(): Fact[];
  /** What `readFacts` found, where it need not be looked for again. */
  facts(): Fact[] | undefined;
  /** What only evaluation shows; call it after the last target. */
  evaluatedFacts(): Fact[];
  /** What the timeline runs for one target. */
  forTarget(target: Target): Frontend;
  /** What a reader of the findings should know. */
  notes(): string[];
  syntaxErrors(): readonly (Location & { readonly message: string })[];
  /** Those of a text that an editor holds, in place of the file's own; null: it is none of the files that are parsed. */
  syntaxErrorsIn(
    file: string,
    text: string,
  ): readonly { readonly span: Span; readonly message: string }[] | null;
  /** Of the migrations that are reported on. */
  coverage(): CoverageEntry;
  /** A PHP file's syntax tree; null: it could not be read, does not parse, or is no PHP. */
  treeOf(file: string): AstNode | null;
  /** Source text by file, for code frames and suppressions. */
  sources(): ReadonlyMap<string, string>;
  /**
   * Takes up what has become of migrations meanwhile, and begins to count anew. false: only a frontend of its own will
   * do.
   */
  meanwhile(files: readonly string[]): boolean;
  /** Lets go of what can be made again; called when an answer was given. */
  rest?(): void;
  /** Does each evaluation so far depend on nothing that those before it have left in the evaluated code? */
  readonly canResume: boolean;
  /** The project's files besides the migrations that the evaluations have asked for. */
  readonly askedFor: ReadonlySet<string>;
}
