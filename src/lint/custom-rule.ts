/** Rules that a project brings along: how they are written, and what is made sure of before one is run. */
import { type EngineName, SEVERITIES, type Severity } from '../schema/index.ts';
import type { Finding, Rule, RuleContext, RuleDocs, RuleVisitor } from './rule.ts';

/** A rule as its author writes it: a `Rule` of which much may be left out. */
export interface CustomRule {
  /** Words with dashes, and a name space where one is wanted: `no-enum`, `acme/no-enum`. No built-in rule may have it. */
  readonly id: string;
  /** Of a finding that says no other; `warning` unless given. */
  readonly severity?: Severity;
  /** Is it on unless it is configured? `true` unless given. */
  readonly recommended?: boolean;
  readonly docs: Pick<RuleDocs, 'what'> & Partial<RuleDocs>;
  /** Kinds of refusal or silent change that the rule explains, which `engine-rejects` then leaves alone. */
  readonly claims?: Rule['claims'];
  claimsProblem?: NonNullable<Rule['claimsProblem']>;
  /** Called once for each set of options; the functions of what it gives are called for each migration, fact and so on. */
  create(context: RuleContext): RuleVisitor;
}

/**
 * Makes a rule of what its author says of it. It does what the author's does, and throws where that reports what no
 * finding can be, or wants to be waited for.
 */
export function defineRule(rule: CustomRule): Rule {
  const { docs } = rule;
  const engines: readonly EngineName[] = docs.engines ?? [];
  return {
    id: rule.id,
    severity: rule.severity ?? 'warning',
    recommended: rule.recommended ?? true,
    claims: rule.claims ?? [],
    ...(rule.claimsProblem === undefined ? {} : { claimsProblem: rule.claimsProblem }),
    docs: {
      ...docs,
      why: docs.why ?? '',
      how: docs.how ?? '',
      engines,
      bad: docs.bad ?? [],
      good: docs.good ?? [],
    },
    create: (context) => checkedVisitor(rule, context),
  };
}

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*(\/[a-z][a-z0-9]*(-[a-z0-9]+)*)?$/;

/** What is wrong with a value that is to be a rule, one sentence each; none: `defineRule` takes it. */
export function customRuleProblems(value: unknown, builtIn: readonly string[]): string[] {
  if (!isRecord(value)) return ['it is no object; write defineRule({ … })'];
  const problems: string[] = [];
  const { id, severity, recommended, docs, claims, create } = value;
  if (typeof id !== 'string') problems.push('it has no "id"');
  else if (!ID.test(id)) {
    problems.push(
      `"id" is ${JSON.stringify(id)}; write words in lower case with dashes, such as "acme/no-enum"`,
    );
  } else if (builtIn.includes(id)) {
    problems.push(`dialint has a rule "${id}" of its own; choose another id, such as "acme/${id}"`);
  }
  if (severity !== undefined && !SEVERITIES.some((known) => known === severity))
    problems.push(
      `"severity" is ${JSON.stringify(severity)}; allowed: ${SEVERITIES.map((one) => `"${one}"`).join(', ')}`,
    );
  if (recommended !== undefined && typeof recommended !== 'boolean')
    problems.push('"recommended" is neither true nor false');
  if (!isRecord(docs) || typeof docs.what !== 'string' || docs.what === '')
    problems.push('"docs.what" is missing: what is reported, in one sentence');
  else if (docs.options !== undefined && !isRecord(docs.options))
    problems.push('"docs.options" is no object');
  if (claims !== undefined && !Array.isArray(claims)) problems.push('"claims" is no list');
  if (typeof create !== 'function')
    problems.push('"create" is no function: (context) => ({ migration(view) { … } })');
  return problems;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const VISITS: readonly (keyof RuleVisitor)[] = [
  'migration',
  'fact',
  'notUnderstood',
  'syntaxProblem',
  'uselessSuppression',
  'end',
];

function checkedVisitor(rule: CustomRule, context: RuleContext): RuleVisitor {
  const made: unknown = rule.create({
    ...context,
    report: (finding) => {
      checkFinding(finding);
      context.report({ ...finding, engines: finding.engines ?? [] });
    },
  });
  waitsFor(made, 'create');
  if (!isRecord(made)) throw new Error('create() gives no object of functions such as migration(view)');
  const visitor: Record<string, unknown> = {};
  for (const name of VISITS) {
    const visit = made[name];
    if (visit === undefined) continue;
    if (typeof visit !== 'function')
      throw new Error(`what create() gives has a "${name}" that is no function`);
    visitor[name] = (...given: readonly unknown[]) => waitsFor(visit.apply(made, given), name);
  }
  return visitor as RuleVisitor;
}

/** What is reported later would come too late; it is not waited for. */
function waitsFor(result: unknown, name: string): void {
  if (typeof (result as { then?: unknown } | null | undefined)?.then !== 'function') return;
  (result as Promise<unknown>).then(undefined, () => {});
  throw new Error(`${name}() is async; a rule is not waited for`);
}

function checkFinding(finding: Finding): void {
  const given: unknown = finding;
  if (!isRecord(given)) throw new Error('report() was given no object');
  for (const key of ['file', 'message', 'identity'] as const) {
    if (typeof given[key] !== 'string' || given[key] === '')
      throw new Error(
        `report() was given a finding without "${key}"${key === 'identity' ? ' (what it is about, independent of lines)' : ''}`,
      );
  }
  const { span, severity, engines } = given;
  const start = isRecord(span) ? span.start : undefined;
  if (!isRecord(start) || typeof start.line !== 'number' || typeof start.column !== 'number')
    throw new Error(
      'report() was given a finding without "span"; take that of an origin: statement.origin.span',
    );
  if (severity !== undefined && !SEVERITIES.some((known) => known === severity))
    throw new Error(`report() was given the severity ${JSON.stringify(severity)}`);
  if (engines !== undefined && !Array.isArray(engines))
    throw new Error('report() was given "engines" that are no list');
}
