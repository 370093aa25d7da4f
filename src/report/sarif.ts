/**
 * SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), one run over all projects: GitHub refuses
 * several runs of one tool and category. Suppressed findings and those in the baseline are results with `suppressions`.
 */
import { pathToFileURL } from 'node:url';
import {
  type CheckResult,
  type Diagnostic,
  type Fix,
  type Location,
  SEVERITIES,
  type Severity,
  type Span,
} from '../schema/index.ts';
import { enginesLine } from './engines-line.ts';
import { allFindings, type FileName, type ReportedFinding } from './findings.ts';

/** What is said of a rule. */
export interface SarifRule {
  readonly id: string;
  readonly severity: Severity;
  readonly recommended: boolean;
  readonly what: string;
  readonly why: string;
  readonly how: string;
  readonly tags: readonly string[];
  /** Its page on the web; absent: there is none. */
  readonly page?: string;
}

export interface SarifOptions {
  readonly rules: readonly SarifRule[];
  /** The folder that file names are relative to; absolute. */
  readonly root: string;
  /** Of findings that tell that a rule did not do its work: they are notifications of the run, not results. */
  readonly errorRule: string;
  readonly informationUri?: string;
}

/** GitHub refuses runs with more: https://docs.github.com/code-security/reference/code-scanning/sarif-files */
const MOST_RESULTS = 25_000;
/** Tags of a rule, likewise. */
const MOST_TAGS = 20;

const BASE = 'SRCROOT';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

export function renderSarif(
  results: readonly CheckResult[],
  fileName: FileName,
  options: SarifOptions,
): string {
  const all = allFindings(results, fileName);
  const failed = all.filter(({ diagnostic }) => diagnostic.rule === options.errorRule);
  const { kept, left } = mostSevere(all.filter((finding) => !failed.includes(finding)));
  const known = new Map(options.rules.map((rule) => [rule.id, rule]));
  for (const { diagnostic } of kept)
    if (!known.has(diagnostic.rule)) known.set(diagnostic.rule, unknownRule(diagnostic));
  const rules = [...known.values()];
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const notifications = [
    ...failed.map(({ diagnostic }) => ({ level: 'error', message: { text: literal(diagnostic.message) } })),
    ...(left === 0
      ? []
      : [
          {
            level: 'warning',
            message: {
              text: `${left} results are left out, the least severe ones: a run may have ${MOST_RESULTS}.`,
            },
          },
        ]),
  ];
  const run = {
    tool: {
      driver: {
        name: 'dialint',
        semanticVersion: results[0]?.version,
        ...(options.informationUri !== undefined && { informationUri: options.informationUri }),
        rules: rules.map(descriptor),
      },
    },
    invocations: [{ executionSuccessful: failed.length === 0, toolExecutionNotifications: notifications }],
    originalUriBaseIds: { [BASE]: { uri: pathToFileURL(`${options.root}/`).href } },
    columnKind: 'utf16CodeUnits',
    results: kept.map((finding) => result(finding, fileName, indexOf.get(finding.diagnostic.rule) ?? -1)),
    properties: { targets: [...new Set(results.flatMap(({ targets }) => targets.map(({ id }) => id)))] },
  };
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** In their order; where there are too many, without the last of the least severe. */
function mostSevere(findings: readonly ReportedFinding[]): { kept: ReportedFinding[]; left: number } {
  const left = Math.max(0, findings.length - MOST_RESULTS);
  if (left === 0) return { kept: [...findings], left };
  const ranked = findings
    .map((finding, index) => ({ index, rank: SEVERITIES.indexOf(finding.diagnostic.severity) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, MOST_RESULTS);
  const chosen = new Set(ranked.map(({ index }) => index));
  return { kept: findings.filter((_, index) => chosen.has(index)), left };
}

/** A rule of which nothing but its finding is known. */
function unknownRule({ rule, severity }: Diagnostic): SarifRule {
  return { id: rule, severity, recommended: true, what: rule, why: '', how: '', tags: [] };
}

function descriptor({ id, severity, recommended, what, why, how, tags, page }: SarifRule) {
  const parts = [why, how].filter((part) => part !== '');
  const help = parts.length === 0 ? [what] : parts;
  return {
    id,
    shortDescription: { text: literal(what) },
    ...(why !== '' && { fullDescription: { text: literal(why) } }),
    help: {
      text: literal(help.join('\n\n')),
      markdown: literal(page === undefined ? help.join('\n\n') : `${help.join('\n\n')}\n\n[${id}](${page})`),
    },
    ...(page !== undefined && { helpUri: page }),
    defaultConfiguration: { enabled: recommended, level: LEVELS[severity] },
    properties: { tags: tags.slice(0, MOST_TAGS) },
  };
}

/** Where a message's `{0}` would be taken for a placeholder, braces are doubled (3.11.5). */
function literal(text: string): string {
  return text.replaceAll(/\{(\d+)\}/g, '{{$1}}');
}

function result(
  { result: checked, diagnostic, path }: ReportedFinding,
  fileName: FileName,
  ruleIndex: number,
) {
  const { rule, severity, message, help, span, fix, related, fingerprint, suppressed, baselined, unreached } =
    diagnostic;
  const { project, baseline } = checked;
  const name = (file: string): string => fileName(project.root, file);
  const engines = enginesLine(diagnostic, checked);
  const suppressions = [
    ...(suppressed === undefined
      ? []
      : [
          {
            kind: 'inSource',
            status: 'accepted',
            ...(suppressed.reason !== null && { justification: suppressed.reason }),
          },
        ]),
    ...(baselined === undefined
      ? []
      : [
          {
            kind: 'external',
            status: 'accepted',
            justification: `It is in ${baseline?.file ?? 'the baseline'}.`,
          },
        ]),
  ];
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: {
      text: literal(
        [message, ...(help === undefined ? [] : [help]), ...(engines === null ? [] : [engines])].join('\n\n'),
      ),
    },
    locations: [{ physicalLocation: physicalLocation(path, span) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((one: Location & { readonly message: string }, index) => ({
        id: index + 1,
        message: { text: literal(one.message) },
        physicalLocation: physicalLocation(name(one.file), one.span),
      })),
    }),
    partialFingerprints: { 'dialint/v1': fingerprint },
    ...(fix !== undefined && { fixes: [sarifFix(fix, name)] }),
    // Of a run with a baseline each result has a state (3.27.24).
    ...(baseline !== undefined && { baselineState: baselined === true ? 'unchanged' : 'new' }),
    ...(suppressions.length > 0 && { suppressions }),
    properties: { engines: diagnostic.engines, ...(unreached !== undefined && { unreached }) },
  };
}

function physicalLocation(path: string, span: Span) {
  return { artifactLocation: { uri: uri(path), uriBaseId: BASE }, region: region(span) };
}

/** The end is exclusive here as there (3.30.8). */
function region({ start, end }: Span) {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A relative reference: no scheme, whatever the file is called. */
function uri(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function sarifFix({ title, safety, edits }: Fix, name: (file: string) => string) {
  const files = new Map<string, Fix['edits'][number][]>();
  for (const edit of edits) files.set(edit.file, [...(files.get(edit.file) ?? []), edit]);
  return {
    description: { text: literal(title) },
    artifactChanges: Array.from(files, ([file, changes]) => ({
      artifactLocation: { uri: uri(name(file)), uriBaseId: BASE },
      replacements: changes.map(({ span, text }) => ({
        deletedRegion: region(span),
        ...(text !== '' && { insertedContent: { text } }),
      })),
    })),
    properties: { safety },
  };
}
