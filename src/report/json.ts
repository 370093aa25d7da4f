/** The report for programs. Fields are added, never renamed; schemas/check-output.schema.json describes them. */
import type {
  BaselineEntry,
  CheckResult,
  Diagnostic,
  FixNote,
  FixReport,
  Location,
  Project,
  Provenance,
  Span,
} from '../schema/index.ts';
import type { FileName } from './findings.ts';

interface JsonRange {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

interface JsonEngineUse {
  readonly engine: string | null;
  readonly driver: string;
  readonly version: string | null;
  readonly from: Provenance;
}

export interface JsonProject {
  readonly root: string;
  readonly framework: { readonly value: string; readonly from: Provenance } | null;
  readonly frameworkVersion: { readonly value: string; readonly from: Provenance };
  readonly modules: readonly { readonly slug: string; readonly layout: string; readonly directory: string }[];
  readonly testEngine: JsonEngineUse;
  readonly productionEngines: readonly JsonEngineUse[];
  readonly notices: readonly { readonly message: string; readonly file?: string; readonly line?: number }[];
}

export interface JsonDiagnostic {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly help: string | null;
  readonly file: string;
  readonly range: JsonRange;
  readonly engines: readonly string[];
  readonly fix?: {
    readonly title: string;
    readonly safety: string;
    readonly edits: readonly { readonly file: string; readonly range: JsonRange; readonly text: string }[];
  };
  readonly fingerprint: string;
  readonly related: readonly { readonly file: string; readonly range: JsonRange; readonly message: string }[];
  readonly data: Readonly<Record<string, unknown>>;
  readonly unreached?: string;
  readonly suppressed?: { readonly reason: string | null };
  readonly baselined?: true;
}

export interface JsonReport {
  readonly version: string;
  /** The first of them, where several roots were given. */
  readonly project: JsonProject;
  /** Only where several roots were given. */
  readonly projects?: readonly JsonProject[];
  readonly targets: readonly string[];
  readonly targetNotes: readonly string[];
  readonly diagnostics: readonly JsonDiagnostic[];
  /** Only where a project has one. */
  readonly baseline?: {
    readonly entries: number;
    readonly stale: readonly BaselineEntry[] | null;
  };
  readonly verdicts: CheckResult['verdicts'];
  readonly coverage: {
    readonly statements: number;
    readonly understood: number;
    readonly unknown: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
  };
  readonly summary: CheckResult['summary'];
  /** Only where fixes were asked for. */
  readonly fixes?: FixReport;
}

function range({ start, end }: Span): JsonRange {
  return {
    start: { line: start.line, column: start.column },
    end: { line: end.line, column: end.column },
  };
}

function engineUse({ engine, driver, version, from }: Project['testEngine']): JsonEngineUse {
  return { engine, driver, version: version ?? null, from };
}

function jsonProject(project: Project): JsonProject {
  const { framework, frameworkVersion } = project;
  return {
    root: project.root,
    framework: framework === null ? null : { value: framework.value, from: framework.from },
    frameworkVersion: { value: frameworkVersion.value, from: frameworkVersion.from },
    modules: project.modules.map(({ slug, layout, directory }) => ({ slug, layout, directory })),
    testEngine: engineUse(project.testEngine),
    productionEngines: project.productionEngines.map(engineUse),
    notices: project.notices,
  };
}

function jsonDiagnostic(diagnostic: Diagnostic, name: (file: string) => string): JsonDiagnostic {
  const { fix, unreached, suppressed } = diagnostic;
  const at = ({ file, span }: Location): { file: string; range: JsonRange } => ({
    file: name(file),
    range: range(span),
  });
  return {
    rule: diagnostic.rule,
    severity: diagnostic.severity,
    message: diagnostic.message,
    help: diagnostic.help ?? null,
    ...at(diagnostic),
    engines: diagnostic.engines,
    ...(fix && {
      fix: {
        title: fix.title,
        safety: fix.safety,
        edits: fix.edits.map((edit) => ({ ...at(edit), text: edit.text })),
      },
    }),
    fingerprint: diagnostic.fingerprint,
    related: diagnostic.related.map((related) => ({ ...at(related), message: related.message })),
    data: diagnostic.data,
    ...(unreached !== undefined && { unreached }),
    ...(suppressed && { suppressed: { reason: suppressed.reason } }),
    ...(diagnostic.baselined && { baselined: true as const }),
  };
}

/**
 * One report over the projects, of which there is at least one. `fileName` is asked only where there are several:
 * a single project's files are relative to its root.
 */
export function jsonReport(results: readonly CheckResult[], fileName: FileName): JsonReport {
  const [first] = results;
  if (first === undefined) throw new Error('a report needs at least one project');
  const several = results.length > 1;
  const named = results.map((result) => ({
    result,
    name: (file: string): string => (several ? fileName(result.project.root, file) : file),
  }));
  const sum = (number: (result: CheckResult) => number): number =>
    results.reduce((total, result) => total + number(result), 0);
  const unknown = named.flatMap(({ result, name }) =>
    result.coverage.unknown.map(({ file, span, reason }) => ({
      file: name(file),
      line: span.start.line,
      reason,
    })),
  );
  const baselines = named.flatMap(({ result, name }) =>
    result.baseline === undefined ? [] : [{ use: result.baseline, name }],
  );
  const statements = sum(({ coverage }) => coverage.statements);
  return {
    version: first.version,
    project: jsonProject(first.project),
    ...(several && { projects: results.map(({ project }) => jsonProject(project)) }),
    targets: [...new Set(results.flatMap(({ targets }) => targets.map(({ id }) => id)))],
    targetNotes: [...new Set(results.flatMap(({ targetNotes }) => targetNotes))],
    diagnostics: named.flatMap(({ result, name }) =>
      result.diagnostics.map((diagnostic) => jsonDiagnostic(diagnostic, name)),
    ),
    ...(baselines.length > 0 && {
      baseline: {
        entries: baselines.reduce((total, { use }) => total + use.entries, 0),
        stale: baselines.some(({ use }) => use.stale === null)
          ? null
          : baselines.flatMap(({ use, name }) =>
              (use.stale ?? []).map((entry) => ({ ...entry, file: name(entry.file) })),
            ),
      },
    }),
    verdicts: named.flatMap(({ result, name }) =>
      result.verdicts.map(({ file, direction, engine, outcome, code, sql, line, message }) => ({
        file: name(file),
        direction,
        engine,
        outcome,
        code,
        sql,
        line,
        message,
      })),
    ),
    coverage: { statements, understood: statements - unknown.length, unknown },
    summary: {
      files: sum(({ summary }) => summary.files),
      migrations: sum(({ summary }) => summary.migrations),
      errors: sum(({ summary }) => summary.errors),
      warnings: sum(({ summary }) => summary.warnings),
      infos: sum(({ summary }) => summary.infos),
      baselined: sum(({ summary }) => summary.baselined),
      durationMs: sum(({ summary }) => summary.durationMs),
    },
    ...jsonFixes(named),
  };
}

function jsonFixes(
  named: readonly { readonly result: CheckResult; readonly name: (file: string) => string }[],
): { fixes?: FixReport } {
  const all = named.flatMap(({ result: { fixes }, name }) => (fixes === undefined ? [] : [{ fixes, name }]));
  if (all.length === 0) return {};
  const withheld = all.flatMap(({ fixes }) => fixes.withheld ?? []);
  const [first] = withheld;
  const at = <T extends FixNote>(note: T, name: (file: string) => string): T => ({
    ...note,
    file: name(note.file),
  });
  return {
    fixes: {
      applied: all.flatMap(({ fixes, name }) => fixes.applied.map((note) => at(note, name))),
      dropped: all.flatMap(({ fixes, name }) => fixes.dropped.map((note) => at(note, name))),
      files: all.flatMap(({ fixes, name }) => fixes.files.map(name)),
      withheld:
        first === undefined
          ? null
          : { count: withheld.reduce((total, { count }) => total + count, 0), reason: first.reason },
    },
  };
}

/**
 * Longer texts are cut: a statement's SQL stands with each of its findings, and of a table with thousands of columns
 * the report would be larger than any text that JavaScript can hold.
 */
const LONGEST_TEXT = 4000;

/** The text of an edit stays whole: it is to be written. */
const cut = (key: string, value: unknown): unknown =>
  key !== 'text' && typeof value === 'string' && value.length > LONGEST_TEXT
    ? `${value.slice(0, LONGEST_TEXT)}…`
    : value;

export function renderJson(results: readonly CheckResult[], fileName: FileName): string {
  return `${JSON.stringify(jsonReport(results, fileName), cut, 2)}\n`;
}
