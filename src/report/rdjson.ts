/**
 * reviewdog's DiagnosticResult, as its proto/rdf/reviewdog.proto describes it. Lines and columns count from 1, the end is
 * exclusive, and columns count bytes of UTF-8.
 */
import type { CheckResult, Position, Severity, Span } from '../schema/index.ts';
import { type FileName, openFindings, type ReportedFinding } from './findings.ts';

const SEVERITIES: Readonly<Record<Severity, 'ERROR' | 'WARNING' | 'INFO'>> = {
  error: 'ERROR',
  warning: 'WARNING',
  info: 'INFO',
};

export function renderRdjson(
  results: readonly CheckResult[],
  fileName: FileName,
  /** The page of a rule, where there is one. */
  pageOf: (rule: string) => string | undefined,
): string {
  const diagnostics = openFindings(results, fileName).map((finding) =>
    rdDiagnostic(finding, fileName, pageOf),
  );
  return `${JSON.stringify({ source: { name: 'dialint' }, diagnostics }, null, 2)}\n`;
}

function rdDiagnostic(
  { result, diagnostic, path }: ReportedFinding,
  fileName: FileName,
  pageOf: (rule: string) => string | undefined,
) {
  const { rule, severity, message, help, file, span, fix, related } = diagnostic;
  const url = pageOf(rule);
  const rangeIn = (name: string, where: Span) => range(where, result.sources.get(name));
  // Suggestions are taken one by one, and in the finding's file: a fix that needs all of its edits is none.
  const [edit, ...more] = fix?.edits ?? [];
  const suggestions =
    edit === undefined || more.length > 0 || edit.file !== file
      ? []
      : [{ range: rangeIn(file, edit.span), text: edit.text }];
  return {
    message: help === undefined ? message : `${message}\n${help}`,
    location: { path, range: rangeIn(file, span) },
    severity: SEVERITIES[severity],
    code: { value: rule, ...(url !== undefined && { url }) },
    ...(suggestions.length > 0 && { suggestions }),
    ...(related.length > 0 && {
      related_locations: related.map((one) => ({
        message: one.message,
        location: {
          path: fileName(result.project.root, one.file),
          range: rangeIn(one.file, one.span),
        },
      })),
    }),
  };
}

interface RdPosition {
  readonly line: number;
  readonly column?: number;
}

/** Whole lines where the text is not there, so that bytes cannot be counted. */
function range({ start, end }: Span, source: string | undefined): { start: RdPosition; end: RdPosition } {
  const lines = source?.split('\n');
  const position = ({ line, column }: Position): RdPosition => {
    const text = lines?.[line - 1];
    return text === undefined
      ? { line }
      : { line, column: Buffer.byteLength(text.slice(0, column - 1), 'utf8') + 1 };
  };
  const made = { start: position(start), end: position(end) };
  return made.start.column === undefined || made.end.column === undefined
    ? { start: { line: start.line }, end: { line: end.line } }
    : made;
}
