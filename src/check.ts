/** One project, checked: from its files to its findings. */
import path from 'node:path';
import { rules as allRules } from '../rules/index.ts';
import { judgeFor } from './engines/index.ts';
import { LaravelFrontend } from './frontends/laravel/frontend.ts';
import type { Rule } from './lint/rule.ts';
import { lint } from './lint/run.ts';
import type { RuleSettings } from './lint/settings.ts';
import { chooseTargets, type DialintConfig, discoverProject, readConfig } from './project/index.ts';
import {
  type CheckOptions,
  type CheckResult,
  type Diagnostic,
  type MigrationRun,
  type MigrationVerdict,
  type Project,
  SEVERITIES,
  type Target,
  type Timeline,
} from './schema/index.ts';
import { buildTimeline } from './timeline/build.ts';
import { initialCatalog } from './timeline/initial-catalog.ts';
import { VERSION } from './version.ts';

/**
 * Reads the project at `root` (absolute) and gives its findings. Runs nothing of the project's.
 * Throws ConfigError (dialint.json), UsageError (options) and UnknownRuleError (a rule that does not exist).
 */
export async function checkProject(
  root: string,
  options: CheckOptions = {},
  rules: readonly Rule[] = allRules,
): Promise<CheckResult> {
  const started = performance.now();
  const config = readConfig(root, {
    ...(options.configFile === undefined ? {} : { file: options.configFile }),
    rules: rules.map((rule) => rule.id),
  });
  const discovered = discoverProject(
    root,
    config,
    options.frameworkVersion === undefined ? {} : { frameworkVersion: options.frameworkVersion },
  );
  const project = options.paths === undefined ? discovered : onlyReported(discovered, options.paths);
  const { targets, notes } = chooseTargets(project, {
    ...(options.engines === undefined ? {} : { engines: options.engines }),
    ...(options.driver === undefined ? {} : { driver: options.driver }),
  });

  const frontend = new LaravelFrontend(project);
  const facts = frontend.readFacts();
  const timelines = targets.map((target) => timelineOf(target, project, config, frontend));
  const coverage = frontend.coverage();
  const reported = project.migrations.filter((migration) => migration.reported);
  const sources = frontend.sources();
  const diagnostics = lint(
    {
      project,
      targets,
      views: project.migrations.map((migration) => ({ migration, runs: runsOf(timelines, migration.file) })),
      facts:
        options.paths === undefined
          ? facts
          : facts.filter((fact) => isSelected(path.join(root, fact.origin.file), options.paths ?? [])),
      syntaxProblems: frontend.syntaxErrors(),
      coverage,
      sources,
    },
    rules,
    {
      rules: ruleSettings(config.rules),
      overrides: config.overrides.map(({ files, rules: settings }) => ({
        files,
        rules: ruleSettings(settings),
      })),
      ...(options.rules === undefined ? {} : { only: options.rules }),
    },
  );
  return {
    version: VERSION,
    project,
    targets,
    targetNotes: [...notes, ...frontend.notes()],
    diagnostics,
    verdicts: timelines.flatMap((timeline) =>
      timeline.runs.filter((run) => run.migration.reported).map(verdictOf),
    ),
    coverage,
    sources,
    summary: {
      files: sources.size,
      migrations: reported.length,
      ...countBySeverity(diagnostics),
      durationMs: Math.round(performance.now() - started),
    },
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
    initial: initialCatalog(judge.initial(target), project, config.externalTables, target.settings.prefix),
    migrations: project.migrations,
    frontend: frontend.forTarget(target),
  });
}

function runsOf(timelines: readonly Timeline[], file: string): MigrationRun[] {
  return timelines.flatMap((timeline) => timeline.runs.filter((run) => run.migration.file === file));
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

function ruleSettings(settings: DialintConfig['rules']): RuleSettings {
  return Object.fromEntries(
    Object.entries(settings).map(([id, { severity, options }]) => [id, [severity, options] as const]),
  );
}

function verdictOf(run: MigrationRun): MigrationVerdict {
  const problem = run.refusal?.verdict.problems.find((item) => item.effect === 'refuses');
  const unknown = run.steps.find((step) => !step.reached || step.verdict.outcome === 'unknown');
  const origin = problem?.origin ?? run.refusal?.statement.origin;
  return {
    file: run.migration.file,
    direction: run.direction,
    engine: run.target.id,
    outcome: run.outcome,
    code: problem?.code ?? null,
    sql: run.refusal?.statement.sql ?? null,
    line:
      run.outcome === 'unknown'
        ? (unknown?.statement.origin.span.start.line ?? null)
        : (origin?.span.start.line ?? null),
    message: problem?.message ?? (run.outcome === 'unknown' ? (unknown?.verdict.reason ?? null) : null),
  };
}

function countBySeverity(diagnostics: readonly Diagnostic[]): {
  errors: number;
  warnings: number;
  infos: number;
} {
  const [errors = 0, warnings = 0, infos = 0] = SEVERITIES.map(
    (severity) =>
      diagnostics.filter(
        (diagnostic) => diagnostic.severity === severity && diagnostic.suppressed === undefined,
      ).length,
  );
  return { errors, warnings, infos };
}
