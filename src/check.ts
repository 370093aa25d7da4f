/** One project, checked: from its files to its findings. */
import path from 'node:path';
import { rules as allRules } from '../rules/index.ts';
import { type Analysis, analyseView, isSelected, viewProject } from './analyse.ts';
import { loadConfigCode } from './config-code.ts';
import { judgeFor } from './engines/index.ts';
import { PhpEditor } from './fix/editor.ts';
import { withBaseline } from './lint/baseline.ts';
import type { Rule } from './lint/rule.ts';
import { lint } from './lint/run.ts';
import { BASELINE_FILE, readBaseline } from './project/baseline.ts';
import { findConfigFile } from './project/index.ts';
import { frontendFor } from './project-frontend.ts';
import {
  type CheckOptions,
  type CheckResult,
  type Diagnostic,
  firstRefusal,
  isOpen,
  type MigrationRun,
  type MigrationVerdict,
  SEVERITIES,
} from './schema/index.ts';
import { knownRule, lintSettings } from './settings.ts';
import { checkedInPart } from './slice.ts';
import { VERSION } from './version.ts';

/**
 * Reads the project at `root` (absolute) and gives its findings. Runs nothing of the project's but dialint.config.ts,
 * where that is its configuration and `configCode: false` does not forbid it. `rules`: those that every project has.
 * Throws ConfigError (the configuration), UsageError (options) and UnknownRuleError (a rule that does not exist).
 */
export async function checkProject(
  root: string,
  options: CheckOptions = {},
  rules: readonly Rule[] = allRules,
): Promise<CheckResult> {
  const started = performance.now();
  // Nothing is waited for without need: texts that stand for files do so until this function first waits.
  const isCode = findConfigFile(root, options.configFile)?.kind === 'code';
  const code = isCode ? await loadConfigCode(root, options) : null;
  const all = [...rules, ...(code?.rules ?? [])];
  const view = viewProject(root, {
    ...options,
    knownRules: all.map(knownRule),
    ...(code === null ? {} : { code }),
  });
  // Rules of the project's own may ask anything.
  const isLaravel = (view.project.framework?.value ?? 'laravel') === 'laravel';
  if (code !== null || options.paths === undefined || !isLaravel)
    return resultOf(root, analyseView(view, frontendFor(view.project)), options, all, started);
  return checkedInPart(view, (frontend, part) =>
    resultOf(root, analyseView(view, frontend, [], part), options, all, started, part !== undefined),
  );
}

/**
 * What the rules make of an analysis. `started`: when, by performance.now(), its check began. `partial`: of an analysis
 * that has skipped migrations; then it may throw WholeHistoryNeeded.
 */
export function resultOf(
  root: string,
  analysis: Analysis,
  options: CheckOptions,
  rules: readonly Rule[],
  started: number,
  partial = false,
): CheckResult {
  const { project, targets, timelines, coverage, sources, config } = analysis;
  const runs = byFile(timelines.flatMap((timeline) => timeline.runs));
  const unreached = byFile(timelines.flatMap((timeline) => timeline.unreached));
  const all = lint(
    {
      project,
      targets,
      views: project.migrations.map((migration) => ({
        migration,
        runs: runs.get(migration.file) ?? [],
        unreached: unreached.get(migration.file) ?? [],
      })),
      ...(partial && { partial }),
      facts: analysis.facts,
      syntaxProblems: analysis.syntaxErrors,
      coverage,
      sources,
      largeTables: config.tables.large,
      editor: new PhpEditor({
        migrations: project.migrations
          .filter(({ reported, owner }) => reported || owner.kind !== 'package')
          .map(({ file }) => file),
        textOf: (file) => sources.get(file),
        treeOf: (file) => analysis.treeOf(file),
      }),
      keyLimit: (target, table) => judgeFor(target.engine).keyLimit?.(target, table) ?? null,
    },
    rules,
    lintSettings(config, rules, options.rules),
  );
  // Models, say, are known whatever is selected; what is wrong with one is told where it is.
  const { paths } = options;
  const selected =
    paths === undefined ? all : all.filter(({ file }) => isSelected(path.join(root, file), paths));
  const entries = options.baseline === 'ignore' ? null : readBaseline(root);
  const { diagnostics, stale } = withBaseline(selected, entries ?? []);
  // What was not looked for is not gone.
  const whole = paths === undefined && options.rules === undefined && options.engines === undefined;
  return {
    version: VERSION,
    project,
    targets,
    targetNotes: analysis.notes,
    diagnostics,
    ...(entries !== null && {
      baseline: { file: BASELINE_FILE, entries: entries.length, stale: whole ? stale : null },
    }),
    verdicts: timelines.flatMap((timeline) =>
      timeline.runs.filter((run) => run.migration.reported).map(verdictOf),
    ),
    coverage,
    sources,
    summary: {
      files: sources.size,
      migrations: project.migrations.filter((migration) => migration.reported).length,
      ...countBySeverity(diagnostics),
      baselined: diagnostics.filter(({ baselined }) => baselined === true).length,
      durationMs: Math.round(performance.now() - started),
    },
  };
}

function byFile<T extends { readonly migration: { readonly file: string } }>(
  items: readonly T[],
): Map<string, T[]> {
  const files = new Map<string, T[]>();
  for (const item of items) {
    const known = files.get(item.migration.file);
    if (known === undefined) files.set(item.migration.file, [item]);
    else known.push(item);
  }
  return files;
}

/** A migration's verdict: its first refusal that it does not catch, else why it is not known. */
export function verdictOf(run: MigrationRun): MigrationVerdict {
  const problem = run.refusal && firstRefusal(run.refusal.verdict);
  const unknown = run.steps.find((step) => step.verdict.outcome === 'unknown');
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
      diagnostics.filter((diagnostic) => diagnostic.severity === severity && isOpen(diagnostic)).length,
  );
  return { errors, warnings, infos };
}
