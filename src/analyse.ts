/** A project's migrations on every target: what the rules, `sql` and `replay` work on. Runs nothing of the project's. */
import { isWithin } from './disk/within.ts';
import { judgeFor } from './engines/index.ts';
import type { AstNode } from './php/ast.ts';
import {
  type ConfigCode,
  chooseTargets,
  type DialintConfig,
  discoverProject,
  type KnownRule,
  readConfig,
} from './project/index.ts';
import { frontendFor, type ProjectFrontend } from './project-frontend.ts';
import type {
  CheckOptions,
  CoverageEntry,
  Fact,
  Location,
  Project,
  Target,
  Timeline,
} from './schema/index.ts';
import { ENGINE_TITLES } from './schema/index.ts';
import { buildTimeline, type TimelineOptions } from './timeline/build.ts';
import { initialCatalog } from './timeline/initial-catalog.ts';
import type { TimelineMemory } from './timeline/memory.ts';
import { withoutReached } from './timeline/unreached.ts';

export interface Analysis {
  readonly config: DialintConfig;
  readonly project: Project;
  readonly targets: readonly Target[];
  /** What a reader should know of the targets and of how the project was read: one sentence each. */
  readonly notes: readonly string[];
  /** One for each target, in the same order. */
  readonly timelines: readonly Timeline[];
  readonly facts: readonly Fact[];
  readonly syntaxErrors: readonly (Location & { readonly message: string })[];
  /** Of the migrations that are reported on. */
  readonly coverage: CoverageEntry;
  /** Source text by file (relative to the project's root). */
  readonly sources: ReadonlyMap<string, string>;
  /** A PHP file's syntax tree; null: it could not be read, or does not parse. */
  treeOf(file: string): AstNode | null;
}

export interface AnalyseOptions extends CheckOptions {
  /** The rules that the configuration may name; absent: any. */
  readonly knownRules?: readonly KnownRule[];
  /** What a configuration that is code has come to, from `loadConfigCode`; without it, such a configuration is refused. */
  readonly code?: ConfigCode;
  /**
   * `judged` (default): a refused migration stops where it is refused, and is not rolled back. `sent`: all that the
   * migrations mean to send, as if nothing were refused.
   */
  readonly intent?: 'judged' | 'sent';
}

/** `root` is absolute. Throws ConfigError (dialint.json) and UsageError (options). */
export function analyseProject(root: string, options: AnalyseOptions = {}): Analysis {
  const view = viewProject(root, options);
  return analyseView(view, frontendFor(view.project));
}

/** Which migrations are not evaluated, and where what the others read is noted; see `buildTimeline`. */
export type PartOfHistory = Required<Pick<TimelineOptions, 'skipped' | 'readsOf'>>;

/** What an analysis goes by: what the project's files say besides its migrations and other code. */
export interface ProjectInView {
  readonly config: DialintConfig;
  readonly project: Project;
  readonly targets: readonly Target[];
  readonly notes: readonly string[];
  readonly intent: 'judged' | 'sent';
}

/** Throws ConfigError (dialint.json) and UsageError (options). */
export function openProject(
  root: string,
  options: Pick<AnalyseOptions, 'configFile' | 'knownRules' | 'frameworkVersion' | 'code'>,
): { readonly config: DialintConfig; readonly project: Project } {
  const config = readConfig(root, {
    ...(options.configFile === undefined ? {} : { file: options.configFile }),
    ...(options.knownRules === undefined ? {} : { rules: options.knownRules }),
    ...(options.code === undefined ? {} : { code: options.code }),
  });
  const project = discoverProject(
    root,
    config,
    options.frameworkVersion === undefined ? {} : { frameworkVersion: options.frameworkVersion },
  );
  return { config, project };
}

export function viewProject(root: string, options: AnalyseOptions): ProjectInView {
  const { config, project: discovered } = openProject(root, options);
  const { paths } = options;
  const project = paths === undefined ? discovered : onlyReported(discovered, paths);
  const { targets, notes } = chooseTargets(project, {
    ...(options.engines === undefined ? {} : { engines: options.engines }),
    ...(options.driver === undefined ? {} : { driver: options.driver }),
  });
  return { config, project, targets, notes, intent: options.intent ?? 'judged' };
}

/**
 * `memories`: one for each target, of an earlier analysis of the same view by the same frontend. `part`: only a part
 * of the history is evaluated.
 */
export function analyseView(
  { config, project, targets, notes, intent }: ProjectInView,
  frontend: ProjectFrontend,
  memories: readonly TimelineMemory[] = [],
  part?: PartOfHistory,
): Analysis {
  const read = frontend.facts() ?? frontend.readFacts();
  const timelines = withoutReached(
    targets.map((target, index) =>
      timelineOf(target, project, config, frontend, intent, memories[index], part),
    ),
  );
  const facts = [...read, ...frontend.evaluatedFacts()];
  return {
    config,
    project,
    targets,
    notes: [...notes, ...openingNotes(timelines), ...frontend.notes()],
    timelines,
    facts,
    syntaxErrors: frontend.syntaxErrors(),
    coverage: frontend.coverage(),
    sources: frontend.sources(),
    treeOf: (file) => frontend.treeOf(file),
  };
}

/** A squashed schema that an engine does not take stops `migrate` before the first migration. */
function openingNotes(timelines: readonly Timeline[]): string[] {
  return timelines.flatMap(({ target, openingRefusal }) => {
    if (openingRefusal === undefined) return [];
    const { origin, code, message } = openingRefusal;
    const number = code === null ? '' : ` (${code})`;
    return [
      `${origin.file}:${origin.span.start.line} is loaded before the migrations, and ${ENGINE_TITLES[target.engine]} refuses it: ${message}${number}.`,
    ];
  });
}

export function timelineOf(
  target: Target,
  project: Project,
  config: DialintConfig,
  frontend: ProjectFrontend,
  intent: 'judged' | 'sent',
  memory?: TimelineMemory,
  part?: PartOfHistory,
): Timeline {
  const judge = judgeFor(target.engine);
  return buildTimeline({
    target,
    judge,
    initial: memory?.initial ?? initialCatalog(judge.initial(target), project, target, config.externalTables),
    migrations: project.migrations,
    frontend: frontend.forTarget(target),
    intent,
    ...part,
    ...(memory === undefined ? {} : { memory }),
  });
}

/** Reports on the selected migrations only; the others are read for their effects. */
function onlyReported(project: Project, paths: readonly string[]): Project {
  return {
    ...project,
    migrations: project.migrations.map((migration) => ({
      ...migration,
      reported: migration.reported && isSelected(migration.path, paths),
    })),
  };
}

/** Does the absolute path lie in one of these? */
export function isSelected(file: string, paths: readonly string[]): boolean {
  return paths.some((selected) => isWithin(file, selected));
}
