/**
 * The findings of one migration after an edit of it, before anybody looks at what it does to the others: it is run once more
 * where it stands, and the rules see it among the runs of the last look (0008).
 */
import type { Analysis, ProjectInView } from './analyse.ts';
import { findingsOf } from './check.ts';
import { judgeFor } from './engines/index.ts';
import { LaravelFrontend } from './frontends/laravel/frontend.ts';
import type { Rule } from './lint/rule.ts';
import type { CheckOptions, Diagnostic, Timeline } from './schema/index.ts';
import { type Again, runAgain } from './timeline/again.ts';
import type { TimelineMemory } from './timeline/memory.ts';
import { withoutReached } from './timeline/unreached.ts';

export interface Focused {
  readonly diagnostics: readonly Diagnostic[];
  /** The last one, but for the migration. */
  readonly analysis: Analysis;
}

export class Focus {
  readonly #view: ProjectInView;
  readonly #frontend: LaravelFrontend;
  readonly #memories: readonly TimelineMemory[];
  /** Migrations that have been edited since this was made. */
  readonly #edited = new Set<string>();

  /** `earlier`: the frontend of the last look, whose parsed files are shared. `memories`: its runs; they stay as they are. */
  constructor(view: ProjectInView, earlier: LaravelFrontend, memories: readonly TimelineMemory[]) {
    this.#view = view;
    this.#frontend = new LaravelFrontend(view.project, { resumable: true, earlier });
    this.#frontend.readFacts();
    this.#memories = memories;
  }

  /** The last look has seen other texts of these than the one before. */
  note(files: readonly string[]): void {
    for (const file of files) this.#edited.add(file);
  }

  /**
   * `file`: the only one whose text is another than at the last look, which gave `last`. Undefined: it takes a look at the
   * whole history.
   */
  findings(
    root: string,
    options: CheckOptions,
    rules: readonly Rule[],
    last: Analysis,
    file: string,
  ): Focused | undefined {
    const frontend = this.#frontend;
    const migration = this.#view.project.migrations.find((one) => one.file === file);
    this.#edited.add(file);
    if (migration === undefined || !frontend.meanwhile([...this.#edited])) return undefined;
    const again: Again[] = [];
    for (const [index, target] of this.#view.targets.entries()) {
      const run = runAgain(
        migration,
        target,
        judgeFor(target.engine),
        frontend.forTarget(target),
        this.#memories[index]!,
      );
      if (run === undefined) return undefined;
      again.push(run);
    }
    // What it leaves to others is not for one look.
    if (!frontend.canResume) return undefined;
    const analysis = this.#among(last, again, file);
    return {
      analysis,
      diagnostics: findingsOf(root, analysis, options, rules, { only: new Set([file]) }).diagnostics,
    };
  }

  #among(last: Analysis, again: readonly Again[], file: string): Analysis {
    const frontend = this.#frontend;
    const own = withoutReached(
      last.timelines.map(({ target }, index): Timeline => ({ target, ...again[index]! })),
    );
    const others = <T extends { readonly file: string }>(all: readonly T[]): T[] =>
      all.filter((one) => one.file !== file);
    const coverage = frontend.coverage();
    const sources = new Map(last.sources);
    sources.set(file, frontend.textOf(file));
    return {
      ...last,
      timelines: last.timelines.map((timeline, index) => ({
        ...timeline,
        runs: timeline.runs.map(
          (run) =>
            (run.migration.file === file
              ? own[index]!.runs.find(({ direction }) => direction === run.direction)
              : undefined) ?? run,
        ),
        unreached: [
          ...timeline.unreached.filter((step) => step.migration.file !== file),
          ...own[index]!.unreached,
        ],
      })),
      facts: [
        ...last.facts.filter(({ origin }) => origin.file !== file),
        ...[...(frontend.facts() ?? []), ...frontend.evaluatedFacts()].filter(
          ({ origin }) => origin.file === file,
        ),
      ],
      syntaxErrors: others(last.syntaxErrors),
      coverage: {
        statements: last.coverage.statements,
        unknown: [...others(last.coverage.unknown), ...coverage.unknown.filter((one) => one.file === file)],
      },
      sources,
      treeOf: (wanted) => frontend.treeOf(wanted),
    };
  }
}
