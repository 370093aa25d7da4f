/** A project's migrations on every target: what the rules, `sql` and `replay` work on. Runs nothing of the project's. */
import path from 'node:path';
import { judgeFor } from './engines/index.ts';
import { LaravelFrontend } from './frontends/laravel/frontend.ts';
import { chooseTargets, type DialintConfig, discoverProject, readConfig } from './project/index.ts';
import type {
  CheckOptions,
  CoverageEntry,
  Fact,
  Location,
  Project,
  Target,
  Timeline,
} from './schema/index.ts';
import { buildTimeline } from './timeline/build.ts';
import { initialCatalog } from './timeline/initial-catalog.ts';

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
}

export interface AnalyseOptions extends CheckOptions {
  /** Ids of the rules that the configuration may name; absent: any. */
  readonly knownRules?: readonly string[];
}

/** `root` is absolute. Throws ConfigError (dialint.json) and UsageError (options). */
export function analyseProject(root: string, options: AnalyseOptions = {}): Analysis {
  const config = readConfig(root, {
    ...(options.configFile === undefined ? {} : { file: options.configFile }),
    ...(options.knownRules === undefined ? {} : { rules: options.knownRules }),
  });
  const discovered = discoverProject(
    root,
    config,
    options.frameworkVersion === undefined ? {} : { frameworkVersion: options.frameworkVersion },
  );
  const { paths } = options;
  const project = paths === undefined ? discovered : onlyReported(discovered, paths);
  const { targets, notes } = chooseTargets(project, {
    ...(options.engines === undefined ? {} : { engines: options.engines }),
    ...(options.driver === undefined ? {} : { driver: options.driver }),
  });
  const frontend = new LaravelFrontend(project);
  const read = frontend.readFacts();
  const timelines = targets.map((target) => timelineOf(target, project, config, frontend));
  const facts = [...read, ...frontend.evaluatedFacts()];
  return {
    config,
    project,
    targets,
    notes: [...notes, ...frontend.notes()],
    timelines,
    facts:
      paths === undefined
        ? facts
        : facts.filter((fact) => isSelected(path.join(root, fact.origin.file), paths)),
    syntaxErrors: frontend.syntaxErrors(),
    coverage: frontend.coverage(),
    sources: frontend.sources(),
  };
}

function timelineOf(
  target: Target,
  project: Project,
  config: DialintConfig,
  frontend: LaravelFrontend,
): Timeline {
  const judge = judgeFor(target.engine);
  return buildTimeline({
    target,
    judge,
    initial: initialCatalog(judge.initial(target), project, target, config.externalTables),
    migrations: project.migrations,
    frontend: frontend.forTarget(target),
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

function isSelected(file: string, paths: readonly string[]): boolean {
  return paths.some(
    (selected) =>
      file === selected || file.startsWith(selected.endsWith(path.sep) ? selected : selected + path.sep),
  );
}
