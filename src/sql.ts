/** One project's SQL: what each migration sends to each engine, up and down. Runs nothing of the project's. */
import { type AnalyseOptions, analyseProject } from './analyse.ts';
import {
  type Direction,
  FRAMEWORK_TITLES,
  type Location,
  type MigrationRun,
  type MigrationSql,
  type SentSql,
  type SqlResult,
  type Step,
  type UnknownSql,
} from './schema/index.ts';
import { VERSION } from './version.ts';

/** As checkProject: `root` is absolute; throws ConfigError (dialint.json) and UsageError (options). */
export function sqlOfProject(root: string, options: AnalyseOptions = {}): SqlResult {
  const { project, targets, notes, timelines, syntaxErrors } = analyseProject(root, {
    ...options,
    intent: 'sent',
  });
  const title = FRAMEWORK_TITLES[project.framework?.value ?? 'laravel'];
  const broken = new Map(syntaxErrors.map((error) => [error.file, error]));
  return {
    version: VERSION,
    project,
    targetNotes: notes,
    engines: targets.map((target, i) => ({
      target,
      migrations: project.migrations
        .filter(({ reported }) => reported)
        .map(({ file }) => {
          const error = broken.get(file);
          return error === undefined
            ? migrationSql(file, timelines[i]?.runs ?? [], title)
            : brokenSql(file, error);
        }),
    })),
  };
}

/** `framework`: in prose. */
function migrationSql(file: string, runs: readonly MigrationRun[], framework: string): MigrationSql {
  const own = runs.filter((run) => run.migration.file === file);
  const steps = (direction: Direction): readonly Step[] =>
    own.filter((run) => run.direction === direction).flatMap((run) => run.steps);
  return {
    file,
    up: steps('up').flatMap(sentBy),
    down: steps('down').flatMap(sentBy),
    unknown: onceEach(
      own.flatMap((run) => run.steps.flatMap((step) => unknownOf(run.direction, step, framework))),
    ),
  };
}

/** PHP does not load a file that does not parse: what it would send, and whether it has a way back, is not known. */
function brokenSql(file: string, { span, message }: Location & { readonly message: string }): MigrationSql {
  const one = { line: span.start.line, reason: message };
  return {
    file,
    up: [],
    down: [],
    unknown: [
      { direction: 'up', ...one },
      { direction: 'down', ...one },
    ],
  };
}

/** A loop meets the same call several times. */
function onceEach(unknown: readonly UnknownSql[]): UnknownSql[] {
  return [...new Map(unknown.map((one) => [JSON.stringify(one), one])).values()];
}

/** Begun and committed by the migrator itself, through PDO and not as a statement (Connection::beginTransaction). */
function isOfTheMigrator({ statement }: Step): boolean {
  return statement.kind === 'transaction' && statement.origin.call === '';
}

function lineOf({ statement: { origin } }: Step): number | null {
  return origin.call === '' ? null : origin.span.start.line;
}

function sentBy(step: Step): SentSql[] {
  const { statement } = step;
  if (!step.reached || statement.sql === '' || statement.kind === 'frameworkRefuses') return [];
  if (isOfTheMigrator(step) || isNotWorkedOut(step)) return [];
  return [{ sql: statement.sql, bindings: statement.bindings ?? [], line: lineOf(step) }];
}

/** A query builder's call whose text was not worked out: a question, or a form that is not followed. */
function isNotWorkedOut({ statement }: Step): boolean {
  return statement.kind === 'data' && statement.unknownText !== undefined;
}

function unknownOf(direction: Direction, step: Step, framework: string): UnknownSql[] {
  const { statement, verdict } = step;
  const line = lineOf(step);
  if (statement.kind === 'frameworkRefuses') {
    return [{ direction, line, reason: `${framework} throws here: ${statement.message}` }];
  }
  if (!step.reached) {
    const what = statement.sql === '' ? 'more' : statement.sql;
    return [{ direction, line, reason: `may be sent (${verdict.reason ?? 'it is not known'}): ${what}` }];
  }
  if (statement.kind === 'data' && statement.unknownText !== undefined)
    return statement.verb === 'select'
      ? []
      : [{ direction, line, reason: `${statement.sql} …: ${statement.unknownText}` }];
  const values = (statement.bindings ?? []).flatMap((value) =>
    value !== null && typeof value === 'object' ? [value.unknown] : [],
  );
  if (values.length > 0)
    return [...new Set(values)].map((why) => ({ direction, line, reason: `a value is not known: ${why}` }));
  if (statement.sql === '' && statement.kind === 'notUnderstood')
    return [{ direction, line, reason: statement.reason }];
  return [];
}
