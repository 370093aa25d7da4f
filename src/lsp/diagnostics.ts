/** Findings as the protocol's diagnostics. */
import {
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as LspDiagnostic,
} from 'vscode-languageserver/node';
import type { ConfigError } from '../project/index.ts';
import type { Diagnostic, Location } from '../schema/index.ts';
import { objectsAt, type SchemaObject } from './objects.ts';
import { NOWHERE, rangeOf, uriOf } from './places.ts';
import { rulePage } from './rule-page.ts';

const SEVERITY = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

/** What has no effect may be shown faded. */
const WITHOUT_EFFECT: readonly string[] = ['unused-suppression', 'unknown-column-modifier'];

export interface Surroundings {
  /** Absolute, of a file relative to the project's root. */
  absolute(file: string): string;
  /** What the finding's file makes. */
  readonly objects: readonly SchemaObject[];
}

export function lspDiagnostic(finding: Diagnostic, around: Surroundings): LspDiagnostic {
  const { rule, severity, message, help, span, engines } = finding;
  const page = rulePage(rule);
  const related = relatedTo(finding, around);
  return {
    range: rangeOf(span),
    severity: SEVERITY[severity],
    code: rule,
    ...(page === undefined ? {} : { codeDescription: { href: page } }),
    source: 'dialint',
    message: help === undefined ? message : `${message}\n${help}`,
    ...(WITHOUT_EFFECT.includes(rule) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    data: { engines },
  };
}

/** What the rule points to, and where the table was made that the finding is about. */
function relatedTo(finding: Diagnostic, { absolute, objects }: Surroundings): DiagnosticRelatedInformation[] {
  const told = (location: Location, message: string): DiagnosticRelatedInformation => ({
    location: { uri: uriOf(absolute(location.file)), range: rangeOf(location.span) },
    message,
  });
  const related = finding.related.map((one) => told(one, one.message));
  for (const { on } of objectsAt(objects, finding.span.startOffset)) {
    const table = on.find((one) => one.table?.origin !== undefined)?.table;
    if (table?.origin === undefined) continue;
    const { file, span } = table.origin;
    const within =
      file === finding.file &&
      span.startOffset <= finding.span.startOffset &&
      finding.span.endOffset <= span.endOffset;
    if (!within && span.endOffset > 0)
      related.push(told(table.origin, `table "${table.name}" is created here`));
    break;
  }
  return related;
}

/** A configuration that cannot be, in its own file. */
export function configDiagnostics({ problems }: ConfigError): LspDiagnostic[] {
  return problems.map(({ message, hint, line, column }) => {
    const start = line === undefined ? NOWHERE.start : { line: line - 1, character: (column ?? 1) - 1 };
    return {
      range: { start, end: { line: start.line, character: start.character + (line === undefined ? 0 : 1) } },
      severity: DiagnosticSeverity.Error,
      source: 'dialint',
      message: hint === undefined ? message : `${message}. ${hint}`,
    };
  });
}
